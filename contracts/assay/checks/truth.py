"""Do the records say what is true of the company?"""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from assay.case import FULL_SYNC, Case
from assay.checks import check
from assay.contract.model import FieldPromise, ModelPromise
from assay.outcome import Finding, Note, Outcome
from assay.reality import is_real
from assay.truth import SOMETHING, STORE_FIELDS, VENDOR_FIELDS, Pair, Pairing, Truth, normal
from assay.unified.base import UnifiedRecord
from assay.unified.catalogue import MODEL_TITLES, references_of
from assay.unified.values import IntegrationField


@check
def records_are_complete(case: Case) -> Iterator[Finding | Note]:
    """Exactly the company's records are read: none is lost, none is invented, none comes twice."""
    if case.pairing is None or case.truth is None:
        yield from _without_truth(case)
        return
    for clause in case.of_kind("model"):
        store_id = MODEL_TITLES[clause.group].store_id
        pairing = case.pairing
        unknown, repeated = pairing.unknown(store_id), pairing.repeated(store_id)
        missing = pairing.missing(store_id)
        wrong = [f"{len(missing)} missing, e.g. {missing[0]}"] if missing else []
        if unknown:
            wrong.append(f"{len(unknown)} that the company does not have, e.g. {_name(unknown[0])}")
        if repeated:
            wrong.append(f"{len(repeated)} more than once, e.g. {repeated[0]}")
        message = f"all {len(case.truth.records.get(store_id, ()))} records of the company"
        outcome = Outcome.FAILED if wrong else Outcome.PASSED
        if not pairing.knows(store_id):
            outcome, message, wrong = Outcome.UNPROVEN, "the company says nothing of this model", []
        yield Finding(
            clause=clause.id,
            outcome=outcome,
            message="; ".join(wrong) or message,
            scenario=FULL_SYNC,
            interactions=_told_by(case, clause.group, unknown) if wrong else (),
        )


def _told_by(case: Case, title: str, unknown: Sequence[UnifiedRecord]) -> tuple[int, ...]:
    """Where the first stranger came from, or after which interaction no further record of the model came."""
    if unknown:
        return case.where(unknown[0])
    return max((case.where(record)[-1:] for record in case.records(title)), default=())


def _without_truth(case: Case) -> Iterator[Finding]:
    """With real records somebody must have said that they are right."""
    if case.snapshot is None or case.full_sync is None or case.full_sync.origin != "live":
        return
    for clause in case.of_kind("model"):
        message = f"nobody has reviewed the records: read and commit what `assay accept {case.slug}` writes"
        yield Finding(clause=clause.id, outcome=Outcome.UNPROVEN, message=message, scenario=FULL_SYNC)


@check
def records_equal_the_truth(case: Case) -> Iterator[Finding | Note]:
    """Every declared field of every record has the value that the company's unified view has.

    Values that only the vendor has are compared with what the contract says of them, if it does.
    """
    for model in case.contract.models:
        for field in model.fields:
            if field.name in STORE_FIELDS or field.exempt or model.exempt:
                continue
            if field.pattern:
                yield _like_its_pattern(case, model, field)
            elif field.name not in VENDOR_FIELDS and case.pairing is not None and case.truth is not None:
                yield _true(case, case.pairing, case.truth, model, field)


def _true(case: Case, pairing: Pairing, truth: Truth, model: ModelPromise, field: FieldPromise) -> Finding:
    stranger = pairing.estranged(model.record.store_id, field.name)
    if stranger is not None:
        message = f"{_name(stranger)}: {normal(getattr(stranger, field.name))!r} is not in the company"
        return _wrong(case, model, field, stranger, message)
    pairs = pairing.pairs(model.record.store_id)
    for pair in pairs:
        mismatch = _differs(pairing, truth, pair, field)
        if mismatch:
            return _wrong(case, model, field, pair.record, f"{pair.key}: {mismatch}")
    return Finding(
        clause=case.clause("field", model.title, field.name),
        outcome=Outcome.PASSED if pairs else Outcome.UNPROVEN,
        message=f"true in {len(pairs)} records" if pairs else "no record is known to the company",
        scenario=FULL_SYNC,
    )


def _like_its_pattern(case: Case, model: ModelPromise, field: FieldPromise) -> Finding:
    records = [record for record in case.records(model.title) if is_real(getattr(record, field.name))]
    for record in records:
        mismatch = _breaks_pattern(case, record, field)
        if mismatch:
            return _wrong(case, model, field, record, f"{_name(record)}: {mismatch}")
    return Finding(
        clause=case.clause("field", model.title, field.name),
        outcome=Outcome.PASSED if records else Outcome.UNPROVEN,
        message=f"as it should be spelled in {len(records)} records" if records else "no value to compare",
        scenario=FULL_SYNC,
    )


