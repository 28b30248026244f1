"""Are the fields that the store computes right, over all that the scenarios did?"""

from collections.abc import Hashable, Iterator
from itertools import pairwise

from assay.case import Case
from assay.checks import check
from assay.contract.clauses import Clause
from assay.evidence import Snapshot, Step, Trace
from assay.outcome import Finding, Note, Outcome
from assay.unified.base import UnifiedRecord
from assay.unified.catalogue import MODEL_TITLES


def _history(case: Case) -> Iterator[tuple[Trace, Step, Snapshot, Snapshot]]:
    """Each step that left a snapshot, with the snapshot before it."""
    for trace in case.traces.values():
        kept = [(step, step.snapshot) for step in trace.steps if step.snapshot is not None]
        for (_, before), (step, after) in pairwise(kept):
            yield trace, step, before, after


def _by_id(snapshot: Snapshot, model: str) -> dict[str | None, UnifiedRecord]:
    return {record.id: record for record in snapshot.of(model)}


def _own_data(record: UnifiedRecord) -> UnifiedRecord:
    """The record without what is not its own unified data."""
    unset = {"changed_at", "remote_data"} & type(record).model_fields.keys()
    return record.model_copy(update=dict.fromkeys(unset))


def _finding(clause: Clause, outcome: Outcome, message: str, trace: Trace, step: Step) -> Finding:
    return Finding(
        clause=clause.id,
        outcome=outcome,
        message=message,
        scenario=trace.scenario,
        interactions=tuple(played.index for played in step.played[:1]),
    )


def _unproven(clause: Clause, message: str) -> Finding:
    return Finding(clause=clause.id, outcome=Outcome.UNPROVEN, message=message)


@check
def ids_are_stable(case: Case) -> Iterator[Finding | Note]:
    """A record has a unified id, the same whenever it is read again, and no two records share one."""
    for clause in case.of_kind("field"):
        if clause.item == "id":
            yield _stability(case, clause)


def _stability(case: Case, clause: Clause) -> Finding:
    model = MODEL_TITLES[clause.group].store_id
    ids: dict[Hashable, str] = {}
    shown: Finding | None = None
    for trace, step in case.steps():
        records = step.snapshot.of(model) if step.snapshot is not None else ()
        owners: dict[str, Hashable] = {}
        for record in records:
            name = _name_of(record)
            if record.id is None:
                return _finding(clause, Outcome.FAILED, f"{name} has no id", trace, step)
            if owners.setdefault(record.id, name) != name:
                return _finding(clause, Outcome.FAILED, "two records share an id", trace, step)
            if ids.get(name, record.id) != record.id:
                message = f"{name} got another id in {step.name!r}"
                return _finding(clause, Outcome.FAILED, message, trace, step)
            if name in ids and shown is None and step.played:
                shown = _finding(clause, Outcome.PASSED, f"the same again in {step.name!r}", trace, step)
        ids |= {_name_of(record): record.id for record in records if record.id}
    return shown or _unproven(clause, "no record was read twice" if ids else "no record to have an id")


def _name_of(record: UnifiedRecord) -> Hashable:
    """What makes a record the same record: the vendor's id, or its parents."""
    if record.join_key:
        return tuple(getattr(record, name) for name in record.join_key)
    return str(getattr(record, "remote_id", None))


@check
def changed_at_moves_with_own_data(case: Case) -> Iterator[Finding | Note]:
    """``changed_at`` moves when, and only when, the record's own unified data changes."""
    for clause in case.of_kind("field"):
        if clause.item == "changed_at":
            yield _changes(case, clause)


def _changes(case: Case, clause: Clause) -> Finding:
    model = MODEL_TITLES[clause.group].store_id
    moved: Finding | None = None
    stayed = False
    for trace, step, before, after in _history(case):
        previous = _by_id(before, model)
        for record in after.of(model):
            old = previous.get(record.id)
            if record.changed_at is None:
                return _finding(clause, Outcome.FAILED, f"not set in {step.name!r}", trace, step)
            if old is None:
                continue
            if old is record:
                stayed = True
                continue
            changed, did_move = _own_data(old) != _own_data(record), old.changed_at != record.changed_at
            if did_move and not changed:
                message = f"moved in {step.name!r} though nothing changed"
                return _finding(clause, Outcome.FAILED, message, trace, step)
            if changed and not did_move:
                message = f"did not move in {step.name!r} though data changed"
                return _finding(clause, Outcome.FAILED, message, trace, step)
            stayed = stayed or not changed
            if changed and moved is None:
                message = f"moved in {step.name!r} with the record's data"
                moved = _finding(clause, Outcome.PASSED, message, trace, step)
    if moved is None:
        return _unproven(clause, "no scenario changes a record of this model")
    return moved if stayed else _unproven(clause, "no scenario leaves a record unchanged")


@check
def deletions_are_marked(case: Case) -> Iterator[Finding | Note]:
    """``remote_deleted_at`` is set once when a record is gone, stays, and is not lost with the record."""
    for clause in case.of_kind("field"):
        if clause.item == "remote_deleted_at":
            yield _deletions(case, clause)


def _deletions(case: Case, clause: Clause) -> Finding:
    model = MODEL_TITLES[clause.group].store_id
    marked: Finding | None = None
    for trace, step, before, after in _history(case):
        previous, present = _by_id(before, model), _by_id(after, model)
        if previous.keys() - present.keys():
            message = f"a record vanished in {step.name!r} without a mark"
            return _finding(clause, Outcome.FAILED, message, trace, step)
        for key in previous.keys() & present.keys():
            was, now = previous[key].remote_deleted_at, present[key].remote_deleted_at
            if was and now and was != now:
                return _finding(clause, Outcome.FAILED, f"set a second time in {step.name!r}", trace, step)
            if now and not was and marked is None:
                marked = _finding(clause, Outcome.PASSED, f"set in {step.name!r}", trace, step)
    return marked or _unproven(clause, "no scenario lets a record of this model vanish")
