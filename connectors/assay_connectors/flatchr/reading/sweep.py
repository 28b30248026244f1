"""Finds every row of a search whose answers may silently be cut. Source: flatchr sheet 1.7, 2.6, 4 [A].

Flatchr documents neither pages nor a limit. Whether an answer was cut is found out by asking once more for
what lies before its oldest day and after its newest: a row that was not in the answer shows the cut, and so
does a second answer that is as long as the first. Answers of :data:`LARGE` rows or more count as cut in any
case.

What was cut is read in slices of creation dates, each a day wider on both sides because neither bounds nor
time zone of the filters are known; a slice whose answer is as long as the cut one is halved, down to single
days. A day that is still too long is asked for vacancy by vacancy, and then nothing is taken for deleted,
for an applicant without vacancy would be missed.
"""

from collections.abc import Callable, Mapping
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
        complete: whether every row was found for sure.
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
        self.complete = True

    def run(self) -> None:
        """Ask until nothing more comes."""
        whole = self._ask({})
        days = [day for row in self.rows.values() if (day := day_of_row(row.get("created_at")))]
        if days and self._is_cut(whole.size, min(days), max(days)):
            self.sliced = True
            if self._ask({"end": day_of_filter(FIRST_DAY + _DAY)}).size >= whole.size:
                self.complete = False
            self._slice(FIRST_DAY, max(self._today, *days) + _DAY, whole.size)

    def _is_cut(self, size: int, oldest: date, newest: date) -> bool:
        if size >= LARGE:
            return True
        before = self._ask({"end": day_of_filter(oldest + 2 * _DAY)})
        if before.new or (before.size >= size >= SMALLEST_CUT):
            return True
        if before.size >= size and self._ask({"end": day_of_filter(oldest - _DAY)}).new:
            return True
        return self._ask({"start": day_of_filter(newest - _DAY)}).new > 0

    def _slice(self, first: date, last: date, cut: int) -> None:
        """Everything created from the first to the last day; ``cut`` is the length of a cut answer."""
        window = {"start": day_of_filter(first - _DAY), "end": day_of_filter(last + 2 * _DAY)}
        if self._ask(window).size < cut:
            return
        if first == last:
            self._by_vacancy(window)
            return
        middle = first + (last - first) // 2
        self._slice(first, middle, cut)
        self._slice(middle + _DAY, last, cut)

    def _by_vacancy(self, window: Mapping[str, str]) -> None:
        self.complete = False
        for vacancy_id in self._vacancy_ids():
            self._ask({**window, "vacancy": vacancy_id})

    def _ask(self, filters: Mapping[str, Any]) -> _Asked:
        rows = self._search({**self._base, **filters})
        new = sum(_key(row) not in self.rows for row in rows)
        self.rows.update((_key(row), row) for row in rows)
        return _Asked(len(rows), new)


def _key(row: Found) -> str:
    return str(row.get("applicant"))
