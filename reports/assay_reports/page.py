"""The coverage page of one connector, as Markdown: what it covers, and how each point is proven."""

from collections.abc import Iterable
from functools import cache

from jinja2 import Template

from assay.outcome import Note, Outcome
from assay.results import Result, Results
from assay_reports.proof import (
    GRADES,
    MEANINGS,
    NOTES,
    SIGNS,
    WORDS,
    anywhere,
    days_of,
    grades_of,
    holds,
    open_points,
    place_of,
    type_of,
)
from assay_reports.structure import told
from assay_reports.templates import markdown
from assay_reports.text import Markup, code, plain

_SHOWN_INTERACTIONS = 4
_SHOWN_VALUES = 12
_SHOWN_REQUESTS = 12


def connector_page(results: Results) -> str:
    """The page of one connector; the same results give the same page, byte for byte."""
    parts = told(results)
    register = results.assumptions.get(parts.slug, {})
    page = _template().render(
        told=parts,
        total=len(results.results),
        counts=[(_outcome(outcome), count) for outcome, count in _counts(results)],
        meanings=[(f"{GRADES[grade]} {grade}", meaning) for grade, meaning in MEANINGS.items()],
        grades=_grades(results.results),
        days=days_of(results.results),
        holds=results.holds,
        open_points=open_points(results.results),
        exempt=[result for result in results.results if result.outcome is Outcome.EXEMPT],
        assumptions=[(id_, said, _resting(results.results, id_)) for id_, said in sorted(register.items())],
        waivers=results.waivers.get(parts.slug, ()),
        notes=_notes(results.notes),
    )
    return page.rstrip("\n") + "\n"


def anchor_of(clause: str) -> Markup:
    """Where a model, action or feature stands on its page: ``ashby/model/jobs`` is at ``model-jobs``."""
    return _anchor("-".join(clause.split("/")[1:]))


def _counts(results: Results) -> list[tuple[Outcome, int]]:
    """How many points have each outcome, the best first."""
    return [(Outcome(name), count) for name, count in reversed(results.counts().items()) if count]


def _grades(results: tuple[Result, ...]) -> list[tuple[str, int]]:
    origins = [result.origin for result in results if holds(result)]
    return [(_grade(grade), origins.count(grade)) for grade in grades_of(results) if grade in origins]


def _grade(grade: str) -> Markup:
    return Markup(f"{GRADES.get(grade, '')} {plain(grade)}".strip())


def _outcome(outcome: Outcome) -> Markup:
    loud = outcome not in (Outcome.PASSED, Outcome.EXEMPT)
    return Markup(f"{SIGNS[outcome]} {f'**{WORDS[outcome]}**' if loud else WORDS[outcome]}")


def _resting(results: Iterable[Result], assumption: str) -> list[str]:
    return [result.clause for result in results if assumption in result.assumptions]


def _notes(notes: Iterable[Note]) -> list[tuple[str, list[Note]]]:
    by_kind: dict[str, list[Note]] = {}
    for note in notes:
        by_kind.setdefault(NOTES.get(note.kind, note.kind), []).append(note)
    return sorted(by_kind.items())


def _proof(result: Result) -> Markup:
    """Two table cells: outcome, grade and date of the evidence; where the evidence is."""
    told_ = [_outcome(result.outcome), _grade(result.origin), plain(result.recorded_at[:10])]
    return Markup(f"{' '.join(filter(None, told_))} | {_evidence(result)}")


def _evidence(result: Result) -> Markup:
    """Recording and interactions."""
    if not result.cassette:
        return Markup("")
    numbers = [f"#{index}" for index in result.interactions[:_SHOWN_INTERACTIONS]]
    more = len(result.interactions) - _SHOWN_INTERACTIONS
    numbers += [f"and {more} more"] if more > 0 else []
    return Markup(f"{code(place_of(result))} {', '.join(numbers)}".rstrip())


def _remarks(result: Result) -> Markup:
    """What is worth knowing of a point beside its proof: our own words, values, what it rests on."""
    said = [_sentence(result.statement)]
    if result.outcome is Outcome.EXEMPT:
        said.append(_sentence(result.fact or result.message))
    elif not holds(result):
        said.append(_sentence(result.message))
    said += [_at_the_vendor(result), _values(result), _marks(result)]
    return Markup(" ".join(filter(None, said)))


def _sentence(text: str) -> Markup:
    line = plain(text)
    return Markup(
        f"{line[0].upper()}{line[1:]}{'' if line.endswith(('.', '!', '?')) else '.'}" if line else ""
    )


def _at_the_vendor(result: Result) -> Markup:
    """Where a field comes from in the vendor's answers, or an input goes to in requests."""
    if not holds(result):
        return Markup("")
    where = {"field": result.vendor_path, "input": result.path}.get(result.kind, "")
    verb = "Sent as" if result.kind == "input" else "From" if _is_single(result) else "Among others from"
    return Markup(f"{verb} {code(anywhere(where))}." if where else "")


def _is_single(result: Result) -> bool:
    """Whether the field holds one value rather than an object or a list, which come from several places."""
    return not result.type.startswith("list of ") and result.type not in ("object", "Location")


def _values(result: Result) -> Markup:
    if not result.values:
        return Markup("")
    shown = [code(value) for value in result.values[:_SHOWN_VALUES]]
    more = len(result.values) - _SHOWN_VALUES
    return Markup(f"Seen: {', '.join(shown)}{f' and {more} more' if more > 0 else ''}.")


def _marks(result: Result) -> Markup:
    """Links to the assumptions that the clause rests on."""
    links = [f"[{plain(id_)}](#{_anchor(f'assumption-{id_}')})" for id_ in result.assumptions]
    return Markup(f"Assumes {', '.join(links)}." if links else "")


def _holds_what(result: Result) -> Markup:
    """Type of a field or input; whether an input is needed."""
    needed = result.kind == "input" and result.nullable is False
    return plain(f"{type_of(result)}{', required' if needed else ''}")


def _requests(requests: tuple[str, ...]) -> Markup:
    shown = [code(request) for request in requests[:_SHOWN_REQUESTS]]
    more = len(requests) - _SHOWN_REQUESTS
    return Markup(f"{', '.join(shown)}{f' and {more} more' if more > 0 else ''}")


def _anchor(text: str) -> Markup:
    return Markup("".join(sign if sign.isalnum() else "-" for sign in text.lower()))


@cache
def _template() -> Template:
    environment = markdown().overlay()
    environment.filters = {
        **environment.filters,
        "anchor": _anchor,
        "anchor_of": anchor_of,
        "evidence": _evidence,
        "holds_what": _holds_what,
        "outcome": lambda result: _outcome(result.outcome),
        "proof": _proof,
        "remarks": _remarks,
        "requests": _requests,
        "sentence": _sentence,
    }
    return environment.get_template("connector_page.md.jinja")
