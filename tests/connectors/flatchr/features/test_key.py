"""What a key says of its own end."""

import base64
from datetime import UTC, datetime, timedelta
from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assay_connectors.flatchr.key import expires_at, expiry_warning

NOW = datetime(2026, 6, 15, 8, tzinfo=UTC)


def jwt(claims: Any) -> str:
    body = base64.urlsafe_b64encode(orjson.dumps(claims)).decode().rstrip("=")
    return f"eyJhbGciOiJIUzI1NiJ9.{body}.c2lnbmF0dXJl"


def ending(**left: float) -> str:
    return jwt({"id": 1, "exp": int((NOW + timedelta(**left)).timestamp())})


def test_a_key_that_ends_within_fifteen_days_is_announced_with_its_day() -> None:
    warning = expiry_warning(ending(days=14), NOW)

    assert warning is not None
    assert "2026-06-29" in warning


@pytest.mark.parametrize("left", [{"days": 15}, {"days": 364}])
def test_a_key_that_lives_on_is_not_announced(left: dict[str, float]) -> None:
    assert expiry_warning(ending(**left), NOW) is None


def test_the_last_moment_before_the_fifteenth_day_counts() -> None:
    assert expiry_warning(ending(days=15, seconds=-1), NOW) is not None


@pytest.mark.parametrize(
    "key",
    [
        "opaque",
        "a.b",
        "a.b.c",
        "a.%%%.c",
        "..",
        jwt([1]),
        jwt({"iat": 1}),
        jwt({"exp": "soon"}),
        jwt({"exp": True}),
        jwt({"exp": 1e300}),
        jwt({"exp": None}),
    ],
)
def test_a_key_without_readable_end_says_nothing(key: str) -> None:
    assert expires_at(key) is None
    assert expiry_warning(key, NOW) is None


@given(st.text())
def test_no_key_whatever_breaks_the_reading(key: str) -> None:
    expires_at(key)


@given(st.datetimes(min_value=datetime(2000, 1, 1), max_value=datetime(2100, 1, 1)))  # noqa: DTZ001 -- made aware below
def test_the_end_in_a_key_is_read_to_the_second(moment: datetime) -> None:
    aware = moment.replace(tzinfo=UTC, microsecond=0)

    assert expires_at(jwt({"exp": int(aware.timestamp())})) == aware


def test_reading_with_a_key_near_its_end_gives_a_notice(flatchr: Any) -> None:
    read = flatchr.read("ats_tags", credential={"api_key": ending(days=3)})

    assert [notice for notice in read.notices if "2026-06-18" in notice]
    assert read.of("ats_tags")
