"""Every row of a search is found, however the vendor cuts its answers."""

from collections.abc import Mapping
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assay_connectors.flatchr.mapping.dates import day_of_row
from assay_connectors.flatchr.reading.applicants import merge
from assay_connectors.flatchr.reading.sweep import DATES_IGNORED, LARGE, Sweep

TODAY = date(2026, 6, 15)
VACANCIES = ["vac-a", "vac-b", "vac-c"]


def filter_day(text: str) -> date:
    month, day, year = (int(part) for part in text.split("/"))
    return date(2000 + year, month, day)


class Searched:
    """A search over rows of (number, creation day, vacancy) that gives its newest ``cap`` rows."""

    def __init__(
        self,
        rows: list[tuple[int, date, str]],
        cap: int | None,
        *,
        oldest: bool = False,
        closed: bool = True,
    ) -> None:
        self.rows = sorted(rows, key=lambda row: (row[1], row[0]))
        self.cap = cap
        self.oldest = oldest
        self.closed = closed
        self.asked: list[Mapping[str, Any]] = []

    def __call__(self, body: Mapping[str, Any]) -> list[dict[str, Any]]:
        self.asked.append(dict(body))
        found = [row for row in self.rows if self.fits(row, body)]
        if self.cap is not None:
            found = found[: self.cap] if self.oldest else found[-self.cap :]
        return [
            {"applicant": f"app-{number}", "created_at": day.strftime("%d/%m/%y")} for number, day, _ in found
        ]

    def fits(self, row: tuple[int, date, str], body: Mapping[str, Any]) -> bool:
        _, day, vacancy = row
        end = filter_day(body["end"]) if "end" in body else None
        return (
            ("start" not in body or day >= filter_day(body["start"]))
            and (end is None or day < end or (self.closed and day == end))
            and body.get("vacancy", vacancy) == vacancy
        )

    def sweep(self, **base: Any) -> Sweep:
        sweep = Sweep(self, base, today=TODAY, vacancy_ids=lambda: VACANCIES)
        sweep.run()
        return sweep


def spread(count: int, *, every_days: int = 3) -> list[tuple[int, date, str]]:
    return [(n, TODAY - timedelta(days=n * every_days), VACANCIES[n % 3]) for n in range(count)]


ROWS = st.lists(
    st.tuples(
        st.integers(0, 10**6),
        st.dates(min_value=date(2024, 1, 1), max_value=TODAY),
        st.sampled_from(VACANCIES),
    ),
    unique_by=lambda row: row[0],
    max_size=120,
)


@given(ROWS, st.integers(20, 130), st.booleans(), st.booleans())
@settings(max_examples=60, deadline=None)
def test_a_search_that_is_cut_anywhere_still_gives_every_row_or_says_that_it_may_not(
    rows: list[tuple[int, date, str]],
    cap: int,
    oldest: bool,  # noqa: FBT001 -- drawn
    closed: bool,  # noqa: FBT001 -- drawn
) -> None:
    sweep = Searched(rows, cap, oldest=oldest, closed=closed).sweep()

    assert len(sweep.rows) == len(rows) or not sweep.complete


@given(ROWS, st.booleans())
@settings(max_examples=40, deadline=None)
def test_a_search_that_is_not_cut_is_complete(rows: list[tuple[int, date, str]], closed: bool) -> None:  # noqa: FBT001 -- drawn
    sweep = Searched(rows, None, closed=closed).sweep()

    assert len(sweep.rows) == len(rows)
    assert sweep.complete or len(rows) >= 20


@pytest.mark.parametrize("cap", [4, 7, 50, 100])
@pytest.mark.parametrize("oldest", [False, True])
def test_every_row_comes_from_slices_by_creation_date(cap: int, oldest: bool) -> None:  # noqa: FBT001 -- a case
    searched = Searched(spread(120), cap, oldest=oldest)

    sweep = searched.sweep()

    assert sweep.sliced
    assert sweep.complete
    assert len(sweep.rows) == 120
    assert any("start" in asked and "end" in asked for asked in searched.asked)


def test_a_small_company_is_asked_for_three_times_and_not_sliced() -> None:
    searched = Searched(spread(12), None)

    sweep = searched.sweep()

    assert (sweep.sliced, sweep.complete, len(sweep.rows)) == (False, True, 12)
    assert searched.asked == [{}, {"end": "05/15/26"}, {"start": "06/14/26"}]


def test_nothing_is_asked_again_when_there_is_nothing() -> None:
    searched = Searched([], None)

    assert searched.sweep().rows == {}
    assert searched.asked == [{}]


def test_a_part_of_a_complete_search_is_asked_for_once() -> None:
    searched = Searched(spread(12), None)
    sweep = Sweep(searched, {"status": 0}, today=TODAY, vacancy_ids=list)

    sweep.run([f"app-{n}" for n in range(20)])

    assert (len(sweep.rows), sweep.complete) == (12, True)
    assert searched.asked == [{"status": 0}]


