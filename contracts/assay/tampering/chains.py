"""The pages of a recorded listing as one chain of objects."""

from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import urlsplit

import orjson

from assay.contract.paths import named, with_names
from assay.contract.traffic import Listing, Wire
from assay.tampering.leaves import below, with_replaced
from assay.wire.exchange import Exchange, RecordedRequest


class Chain:
    """All pages of one recorded listing."""

    def __init__(self, listing: Listing) -> None:
        self.listing = listing
        self.pages: list[int] = []
        """Positions of the pages in the cassette."""
        self.items: list[Any] = []
        self.last: Any = None
        """The answer that was the last page."""


def chains(exchanges: Sequence[Exchange], wire: Wire) -> Iterator[tuple[bytes, Chain]]:
    """Listings that were read to their end, each time they were, with what identifies them."""
    open_chains: dict[bytes, Chain] = {}
    linked: dict[str, bytes] = {}  # path of a next page -> what identifies its listing
    for index, exchange in enumerate(exchanges):
        request, answer = exchange.request, exchange.response.json
        listing = wire.listing_of(request.path, request.said)
        if not listing.is_paged or not _is_page(request, answer, listing):
            continue
        name = linked.pop(path_and_query(request.url), b"") or name_of(request, listing)
        chain = open_chains.setdefault(name, Chain(listing))
        chain.pages.append(index)
        chain.items += below(answer, listing.items)
        chain.last = answer
        if not has_more(request, answer, listing):
            yield name, open_chains.pop(name)
        elif listing.by == "link":
            linked[path_and_query(str(below(answer, listing.next or "")))] = name


def path_and_query(url: str) -> str:
    """What of an address does not depend on where the vendor is."""
    parts = urlsplit(url)
    return f"{parts.path}?{parts.query}"


def name_of(request: RecordedRequest, listing: Listing) -> bytes:
    """What identifies a listing: everything asked for except where to go on, and how big pages are."""
    where = {listing.cursor} if listing.by == "cursor" else {listing.page, listing.offset, listing.limit}
    told = {key: value for key, value in asked(request, listing).items() if key not in where}
    path = with_names(listing.at, request.path) if listing.at else request.path
    return path.encode() + orjson.dumps(told, option=orjson.OPT_SORT_KEYS)


def asked(request: RecordedRequest, listing: Listing) -> dict[str, Any]:
    """What a request asks for, in its path, its query or its body."""
    in_path = named(listing.at, request.path) if listing.at else {}
    in_body = request.json if isinstance(request.json, dict) else {}
    return {**in_path, **request.query, **in_body}


def number(request: RecordedRequest, listing: Listing, key: str | None, default: int) -> int:
    """A number that a request gives."""
    text = str(asked(request, listing).get(key or "", default))
    return int(text) if text.isdecimal() else default


def has_more(request: RecordedRequest, answer: Any, listing: Listing) -> bool:
    """Whether further pages follow this one."""
    if listing.by == "cursor":
        return bool(below(answer, listing.more or ""))
    if listing.by == "link":
        return bool(below(answer, listing.next or ""))
    limit, got = number(request, listing, listing.limit, 0), len(below(answer, listing.items))
    total = below(answer, listing.total) if listing.total else None
    if isinstance(total, int) and listing.by == "page":
        return number(request, listing, listing.page, 1) * limit < total
    return got >= limit


def ended(document: Any, listing: Listing) -> dict[str, Any]:
    """A page that says that no other one follows."""
    for place, value in ((listing.more, False), (listing.done, True), (listing.next, None)):
        document = with_replaced(document, place, value) if place else document
    return dict(document)


def continued(document: Any, listing: Listing, where: str) -> dict[str, Any]:
    """A page that says where the next one is."""
    kept = {key: value for key, value in document.items() if key not in listing.final}
    for place, value in ((listing.more, True), (listing.done, False), (listing.next, where)):
        kept = with_replaced(kept, place, value) if place else kept
    return kept


def _is_page(request: RecordedRequest, answer: Any, listing: Listing) -> bool:
    """Whether this is one of several pages; whoever names no page size asks for a list that has no pages."""
    if not isinstance(below(answer, listing.items), list):
        return False
    if listing.by == "link":
        return True
    if (listing.limit or "") not in asked(request, listing):
        return False
    return listing.by != "cursor" or below(answer, listing.more or "") is not None
