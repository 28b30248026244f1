"""Attachments of applications and candidates, both ways. Source: ashby sheet 3.9, 7.2, N5 to N8."""

from typing import Any

from assay.connector import ActionResult
from assay.unified.actions import (
    AddApplicationAttachment,
    AddCandidateAttachment,
    GetApplicationAttachments,
    GetCandidateAttachments,
)
from assay.unified.records import Attachment
from assay_connectors.ashby.actions.files import (
    attach_file,
    attach_resume,
    wanted_file,
)
from assay_connectors.ashby.actions.readback import candidate_items
from assay_connectors.ashby.connection import Connection
from assay_connectors.files import FALLBACK_TYPE, WantedFile, ready, type_by_extension


def add_application_attachment(connection: Connection, action: AddApplicationAttachment) -> ActionResult:
    """Put a file on the candidate of an application: applications take no files of their own."""
    wanted = wanted_file(action.attachment)
    application = connection.api.info(
        "/application.info",
        {
            "applicationId": action.application_id,
        },
    )
    warning = "the file was put on the candidate: Ashby has no files on applications"
    return _attached(connection, application["candidate"]["id"], wanted, [warning])


def add_candidate_attachment(connection: Connection, action: AddCandidateAttachment) -> ActionResult:
    """Put a file on a candidate; a CV becomes the profile's résumé."""
    wanted = wanted_file(action.attachment)
    return _attached(connection, action.candidate_id, wanted, [])


def _attached(
    connection: Connection, candidate_id: str, wanted: WantedFile, warnings: list[str]
) -> ActionResult:
    file = ready(connection.runtime, wanted)
    attach = attach_resume if file.type == "CV" else attach_file
    attach(connection.api, candidate_id, file)
    items = candidate_items(connection, candidate_id, warnings)
    return ActionResult(items=items, warnings=tuple(warnings))


def get_application_attachments(connection: Connection, action: GetApplicationAttachments) -> ActionResult:
    """The résumé sent with an application, else that of its candidate; other files cannot be told apart."""
    api = connection.api
    application = api.info(
        "/application.info",
        {
            "applicationId": action.application_id,
        },
    )
    handle = application.get("resumeFileHandle")
    if handle:
        return _found(connection, handle, application_id=application["id"])
    candidate = api.info("/candidate.info", {"id": application["candidate"]["id"]})
    return _found(connection, candidate.get("resumeFileHandle"))


def get_candidate_attachments(connection: Connection, action: GetCandidateAttachments) -> ActionResult:
    """The résumé of a candidate; other files cannot be told apart and are left out."""
    candidate = connection.api.info(
        "/candidate.info",
        {
            "id": action.candidate_id,
        },
    )
    return _found(connection, candidate.get("resumeFileHandle"), candidate_id=candidate["id"])


def _found(
    connection: Connection,
    handle: dict[str, Any] | None,
    *,
    candidate_id: str | None = None,
    application_id: str | None = None,
) -> ActionResult:
    if not handle:
        return ActionResult()
    place = connection.api.info("/file.info", {"fileHandle": handle["handle"]})
    attachment = Attachment(
        remote_id=handle["id"],
        type="CV",
        file_name=handle["name"],
        content_type=type_by_extension(handle["name"]) or FALLBACK_TYPE,
        data_url=place["url"],
        candidate_id=candidate_id,
        application_id=application_id,
    )
    return ActionResult(attachments=(attachment,))
