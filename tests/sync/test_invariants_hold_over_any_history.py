"""Random histories of reads (full, delta, dying, webhooks), checked against a model of the rules.

Source of the rules: unified API 1.6, 5.2, 6.1, 6.4.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from assay.connector import JOIN_SEPARATOR, Complete, Cursor, Gone, ReadItem, Row
from assay.errors import VendorUnavailableError
from assay.sync import Store
from assay.unified.base import UnifiedRecord
from assay.unified.records import Candidate, CandidateTag, Tag

CANDIDATES, TAGS, JOINS = "ats_candidates", "ats_tags", "ats_join_candidates_tags"

candidates = st.builds(
    Candidate,
    remote_id=st.sampled_from(["c1", "c2", "c3"]),
    first_name=st.sampled_from(["Ada", "Bo"]),
    remote_data=st.sampled_from([None, {"/candidate.list": {"n": 1}}, {"/candidate.list": {"n": 2}}]),
)
tags = st.builds(Tag, remote_id=st.sampled_from(["t1", "t2"]), name=st.sampled_from(["vip", "VIP"]))
tagged = st.builds(
    CandidateTag, candidate_id=st.sampled_from(["c1", "c2", "c3"]), tag_id=st.sampled_from(["t1", "t2"])
)


def _row(record: UnifiedRecord) -> Row:
    return Row(record, group=record.candidate_id if isinstance(record, CandidateTag) else None)


rows = st.one_of(candidates, tags, tagged).map(_row)
gone = st.one_of(
    st.builds(Gone, st.just(CANDIDATES), st.sampled_from(["c1", "c2", "c3"])),
    st.builds(Gone, st.just(TAGS), st.sampled_from(["t1", "t2"])),
)
complete = st.one_of(
    st.builds(Complete, st.sampled_from([CANDIDATES, TAGS, JOINS])),
    st.builds(Complete, st.just(JOINS), group=st.sampled_from(["c1", "c2", "c3"])),
)
cursors = st.builds(Cursor, st.just("candidate.list"), st.sampled_from(["k1", "k2"]))
reads = st.lists(st.one_of(rows, rows, gone, complete, cursors), max_size=14)


def _key(record: UnifiedRecord) -> tuple[str, str]:
    if isinstance(record, CandidateTag):
        return JOINS, f"{record.candidate_id}{JOIN_SEPARATOR}{record.tag_id}"
    return record.store_id, str(getattr(record, "remote_id", None))


def _own_data(record: UnifiedRecord) -> dict[str, Any]:
    return record.model_dump(exclude={"id", "changed_at", "remote_deleted_at", "remote_data"})


class Rules:
    """What the store must show, worked out the slow and plain way."""

    def __init__(self) -> None:
        self.data: dict[tuple[str, str], UnifiedRecord] = {}
        self.present: set[tuple[str, str]] = set()
        self.cursors: dict[str, str] = {}

    def read(self, items: list[ReadItem]) -> None:
        came = {_key(item.record) for item in items if isinstance(item, Row)}
        for item in items:
            match item:
                case Row(record=record):
                    self.data[_key(record)] = record
                    self.present.add(_key(record))
                case Gone(model=model, remote_id=remote_id):
                    self.present.discard((model, remote_id))
                case Complete(model=model, group=group):
                    self.present -= {
                        key
                        for key in self.present - came
                        if key[0] == model and (group is None or key[1].split(JOIN_SEPARATOR)[0] == group)
                    }
                case Cursor(stream=stream, token=token):
                    self.cursors[stream] = token
                case _:
                    raise AssertionError(item)

    def deleted(self, key: tuple[str, str]) -> bool:
        if key not in self.present:
            return True
        if key[0] != JOINS:
            return False
        parents = zip((CANDIDATES, TAGS), key[1].split(JOIN_SEPARATOR), strict=True)
        return any(parent in self.data and self.deleted(parent) for parent in parents)


class Histories(RuleBasedStateMachine):
    @initialize()
    def begin(self) -> None:
        self.moment = datetime(2026, 6, 15, 8, tzinfo=UTC)
        self.store = Store(integration_id="acme:1", now=lambda: self.moment)
        self.expected = Rules()
        self.shown: dict[tuple[str, str], UnifiedRecord] = {}

    def teardown(self) -> None:
        if hasattr(self, "store"):
            self.store.close()

    @rule(items=reads, mode=st.sampled_from(["full", "delta"]), minutes=st.integers(-5, 60))
    def sync(self, items: list[ReadItem], mode: Any, minutes: int) -> None:
        self.moment += timedelta(minutes=minutes)
        self.store.sync(_Reader(items), mode=mode, models=[CANDIDATES])
        self.expected.read(items)

    @rule(items=reads)
    def sync_twice_over_unchanged_data(self, items: list[ReadItem]) -> None:
        settled = [item for item in items if not isinstance(item, Gone)]
        self.sync(settled, "full", 1)
        self._look()
        before = self.store.snapshot().records

        self.sync(settled, "full", 1)

        assert self.store.snapshot().records == before

    @rule(items=reads)
    def receive_webhook(self, items: list[ReadItem]) -> None:
        self.store.apply(items)
        self.expected.read(items)

    @rule(items=reads)
    def die(self, items: list[ReadItem]) -> None:
        before = self.store.snapshot().records
        with pytest.raises(VendorUnavailableError):
            self.store.sync(_Reader(items, dies=True), models=[CANDIDATES])

        assert self.store.snapshot().records == before

    @invariant()
    def show_what_the_rules_say(self) -> None:
        self._look()

    def _look(self) -> None:
        records = {
            self._key_of(record): record
            for model in self.store.snapshot().records.values()
            for record in model
        }
        assert records.keys() == self.expected.data.keys()
        assert self.store.cursors() == self.expected.cursors
        for key, record in records.items():
            given = self.expected.data[key]
            assert (record.remote_deleted_at is not None) == self.expected.deleted(key), key
            assert getattr(record, "remote_data", None) == getattr(given, "remote_data", None)
            self._compare_with_last_look(self.shown.get(key), record)
        self.shown = records

    @staticmethod
    def _compare_with_last_look(before: UnifiedRecord | None, now: UnifiedRecord) -> None:
        assert now.changed_at is not None
        if before is None or before.changed_at is None:
            return
        assert now.id == before.id
        if (before.remote_deleted_at is None) == (now.remote_deleted_at is None):
            assert now.remote_deleted_at == before.remote_deleted_at
            if _own_data(before) == _own_data(now):
                assert now.changed_at == before.changed_at
                return
        assert now.changed_at > before.changed_at

    def _key_of(self, record: UnifiedRecord) -> tuple[str, str]:
        return record.store_id, self.store.remote_id(record.store_id, str(record.id))


class _Reader:
    slug = "acme"

    def __init__(self, items: list[ReadItem], *, dies: bool = False) -> None:
        self.items, self.dies = items, dies

    def read(self, _request: object) -> Iterator[ReadItem]:
        yield from self.items
        if self.dies:
            raise VendorUnavailableError("acme is down")

    def act(self, _action: object) -> Any:
        raise AssertionError


TestHistories = Histories.TestCase
TestHistories.settings = settings(max_examples=40, stateful_step_count=12, deadline=None)
