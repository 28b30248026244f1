"""The case of one connector: what is promised, what was seen, what is true. Checks get nothing else."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from assay.contract.clauses import Clause, Kind, clause_id
from assay.contract.model import Contract
from assay.evidence import Snapshot, Step, Trace
from assay.lineage import Lineage
from assay.scenario import Proof, Todo
from assay.truth import Pairing, Truth
from assay.unified.base import UnifiedRecord
from assay.unified.catalogue import MODEL_TITLES

CORE_SYNC = "core-sync"
"""The same over the small world, if it was recorded: cheaper to play in many variations."""
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
    todos: tuple[Todo, ...] = ()
    """What to write next for unproven clauses; decides nothing."""
    truth: Truth | None = None
    company: Truth | None = None
    """The same company without regard to the vendor: the measure that all connectors have in common."""
    shapes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Accepted shapes of the vendor's answers, if any; see :mod:`assay.drift`."""
    varied: Trace | None = None
    """The sync whose traffic was changed; None = the full sync."""
    perturbed: tuple[Snapshot, ...] = ()
    """Its data set over payloads in which values were changed; one for each set of changes."""
    recut: Mapping[int, Trace] = field(default_factory=dict)
    """Page size -> the varied sync over the same records in pages of that size."""

    @property
    def slug(self) -> str:
        """The connector."""
        return self.contract.connector

    @cached_property
    def ids(self) -> frozenset[str]:
        """Ids of all clauses."""
        return frozenset(clause.id for clause in self.clauses)

    def clause(self, kind: Kind, group: str, item: str = "") -> str:
        """Id of a clause of this connector."""
        return clause_id(self.slug, kind, group, item)

    def exempted(self) -> Iterator[Clause]:
        """Clauses that the contract exempts."""
        return (clause for clause in self.clauses if clause.exempt is not None)

    def of_kind(self, kind: Kind) -> Iterator[Clause]:
        """Clauses of one kind that are not exempt."""
        return (clause for clause in self.clauses if clause.kind == kind and clause.exempt is None)

    @property
    def full_sync(self) -> Trace | None:
        """The trace of the full sync, if the scenario was recorded."""
        return self.traces.get(FULL_SYNC)

    @cached_property
    def before_changes(self) -> Snapshot | None:
        """What the sync whose payloads were changed gave before."""
        return self.varied.last_snapshot if self.varied is not None else self.snapshot

    @cached_property
    def snapshot(self) -> Snapshot | None:
        """The data set after the full sync."""
        return self.full_sync.last_snapshot if self.full_sync is not None else None

    @cached_property
    def lineage(self) -> Lineage:
        """Where the values of the full sync stand in the vendor's answers."""
        changed = self.perturbed[0] if self.perturbed else None
        return Lineage(self.full_sync, self.varied, changed, self.contract.wire)

    @cached_property
    def pairing(self) -> Pairing | None:
        """The full sync's records paired with the truth."""
        return Pairing(self.truth, self.snapshot) if self.truth and self.snapshot else None

    def records(self, title: str) -> tuple[UnifiedRecord, ...]:
        """Records of a model, by published title, that exist after the full sync."""
        return self.snapshot.of(MODEL_TITLES[title].store_id, deleted=False) if self.snapshot else ()

    def where(self, record: UnifiedRecord | None) -> tuple[int, ...]:
        """The interactions of the full sync in which the vendor gave this record."""
        if record is None:
            return ()
        found = {self._seen(text) for text in self._remote_ids(record)} - {None}
        return tuple(sorted(index for index in found if index is not None))

    def remote_id(self, unified_id: str | None) -> str | None:
        """The vendor's id behind a unified id of the full sync; None for join rows and for strangers."""
        return self._remote_id_of.get(unified_id) if unified_id else None

    def _seen(self, text: str) -> int | None:
        as_key, anywhere = self._first_seen
        return as_key.get(text, anywhere.get(text))

    def _remote_ids(self, record: UnifiedRecord) -> list[str]:
        remote_id = getattr(record, "remote_id", None)
        if remote_id is not None:
            return [remote_id] if self._seen(remote_id) is not None else remote_id.split(":")
        parents = (self.remote_id(getattr(record, name)) for name in record.join_key)
        return [parent for parent in parents if parent is not None]

    @cached_property
    def _remote_id_of(self) -> dict[str, str]:
        if self.snapshot is None:
            return {}
        return {
            record.id: remote_id
            for records in self.snapshot.records.values()
            for record in records
            if record.id and (remote_id := getattr(record, "remote_id", None))
        }

    @cached_property
    def _first_seen(self) -> tuple[dict[str, int], dict[str, int]]:
        """Text -> interaction in which it first stood under the vendor's key, and anywhere at all."""
        key = self.contract.wire.key if self.contract.wire else None
        as_key: dict[str, int] = {}
        anywhere: dict[str, int] = {}
        for step in self.full_sync.steps if self.full_sync else ():
            for played in step.played:
                for name, text in played.exchange.response.short_texts:
                    anywhere.setdefault(text, played.index)
                    if name == key:
                        as_key.setdefault(text, played.index)
        return as_key, anywhere

    def steps(self) -> Iterator[tuple[Trace, Step]]:
        """Every step of every scenario."""
        for trace in self.traces.values():
            for step in trace.steps:
                yield trace, step
