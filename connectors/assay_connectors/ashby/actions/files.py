"""Files on their way to a candidate. Source: ashby sheet 3.9."""

from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from assay.errors import ConnectorError, VendorNonsenseError, VendorRefusedError
from assay.unified.actions import AttachmentFile, File
from assay_connectors.ashby.api import AshbyApi
from assay_connectors.client import Call, Part, unavailable
from assay_connectors.files import ReadyFile, WantedFile
from assay_connectors.once import at_most_once, outcome_unknown


@dataclass(frozen=True, slots=True)
class Uploaded:
    """A file in Ashby's storage that belongs to nobody yet."""

    handle: str


def wanted_file(file: File) -> WantedFile:
    """The file in an action, one line per input."""
    return WantedFile(
        name=file.name,
        content_type=file.content_type,
        data_url=file.data_url,
        data=file.data,
        type=file.type if isinstance(file, AttachmentFile) else "OTHER",
    )


def upload(api: AshbyApi, file: ReadyFile, context: str) -> Uploaded | None:
    """Bring a file into Ashby's storage; None when this Ashby has no presigned uploads (404).

    A handle that nothing refers to has no effect, so a lost answer is met with a new handle, once.

    Args:
        api: the connection to Ashby.
        file: what to upload.
        context: ``CandidateResume``, ``CandidateFiles`` or ``ApplicationForm``.
    """
    try:
        return _upload_once(api, file, context)
    except ConnectorError as error:
        if not outcome_unknown(error):
            raise
    return _upload_once(api, file, context)


def _upload_once(api: AshbyApi, file: ReadyFile, context: str) -> Uploaded | None:
    body = {
        "fileUploadContext": context,
        "filename": file.name,
        "contentType": file.content_type,
        "contentLength": len(file.content),
    }
    try:
        place = api.info("/file.createFileUploadHandle", body)
    except (VendorRefusedError, VendorNonsenseError) as error:
        if error.status == HTTPStatus.NOT_FOUND:
            return None
        raise
    _store(api, place, file)
    return Uploaded(place["handle"])


def _store(api: AshbyApi, place: dict[str, Any], file: ReadyFile) -> None:
    """Post a file to its presigned URL: fields first, file last, no credential (ashby sheet 3.9, Q38)."""
    url, fields = place.get("url"), place.get("fields")
    if not (isinstance(place.get("handle"), str) and isinstance(url, str) and isinstance(fields, dict)):
        raise VendorNonsenseError(
            "an upload handle without handle, url or fields", request="POST /file.createFileUploadHandle"
        )
    call = Call(
        method="POST",
        url=url,
        idempotent=False,
        authenticated=False,
        parts=(
            *(Part(name=name, content=str(value).encode()) for name, value in fields.items()),
            Part(name="file", content=file.content, filename=file.name, content_type=file.content_type),
        ),
    )
    answer = api.client.send(call)
    if answer.is_success:
        return
    if answer.is_server_error:
        raise unavailable(call, answer)
    raise VendorRefusedError(
        f"the storage refused the file (HTTP {answer.status_code})",
        status=answer.status_code,
        request=call.name,
    )


def attach_resume(api: AshbyApi, candidate_id: str, file: ReadyFile) -> dict[str, Any]:
    """Make a file the candidate's résumé, replacing the former one; the candidate as it is then."""

    def is_there(candidate: dict[str, Any]) -> bool:
        return _is_same(api, candidate.get("resumeFileHandle"), file)

    uploaded = upload(api, file, "CandidateResume")
    if uploaded is None:
        call = _multipart("/candidate.uploadResume", candidate_id, "resume", file)
    else:
        call = _by_handle("/candidate.uploadResume", candidate_id, "resumeHandle", uploaded)
    return _attach(api, call, candidate_id, is_there)


def attach_file(api: AshbyApi, candidate_id: str, file: ReadyFile) -> dict[str, Any]:
    """Add a file to the candidate's files; the candidate as it is then."""

    def is_there(candidate: dict[str, Any]) -> bool:
        return any(_is_same(api, handle, file) for handle in candidate.get("fileHandles") or [])

    uploaded = upload(api, file, "CandidateFiles")
    if uploaded is None:
        call = _multipart("/candidate.uploadFile", candidate_id, "file", file)
    else:
        call = _by_handle("/candidate.uploadFile", candidate_id, "fileHandle", uploaded)
    return _attach(api, call, candidate_id, is_there)


def _by_handle(path: str, candidate_id: str, key: str, uploaded: Uploaded) -> Call:
    body = {"candidateId": candidate_id, key: uploaded.handle}
    return Call(method="POST", url=path, json=body, idempotent=False)


def _multipart(path: str, candidate_id: str, part: str, file: ReadyFile) -> Call:
    """The older way, in one request (ashby sheet 3.9 [D])."""
    parts = (
        Part(name="candidateId", content=candidate_id.encode()),
        Part(name=part, content=file.content, filename=file.name, content_type=file.content_type),
    )
    return Call(method="POST", url=path, parts=parts, idempotent=False)


def _attach(
    api: AshbyApi, call: Call, candidate_id: str, is_there: Callable[[dict[str, Any]], bool]
) -> dict[str, Any]:
    def find() -> dict[str, Any] | None:
        candidate = api.info("/candidate.info", {"id": candidate_id})
        return candidate if is_there(candidate) else None

    candidate: dict[str, Any] = at_most_once(lambda: api.send(call).results, find)
    return candidate


def _is_same(api: AshbyApi, handle: dict[str, Any] | None, file: ReadyFile) -> bool:
    """Whether a file of Ashby's is this one. Names alone do not tell: many a résumé is called cv.pdf."""
    if not handle or handle.get("name") != file.name:
        return False
    place = api.info("/file.info", {"fileHandle": handle["handle"]})
    call = Call(method="GET", url=place["url"], idempotent=True, authenticated=False)
    answer = api.client.send(call)
    return answer.is_success and answer.content == file.content
