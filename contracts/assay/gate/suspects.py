"""Which of the lines that differ speaks of a clause, judged by words, by syntax and by who calls whom."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from assay.change import ChangeKind
from assay.contract import InputPromise, slug
from assay.gate.difference import Difference
from assay.gate.hunks import Changes, Edit, words
from assay.gate.sites import Source, Sources
from assay.unified.catalogue import ACTION_TITLES, MODEL_TITLES

_SITE, _VALUE, _REQUEST, _KEYWORD, _WIRE, _ITEM = 100, 80, 60, 40, 30, 25
"""Weights: the very keyword; a value that was lost; a request; a keyword of that name; the vendor's
word for an input; the name of the field or input somewhere in the line."""
_REACHED = (30, 26, 20, 14, 8, 4)
"""By how many calls lie between."""
_TITLE, _TOLD, _MOST_TOLD = 6, 2, 10
_HOMES = {"connector": 5, "shared": 4, "scenarios": 3, "unified": 2, "harness": 1, "sandbox": 0}
_PATH = re.compile(r"(?<=\s)(?:https?:/)?/[^\s,;]*[^\s,;:]")
_SENT = re.compile(r"\bsends ([^,;]+)")


@dataclass(frozen=True)
class Homes:
    """Where the parts of a connector are, below the root of a checkout."""

    slug: str

    @property
    def connector(self) -> str:
        """Its package."""
        return f"connectors/assay_connectors/{self.slug}"

    @property
    def contract(self) -> str:
        """The contract."""
        return f"contracts/assay_contracts/{self.slug}/contract.yaml"

    @property
    def waivers(self) -> str:
        """The waivers beside it."""
        return f"contracts/assay_contracts/{self.slug}/waivers.yaml"

    def part_of(self, file: str) -> str:
        """To which part a file belongs; empty when it cannot matter to this connector."""
        folder, _, name = file.rpartition("/")
        if file.startswith(f"{self.connector}/"):
            return "connector"
        if folder == "connectors/assay_connectors" and name != "__init__.py":
            return "shared"
        own, contracts = self.contract.rpartition("/")[0], "contracts/assay_contracts"
        if folder == contracts or f"{folder}/".startswith(f"{own}/"):
            return "" if file == self.waivers else "scenarios"
        if folder == "contracts/assay/unified":
            return "unified"
        if file.startswith("contracts/assay/"):
            return "harness"
        return "sandbox" if file.startswith(f"fixtures/assay_sandboxes/{self.slug}/") else ""


@dataclass(frozen=True)
class Suspects:
    """The edits that can matter to one connector, and how to tell which one is meant."""

    root: Path
    changes: Changes
    homes: Homes

    def likeliest(self, difference: Difference, promise: object = None) -> tuple[float, Edit] | None:
        """The edit that speaks of the difference most, and how much; None when no code differs."""
        if not self._edits:
            return None
        traits = Traits.of(difference, promise)
        reached = self._reached(traits)
        scored = [(self._score(edit, traits, reached), edit) for edit in self._edits]
        return max(scored, key=lambda pair: pair[0])

    def site(self, difference: Difference) -> tuple[str, int] | None:
        """Where the field is mapped, or the input read, when no edit tells."""
        traits = Traits.of(difference, None)
        made = [(source.file, span.first) for source, span in self._now.making(traits.made, traits.item)]
        if made and traits.made:
            return min(made)
        if difference.clause.split("/")[1:2] == ["input"]:
            actions = [
                file for file in self._now.modules if file.startswith(f"{self.homes.connector}/actions")
            ]
            return min(self._now.mentions(traits.item, actions), default=None)
        return None

    @cached_property
    def _edits(self) -> tuple[Edit, ...]:
        """Edits of code; recordings and sandbox come in only through what is recorded."""
        edits = (edit for edit in self.changes.edits if edit.file != self.homes.contract)
        return tuple(edit for edit in edits if self.homes.part_of(edit.file) not in ("", "sandbox"))

    @cached_property
    def _now(self) -> Sources:
        home = self.root / "connectors/assay_connectors"
        files = (*home.glob("*.py"), *(home / self.homes.slug).rglob("*.py"))
        texts = ((path.relative_to(self.root).as_posix(), _text(path)) for path in sorted(files))
        return Sources({file: Source(file, text) for file, text in texts})

    @cached_property
    def _before(self) -> Sources:
        changed = {edit.file: self.changes.before(edit.file) for edit in self._edits}
        python = {file: Source(file, text) for file, text in changed.items() if file.endswith(".py")}
        return Sources({**self._now.modules, **python})

    def _reached(self, traits: "Traits") -> dict[str, int]:
        """What the clause rests on, in the connector as it was and as it is."""
        key = (traits.made, traits.item if traits.made else "", traits.operation)
        if key not in self._followed:
            found = self._followed[key] = {}
            for sources in (self._before, self._now):
                for name, steps in sources.reached_from(traits.roots(sources)).items():
                    found[name] = min(steps, found.get(name, steps))
        return self._followed[key]

    @cached_property
    def _followed(self) -> dict[tuple[str, str, str], dict[str, int]]:
        return {}

    def _score(self, edit: Edit, traits: "Traits", reached: dict[str, int]) -> float:
        told = edit.lost | edit.gained
        score = float(_HOMES[self.homes.part_of(edit.file)])
        score += _VALUE * bool(traits.values & told) + _REQUEST * traits.request_in(told)
        score += _WIRE * bool(traits.wire & told) + _ITEM * (traits.item in told)
        score += _TITLE * bool(traits.title & words(edit.file.replace("_", " ")))
        score += min(_MOST_TOLD, _TOLD * len(traits.told & told))
        words_around, defined_around = self._around[edit]
        sites = {made for name, made in words_around if name == traits.item}
        score += _SITE if traits.made and traits.made in sites else _KEYWORD * bool(sites)
        steps = [reached[name] for name in defined_around if name in reached]
        return score + (_REACHED[min(steps)] if steps else 0)

    @cached_property
    def _around(self) -> dict[Edit, tuple[frozenset[tuple[str, str]], frozenset[str]]]:
        """Edit -> keywords with what is called by them, and definitions, that its lines lie in."""
        return {edit: self._lying_in(edit) for edit in self._edits}

    def _lying_in(self, edit: Edit) -> tuple[frozenset[tuple[str, str]], frozenset[str]]:
        lines = list(self._lines(edit))
        keywords = ((span, line) for source, line in lines for span in source.keywords)
        definitions = ((span, line) for source, line in lines for span in source.definitions)
        return (
            frozenset((span.name, span.within) for span, line in keywords if span.covers(line)),
            frozenset(span.name for span, line in definitions if span.covers(line)),
        )

    def _lines(self, edit: Edit) -> Iterator[tuple[Source, int]]:
        if edit.removed.strip() and (before := self._before.modules.get(edit.file)):
            yield before, edit.removed_at
        if edit.added.strip() and (now := self._now.modules.get(edit.file)):
            yield now, edit.line


@dataclass(frozen=True, kw_only=True)
class Traits:
    """Words by which an edit that matters to a difference may be known."""

    item: str = ""
    """Last part of the field's or input's name."""
    made: str = ""
    """Class of the unified record."""
    operation: str = ""
    asked: str = ""
    """Class of the inputs of the action."""
    values: frozenset[str] = frozenset()
    """Values that it does not show any more."""
    requests: tuple[frozenset[str], ...] = ()
    """Words of the paths that are asked, or are not."""
    wire: frozenset[str] = frozenset()
    """What the vendor calls the input."""
    title: frozenset[str] = frozenset()
    told: frozenset[str] = frozenset()
    """Words of what is said about it."""

    @classmethod
    def of(cls, difference: Difference, promise: object) -> "Traits":
        """Gather them from the clause and from what was found."""
        result = difference.after or difference.before
        _, kind, group, item = (*difference.clause.split("/", 3), "", "", "")[:4]
        model, action = _titled(MODEL_TITLES, group), _titled(ACTION_TITLES, group)
        before = difference.before.values if difference.before else ()
        after = difference.after.values if difference.after else ()
        conduct = difference.message if difference.kind is ChangeKind.CONDUCT else ""
        said = " ".join((difference.message, *((result.message, result.path) if result else ())))
        return cls(
            item=item.rpartition(".")[2] if kind in ("field", "input") else "",
            made=model.__name__ if model and kind in ("field", "model") else "",
            operation=action.operation if action else "",
            asked=action.__name__ if action else "",
            values=frozenset({*before} - {*after}),
            requests=tuple(_telling(path) for path in dict.fromkeys(_PATH.findall(conduct))),
            wire=_on_the_wire(promise) | words(" ".join(_SENT.findall(conduct))),
            title=frozenset(_stems(group.split("-"))),
            told=frozenset(word for word in words(said) if len(word) > 3),  # noqa: PLR2004 -- no a, the, of
        )

    def roots(self, sources: Sources) -> frozenset[str]:
        """Names from which the connector's code for the clause can be followed."""
        if self.asked:
            return sources.performers_of(self.operation, self.asked)
        made = [span for _, span in sources.making(self.made, self.item)] if self.item else []
        return frozenset().union(*(span.names for span in made)) or sources.calls_of(self.made)

    def request_in(self, told: frozenset[str]) -> float:
        """How much of the path of one of the requests is in a line, 0 to 1."""
        return max((len(path & told) / len(path) for path in self.requests if path), default=0)


def _titled(titles: Mapping[str, Any], group: str) -> Any:
    """What has the title from which that part of a clause's id is made."""
    return next((one for title, one in titles.items() if slug(title) == group), None)


def _telling(path: str) -> frozenset[str]:
    return frozenset(word for word in words(path) if not word.isdigit())


def _on_the_wire(promise: object) -> frozenset[str]:
    if not isinstance(promise, InputPromise):
        return frozenset()
    named = (text for one in promise.arrives for text in (one.at, one.look_up.take if one.look_up else None))
    return frozenset().union(*(words(text) for text in named if text)) - {"file", "id", "value"}


def _stems(parts: Iterable[str]) -> Iterator[str]:
    for part in parts:
        yield part
        yield part.removesuffix("s")


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
