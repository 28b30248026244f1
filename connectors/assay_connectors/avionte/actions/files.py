"""Files on their way to a talent: the CV becomes the resume, all others become documents.

Source: avionte sheet 3.2, 3.3, 7.8.
"""

import base64
from collections.abc import Iterable
from dataclasses import replace
from typing import Any, Final

from assay.errors import ConnectorError, InputError
from assay_connectors.avionte.connection import Connection
from assay_connectors.avionte.mapping.payload import Payload
from assay_connectors.files import ReadyFile, WantedFile, ready, type_by_extension
from assay_connectors.once import at_most_once, is_younger

EXTENSIONS: Final = ("txt", "doc", "docx", "pdf", "xls", "xlsx", "png", "jpg", "jpeg")
"""What Avionté takes. Source: avionte sheet 3.2 [D]."""
LARGEST_FILE_BYTES: Final = 7_300_000
"""In base64 a request of 10 MB. Source: avionte sheet 3.2 [A]."""
LONGEST_TITLE: Final = 500
"""Characters. Source: avionte sheet 2.8 [D]."""
CV: Final = "CV"

SEVERAL_CVS: Final = "several CVs were given: Avionté keeps one resume, the last one replaced the others"


def prepared(connection: Connection, wanted: WantedFile) -> ReadyFile:
    """A file that Avionté takes, in hand; nothing was written yet.

    A name without extension gets that of the content type, the caller's or the download's.

    Raises:
        InputError: a kind of file that Avionté does not take, or a file that cannot be had.
    """
    extension = _extension(wanted.name)
    if extension is not None and extension not in EXTENSIONS:
        raise _refused(wanted.name)
    if len(wanted.name) > LONGEST_TITLE:
        raise InputError(f"a file name has more than {LONGEST_TITLE} characters")
    file = ready(connection.runtime, wanted, LARGEST_FILE_BYTES)
    if extension is not None:
        return file
    derived = next((one for one in EXTENSIONS if type_by_extension(f"x.{one}") == file.content_type), None)
    if derived is None:
        raise _refused(wanted.name)
    return replace(file, name=f"{file.name}.{derived}")


def contradictions(files: Iterable[ReadyFile]) -> list[str]:
    """Warnings about names and content types that do not fit; Avionté goes by the name."""
    return [
        f"the file {file.name!r} was given as {file.content_type}; Avionté goes by its name"
        for file in files
        if file.content_type != type_by_extension(file.name)
    ]


def _extension(name: str) -> str | None:
    head, dot, extension = name.rpartition(".")
    return extension.lower() if dot and head and extension.isalnum() else None


def _refused(name: str) -> InputError:
    return InputError(f"Avionté takes no files such as {name!r}", hint=f"It takes {', '.join(EXTENSIONS)}.")


def send(connection: Connection, talent_id: str, file: ReadyFile) -> None:
    """Put a file where it belongs; one call, unless its answer is lost.

    Raises:
        ConnectorError: see :mod:`assay_connectors.avionte.answers`.
    """
    if file.type == CV:
        _send_resume(connection, talent_id, file)
    else:
        _send_document(connection, talent_id, file)


def _send_resume(connection: Connection, talent_id: str, file: ReadyFile) -> None:
    """Sending it twice leaves the same one resume (sheet 3.3)."""
    body = {
        "resumeFilename": file.name,
        "resumeContents": _encoded(file),
    }
    connection.api.ask("RESUME_PUT", talentId=talent_id, body=body, repeatable=True)


def _send_document(connection: Connection, talent_id: str, file: ReadyFile) -> None:
    """A second one of the same title would be a second document, so a lost answer is looked after."""
    body = {
        "talentId": int(talent_id),
        "title": file.name,
        "contents": _encoded(file),
    }
    if connection.options.document_type_id is not None:
        body["documentTypeId"] = connection.options.document_type_id
    started = connection.runtime.now()

    def find() -> Any:
        for document in connection.api.objects("DOC_LIST", talentId=talent_id):
            uploaded = Payload.of(document, "DOC_LIST").moment("uploadDate")
            is_new = uploaded is not None and is_younger(uploaded.isoformat(), started)
            if document.get("title") == file.name and is_new:
                return document
        return None

    at_most_once(lambda: connection.api.ask("DOC_ADD", talentId=talent_id, body=body), find)


def _encoded(file: ReadyFile) -> str:
    return base64.b64encode(file.content).decode()


def step_of(file: ReadyFile) -> str:
    """What sending this file is called in an error."""
    return f"upload of {file.name!r}"


def partial(error: ConnectorError, talent_id: str, step: str) -> ConnectorError:
    """The error of a step after the talent was there: it says what exists and what failed (sheet 7.8)."""
    return type(error)(
        f"the talent {talent_id} exists, but this step failed: {step}: {error.message}",
        vendor_code=error.vendor_code,
        status=error.status,
        request=error.request,
        hint=error.hint,
        detail={**error.detail, "partial": True, "talent_id": talent_id, "step": step},
    )
