"""Do values come from the vendor's payload, and from all of it?"""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

import orjson

from assay.case import FULL_SYNC, Case
from assay.checks import check
from assay.evidence import Snapshot
from assay.outcome import Finding, Note, Outcome
from assay.tampering.perturbation import renamed_within
from assay.truth import STORE_FIELDS
from assay.unified.base import UnifiedRecord
from assay.unified.catalogue import MODEL_TITLES


@check
def fields_follow_the_payload(case: Case) -> Iterator[Finding | Note]:
    """When every value of the payload changes, every field that comes from it changes in some record."""
    if not case.perturbed or case.snapshot is None:
        return
    for clause in case.of_kind("field"):
        if clause.item in STORE_FIELDS:
            continue
        store_id = MODEL_TITLES[clause.group].store_id
        before = case.records(clause.group)
        if any(_changed(before, after.of(store_id, deleted=False), clause.item) for after in case.perturbed):
            outcome, message = Outcome.PASSED, "changes when the payload changes"
        else:
            outcome, message = Outcome.UNPROVEN, "stays the same whatever the payload says, like a constant"
        yield Finding(clause=clause.id, outcome=outcome, message=message, scenario=FULL_SYNC)


def _changed(before: Iterable[UnifiedRecord], after: Iterable[UnifiedRecord], field: str) -> bool:
    before, after = list(before), list(after)
    if _column(before, field) != _column(after, field):
        return True
    others = {getattr(record, "remote_id", None): record for record in after}
    for record in before:
        remote_id = getattr(record, "remote_id", None)
        other = others.get(renamed_within(remote_id)) if remote_id else None
        if other is not None and _plain(record, field) != _plain(other, field):
            return True
    return False


def _column(records: Iterable[UnifiedRecord], field: str) -> Counter[bytes]:
    return Counter(_plain(record, field) for record in records)


def _plain(record: UnifiedRecord, field: str) -> bytes:
    return orjson.dumps(_jsonable(getattr(record, field)), option=orjson.OPT_SORT_KEYS, default=str)


def _jsonable(value: Any) -> Any:
    if hasattr(value, "model_dump"):
        return value.model_dump(mode="json")
    if isinstance(value, list):
        return [_jsonable(item) for item in value]
    return value


@check
def pages_are_complete(case: Case) -> Iterator[Finding | Note]:
    """The same records cut into other pages, an empty one among them, give the same data set."""
    if case.snapshot is None:
        return
    for size, trace in case.recut.items():
        last = next((step.snapshot for step in reversed(trace.steps) if step.snapshot), None)
        for clause in case.of_kind("model"):
            store_id = MODEL_TITLES[clause.group].store_id
            if last is None:
                yield Finding(
                    clause=clause.id,
                    outcome=Outcome.FAILED,
                    message=f"in pages of {size} the sync failed: {trace.error}",
                    scenario=FULL_SYNC,
                )
            elif (difference := _difference(case.snapshot, last, store_id)) != "":
                yield Finding(
                    clause=clause.id,
                    outcome=Outcome.FAILED,
                    message=f"in pages of {size}: {difference}",
                    scenario=FULL_SYNC,
                )


def _difference(before: Snapshot, after: Snapshot, model: str) -> str:
    first = {record.id: record for record in before.of(model)}
    second = {record.id: record for record in after.of(model)}
    if len(first) != len(second):
        return f"{len(first)} records became {len(second)}"
    changed = [key for key, record in first.items() if second.get(key) != record]
    return f"{len(changed)} records differ" if changed else ""


@check
def remote_data_is_untouched(case: Case) -> Iterator[Finding | Note]:
    """What ``remote_data`` holds is what the vendor sent, object for object."""
    if case.full_sync is None:
        return
    given = _given(case)
    for clause in case.of_kind("field"):
        if clause.item != "remote_data":
            continue
        for record in case.records(clause.group):
            altered = [
                path
                for path, part in (record.remote_data or {}).items()
                if part is not None and _canonical(part) not in given
            ]  # type: ignore[attr-defined]
            if altered:
                yield Finding(
                    clause=clause.id,
                    outcome=Outcome.FAILED,
                    message=f"{getattr(record, 'remote_id', record.id)}: {altered[0]} is not what the vendor sent",
                    scenario=FULL_SYNC,
                    interactions=case.where(record.store_id, record),
                )
                break


def _given(case: Case) -> set[bytes]:
    given: set[bytes] = set()
    for step in case.full_sync.steps if case.full_sync else ():
        for played in step.played:
            given.update(_objects(played.exchange.response.json))
    return given


def _objects(node: Any) -> Iterator[bytes]:
    if isinstance(node, dict):
        yield _canonical(node)
        for value in node.values():
            yield from _objects(value)
    elif isinstance(node, list):
        for value in node:
            yield from _objects(value)


def _canonical(node: Any) -> bytes:
    return orjson.dumps(node, option=orjson.OPT_SORT_KEYS)
