"""Scenarios: named pieces of unified work, written once, recorded once, replayed ever after.

A scenario is a function of one argument, its :class:`Stage`. The same function runs while recording
(over a real socket to a sandbox or the vendor) and while certifying (on the cassette), so it may use
nothing but the stage, and everything on the stage is deterministic in replay.

Proofs are functions of a :class:`~assay.evidence.Trace`: they look at one played scenario and either
return a :class:`Shown` (which interactions show the clause to hold) or raise :class:`NotShown`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, Protocol

from assay.connector import (
    ActionResult,
    Guide,
    PassthroughResponse,
    ScopeReport,
    Subscriptions,
    Trigger,
)
from assay.evidence import Played, Snapshot, Trace
from assay.truth import Truth


class Stage(Protocol):
    """What a scenario may do. Every method is a step of the trace and takes the step's name first."""

    def connect(self, credential: str = "full", **settings: Any) -> None:
        """Choose credential (by its name in the contract) and settings for the steps that follow."""

    def sync(
        self,
        name: str,
        *,
        mode: Literal["full", "delta"] = "full",
        models: tuple[str, ...] = (),
        trigger: Trigger = "person",
        budget: int | None = None,
        fails: bool = False,
        meanwhile: str | None = None,
    ) -> Snapshot:
        """Read into the data set; without ``models``, all that the contract declares.

        ``budget``, here and below: exactly so many calls that cost money, where the vendor charges for them.
        ``meanwhile`` names a step in which the same is asked for again while it is under way; that it is
        refused is for proofs to say.
        """

    def act(
        self,
        name: str,
        operation: str,
        inputs: Mapping[str, Any],
        *,
        fails: bool = False,
        budget: int | None = None,
    ) -> ActionResult | None:
        """Perform a unified action; with ``fails`` an error is expected and recorded in the step."""

    def probe(self, name: str, what: Literal["scopes", "models", "fields", "connection"]) -> ScopeReport:
        """Run a scope, per-model or per-field test, or check what the customer entered."""

    def guide(self, name: str) -> Guide:
        """Take the connection guide, as a person who connects would see it."""

    def passthrough(
        self, name: str, method: str, path: str, *, budget: int | None = None, **call: Any
    ) -> PassthroughResponse:
        """Forward a call in the vendor's words; ``call`` as in PassthroughRequest."""

    def refused_passthrough(self, name: str, method: str, path: str, **call: Any) -> None:
        """Ask for a call that must not be forwarded; its refusal is recorded in the step."""

    def subscribe(self, name: str) -> Subscriptions:
        """Set up webhooks to the scenario's receiver; pings that arrive are played as deliveries."""

    def unsubscribe(self, name: str) -> None:
        """Remove the subscriptions made by :meth:`subscribe`."""

    def receive(self, name: str, *, budget: int | None = None) -> Snapshot:
        """Hand every delivery that arrived since the last call to the connector, and store the result."""

    def answering(self, status: int) -> None:
        """From now on our receiver answers webhooks with this status instead of 200; no step."""

    def forge(self, name: str, *, body: bytes, headers: Mapping[str, str]) -> None:
        """Hand the connector a delivery that the vendor never sent; its refusal is recorded in the step."""

    def vendor(self, name: str, event: str, /, **parameters: Any) -> Mapping[str, Any]:
        """Something happens on the vendor's side (a recruiter clicks, a record is merged).

        Done through the sandbox's control interface while recording; its answer is kept in the
        cassette header, so replay returns the same. Against a live vendor a person must do it.
        """

    def later(self, **timedelta_arguments: float) -> None:
        """Let time pass for connector, store and sandbox."""

    def snapshot(self) -> Snapshot:
        """The data set as it is now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Credential:
    """A credential that scenarios name: invented values, and what a sandbox shall grant it."""

    values: Mapping[str, str]
    grants: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """A scenario and what it needs. ``name`` is the stem of its cassette."""

    name: str
    run: Callable[[Stage], None]
    world: Literal["full", "core"] = "core"
    """``full``: the whole company; ``core``: its small closed subset, for cassettes people can read."""
    faults: Mapping[str, Any]
    """Switches of the sandbox, on from the start."""
    summary: str = ""


class NotShown(AssertionError):  # noqa: N818 -- reads as a sentence in proofs: raise NotShown(...)
    """The evidence does not show the clause: it shows the opposite, or too little.

    Args:
        message: what was expected and what was found.
        played: the exchanges that show it.
        unproven: True when there was too little to tell, so that nothing speaks against the clause.
    """

    def __init__(self, message: str, *played: Played, unproven: bool = False, path: str = "") -> None:
        super().__init__(message)
        self.played = played
        self.unproven = unproven
        self.path = path


@dataclass(frozen=True, slots=True)
class Shown:
    """The evidence shows the clause."""

    message: str
    played: tuple[Played, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """How one clause that needs its own argument is shown."""

    clause: str
    """Clause id without the connector: ``behaviour/candidates/id-changes-on-merge``, ``feature/roles``."""
    scenario: str
    show: Callable[[Trace], Shown]


View = Callable[[Truth], Truth]
"""The company as one vendor can hold it: which records it has, and when it shows a value at all.