def _wrong(
    case: Case,
    model: ModelPromise,
    field: FieldPromise,
    record: UnifiedRecord,
    message: str,
) -> Finding:
    found = case.lineage.of(case.records(model.title), field.name, shown_in=record)
    return Finding(
        clause=case.clause("field", model.title, field.name),
        outcome=Outcome.FAILED,
        message=message,
        scenario=FULL_SYNC,
        interactions=(found.index,) if found else case.where(record),
        path=f"{model.record.store_id}.{field.name}",
        vendor_path=found.path if found else "",
    )


def _differs(pairing: Pairing, truth: Truth, pair: Pair, field: FieldPromise) -> str:
    record = pair.record
    target = references_of(type(record)).get(field.name)
    found: Any
    expected: Any
    if target is not None:
        found, expected = pairing.key(target, getattr(record, field.name)), pair.expected.get(field.name)
    elif field.name == "integration_fields":
        found, expected = _integration_fields(truth, pair, field.shipped)
    else:
        found, expected = getattr(record, field.name), rendered(pair.expected.get(field.name), field.renders)
    if expected == SOMETHING:  # the company has nothing here, the vendor always does
        return "" if is_real(found) else "the vendor's own value expected, none found"
    if plain(found) == plain(expected):
        return ""
    return f"{expected!r} expected, {normal(found)!r} found"


def plain(value: Any) -> Any:
    """Empty and absent mean the same; two spellings of a moment are one moment."""
    plain = normal(value)
    return None if plain in ("", [], {}) else plain


def rendered(value: Any, renders: dict[str, Any]) -> Any:
    """What a vendor can say of a value; of lists and objects, item by item."""
    if isinstance(value, list):
        items = [rendered(item, renders) for item in value]
        return [item for item in items if item is not None]
    if isinstance(value, dict):
        return {key: rendered(inner, renders) for key, inner in value.items()}
    if isinstance(value, str) and value in renders:
        return renders[value]
    return value


def _integration_fields(truth: Truth, pair: Pair, shipped: str | None) -> tuple[Any, Any]:
    # Those of type DEFAULT are the vendor's own, not the customer's; what they hold may still be known.
    given = getattr(pair.record, "integration_fields", None) or []
    accepted = pair.expected.get("integration_fields")
    known = {field["label"]: field["value"] for field in accepted or ()}
    fields = [field for field in given if not is_the_vendors(field, shipped) or field.label in known]
    if accepted is not None:
        return {field.label: field.value for field in fields}, known
    values = pair.expected.get("custom_fields") or {}
    labels = truth.definitions.get(pair.record.store_id, ())
    return {field.label: field.value for field in fields}, {label: values.get(label) for label in labels}


def is_the_vendors(field: IntegrationField, shipped: str | None) -> bool:
    """Whether a field comes with the vendor's product: it is no custom one, or its key says so."""
    return field.type == "DEFAULT" or bool(shipped and re.fullmatch(shipped, field.key or ""))


def _breaks_pattern(case: Case, record: UnifiedRecord, field: FieldPromise) -> str:
    value = str(getattr(record, field.name))
    if any(_pattern(case, record, template).fullmatch(value) for template in field.pattern):
        return ""
    return f"{value!r} is not like {' or '.join(field.pattern)}"


def _pattern(case: Case, record: UnifiedRecord, template: str) -> re.Pattern[str]:
    """A template filled in from the record, references by their vendor ids; ``*`` is any text."""
    pieces = re.split(r"(\{[\w.]+(?::lower)?\}|\*)", template)
    return re.compile("".join(_piece(case, record, piece) for piece in pieces))


def _piece(case: Case, record: UnifiedRecord, piece: str) -> str:
    if piece == "*":
        return ".*"
    name, _, spelling = piece.strip("{}").partition(":")
    if name.startswith("remote_data."):
        return re.escape(_of_the_vendor(record, name.removeprefix("remote_data.")))
    if not piece.startswith("{") or name not in type(record).model_fields:
        return re.escape(piece)
    value = getattr(record, name)
    if name in references_of(type(record)):
        value = case.remote_id(value) or value
    return re.escape(str(value).lower() if spelling else str(value))


def _of_the_vendor(record: UnifiedRecord, key: str) -> str:
    """What the vendor's objects of a record say under a key; empty when none says anything."""
    objects = (getattr(record, "remote_data", None) or {}).values()
    said = (one.get(key) for one in objects if isinstance(one, dict))
    return str(next((value for value in said if value is not None), ""))


def _name(record: UnifiedRecord) -> str:
    return str(getattr(record, "remote_id", None) or record.id)
