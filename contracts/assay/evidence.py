"""What checks look at: traces of scenarios, as plain values.

A :class:`Trace` is what happened when one scenario was played on its cassette: the steps a user of
the connector would see, and the exchanges on the wire during each of them. Checks are pure
functions over this; nothing here performs I/O.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from assay.connector import (
    ActionResult,
    Delivery,
    Guide,
    PassthroughResponse,
    ScopeReport,
    Subscriptions,
)
from assay.contract.paths import matches
from assay.errors import AssayError
from assay.unified.records import UnifiedRecord
from assay.wire.exchange import Exchange, Played

__all__ = ["Played", "Snapshot", "Step", "StepKind", "Trace"]

StepKind = Literal["sync", "action", "probe", "passthrough", "subscribe", "webhook", "vendor", "guide"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """The unified data set at one moment: store id -> stored records."""

    records: Mapping[str, tuple[UnifiedRecord, ...]]
    at: datetime

    def of(self, model: str, *, deleted: bool = True) -> tuple[UnifiedRecord, ...]:
        """Records of a model, by default with those marked deleted."""
        rows = self.records.get(model, ())
        return rows if deleted else tuple(row for row in rows if row.remote_deleted_at is None)

    def by_remote_id(self, model: str, remote_id: str) -> UnifiedRecord | None:
        """The record with that vendor id, if there is one."""
        return next((r for r in self.of(model) if getattr(r, "remote_id", None) == remote_id), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One thing a scenario did through the connector, with everything it caused on the wire."""

    number: int
    name: str
    """Given by the scenario, unique in it, e.g. ``reject with reason``."""
    kind: StepKind
    played: tuple[Played, ...] = ()
    attempted: tuple[Exchange, ...] = ()
    """Requests that the recording did not hold; their responses are empty."""
    connection: str = "full"
    """Name of the credential used."""
    inputs: Mapping[str, Any] = field(default_factory=dict)
    """Of an action: unified inputs as given, plain JSON; of a vendor event: its parameters."""
    happened: Mapping[str, Any] = field(default_factory=dict)
    """Of a vendor event: what it gave back, e.g. the ids of what came to be."""
    action: str | None = None
    """Operation name, e.g. ``create_candidate``."""
    result: ActionResult | None = None
    scopes: ScopeReport | None = None
    subscriptions: Subscriptions | None = None
    passthrough: PassthroughResponse | None = None
    guide: Guide | None = None
    delivery: Delivery | None = None
    mode: str | None = None
    """Of a sync: full or delta."""
    billed: Mapping[str, int] | None = None
    """Calls that cost money, as the connector counted them, by endpoint; None where calls are free."""
    budget: int | None = None
    """How many calls that cost money the scenario allows the step."""
    skipped: tuple[str, ...] = ()
    """Of a sync: what was left out, with the reason."""
    notices: tuple[str, ...] = ()
    """Of a sync: what the customer was told although everything was read."""
    duplicates: tuple[str, ...] = ()
    """Of a sync: keys that came twice with different data, ``ats_jobs 4711``."""
    unidentified: tuple[str, ...] = ()
    """Of a sync: models of which rows came without a key, with their number, ``ats_jobs 3``."""
    snapshot: Snapshot | None = None
    """The data set afterwards."""
    error: AssayError | None = None
    """What was raised, if the step failed."""
    settings: Mapping[str, Any] = field(default_factory=dict)
    """Settings of the connection, as far as they differ from the defaults."""

    def sent(self, path: str) -> tuple[Played, ...]:
        """Exchanges of this step whose URL path is ``path``, in which ``*`` is any segment."""
        return tuple(played for played in self.played if matches(path, played.exchange.request.path))


@dataclass(frozen=True, slots=True, kw_only=True)
class Trace:
    """A scenario as played on one cassette."""

    connector: str
    scenario: str
    origin: str
    recorded_at: str
    """ISO date of the recording."""
    steps: tuple[Step, ...]
    exchanges: Sequence[Exchange]
    """The whole cassette."""
    unplayed: tuple[int, ...] = ()
    """Recorded interactions that nothing asked for."""
    error: AssayError | None = None
    """What ended the scenario early, if anything did."""

    def step(self, name: str) -> Step:
        """The step of that name; raises KeyError when the scenario ended before it."""
        for step in self.steps:
            if step.name == name:
                return step
        raise KeyError(name)

    def after(self, name: str) -> Snapshot:
        """The data set after the step of that name; raises KeyError when it left none."""
        snapshot = self.step(name).snapshot
        if snapshot is None:
            raise KeyError(f"{name} (no data set after it)")
        return snapshot

    @property
    def last_snapshot(self) -> Snapshot | None:
        """The data set as the scenario left it, if it ever read."""
        return next((step.snapshot for step in reversed(self.steps) if step.snapshot is not None), None)
