"""The same records cut into other page sizes; whoever reads every page must see the same data."""

from collections.abc import Sequence
from typing import Any

import httpx
import orjson

from assay.contract.model import Listing
from assay.evidence import Played
from assay.tampering.leaves import below, with_replaced
from assay.wire.exchange import Exchange, RecordedRequest, RecordedResponse

_MARK = "recut-"


class Recut(httpx.BaseTransport):
    """Serves recorded listings in pages of another size, with one empty page in the middle.

    Requests that belong to no paged listing go on to ``inner``.

    Args:
        inner: replay of the same cassette.
        exchanges: the whole cassette.
        listing: how the vendor cuts pages.
        size: objects per page.
    """

    def __init__(
        self, inner: httpx.BaseTransport, exchanges: Sequence[Exchange], listing: Listing, *, size: int
    ) -> None:
        self._inner = inner
        self._listing = listing
        self._size = size
        self._served = 0
        self._chains = _chains(exchanges, listing)
        self.played: list[Played] = []

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Answer with a page of the chosen size, or as recorded."""
        body = _object(request.read())
        chain = self._chains.get(_base(request.url.path, body, self._listing))
        if chain is None:
            return self._inner.handle_request(request)
        cursor = body.get(self._listing.cursor)
        start = int(str(cursor).removeprefix(_MARK)) if cursor is not None else 0
        document = self._page(chain, start)
        content = orjson.dumps(document)
        response = RecordedResponse(200, {"content-type": "application/json"}, content)
        sent = RecordedRequest(request.method, str(request.url), dict(request.headers), request.read())
        self.played.append(Played(index=chain.first, exchange=Exchange(sent, response)))
        return httpx.Response(
            200, headers={"content-type": "application/json"}, content=content, request=request
        )

    def _page(self, chain: "_Chain", start: int) -> dict[str, Any]:
        empty_at = self._size  # an empty page follows the first; odd positions mark "after the empty page"
        position, is_empty = divmod(start, 2)
        is_empty = bool(is_empty) and position == empty_at
        items = [] if is_empty else chain.items[position : position + self._size]
        following = position + len(items)
        more = following < len(chain.items)
        document = with_replaced(chain.last, self._listing.items, items)
        if not more:
            return dict(document)
        document = {key: value for key, value in document.items() if key not in self._listing.final}
        document[self._listing.more] = True
        next_is_empty = following == empty_at and not is_empty
        document[self._listing.next] = f"{_MARK}{2 * following + int(next_is_empty)}"
        return document


class _Chain:
    """All pages of one recorded listing."""

    def __init__(self, first: int) -> None:
        self.first = first
        self.items: list[Any] = []
        self.last: dict[str, Any] = {}


def _chains(exchanges: Sequence[Exchange], listing: Listing) -> dict[bytes, _Chain]:
    chains: dict[bytes, _Chain] = {}
    finished: set[bytes] = set()
    for index, exchange in enumerate(exchanges):
        answer = exchange.response.json
        items = below(answer, listing.items)
        if not isinstance(answer, dict) or not isinstance(items, list) or listing.more not in answer:
            continue
        base = _base(exchange.request.path, _object(exchange.request.body), listing)
        if base in finished:
            continue
        chain = chains.setdefault(base, _Chain(index))
        chain.items += items
        chain.last = answer
        if not answer[listing.more]:
            finished.add(base)
    return {base: chain for base, chain in chains.items() if base in finished}


def _base(path: str, body: dict[str, Any], listing: Listing) -> bytes:
    """What identifies a listing: everything asked for except where to go on."""
    asked = {key: value for key, value in body.items() if key != listing.cursor}
    return path.encode() + orjson.dumps(asked, option=orjson.OPT_SORT_KEYS)


def _object(body: bytes) -> dict[str, Any]:
    try:
        parsed = orjson.loads(body)
    except orjson.JSONDecodeError:
        return {}
    return parsed if isinstance(parsed, dict) else {}
