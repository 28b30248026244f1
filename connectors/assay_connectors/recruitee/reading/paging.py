"""Reads a listing with page numbers to its end, although it shifts and its totals may lie.

Source: recruitee sheet 1.5 [D/C]. Pages are cut afresh with every request. What is added in front moves rows
to a later page, where they come again; what is removed moves rows to an earlier page, where they would be
missed: a total that falls sends the reader back. A server may cut shorter pages than it was asked for, not
know pages at all, or give a wrong total.
"""

from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from assay_connectors.recruitee.api import Item
from assay_connectors.recruitee.mapping.payload import Payload

REMEMBERED_PAGES = 4
"""How far back repeated rows are recognised; further off they only cost a second reading."""


@dataclass(frozen=True, slots=True)
class Page:
    """What one request gave."""

    items: list[Item]
    total: int | None
    """Of the whole listing; None when the vendor does not say."""


@dataclass(frozen=True, slots=True)
class Turn:
    """One page as a reader sees it."""

    all: list[Payload]
    fresh: list[Payload]
    """Those that did not come on the pages before."""
    again: bool
    """Whether the reader went back, so that order says nothing about the page before."""
    goes_back: bool
    """Whether rows were removed meanwhile, so that earlier pages are read once more."""


class Listing:
    """The pages of one listing; iterate once, then look at the attributes.

    Attributes:
        complete: True once the end was reached and as many rows came as the vendor counts.
    """

    def __init__(self, read: Callable[[int], Page], limit: int, path: str) -> None:
        self._read = read
        self._limit = limit
        self._path = path
        self._recent: deque[set[str]] = deque(maxlen=REMEMBERED_PAGES)
        self._came = 0
        self.complete = False

    def __iter__(self) -> Iterator[Turn]:
        """Stream the pages.

        Raises:
            VendorNonsenseError: a row has no id.
        """
        number, total, again = 1, None, False
        while True:
            page = self._read(number)
            items = [Payload(item, self._path) for item in page.items]
            fresh = self._fresh(items)
            ends = self._ends(page, number)
            if page.total is None and number > 1 and not fresh:
                ends = True  # the server knows no pages and gives the whole list each time
            lost = 0 if total is None or page.total is None else total - page.total
            goes_back = lost > 0 and number > 1
            yield Turn(items, fresh, again, goes_back)
            total, again = page.total, goes_back
            if goes_back:
                number = max(1, number - -(-lost // self._limit))
            elif ends:
                self.complete = total is None or self._came >= total
                return
            else:
                number += 1

    def _fresh(self, items: list[Payload]) -> list[Payload]:
        known = set().union(*self._recent)
        fresh = []
        for item in items:
            if item.identifier() not in known:
                known.add(item.identifier())
                fresh.append(item)
        self._recent.append({item.identifier() for item in items})
        self._came += len(fresh)
        return fresh

    def _ends(self, page: Page, number: int) -> bool:
        came = len(page.items)
        if came == 0:
            return True
        if page.total is None:
            return came != self._limit
        if number == 1 and came < min(self._limit, page.total):
            self._limit = came  # the vendor's own limit is lower than ours
        if (number - 1) * self._limit + came > page.total:
            return came != self._limit  # more came than the total counts
        return number * self._limit >= page.total
