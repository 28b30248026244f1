"""Results arranged for readers: connector by connector, and subject by subject over all connectors."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from assay.outcome import Note, Outcome
from assay.results import Result, Results
from assay.unified.catalogue import ACTION_TITLES, MODEL_TITLES, fields_of, inputs_of
from assay_reports.proof import KINDS
from assay_reports.site import places
from assay_reports.site.wording import OUTCOMES, Sign, grade

DIFFERENCE = "difference"
MEMBERS = {"model": "field", "action": "input"}
_HOLD = (Outcome.PASSED, Outcome.EXEMPT)


def is_open(result: Result) -> bool:
    """Whether the promise is neither proven nor exempt."""
    return result.outcome not in _HOLD


@dataclass(frozen=True, slots=True)
class Tally:
    """How many of some clauses have each outcome."""

    counts: Mapping[Outcome, int]

    @classmethod
    def of(cls, results: Iterable[Result]) -> "Tally":
        """Count the outcomes."""
        return cls(Counter(result.outcome for result in results))

    @property
    def total(self) -> int:
        """All of them."""
        return sum(self.counts.values())

    @property
    def passed(self) -> int:
        """Those that are proven."""
        return self.counts.get(Outcome.PASSED, 0)

    @property
    def open(self) -> int:
        """Those that are neither proven nor exempt."""
        return self.total - sum(self.counts.get(outcome, 0) for outcome in _HOLD)

    @property
    def signs(self) -> list[tuple[Sign, int]]:
        """Sign and number of each outcome that occurs, the best first."""
        return [
            (sign, self.counts[outcome]) for outcome, sign in OUTCOMES.items() if self.counts.get(outcome)
        ]

    @property
    def exceptions(self) -> list[tuple[Sign, int]]:
        """The same without what is proven."""
        return [(sign, count) for sign, count in self.signs if sign is not OUTCOMES[Outcome.PASSED]]


@dataclass(frozen=True, slots=True)
class Section:
    """A model, action, feature or group of rules of one connector."""

    kind: str
    slug: str
    title: str
    head: Result | None
    members: list[Result] = field(default_factory=list)
    behaviours: list[Result] = field(default_factory=list)

    @property
    def all(self) -> list[Result]:
        """Every clause in it."""
        return [*([self.head] if self.head else []), *self.members, *self.behaviours]


@dataclass(frozen=True, slots=True)
class Connector:
    """What one run said of one connector."""

    slug: str
    name: str
    results: Results

    @classmethod
    def of(cls, results: Results) -> "Connector":
        """The only connector of a results file."""
        (slug,) = results.connectors
        return cls(slug, results.names.get(slug, slug), results)

    @property
    def tally(self) -> Tally:
        """Outcomes of all clauses."""
        return Tally.of(self.results.results)

    @property
    def by_kind(self) -> list[tuple[str, Tally]]:
        """Outcomes by kind of clause: ``("Models", ...)``."""
        return [(word, Tally.of(self.of_kind(kind))) for kind, word in KINDS.items()]

    @property
    def grades(self) -> list[tuple[Sign, int]]:
        """Grade of evidence and how many promises it proves, the best first."""
        return grades_of(self.results.results)

    @property
    def dates(self) -> list[str]:
        """Days on which the evidence was recorded."""
        return sorted({result.recorded_at[:10] for result in self.results.results if result.recorded_at})

    @property
    def register(self) -> list[tuple[str, str, list[Result]]]:
        """Assumptions: id, statement, and the clauses that rest on it."""
        told = self.results.assumptions.get(self.slug, {})
        return [
            (name, said, [one for one in self.results.results if name in one.assumptions])
            for name, said in sorted(told.items())
        ]

    def of_kind(self, kind: str) -> list[Result]:
        """Clauses of one kind."""
        return [result for result in self.results.results if result.kind == kind]

    def sections(self) -> list[Section]:
        """Everything in the order of the contract: models, actions, features, rules of no such group."""
        found: dict[tuple[str, str], Section] = {}
        for kind in ("model", "action", "feature"):
            for head in self.of_kind(kind):
                slug = places.group_of(head)
                found[kind, slug] = Section(kind, slug, head.group or head.item, head)
            for member in self.of_kind(MEMBERS.get(kind, "")):
                slug = places.group_of(member)
                found.setdefault((kind, slug), Section(kind, slug, member.group, None)).members.append(member)
        for rule in self.of_kind("behaviour"):
            slug = places.group_of(rule)
            owner = next((key for key in found if key[1] == slug), ("behaviour", slug))
            found.setdefault(owner, Section("behaviour", slug, rule.group, None)).behaviours.append(rule)
        return list(found.values())


def grades_of(results: Iterable[Result]) -> list[tuple[Sign, int]]:
    """Grade of evidence and number of proven promises, the best first; unknown grades last."""
    counted = Counter(one.origin for one in results if one.origin and one.outcome is Outcome.PASSED)
    known = [origin for origin in ("live", "documented", "sandbox") if origin in counted]
    return [(grade(origin), counted[origin]) for origin in [*known, *sorted(counted.keys() - set(known))]]


@dataclass(frozen=True, slots=True)
class Subject:
    """A model, action or feature over all connectors."""

    kind: str
    slug: str
    title: str
    heads: dict[str, Result] = field(default_factory=dict)
    """Connector -> the clause of the whole."""
    items: dict[str, dict[str, Result]] = field(default_factory=dict)
    """Field or input -> connector -> clause; those of the unified catalogue that nobody offers included."""

    def of(self, connector: str) -> list[Result]:
        """The fields or inputs of one connector."""
        return [offered[connector] for offered in self.items.values() if connector in offered]

    def share(self, connector: str) -> float:
        """How much of it one connector has proven, from 0 to 1; what has no fields or inputs is one thing."""
        if not self.items:
            return float(self.heads[connector].outcome is Outcome.PASSED)
        return Tally.of(self.of(connector)).passed / len(self.items)

    def values(self) -> list[tuple[str, list[str]]]:
        """Fields of which the evidence shows values of an enum: the field, and all of its values."""
        return [
            (item, sorted({value for one in offered.values() for value in one.values}))
            for item, offered in self.items.items()
            if any(one.values for one in offered.values())
        ]


def subjects(every: Sequence[Connector], kind: str) -> list[Subject]:
    """All models, actions or features, in the order in which contracts bring them up."""
    found: dict[str, Subject] = {}
    for connector in every:
        for result in connector.of_kind(kind):
            slug = places.group_of(result)
            one = found.setdefault(slug, _subject(kind, slug, result.group or result.item))
            one.heads[connector.slug] = result
    for connector in every:
        for result in connector.of_kind(MEMBERS.get(kind, "")):
            whole = found.get(places.group_of(result))
            if whole is not None:
                whole.items.setdefault(result.item, {})[connector.slug] = result
    return list(found.values())


def _subject(kind: str, slug: str, title: str) -> Subject:
    """A subject with a place for everything that the unified catalogue has for it."""
    if kind == "model" and title in MODEL_TITLES:
        known: Sequence[str] = fields_of(MODEL_TITLES[title])
    elif kind == "action" and title in ACTION_TITLES:
        known = inputs_of(ACTION_TITLES[title])
    else:
        known = ()
    return Subject(kind, slug, title, items={item: {} for item in known})


def differences(every: Sequence[Connector], title: str) -> list[tuple[str, list[tuple[Connector, Note]]]]:
    """Where connectors show a model differently: the field, or nothing for the whole, and who and why."""
    found: dict[str, list[tuple[Connector, Note]]] = {}
    for connector in every:
        for note in connector.results.notes:
            model, _, item = note.subject.partition(".")
            if note.kind == DIFFERENCE and model == title:
                found.setdefault(item, []).append((connector, note))
    return sorted(found.items())
