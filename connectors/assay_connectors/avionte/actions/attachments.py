"""Files of talents, both ways; applications have none. Source: avionte sheet 2.8, 3.2, 3.3, 7.8."""

from collections.abc import Iterator
from typing import Any, Final, Literal

from assay.connector import ActionResult
from assay.unified.actions import (
    AddApplicationAttachment,
    AddCandidateAttachment,
    GetCandidateAttachments,
)
from assay.unified.records import Attachment
from assay_connectors.avionte.actions.files import contradictions, prepared, send
from assay_connectors.avionte.actions.order import number, wanted_file
from assay_connectors.avionte.connection import Connection
from assay_connectors.avionte.mapping.applications import parts_of
from assay_connectors.avionte.mapping.payload import Payload
from assay_connectors.avionte.register import REGISTER
from assay_connectors.files import FALLBACK_TYPE, WantedFile, type_by_extension

ON_CANDIDATE: Final = "the file was attached to the candidate: Avionté has no files on applications"
_COVER_LETTER: Final = "cover letter"
NAMELESS: Final = "file"


def add_candidate_attachment(connection: Connection, action: AddCandidateAttachment) -> ActionResult:
    """Put a file on a talent; a CV replaces the resume."""
    talent_id = str(number(action.candidate_id, "candidate_id"))
    return _added(connection, talent_id, wanted_file(action.attachment))


def add_application_attachment(connection: Connection, action: AddApplicationAttachment) -> ActionResult:
    """Put a file on the talent of an application; the job plays no part in it."""
    talent_id, _ = parts_of(action.application_id)
    return _added(connection, talent_id, wanted_file(action.attachment), ON_CANDIDATE)


def _added(connection: Connection, talent_id: str, wanted: WantedFile, *warnings: str) -> ActionResult:
    file = prepared(connection, wanted)
    send(connection, talent_id, file)
    return ActionResult(warnings=(*warnings, *contradictions([file])))


def get_candidate_attachments(connection: Connection, action: GetCandidateAttachments) -> ActionResult:
    """The resume and the documents of a talent: two calls, and one per document for its contents."""
    talent_id = str(number(action.candidate_id, "candidate_id"))
    warnings: list[str] = []
    params = {"includeResume": "True"}
    talent = Payload.of(connection.api.object("TALENT_GET", talentId=talent_id, params=params), "TALENT_GET")
    documents = connection.api.objects("DOC_LIST", talentId=talent_id)
    found = [
        *_resume(talent, talent_id, warnings),
        *_documents(connection, documents, talent_id, warnings),
    ]
    return ActionResult(attachments=tuple(found), warnings=tuple(warnings))


def _resume(talent: Payload, talent_id: str, warnings: list[str]) -> Iterator[Attachment]:
    resume = talent.part("talentResume")
    if not resume:
        return
    name = resume.line("resumeFilename") or NAMELESS
    contents = resume.text("resumeContents")
    if contents is None:
        warnings.append(f"the resume {name!r} was left out: Avionté gave no contents")
        return
    yield Attachment(
        remote_id=f"resume:{resume.identifier('resumeId')}",
        type="CV",
        file_name=name,
        content_type=_content_type(name),
        data_url=_data_url(name, contents),
        candidate_id=talent_id,
        remote_created_at=resume.moment("createdDate"),
        remote_updated_at=resume.moment("lastUpdatedDate"),
    )


def _documents(
    connection: Connection, rows: list[dict[str, Any]], talent_id: str, warnings: list[str]
) -> Iterator[Attachment]:
    for document in (Payload.of(row, "DOC_LIST") for row in rows):
        document_id = document.identifier()
        name = document.line("title") or document.line("documentName") or NAMELESS
        url = _link(connection, talent_id, document_id)
        if connection.options.attachment_bytes:
            parts = {"talentId": talent_id, "documentId": document_id}
            contents = Payload.of(connection.api.object("DOC_GET", **parts), "DOC_GET").text("contents")
            if contents is None:
                warnings.append(f"the file {name!r} was left out: Avionté gave no contents")
                continue
            url = _data_url(name, contents)
        yield Attachment(
            remote_id=document_id,
            type=_type(document),
            file_name=name,
            content_type=_content_type(name),
            data_url=url,
            candidate_id=talent_id,
            remote_created_at=document.moment("uploadDate"),
        )


def _type(document: Payload) -> Literal["COVER_LETTER", "OTHER"]:
    told = (document.line("documentType") or "").casefold()
    return "COVER_LETTER" if _COVER_LETTER in told else "OTHER"


def _content_type(name: str) -> str:
    return type_by_extension(name) or FALLBACK_TYPE


def _data_url(name: str, contents: str) -> str:
    return f"data:{_content_type(name)};base64,{''.join(contents.split())}"


def _link(connection: Connection, talent_id: str, document_id: str) -> str:
    """Where the contents are, for calls that are passed through."""
    path = REGISTER["DOC_GET"].full_path.format(talentId=talent_id, documentId=document_id)
    return connection.api.client.base_url + path
