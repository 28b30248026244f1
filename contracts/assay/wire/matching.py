"""When two requests are the same: method, URL, and body compared by what it means.

Query parameters are compared without order (repeated ones keep theirs), JSON as JSON, forms as pairs,
multipart part by part whatever the boundary, everything else byte by byte. ``1``, ``1.0`` and ``"1"``
differ: a changed type is a changed request. Headers are not compared.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import orjson

from assay.wire import multipart
from assay.wire.exchange import RecordedRequest

RequestKey = tuple[str, str, bytes]
"""Equal for requests that are the same: method, canonical URL, canonical body or its digest."""

_LONGEST_KEPT = 1024
_DEFAULT_PORTS = {"http": ":80", "https": ":443"}
_SHOWN = 120


@dataclass(frozen=True, slots=True)
class Difference:
    """One place where two requests differ."""

    part: str
    """``method``, ``url.path``, ``query.cursor``, ``body.email``, ``part resume``, ..."""
    recorded: str
    sent: str

    def __str__(self) -> str:
        return f"{self.part}: recorded {self.recorded}, sent {self.sent}"


def request_key(request: RecordedRequest) -> RequestKey:
    """What identifies a request."""
    body = canonical_body(request.body, request.headers.get("content-type", ""))
    if len(body) > _LONGEST_KEPT:
        body = hashlib.blake2b(body, digest_size=20).digest()
    return request.method, canonical_url(request.url), body


@lru_cache(maxsize=4096)
def canonical_url(url: str) -> str:
    """The URL with lower-case host, without default port and fragment, its query sorted by name."""
    split = urlsplit(url)
    host = split.netloc.lower().removesuffix(_DEFAULT_PORTS.get(split.scheme, ":"))
    base = f"{split.scheme}://{host}{split.path or '/'}"
    if not split.query:
        return base
    pairs = sorted(parse_qsl(split.query, keep_blank_values=True), key=lambda pair: pair[0])
    return f"{base}?{orjson.dumps(pairs).decode()}"


def canonical_body(body: bytes, content_type: str = "") -> bytes:
    """Bytes that are equal for bodies that mean the same."""
    if not body:
        return body
    if body[:1] in b"{[":
        try:
            return orjson.dumps(orjson.loads(body), option=orjson.OPT_SORT_KEYS)
        except (orjson.JSONDecodeError, TypeError):
            return body
    kind = content_type.partition(";")[0].strip().lower()
    if kind == "application/x-www-form-urlencoded":
        pairs = parse_qsl(body.decode(errors="replace"), keep_blank_values=True)
        return orjson.dumps(sorted(pairs, key=lambda pair: pair[0]))
    parts = _parts(body, content_type)
    return body if parts is None else orjson.dumps([_canonical_part(part) for part in parts])


def differences(recorded: RecordedRequest, sent: RecordedRequest) -> list[Difference]:
    """Every place where two requests differ, in the order method, URL, body."""
    found = []
    if recorded.method != sent.method:
        found.append(Difference("method", recorded.method, sent.method))
    found.extend(_url_differences(recorded.url, sent.url))
    found.extend(_body_differences(recorded, sent))
    return found


def _parts(body: bytes, content_type: str) -> tuple[multipart.Part, ...] | None:
    boundary = multipart.boundary_of(content_type)
    return None if boundary is None else multipart.parse(body, boundary)


def _canonical_part(part: multipart.Part) -> list[str | None]:
    content = canonical_body(part.content, part.content_type)
    digest = hashlib.blake2b(content, digest_size=20).hexdigest()
    return [part.name, part.filename, part.content_type, digest]


def _url_differences(recorded: str, sent: str) -> Iterator[Difference]:
    before, now = urlsplit(recorded), urlsplit(sent)
    if (before.scheme, before.netloc.lower()) != (now.scheme, now.netloc.lower()):
        origins = (f"{split.scheme}://{split.netloc}" for split in (before, now))
        yield Difference("url.origin", *origins)
    if before.path != now.path:
        yield Difference("url.path", before.path, now.path)
    yield from _pair_differences(before.query, now.query, "query")


def _pair_differences(recorded: str, sent: str, prefix: str) -> Iterator[Difference]:
    before, now = (_grouped(text) for text in (recorded, sent))
    yield from _value_differences(before, now, prefix)


def _grouped(text: str) -> dict[str, Any]:
    grouped: dict[str, list[str]] = {}
    for name, value in parse_qsl(text, keep_blank_values=True):
        grouped.setdefault(name, []).append(value)
    return {name: values[0] if len(values) == 1 else values for name, values in grouped.items()}


def _body_differences(recorded: RecordedRequest, sent: RecordedRequest) -> Iterator[Difference]:
    types = [request.headers.get("content-type", "") for request in (recorded, sent)]
    if canonical_body(recorded.body, types[0]) == canonical_body(sent.body, types[1]):
        return
    if recorded.json is not None and sent.json is not None:
        yield from _value_differences(recorded.json, sent.json, "body")
    elif all("x-www-form-urlencoded" in kind for kind in types):
        before, now = (request.body.decode(errors="replace") for request in (recorded, sent))
        yield from _pair_differences(before, now, "form")
    else:
        before_parts, now_parts = (
            _parts(request.body, kind) for request, kind in zip((recorded, sent), types, strict=True)
        )
        if before_parts is None or now_parts is None:
            yield Difference("body", _shown_bytes(recorded.body), _shown_bytes(sent.body))
        else:
            yield from _part_differences(before_parts, now_parts)


def _part_differences(
    recorded: tuple[multipart.Part, ...], sent: tuple[multipart.Part, ...]
) -> Iterator[Difference]:
    names = [[part.name for part in parts] for parts in (recorded, sent)]
    if names[0] != names[1]:
        yield Difference("parts", ", ".join(names[0]), ", ".join(names[1]))
        return
    for before, now in zip(recorded, sent, strict=True):
        if _canonical_part(before) != _canonical_part(now):
            yield Difference(f"part {before.name}", _shown_part(before), _shown_part(now))


def _value_differences(recorded: Any, sent: Any, path: str) -> Iterator[Difference]:
    if isinstance(recorded, dict) and isinstance(sent, dict):
        for key in [*recorded, *(key for key in sent if key not in recorded)]:
            inner = f"{path}.{key}"
            if key not in sent:
                yield Difference(inner, _shown(recorded[key]), "nothing")
            elif key not in recorded:
                yield Difference(inner, "nothing", _shown(sent[key]))
            else:
                yield from _value_differences(recorded[key], sent[key], inner)
    elif isinstance(recorded, list) and isinstance(sent, list) and len(recorded) == len(sent):
        for number, (before, now) in enumerate(zip(recorded, sent, strict=True)):
            yield from _value_differences(before, now, f"{path}[{number}]")
    elif type(recorded) is not type(sent) or recorded != sent:
        yield Difference(path, _shown(recorded), _shown(sent))


def _shown(value: Any) -> str:
    return _shortened(orjson.dumps(value).decode())


def _shown_bytes(body: bytes) -> str:
    try:
        return _shortened(body.decode()) or "nothing"
    except UnicodeDecodeError:
        return f"{len(body)} bytes"


def _shown_part(part: multipart.Part) -> str:
    file = f"file {part.filename} " if part.filename else ""
    kind = f"({part.content_type}) " if part.content_type else ""
    return f"{file}{kind}{_shown_bytes(part.content)}"


def _shortened(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}... ({len(text)} characters)"
