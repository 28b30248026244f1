"""Every value of the recorded payloads changed, types and references kept.

What a unified field shows must follow the vendor's payload. So every identifier is renamed (the same
one the same way everywhere, and back again in requests), and every other value takes the place of
another one seen at the same place: names swap among names, enum values among enum values, dates among
dates. A field that stays the same in every record does not come from the payload.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from copy import copy
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import httpx
import orjson

from assay.tampering.leaves import Leaf, Pattern, below, leaves, mapped, with_replaced
from assay.wire.exchange import Exchange, RecordedResponse

_UUID = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_HEX = str.maketrans("0123456789abcdefABCDEF", "123456789abcdef0BCDEFA")
_ALNUM = str.maketrans(
    "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "1234567890bcdefghijklmnopqrstuvwxyzaBCDEFGHIJKLMNOPQRSTUVWXYZA",
)
_DATE = re.compile(r"([0-9]{4})(-[0-9]{2}-[0-9]{2})")
_BIG = 2**53
_LEAP_YEARS = 400
"""Every date is a date again so many years later."""


_Value = str | int | float
_Typed = tuple[type, _Value]
"""A value with its type, for 1, 1.0 and true are not the same in JSON."""


def renamed(identifier: str) -> str:
    """Another identifier of the same shape; different identifiers stay different."""
    if _UUID.fullmatch(identifier):
        head, rest = identifier[:8], identifier[8:]
        return head.translate(_HEX) + rest
    return identifier.translate(_ALNUM)


class Perturbation:
    """How to change the traffic of one cassette.

    Args:
        exchanges: the whole cassette.
        items: dotted path to the vendor's objects inside a response (``results``); what stands
            outside it is envelope and stays.
        key: the vendor's key of an object's identifier.
    """

    def __init__(self, exchanges: Sequence[Exchange], *, items: str, key: str) -> None:
        self._items = items
        self._only: frozenset[Pattern] | None = None
        self._names: dict[str, str] = {text: renamed(text) for text in _identifiers(exchanges, key)}
        self._original = {new: old for old, new in self._names.items()}
        seen: dict[Pattern, dict[_Typed, None]] = defaultdict(dict)
        for exchange in exchanges:
            payload = below(exchange.response.json, items)
            for pattern, value in leaves(payload, self._names.__contains__, (exchange.request.path,)):
                if value is not None and not (isinstance(value, str) and value in self._names):
                    seen[pattern][type(value), value] = None
        self._next = {pattern: _rotation(list(values)) for pattern, values in seen.items()}

    @property
    def patterns(self) -> tuple[Pattern, ...]:
        """All places whose values can be changed."""
        return tuple(self._next)

    @property
    def switches(self) -> frozenset[Pattern]:
        """Places that hold nothing but true and false."""
        return frozenset(
            pattern for pattern, values in self._next.items() if all(kind is bool for kind, _ in values)
        )

    def limited_to(self, patterns: frozenset[Pattern]) -> "Perturbation":
        """The same changes, but of values only at these places; identifiers are renamed all the same."""
        limited = copy(self)
        limited._only = patterns  # noqa: SLF001 -- a copy of itself
        return limited

    def response(self, exchange: Exchange) -> RecordedResponse:
        """The answer with every value changed."""
        document = exchange.response.json
        payload = below(document, self._items)
        if payload is None:
            return exchange.response
        changed = mapped(
            payload,
            self._leaf,
            lambda key: self._names.get(key, key),
            self._names.__contains__,
            (exchange.request.path,),
        )
        body = orjson.dumps(with_replaced(document, self._items, changed))
        return RecordedResponse(exchange.response.status, exchange.response.headers, body)

    def request(self, request: httpx.Request) -> httpx.Request:
        """The request with identifiers as they were recorded."""
        body = request.read()
        try:
            document = orjson.loads(body)
        except orjson.JSONDecodeError:
            pass
        else:
            body = orjson.dumps(
                mapped(document, self._back, lambda key: self._original.get(key, key), lambda _: False)
            )
        headers = {name: value for name, value in request.headers.items() if name != "content-length"}
        return httpx.Request(request.method, self._url(str(request.url)), headers=headers, content=body)

    def _leaf(self, pattern: Pattern, value: Leaf) -> Leaf:
        if isinstance(value, str) and value in self._names:
            return self._names[value]
        if value is None or (self._only is not None and pattern not in self._only):
            return value
        return self._next.get(pattern, {}).get((type(value), value), value)

    def _back(self, _: Pattern, value: Leaf) -> Leaf:
        return self._original.get(value, value) if isinstance(value, str) else value

    def _url(self, url: str) -> str:
        parts = urlsplit(url)
        path = "/".join(self._original.get(part, part) for part in parts.path.split("/"))
        query = re.sub(r"(?<==)[^&]+", lambda m: self._original.get(m[0], m[0]), parts.query)
        return urlunsplit((parts.scheme, parts.netloc, path, query, ""))


class Perturbed(httpx.BaseTransport):
    """Replays a perturbed cassette: translates requests back before they are matched."""

    def __init__(self, inner: httpx.BaseTransport, perturbation: Perturbation) -> None:
        self._inner = inner
        self._perturbation = perturbation

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Answer with changed values."""
        return self._inner.handle_request(self._perturbation.request(request))


def _identifiers(exchanges: Iterable[Exchange], key: str) -> Iterator[str]:
    for exchange in exchanges:
        yield from _keyed(exchange.response.json, key)
        for document in (exchange.request.json, exchange.response.json):
            yield from (text for text in _texts(document) if _UUID.fullmatch(text))


def _keyed(node: Any, key: str) -> Iterator[str]:
    if isinstance(node, dict):
        if isinstance(node.get(key), str):
            yield node[key]
        for value in node.values():
            yield from _keyed(value, key)
    elif isinstance(node, list):
        for value in node:
            yield from _keyed(value, key)


def _texts(node: Any) -> Iterator[str]:
    for _, value in leaves(node, lambda _: False):
        if isinstance(value, str):
            yield value


def _rotation(values: Iterable[_Typed]) -> dict[_Typed, Leaf]:
    """Each value -> another one of the same kind; one that is alone, and so a yes or no, -> its like."""
    by_type: dict[type, list[_Value]] = defaultdict(list)
    for kind, value in values:
        by_type[kind].append(value)
    return {
        (kind, value): _other(value) if kind is bool or len(group) == 1 else group[(at + 1) % len(group)]
        for kind, group in by_type.items()
        for at, value in enumerate(group)
    }


def _other(value: _Value) -> _Value:
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + 1 if value < _BIG else value - 1
    if isinstance(value, float):
        return value + 1.0 if abs(value) < _BIG else value / 2
    date = _DATE.match(value)
    if date is not None:
        year = (int(date[1]) + _LEAP_YEARS) % 10_000 or _LEAP_YEARS
        return f"{year:04d}{value[4:]}"
    return f"x{value}" if "@" in value else f"{value}x"


def renamed_within(text: str) -> str:
    """A composite identifier with each identifier in it renamed."""
    parts = _UUID.sub(lambda match: renamed(match[0]), text)
    return parts if parts != text else renamed(text)
