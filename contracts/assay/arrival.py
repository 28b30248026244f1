"""Looks for the value of an input on the wire, by the rules of the contract's ``arrives``."""

import base64
import re
from collections.abc import Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from assay.contract.model import Arrival, Lookup
from assay.contract.paths import VALUE, matches, value_in
from assay.evidence import Snapshot, Step, Trace
from assay.tampering.leaves import below
from assay.wire.exchange import Exchange, RecordedRequest
from assay.wire.parts import placed


class Identifier(str):
    """The vendor's id of something; where the vendor counts its things, ids travel as numbers."""

    __slots__ = ()


ANYWHERE = Arrival()
"""Unchanged, anywhere in the requests of the action."""
REMOTE = "remote:"
_SHORTEST = 3
"""What a shortened value keeps is its beginning, at least one part in so many."""


def given(inputs: Any, name: str) -> Iterator[Any]:
    """Values given for an input, by its dotted name; lists are entered, empty values count as left out.

    A file given as an answer is one value, the whole mapping.
    """
    head, _, rest = name.partition(".")
    value = inputs.get(head) if isinstance(inputs, Mapping) else None
    for item in value if isinstance(value, list) else [value]:
        if rest:
            yield from given(item, rest)
        elif item is not None and item not in ("", [], {}):
            yield item


@dataclass(frozen=True, slots=True)
class Arrived:
    """Where a value was seen."""

    index: int | None
    """Position in the cassette; None when the request was made but is not in the recording."""
    place: str = field(default="", compare=False)
    """Where in that request: ``email.value``, ``?limit``, ``/candidates/{value}``, the name of a form's part;
    empty when the request itself shows it."""


class Wire:
    """The requests of one step, and what its identifiers stand for."""

    def __init__(self, trace: Trace, step: Step) -> None:
        self._step = step
        self._missed: Sequence[tuple[int | None, Exchange]] = [
            (index, trace.exchanges[index]) for index in trace.unplayed
        ]
        self._exchanges: Sequence[tuple[int | None, Exchange]] = [
            *((played.index, played.exchange) for played in step.played),
            *((None, exchange) for exchange in step.attempted),
        ]
        self._asked: Sequence[tuple[int | None, Exchange]] = self._exchanges
        """What is looked through; look-ups see the exchanges of the step in any case."""
        self._snapshots = [s.snapshot for s in trace.steps[: step.number] if s.snapshot is not None]

    def vendor_id(self, value: Any, model: str) -> Any:
        """The vendor's id behind a reference given as an input."""
        if not isinstance(value, str):
            return value
        if value.startswith(REMOTE):
            return Identifier(value.removeprefix(REMOTE))
        known = filter(None, (_remote_id(s, model, value) for s in reversed(self._snapshots)))
        return Identifier(next(known, value))

    def arrival_of(self, value: Any, arrivals: Sequence[Arrival]) -> Arrived | None:
        """Where the value is seen, recorded requests before others; None when it is seen nowhere."""
        found = [self._arrived(value, arrival) for arrival in arrivals or (ANYWHERE,)]
        seen = [one for one in found if one is not None]
        return next((one for one in seen if one.index is not None), next(iter(seen), None))

    def was_asked(self, arrivals: Sequence[Arrival]) -> bool:
        """Whether any request was made in which the value could be seen."""
        return any(
            arrival.to is not None or self._has_place(exchange, arrival)
            for arrival in arrivals or (ANYWHERE,)
            for _, exchange in self._requests(arrival)
        )

    def comes_later(self, value: Any, arrivals: Sequence[Arrival]) -> bool:
        """Whether the step ended over an unrecorded request before the one in which the value was recorded.

        The unrecorded request was made instead of the first recorded one of its method and path that
        nothing asked for.
        """
        if not self._step.attempted:
            return False
        made = self._step.attempted[0].request
        missed = (
            index
            for index, exchange in self._missed
            if index is not None
            and (exchange.request.method, exchange.request.path) == (made.method, made.path)
        )
        ended = next(missed, None)
        recorded = copy(self)
        recorded._asked = self._missed  # noqa: SLF001 -- its own kind
        found = [recorded._arrived(value, arrival) for arrival in arrivals or (ANYWHERE,)]  # noqa: SLF001
        places = [one.index for one in found if one is not None and one.index is not None]
        return ended is not None and bool(places) and min(places) > ended

    def _has_place(self, exchange: Exchange, arrival: Arrival) -> bool:
        """Whether a request has the place where the value belongs."""
        return self._place_in(exchange, arrival) is not None

    def _place_in(self, exchange: Exchange, arrival: Arrival) -> str | None:
        """The place where the value belongs; empty if that is the request itself, None if it has none."""
        if arrival.at is None:
            return ""
        wanted = _place(arrival.at)
        return next((at for kind, at, _ in placed(exchange.request) if wanted.fullmatch(kind)), None)

    def _arrived(self, value: Any, arrival: Arrival) -> Arrived | None:
        if arrival.when is not None and value != arrival.when:
            return None
        if arrival.when is not None and arrival.at is None:
            return next((Arrived(index) for index, _ in self._requests(arrival)), None)
        if arrival.how == "present":
            held = ((index, self._place_in(exchange, arrival)) for index, exchange in self._requests(arrival))
            return next((Arrived(index, at) for index, at in held if at is not None), None)
        for expected in self._expected(value, arrival):
            if not _says_something(expected, arrival):
                continue
            for index, exchange in self._requests(arrival):
                at = _held_at(exchange.request, expected, arrival)
                if at is not None:
                    return Arrived(index, at)
        return None

    def _expected(self, value: Any, arrival: Arrival) -> Iterator[Any]:
        """What to look for; an answer may give more than one."""
        if arrival.how == "decoded":
            yield _decoded(value["data"] if isinstance(value, Mapping) and "data" in value else value)
            return
        if isinstance(value, Mapping):  # a file; how it is called says which
            value = value.get("data_url" if arrival.how == "content" else "name")
        if arrival.setting is not None:
            value = self._step.settings.get(arrival.setting, {}).get(str(value))
        if arrival.as_ is not None:
            value = arrival.as_.get(str(value), value)
        if arrival.how == "content":
            yield from (e.response.body for _, e in self._exchanges if e.request.url == value)
        elif arrival.look_up is None:
            yield value
        else:
            yield from self._looked_up(value, arrival.look_up, arrival.how)

    def _looked_up(self, value: Any, wanted: Lookup, how: str) -> Iterator[Any]:
        value = Identifier(value) if isinstance(value, str) else value
        for _, exchange in self._exchanges:
            if matches(wanted.read, exchange.request.path):
                for candidate in _objects(exchange.response.json):
                    if _related(below(candidate, wanted.by), value, how):
                        yield below(candidate, wanted.take)

    def _requests(self, arrival: Arrival) -> Iterator[tuple[int | None, Exchange]]:
        for index, exchange in self._asked:
            if arrival.to is None or _is_to(exchange.request.url, arrival.to):
                yield index, exchange


