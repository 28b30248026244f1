"""The same records cut into other page sizes; whoever reads every page must see the same data."""

import re
from collections.abc import Callable, Sequence
from typing import Any

import httpx
import orjson

from assay.contract.traffic import Wire
from assay.errors import ConnectorError
from assay.evidence import Played
from assay.tampering.chains import Chain, asked, chains, continued, name_of, number
from assay.tampering.leaves import with_replaced
from assay.wire.exchange import Exchange, RecordedRequest, RecordedResponse

_MARK = "recut-"
_LINK = re.compile(rf"/{_MARK}(\d+)-(\d+)")
"""How paths of further pages end: number of the listing, and turn."""


class Recut(httpx.BaseTransport):
    """Serves recorded listings in pages of another size.

    Where the vendor says how to go on (``by: cursor``, ``by: link``) it decides how big pages are, and the
    second page is an empty one. Where the request counts (``by: page``, ``by: offset``) whoever asks
    decides, so the connection has to be set to that page size.

    Requests that belong to no paged listing go on to ``inner``.

    Args:
        inner: replay of the same cassette.
        exchanges: the whole cassette.
        wire: how the vendor cuts pages.
        size: objects per page.
        as_recorded: what a request looks like in the cassette, where secrets stand in its path.
    """

    def __init__(
        self,
        inner: httpx.BaseTransport,
        exchanges: Sequence[Exchange],
        wire: Wire,
        *,
        size: int,
        as_recorded: Callable[[RecordedRequest], RecordedRequest] = lambda sent: sent,
    ) -> None:
        self._inner = inner
        self._as_recorded = as_recorded
        self._wire = wire
        self._size = size
        self._chains: dict[bytes, Chain] = {}
        for name, chain in chains(exchanges, wire):
            self._chains.setdefault(name, chain)  # of a listing that was read twice, the first reading
        self._numbered = list(self._chains.values())
        self.played: list[Played] = []

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Answer with a page of the chosen size, or as recorded.

        Raises:
            ConnectorError: the connector asked for bigger pages than its connection is set to.
        """
        sent = RecordedRequest(request.method, str(request.url), dict(request.headers), request.read())
        chain = self._chain(self._as_recorded(sent))
        document = self._page(sent, chain) if chain is not None else None
        if chain is None or document is None:
            return self._inner.handle_request(request)
        response = RecordedResponse(200, {"content-type": "application/json"}, orjson.dumps(document))
        self.played.append(Played(index=chain.pages[0], exchange=Exchange(sent, response)))
        return httpx.Response(200, headers=response.headers, content=response.body, request=request)

    def _chain(self, request: RecordedRequest) -> Chain | None:
        """The listing that a request belongs to: it begins it, or follows a link into it."""
        link = _LINK.search(request.path)
        if link is not None:
            return self._numbered[int(link[1])]
        return self._chains.get(name_of(request, self._wire.listing_of(request.path, request.said)))

    def _page(self, sent: RecordedRequest, chain: Chain) -> Any:
        """The page that was asked for; None for one of another reading than the recorded one."""
        listing = chain.listing
        if listing.by == "link":
            link = _LINK.search(sent.path)
            return self._turn(chain, int(link[2]) if link is not None else 0, base=_LINK.sub("", sent.path))
        if listing.by == "cursor":
            cursor = asked(sent, listing).get(str(listing.cursor))
            if not (cursor is None or str(cursor).startswith(_MARK)):
                return None
            return self._turn(chain, int(str(cursor).removeprefix(_MARK)) if cursor is not None else 0)
        limit = number(sent, listing, listing.limit, 0)
        if limit > self._size:
            raise ConnectorError(
                f"{sent.path} was asked for {limit} objects where pages of {self._size} are set",
                hint="honour Settings.page_size wherever the vendor takes a page size",
            )
        start = number(sent, listing, listing.offset, 0)
        if listing.by == "page":
            start = (number(sent, listing, listing.page, 1) - 1) * limit
        return with_replaced(chain.last, listing.items, chain.items[start : start + limit])

    def _turn(self, chain: Chain, turn: int, *, base: str = "") -> dict[str, Any]:
        """The page of that turn: 0 the first objects, 1 none at all, 2 the next objects, and so on.

        With ``base`` the way on is a path below it, else a cursor.
        """
        listing = chain.listing
        at = turn - 1 if turn > 1 else 0
        items = [] if turn == 1 else chain.items[at * self._size : (at + 1) * self._size]
        document: dict[str, Any] = with_replaced(chain.last, listing.items, items)
        if (at + 1) * self._size >= len(chain.items):
            return document
        if not base:
            return continued(document, listing, f"{_MARK}{turn + 1}")
        return continued(document, listing, f"{base}/{_MARK}{self._numbered.index(chain)}-{turn + 1}")