def test_a_search_that_shows_somebody_new_is_looked_at_closely() -> None:
    searched = Searched(spread(12), None)
    sweep = Sweep(searched, {}, today=TODAY, vacancy_ids=list)

    sweep.run([f"app-{n}" for n in range(11)])

    assert len(searched.asked) == 3


def test_the_filters_of_the_search_stay_in_every_slice() -> None:
    searched = Searched(spread(60), 25)

    searched.sweep(status=0)

    assert {asked["status"] for asked in searched.asked} == {0}


def test_slices_overlap_by_a_day_on_both_sides() -> None:
    searched = Searched(spread(200), 50)
    searched.sweep()

    windows = sorted(
        (filter_day(asked["start"]), filter_day(asked["end"]))
        for asked in searched.asked
        if "start" in asked and "end" in asked
    )
    leaves = [
        window
        for window in windows
        if not any(other != window and window[0] <= other[0] and other[1] <= window[1] for other in windows)
    ]
    for (_, end), (start, _) in pairwise(leaves):
        assert end - start >= timedelta(days=2)


def test_a_large_answer_is_sliced_even_without_a_sign_of_a_cut() -> None:
    searched = Searched(spread(LARGE, every_days=1), None)

    sweep = searched.sweep()

    assert sweep.sliced
    assert sweep.complete
    assert len(sweep.rows) == LARGE


def test_a_day_that_is_cut_is_asked_for_vacancy_by_vacancy_and_nothing_counts_as_deleted() -> None:
    day = TODAY - timedelta(days=40)
    rows = [(n, day, VACANCIES[n % 3]) for n in range(50)] + [(100, TODAY, "vac-a")]
    searched = Searched(rows, 25)

    sweep = searched.sweep()

    assert len(sweep.rows) == 51
    assert not sweep.complete
    assert {asked.get("vacancy") for asked in searched.asked} == {None, *VACANCIES}


def test_few_rows_of_the_same_days_are_asked_for_what_lies_before_them() -> None:
    day = TODAY - timedelta(days=40)
    rows = [(n, TODAY, "vac-a") for n in range(5)] + [(9, day, "vac-a")]

    assert len(Searched(rows, 5).sweep().rows) == 6
    assert not Searched(rows[:5], None).sweep().sliced


def test_rows_older_than_the_vendor_are_found_too() -> None:
    ancient = [(900 + n, date(2006, 1, 1) + timedelta(days=n), "vac-a") for n in range(5)]

    sweep = Searched(spread(60) + ancient, 30).sweep()

    assert len(sweep.rows) == 65
    assert sweep.complete


def test_more_ancient_rows_than_one_answer_holds_cannot_be_told_apart() -> None:
    ancient = [(900 + n, date(2006, 1, 1) + timedelta(days=n), "vac-a") for n in range(40)]

    assert not Searched(spread(60) + ancient, 30).sweep().complete


def test_a_vendor_that_passes_over_dates_is_not_asked_for_ever() -> None:
    asked = []

    def search(body: Mapping[str, Any]) -> list[dict[str, Any]]:
        asked.append(body)
        return Searched(spread(60), None)({})

    sweep = Sweep(search, {}, today=TODAY, vacancy_ids=list)
    sweep.run()

    assert len(sweep.rows) == 60
    assert sweep.doubt == DATES_IGNORED
    assert len(asked) == 2


def test_rows_without_readable_dates_are_taken_as_they_come() -> None:
    asked = []

    def search(body: Mapping[str, Any]) -> list[dict[str, Any]]:
        asked.append(body)
        return [{"applicant": "a", "created_at": None}, {"applicant": "b"}]

    sweep = Sweep(search, {}, today=TODAY, vacancy_ids=list)
    sweep.run()

    assert list(sweep.rows) == ["a", "b"]
    assert asked == [{}]


def test_of_several_answers_about_one_applicant_the_last_counts() -> None:
    answers = iter([[{"applicant": "a", "created_at": "01/06/26", "score": n}] for n in range(5)])
    sweep = Sweep(lambda _body: next(answers), {}, today=TODAY, vacancy_ids=list)
    sweep.run()

    assert sweep.rows["a"]["score"] == 3


ANSWERS = st.dictionaries(st.sampled_from("abcdef"), st.fixed_dictionaries({"n": st.integers()}))


@given(ANSWERS, ANSWERS)
def test_merging_keeps_each_applicant_once_and_the_later_row(first: Any, second: Any) -> None:
    merged = merge(first, second)

    assert set(merged) == set(first) | set(second)
    assert all(merged[key] == second.get(key, first.get(key)) for key in merged)
    assert list(merged)[: len(first)] == list(first)


@given(ANSWERS)
def test_merging_an_answer_with_itself_changes_nothing(answer: Any) -> None:
    assert merge(answer, answer) == merge(answer) == answer


def test_the_days_of_rows_are_read_day_first() -> None:
    (row,) = Searched([(1, date(2026, 3, 4), "vac-a")], None)({})

    assert row["created_at"] == "04/03/26"
    assert day_of_row(row["created_at"]) == date(2026, 3, 4)