What a vendor says instead of single values is data, in the contract (``renders``). Stated from the
sheet alone; a sandbox must come to the same by its own way.
"""


@dataclass(frozen=True, slots=True)
class Todo:
    """What to write next for clauses that are unproven, and where; a person reads it."""

    clauses: str
    """Pattern of clause ids without the connector: ``field/tags/*``."""
    text: str


class Register:
    """Scenarios and proofs of one vendor; each ``assay_contracts.<slug>`` package has one, ``REGISTER``."""

    def __init__(self) -> None:
        self.credentials: dict[str, Credential] = {}
        self.scenarios: dict[str, Scenario] = {}
        self.proofs: list[Proof] = []
        self.views: list[View] = []
        self.todos: list[Todo] = []

    def credential(self, name: str, values: Mapping[str, str], **grants: Any) -> None:
        """Name a credential; ``grants`` tell a sandbox what it may do, ``unknown=True`` to refuse it."""
        self.credentials[name] = Credential(values=values, grants=grants)

    def scenario(
        self, name: str, *, world: Literal["full", "core"] = "core", faults: Mapping[str, Any] | None = None
    ) -> Callable[[Callable[[Stage], None]], Callable[[Stage], None]]:
        """Register the decorated function as a scenario; its docstring is the summary."""

        def register(run: Callable[[Stage], None]) -> Callable[[Stage], None]:
            if name in self.scenarios:
                raise ValueError(f"two scenarios are called {name!r}")
            summary = (run.__doc__ or "").strip().split("\n")[0]
            self.scenarios[name] = Scenario(
                name=name, run=run, world=world, faults=faults or {}, summary=summary
            )
            return run

        return register

    def sees(self, view: View) -> View:
        """Register what of the company this vendor can hold; views are applied in that order."""
        self.views.append(view)
        return view

    def todo(self, clauses: str, text: str) -> None:
        """Say what to write next, and where, for unproven clauses of that pattern; the first fit counts."""
        self.todos.append(Todo(clauses, text))

    def proves(
        self, *clauses: str, scenario: str
    ) -> Callable[[Callable[[Trace], Shown]], Callable[[Trace], Shown]]:
        """Register the decorated function as the proof of these clauses."""

        def register(show: Callable[[Trace], Shown]) -> Callable[[Trace], Shown]:
            self.proofs.extend(Proof(clause=clause, scenario=scenario, show=show) for clause in clauses)
            return show

        return register


def expect(holds: object, message: str, *played: Played, path: str = "") -> None:
    """In a proof: go on when it holds, else say what was expected and what was found."""
    if not holds:
        raise NotShown(message, *played, path=path)
