"""Looks for the value of an input on the wire, by the rules of the contract's ``arrives``."""

import base64
import binascii
import re
from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import urlsplit

from assay.contract.model import Arrival
from assay.evidence import Snapshot, Step, Trace
from assay.tampering.leaves import below
from assay.wire.exchange import Exchange
from assay.wire.parts import values

ANYWHERE = Arrival()
"""Unchanged, anywhere in the requests of the action."""
REMOTE = "remote:"


def given(inputs: Any, name: str) -> Iterator[Any]:
    """Values given for an input, by its dotted name; lists are entered."""
    head, _, rest = name.partition(".")
    value = inputs.get(head) if isinstance(inputs, dict) else None
    for item in value if isinstance(value, list) else [value]:
        if item is None:
            continue
        if rest:
            yield from given(item, rest)
        elif isinstance(item, dict) and "name" in item:
            yield item["name"]  # a file given as an answer is known by its name
        else:
            yield item


class Wire:
    """The requests of one step, and what its identifiers stand for."""

    def __init__(self, trace: Trace, step: Step) -> None:
        self._step = step
        self._exchanges: Sequence[tuple[int, Exchange]] = [
            *((played.index, played.exchange) for played in step.played),
            *((-1, exchange) for exchange in step.attempted),
        ]
        self._snapshots = [s.snapshot for s in trace.steps[: step.number] if s.snapshot is not None]

    def vendor_id(self, value: Any, model: str) -> Any:
        """The vendor's id behind a reference given as an input."""
        if not isinstance(value, str):
            return value
        if value.startswith(REMOTE):
            return value.removeprefix(REMOTE)
        return next(filter(None, (_remote_id(s, model, value) for s in reversed(self._snapshots))), value)

    def arrival_of(self, value: Any, arrivals: Sequence[Arrival]) -> int | None:
        """Position of the exchange in which the value is seen, or None."""
        for arrival in arrivals or (ANYWHERE,):
            found = self._arrived(value, arrival)
            if found is not None:
                return found
        return None

    def _arrived(self, value: Any, arrival: Arrival) -> int | None:
        if arrival.when is not None:
            is_meant = value == arrival.when
            return next((index for index, _ in self._requests(arrival)), None) if is_meant else None
        for expected in self._expected(value, arrival):
            for index, exchange in self._requests(arrival):
                if self._holds(exchange, expected, arrival):
                    return index
        return None

    def _expected(self, value: Any, arrival: Arrival) -> Iterator[Any]:
        if arrival.setting is not None:
            value = self._step.settings.get(arrival.setting, {}).get(value, value)
        if arrival.as_ is not None:
            value = arrival.as_.get(str(value), value)
        if arrival.how == "decoded":
            yield _decoded(value)
        elif arrival.how == "content":
            yield from (e.response.body for _, e in self._exchanges if e.request.url == value)
        elif arrival.look_up is None:
            yield value
        else:
            wanted = arrival.look_up
            for _, exchange in self._exchanges:
                if exchange.request.path == wanted.read:
                    for candidate in _objects(exchange.response.json):
                        if _related(below(candidate, wanted.by), value, arrival.how):
                            yield below(candidate, wanted.take)

    def _requests(self, arrival: Arrival) -> Iterator[tuple[int, Exchange]]:
        for index, exchange in self._exchanges:
            if arrival.to is None or _is_to(exchange.request.url, arrival.to):
                yield index, exchange

    def _holds(self, exchange: Exchange, expected: Any, arrival: Arrival) -> bool:
        if isinstance(expected, bytes):
            return len(expected) > 0 and expected in exchange.request.body
        how = "whole" if arrival.look_up is not None else arrival.how
        if arrival.at is not None:
            place = _place(arrival.at)
            return any(
                _related(v, expected, how) for at, v in values(exchange.request) if place.fullmatch(at)
            )
        seen = [v for _, v in values(exchange.request)]
        seen += urlsplit(exchange.request.url).path.split("/")
        seen += exchange.request.query.values()
        return any(_related(v, expected, how) for v in seen)


def _is_to(url: str, to: str) -> bool:
    if not to.startswith("/"):
        return url.startswith(to)
    return urlsplit(url).path == to


def _place(at: str) -> re.Pattern[str]:
    spelled = at.replace("[]", ".[]").replace("..", ".").lstrip(".")
    parts = [r"[^.]+" if part == "*" else re.escape(part) for part in spelled.split(".")]
    return re.compile(r"\.".join(parts))


def _related(found: Any, value: Any, how: str) -> bool:
    if isinstance(found, bytes):
        found = found.decode("utf-8", "replace")
    if how == "inside":
        return isinstance(found, str) and str(value) in found
    if how == "shortened":
        return isinstance(found, str) and found != "" and found in str(value)
    if isinstance(found, bool) or isinstance(value, bool):
        return found is value or found == str(value).lower()
    return bool(found == value) or (isinstance(found, str) and found == str(value))


def _decoded(value: Any) -> bytes:
    try:
        return base64.b64decode(str(value), validate=True)
    except binascii.Error:
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
