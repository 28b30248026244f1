"""Add attachment to application, and Get candidate attachments. Source: asymbl sheet 2.7, 7.2-7.4."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal

from assay.connector import ActionResult
from assay.errors import ConnectorError, InputError, PermissionMissingError
from assay.unified.actions import AddApplicationAttachment, GetCandidateAttachments
from assay.unified.records import Attachment
from assay_connectors.asymbl import soql
from assay_connectors.asymbl.actions.applicants import located
from assay_connectors.asymbl.actions.files import (
    data_url,
    full_name,
    links,
    media_type,
    prepared,
    upload,
)
from assay_connectors.asymbl.actions.order import wanted_file
from assay_connectors.asymbl.address import DATA
from assay_connectors.asymbl.connection import Connection
from assay_connectors.asymbl.schema import Org
from assay_connectors.asymbl.soql import Query
from assay_connectors.payload import Payload

ON_CANDIDATE: Final = "the file was stored on the candidate: files of applications hang on the contact"
NOTE: Final = "SNOTE"
"""File type of a note that is no file. Source: asymbl sheet 2.7 [A]."""
OLD_FIELDS: Final = ("Id", "Name", "ContentType", "BodyLength", "CreatedDate", "LastModifiedDate")


def add_application_attachment(connection: Connection, action: AddApplicationAttachment) -> ActionResult:
    """Put a file on the contact of an application.

    Raises:
        InputError: the file cannot be used, or the application has no contact; nothing was written.
    """
    warnings: list[str] = []
    file = prepared(connection, wanted_file(action.attachment, action.attachment.type), warnings)
    org = connection.org()
    contact_id = located(connection, org, action.application_id).text("candidate")
    if contact_id is None:
        raise InputError(
            f"the application {action.application_id} has no candidate any more",
            hint="Its contact was deleted in Salesforce.",
        )
    upload(connection, org, contact_id, file)
    return ActionResult(warnings=(ON_CANDIDATE, *warnings))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Kept:
    """A file that Salesforce keeps."""

    remote_id: str
    type: Literal["CV", "OTHER"]
    name: str
    content_type: str
    path: str
    """Where its bytes are."""
    created_at: datetime | None
    updated_at: datetime | None


def get_candidate_attachments(connection: Connection, action: GetCandidateAttachments) -> ActionResult:
    """The files of a contact, each once, whichever application brought it; those kept in the old way too."""
    contact_id = soql.checked_id(action.candidate_id, "candidate_id")
    warnings: list[str] = []
    results = []
    for kept in (*_files(connection, contact_id), *_old_files(connection, contact_id)):
        try:
            content = connection.api.blob(kept.path)
        except ConnectorError as error:
            warnings.append(f"the file {kept.name!r} was left out: {error.message}")
            continue
        results.append(
            Attachment(
                remote_id=kept.remote_id,
                type=kept.type,
                file_name=kept.name,
                content_type=kept.content_type,
                data_url=data_url(content, kept.content_type),
                candidate_id=contact_id,
                remote_created_at=kept.created_at,
                remote_updated_at=kept.updated_at,
            )
        )
    return ActionResult(attachments=tuple(results), warnings=tuple(warnings))


def _files(connection: Connection, contact_id: str) -> Iterator[_Kept]:
    found = {}
    for link in links(connection, contact_id):
        document = Payload(link, "ContentDocumentLink", str(link.get("Id"))).part("ContentDocument")
        if document and document.text("FileType") != NOTE:
            found[str(link["ContentDocumentId"])] = document
    primary = _primary(connection, found)
    for document_id, document in found.items():
        name = full_name(document.text("Title"), document.text("FileExtension"))
        version_id = document.identifier("LatestPublishedVersionId")
        yield _Kept(
            remote_id=document_id,
            type="CV" if document_id in primary else "OTHER",
            name=name,
            content_type=media_type(name),
            path=f"{DATA}/sobjects/ContentVersion/{version_id}/VersionData",
            created_at=document.moment("CreatedDate"),
            updated_at=document.moment("LastModifiedDate"),
        )


def _primary(connection: Connection, document_ids: dict[str, Payload]) -> set[str]:
    """The documents that are marked as a person's resume; none where the mark cannot be seen."""
    org: Org = connection.org()
    try:
        shape = org.shape("file")
    except PermissionMissingError:
        return set()
    if not (document_ids and shape.has("primary") and shape.has("latest")):
        return set()
    marked = set()
    for some in soql.chunks(document_ids):
        where = soql.all_of(soql.one_of(shape["document"], some), soql.equals(shape["latest"], value=True))
        query = Query(fields=shape.columns("id", "document", "primary"), source=shape.object, where=where)
        for row in connection.api.rows(query):
            if row.get(shape["primary"]) is True:
                marked.add(str(row.get(shape["document"])))
    return marked


def _old_files(connection: Connection, contact_id: str) -> Iterator[_Kept]:
    """Attachments of the old kind, which an org may hide altogether."""
    query = Query(fields=OLD_FIELDS, source="Attachment", where=soql.equals("ParentId", contact_id))
    try:
        rows = list(connection.api.rows(query))
    except PermissionMissingError:
        return
    for row in rows:
        file = Payload(row, "Attachment", f"Attachment {row.get('Id')}")
        name = file.text("Name") or "file"
        yield _Kept(
            remote_id=file.identifier("Id"),
            type="OTHER",
            name=name,
            content_type=media_type(name, file.text("ContentType")),
            path=f"{DATA}/sobjects/Attachment/{file.identifier('Id')}/Body",
            created_at=file.moment("CreatedDate"),
            updated_at=file.moment("LastModifiedDate"),
        )
