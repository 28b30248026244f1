"""The coverage page of one connector, as Markdown: what it covers, and how each point is proven."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from jinja2 import Template

from assay.outcome import Note, Outcome
from assay.results import Result, Results
from assay_reports.templates import markdown
from assay_reports.text import Markup, code, plain

_OUTCOMES = {
    Outcome.PASSED: "✓ proven",
    Outcome.EXEMPT: "· exempt",
    Outcome.UNPROVEN: "? **unproven**",
    Outcome.FAILED: "✗ **failed**",
    Outcome.ERRORED: "! **errored**",
}
_GRADES: dict[str, str] = {"live": "● live", "documented": "◐ documented", "sandbox": "○ sandbox"}
_SHOWN_INTERACTIONS = 4
_NOTES = {
    "drift": "The vendor answers more than was accepted",
    "difference": "Shown differently than in other connectors",
    "undeclared": "Covered without being promised",
    "enum-coverage": "Values that no evidence shows",
}


@dataclass(frozen=True, slots=True)
class Section:
    """A model, action or group of behaviours, with the clauses below it."""

    title: str
    head: Result | None
    members: list[Result] = field(default_factory=list)
    behaviours: list[Result] = field(default_factory=list)

    @property
    def share(self) -> str:
        """How many of the members hold: ``11 of 12``."""
        return f"{sum(_holds(member) for member in self.members)} of {len(self.members)}"


def connector_page(results: Results) -> str:
    """The page of one connector; the same results give the same page, byte for byte."""
    (connector,) = results.connectors
    register = results.assumptions.get(connector, {})
    by_group: dict[str, list[Result]] = {}
    for result in results.results:
        if result.kind == "behaviour":
            by_group.setdefault(result.group, []).append(result)
    page = _template().render(
        connector=connector,
        name=results.names.get(connector, connector),
        total=len(results.results),
        counts=[(_OUTCOMES[outcome], count) for outcome, count in _counts(results)],
        grades=_grades(results.results),
        dates=sorted({result.recorded_at[:10] for result in results.results if result.recorded_at}),
        holds=results.holds,
        models=_sections(results.results, "model", "field", by_group),
        actions=_sections(results.results, "action", "input", by_group),
        features=_features(results.results, by_group),
        rules=[Section(group, None, behaviours=told) for group, told in by_group.items()],
        open_points=[result for result in results.results if not _holds(result)],
        exempt=[result for result in results.results if result.outcome is Outcome.EXEMPT],
        assumptions=[(id_, said, _resting(results.results, id_)) for id_, said in sorted(register.items())],
        notes=_notes(results.notes),
    )
    return page.rstrip("\n") + "\n"


def _counts(results: Results) -> list[tuple[Outcome, int]]:
    """How many points have each outcome, the best first."""
    return [(Outcome(name), count) for name, count in reversed(results.counts().items()) if count]


def _holds(result: Result) -> bool:
    return result.outcome in (Outcome.PASSED, Outcome.EXEMPT)


def _sections(
    results: Iterable[Result], head: str, member: str, by_group: dict[str, list[Result]]
) -> list[Section]:
    """One section per title, with its behaviours, which are taken out of ``by_group``."""
    sections: dict[str, Section] = {}
    for result in results:
        if result.kind == head:
            told = by_group.pop(result.group, [])
            sections[result.group] = Section(result.group, result, behaviours=told)
        elif result.kind == member:
            sections[result.group].members.append(result)
    return list(sections.values())


def _features(results: Iterable[Result], by_group: dict[str, list[Result]]) -> list[Section]:
    return [
        Section(result.item, result, behaviours=by_group.pop(result.item, []))
        for result in results
        if result.kind == "feature"
    ]


def _grades(results: Iterable[Result]) -> list[tuple[str, int]]:
    origins = [result.origin for result in results if result.origin and _holds(result)]
    return [(_GRADES[origin], origins.count(origin)) for origin in _GRADES if origin in origins]


def _resting(results: Iterable[Result], assumption: str) -> list[str]:
    return [result.clause for result in results if assumption in result.assumptions]


def _notes(notes: Iterable[Note]) -> list[tuple[str, list[Note]]]:
    by_kind: dict[str, list[Note]] = {}
    for note in notes:
        by_kind.setdefault(_NOTES.get(note.kind, note.kind), []).append(note)
    return sorted(by_kind.items())


def _proof(result: Result) -> Markup:
    """Table cells: outcome, grade of the evidence, its date, where it is, assumptions it rests on."""
    grade = Markup(_GRADES.get(result.origin) or plain(result.origin) or "none")
    date = plain(result.recorded_at[:10])
    return Markup(" | ".join((_OUTCOMES[result.outcome], grade, date, _evidence(result), _marks(result))))


def _evidence(result: Result) -> Markup:
    """Cassette and interactions."""
    if not result.cassette:
        return Markup("")
    numbers = [f"#{index}" for index in result.interactions[:_SHOWN_INTERACTIONS]]
    more = len(result.interactions) - _SHOWN_INTERACTIONS
    numbers += [f"and {more} more"] if more > 0 else []
    return Markup(f"{code(result.cassette)} {', '.join(numbers)}".rstrip())


def _marks(result: Result) -> Markup:
    """Links to the assumptions that the clause rests on."""
    return Markup(" ".join(f"[{plain(id_)}](#{_anchor(id_)})" for id_ in result.assumptions))


def _anchor(assumption: str) -> Markup:
    return Markup("assumption-" + "".join(sign if sign.isalnum() else "-" for sign in assumption.lower()))


def _template() -> Template:
    environment = markdown().overlay()
    environment.filters = {
        **environment.filters,
        "anchor": _anchor,
        "evidence": _evidence,
        "outcome": lambda result: Markup(_OUTCOMES[result.outcome]),
        "proof": _proof,
    }
    return environment.get_template("connector_page.md.jinja")
