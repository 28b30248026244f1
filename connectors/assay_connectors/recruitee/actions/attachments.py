"""Attachments of applications and candidates, both ways. Source: recruitee sheet 2.5, 2.10, 3.9, 7.2."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

from assay.connector import ActionResult
from assay.errors import ConnectorError
from assay.unified.actions import (
    AddApplicationAttachment,
    AddCandidateAttachment,
    GetApplicationAttachments,
)
from assay.unified.records import Attachment
from assay_connectors.files import WantedFile, ready
from assay_connectors.recruitee.actions import vendor
from assay_connectors.recruitee.actions.downloads import file_name, offered
from assay_connectors.recruitee.actions.files import attach, attachments, wanted_file
from assay_connectors.recruitee.actions.located import located
from assay_connectors.recruitee.actions.readback import candidate_items
from assay_connectors.recruitee.api import Item
from assay_connectors.recruitee.connection import Connection
from assay_connectors.recruitee.mapping.payload import Payload

ON_CANDIDATE: Final = "the file was stored on the candidate: Recruitee has no files on applications"


def add_application_attachment(connection: Connection, action: AddApplicationAttachment) -> ActionResult:
    """Put a file on the candidate of an application: applications take no files of their own."""
    wanted = wanted_file(action.attachment)
    file = ready(connection.runtime, wanted)
    found = located(connection, action.application_id)
    attach(connection, found.candidate_id, file, as_cv=file.type == "CV")
    warnings = [ON_CANDIDATE]
    items = candidate_items(connection, str(found.candidate_id), warnings)
    return ActionResult(items=items, warnings=tuple(warnings))


def add_candidate_attachment(connection: Connection, action: AddCandidateAttachment) -> ActionResult:
    """Put a file on a candidate; a CV replaces the former one, which stays as an ordinary file."""
    return _added(
        connection,
        wanted_file(action.attachment),
        candidate_id=action.candidate_id,
    )


def _added(connection: Connection, wanted: WantedFile, *, candidate_id: str = "") -> ActionResult:
    file = ready(connection.runtime, wanted)
    attach(connection, vendor.number(candidate_id, "candidate_id"), file, as_cv=file.type == "CV")
    warnings: list[str] = []
    items = candidate_items(connection, candidate_id, warnings)
    return ActionResult(items=items, warnings=tuple(warnings))


@dataclass(frozen=True, slots=True)
class _Kept:
    """A file that the vendor keeps."""

    remote_id: str
    type: Literal["CV", "COVER_LETTER", "OTHER"]
    url: str
    name: str
    raw: Item


def get_application_attachments(connection: Connection, action: GetApplicationAttachments) -> ActionResult:
    """The files of the candidate of an application: CV, cover letter and all others."""
    found = located(connection, action.application_id)
    warnings: list[str] = []
    results = []
    for kept in _kept(found.candidate, attachments(connection, found.candidate_id)):
        try:
            link = offered(connection, kept.url, kept.name)
        except ConnectorError as error:
            warnings.append(f"the file {kept.name!r} was left out: {error.message}")
            continue
        results.append(
            Attachment(
                remote_id=kept.remote_id,
                type=kept.type,
                file_name=kept.name,
                content_type=link.content_type,
                data_url=link.url,
                remote_created_at=Payload(kept.raw, "attachments").moment("created_at"),
            )
        )
    return ActionResult(attachments=tuple(results), warnings=tuple(warnings))


def _kept(candidate: Item, others: list[Item]) -> Iterator[_Kept]:
    """CV and cover letter are keys of the candidate and not listed among the others (sheet 2.10)."""
    candidate_id = candidate["id"]
    cv = candidate.get("cv_original_url") or candidate.get("cv_url")
    if cv:
        yield _Kept(f"cv:{candidate_id}", "CV", cv, file_name(cv), {})
    letter = candidate.get("cover_letter_file_original_url") or candidate.get("cover_letter_file_url")
    if letter:
        yield _Kept(f"cover-letter:{candidate_id}", "COVER_LETTER", letter, file_name(letter), {})
    for other in others:
        url = other.get("file_url")
        if url:
            yield _Kept(str(other["id"]), "OTHER", url, other.get("filename") or file_name(url), other)
