"""Results in the order in which a coverage page tells them: models, actions, features, rules."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from assay.results import Result, Results
from assay_reports.proof import Share


@dataclass(frozen=True, slots=True)
class Section:
    """A model, action, feature or group of rules, with the promises below it."""

    title: str
    head: Result | None
    members: list[Result] = field(default_factory=list)
    """Fields or inputs."""
    behaviours: list[Result] = field(default_factory=list)
    requests: tuple[str, ...] = ()
    """Of an action: method and path of what it asks of the vendor, each once."""

    @property
    def share(self) -> Share:
        """How many of the members are proven."""
        return Share.of(self.members)

    @property
    def everything(self) -> list[Result]:
        """All results of the section but those of behaviours."""
        return [*([self.head] if self.head else []), *self.members]


@dataclass(frozen=True, slots=True)
class Told:
    """The results of one connector by section."""

    slug: str
    name: str
    results: Results
    models: list[Section]
    actions: list[Section]
    features: list[Section]
    rules: list[Section]
    """Behaviours that belong to none of the above."""


def told(results: Results) -> Told:
    """Sort the results of one connector into sections."""
    (slug,) = results.connectors
    by_group: dict[str, list[Result]] = {}
    for result in results.results:
        if result.kind == "behaviour":
            by_group.setdefault(result.group, []).append(result)
    return Told(
        slug=slug,
        name=results.names.get(slug, slug),
        results=results,
        models=_sections(results, "model", "field", by_group),
        actions=_sections(results, "action", "input", by_group),
        features=[
            Section(one.item, one, behaviours=by_group.pop(one.item, []))
            for one in results.results
            if one.kind == "feature"
        ],
        rules=[Section(group, None, behaviours=behaviours) for group, behaviours in by_group.items()],
    )


def _sections(results: Results, head: str, member: str, by_group: dict[str, list[Result]]) -> list[Section]:
    """One section per title, with its behaviours, which are taken out of ``by_group``."""
    sections: dict[str, Section] = {}
    for result in results.results:
        if result.kind == head:
            behaviours = by_group.pop(result.group, [])
            requests = tuple(_requests(results, result.clause))
            sections[result.group] = Section(result.group, result, [], behaviours, requests)
        elif result.kind == member:
            sections.setdefault(result.group, Section(result.group, None)).members.append(result)
    return list(sections.values())


def _requests(results: Results, clause: str) -> Iterable[str]:
    """``POST /candidate.create``: shapes without what they say of the body."""
    shapes = (shape for one in results.conduct if one.clause == clause for shape in one.requests)
    return dict.fromkeys(" ".join(shape.split(" ")[:2]) for shape in shapes)
