from hypothesis import given
from hypothesis import strategies as st

from assay.tampering.choosing import fewest

NUMBERS = st.frozensets(st.integers(0, 30), max_size=4)


def _alone(numbers: range) -> list[frozenset[int]]:
    return [frozenset({number}) for number in numbers]


@given(needed=NUMBERS)
def test_exactly_those_that_are_needed_are_found(needed: frozenset[int]) -> None:
    found = fewest(_alone(range(31)), lambda given: needed <= given)

    assert frozenset().union(*found) == needed


@given(needed=NUMBERS)
def test_it_asks_seldom(needed: frozenset[int]) -> None:
    asked = []

    def helps(given: frozenset[int]) -> bool:
        asked.append(given)
        return needed <= given

    fewest(_alone(range(31)), helps)

    assert len(asked) <= 1 + len(needed) * 7


@given(either=st.frozensets(st.integers(0, 30), min_size=1, max_size=5))
def test_where_any_of_some_helps_the_first_is_taken(either: frozenset[int]) -> None:
    found = fewest(_alone(range(31)), lambda given: bool(either & given))

    assert found == [frozenset({min(either)})]


def test_groups_are_taken_whole() -> None:
    groups = [frozenset({1, 2}), frozenset({3}), frozenset({4, 5})]

    assert fewest(groups, lambda given: 5 in given) == [groups[2]]


def test_nothing_is_chosen_where_nothing_helps() -> None:
    assert fewest(_alone(range(5)), lambda given: 7 in given) == []
    assert fewest([], bool) == []


def test_nothing_is_chosen_where_nothing_is_needed() -> None:
    assert fewest(_alone(range(5)), lambda _: True) == []
