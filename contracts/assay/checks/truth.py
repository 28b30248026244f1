"""Do the records say what is true of the company?"""

import fnmatch
import re
from collections.abc import Iterator
from typing import Any

from assay.case import FULL_SYNC, Case
from assay.checks import check
from assay.contract.model import FieldPromise, ModelPromise
from assay.outcome import Finding, Note, Outcome
from assay.truth import STORE_FIELDS, VENDOR_FIELDS, Pair, Pairing, Truth, normal
from assay.unified.base import UnifiedRecord
from assay.unified.catalogue import references_of


@check
def records_are_complete(case: Case) -> Iterator[Finding | Note]:
    """Exactly the company's records are read: none is lost, none is invented."""
    if case.pairing is None or case.truth is None:
        return
    for clause in case.of_kind("model"):
        model = next(model for model in case.contract.models if model.title == clause.group)
        store_id = model.record.store_id
        if store_id not in case.truth.records:
            continue
        missing, unknown = case.pairing.missing(store_id), case.pairing.unknown(store_id)
        if not missing and not unknown:
            count = len(case.truth.records[store_id])
            yield Finding(
                clause=clause.id,
                outcome=Outcome.PASSED,
                message=f"all {count} records of the company",
                scenario=FULL_SYNC,
            )
            continue
        parts = [f"{len(missing)} missing, e.g. {missing[0]}"] if missing else []
        parts += (
            [f"{len(unknown)} that the company does not have, e.g. {_name(unknown[0])}"] if unknown else []
        )
        yield Finding(
            clause=clause.id,
            outcome=Outcome.FAILED,
            message="; ".join(parts),
            scenario=FULL_SYNC,
            interactions=case.where(store_id, unknown[0] if unknown else None),
        )


@check
def records_equal_the_truth(case: Case) -> Iterator[Finding | Note]:
    """Every declared field of every record has the value that the company's unified view has."""
    if case.pairing is None or case.truth is None:
        return
    for model in case.contract.models:
        pairs = case.pairing.pairs(model.record.store_id)
        for field in model.fields:
            if field.name in STORE_FIELDS or field.name in VENDOR_FIELDS or field.exempt or not pairs:
                continue
            yield _field(case, model, field, pairs)


def _field(case: Case, model: ModelPromise, field: FieldPromise, pairs: tuple[Pair, ...]) -> Finding:
    clause = case.clause("field", model.title, field.name)
    assert case.pairing is not None  # noqa: S101 -- pairs exist
    assert case.truth is not None  # noqa: S101 -- pairs exist
    for pair in pairs:
        if field.pattern:
            mismatch = _breaks_pattern(pair.record, field)
        else:
            mismatch = _differs(case.pairing, case.truth, pair, field)
        if mismatch:
            return Finding(
                clause=clause,
                outcome=Outcome.FAILED,
                message=f"{pair.key}: {mismatch}",
                scenario=FULL_SYNC,
                interactions=case.where(model.record.store_id, pair.record),
                path=f"{model.record.store_id}.{field.name}",
            )
    return Finding(
        clause=clause, outcome=Outcome.PASSED, message=f"true in {len(pairs)} records", scenario=FULL_SYNC
    )


def _differs(pairing: Pairing, truth: Truth, pair: Pair, field: FieldPromise) -> str:
    record = pair.record
    target = references_of(type(record)).get(field.name)
    found: Any
    expected: Any
    if target is not None:
        found, expected = pairing.key(target, getattr(record, field.name)), pair.expected.get(field.name)
    elif field.name == "integration_fields":
        found, expected = _integration_fields(truth, pair)
    else:
        found, expected = getattr(record, field.name), rendered(pair.expected.get(field.name), field.renders)
    if _comparable(found) == _comparable(expected):
        return ""
    return f"{expected!r} expected, {normal(found)!r} found"


def _comparable(value: Any) -> Any:
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


def _integration_fields(truth: Truth, pair: Pair) -> tuple[Any, Any]:
    fields = getattr(pair.record, "integration_fields") or []  # noqa: B009 -- not on every record
    values = pair.expected.get("custom_fields") or {}
    labels = truth.definitions.get(pair.record.store_id, ())
    return {field.label: field.value for field in fields}, {label: values.get(label) for label in labels}


def _breaks_pattern(record: UnifiedRecord, field: FieldPromise) -> str:
    value = getattr(record, field.name)
    if value is None:
        return ""
    templates = [_filled(template, record) for template in field.pattern]
    if any(fnmatch.fnmatchcase(str(value), template) for template in templates):
        return ""
    return f"{value!r} is not like {' or '.join(templates)}"


def _filled(template: str, record: UnifiedRecord) -> str:
    return re.sub(r"\{(\w+)\}", lambda match: str(getattr(record, match[1], match[0])), template)


def _name(record: UnifiedRecord) -> str:
    return str(getattr(record, "remote_id", None) or record.id)
