"""Results are lines: a header, one line per clause, notes, and a footer that counts them.

Gate and reports read nothing else. The same inputs give the same bytes: no clocks, no random order.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, cast

import orjson

from assay import __version__
from assay.atomic import write_atomically
from assay.errors import ResultsError
from assay.outcome import Note, Outcome

FORMAT = 1
_AGAIN = "run `assay certify` again to write a complete file"


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """Verdict on one clause with the evidence it rests on."""

    clause: str
    connector: str
    kind: str
    group: str
    item: str
    outcome: Outcome
    origin: str = ""
    """live, documented or sandbox; empty without evidence."""
    cassette: str = ""
    """``ashby/full-sync``."""
    recorded_at: str = ""
    interactions: tuple[int, ...] = ()
    """Positions in the cassette, from 0."""
    path: str = ""
    message: str = ""
    check: str = ""
    """The check that decided."""
    source: str = ""
    """Where the promise is discussed."""
    assumptions: tuple[str, ...] = ()
    """Ids in the connector's register that the clause rests on."""
    fact: str = ""
    """Of an exempt clause: why the vendor cannot supply it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Results:
    """Everything one run said."""

    connectors: tuple[str, ...]
    results: tuple[Result, ...]
    notes: tuple[Note, ...] = ()
    assumptions: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """Connector -> assumption id -> statement."""

    def counts(self) -> dict[str, int]:
        """Outcome -> number of clauses, worst first."""
        counted = Counter(result.outcome for result in self.results)
        return {outcome.value: counted[outcome] for outcome in Outcome}

    @property
    def holds(self) -> bool:
        """Whether every clause passed or is exempt."""
        return all(result.outcome in (Outcome.PASSED, Outcome.EXEMPT) for result in self.results)


def write_results(path: Path, results: Results) -> None:
    """Write a results file in one go; a failure leaves the file that was there."""
    header = {
        "assay_results": FORMAT,
        "tool_version": __version__,
        "connectors": list(results.connectors),
        "assumptions": results.assumptions,
    }
    lines: list[Mapping[str, Any]] = [header]
    lines += [asdict(result) for result in results.results]
    lines += [
        {"note": note.kind, **{k: v for k, v in asdict(note).items() if k != "kind"}}
        for note in results.notes
    ]
    lines.append(
        {"footer": {"clauses": len(results.results), "notes": len(results.notes), **results.counts()}}
    )
    write_atomically(
        path, b"".join(orjson.dumps(line, option=orjson.OPT_SORT_KEYS) + b"\n" for line in lines)
    )


def read_results(path: Path) -> Results:
    """Read a results file; refuses one that is incomplete, of another version, or contradicts itself."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise ResultsError(f"cannot be read: {error.strerror}", where=str(path), hint=_AGAIN) from error
    lines = [_line(path, number, text) for number, text in enumerate(raw.splitlines(), start=1)]
    if not lines or "assay_results" not in lines[0]:
        raise ResultsError("the first line is not a header", where=f"{path}:1", hint=_AGAIN)
    header, *body = lines
    if header["assay_results"] != FORMAT:
        raise ResultsError(
            f"format {header['assay_results']!r} found, format {FORMAT} expected",
            where=f"{path}:1",
            hint=_AGAIN,
        )
    if not body or "footer" not in body[-1]:
        raise ResultsError(
            "there is no footer, so lines may be missing", where=f"{path}:{len(lines)}", hint=_AGAIN
        )
    return _assembled(path, header, body)


def _assembled(path: Path, header: Mapping[str, Any], body: list[dict[str, Any]]) -> Results:
    *entries, last = body
    results = tuple(
        _result(path, number, line) for number, line in enumerate(entries, start=2) if "clause" in line
    )
    notes = tuple(_note(line) for line in entries if "note" in line)
    _refuse_duplicates(path, (result.clause for result in results))
    footer = last["footer"]
    counted = Results(
        connectors=tuple(header["connectors"]),
        results=results,
        notes=notes,
        assumptions=header.get("assumptions", {}),
    )
    expected = {"clauses": len(results), "notes": len(notes), **counted.counts()}
    if footer != expected:
        raise ResultsError(
            f"the footer counts {footer}, the lines are {expected}",
            where=f"{path}:{len(body) + 1}",
            hint=_AGAIN,
        )
    return counted


def _line(path: Path, number: int, text: bytes) -> dict[str, Any]:
    try:
        return cast("dict[str, Any]", orjson.loads(text))
    except orjson.JSONDecodeError as error:
        raise ResultsError(f"not JSON: {error}", where=f"{path}:{number}", hint=_AGAIN) from error


def _result(path: Path, number: int, line: dict[str, Any]) -> Result:
    try:
        return Result(
            **{
                **line,
                "outcome": Outcome(line["outcome"]),
                "interactions": tuple(line["interactions"]),
                "assumptions": tuple(line["assumptions"]),
            }
        )
    except (KeyError, TypeError, ValueError) as error:
        raise ResultsError(f"not a result: {error}", where=f"{path}:{number}", hint=_AGAIN) from error


def _note(line: dict[str, Any]) -> Note:
    return Note(
        **{
            **{k: v for k, v in line.items() if k != "note"},
            "kind": line["note"],
            "interactions": tuple(line["interactions"]),
        }
    )


def _refuse_duplicates(path: Path, clauses: Iterable[str]) -> None:
    twice = [clause for clause, count in Counter(clauses).items() if count > 1]
    if twice:
        raise ResultsError(f"clause {twice[0]} has {len(twice) + 1} results", where=str(path), hint=_AGAIN)
