"""Requests and answers as a reader is shown them: the head, and of the body what matters."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from assay.contract.paths import VALUE, value_in
from assay.exhibit import Line, Message
from assay.exhibiting.excerpts import excerpt, landmark
from assay.exhibiting.texts import counted, shortened, visible
from assay.wire.exchange import RecordedRequest, RecordedResponse
from assay.wire.header import RecordedDelivery
from assay.wire.parts import placed
from assay.wire.places import Place, at_place, leaves, place_named

_HEAD = 160
_IN_HEAD = 48
"""A question that is not longer stands in the head."""
_VALUE = 120
_MOST_FIELDS = 16
_MOST_TEXT = 6
"""Lines of a body that is text."""
_OWN_LINES = 16
"""Lines of a body of which no place decides."""
_BESIDE_LINES = 7
"""Lines of the side of an exchange on which nothing is decided."""
_DECIDING_HEADERS = re.compile(r"(?i).*(idempotency|signature|duplicate-rule|retry-after|if-match).*")
_CLAUSES = re.compile(r" (?=(?:FROM|WHERE|ORDER BY|GROUP BY|LIMIT) )")
"""Where a query of a query language is broken into lines."""


def request_of(
    request: RecordedRequest, usual_host: str, where: str, named: Sequence[str], *, is_beside: bool
) -> Message:
    """A request; ``where`` is shown if it is a place in it.

    Args:
        request: as recorded.
        usual_host: left out of the head.
        where: the deciding place, as results name it.
        named: texts of which one shows what the request is about.
        is_beside: whether nothing is decided here, so that little is shown.
    """
    address = urlsplit(request.url)
    host = "" if address.netloc == usual_host else f"{address.scheme}://{address.netloc}"
    asked = parse_qsl(address.query, keep_blank_values=True)
    in_head = "&".join(f"{name}={value}" for name, value in asked)
    lines = [*_headers(request.headers), *_segment(request, where)]
    if len(in_head) > _IN_HEAD or where.startswith("?"):
        lines += _question(asked, where.removeprefix("?") if where.startswith("?") else None)
        in_head = ""
    head = f"{request.method} {host}{address.path}{'?' if in_head else ''}{in_head}"
    body = [*_sent(request, where, named, is_beside=is_beside)] if request.body else []
    lines += body
    return Message(
        head=visible(shortened(head, _HEAD)),
        lines=tuple(lines),
        where=where if any(line.decides for line in lines) else "",
    )


def answer_of(
    response: RecordedResponse | None,
    *,
    where: str = "",
    named: Sequence[str] = (),
    status: int = 200,
    is_beside: bool = False,
) -> Message:
    """An answer; ``where`` is shown if it is a place in it. Without a response its status alone."""
    if response is None:
        return Message(head=f"{status} {RecordedResponse(status).reason}".strip())
    if response.status == 0:
        error = response.headers.get("x-assay-error", "the connection failed")
        return Message(head=visible(f"no answer ({error})"))
    lines = list(_headers(response.headers))
    lines += _said(response, where, named, is_beside=is_beside)
    return Message(
        head=f"{response.status} {response.reason}".strip(),
        lines=tuple(lines),
        where=where if any(line.decides for line in lines) else "",
    )


def delivered(delivery: RecordedDelivery, named: Sequence[str]) -> Message:
    """A webhook that arrived."""
    request = RecordedRequest("POST", "", delivery.headers, delivery.body)
    during = f", {delivery.step}" if delivery.step else ""
    lines = [*_headers(delivery.headers), *_sent(request, "", named, is_beside=False)]
    return Message(head=visible(shortened(f"POST to our webhook{during}", _HEAD)), lines=tuple(lines))


def _headers(headers: Mapping[str, str]) -> Iterator[Line]:
    """Headers that decide something."""
    for name, value in headers.items():
        if _DECIDING_HEADERS.fullmatch(name):
            yield Line(visible(f"{name}: {shortened(value, _VALUE)}"))


def _segment(request: RecordedRequest, where: str) -> Iterator[Line]:
    """The part of the path that decides."""
    if where.startswith("/") and VALUE in where:
        found = value_in(where, request.path)
        if found is not None:
            yield Line(visible(f"{shortened(where, _HEAD)}: {shortened(found, _VALUE)}"), decides=True)


def _question(asked: Sequence[tuple[str, str]], deciding: str | None) -> Iterator[Line]:
    """The parameters of the query, a long one in several lines."""
    for name, value in asked[:_MOST_FIELDS]:
        first, *rest = _CLAUSES.split(value)
        yield Line(visible(f"?{name} = {shortened(first, _VALUE)}"), decides=name == deciding)
        for clause in rest[:_MOST_TEXT]:
            yield Line(visible(f"    {shortened(clause, _VALUE)}"), decides=name == deciding)
    if len(asked) > _MOST_FIELDS:
        yield Line(f"… {counted(len(asked) - _MOST_FIELDS, 'more parameter')}")


def _sent(request: RecordedRequest, where: str, named: Sequence[str], *, is_beside: bool) -> Iterator[Line]:
    """The body of a request."""
    if request.json is not None:
        yield from _document(request.json, where, named, is_beside=is_beside)
        return
    fields = [(place, value) for _, place, value in placed(request)]
    if not fields:
        yield from _other(request.body, request.headers.get("content-type", ""))
        return
    most = _BESIDE_LINES if is_beside else _MOST_FIELDS
    shown = {at for at, (place, _) in enumerate(fields) if place == where} | set(range(len(fields)))
    ranked = sorted(shown, key=lambda at: (fields[at][0] != where, at))[:most]
    for at in sorted(ranked):
        place, value = fields[at]
        yield Line(visible(f"{shortened(place, _VALUE)}: {_field(value)}"), decides=place == where)
    if len(fields) > most:
        yield Line(f"… {counted(len(fields) - most, 'more field')}")


def _field(value: str | bytes) -> str:
    if isinstance(value, bytes):
        try:
            value = value.decode()
        except UnicodeDecodeError:
            return f"({counted(len(value), 'byte')})"
    return shortened(value, _VALUE)


def _said(response: RecordedResponse, where: str, named: Sequence[str], *, is_beside: bool) -> Iterator[Line]:
    """The body of an answer."""
    if not response.body:
        yield Line("(no body)")
    elif response.json is None:
        yield from _other(response.body, response.headers.get("content-type", ""))
    else:
        yield from _document(response.json, where, named, is_beside=is_beside)


def _document(document: Any, where: str, named: Sequence[str], *, is_beside: bool) -> Iterator[Line]:
    place = place_named(where) if where and not where.startswith(("?", "/")) else None
    if place is not None and at_place(document, place)[0]:
        yield from excerpt(document, place, decides=True, within=5)
        return
    about = next((at for text in named for at in _saying(document, text)), None)
    most = _BESIDE_LINES if is_beside else _OWN_LINES
    if about is not None:
        yield from excerpt(document, about, decides=False, most=most)
    else:
        at = landmark(document)
        yield from excerpt(document, at, decides=False, within=3 if is_beside else 8)


def _saying(document: Any, text: str) -> Iterator[Place]:
    return (place for place, value in leaves(document) if not isinstance(value, bool) and str(value) == text)


def _other(body: bytes, content_type: str) -> Iterator[Line]:
    """A body that is neither JSON nor a form."""
    try:
        text = body.decode()
    except UnicodeDecodeError:
        text = "\0"
    if "\0" in text:
        kind = content_type.partition(";")[0] or "unknown type"
        yield Line(visible(f"({counted(len(body), 'byte')} of {kind})"))
        return
    lines = text.splitlines() or [""]
    for line in lines[:_MOST_TEXT]:
        yield Line(visible(shortened(line, _VALUE)))
    if len(lines) > _MOST_TEXT:
        yield Line(f"… {counted(len(lines) - _MOST_TEXT, 'more line')}")
