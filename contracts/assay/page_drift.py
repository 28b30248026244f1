"""Three ways: what a published page promises, what the contract declares, and what the results prove."""

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from enum import StrEnum
from functools import cached_property

from assay.contract import KINDS, Contract, CoveragePage, Kind, clause_id, clauses_of, difference
from assay.contract.places import promise_paths
from assay.contract.text import Document
from assay.outcome import Note, Outcome
from assay.results import Result, Results


class DriftKind(StrEnum):
    """In what page, contract and results differ."""

    RENAMED = "renamed"
    """Page and contract call the connector differently."""
    MISSING = "missing"
    """The page promises it, the contract lacks it."""
    BEYOND = "beyond"
    """The contract declares it, the page does not."""
    UNWORDED = "unworded"
    """The page has notes there, the contract neither a behaviour nor words of its own."""
    ERRORED = "errored"
    FAILED = "failed"
    UNPROVEN = "unproven"
    """It is promised, and no result proves it."""
    UNCERTIFIED = "uncertified"
    """It is promised, and the results do not know of it."""
    UNDECLARED = "undeclared"
    """It is covered and promised nowhere."""
    OBSOLETE = "obsolete"
    """There is a result for what is promised nowhere."""
    INFERRED = "inferred"
    """It is covered; the contract says so although the page lists nothing there."""
    EXEMPT = "exempt"
    """It is promised; the vendor cannot supply it, as the contract says."""

    @property
    def drifts(self) -> bool:
        """Whether somebody has to act; the others are accounted for in the contract."""
        return self not in (DriftKind.INFERRED, DriftKind.EXEMPT)


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands; where it is missing, the closest thing around it."""

    at: str
    """``file:line``."""
    has: bool = True
    """Whether it stands there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Drift:
    """One difference."""

    kind: DriftKind
    clause: str
    """``ashby/field/jobs/job_code``; the connector itself where it is about the whole."""
    of: str
    """Kind of clause; ``connector`` where it is about the whole."""
    group: str
    item: str
    page: Place
    contract: Place
    outcome: str
    """What the results say: an outcome, or empty when they know nothing of it."""
    said: str
    """Why: the fact of an exemption, the message of a result, what was found."""

    def listed(self) -> dict[str, object]:
        """For programs."""
        return {**asdict(self), "drifts": self.kind.drifts}


