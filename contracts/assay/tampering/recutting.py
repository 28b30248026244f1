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
    """Serves recorded listings in pages of another size; the second page is empty.

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
        self._chains = _chains(exchanges, listing)
        self.played: list[Played] = []

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Answer with a page of the chosen size, or as recorded."""
        sent = RecordedRequest(request.method, str(request.url), dict(request.headers), request.read())
        chain = self._chains.get(_base(sent, self._listing))
        cursor = _asked(sent).get(self._listing.cursor)
        if chain is None or not (cursor is None or str(cursor).startswith(_MARK)):
            return self._inner.handle_request(request)
        document = self._page(chain, int(str(cursor).removeprefix(_MARK)) if cursor is not None else 0)
        response = RecordedResponse(200, {"content-type": "application/json"}, orjson.dumps(document))
        self.played.append(Played(index=chain.first, exchange=Exchange(sent, response)))
        return httpx.Response(200, headers=response.headers, content=response.body, request=request)

    def _page(self, chain: "_Chain", turn: int) -> dict[str, Any]:
        """The page of that turn: 0 the first objects, 1 none at all, 2 the next objects, and so on."""
        number = turn - 1 if turn > 1 else 0
        items = [] if turn == 1 else chain.items[number * self._size : (number + 1) * self._size]
        document: dict[str, Any] = with_replaced(chain.last, self._listing.items, items)
        if (number + 1) * self._size >= len(chain.items):
            return document
        document = {key: value for key, value in document.items() if key not in self._listing.final}
        for place, value in ((self._listing.more, True), (self._listing.next, f"{_MARK}{turn + 1}")):
            document = with_replaced(document, place, value)
        return document


class _Chain:
    """All pages of one recorded listing."""

    def __init__(self, first: int) -> None:
        self.first = first
        self.items: list[Any] = []
        self.last: dict[str, Any] = {}


def _chains(exchanges: Sequence[Exchange], listing: Listing) -> dict[bytes, _Chain]:
    """The listings that were recorded to their end; of one that was read twice, the first reading."""
    chains: dict[bytes, _Chain] = {}
    finished: set[bytes] = set()
    for index, exchange in enumerate(exchanges):
        answer = exchange.response.json
        items = below(answer, listing.items)
        more = below(answer, listing.more)
        if not isinstance(items, list) or more is None:
            continue
        if listing.limit not in _asked(exchange.request):
            continue  # whoever names no page size asks for a list that has no pages
        base = _base(exchange.request, listing)
        if base in finished:
            continue
        chain = chains.setdefault(base, _Chain(index))
        chain.items += items
        chain.last = answer
        if not more:
            finished.add(base)
    return {base: chain for base, chain in chains.items() if base in finished}


def _base(request: RecordedRequest, listing: Listing) -> bytes:
    """What identifies a listing: everything asked for except where to go on."""
    asked = {key: value for key, value in _asked(request).items() if key != listing.cursor}
    return request.path.encode() + orjson.dumps(asked, option=orjson.OPT_SORT_KEYS)


def _asked(request: RecordedRequest) -> dict[str, Any]:
    """What a request asks for, in its query or its body."""
    return {**request.query, **request.json} if isinstance(request.json, dict) else dict(request.query)
