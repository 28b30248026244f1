"""Is every declared model and field read, and with real values?"""

from collections.abc import Iterator
from typing import Any

from assay.case import FULL_SYNC, Case
from assay.checks import check
from assay.contract.clauses import Clause
from assay.outcome import Finding, Note, Outcome
from assay.truth import STORE_FIELDS
from assay.unified.base import UnifiedRecord
from assay.unified.catalogue import MODEL_TITLES, MODELS, enum_of, fields_of, references_of


def is_real(value: Any) -> bool:
    """Whether a value says anything: not null, not empty."""
    return value is not None and value != "" and value != [] and value != {}


@check
def models_are_read(case: Case) -> Iterator[Finding | Note]:
    """The full sync returns at least one record of every declared model."""
    for clause in case.of_kind("model"):
        records = case.records(clause.group)
        if records:
            first = records[0]
            yield Finding(
                clause=clause.id,
                outcome=Outcome.PASSED,
                message=f"{len(records)} records were read",
                scenario=FULL_SYNC,
                interactions=case.where(first.store_id, first),
            )
        else:
            yield _nothing_read(case, clause)


def _nothing_read(case: Case, clause: Clause) -> Finding:
    trace = case.full_sync
    if trace is not None and trace.error is not None:
        message = f"the full sync failed: {trace.error}"
        return Finding(clause=clause.id, outcome=Outcome.FAILED, message=message, scenario=FULL_SYNC)
    skipped = [why for step in trace.steps for why in step.skipped] if trace else []
    store_id = MODEL_TITLES[clause.group].store_id
    reasons = "; ".join(why for why in skipped if why.startswith(store_id))
    return Finding(
        clause=clause.id,
        outcome=Outcome.FAILED if reasons else Outcome.UNPROVEN,
        message=reasons or "no record was read",
        scenario=FULL_SYNC if trace else None,
    )


@check
def fields_carry_values(case: Case) -> Iterator[Finding | Note]:
    """At least one record carries a real value of every declared field."""
    for clause in case.of_kind("field"):
        if clause.item in STORE_FIELDS:
            continue
        records = case.records(clause.group)
        example = next((record for record in records if is_real(getattr(record, clause.item))), None)
        if example is None:
            yield Finding(
                clause=clause.id,
                outcome=Outcome.UNPROVEN,
                message=f"no value in any of {len(records)} records",
                scenario=FULL_SYNC if case.full_sync else None,
            )
            continue
        with_value = sum(is_real(getattr(record, clause.item)) for record in records)
        yield Finding(
            clause=clause.id,
            outcome=Outcome.PASSED,
            message=f"{with_value} of {len(records)} records carry a value",
            scenario=FULL_SYNC,
            interactions=case.where(example.store_id, example),
            path=f"{example.store_id}.{clause.item}",
        )


@check
def exempt_fields_stay_empty(case: Case) -> Iterator[Finding | Note]:
    """A field that the vendor is said not to supply carries no value; else the exemption is wrong."""
    for clause in case.clauses:
        if clause.kind != "field" or clause.exempt is None or clause.item in STORE_FIELDS:
            continue
        example = next((r for r in case.records(clause.group) if is_real(getattr(r, clause.item))), None)
        if example is not None:
            yield Finding(
                clause=clause.id,
                outcome=Outcome.FAILED,
                message=f"exempt ({clause.exempt.fact}), yet a record carries {getattr(example, clause.item)!r}",
                scenario=FULL_SYNC,
                interactions=case.where(example.store_id, example),
            )


@check
def keys_are_unique(case: Case) -> Iterator[Finding | Note]:
    """No key comes twice with different data in one run."""
    for trace, step in case.steps():
        for twice in step.duplicates:
            store_id, _, key = twice.partition(" ")
            yield Finding(
                clause=case.clause("model", MODELS[store_id].published_as),
                outcome=Outcome.FAILED,
                message=f"{key} was read twice with different data",
                scenario=trace.scenario,
                interactions=tuple(played.index for played in step.played[-1:]),
            )


@check
def references_resolve(case: Case) -> Iterator[Finding | Note]:
    """Every reference names a record that was read, when its model is declared at all."""
    if case.snapshot is None:
        return
    declared = {MODEL_TITLES[model.title].store_id for model in case.contract.models}
    known = {model: {record.id for record in case.snapshot.of(model)} for model in declared}
    for clause in case.of_kind("field"):
        model = MODEL_TITLES[clause.group]
        target = references_of(model).get(clause.item)
        if target is None or target not in declared:
            continue
        dangling = [
            r for r in case.records(clause.group) if (v := getattr(r, clause.item)) and v not in known[target]
        ]
        if dangling:
            yield Finding(
                clause=clause.id,
                outcome=Outcome.FAILED,
                message=f"{len(dangling)} records name a record of {target} that was not read",
                scenario=FULL_SYNC,
                interactions=case.where(model.store_id, dangling[0]),
                path=f"{model.store_id}.{clause.item}",
            )


@check
def nothing_undeclared_is_filled(case: Case) -> Iterator[Finding | Note]:
    """A field that the connector fills is declared; undeclared coverage is worth a note."""
    for model in case.contract.models:
        declared = {field.name for field in (*model.fields, *model.inferred)}
        for name in fields_of(model.record):
            if name in declared or name in STORE_FIELDS:
                continue
            filled = [record for record in case.records(model.title) if is_real(getattr(record, name))]
            if filled:
                yield Note(
                    kind="undeclared",
                    connector=case.slug,
                    subject=f"{model.title}.{name}",
                    message=f"{len(filled)} records carry it although the contract does not declare it",
                    scenario=FULL_SYNC,
                    interactions=case.where(model.record.store_id, filled[0]),
                )


@check
def enum_values_are_covered(case: Case) -> Iterator[Finding | Note]:
    """Every value of an enum that this vendor can say occurs; the others are listed."""
    for model in case.contract.models:
        for field in model.fields:
            values = enum_of(model.record, field.name)
            seen = {value for record in case.records(model.title) for value in _values(record, field.name)}
            unseen = [value for value in values if value not in seen and value not in field.renders]
            if unseen and field.exempt is None:
                yield Note(
                    kind="enum-coverage",
                    connector=case.slug,
                    subject=f"{model.title}.{field.name}",
                    message=f"never seen: {', '.join(unseen)}",
                    scenario=FULL_SYNC,
                )


def _values(record: UnifiedRecord, field: str) -> list[Any]:
    value = getattr(record, field)
    return list(value) if isinstance(value, list) else [value]
