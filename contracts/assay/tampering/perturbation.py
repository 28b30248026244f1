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

from assay.contract.paths import with_names
from assay.contract.traffic import Listing, Wire
from assay.tampering.leaves import Leaf, Pattern, below, leaves, mapped, with_replaced
from assay.wire.exchange import Exchange, RecordedResponse

_UUID = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_HEX = str.maketrans("0123456789abcdefABCDEF", "123456789abcdef0BCDEFA")
_ALNUM = str.maketrans(
    "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "1234567890bcdefghijklmnopqrstuvwxyzaBCDEFGHIJKLMNOPQRSTUVWXYZA",
)
_DATE = re.compile(r"([0-9]{4})(-[0-9]{2}-[0-9]{2})")
_DIGITS = str.maketrans("123456789", "234567891")
_NUMBERS = re.compile(r"[0-9]+(?:[^0-9A-Za-z]+[0-9]+)*")
_QUOTED = re.compile(r"(?<=%27)\w+(?=%27)|(?<=')\w+(?=')")
"""An identifier that is a text of a query language, in an address."""
_BIG = 2**53
_LEAP_YEARS = 400
"""Every date is a date again so many years later."""


_Value = str | int | float
_Typed = tuple[type, _Value]
"""A value with its type, for 1, 1.0 and true are not the same in JSON."""


def renamed(identifier: str, prefix: int = 0) -> str:
    """Another identifier of the same shape; different identifiers stay different.

    Args:
        identifier: as it was.
        prefix: with so many characters it begins that say what it identifies; they stay.
    """
    if prefix:
        return identifier[:prefix] + renamed(identifier[prefix:])
    if _UUID.fullmatch(identifier):
        head, rest = identifier[:8], identifier[8:]
        return head.translate(_HEX) + rest
    return identifier.translate(_DIGITS if _NUMBERS.fullmatch(identifier) else _ALNUM)


