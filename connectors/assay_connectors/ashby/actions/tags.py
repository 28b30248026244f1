"""Add tag to candidate. Source: ashby sheet 3.7, 7.2."""

from typing import Any

from assay.connector import ActionResult, Row
from assay.errors import InputError, PermissionMissingError
from assay.unified.actions import AddCandidateTag
from assay_connectors.ashby.actions.readback import candidate_items
from assay_connectors.ashby.connection import Connection
from assay_connectors.ashby.mapping.candidates import tag as mapped_tag
from assay_connectors.ashby.mapping.payload import Payload


def add_candidate_tag(connection: Connection, action: AddCandidateTag) -> ActionResult:
    """Put a tag on a candidate; creating a tag that exists returns it, and adding it twice changes nothing.

    Raises:
        InputError: the tag does not exist and the key may not create it; nothing was written.
    """
    warnings: list[str] = []
    title = action.tag.name
    tag = _tag(connection, title)
    if tag.get("isArchived"):
        warnings.append(f"the tag {title!r} is archived in Ashby")
    connection.api.call(
        "/candidate.addTag",
        {
            "candidateId": action.candidate_id,
            "tagId": tag["id"],
        },
        idempotent=True,
    )
    tag_row = Row(mapped_tag(Payload(tag, "/candidateTag.create")))
    items = (tag_row, *candidate_items(connection, action.candidate_id, warnings))
    return ActionResult(items=items, warnings=tuple(warnings))


def _tag(connection: Connection, title: str) -> dict[str, Any]:
    try:
        created: dict[str, Any] = connection.api.call(
            "/candidateTag.create", {"title": title}, idempotent=True
        )
    except PermissionMissingError as error:
        for tag in connection.api.list_all("/candidateTag.list"):
            if tag.get("title") == title:
                return tag
        raise InputError(
            f"there is no tag {title!r}, and the API key may not create one",
            vendor_code=error.vendor_code,
            hint="Create the tag in Ashby, or give the key write access to hiring process metadata.",
        ) from error
    return created
