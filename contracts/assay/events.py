"""What the engine says while it works. It knows no listener; terminals and files subscribe."""

from collections.abc import Callable
from dataclasses import dataclass

from assay.results import Results


@dataclass(frozen=True, slots=True)
class CertificationStarted:
    """Work on a connector began."""

    connector: str
    scenarios: int


@dataclass(frozen=True, slots=True)
class ScenarioPlayed:
    """A scenario was played to its end, or to where it failed."""

    connector: str
    scenario: str
    exchanges: int
    error: str = ""


@dataclass(frozen=True, slots=True)
class CheckFinished:
    """A check has said all it has to say."""

    connector: str
    check: str


@dataclass(frozen=True, slots=True)
class CertificationFinished:
    """Every clause of a connector has its verdict."""

    connector: str
    results: Results


Event = CertificationStarted | ScenarioPlayed | CheckFinished | CertificationFinished
Listener = Callable[[Event], None]


def nobody(_: Event) -> None:
    """A listener that does not listen."""
