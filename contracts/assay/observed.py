"""What the evidence shows of a field or an input beyond that it is there: type, emptiness, values.

The gate compares these, so that a promise that still holds but says less is noticed.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from assay.arrival import given
from assay.case import Case
from assay.contract.clauses import Clause
from assay.reality import is_real
from assay.unified.catalogue import (
    ACTION_TITLES,
    MODEL_TITLES,
    enum_of,
    is_required,
    type_of_field,
    type_of_input,
    values_of_input,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Observed:
    """What is known of one clause."""

    type: str = ""
    """What the unified catalogue says that it holds; empty for clauses that are no field or input."""
    nullable: bool | None = None
    """Of a field: whether it is empty in some record; of an input: whether it may be left out."""
    values: tuple[str, ...] = ()
    """Of an enum: those of its values that records carry, or that were given and arrived, sorted."""


def observed(case: Case, clause: Clause) -> Observed:
    """What the full sync shows of a field, or the scenarios of an action of an input."""
    if clause.kind == "field":
        return _of_field(case, clause)
    return _of_input(case, clause) if clause.kind == "input" else Observed()


def _of_field(case: Case, clause: Clause) -> Observed:
    model = MODEL_TITLES[clause.group]
    values = [getattr(record, clause.item) for record in case.records(clause.group)]
    known = enum_of(model, clause.item)
    return Observed(
        type=type_of_field(model, clause.item),
        nullable=any(not is_real(value) for value in values) if values else None,
        values=_known(known, (item for value in values for item in _items(value))),
    )


def _of_input(case: Case, clause: Clause) -> Observed:
    action = ACTION_TITLES[clause.group]
    known = values_of_input(action, clause.item)
    done = (step.inputs for _, step in case.steps() if step.action == action.operation and step.error is None)
    return Observed(
        type=type_of_input(action, clause.item),
        nullable=not is_required(action, clause.item),
        values=_known(known, (value for inputs in done for value in given(inputs, clause.item))),
    )


def _items(value: object) -> Iterable[object]:
    return value if isinstance(value, list | tuple) else (value,)


def _known(known: tuple[str, ...], found: Iterable[object]) -> tuple[str, ...]:
    return tuple(sorted({*known} & {value for value in found if isinstance(value, str)})) if known else ()
