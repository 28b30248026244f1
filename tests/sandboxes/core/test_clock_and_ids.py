from datetime import UTC, datetime, timedelta, timezone
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assay_sandboxes.core.clock import VirtualClock, moment_of, stamp
from assay_sandboxes.core.ids import Identifiers


def test_time_starts_at_a_fixed_moment_and_moves_a_millisecond_per_request() -> None:
    clock = VirtualClock()
    assert clock.stamp == "2026-06-15T08:00:00.000Z"
    clock.tick()
    assert clock.stamp == "2026-06-15T08:00:00.001Z"
    clock.advance(59.999)
    assert clock.unix_s == int(datetime(2026, 6, 15, 8, 1, tzinfo=UTC).timestamp())


@pytest.mark.parametrize("seconds", [-1, 1e30, float("inf")])
def test_time_neither_runs_backwards_nor_leaves_the_calendar(seconds: float) -> None:
    with pytest.raises(ValueError, match=r"backwards|calendar"):
        VirtualClock().advance(seconds)


@given(st.datetimes(min_value=datetime(1970, 1, 1), max_value=datetime(2100, 1, 1)))  # noqa: DTZ001 -- strategies want naive bounds
def test_stamps_read_back_to_the_millisecond_and_sort_like_moments(naive: datetime) -> None:
    moment = naive.replace(microsecond=naive.microsecond // 1000 * 1000, tzinfo=UTC)
    assert moment_of(stamp(moment)) == moment
    assert stamp(moment) < stamp(moment + timedelta(milliseconds=1))


def test_moments_without_zone_are_utc_and_others_are_converted() -> None:
    assert moment_of("2026-08-01") == datetime(2026, 8, 1, tzinfo=UTC)
    assert stamp(datetime(2026, 8, 1, 2, tzinfo=timezone(timedelta(hours=2)))) == "2026-08-01T00:00:00.000Z"
    with pytest.raises(ValueError, match="soon"):
        moment_of("soon")


def test_named_ids_are_stable_and_differ_by_vendor_kind_and_key() -> None:
    ids = {Identifiers(slug).named(kind, key) for slug in "ab" for kind in "cd" for key in "ef"}
    assert len(ids) == 8
    assert Identifiers("a").named("c", "e") in ids
    assert UUID(Identifiers("a").fresh("c")).version == 5


def test_fresh_ids_count_per_kind() -> None:
    ids = Identifiers("a")
    assert [ids.count("x"), ids.count("x"), ids.count("y")] == [1, 2, 1]
    first, second = ids.fresh("z"), ids.fresh("z")
    assert first != second
    assert Identifiers("a").fresh("z") == first


@given(st.text(max_size=20), st.integers(min_value=1, max_value=12))
def test_numbers_have_as_many_digits_as_asked_for(key: str, digits: int) -> None:
    number = Identifiers("a").number("job", key, digits=digits)
    assert len(str(number)) == digits
    assert number == Identifiers("a").number("job", key, digits=digits)


def test_ulids_have_26_signs_and_sort_by_time_then_count() -> None:
    ids = Identifiers("a")
    made = [ids.ulid("request", ms) for ms in (1_781_510_400_000, 1_781_510_400_000, 1_781_510_400_001)]
    assert made == sorted(set(made))
    assert {len(ulid) for ulid in made} == {26}


@given(st.text(max_size=20), st.integers(1, 21))
def test_codes_are_letters_and_digits_of_the_length_asked_for(key: str, length: int) -> None:
    code = Identifiers("v").code("thing", key, length=length)
    assert len(code) == length
    assert code.isascii()
    assert code.isalnum()
    assert code == Identifiers("v").code("thing", key, length=length)


def test_no_two_things_of_a_kind_share_a_number_and_new_ones_come_after_all_others() -> None:
    ids = Identifiers("a")
    numbers = [ids.number("job", str(key), digits=3) for key in range(700)]
    assert len(set(numbers)) == 700
    assert [ids.new_number("job", digits=3) for _ in range(2)] == [901, 902]
    assert max(numbers) < 901
