"""Is every declared model and field read, and with real values?"""

from collections.abc import Iterator
from typing import Any

from assay.case import FULL_SYNC, Case
from assay.checks import check
from assay.contract.clauses import Clause
from assay.outcome import Finding, Note, Outcome
from assay.reality import is_real
from assay.truth import STORE_FIELDS
from assay.unified.base import UnifiedRecord
from assay.unified.catalogue import MODEL_TITLES, MODELS, enum_of, fields_of, references_of


@check
def models_are_read(case: Case) -> Iterator[Finding | Note]:
    """The full sync returns at least one record of every declared model, and leaves none of it out."""
    for clause in case.of_kind("model"):
        records = case.records(clause.group)
        skipped = _skipped(case, MODEL_TITLES[clause.group].store_id)
        if records and not skipped:
            key = next(iter(type(records[0]).join_key), "remote_id")
            found = case.lineage.of(records, key, shown_in=records[0]) or case.lineage.of(records, key)
            yield Finding(
                clause=clause.id,
                outcome=Outcome.PASSED,
                message=f"{len(records)} records were read",
                scenario=FULL_SYNC,
                interactions=(found.index,) if found else case.where(records[0]),
                vendor_path=found.path if found else "",
            )
        else:
            yield _nothing_read(case, clause, skipped)


def _nothing_read(case: Case, clause: Clause, skipped: str) -> Finding:
    trace = case.full_sync
    message = skipped or "no record was read"
    if trace is not None and trace.error is not None:
        message = f"the full sync failed: {trace.error}"
    is_told = trace is not None and (trace.error is not None or skipped)
    return Finding(
        clause=clause.id,
        outcome=Outcome.FAILED if is_told else Outcome.UNPROVEN,
        message=message,
        scenario=FULL_SYNC if trace else None,
        interactions=_of_the_sync(case),
    )


def _skipped(case: Case, subject: str) -> str:
    """Why a model, or a field of it, was left out of the full sync; empty when it was not."""
    steps = case.full_sync.steps if case.full_sync else ()
    said = (why.partition(": ") for step in steps for why in step.skipped)
    return "; ".join(f"left out: {reason}" for what, _, reason in said if what == subject)


def _of_the_sync(case: Case) -> tuple[int, ...]:
    """The last exchange of the full sync: where it stood when it had nothing more to say."""
    steps = case.full_sync.steps if case.full_sync else ()
    return tuple(played.index for step in steps for played in step.played)[-1:]


@check
def fields_carry_values(case: Case) -> Iterator[Finding | Note]:
    """At least one record carries a real value of every declared field, of an enum one of its values."""
    for clause in case.of_kind("field"):
        if clause.item in STORE_FIELDS:
            continue
        model = MODEL_TITLES[clause.group]
        records = case.records(clause.group)
        filled = [record for record in records if is_real(getattr(record, clause.item))]
        enum = enum_of(model, clause.item)
        telling = [record for record in filled if not enum or set(_values(record, clause.item)) & {*enum}]
        message, outcome = f"{len(filled)} of {len(records)} records carry a value", Outcome.PASSED
        if not telling:
            outcome = Outcome.UNPROVEN
            message = f"no value in any of {len(records)} records"
            if filled:
                message = f"no value of {', '.join(enum)} in any of {len(records)} records"
        skipped = _skipped(case, f"{model.store_id}.{clause.item}")
        found = case.lineage.of(telling, clause.item)
        seen = (found.index,) if found else case.where(telling[0]) if telling else _of_the_sync(case)
        yield Finding(
            clause=clause.id,
            outcome=Outcome.FAILED if skipped and not telling else outcome,
            message=f"{message} ({skipped})" if skipped and not telling else message,
            scenario=FULL_SYNC if case.full_sync else None,
            interactions=seen,
            path=f"{model.store_id}.{clause.item}",
            vendor_path=found.path if found else "",
        )


@check
def exempt_coverage_stays_empty(case: Case) -> Iterator[Finding | Note]:
    """What the vendor is said not to supply carries no value; else the exemption is wrong."""
    for clause in case.exempted():
        if clause.kind not in ("model", "field"):
            continue
        records = case.records(clause.group)
        if clause.kind == "field":
            records = tuple(r for r in records if is_real(getattr(r, clause.item)))
        if records:
            what = f"{clause.item}={getattr(records[0], clause.item)!r}" if clause.item else "records"
            yield Finding(
                clause=clause.id,
                outcome=Outcome.FAILED,
                message=f"exempt, yet the vendor supplies {what}",
                scenario=FULL_SYNC,
                interactions=case.where(records[0]),
                path=f"{records[0].store_id}.{clause.item}".rstrip("."),
            )


@check
def keys_are_unique(case: Case) -> Iterator[Finding | Note]:
    """No key comes twice with different data in one run."""
    for trace, step in case.steps():
        for twice in step.duplicates:
            store_id, _, key = twice.partition(" ")
            clause = case.clause("model", MODELS[store_id].published_as)
            if clause not in case.ids:
                continue  # read along for the sake of another model; nothing is promised about it
            yield Finding(
                clause=clause,
                outcome=Outcome.FAILED,
                message=f"{key} was read twice with different data",
                scenario=trace.scenario,
                interactions=tuple(played.index for played in step.played[-1:]),
            )


@check
def every_row_has_a_key(case: Case) -> Iterator[Finding | Note]:
    """No row comes without the vendor's key, for it cannot be stored."""
    for trace, step in case.steps():
        for keyless in step.unidentified:
            store_id, _, rows = keyless.partition(" ")
            model = MODELS[store_id]
            key = model.join_key or ("remote_id",)
            for clause in (case.clause("field", model.published_as, name) for name in key):
                if clause in case.ids:
                    yield Finding(
                        clause=clause,
                        outcome=Outcome.FAILED,
                        message=f"{rows} rows without {' and '.join(key)} were lost",
                        scenario=trace.scenario,
                        interactions=tuple(played.index for played in step.played[-1:]),
                        path=store_id,
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
                interactions=case.where(dangling[0]),
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
                    interactions=case.where(filled[0]),
                )


@check
def enum_values_are_covered(case: Case) -> Iterator[Finding | Note]:
    """Every value of an enum that this vendor can say occurs; the others are listed."""
    for model in case.contract.models:
        for field in model.fields:
            values = enum_of(model.record, field.name)
            if not values or field.exempt is not None or not case.records(model.title):
                continue
            seen = {value for record in case.records(model.title) for value in _values(record, field.name)}
            unseen = [value for value in values if value not in seen and value not in field.renders]
            if unseen:
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
