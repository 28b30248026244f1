"""Add result link: links are kept in custom fields. Source: ashby sheet 3.10, 7.2."""

from typing import Any, Final
from urllib.parse import urlsplit

from assay.connector import ActionResult
from assay.errors import InputError
from assay.unified.actions import AddApplicationResultLink, AddCandidateResultLink, LinkDetails
from assay_connectors.ashby.actions.readback import application_items, candidate_items
from assay_connectors.ashby.connection import Connection
from assay_connectors.once import at_most_once

_TEXT_TYPES: Final = ("String", "LongText")


def add_application_result_link(connection: Connection, action: AddApplicationResultLink) -> ActionResult:
    """Show a link on an application."""
    warnings: list[str] = []
    object_id = action.application_id
    label = action.label
    url = action.url
    details = action.details
    _write(connection, "Application", object_id, _wanted(label, url, details), warnings)
    items = application_items(connection, object_id, warnings)
    return ActionResult(items=items, warnings=tuple(warnings))


def add_candidate_result_link(connection: Connection, action: AddCandidateResultLink) -> ActionResult:
    """Show a link on a candidate."""
    warnings: list[str] = []
    object_id = action.candidate_id
    label = action.label
    url = action.url
    details = action.details
    _write(connection, "Candidate", object_id, _wanted(label, url, details), warnings)
    items = candidate_items(connection, object_id, warnings)
    return ActionResult(items=items, warnings=tuple(warnings))


def _wanted(label: str, url: str, details: LinkDetails | None) -> list[tuple[str, str, str]]:
    """Title, field type and value of every field; the link first."""
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.netloc:
        raise InputError(
            "url is not the address of a web page", hint="Ashby takes http and https links only."
        )
    prefix = ""
    attributes = []
    if details is not None:
        prefix = details.custom_field_name_prefix
        attributes = details.attributes
    wanted = [(_title(prefix, label), "Url", url)]
    for attribute in attributes:
        key = attribute.key
        value = attribute.value
        wanted.append((_title(prefix, key), "String", value))
    return wanted


def _title(prefix: str, name: str) -> str:
    return f"{prefix} {name}".strip()


def _write(
    connection: Connection,
    object_type: str,
    object_id: str,
    wanted: list[tuple[str, str, str]],
    warnings: list[str],
) -> None:
    fields = _Fields(connection, object_type)
    values: dict[str, str] = {}
    for number, (title, field_type, value) in enumerate(wanted):
        field = fields.fitting(title, field_type)
        if field is None and fields.exists(title):
            problem = f"the custom field {title!r} of {object_type} exists with a type that takes no text"
            if number == 0:
                raise InputError(problem, hint="Choose another label or prefix.")
            warnings.append(f"{problem}; this attribute was left out")
            continue
        values[(field or fields.made(title, field_type))["id"]] = value
    connection.api.call(
        "/customField.setValues",
        {
            "objectId": object_id,
            "objectType": object_type,
            "values": [{"fieldId": field_id, "fieldValue": value} for field_id, value in values.items()],
        },
        idempotent=True,
    )


class _Fields:
    """The custom fields of one type of object, by title."""

    def __init__(self, connection: Connection, object_type: str) -> None:
        self._api = connection.api
        self._object_type = object_type
        self._known = self._listed()

    def exists(self, title: str) -> bool:
        return any(field["title"] == title for field in self._known)

    def fitting(self, title: str, field_type: str) -> dict[str, Any] | None:
        """A field of that title that takes the value: of the wanted type, else one that takes any text."""
        named = {field["fieldType"]: field for field in reversed(self._known) if field["title"] == title}
        return next((named[kind] for kind in (field_type, *_TEXT_TYPES) if kind in named), None)

    def made(self, title: str, field_type: str) -> dict[str, Any]:
        body = {"fieldType": field_type, "objectType": self._object_type, "title": title}

        def find() -> dict[str, Any] | None:
            return next((field for field in self._listed() if field["title"] == title), None)

        field: dict[str, Any] = at_most_once(
            lambda: self._api.call("/customField.create", body, idempotent=False), find
        )
        self._known.append({**body, **field})
        return field

    def _listed(self) -> list[dict[str, Any]]:
        return [
            field
            for field in self._api.list_all("/customField.list")
            if field.get("objectType") == self._object_type and not field.get("isArchived")
        ]