class Perturbation:
    """How to change the traffic of one cassette.

    Args:
        exchanges: the whole cassette.
        wire: where the answers hold the vendor's objects (what stands outside is envelope and stays),
            and under which keys its identifiers stand.
    """

    def __init__(self, exchanges: Sequence[Exchange], wire: Wire) -> None:
        self._wire = wire
        self._is_id = re.compile(wire.ids).fullmatch
        self._only: frozenset[Pattern] | None = None
        self._names: dict[str, str] = {
            text: renamed(text, wire.prefix) for text in self._identifiers(exchanges)
        }
        self._original = {new: old for old, new in self._names.items()}
        seen: dict[Pattern, dict[_Typed, None]] = defaultdict(dict)
        for exchange in exchanges:
            listing = self._listing(exchange)
            payload = below(exchange.response.json, listing.items)
            for pattern, value in leaves(payload, self._names.__contains__, (self._place(exchange),)):
                if (
                    value is None
                    or self._is_identifier(pattern, value)
                    or listing.is_steered_by(_dotted(pattern))
                ):
                    continue
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
        document, items = exchange.response.json, self._listing(exchange).items
        payload = below(document, items)
        if payload is None:
            return exchange.response
        changed = mapped(
            payload,
            self._leaf,
            lambda key: self._names.get(key, key),
            self._names.__contains__,
            (self._place(exchange),),
        )
        body = orjson.dumps(with_replaced(document, items, changed))
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

    def place_of(self, path: str, said: str = "") -> str:
        """What the patterns of an answer begin with: its path, with ``*`` for identifiers in it.

        Where one path gives several kinds of objects, followed by what asks for these.
        """
        place = "/".join("*" if part in self._names else part for part in path.split("/"))
        asks = self._wire.listing_of(path, said).asks
        return f"{place} {asks}" if asks else place

    def _place(self, exchange: Exchange) -> str:
        return self.place_of(exchange.request.path, exchange.request.said)

    def _listing(self, exchange: Exchange) -> Listing:
        return self._wire.listing_of(exchange.request.path, exchange.request.said)

    def _is_identifier(self, pattern: Pattern, value: Leaf) -> bool:
        """A text that is one anywhere, or a number under a key of identifiers, spelled as text or not."""
        if isinstance(value, str) and not value.isdecimal():
            return value in self._names
        key = next((part for part in reversed(pattern[1:]) if part != "[]"), "")
        return self._is_id(key) is not None and str(value) in self._names

    def _leaf(self, pattern: Pattern, value: Leaf) -> Leaf:
        if self._is_identifier(pattern, value):
            return int(self._names[str(value)]) if isinstance(value, int) else self._names[str(value)]
        if value is None or (self._only is not None and pattern not in self._only):
            return value
        return self._next.get(pattern, {}).get((type(value), value), value)

    def _back(self, pattern: Pattern, value: Leaf) -> Leaf:
        if isinstance(value, str) and not value.isdecimal():
            return self._original.get(value, value)
        key = next((part for part in reversed(pattern) if part != "[]"), "")
        if isinstance(value, str | int) and self._is_id(key) and str(value) in self._original:
            return type(value)(self._original[str(value)])
        return value

    def _url(self, url: str) -> str:
        parts = urlsplit(url)
        path = self._path(parts.path)
        query = re.sub(r"([^&=]+)=([^&]*)", self._asked_before, parts.query)
        return urlunsplit((parts.scheme, parts.netloc, path, query, ""))

    def _path(self, path: str) -> str:
        """A path with the identifiers it named before; a segment that is a parameter is none."""
        shown = with_names(self._wire.listing_of(path).at or "", path)
        return "/".join(
            part if name.startswith("{") else self._original.get(part, part)
            for part, name in zip(path.split("/"), shown.split("/"), strict=True)
        )

    def _asked_before(self, parameter: re.Match[str]) -> str:
        """A parameter with the identifiers it named before; a bare number elsewhere is no identifier."""
        name, value = parameter[1], parameter[2]
        if not self._is_id(name.removesuffix("[]").removesuffix("%5B%5D")) and value.isdigit():
            return parameter[0]
        value = _QUOTED.sub(lambda found: self._original.get(found[0], found[0]), value)
        separator = "%2C" if "%2C" in value else ","
        return f"{name}=" + separator.join(self._original.get(one, one) for one in value.split(separator))

    def _identifiers(self, exchanges: Iterable[Exchange]) -> Iterator[str]:
        for exchange in exchanges:
            key = self._wire.key_of(exchange.request.path, exchange.request.said)
            if not self._listing(exchange).is_steered_by(key):
                yield from self._keyed(exchange.response.json, key)
            for document in (exchange.request.json, exchange.response.json):
                yield from (text for text in _texts(document) if _UUID.fullmatch(text))

    def _keyed(self, node: Any, key: str) -> Iterator[str]:
        """Texts under the key of identifiers, and numbers under any such key."""
        if isinstance(node, dict):
            if isinstance(node.get(key), str):
                yield node[key]
            for name, value in node.items():
                if self._is_id(name):
                    numbers = value if isinstance(value, list) else [value]
                    yield from (str(one) for one in numbers if type(one) is int)
                yield from self._keyed(value, key)
        elif isinstance(node, list):
            for value in node:
                yield from self._keyed(value, key)


class Perturbed(httpx.BaseTransport):
    """Replays a perturbed cassette: translates requests back before they are matched."""

    def __init__(self, inner: httpx.BaseTransport, perturbation: Perturbation) -> None:
        self._inner = inner
        self._perturbation = perturbation

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Answer with changed values."""
        return self._inner.handle_request(self._perturbation.request(request))


def _dotted(pattern: Pattern) -> str:
    """The keys that lead to a place of an object, as contracts write them."""
    return ".".join(key for key in pattern[1:] if key != "[]")


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


def renamed_within(text: str, prefix: int = 0) -> str:
    """A composite identifier with each identifier in it renamed."""
    parts = _UUID.sub(lambda match: renamed(match[0]), text)
    return parts if parts != text else renamed(text, prefix)
