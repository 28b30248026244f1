"""Profile fields of candidates, custom fields of jobs, and the vendor's own attributes as fields.

Source: recruitee sheet 2.5 (profile field item) [D/C], 7.1 (custom_fields, integration_fields).
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from assay.unified.values import IntegrationField
from assay_connectors.recruitee.mapping.payload import Payload, number_of

_KEY_OF_KIND = {
    "single_line": "text",
    "multi_line": "text",
    "address": "text",
    "skills": "text",
    "boolean": "flag",
    "number": "number",
    "date": "date",
    "date_of_birth": "date",
    "gender": "value",
    "nationality": "country_code",
}
"""Kind -> where its plain value is. Source: recruitee sheet 2.5 [D]."""
_PLAIN_KEYS = ("text", "value", "flag", "number", "date", "name")
"""Where kinds that nobody documents may hold a plain value."""


def named(fields: Iterable[Payload]) -> Iterator[tuple[str, Payload]]:
    """Fields that people gave a name, with a key each: the name, and a number from the second of a name on.

    The order is that of their ids, so that keys stay the same between readings; a field without value has
    no id and comes last.
    """
    taken: dict[str, int] = {}
    for field in sorted(fields, key=_rank):
        name = field.line("name")
        if name is not None:
            taken[name] = taken.get(name, 0) + 1
            yield (name if taken[name] == 1 else f"{name} #{taken[name]}"), field


def _rank(field: Payload) -> tuple[bool, int]:
    id_ = field.reference("id")
    return id_ is None, int(id_ or 0)


def value_of(field: Payload) -> Any:
    """What a field says: one value as it is, several as a list, none as None."""
    kind = field.text("kind") or ""
    values = [_plain(kind, item) for item in field.parts("values")]
    given = [value for value in values if value is not None and value != ""]
    if kind.startswith(("multi_choice", "multi_select", "multiple")):
        return given or None
    return given[0] if len(given) == 1 else (given or None)


def _plain(kind: str, item: Payload) -> Any:
    key = _KEY_OF_KIND.get(kind)
    if key is None:
        plain = [item.raw[name] for name in _PLAIN_KEYS if item.raw.get(name) is not None]
        return plain[0] if len(plain) == 1 and len(item.raw) == 1 else dict(item.raw)
    value = item.raw.get(key)
    if kind == "number" and isinstance(value, str):
        number = number_of(value)
        return value if number is None else number
    return value


def custom_fields(fields: Iterable[Payload]) -> dict[str, Any]:
    """Name -> value of the named fields that have one."""
    values = {key: value_of(field) for key, field in named(fields)}
    return {key: value for key, value in values.items() if value is not None}


def custom_integration_fields(fields: Iterable[Payload]) -> list[IntegrationField]:
    """The named fields, with or without a value."""
    return [
        IntegrationField(id=key, key=key, type="CUSTOM", label=field.line("name"), value=value_of(field))
        for key, field in named(fields)
    ]


def default_integration_fields(values: Mapping[str, Any]) -> list[IntegrationField]:
    """Attributes of the vendor's own objects, under the vendor's own keys."""
    return [
        IntegrationField(id=key, key=key, type="DEFAULT", label=_label(key), value=value)
        for key, value in values.items()
    ]


def picked(payload: Payload, keys: Iterable[str]) -> dict[str, Any]:
    """Some keys of an object, untouched; absent ones are null."""
    return {key: payload.raw.get(key) for key in keys}


def _label(key: str) -> str:
    words = key.replace("_", " ")
    return words[:1].upper() + words[1:]
