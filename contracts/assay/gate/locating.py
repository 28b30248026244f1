"""The file and line that somebody who reviews a difference should look at."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from assay.change import ChangeKind
from assay.contract import Waiver, clause_id, load_contract
from assay.contract.rules import Path as Keys
from assay.contract.text import Document, document_of, read_document
from assay.errors import AssayError
from assay.gate.difference import Difference, Place, Refusal, RefusalCode
from assay.gate.hunks import Changes, Edit
from assay.gate.suspects import Homes, Suspects
from assay.results import Result
from assay.wire.cassette import Cassette

_OF_CONTRACT, _OF_CASSETTE, _BESIDE = 70, 33, 12
"""How much is to be said for an edit inside the clause, for a recording that differs, and for an edit of
the contract that belongs to no clause; compared with what lines of code score."""
_PARTS = (("models", "fields", "model", "field"), ("actions", "inputs", "action", "input"))
_ABOUT_PROMISES = (ChangeKind.UNPROVEN, ChangeKind.STANDING, ChangeKind.IMPROVEMENT)
_KEY_OF_WAIVER = {RefusalCode.WAIVER_EXPIRED: "expires", RefusalCode.WAIVER_TOO_LONG: "expires"}


def clause_text(contract: str, clause: str) -> str:
    """What the text of a contract says of one clause, written out plainly; empty when nothing."""
    try:
        document = document_of(Path(), contract)
    except AssayError:
        return ""
    keys, said = _keys_of(document, clause), document.data
    for key in keys or ():
        said = said[key]
    return repr(said) if keys else ""


@dataclass(frozen=True)
class Places:
    """The places of many differences of one change."""

    root: Path
    """The checkout."""
    changes: Changes = field(default_factory=Changes)
    """What differs from the base; nothing when there is no base to look at."""

    def of(self, difference: Difference) -> Place | None:
        """Where to look, passing over what does not parse; None when there is no contract to be found."""
        part = self._part(difference.connector)
        if difference.kind in (ChangeKind.REMOVED, ChangeKind.LOOSENED):
            return part.of_promise(difference) or part.of_clause(difference.clause)
        if difference.kind is ChangeKind.WEAKENED and not difference.scenario:
            return part.of_evidence(difference) or part.of_clause(difference.clause)
        if difference.kind in _ABOUT_PROMISES:
            return part.of_clause(difference.clause)
        return part.of_fault(difference) or part.of_clause(difference.clause)

    def of_refusal(self, refusal: Refusal) -> Place | None:
        """The line of a waiver that the gate refuses; None of other refusals."""
        if refusal.waiver is None:
            return None
        key = _KEY_OF_WAIVER.get(refusal.code, "clause")
        last = refusal.code is RefusalCode.WAIVER_DUPLICATE
        return self._part(refusal.connector).of_waiver(refusal.waiver, key, last=last)

    @cached_property
    def _parts(self) -> dict[str, "_Part"]:
        return {}

    def _part(self, connector: str) -> "_Part":
        return self._parts.setdefault(connector, _Part(self.root, self.changes, Homes(connector)))


@dataclass(frozen=True)
class _Part:
    """Everything of one connector in which places are found."""

    root: Path
    changes: Changes
    homes: Homes

    def of_clause(self, clause: str) -> Place | None:
        """The line of the contract that makes the promise, or the contract's first."""
        if self._now is None and not (self.root / self.homes.contract).is_file():
            return None
        keys = _keys_of(self._now, clause)
        line = self._now.line(keys) if self._now and keys else 1
        return Place(file=self.homes.contract, line=line, of="contract")

    def of_promise(self, difference: Difference) -> Place | None:
        """The line of the contract that was taken out, or that excuses or asks less now."""
        keys, clause = _keys_of(self._now, difference.clause), difference.clause
        if self._now is None or keys is None:
            return self._of_line_gone(clause)
        if difference.after is not None and difference.after.fact and difference.kind is ChangeKind.REMOVED:
            return self._in_contract(self._now.line((*keys, "exempt")))
        if "gate" in keys[:1] and not _exists(self._now.data, keys):
            return self._of_line_gone(clause) or self._in_contract(self._now.line(keys))
        edits = self._inside(keys, _keys_of(self._then, clause))
        return self._in_contract(edits[0].line if edits else self._now.line(keys))

    def of_evidence(self, difference: Difference) -> Place | None:
        """The header of the recording: its day, or its origin if that is what has changed."""
        after, before = difference.after, difference.before
        if after is None or not after.cassette:
            return None
        lowered = self._inside(("gate",))
        if _file(after.cassette) not in self.changes.recordings and lowered:
            return self._in_contract(lowered[0].line)
        other = before is not None and before.origin != after.origin
        return self._of_header(after.cassette, "origin" if other else "recorded_at")

    def of_fault(self, difference: Difference) -> Place | None:
        """The edit that speaks of the clause most; without any the place of its mapping."""
        return self._of_edit(difference) or self._of_site(difference)

    def of_waiver(self, waiver: Waiver, key: str, *, last: bool = False) -> Place | None:
        """The line of a waiver's clause or last day; of several that are alike the first or the last."""
        document = _read(self.root / self.homes.waivers)
        if document is None:
            return None
        entries = _listed(document.data if isinstance(document.data, dict) else {}, "waivers")
        told = {"clause": waiver.clause, "waives": str(waiver.waives), "expires": waiver.expires.isoformat()}
        alike = [at for at, entry in entries if all(entry.get(name) == value for name, value in told.items())]
        line = document.line(("waivers", alike[-1 if last else 0], key)) if alike else 1
        return Place(file=self.homes.waivers, line=line, of="waivers")

    def _of_edit(self, difference: Difference) -> Place | None:
        places: list[tuple[float, Place]] = []
        found = self._suspects.likeliest(difference, self._promise(difference.clause))
        if found is not None:
            score, edit = found
            part = "mapping" if self.homes.part_of(edit.file) != "scenarios" else "contract"
            of: Any = part
            places.append((score, Place(file=edit.file, line=edit.line, of=of)))
        places += self._of_contract(difference.clause)
        places += self._of_recording(difference)
        return max(places, key=lambda pair: pair[0])[1] if places else None

    def _of_contract(self, clause: str) -> Iterator[tuple[float, Place]]:
        keys = _keys_of(self._now, clause)
        if keys is not None and (edits := self._inside(keys, _keys_of(self._then, clause))):
            yield _OF_CONTRACT, self._in_contract(edits[0].line)
        elif edits := self._inside(("wire",)):
            yield _BESIDE, self._in_contract(edits[0].line)

    def _of_recording(self, difference: Difference) -> Iterator[tuple[float, Place]]:
        named = [difference.after.cassette] if difference.after else []
        named += [f"{self.homes.slug}/{difference.scenario}"] if difference.scenario else []
        for cassette in named:
            if _file(cassette) in self.changes.recordings:
                yield _OF_CASSETTE, self._of_interaction(cassette, difference.after)
                return

    def _of_site(self, difference: Difference) -> Place | None:
        site = self._suspects.site(difference)
        return Place(file=site[0], line=site[1], of="mapping") if site else None

    def _of_interaction(self, cassette: str, result: Result | None) -> Place:
        file, line = _file(cassette), 1
        if result is not None and result.cassette == cassette and result.interactions:
            try:
                where = Cassette.load(self.root / file).where(result.interactions[0])
                line = int(where.rpartition(":")[2])
            except (AssayError, IndexError, ValueError):
                line = 1  # the recording of now has no such interaction, or cannot be read
        return Place(file=file, line=line, of="cassette")

    def _of_header(self, cassette: str, key: str) -> Place:
        file = _file(cassette)
        return Place(file=file, line=_line_of_key(self.root / file, key), of="cassette")

    def _of_line_gone(self, clause: str) -> Place | None:
        """Where the lines of a clause stood that the contract does not have any more."""
        keys = _keys_of(self._then, clause)
        if self._then is None or keys is None:
            return None
        lines = _lines_of(self._then, keys)
        gone = [edit for edit in self._edits if edit.removed_at in lines]
        return self._in_contract(gone[0].line) if gone else None

    def _inside(self, keys: Keys, then_keys: Keys | None = None) -> list[Edit]:
        """Edits of the contract in the lines of a value, as it is or, of lines that are gone, as it was."""
        now, then = _lines_of(self._now, keys), _lines_of(self._then, then_keys or keys)
        return [edit for edit in self._edits if (edit.line in now if edit.added else edit.removed_at in then)]

    def _in_contract(self, line: int) -> Place:
        return Place(file=self.homes.contract, line=line, of="contract")

    def _promise(self, clause: str) -> object:
        return self._promises.get(clause)

    @cached_property
    def _promises(self) -> Mapping[str, object]:
        try:
            contract = load_contract(self.root / self.homes.contract)
        except AssayError:
            return {}
        return {
            clause_id(contract.connector, "input", action.title, one.name): one
            for action in contract.actions
            for one in action.inputs
        }

    @cached_property
    def _edits(self) -> tuple[Edit, ...]:
        return tuple(self.changes.in_folders(self.homes.contract))

    @cached_property
    def _suspects(self) -> Suspects:
        return Suspects(self.root, self.changes, self.homes)

    @cached_property
    def _now(self) -> Document | None:
        return _read(self.root / self.homes.contract)

    @cached_property
    def _then(self) -> Document | None:
        """The contract as it was; as it is when it has not changed."""
        text = self.changes.before(self.homes.contract)
        if not text:
            return self._now
        try:
            return document_of(Path(self.homes.contract), text)
        except AssayError:
            return None


