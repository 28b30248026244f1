"""The pages of the site, one function per kind of page."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from assay.exhibit import Exhibit, Message
from assay.outcome import Note, Outcome
from assay.results import Conduct, Result
from assay_reports.proof import NOTES
from assay_reports.site import coverage, places
from assay_reports.site.coverage import Connector, Section, Subject, Tally
from assay_reports.site.rendering import render
from assay_reports.site.wording import GRADES, Sign, commands

Page = tuple[str, bytes]
_STEPS = 5
_WORTH_REPEATING = 4
_BESIDE = {"model": "request", "field": "request", "input": "answer"}
"""Kind of clause -> the side of an exchange that tells least of it."""
_CHAPTERS = (
    ("Models", "model"),
    ("Actions", "action"),
    ("Features", "feature"),
    ("Further rules", "behaviour"),
)


@dataclass(frozen=True, slots=True)
class Cell:
    """One connector in one subject of the heat map."""

    place: places.Place
    proven: int
    whole: int
    """How many fields or inputs there are at all; 0 where there are none to count."""
    is_bare: bool
    """Whether it is promised as a whole, without any of the fields or inputs that it has."""
    step: int
    """How deep the colour is, from 0 for nothing proven to 5."""
    exceptions: list[tuple[Sign, int]]
    open: int


@dataclass(frozen=True, slots=True)
class Row:
    """One subject in the heat map."""

    title: str
    place: places.Place
    cells: list[Cell | None]


def index(connectors: Sequence[Connector], subjects: Sequence[Subject]) -> Page:
    """All connectors at a glance."""
    rows = [_row(subject, connectors) for subject in subjects]
    by_kind = {
        kind: [row for row, subject in zip(rows, subjects, strict=True) if subject.kind == kind]
        for kind in ("model", "action", "feature")
    }
    every = [result for one in connectors for result in one.results.results]
    proven_by = coverage.grades_of(every)
    return render(
        "index.html.jinja",
        places.Place(places.INDEX),
        connectors=connectors,
        tally=Tally.of(every),
        proven_by=proven_by,
        graded=[(sign, dict(proven_by).get(sign, 0)) for sign in _grades(proven_by)],
        models=by_kind["model"],
        actions=by_kind["action"],
        features=by_kind["feature"],
        waivers=[waiver for one in connectors for waiver in one.results.waivers.get(one.slug, ())],
    )


def _grades(proven_by: Sequence[tuple[Sign, int]]) -> list[Sign]:
    """All grades, whether anything is proven by them or not, and unknown ones that occur."""
    return [*GRADES.values(), *(sign for sign, _ in proven_by if sign not in GRADES.values())]


def _row(subject: Subject, connectors: Sequence[Connector]) -> Row:
    cells = [_cell(subject, one.slug) if one.slug in subject.heads else None for one in connectors]
    return Row(subject.title, places.subject(subject.kind, subject.slug), cells)


def _cell(subject: Subject, connector: str) -> Cell:
    head, items = subject.heads[connector], subject.of(connector)
    tally = Tally.of([head, *items])
    return Cell(
        place=places.section(connector, subject.kind, subject.slug),
        proven=Tally.of(items or [head]).passed,
        whole=len(subject.items) if items else 0,
        is_bare=bool(subject.items) and not items,
        step=_step(subject.share(connector)) or int(head.outcome is Outcome.PASSED),
        exceptions=tally.exceptions,
        open=tally.open,
    )


def _step(share: float) -> int:
    """How deep the colour is: the deepest only for the whole, none only for nothing."""
    return max(int(_STEPS * share), 1) if share else 0


def connector(one: Connector) -> Page:
    """One connector, promise by promise."""
    sections = one.sections()
    chapters = [
        (title, f"{kind}s", [section for section in sections if section.kind == kind])
        for title, kind in _CHAPTERS
    ]
    return render(
        "connector.html.jinja",
        places.connector_page(one.slug),
        one=one,
        tally=one.tally,
        chapters=[chapter for chapter in chapters if chapter[2]],
        open_points=[result for result in one.results.results if coverage.is_open(result)],
        exempt=[result for result in one.results.results if result.outcome is Outcome.EXEMPT],
        numbers={name: number for number, (name, *_) in enumerate(one.register, start=1)},
        waivers=one.results.waivers.get(one.slug, ()),
        notes=_notes(one.results.notes),
    )


def _notes(notes: Sequence[Note]) -> list[tuple[str, list[Note]]]:
    by_kind: dict[str, list[Note]] = {}
    for note in notes:
        by_kind.setdefault(NOTES.get(note.kind, note.kind), []).append(note)
    return sorted(by_kind.items())


def subject(one: Subject, connectors: Sequence[Connector]) -> Page:
    """One model or action over all connectors."""
    return render(
        "subject.html.jinja",
        places.subject(one.kind, one.slug),
        subject=one,
        connectors=connectors,
        word="Models" if one.kind == "model" else "Actions",
        chapter_at=places.Place(places.INDEX, f"{one.kind}s"),
        words=_words(one, connectors),
        values=one.values(),
        differing=coverage.differences(connectors, one.title) if one.kind == "model" else [],
    )


def _words(one: Subject, connectors: Sequence[Connector]) -> list[tuple[str, list[tuple[str, str]]]]:
    """What contracts say about it in words of their own, and the facts behind exemptions: by field."""
    told = [
        (item, [(c.name, said) for c in connectors if (said := _said(offered.get(c.slug)))])
        for item, offered in [("", one.heads), *one.items.items()]
    ]
    return [(item, said) for item, said in told if said]


def _said(result: Result | None) -> str:
    return (result.fact or result.statement) if result else ""


def features(every: Sequence[Subject], connectors: Sequence[Connector]) -> Page:
    """All features over all connectors."""
    chosen = [one for one in every if one.kind == "feature"]
    return render(
        "features.html.jinja", places.Place(places.FEATURES), features=chosen, connectors=connectors
    )


def evidence(one: Connector, exhibits: Mapping[str, Exhibit]) -> Iterator[Page]:
    """The exchanges behind the promises of one connector, a page for each group."""
    groups: dict[str, list[Result]] = {}
    for result in one.results.results:
        groups.setdefault(places.evidence(result).page, []).append(result)
    owners = {
        places.evidence(result).page: section for section in one.sections() for result in section.all[:1]
    }
    conduct = _conduct(one.results.conduct)
    register = one.results.assumptions.get(one.slug, {})
    for page, results in groups.items():
        owner = owners.get(page)
        yield render(
            "evidence.html.jinja",
            places.Place(page),
            one=one,
            title=owner.title if owner else results[0].group,
            back_at=_back(one, owner),
            results=results,
            exhibits=exhibits,
            repeated=_repeated(results, exhibits),
            conduct=conduct,
            assumptions=_named(register, results),
            commands=commands(one.slug, results),
        )


def _conduct(conduct: Sequence[Conduct]) -> dict[str, dict[tuple[str, ...], list[str]]]:
    """Action -> what steps ask of the vendor, each way of asking once -> the steps that ask so."""
    found: dict[str, dict[tuple[str, ...], list[str]]] = {}
    for asked in conduct:
        step = f"{asked.scenario}: {asked.step}"
        found.setdefault(asked.clause, {}).setdefault(asked.requests, []).append(step)
    return found


def _repeated(
    results: Sequence[Result], exhibits: Mapping[str, Exhibit]
) -> dict[tuple[str, int, str], Result]:
    """Clause, scene and side of what stood on the page before -> the clause that it stood for.

    Of records that were read the answer tells, of inputs the request; only the other side is shortened.
    """
    first: dict[tuple[str, int, Message], Result] = {}
    again = {}
    for result in results:
        exhibit = exhibits.get(result.clause)
        for number, scene in enumerate(exhibit.scenes if exhibit else ()):
            for side, message in (("request", scene.request), ("answer", scene.response)):
                shown = first.setdefault((result.cassette, scene.interaction, message), result)
                is_long = len(message.lines) >= _WORTH_REPEATING
                if shown is not result and is_long and side == _BESIDE.get(result.kind):
                    again[result.clause, number, side] = shown
    return again


def _named(register: Mapping[str, str], results: Sequence[Result]) -> list[tuple[str, str]]:
    """The assumptions that any of the clauses rests on: id and statement."""
    names = sorted({name for result in results for name in result.assumptions})
    return [(name, register.get(name, "")) for name in names]


def _back(one: Connector, owner: Section | None) -> places.Place:
    if owner is None:
        return places.connector_page(one.slug)
    return places.section(one.slug, owner.kind, owner.slug)
