"""Do values come from the vendor's payload, and from all of it?"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import orjson
from pydantic import BaseModel

from assay.case import FULL_SYNC, Case
from assay.checks import check
from assay.contract.clauses import Clause
from assay.evidence import Snapshot
from assay.outcome import Finding, Note, Outcome
from assay.reality import is_real
from assay.tampering.counterparts import Counterparts
from assay.truth import STORE_FIELDS
from assay.unified.base import UnifiedRecord
from assay.unified.catalogue import MODEL_TITLES, enum_of


@check
def fields_follow_the_payload(case: Case) -> Iterator[Finding | Note]:
    """When every value of the payload changes, every field that comes from it changes in some record.

    A value out of a fixed list may also follow from where the vendor gives the object (the endpoint,
    say), which no changed value shows; then records must differ in it, unless the contract says of all
    other values that this vendor cannot say them.
    """
    if case.before_changes is None:
        return
    prefix = case.contract.wire.prefix if case.contract.wire is not None else 0
    runs = [(after, Counterparts(case.before_changes, after, prefix=prefix)) for after in case.perturbed]
    for clause in case.of_kind("field"):
        if clause.item not in STORE_FIELDS:
            yield _following(case, clause, runs)


def _only_word(case: Case, clause: Clause) -> str | None:
    """The value of a fixed list that is the only one this vendor can say, if it is."""
    model = next(model for model in case.contract.models if model.title == clause.group)
    renders = next(field.renders for field in model.fields if field.name == clause.item)
    words = {renders.get(value, value) for value in enum_of(model.record, clause.item)} - {None}
    return str(words.pop()) if len(words) == 1 else None


def _following(case: Case, clause: Clause, runs: list[tuple[Snapshot, Counterparts]]) -> Finding:
    model = MODEL_TITLES[clause.group]
    outcome, message = Outcome.UNPROVEN, "stays the same whatever the payload says, like a constant"
    if not runs:
        message = "nothing shows whether it follows the payload: the recording could not be varied"
    elif any(_changed(case.before_changes, *run, model.store_id, clause.item) for run in runs):
        outcome, message = Outcome.PASSED, "changes when the payload changes"
    elif enum_of(model, clause.item) and len(_said(case.before_changes, model.store_id, clause.item)) > 1:
        outcome, message = Outcome.PASSED, "differs from record to record"
    elif (word := _only_word(case, clause)) is not None and _says_only(case.before_changes, clause, word):
        outcome, message = (
            Outcome.PASSED,
            f"said by showing the record: this vendor can only say {word}",
        )
    return Finding(clause=clause.id, outcome=outcome, message=message, scenario=_varied(case))


def _says_only(snapshot: Snapshot | None, clause: Clause, word: str) -> bool:
    """Whether every record has that value, and there is one."""
    said = _said(snapshot, MODEL_TITLES[clause.group].store_id, clause.item)
    return said.keys() == {orjson.dumps(word)}


def _varied(case: Case) -> str:
    """The scenario whose traffic was changed."""
    return case.varied.scenario if case.varied is not None else FULL_SYNC


def _changed(
    before: Snapshot | None, after: Snapshot, counterparts: Counterparts, model: str, field: str
) -> bool:
    """Whether something shows that a constant could not have done: another value where there was one."""
    said, says = _said(before, model, field), _said(after, model, field)
    if says.keys() - said.keys():
        return True
    if said.total() == says.total() and said != says:
        return True
    return any(
        is_real(getattr(old, field)) and _plain(old, field) != _plain(new, field)
        for old, new in counterparts.pairs(model)
    )


def _said(snapshot: Snapshot | None, model: str, field: str) -> Counter[bytes]:
    """The real values of a field, and how often each occurs."""
    records: Iterable[UnifiedRecord] = snapshot.of(model, deleted=False) if snapshot else ()
    return Counter(_plain(record, field) for record in records if is_real(getattr(record, field)))


def _plain(record: UnifiedRecord, field: str) -> bytes:
    value = getattr(record, field)
    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS, default=_jsonable)


def _jsonable(value: Any) -> Any:
    return value.model_dump(mode="json") if isinstance(value, BaseModel) else str(value)


@check
def pages_are_complete(case: Case) -> Iterator[Finding | Note]:
    """The same records cut into other pages, an empty one among them, give the same data set.

    Nothing is said of a vendor that is known to answer with all records at once: there are no pages to lose.
    """
    wire = case.contract.wire
    if case.before_changes is None or (wire is not None and wire.is_known_to_be_whole):
        return
    for clause in case.of_kind("model"):
        outcome, message = Outcome.FAILED, _torn(case, MODEL_TITLES[clause.group].store_id)
        if not case.recut:
            message = "nothing shows that every page is read: the recording could not be cut into others"
            outcome = Outcome.UNPROVEN
        if message:
            yield Finding(clause=clause.id, outcome=outcome, message=message, scenario=_varied(case))


def _torn(case: Case, model: str) -> str:
    """What differs when the pages do; empty if nothing does."""
    for size, trace in case.recut.items():
        last = next((step.snapshot for step in reversed(trace.steps) if step.snapshot), None)
        if last is None or trace.error is not None:
            return f"in pages of {size} the sync failed: {trace.error or 'it read nothing'}"
        difference = _difference(case.before_changes, last, model)
        if difference:
            return f"in pages of {size}: {difference}"
    return ""


def _difference(before: Snapshot | None, after: Snapshot, model: str) -> str:
    first = {record.id: record for record in before.of(model)} if before else {}
    second = {record.id: record for record in after.of(model)}
    if len(first) != len(second):
        return f"{len(first)} records became {len(second)}"
    changed = [key for key, record in first.items() if not _same(record, second.get(key))]
    return f"{len(changed)} records differ" if changed else ""


def _same(record: UnifiedRecord, other: UnifiedRecord | None) -> bool:
    """Whether two readings agree; when they were read is not part of it."""
    moment = {"changed_at": None}
    return other is not None and record.model_copy(update=moment) == other.model_copy(update=moment)


@check
def remote_data_is_untouched(case: Case) -> Iterator[Finding | Note]:
    """What ``remote_data`` holds is what the vendor sent for this record, object for object.

    Of an object that lists several records (a schedule with its events) the list may be narrowed. What the
    contract calls withheld is not in it.
    """
    if case.full_sync is None:
        return
    given = _Given(case)
    for clause in case.of_kind("field"):
        if clause.item == "remote_data":
            for record in case.records(clause.group):
                mistake = given.mistake_in(record)
                if mistake:
                    yield Finding(
                        clause=clause.id,
                        outcome=Outcome.FAILED,
                        message=f"{getattr(record, 'remote_id', record.id)}: {mistake}",
                        scenario=FULL_SYNC,
                        interactions=case.where(record),
                        path=f"{record.store_id}.remote_data",
                    )
                    break


class _Given:
    """Every object and list that the vendor sent during the full sync, without what is not to be kept."""

    def __init__(self, case: Case) -> None:
        wire = case.contract.wire
        self._withheld = frozenset(wire.withheld if wire is not None else ())
        self._whole: set[bytes] = set()
        self._without_lists: set[bytes] = set()
        for step in case.full_sync.steps if case.full_sync else ():
            for played in step.played:
                self._take(_without(played.exchange.response.json, self._withheld))

    def mistake_in(self, record: UnifiedRecord) -> str:
        """What is wrong with the record's remote data; empty when nothing is."""
        parts = getattr(record, "remote_data", None) or {}
        for place, part in parts.items():
            if part != _without(part, self._withheld):
                return f"{place} holds what is to be withheld"
            if part is not None and not self._holds(part):
                return f"{place} is not what the vendor sent"
        remote_id = getattr(record, "remote_id", None)
        if remote_id and is_real(parts) and not ({remote_id, *remote_id.split(":")} & set(_texts(parts))):
            return "its remote data never mentions it, so it is that of another record"
        return ""

    def _holds(self, part: Any) -> bool:
        if _canonical(part) in self._whole:
            return True
        if not isinstance(part, dict) or _canonical(_without_lists(part)) not in self._without_lists:
            return False
        items = (item for value in part.values() if isinstance(value, list) for item in value)
        return all(_canonical(item) in self._whole for item in items)

    def _take(self, node: Any) -> None:
        if isinstance(node, dict):
            self._whole.add(_canonical(node))
            self._without_lists.add(_canonical(_without_lists(node)))
            for value in node.values():
                self._take(value)
        elif isinstance(node, list):
            self._whole.add(_canonical(node))
            for value in node:
                self._whole.add(_canonical(value))
                self._take(value)


def _without(node: Any, keys: frozenset[str]) -> Any:
    """The same without these keys, at any depth."""
    if not keys:
        return node
    if isinstance(node, dict):
        return {key: _without(value, keys) for key, value in node.items() if key not in keys}
    return [_without(value, keys) for value in node] if isinstance(node, list) else node


def _texts(node: Any) -> Iterator[str]:
    if isinstance(node, str | int):
        yield str(node)
    elif isinstance(node, dict | list):
        for value in node.values() if isinstance(node, dict) else node:
            yield from _texts(value)


def _without_lists(node: Mapping[str, Any]) -> dict[str, Any]:
    return {key: [] if isinstance(value, list) else value for key, value in node.items()}


def _canonical(node: Any) -> bytes:
    return orjson.dumps(node, option=orjson.OPT_SORT_KEYS)
