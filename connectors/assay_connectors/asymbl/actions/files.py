"""Files on their way to a contact and from one. Source: asymbl sheet 1.8, 2.7, 3.3, 7.2."""

import base64
from collections.abc import Iterator
from typing import Any, Final

from assay_connectors.asymbl import soql
from assay_connectors.asymbl.actions.writing import Values, needed
from assay_connectors.asymbl.api import Item
from assay_connectors.asymbl.connection import Connection
from assay_connectors.asymbl.schema import Org
from assay_connectors.asymbl.soql import Query
from assay_connectors.files import FALLBACK_TYPE, ReadyFile, WantedFile, ready, type_by_extension
from assay_connectors.once import at_most_once, is_younger

LARGEST_BYTES: Final = 37_500_000 // 4 * 3
"""37.5 MB after encoding. Source: asymbl sheet 1.8 [D]."""
LINK: Final = "ContentDocumentLink"
LINK_FIELDS: Final = (
    "Id",
    "ContentDocumentId",
    "LinkedEntityId",
    "ContentDocument.Title",
    "ContentDocument.FileExtension",
    "ContentDocument.FileType",
    "ContentDocument.ContentSize",
    "ContentDocument.LatestPublishedVersionId",
    "ContentDocument.CreatedDate",
    "ContentDocument.LastModifiedDate",
)
"""Standard fields that no setting hides. Source: asymbl sheet 2.7."""

_EXTENSIONS: Final = {
    "application/pdf": "pdf",
    "application/msword": "doc",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
    "application/rtf": "rtf",
    "application/vnd.oasis.opendocument.text": "odt",
    "text/plain": "txt",
    "text/html": "html",
    "image/png": "png",
    "image/jpeg": "jpg",
}
"""Media type -> extension: Salesforce knows nothing else of a file's type (sheet 1.8, 7.2)."""
_LONGEST_TITLE: Final = 255


def prepared(connection: Connection, wanted: WantedFile, warnings: list[str]) -> ReadyFile:
    """The file in hand, its name with an extension where the media type tells one.

    Raises:
        InputError: it is empty, too big, or cannot be decoded or downloaded.
    """
    file = ready(connection.runtime, wanted, LARGEST_BYTES)
    if type_by_extension(file.name) is not None:
        return file
    extension = _EXTENSIONS.get(file.content_type)
    if extension is None:
        if "." not in file.name:
            warnings.append(
                f"the file {file.name!r} has no extension, and that of {file.content_type} is unknown"
            )
        return file
    return ReadyFile(
        name=f"{file.name}.{extension}",
        content_type=file.content_type,
        content=file.content,
        type=file.type,
    )


def upload(connection: Connection, org: Org, contact_id: str, file: ReadyFile) -> str:
    """Store a file on a contact; the id of its version.

    Raises:
        ConnectorError: it was refused; when the answer was lost, it was looked for before.
    """
    shape = org.shape("file")
    needed(shape, "createable")
    values = Values(shape)
    values.need("path", file.name)
    values.put("title", "", _title(file.name))
    values.need("content", base64.b64encode(file.content).decode())
    values.need("place", contact_id)
    if file.type == "CV":
        values.put("primary", "", value=True)
    started = connection.runtime.now()

    def write() -> str:
        return connection.api.create(shape.object, values.body)

    def find() -> str | None:
        for link in links(connection, contact_id):
            document = link.get("ContentDocument") or {}
            same = (document.get("Title"), document.get("ContentSize")) == (
                _title(file.name),
                len(file.content),
            )
            if same and is_younger(document.get("CreatedDate"), started):
                return str(document.get("LatestPublishedVersionId"))
        return None

    return at_most_once(write, find)


def _title(name: str) -> str:
    stem, dot, _ = name.rpartition(".")
    return (stem if dot and stem else name)[:_LONGEST_TITLE]


# --- the other way -----------------------------------------------------------------------------------


def links(connection: Connection, contact_id: str) -> Iterator[Item]:
    """The files that hang on a contact; the object can only be asked with such a filter (sheet 1.8 [C])."""
    query = Query(fields=LINK_FIELDS, source=LINK, where=soql.equals("LinkedEntityId", contact_id))
    yield from connection.api.rows(query)


def data_url(content: bytes, content_type: str) -> str:
    """The file itself as an address: those of Salesforce open only with the token."""
    return f"data:{content_type};base64,{base64.b64encode(content).decode()}"


def full_name(title: str | None, extension: str | None) -> str:
    """Title and extension, which is not doubled."""
    name = title or "file"
    if not extension or name.lower().endswith(f".{extension.lower()}"):
        return name
    return f"{name}.{extension}"


def media_type(name: str, told: Any = None) -> str:
    """What Salesforce tells, else what the name suggests."""
    return told if isinstance(told, str) and told else type_by_extension(name) or FALLBACK_TYPE
