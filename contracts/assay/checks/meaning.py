"""Does a field mean the same as in every other connector?

The fake company is the common measure: it says every record once, in unified words, without regard to
any vendor. Where two connectors show the same record differently, at least one of them departs from the
company, and its contract must say why: value by value (``renders``) or in words (``differs``).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import isclose
from typing import Any

from assay.case import FULL_SYNC, Case
from assay.checks import check
from assay.checks.truth import plain, rendered
from assay.contract.model import FieldPromise, ModelPromise
from assay.outcome import Finding, Note, Outcome
from assay.truth import STORE_FIELDS, VENDOR_FIELDS, Expected, Pair, Pairing, normal
from assay.unified.catalogue import references_of

_FACTORS = (10, 12, 52, 60, 100, 1000, 3600)
DIFFERENCE = "difference"
"""Kind of the notes that list what is explained."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Departure:
    """One record in which a connector shows something else than the company has."""

    key: str
    company: Any
    shown: Any
    is_rendered: bool
    """Whether ``renders`` of the contract says so."""
    interactions: tuple[int, ...]

    @property
    def kind(self) -> str:
        """In what the two differ: null rule, type, time zone, unit or value."""
        company, shown = plain(self.company), plain(self.shown)
        if company is None or shown is None:
            return "null rule"
        if not (_is_number(company) and _is_number(shown)):
            return "value" if type(company) is type(shown) else "type"
        if isinstance(self.company, str) and isinstance(self.shown, str):  # both are moments
            return "time zone" if _is_hours(company - shown) else "value"
        return "unit" if _is_multiple(company, shown) else "value"


@check
def fields_mean_the_same_everywhere(case: Case) -> Iterator[Finding | Note]:
    """What a record shows differs from the same record elsewhere only where the contract says why."""
    if case.pairing is None or case.company is None:
        return
    for model in case.contract.models:
        originals = _originals(case.company.records.get(model.record.store_id, ()), case.pairing, model)
        yield from _records(case, model, originals)
        for field in model.fields:
            if field.name not in STORE_FIELDS | VENDOR_FIELDS and not field.pattern and field.exempt is None:
                yield from _field(case, case.pairing, model, field, originals)


def _originals(rows: tuple[Expected, ...], pairing: Pairing, model: ModelPromise) -> Mapping[str, Expected]:
    return {pairing.key_of_truth(model.record.store_id, row): row for row in rows}


def _records(case: Case, model: ModelPromise, originals: Mapping[str, Expected]) -> Iterator[Finding | Note]:
    """Records that the company has and this vendor does not, or the other way round."""
    if case.pairing is None or not case.pairing.knows(model.record.store_id):
        return  # nothing is expected of the model, which leaves it unproven and says nothing of meaning
    shown = {case.pairing.stands_for(pair) for pair in case.pairing.pairs(model.record.store_id)}
    lost, own = sorted(originals.keys() - shown), sorted(shown - originals.keys())
    if not (lost or own):
        return
    counts = [f"{len(lost)} of {len(originals)} are not shown, e.g. {lost[0]}"] if lost else []
    counts += [f"{len(own)} have no counterpart, e.g. {own[0]}"] if own else []
    yield from _explained(case, model, None, "; ".join(counts), ())


def _field(
    case: Case, pairing: Pairing, model: ModelPromise, field: FieldPromise, originals: Mapping[str, Expected]
) -> Iterator[Finding | Note]:
    departures = [
        departure
        for pair in pairing.pairs(model.record.store_id)
        if (original := originals.get(pairing.stands_for(pair))) is not None
        if (departure := _departure(case, pairing, pair, field, original)) is not None
    ]
    if not departures:
        return
    first = next((one for one in departures if not one.is_rendered), departures[0])
    records = f"{len(departures)} record{'s'[: len(departures) - 1]}"
    message = f"{first.kind} in {records}, e.g. {first.key}: {_short(first.shown)} where the company has "
    message += _short(first.company)
    if first.is_rendered:
        source = f" ({field.source})" if field.source else ""
        yield _note(case, model, field, f"{message}; by the table of the contract{source}")
    else:
        yield from _explained(case, model, field, message, first.interactions)


def _explained(
    case: Case, model: ModelPromise, field: FieldPromise | None, message: str, interactions: tuple[int, ...]
) -> Iterator[Finding | Note]:
    promise = field or model
    if promise.differs is not None:
        yield _note(case, model, field, f"{message}; {promise.differs}")
        return
    yield Finding(
        clause=case.clause("field" if field else "model", model.title, field.name if field else ""),
        outcome=Outcome.FAILED,
        message=f"{message}, which nothing in the contract explains (differs)",
        scenario=FULL_SYNC,
        interactions=interactions,
        path=f"{model.record.store_id}.{field.name}" if field else model.record.store_id,
    )


def _note(case: Case, model: ModelPromise, field: FieldPromise | None, message: str) -> Note:
    subject = f"{model.title}.{field.name}" if field else model.title
    return Note(kind=DIFFERENCE, connector=case.slug, subject=subject, message=message, scenario=FULL_SYNC)


def _departure(
    case: Case, pairing: Pairing, pair: Pair, field: FieldPromise, original: Expected
) -> Departure | None:
    target = references_of(type(pair.record)).get(field.name)
    company, shown = original.get(field.name), getattr(pair.record, field.name)
    if field.name == "integration_fields":
        return None  # which fields the customer has is not the connector's to say
    if target is not None:
        shown = pairing.original_key(target, shown)
    if plain(company) == plain(shown):
        return None
    return Departure(
        key=pairing.stands_for(pair),
        company=company,
        shown=shown,
        is_rendered=plain(rendered(company, field.renders)) == plain(shown),
        interactions=case.where(pair.record),
    )


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _is_multiple(one: float, other: float) -> bool:
    """Whether it looks like another unit: cents for euros, weeks for years."""
    small, big = sorted((abs(one), abs(other)))
    return bool(small) and any(isclose(big / small, factor) for factor in _FACTORS)


def _is_hours(seconds: float) -> bool:
    hours = seconds / 3600
    return hours == int(hours) and 0 < abs(hours) <= 14  # noqa: PLR2004 -- the widest time zone


def _short(value: Any) -> str:
    text = "nothing" if plain(value) is None else repr(normal(value) if not isinstance(value, str) else value)
    return text if len(text) <= 60 else f"{text[:57]}..."  # noqa: PLR2004 -- a line is enough
