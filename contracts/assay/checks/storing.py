"""Are the fields that the store computes right, over all that the scenarios did?"""

from collections.abc import Iterator
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
    unset = {"changed_at": None} | (
        {"remote_data": None} if "remote_data" in type(record).model_fields else {}
    )
    return record.model_copy(update=unset)


def _finding(clause: Clause, outcome: Outcome, message: str, trace: Trace, step: Step) -> Finding:
    return Finding(
        clause=clause.id,
        outcome=outcome,
        message=message,
        scenario=trace.scenario,
        interactions=tuple(played.index for played in step.played[:1]),
    )


@check
def ids_are_stable(case: Case) -> Iterator[Finding | Note]:
    """A record has a unified id, the same in every run, and no two records share one."""
    for clause in case.of_kind("field"):
        if clause.item != "id":
            continue
        model = MODEL_TITLES[clause.group].store_id
        records = case.snapshot.of(model) if case.snapshot else ()
        ids = {record.id for record in records}
        if not records or case.full_sync is None:
            yield Finding(clause=clause.id, outcome=Outcome.UNPROVEN, message="no record to have an id")
        elif len(ids) != len(records) or None in ids:
            yield _finding(
                clause, Outcome.FAILED, "two records share an id", case.full_sync, case.full_sync.steps[0]
            )
        else:
            moved = _moved_ids(case, model)
            outcome, message = (
                (Outcome.FAILED, moved)
                if moved
                else (Outcome.PASSED, f"{len(ids)} records, each with its own")
            )
            yield _finding(clause, outcome, message, case.full_sync, case.full_sync.steps[0])


def _moved_ids(case: Case, model: str) -> str:
    for trace, step, before, after in _history(case):
        ids = {record.remote_id: record.id for record in before.of(model) if hasattr(record, "remote_id")}
        for record in after.of(model):
            known = ids.get(getattr(record, "remote_id", None))
            if known is not None and known != record.id:
                return f"{trace.scenario}: {step.name}: the same record got another id"
    return ""


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
            if old is None:
                continue
            same = _own_data(old) == _own_data(record)
            if same and old.changed_at != record.changed_at:
                return _finding(
                    clause, Outcome.FAILED, f"moved in {step.name!r} though nothing changed", trace, step
                )
            if not same and old.changed_at == record.changed_at and before.at != after.at:
                return _finding(
                    clause, Outcome.FAILED, f"did not move in {step.name!r} though data changed", trace, step
                )
            stayed = stayed or same
            if not same and moved is None:
                moved = _finding(
                    clause, Outcome.PASSED, f"moved in {step.name!r} with the record's data", trace, step
                )
    if moved is None:
        return Finding(
            clause=clause.id, outcome=Outcome.UNPROVEN, message="no scenario changes a record of this model"
        )
    if not stayed:
        return Finding(
            clause=clause.id, outcome=Outcome.UNPROVEN, message="no scenario leaves a record unchanged"
        )
    return moved


@check
def deletions_are_marked(case: Case) -> Iterator[Finding | Note]:
    """``remote_deleted_at`` is set once when a record is gone, and not before."""
    for clause in case.of_kind("field"):
        if clause.item == "remote_deleted_at":
            yield _deletions(case, clause)


def _deletions(case: Case, clause: Clause) -> Finding:
    model = MODEL_TITLES[clause.group].store_id
    marked: Finding | None = None
    for trace, step, before, after in _history(case):
        previous = _by_id(before, model)
        for record in after.of(model):
            old = previous.get(record.id)
            if old is None:
                continue
            if old.remote_deleted_at and record.remote_deleted_at not in (None, old.remote_deleted_at):
                return _finding(clause, Outcome.FAILED, f"set a second time in {step.name!r}", trace, step)
            if not old.remote_deleted_at and record.remote_deleted_at and marked is None:
                marked = _finding(clause, Outcome.PASSED, f"set in {step.name!r}", trace, step)
        if any(key not in _by_id(after, model) for key in previous):
            return _finding(
                clause, Outcome.FAILED, f"a record vanished in {step.name!r} without a mark", trace, step
            )
    return marked or Finding(
        clause=clause.id, outcome=Outcome.UNPROVEN, message="no scenario lets a record of this model vanish"
    )
