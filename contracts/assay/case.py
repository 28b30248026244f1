"""The case of one connector: what is promised, what was seen, what is true. Checks get nothing else."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from assay.contract.clauses import Clause, Kind, clause_id
from assay.contract.model import Contract
from assay.evidence import Snapshot, Step, Trace
from assay.scenario import Proof
from assay.truth import Pairing, Truth
from assay.unified.base import UnifiedRecord
from assay.unified.catalogue import MODEL_TITLES

FULL_SYNC = "full-sync"
"""The scenario that reads everything; models and fields are decided on it."""


@dataclass(frozen=True, kw_only=True)
class Case:
    """Everything a check may look at."""

    contract: Contract
    clauses: tuple[Clause, ...]
    traces: Mapping[str, Trace]
    """Scenario -> how it was played."""
    proofs: tuple[Proof, ...] = ()
    truth: Truth | None = None
    shapes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Accepted shapes of the vendor's answers; see :mod:`assay.drift`."""
    perturbed: tuple[Snapshot, ...] = ()
    """The full sync over payloads in which values were changed; one snapshot per set of changes."""
    recut: Mapping[int, Trace] = field(default_factory=dict)
    """Page size -> the full sync over the same records in pages of that size."""

    @property
    def slug(self) -> str:
        """The connector."""
        return self.contract.connector

    @property
    def map_keys(self) -> frozenset[str]:
        """Keys of the vendor below which names are data, not shape."""
        return frozenset(self.contract.wire.map_keys) if self.contract.wire else frozenset()

    @cached_property
    def ids(self) -> frozenset[str]:
        """Ids of all clauses."""
        return frozenset(clause.id for clause in self.clauses)

    def clause(self, kind: Kind, group: str, item: str = "") -> str:
        """Id of a clause of this connector."""
        return clause_id(self.slug, kind, group, item)

    def of_kind(self, kind: Kind) -> Iterator[Clause]:
        """Clauses of one kind that are not exempt."""
        return (clause for clause in self.clauses if clause.kind == kind and clause.exempt is None)

    @property
    def full_sync(self) -> Trace | None:
        """The trace of the full sync, if the scenario was recorded."""
        return self.traces.get(FULL_SYNC)

    @cached_property
    def snapshot(self) -> Snapshot | None:
        """The data set after the full sync."""
        steps = [step for step in self.full_sync.steps if step.snapshot is not None] if self.full_sync else []
        return steps[-1].snapshot if steps else None

    @cached_property
    def pairing(self) -> Pairing | None:
        """The full sync's records paired with the truth."""
        return Pairing(self.truth, self.snapshot) if self.truth and self.snapshot else None

    def records(self, title: str) -> tuple[UnifiedRecord, ...]:
        """Records of a model, by published title, that exist after the full sync."""
        return self.snapshot.of(MODEL_TITLES[title].store_id, deleted=False) if self.snapshot else ()

    def where(self, model: str, record: UnifiedRecord | None) -> tuple[int, ...]:
        """The interactions of the full sync in which the vendor gave this record."""
        if record is None:
            return ()
        remote_ids = self._remote_ids(record)
        found = [self._first_seen[text] for text in remote_ids if text in self._first_seen]
        return tuple(sorted(set(found)))

    def _remote_ids(self, record: UnifiedRecord) -> list[str]:
        remote_id = getattr(record, "remote_id", None)
        if remote_id is not None:
            return [remote_id, *remote_id.split(":")]
        parents = [getattr(record, field) for field in record.join_key]
        return [self._remote_id_of[parent] for parent in parents if parent in self._remote_id_of]

    @cached_property
    def _remote_id_of(self) -> dict[str, str]:
        if self.snapshot is None:
            return {}
        return {
            record.id: record.remote_id
            for records in self.snapshot.records.values()
            for record in records
            if record.id and getattr(record, "remote_id", None)
        }

    @cached_property
    def _first_seen(self) -> dict[str, int]:
        seen: dict[str, int] = {}
        for step in self.full_sync.steps if self.full_sync else ():
            for played in step.played:
                for text in _short_texts(played.exchange.response.json):
                    seen.setdefault(text, played.index)
        return seen

    def steps(self) -> Iterator[tuple[Trace, Step]]:
        """Every step of every scenario."""
        for trace in self.traces.values():
            for step in trace.steps:
                yield trace, step


def _short_texts(node: Any) -> Iterator[str]:
    if isinstance(node, str):
        if len(node) <= 64:  # noqa: PLR2004 -- longer texts are no identifiers
            yield node
    elif isinstance(node, dict):
        for value in node.values():
            yield from _short_texts(value)
    elif isinstance(node, list):
        for value in node:
            yield from _short_texts(value)
