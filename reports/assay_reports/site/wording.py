"""Words and signs that the site shows for outcomes, grades of evidence, rules and commands."""

import re
import shlex
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from markupsafe import Markup, escape

from assay.outcome import Outcome
from assay.results import Result
from assay_reports.proof import MEANINGS
from assay_reports.text import printable


@dataclass(frozen=True, slots=True)
class Sign:
    """How something is shown: never by colour alone."""

    key: str
    """Ours, for style and script."""
    word: str
    glyph: str = ""
    meaning: str = ""


OUTCOMES = {
    Outcome.PASSED: Sign("passed", "proven", "✓", "The evidence shows that the promise holds."),
    Outcome.EXEMPT: Sign(
        "exempt", "exempt", "\N{CIRCLED DIVISION SLASH}", "The vendor cannot supply it; the fact is named."
    ),
    Outcome.UNPROVEN: Sign(
        "unproven", "unproven", "?", "Nothing speaks against it, but the evidence is too thin."
    ),
    Outcome.FAILED: Sign("failed", "failed", "✗", "The evidence shows that it does not hold."),
    Outcome.ERRORED: Sign("errored", "errored", "!", "A check crashed, so nobody can tell."),
}
GRADES = {grade: Sign(grade, grade, meaning=meaning) for grade, meaning in MEANINGS.items()}
_RULE = re.compile(
    r"given (?P<given>.+?), (?:when (?P<when>.+?), )?then (?P<then>.+)", re.DOTALL | re.IGNORECASE
)
_SELECTS = re.compile(r"[\w:+\-.\[\]\\/]+", re.ASCII)
_DIRECTION = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def shown(value: object) -> object:
    """What templates print for a value: without characters that turn text around or that no page holds."""
    if type(value) is not str:
        return value
    return _DIRECTION.sub(lambda sign: f"[U+{ord(sign[0]):04X}]", printable(value))


def verbatim(text: str) -> Markup:
    """Text between tags as it is; quotes, of which JSON is full, need no escape there."""
    return Markup(str(escape(shown(text))).replace("&#34;", '"').replace("&#39;", "'"))  # noqa: S704 -- escaped


def grade(origin: str) -> Sign:
    """The sign of a grade; an unknown one is shown by its own word."""
    return GRADES.get(origin) or Sign("other" if origin else "none", origin or "no evidence")


def steps_of(statement: str) -> list[tuple[str, str]]:
    """Given, when and then of a rule; a statement in other words is one part without a name."""
    rule = _RULE.fullmatch(statement.strip())
    if rule is None:
        return [("", statement)] if statement else []
    return [(name.capitalize(), text) for name, text in rule.groupdict().items() if text]


def name_of(result: Result) -> str:
    """What a clause is called: a rule by the words of its id, everything else as the page spells it."""
    if result.kind == "behaviour":
        words = result.item.replace("-", " ")
        return words[:1].upper() + words[1:]
    return result.item or result.group


def ranges(numbers: Iterable[int]) -> str:
    """Positions in a cassette: ``#3`` or ``#1, #4 to #6``, with a dash."""
    ordered = sorted(set(numbers))
    breaks = [(before, after) for before, after in pairwise(ordered) if after != before + 1]
    starts = [*ordered[:1], *(after for _, after in breaks)]
    ends = [*(before for before, _ in breaks), *ordered[-1:]]
    return ", ".join(
        f"#{first}" if first == last else f"#{first}\N{EN DASH}#{last}"
        for first, last in zip(starts, ends, strict=True)
    )


def command(result: Result) -> str:
    """What to run for the same verdict on one clause, ready for a shell."""
    connector = shlex.quote(result.connector)
    if _SELECTS.fullmatch(result.clause):
        return f"pytest --assay {connector} -k {shlex.quote(result.clause)}"
    return f"assay certify {connector}"


def commands(connector: str, results: Iterable[Result]) -> list[tuple[str, str]]:
    """What to run for all of a connector, and to record anew what some of its clauses rest on."""
    name = shlex.quote(connector)
    recorded = sorted({(one.cassette.partition("/")[2], one.origin) for one in results if one.cassette})
    return [
        ("Certify the connector", f"assay certify {name}"),
        *(
            (
                f"Record {scenario} anew",
                f"assay record {name} {shlex.quote(scenario)} --against {_against(origin)}",
            )
            for scenario, origin in recorded
        ),
    ]


def _against(origin: str) -> str:
    return "live" if origin == "live" else "sandbox"
