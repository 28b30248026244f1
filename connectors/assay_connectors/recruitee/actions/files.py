"""Files on their way to a candidate; Recruitee keeps files nowhere else. Source: recruitee sheet 3.9."""

from typing import Final

from assay.unified.actions import AttachmentFile, File
from assay_connectors.client import Part
from assay_connectors.files import ReadyFile, WantedFile
from assay_connectors.once import at_most_once, is_younger
from assay_connectors.recruitee.actions import vendor
from assay_connectors.recruitee.api import Item
from assay_connectors.recruitee.connection import Connection

ATTACHMENTS: Final = "/attachments"


def wanted_file(file: File) -> WantedFile:
    """The file in an action, one line per input."""
    return WantedFile(
        name=file.name,
        content_type=file.content_type,
        data_url=file.data_url,
        data=file.data,
        type=file.type if isinstance(file, AttachmentFile) else "OTHER",
    )


def upload(connection: Connection, candidate_id: int, file: ReadyFile) -> Item:
    """Attach a file to a candidate; the attachment.

    The candidate is named in a part of the body: in the query it would be ignored, and the file belong to
    nobody (recruitee sheet 3.9).
    """
    started = connection.runtime.now()

    parts = (
        Part(
            name="attachment[file]",
            content=file.content,
            filename=file.name,
            content_type=file.content_type,
        ),
        Part(name="attachment[candidate_id]", content=str(candidate_id).encode()),
    )

    def write() -> Item:
        answer = connection.api.upload(ATTACHMENTS, parts)
        return vendor.named(answer, "attachment", f"POST {ATTACHMENTS}")

    def find() -> Item | None:
        for attachment in attachments(connection, candidate_id):
            same = (attachment.get("filename"), attachment.get("file_size")) == (file.name, len(file.content))
            if same and is_younger(attachment.get("created_at"), started):
                return attachment
        return None

    return at_most_once(write, find)


def attach(connection: Connection, candidate_id: int, file: ReadyFile, *, as_cv: bool) -> None:
    """Add a file to a candidate, as the CV or as one among others."""
    attachment = upload(connection, candidate_id, file)
    if as_cv:
        make_cv(connection, candidate_id, int(attachment["id"]))


def make_cv(connection: Connection, candidate_id: int, attachment_id: int) -> None:
    """Make an attachment the candidate's CV; the former CV becomes an attachment.

    The attachment is no longer listed then, and has another id (recruitee sheet 3.9).
    """
    path = f"/candidates/{candidate_id}/set_as_cv/{attachment_id}"

    def find() -> Item | None:
        ids = {attachment.get("id") for attachment in attachments(connection, candidate_id)}
        return {} if attachment_id not in ids else None

    at_most_once(lambda: vendor.write(connection, "PATCH", path), find)


def attachments(connection: Connection, candidate_id: int) -> list[Item]:
    """The files of a candidate but for CV and cover letter."""
    return vendor.listed(connection, f"/candidates/{candidate_id}/attachments", "attachments")
