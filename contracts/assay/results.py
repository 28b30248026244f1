"""Results are lines: a header, one line per clause, notes, and a footer that counts them.

Gate and reports read nothing else. The same inputs give the same bytes: no clocks, no random order.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any

import orjson
from pydantic import BaseModel, ValidationError

from assay import __version__
from assay.atomic import write_atomically
from assay.contract.terms import Terms
from assay.contract.waivers import Waiver
from assay.errors import ResultsError
from assay.outcome import Note, Outcome

FORMAT = 2
_TYPES: Mapping[str, type] = {"interactions": int, "nullable": bool}
_MAY_BE_NONE = ("scenario", "nullable")
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
    """What decides: of a field its unified place, ``ats_jobs.job_code``; of an input the place in the
    request, ``primaryEmail.value``, ``?limit``, ``/candidates/{value}`` or the name of a form's part."""
    vendor_path: str = ""
    """Of a field or model: where in the answer of the one interaction its value was found,
    ``results[3].customRequisitionId``; empty when it stands nowhere as it is."""
    message: str = ""
    check: str = ""
    """The check that decided."""
    source: str = ""
    """Where the promise is discussed."""
    assumptions: tuple[str, ...] = ()
    """Ids in the connector's register that the clause rests on."""
    fact: str = ""
    """Of an exempt clause: why the vendor cannot supply it."""
    statement: str = ""
    """The promise in the contract's words, where its name does not say it all: a behaviour's rule, a
    feature's summary, in what a field or model differs from other connectors."""
    type: str = ""
    """Of a field or input: what it holds, ``text``, ``list of EmailAddress``."""
    nullable: bool | None = None
    """Of a field: whether it is empty in some record; of an input: whether it may be left out."""
    values: tuple[str, ...] = ()
    """Of an enum: its values that the evidence shows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Conduct:
    """What one step of one scenario asked of the vendor to perform an action."""

    clause: str
    """The action, ``ashby/action/create-candidate``."""
    scenario: str
    step: str
    requests: tuple[str, ...]
    """Shapes in the order of the requests, ``POST /candidate.create {email: text, name: text}``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Results:
    """Everything one run said."""

    connectors: tuple[str, ...]
    results: tuple[Result, ...]
    notes: tuple[Note, ...] = ()
    assumptions: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """Connector -> assumption id -> statement."""
    names: Mapping[str, str] = field(default_factory=dict)
    """Connector -> its name as people write it."""
    conduct: tuple[Conduct, ...] = ()
    terms: Mapping[str, Terms] = field(default_factory=dict)
    """Connector -> what its contract asks of the gate."""
    waivers: Mapping[str, tuple[Waiver, ...]] = field(default_factory=dict)
    """Connector -> differences that are let pass for a while."""

    def counts(self) -> dict[str, int]:
        """Outcome -> number of clauses, worst first."""
        counted = Counter(result.outcome for result in self.results)
        return {outcome.value: counted[outcome] for outcome in Outcome}

    @property
    def holds(self) -> bool:
        """Whether every clause passed or is exempt."""
        return all(result.outcome in (Outcome.PASSED, Outcome.EXEMPT) for result in self.results)


class _Header(BaseModel):
    """What the first line says beside the versions."""

    connectors: tuple[str, ...]
    assumptions: dict[str, dict[str, str]]
    names: dict[str, str]
    terms: dict[str, Terms]
    waivers: dict[str, tuple[Waiver, ...]]


def write_results(path: Path, results: Results) -> None:
    """Write a results file in one go; a failure leaves the file that was there."""
    header = {
        "assay_results": FORMAT,
        "tool_version": __version__,
        "connectors": list(results.connectors),
        "assumptions": results.assumptions,
        "names": results.names,
        "terms": {slug: terms.model_dump(mode="json") for slug, terms in results.terms.items()},
        "waivers": {
            slug: [waiver.model_dump(mode="json") for waiver in waivers]
            for slug, waivers in results.waivers.items()
        },
    }
    lines: list[Mapping[str, Any]] = [header]
    lines += [asdict(result) for result in results.results]
    lines += [
        {"conduct": one.clause, **{k: v for k, v in asdict(one).items() if k != "clause"}}
        for one in results.conduct
    ]
    lines += [
        {"note": note.kind, **{k: v for k, v in asdict(note).items() if k != "kind"}}
        for note in results.notes
    ]
    lines.append({"footer": _footer(results)})
    write_atomically(
        path, b"".join(orjson.dumps(line, option=orjson.OPT_SORT_KEYS) + b"\n" for line in lines)
    )


