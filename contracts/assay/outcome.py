"""Outcomes, findings and their roll-up. A finding is a fact about a subject, not an exception."""

from dataclasses import dataclass, field
from enum import StrEnum


class Outcome(StrEnum):
    """Verdict on a clause, worst first; the order is the roll-up."""

    ERRORED = "errored"
    FAILED = "failed"
    UNPROVEN = "unproven"
    EXEMPT = "exempt"
    PASSED = "passed"


def worst(outcomes: "list[Outcome]") -> Outcome:
    """The first of the worst-first list that occurs; without any evidence a clause is unproven."""
    for outcome in Outcome:
        if outcome in outcomes:
            return outcome
    return Outcome.UNPROVEN


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One statement of one check about one clause."""

    clause: str
    """Full clause id, ``ashby/field/jobs/job_code``."""
    outcome: Outcome
    message: str
    check: str = ""
    """Id of the check that says so; set by the engine."""
    scenario: str | None = None
    """Names the cassette."""
    interactions: tuple[int, ...] = field(default_factory=tuple)
    """Positions in the cassette, from 0, of the exchanges that show it."""
    path: str = ""
    """Where in those exchanges or in the record, e.g. ``results[0].title``."""
    vendor_path: str = ""
    """Of a value read: where in the answer it was found, ``results[3].customRequisitionId``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """Something worth reading that decides no clause: drift, undeclared coverage."""

    kind: str
    connector: str
    subject: str
    message: str
    scenario: str | None = None
    interactions: tuple[int, ...] = field(default_factory=tuple)
