from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assay_connectors.retry import RetryPolicy, asked_pause_s

NOW = datetime(2026, 6, 15, 8, tzinfo=UTC)


def _asking(value: str) -> httpx.Response:
    return httpx.Response(429, headers={"retry-after": value})


def test_retry_after_in_seconds_is_honoured() -> None:
    assert asked_pause_s(_asking("12"), NOW) == 12.0


@given(st.integers(min_value=-100, max_value=10_000))
def test_retry_after_as_a_date_is_the_time_until_then_and_never_negative(seconds: int) -> None:
    date = format_datetime(NOW + timedelta(seconds=seconds), usegmt=True)

    assert asked_pause_s(_asking(date), NOW) == max(float(seconds), 0.0)


def test_a_date_without_zone_is_taken_as_utc() -> None:
    assert asked_pause_s(_asking("Mon, 15 Jun 2026 08:00:09 -0000"), NOW) == 9.0


@pytest.mark.parametrize("value", ["", "soon", "1.5", "-3", "٣"])
def test_a_retry_after_that_cannot_be_read_is_left_to_the_reset_header(value: str) -> None:
    answer = httpx.Response(429, headers=[(b"retry-after", value.encode())])

    assert asked_pause_s(answer, NOW, lambda _response, _now: 4.0) == 4.0
    assert asked_pause_s(answer, NOW) is None


def test_a_reset_in_the_past_means_no_pause() -> None:
    assert asked_pause_s(httpx.Response(429), NOW, lambda _response, _now: -5.0) == 0.0


@given(st.integers(min_value=1, max_value=40))
def test_our_own_pauses_double_up_to_a_bound_and_are_the_same_each_time(tries: int) -> None:
    policy = RetryPolicy(first_pause_s=1.0, longest_pause_s=30.0)

    assert policy.pause_s(tries, None) == min(2.0 ** (tries - 1), 30.0)
    assert policy.pause_s(tries, None) == policy.pause_s(tries, None)


def test_what_the_vendor_asks_for_is_not_bounded_by_our_longest_pause() -> None:
    assert RetryPolicy().pause_s(1, 55.0) == 55.0