def read_results(path: Path) -> Results:
    """Read a results file.

    Raises:
        ResultsError: the file is incomplete, of another version, or contradicts itself; names the line.
    """
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise ResultsError(f"cannot be read: {error.strerror}", where=str(path), hint=_AGAIN) from error
    lines = [_line(path, number, text) for number, text in enumerate(_split(raw), start=1)]
    if not lines or "assay_results" not in lines[0]:
        raise ResultsError("the first line is not a header", where=f"{path}:1", hint=_AGAIN)
    header, *body = lines
    if header["assay_results"] != FORMAT:
        message = f"format {header['assay_results']!r} found, format {FORMAT} expected"
        raise ResultsError(message, where=f"{path}:1", hint=_AGAIN)
    if not body or "footer" not in body[-1]:
        message = "there is no footer, so lines may be missing"
        raise ResultsError(message, where=f"{path}:{len(lines)}", hint=_AGAIN)
    return _assembled(path, header, body)


def _split(raw: bytes) -> list[bytes]:
    return raw.removesuffix(b"\n").split(b"\n") if raw else []


def _line(path: Path, number: int, text: bytes) -> dict[str, Any]:
    try:
        parsed = orjson.loads(text)
    except orjson.JSONDecodeError as error:
        raise ResultsError(f"not JSON: {error}", where=f"{path}:{number}", hint=_AGAIN) from error
    if not isinstance(parsed, dict):
        raise ResultsError("a line holds an object, this one does not", where=f"{path}:{number}", hint=_AGAIN)
    return parsed


def _assembled(path: Path, header: Mapping[str, Any], body: list[dict[str, Any]]) -> Results:
    *entries, last = body
    results: dict[str, Result] = {}
    notes: list[Note] = []
    conduct: list[Conduct] = []
    for number, line in enumerate(entries, start=2):
        if "conduct" in line:
            conduct.append(_conduct(path, number, line))
            continue
        if "note" in line:
            notes.append(_note(path, number, line))
            continue
        result = _result(path, number, line)
        if result.clause in results:
            message = f"clause {result.clause} has a second result"
            raise ResultsError(message, where=f"{path}:{number}", hint=_AGAIN)
        results[result.clause] = result
    assembled = Results(
        results=tuple(results.values()), notes=tuple(notes), conduct=tuple(conduct), **_header(path, header)
    )
    if last["footer"] != _footer(assembled):
        message = f"the footer counts {last['footer']}, the lines are {_footer(assembled)}"
        raise ResultsError(message, where=f"{path}:{len(body) + 1}", hint=_AGAIN)
    return assembled


def _header(path: Path, header: Mapping[str, Any]) -> dict[str, Any]:
    try:
        return dict(_Header.model_validate(header))
    except ValidationError as error:
        mistake = error.errors(include_url=False)[0]
        place = ".".join(map(str, mistake["loc"]))
        raise ResultsError(f"header: {place}: {mistake['msg']}", where=f"{path}:1", hint=_AGAIN) from error


def _footer(results: Results) -> dict[str, int]:
    return {
        "clauses": len(results.results),
        "conduct": len(results.conduct),
        "notes": len(results.notes),
        **results.counts(),
    }


def _result(path: Path, number: int, line: dict[str, Any]) -> Result:
    try:
        outcome = Outcome(line["outcome"])
        lists = _sequences(line, "interactions", "assumptions", "values")
        result = Result(**{**line, "outcome": outcome, **lists})
    except (KeyError, TypeError, ValueError) as error:
        raise ResultsError(f"not a result: {error}", where=f"{path}:{number}", hint=_AGAIN) from error
    _refuse_other_types(path, number, result)
    return result


def _note(path: Path, number: int, line: dict[str, Any]) -> Note:
    try:
        rest = {key: value for key, value in line.items() if key != "note"}
        note = Note(**{**rest, "kind": line["note"], **_sequences(line, "interactions")})
    except (KeyError, TypeError) as error:
        raise ResultsError(f"not a note: {error}", where=f"{path}:{number}", hint=_AGAIN) from error
    _refuse_other_types(path, number, note)
    return note


def _conduct(path: Path, number: int, line: dict[str, Any]) -> Conduct:
    try:
        rest = {key: value for key, value in line.items() if key != "conduct"}
        conduct = Conduct(**{**rest, "clause": line["conduct"], **_sequences(line, "requests")})
    except (KeyError, TypeError) as error:
        raise ResultsError(f"not conduct: {error}", where=f"{path}:{number}", hint=_AGAIN) from error
    _refuse_other_types(path, number, conduct)
    return conduct


def _sequences(line: dict[str, Any], *names: str) -> dict[str, tuple[Any, ...]]:
    for name in names:
        if not isinstance(line[name], list):
            raise TypeError(f"{name} is no list")
    return {name: tuple(line[name]) for name in names}


def _refuse_other_types(path: Path, number: int, found: Result | Note | Conduct) -> None:
    for item in fields(found):
        value = getattr(found, item.name)
        members = value if isinstance(value, tuple) else (value,)
        expected = _TYPES.get(item.name, str)
        may_be_none = value is None and item.name in _MAY_BE_NONE
        if not may_be_none and not all(type(member) in (expected, Outcome) for member in members):
            message = f"{item.name} is {value!r}, expected {expected.__name__}"
            raise ResultsError(message, where=f"{path}:{number}", hint=_AGAIN)
