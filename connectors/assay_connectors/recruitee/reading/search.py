"""The candidate search: the only way to see candidates by when they changed. Source: recruitee sheet 2.6.

Never a ``query``: the server ignores it and answers with everybody. Never a filter either: one that the
server does not know is ignored too.
"""

from assay_connectors.recruitee.api import Item, RecruiteeApi, items_of
from assay_connectors.recruitee.mapping.payload import Payload
from assay_connectors.recruitee.reading.paging import Listing, Page

SEARCH = "/search/new/candidates"
SWEEP_LIMIT = 1000
"""Hits of a page when everybody is read; up to 10 000 are allowed (1.5 [D])."""
WALK_LIMIT = 100
"""Hits of a page when changes are looked for: they are few."""


def search(api: RecruiteeApi, sort_by: str, limit: int) -> Listing:
    """All candidates in an order, e.g. ``created_at_asc``, page by page."""

    def read(number: int) -> Page:
        return _page(api, sort_by, limit, number)

    return Listing(read, limit, SEARCH)


def first_hit(api: RecruiteeApi, sort_by: str) -> Payload | None:
    """The first candidate in an order; None when there is none."""
    hits = _page(api, sort_by, 1, 1).items
    return Payload(hits[0], SEARCH) if hits else None


def _page(api: RecruiteeApi, sort_by: str, limit: int, number: int) -> Page:
    body: Item = api.get(SEARCH, {"page": number, "limit": limit, "sort_by": sort_by})
    return Page(items_of(body, "hits", SEARCH), Payload(body, SEARCH, "the answer").whole("total"))
