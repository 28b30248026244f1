"""Add tag to candidate. Source: avionte sheet 3.4, 7.8.3."""

from collections.abc import Iterator
from http import HTTPStatus

from assay.connector import ActionResult, ReadItem, Row
from assay.errors import InputError, VendorNonsenseError, VendorRefusedError
from assay.unified.actions import AddCandidateTag
from assay_connectors.avionte.actions.order import number
from assay_connectors.avionte.connection import Connection
from assay_connectors.avionte.mapping.payload import Payload
from assay_connectors.avionte.mapping.tags import candidate_tag, tag
from assay_connectors.avionte.reading.people import read_tags, tag_items


def add_candidate_tag(connection: Connection, action: AddCandidateTag) -> ActionResult:
    """Put a tag on a talent; Avionté makes tags that it does not know.

    That the talent has it already is success.

    Raises:
        InputError: the name is blank; nothing was sent.
        VendorRefusedError: Avionté refused for another reason.
    """
    return _added(
        connection,
        candidate_id=action.candidate_id,
        name=action.tag.name,
    )


def _added(connection: Connection, *, candidate_id: str = "", name: str = "") -> ActionResult:
    talent_id = str(number(candidate_id, "candidate_id"))
    name = name.strip()
    if not name:
        raise InputError("tag.name is blank")
    body = {"talentId": int(talent_id), "tag": name}
    try:
        answer = connection.api.object("TAG_ADD", talentId=talent_id, body=body, repeatable=True)
    except VendorRefusedError as error:
        if error.status != HTTPStatus.CONFLICT:
            raise
        items = tuple(_shown(connection, talent_id, name))
        if not items:
            raise
        return ActionResult(items=items)
    row = Payload.of({"tag": name, **answer}, "TAG_ADD")
    if row.reference("tagId") is not None:
        return ActionResult(items=(Row(tag(row)), Row(candidate_tag(talent_id, row), group=talent_id)))
    items = tuple(_shown(connection, talent_id, name))
    if not items:
        raise VendorNonsenseError("Avionté took the tag, but the talent does not show it")
    return ActionResult(items=items)


def _shown(connection: Connection, talent_id: str, name: str) -> Iterator[ReadItem]:
    """All tags of the talent, if the one that is wanted is among them; one call."""
    read = read_tags(connection.api, talent_id)
    rows = read.parts("tags") if read is not None else []
    if any((row.line("tag") or "").casefold() == name.casefold() for row in rows):
        yield from tag_items(talent_id, rows, set())