def _file(cassette: str) -> str:
    return f"cassettes/{cassette}.json"


def _read(path: Path) -> Document | None:
    try:
        return read_document(path)
    except AssayError:
        return None


def _line_of_key(path: Path, key: str) -> int:
    """The line of a key of a cassette's header; the first line when there is none."""
    try:
        with path.open(encoding="utf-8", errors="replace") as lines:
            for number, line in enumerate(lines, start=1):
                if line.startswith(f'    "{key}":'):
                    return number
                if line.startswith("  }"):
                    break
    except OSError:
        pass
    return 1


def _lines_of(document: Document | None, keys: Keys) -> range:
    """All lines of a value; none when it is not there."""
    if document is None or not _exists(document.data, keys):
        return range(0)
    return range(document.line(keys), document.last_line(keys) + 1)


def _keys_of(document: Document | None, clause: str) -> Keys | None:
    """Where a clause or a term is in a contract; None when it is not there."""
    if document is None or not isinstance(document.data, dict):
        return None
    _, kind, *rest = clause.split("/")
    if kind == "gate":
        return ("gate", *rest)
    return next((keys for keys, name in _clauses(document.data) if name == clause), None)


def _clauses(data: Mapping[str, Any]) -> Iterator[tuple[Keys, str]]:
    """Keys and id of every clause in the plain values of a contract, which may hold mistakes."""
    connector = str(data.get("connector"))
    for many, inner, of_outer, of_inner in _PARTS:
        for at, outer in _listed(data, many):
            title = str(outer.get("title"))
            yield (many, at), clause_id(connector, _kind(of_outer), title, "")
            for under, one in _listed(outer, inner):
                name = clause_id(connector, _kind(of_inner), title, str(one.get("name")))
                yield (many, at, inner, under), name
    for at, one in _listed(data, "features"):
        yield ("features", at), clause_id(connector, "feature", "", str(one.get("name")))
    for at, one in _listed(data, "behaviours"):
        name = clause_id(connector, "behaviour", str(one.get("group", "General")), str(one.get("id")))
        yield ("behaviours", at), name


def _kind(word: str) -> Any:
    return word


def _listed(data: Mapping[str, Any], key: str) -> Iterator[tuple[int, Mapping[str, Any]]]:
    found = data.get(key)
    for at, one in enumerate(found if isinstance(found, list) else ()):
        if isinstance(one, dict):
            yield at, one


def _exists(data: Any, keys: Keys) -> bool:
    for key in keys:
        there = range(len(data)) if isinstance(data, list) else data if isinstance(data, dict) else ()
        if key not in there:
            return False
        data = data[key]
    return True
