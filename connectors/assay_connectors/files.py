"""Files on their way from a caller to a vendor: decoded or downloaded before anything is written.

An unusable file thus fails the action while nothing has happened yet. Source: unified API section 3.1.
"""

import base64
import binascii
from dataclasses import dataclass
from typing import Final

from assay.connector import Runtime
from assay.errors import InputError
from assay_connectors.fetch import MAX_FILE_BYTES, Limits, fetch

__all__ = ["FALLBACK_TYPE", "ReadyFile", "WantedFile", "ready", "type_by_extension"]

FALLBACK_TYPE: Final = "application/octet-stream"

_TYPE_OF_EXTENSION: Final = {
    "csv": "text/csv",
    "doc": "application/msword",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "gif": "image/gif",
    "htm": "text/html",
    "html": "text/html",
    "jpeg": "image/jpeg",
    "jpg": "image/jpeg",
    "json": "application/json",
    "md": "text/markdown",
    "mp4": "video/mp4",
    "odt": "application/vnd.oasis.opendocument.text",
    "pages": "application/vnd.apple.pages",
    "pdf": "application/pdf",
    "png": "image/png",
    "rtf": "application/rtf",
    "txt": "text/plain",
    "xls": "application/vnd.ms-excel",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "zip": "application/zip",
}
"""Our own table: the interpreter's depends on its version and on the machine."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WantedFile:
    """A file as a caller gives it."""

    name: str = ""
    content_type: str | None = None
    data_url: str | None = None
    data: str | None = None
    type: str = "OTHER"
    """CV, COVER_LETTER or OTHER."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadyFile:
    """A file in hand."""

    name: str
    content_type: str
    content: bytes
    type: str


def type_by_extension(name: str) -> str | None:
    """Media type that a file name suggests; None when its extension is unknown or missing."""
    _, dot, extension = name.rpartition(".")
    return _TYPE_OF_EXTENSION.get(extension.lower()) if dot else None


def ready(runtime: Runtime, file: WantedFile, max_bytes: int = MAX_FILE_BYTES) -> ReadyFile:
    """Decode or download a file.

    The content type is the caller's, else the download's, else what the name suggests (ashby sheet 7.2,
    recruitee sheet 7.2).

    Args:
        runtime: the outside world.
        file: the file as the caller gives it.
        max_bytes: the largest file the vendor takes.

    Raises:
        InputError: not exactly one of data and data_url, the data is not base64 or cannot be downloaded,
            or the file is empty or too big.
    """
    if file.data is not None and file.data_url is not None:
        raise InputError(f"the file {file.name!r} has both data and data_url", hint="Give one of them.")
    told: str | None = None
    if file.data is not None:
        content = _decoded(file.name, file.data)
    elif file.data_url is not None:
        fetched = fetch(file.data_url, runtime, Limits(max_bytes=max_bytes))
        content, told = fetched.content, fetched.content_type
    else:
        raise InputError(f"the file {file.name!r} has neither data nor data_url")
    if not 0 < len(content) <= max_bytes:
        raise InputError(
            f"the file {file.name!r} has {len(content)} bytes",
            hint=f"The vendor takes 1 to {max_bytes} bytes.",
        )
    return ReadyFile(
        name=file.name,
        content_type=file.content_type or told or type_by_extension(file.name) or FALLBACK_TYPE,
        content=content,
        type=file.type,
    )


def _decoded(name: str, data: str) -> bytes:
    try:
        return base64.b64decode("".join(data.split()), validate=True)
    except (binascii.Error, ValueError) as error:
        raise InputError(f"the data of the file {name!r} is not base64") from error