def _held_at(request: RecordedRequest, expected: Any, arrival: Arrival) -> str | None:
    """The place in a request that holds what is expected there; None if none does."""
    if arrival.to is not None and VALUE in arrival.to:
        pattern = urlsplit(arrival.to).path
        in_path = value_in(pattern, request.path)
        return pattern if in_path is not None and _related(in_path, expected, arrival.how) else None
    how = "whole" if arrival.look_up is not None else arrival.how
    for at, found in _said_in(request, arrival, whole=isinstance(expected, bytes)):
        if _carries(found, expected) if isinstance(expected, bytes) else _related(found, expected, how):
            return at
    return None


def _said_in(request: RecordedRequest, arrival: Arrival, *, whole: bool) -> Iterator[tuple[str, Any]]:
    """What a request says where the value may stand, each with its place; ``whole``: and the body itself."""
    asked = parse_qsl(urlsplit(request.url).query)
    if arrival.at is not None:
        wanted = _place(arrival.at)
        yield from ((at, value) for kind, at, value in placed(request) if wanted.fullmatch(kind))
        yield from ((f"?{name}", value) for name, value in asked if wanted.fullmatch(name))
        return
    yield from ((at, value) for _, at, value in placed(request))
    segments = request.path.split("/")
    for number, segment in enumerate(segments):
        yield "/".join([*segments[:number], VALUE, *segments[number + 1 :]]), unquote(segment)
    yield from ((f"?{name}", value) for name, value in asked)
    if whole:
        yield "", request.body


def _says_something(expected: Any, arrival: Arrival) -> bool:
    """Whether seeing this would prove anything: nothing is not, and a bare yes or no may be anybody's."""
    if expected is None or expected in (b"", ""):
        return False
    is_common = isinstance(expected, bool)
    return not (is_common and arrival.at is None)


def _carries(found: Any, expected: bytes) -> bool:
    """Whether bytes are sent: as they are, perhaps within others, or spelled in base64."""
    return expected in found if isinstance(found, bytes) else _decoded(found) == expected


def _is_to(url: str, to: str) -> bool:
    asked = urlsplit(url)
    if to.startswith("/"):
        return matches(to, asked.path)
    wanted = urlsplit(to)
    below_path = asked.path.startswith(wanted.path.rstrip("/") + "/") or matches(wanted.path, asked.path)
    return (asked.scheme, asked.netloc) == (wanted.scheme, wanted.netloc) and below_path


def _place(at: str) -> re.Pattern[str]:
    spelled = at.replace("[]", ".[]").replace("..", ".").lstrip(".")
    return re.compile("[^.]+".join(re.escape(piece) for piece in spelled.split("*")))


def _related(found: Any, value: Any, how: str) -> bool:
    if isinstance(found, bytes):
        found = found.decode("utf-8", "replace")
    if how == "inside":
        return isinstance(found, str) and str(value) in found
    if how == "moment":
        return _moment(found) is not None and _moment(found) == _moment(value)
    if how == "shortened":
        whole = str(value)
        if isinstance(value, Identifier) and isinstance(found, int):
            found = str(found)
        return isinstance(found, str) and whole.startswith(found) and len(found) * _SHORTEST >= len(whole)
    if isinstance(found, bool) or isinstance(value, bool):
        return found is value or found == str(value).lower()
    if isinstance(value, Identifier) and isinstance(found, int):
        return str(found) == value
    return bool(found == value) or (isinstance(found, str) and found == str(value))


def _moment(text: Any) -> datetime | None:
    """The moment that a text names; None when it names none, or no time zone."""
    try:
        moment = datetime.fromisoformat(text)
    except (TypeError, ValueError):
        return None
    return moment if moment.tzinfo is not None else None


def _decoded(value: Any) -> bytes:
    try:
        return base64.b64decode(str(value), validate=True)
    except ValueError:  # not base64, or not even ASCII
        return b""


def _objects(node: Any) -> Iterator[dict[str, Any]]:
    if isinstance(node, dict):
        yield node
        for value in node.values():
            yield from _objects(value)
    elif isinstance(node, list):
        for value in node:
            yield from _objects(value)


def _remote_id(snapshot: Snapshot, model: str, unified_id: str) -> str | None:
    for record in snapshot.of(model):
        if record.id == unified_id:
            return getattr(record, "remote_id", None)
    return None
