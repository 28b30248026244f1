"""Add result link: links are kept in profile fields of the candidate. Source: recruitee sheet 3.11, 7.2.

The vendor makes a second field of the same name with every POST, so a field that is there is changed.
"""

from functools import partial

from assay.connector import ActionResult
from assay.unified.actions import AddApplicationResultLink, AddCandidateResultLink, LinkDetails
from assay_connectors.afterwards import tried
from assay_connectors.once import at_most_once
from assay_connectors.recruitee.actions import vendor
from assay_connectors.recruitee.actions.located import located
from assay_connectors.recruitee.actions.readback import candidate_items
from assay_connectors.recruitee.api import Item
from assay_connectors.recruitee.connection import Connection

SINGLE_LINE = "single_line"


def add_application_result_link(connection: Connection, action: AddApplicationResultLink) -> ActionResult:
    """Show a link on the candidate of an application: Recruitee has no fields on applications."""
    object_id = action.application_id
    label = action.label
    url = action.url
    details = action.details
    found = located(connection, object_id)
    warnings = ["the link was stored on the candidate: Recruitee has no fields on applications"]
    return _linked(connection, found.candidate, _wanted(label, url, details), warnings)


def add_candidate_result_link(connection: Connection, action: AddCandidateResultLink) -> ActionResult:
    """Show a link on a candidate."""
    object_id = action.candidate_id
    label = action.label
    url = action.url
    details = action.details
    candidate = vendor.candidate(connection, vendor.number(object_id, "candidate_id"))
    return _linked(connection, candidate, _wanted(label, url, details), [])


def _wanted(label: str, url: str, details: LinkDetails | None) -> list[tuple[str, str]]:
    """Name and text of every field; the link first."""
    wanted = [(label, url)]
    if details is not None:
        prefix = details.custom_field_name_prefix
        for attribute in details.attributes:
            key = attribute.key
            value = attribute.value
            wanted.append((f"{prefix} {key}".strip(), value))
    return wanted


def _linked(
    connection: Connection, candidate: Item, wanted: list[tuple[str, str]], warnings: list[str]
) -> ActionResult:
    """Write the link, which must succeed, and then its attributes, which only warn."""
    fields = _Fields(connection, candidate)
    (name, url), *attributes = wanted
    fields.say(name, url)
    for name, value in attributes:
        tried(f"attribute {name!r}", partial(fields.say, name, value), warnings)
    items = candidate_items(connection, str(candidate["id"]), warnings)
    return ActionResult(items=items, warnings=tuple(warnings))


class _Fields:
    """The single-line profile fields of a candidate, by name."""

    def __init__(self, connection: Connection, candidate: Item) -> None:
        self._connection = connection
        self._candidate_id = int(candidate["id"])
        self._ids = {str(field["name"]): int(field["id"]) for field in reversed(_single_lines(candidate))}

    def say(self, name: str, text: str) -> None:
        """Give a field a text; make the field where there is none of that name."""
        if name in self._ids:
            path = f"/custom_fields/candidates/fields/{self._ids[name]}"
            body = {"field": {"values": [{"text": text}]}}
            vendor.write(self._connection, "PATCH", path, body, idempotent=True)
        else:
            self._ids[name] = self._made(name, text)

    def _made(self, name: str, text: str) -> int:
        path = f"/custom_fields/candidates/{self._candidate_id}/fields"
        body = {"field": {"kind": SINGLE_LINE, "name": name, "values": [{"text": text}]}}

        def write() -> int:
            answer = vendor.write(self._connection, "POST", path, body)
            return int(vendor.named(answer, "field", f"POST {path}")["id"])

        def find() -> int | None:
            now = _single_lines(vendor.candidate(self._connection, self._candidate_id))
            return next((int(field["id"]) for field in now if field["name"] == name), None)

        return at_most_once(write, find)


def _single_lines(candidate: Item) -> list[Item]:
    """Fields that take a text and exist: a default field without a value has no id (sheet 2.5)."""
    return [
        field
        for field in candidate.get("fields") or []
        if field.get("kind") == SINGLE_LINE and field.get("name") and isinstance(field.get("id"), int)
    ]
