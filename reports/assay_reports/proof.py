"""How a proof is told in few words, the same on every page: outcome, grade of the evidence, dates."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assay.outcome import Outcome, worst
from assay.results import Result

SIGNS = {
    Outcome.PASSED: "✓",
    Outcome.EXEMPT: "·",
    Outcome.UNPROVEN: "?",
    Outcome.FAILED: "✗",
    Outcome.ERRORED: "!",
}
WORDS = {
    Outcome.PASSED: "proven",
    Outcome.EXEMPT: "exempt",
    Outcome.UNPROVEN: "unproven",
    Outcome.FAILED: "failed",
    Outcome.ERRORED: "errored",
}
GRADES = {"live": "●", "documented": "◐", "sandbox": "○"}
"""Grade of evidence -> its sign, the best first."""
MEANINGS = {
    "live": "Recorded from the vendor itself.",
    "documented": "Transcribed from the vendor's own documentation.",
    "sandbox": "Recorded from our model of the vendor: connector and model agree, not more.",
}
"""Grade of evidence -> what it proves."""
KINDS = {
    "model": "Models",
    "field": "Fields",
    "action": "Actions",
    "input": "Inputs",
    "feature": "Features",
    "behaviour": "Behaviours",
}
"""Kind of clause -> how several of it are called."""
NOTES = {
    "difference": "Shown differently than in other connectors",
    "drift": "The vendor answers more than was accepted",
    "enum-coverage": "Values that no evidence shows",
    "undeclared": "Covered without being promised",
}
"""Kind of note -> the heading above notes of it."""
_LONGEST_UNION = 2
_ITEM = re.compile(r"\[[0-9]+\]")


@dataclass(frozen=True, slots=True)
class Share:
    """How many of some promises are proven; those that the vendor cannot supply are counted apart."""

    passed: int
    exempt: int
    total: int

    @classmethod
    def of(cls, results: Sequence[Result]) -> "Share":
        """Of these results."""
        outcomes = [one.outcome for one in results]
        return cls(outcomes.count(Outcome.PASSED), outcomes.count(Outcome.EXEMPT), len(outcomes))

    def __str__(self) -> str:
        """``11 of 11 (+ 1 exempt)``."""
        apart = f" (+ {self.exempt} exempt)" if self.exempt else ""
        return f"{self.passed} of {self.total - self.exempt}{apart}"


def holds(result: Result) -> bool:
    """Whether nothing is left to do for this promise."""
    return result.outcome in (Outcome.PASSED, Outcome.EXEMPT)


def open_points(results: Iterable[Result]) -> list[Result]:
    """What does not hold."""
    return [one for one in results if not holds(one)]


def sign_of(results: Iterable[Result]) -> str:
    """The sign of the worst outcome; exempt promises beside proven ones do not show."""
    found = worst([one.outcome for one in results])
    return SIGNS[Outcome.PASSED if found is Outcome.EXEMPT else found]


def grades_of(results: Iterable[Result]) -> list[str]:
    """Grades of the evidence, the best first; a grade that we do not know comes last."""
    found = {one.origin for one in results if one.origin}
    return [*(grade for grade in GRADES if grade in found), *sorted(found - set(GRADES))]


def weakest(results: Iterable[Result]) -> str:
    """The sign of the lowest grade that the evidence of these has; empty without evidence."""
    grades = grades_of(results)
    return GRADES.get(grades[-1], "") if grades else ""


def days_of(results: Iterable[Result]) -> tuple[str, ...]:
    """First and last day on which the evidence was recorded; one when they are the same, none without."""
    days = sorted({one.recorded_at[:10] for one in results if one.recorded_at})
    return tuple(dict.fromkeys([days[0], days[-1]])) if days else ()


def evidence_of(results: Sequence[Result]) -> str:
    """``live, sandbox, 2026-06-15 to 2026-07-01``."""
    days = " to ".join(days_of(results))
    return ", ".join(filter(None, (*grades_of(results), days))) or "none"


def place_of(result: Result) -> str:
    """The scenario whose recording decides; its connector is known from around it."""
    return result.cassette.removeprefix(f"{result.connector}/")


def anywhere(path: str) -> str:
    """A path whichever items of lists it leads through: ``results[].title``."""
    return _ITEM.sub("[]", path)


def type_of(result: Result) -> str:
    """What a field or input holds; of one that may hold many kinds of objects only that it is an object."""
    return "object" if result.type.count(" or ") >= _LONGEST_UNION else result.type
