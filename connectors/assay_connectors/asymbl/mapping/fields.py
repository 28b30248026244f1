"""The field explorer: what an object has, and what the customer took from it. Source: sheet 7.5, 7.1."""

from collections.abc import Mapping
from typing import Any, Final

from assay.unified.values import IntegrationField
from assay_connectors.asymbl.mapping.record import Record, at

RESTLESS: Final = frozenset(
    {"SystemModstamp", "LastActivityDate", "LastReferencedDate", "LastViewedDate", "AccountId"}
)
"""Fields that move although nobody changed anything, and so are not offered (asymbl sheet 8 no. 7)."""


def integration_fields(record: Record) -> list[IntegrationField]:
    """Every field that the user sees and that stays as it is, with its value where the query asked for it."""
    return [
        IntegrationField(
            id=field.name,
            key=field.name,
            type="CUSTOM" if field.is_custom else "DEFAULT",
            label=field.label,
            value=record.raw.get(field.name),
        )
        for field in record.shape.described.fields.values()
        if field.name not in RESTLESS
    ]


def custom_fields(record: Record, mapped: Mapping[str, str]) -> dict[str, Any]:
    """What the connection maps: key of the caller's own -> value; no empty or hidden ones."""
    values = {own: at(record.raw, name) for own, name in mapped.items()}
    return {own: value for own, value in values.items() if value is not None}