@dataclass(frozen=True)
class ThreeWays:
    """A page, a contract and results of the same connector."""

    page: CoveragePage
    contract: Contract
    document: Document
    """The file of the contract."""
    results: Results

    def differences(self) -> list[Drift]:
        """Every difference: of the page first, then of the contract, then of the results."""
        return [
            *self._of_names(),
            *self._between_page_and_contract(),
            *self._of_notes(),
            *self._of_results(),
            *self._of_what_is_covered(),
        ]

    def _of_names(self) -> Iterator[Drift]:
        for what, said, declared in (
            ("slug", self.page.connector, self.contract.connector),
            ("name", self.page.name, self.contract.name),
        ):
            if said != declared:
                yield Drift(
                    kind=DriftKind.RENAMED,
                    clause=self.contract.connector,
                    of="connector",
                    group="",
                    item=what,
                    page=Place(f"{self.page.file}:1"),
                    contract=Place(self.document.where(("connector" if what == "slug" else "name",))),
                    outcome="",
                    said=f"the page says {said!r}, the contract {declared!r}",
                )

    def _between_page_and_contract(self) -> Iterator[Drift]:
        covered = {clause: note.message for clause, _, note in self._undeclared}
        for one in difference(self.page, self.contract):
            if one.only_in == "page":
                clause = self._id(one.kind, one.group, one.item)
                said = covered.get(clause, "the page promises it, the contract lacks it")
                yield self._drift(DriftKind.MISSING, one.kind, one.group, one.item, said)
            else:
                said = "the contract declares it, the page does not"
                yield self._drift(DriftKind.BEYOND, one.kind, one.group, one.item, said)

    def _of_notes(self) -> Iterator[Drift]:
        """Notes are worded anew, so only where nothing at all is said of them can be told."""
        worded = {behaviour.group for behaviour in self.contract.behaviours}
        worded |= {feature.name for feature in self.contract.features if feature.summary}
        worded |= {model.title for model in self.contract.models if model.differs}
        noted: list[tuple[Kind, str, str, tuple[str, ...]]] = [
            *(("model", one.title, "", one.notes) for one in self.page.models),
            *(("action", one.title, "", one.notes) for one in self.page.actions),
            *(("feature", "", one.name, one.notes) for one in self.page.features),
        ]
        for kind, group, item, notes in noted:
            if notes and (group or item) not in worded and self._id(kind, group, item) in self._paths:
                said = "the page has notes, the contract neither a behaviour nor words of its own"
                yield self._drift(DriftKind.UNWORDED, kind, group, item, said)

    def _of_results(self) -> Iterator[Drift]:
        for clause in clauses_of(self.contract):
            result = self._results.get(clause.id)
            if result is None:
                said = "the results do not know of it"
                yield self._drift(DriftKind.UNCERTIFIED, clause.kind, clause.group, clause.item, said)
            elif result.outcome is not Outcome.PASSED:
                kind = DriftKind(result.outcome.value)
                said = result.fact or result.message
                yield self._drift(kind, clause.kind, clause.group, clause.item, said)

    def _of_what_is_covered(self) -> Iterator[Drift]:
        promised = {clause.id for clause in clauses_of(self.contract)}
        of_page = {self._id(*entry) for entry in self.page.entries()}
        for result in self.results.results:
            kind = _kind(result.kind)
            if result.clause not in promised | of_page and kind is not None:
                said = f"a result for what neither page nor contract promises: {result.message}"
                yield self._drift(DriftKind.OBSOLETE, kind, result.group, result.item, said)
        for clause, entry, note in self._undeclared:
            if clause not in of_page:
                yield self._drift(DriftKind.UNDECLARED, *entry, note.message)
        for model in self.contract.models:
            for field in model.inferred:
                said = "the contract names it as read, although the page lists no field there"
                yield self._drift(DriftKind.INFERRED, "field", model.title, field.name, said)

    def _drift(self, drift: DriftKind, kind: Kind, group: str, item: str, said: str) -> Drift:
        clause = self._id(kind, group, item)
        result = self._results.get(clause)
        return Drift(
            kind=drift,
            clause=clause,
            of=kind,
            group=group,
            item=item,
            page=self._on_page(kind, group, item),
            contract=self._in_contract(kind, group, item),
            outcome=result.outcome.value if result else "",
            said=said,
        )

    def _id(self, kind: Kind, group: str, item: str) -> str:
        return clause_id(self.contract.connector, kind, group, item)

    @cached_property
    def _results(self) -> dict[str, Result]:
        return {result.clause: result for result in self.results.results}

    @cached_property
    def _undeclared(self) -> list[tuple[str, tuple[Kind, str, str], Note]]:
        """Clause id that it would have, its parts, and the note that says it is covered."""
        notes = (note for note in self.results.notes if note.kind == "undeclared")
        entries = ((_subject(note.subject), note) for note in notes)
        return [(self._id(*entry), entry, note) for entry, note in entries]

    @cached_property
    def _paths(self) -> dict[str, tuple[str | int, ...]]:
        return dict(promise_paths(self.contract))

    def _in_contract(self, kind: Kind, group: str, item: str) -> Place:
        exact = self._paths.get(self._id(kind, group, item))
        if exact is not None:
            return Place(self.document.where(exact))
        part = {"model": "models", "field": "models", "feature": "features", "behaviour": "behaviours"}
        around = self._paths.get(self._id("model" if kind == "field" else "action", group, ""))
        return Place(self.document.where(around or (part.get(kind, "actions"),)), has=False)

    def _on_page(self, kind: Kind, group: str, item: str) -> Place:
        lines = self._lines
        exact = lines.get((kind, group, item))
        if exact is not None:
            return Place(f"{self.page.file}:{exact}")
        around: Iterable[tuple[str, str, str]] = (
            ("model", group, ""),
            ("action", group, ""),
            ("feature", "", group),
        )
        line = next((lines[entry] for entry in around if entry in lines), 1)
        return Place(f"{self.page.file}:{line}", has=False)

    @cached_property
    def _lines(self) -> dict[tuple[str, str, str], int]:
        found: dict[tuple[str, str, str], int] = {}
        for sections, outer, inner in (
            (self.page.models, "model", "field"),
            (self.page.actions, "action", "input"),
        ):
            for section in sections:
                found[outer, section.title, ""] = section.line
                for name, line in zip(section.names, section.lines, strict=True):
                    found[inner, section.title, name] = line
        return found | {("feature", "", one.name): one.line for one in self.page.features}


def _kind(word: str) -> Kind | None:
    return next((kind for kind in KINDS if kind == word), None)


def _subject(subject: str) -> tuple[Kind, str, str]:
    """``Jobs.category`` is a field, ``Create candidate: candidate.title`` an input."""
    action, is_input, taken = subject.partition(": ")
    if is_input:
        return "input", action, taken
    model, _, field = subject.partition(".")
    return "field", model, field
