"""Which of the exchanges that a result names are shown, and what they are looked through for."""

import re
from collections.abc import Sequence

from assay.results import Result
from assay.wire.cassette import Cassette
from assay.wire.exchange import RecordedRequest
from assay.wire.header import RecordedDelivery

MOST = 3
"""Exchanges shown for one clause."""
_NAMED = re.compile(r"'([^']{2,80})'|\"([^\"]{2,80})\"|\b((?=[\w-]*\d)[\w-]{5,40})\b")
_MOST_NAMED = 4
_READING = re.compile(r"(?i).*(list|info|search|query|read|describe|get)$")
"""Last segments of paths that vendors ask questions at, with whatever method."""


def named_in(message: str) -> tuple[str, ...]:
    """What a message names: quoted texts and identifiers."""
    found = ("".join(groups) for groups in _NAMED.findall(message))
    return tuple(dict.fromkeys(found))[:_MOST_NAMED]


def chosen(result: Result, cassette: Cassette, there: Sequence[int], named: Sequence[str]) -> list[int]:
    """Positions of the exchanges to show, in their order: those that say what is named, and that write."""
    if result.kind in ("field", "model", "input"):
        return list(there[:1])
    if len(there) <= MOST:
        return list(there)

    def worth(index: int) -> tuple[bool, bool, int]:
        request = cassette.requests[index]
        names = any(text in request.url or text in request.said for text in named)
        return (not names, not _writes(request), index)

    return sorted(sorted(there, key=worth)[:MOST])


def deliveries_for(
    result: Result, deliveries: Sequence[RecordedDelivery], named: Sequence[str]
) -> list[RecordedDelivery]:
    """The webhook that a behaviour is about: one that names the same, or that what was asked followed."""
    if result.kind not in ("behaviour", "feature"):
        return []
    telling = [one for one in deliveries if any(text.encode() in one.body for text in named)]
    followed = [one for one in deliveries if one.after in result.interactions]
    best = [one for one in telling if one in followed] or followed or telling
    return best[-1:]


def _writes(request: RecordedRequest) -> bool:
    """Whether a request changes something, as far as method and path tell."""
    return request.method not in ("GET", "HEAD") and not _READING.fullmatch(request.path)
