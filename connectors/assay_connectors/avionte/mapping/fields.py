"""Custom details of jobs, and the vendor's own attributes, as fields for mapping. Source: avionte sheet 7."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from assay.unified.values import IntegrationField
from assay_connectors.avionte.mapping.payload import Payload

_WORD: Final = re.compile(r"(?<=[a-z])(?=[A-Z])")


def custom_details(details: Iterable[Payload]) -> list[IntegrationField]:
    """The tenant's own fields of a job; the shape of a detail is assumed, so other names are tried."""
    return [
        IntegrationField(
            id=key,
            key=key,
            type="CUSTOM",
            label=name,
            value=detail.raw.get("value"),
        )
        for key, name, detail in _named(details)
    ]


def _named(details: Iterable[Payload]) -> Iterator[tuple[str, str, Payload]]:
    """Key and name of each detail; the second of a name and key is told apart by a number."""
    taken: dict[str, int] = {}
    for detail in details:
        name = detail.line("name") or detail.line("label") or detail.line("key")
        key = detail.reference("id") or name
        if key is not None:
            taken[key] = taken.get(key, 0) + 1
            yield (key if taken[key] == 1 else f"{key} #{taken[key]}"), name or key, detail


def own_attributes(payload: Payload, names: Iterable[str]) -> list[IntegrationField]:
    """Attributes of the vendor's own, under its own keys."""
    return [
        IntegrationField(
            id=name,
            key=name,
            type="DEFAULT",
            label=_WORD.sub(" ", name[:1].upper() + name[1:]),
            value=payload.raw.get(name),
        )
        for name in names
    ]


def values_by_label(fields: Iterable[IntegrationField]) -> dict[str, Any]:
    """Label -> value of the tenant's own fields that have one; equal labels get numbers."""
    values: dict[str, Any] = {}
    taken: dict[str, int] = {}
    for field in fields:
        if field.type == "CUSTOM" and field.label is not None:
            taken[field.label] = taken.get(field.label, 0) + 1
            label = field.label if taken[field.label] == 1 else f"{field.label} #{taken[field.label]}"
            if field.value is not None:
                values[label] = field.value
    return values


def mapped(fields: Iterable[IntegrationField], own: Mapping[str, str]) -> dict[str, Any]:
    """What a customer mapped: key of its own -> value of the field of that key, where it has one."""
    values = {field.key: field.value for field in fields}
    return {name: values[key] for name, key in own.items() if values.get(key) is not None}
