"""Finds every row of a search whose answers may silently be cut. Source: flatchr sheet 1.7, 2.6, 4 [A].

Flatchr documents neither pages nor a limit. Whether an answer was cut is found out by asking once more for
what lies before its oldest day and after its newest: a row that was not in the answer shows the cut, and so
does a second answer that is as long as the first. Answers of :data:`LARGE` rows or more count as cut in any
case.

What was cut is read in slices of creation dates, each a day wider on both sides because neither bounds nor
time zone of the filters are known; a slice whose answer is as long as the cut one is halved, down to single
days. A day that is still too long is asked for vacancy by vacancy, and then nothing is taken for deleted,
for an applicant without vacancy would be missed. Nor is it when rows come that lie far outside of the dates
asked for: then the vendor passes over dates, and the search is as good as its first answer.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from assay_connectors.flatchr.mapping.dates import day_of_filter, day_of_row

Found = dict[str, Any]
Search = Callable[[Mapping[str, Any]], list[Found]]
"""Filters -> rows."""

LARGE: Final = 1000
"""Rows from which on an answer is not believed to be whole."""
SMALLEST_CUT: Final = 20
"""Rows below which two answers of the same length tell nothing: a small company, all of it in few days."""
FIRST_DAY: Final = date(2010, 1, 1)
"""Before Flatchr existed; whatever was imported with older dates is asked for in one slice."""

CUT_SHORT: Final = (
    "Flatchr cuts its search so short that not every applicant of a day could be listed for sure"
)
DATES_IGNORED: Final = "Flatchr passes over the dates of a search, so that a cut one cannot be completed"

_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class _Asked:
    size: int
    new: int
    """Rows that no answer held before."""


class Sweep:
    """One search, read to its end; run it once, then look at the attributes.

    Attributes:
        rows: applicant -> row; of several answers the last one counts.
        sliced: whether an answer was cut and slices were asked for.
        doubt: why rows may be missing; None when every row was found for sure.
    """

    def __init__(
        self,
        search: Search,
        base: Mapping[str, Any],
        *,
        today: date,
        vacancy_ids: Callable[[], list[str]],
    ) -> None:
        self._search = search
        self._base = dict(base)
        self._today = today
        self._vacancy_ids = vacancy_ids
        self.rows: dict[str, Found] = {}
        self.sliced = False
        self.doubt: str | None = None

    @property
    def complete(self) -> bool:
        """Whether every row was found for sure."""
        return self.doubt is None

    def run(self, known: Collection[str] = ()) -> None:
        """Ask until nothing more comes.

        Args:
            known: applicants of a wider search that is complete. When the first answer holds none beside
                them, this search is a part of that one, and nothing more can come.
        """
        size = self._ask().size
        if known and self.rows.keys() <= set(known):
            return
        days = [day for row in self.rows.values() if (day := day_of_row(row.get("created_at")))]
        if not days or not self._is_cut(size, min(days), max(days)) or self.doubt:
            return
        self.sliced = True
        if self._ask(end=FIRST_DAY + _DAY).size >= size:
            self.doubt = CUT_SHORT
        self._slice(FIRST_DAY, max(self._today, *days) + _DAY, size)

    def _is_cut(self, size: int, oldest: date, newest: date) -> bool:
        if size >= LARGE:
            return True
        before = self._ask(end=oldest + 2 * _DAY)
        if before.new or (before.size >= size >= SMALLEST_CUT):
            return True
        if before.size >= size and self._ask(end=oldest - _DAY).new:
            return True
        return self._ask(start=newest - _DAY).new > 0

    def _slice(self, first: date, last: date, cut: int) -> None:
        """Everything created from the first to the last day; ``cut`` is the length of a cut answer."""
        start, end = first - _DAY, last + 2 * _DAY
        if self._ask(start, end).size < cut or self.doubt == DATES_IGNORED:
            return
        if first == last:
            self.doubt = CUT_SHORT
            for vacancy_id in self._vacancy_ids():
                self._ask(start, end, vacancy=vacancy_id)
            return
        middle = first + (last - first) // 2
        self._slice(first, middle, cut)
        self._slice(middle + _DAY, last, cut)

    def _ask(self, start: date | None = None, end: date | None = None, **filters: str) -> _Asked:
        for name, day in (("start", start), ("end", end)):
            if day is not None:
                filters[name] = day_of_filter(day)
        rows = self._search({**self._base, **filters})
        if any(_lies_outside(row, start, end) for row in rows):
            self.doubt = DATES_IGNORED
        new = sum(_key(row) not in self.rows for row in rows)
        self.rows.update((_key(row), row) for row in rows)
        return _Asked(len(rows), new)


def _lies_outside(row: Found, start: date | None, end: date | None) -> bool:
    """Whether a row is days away from what was asked for, more than bounds and time zones explain."""
    day = day_of_row(row.get("created_at"))
    if day is None:
        return False
    return (start is not None and day < start - 2 * _DAY) or (end is not None and day > end + 2 * _DAY)


def _key(row: Found) -> str:
    return str(row.get("applicant"))
