"""One moment in several spellings. Source: avionte sheet 8 no. 3, 9."""

import re
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assay_sandboxes.avionte.spelling import digits, local, precise, zulu
from assay_sandboxes.core.clock import moment_of

MOMENTS = st.datetimes(min_value=datetime(1900, 1, 1), max_value=datetime(2200, 1, 1)).map(  # noqa: DTZ001 -- hypothesis adds the zone
    lambda moment: moment.replace(microsecond=moment.microsecond // 1000 * 1000, tzinfo=UTC)
)
ZONES = st.integers(min_value=-14 * 60, max_value=14 * 60).map(lambda m: timezone(timedelta(minutes=m)))


@given(MOMENTS, ZONES)
def test_every_spelling_names_the_same_millisecond(moment: datetime, zone: timezone) -> None:
    text = moment.astimezone(zone).isoformat()
    for spelled in (local(text), precise(text), zulu(text)):
        read = moment_of(spelled)
        assert read.replace(microsecond=read.microsecond // 1000 * 1000) == moment


@given(MOMENTS)
def test_spellings_look_as_the_vendor_writes_them(moment: datetime) -> None:
    text = moment.isoformat()
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{0,2}[1-9])?", local(text))
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{7}\+00:00", precise(text))
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", zulu(text))
    assert local(local(text)) == local(text)


@pytest.mark.parametrize("text", ["soon", "", "9999-12-31T23:59:59-14:00", "0001-01-01T00:00:00+14:00"])
def test_nonsense_is_no_moment(text: str) -> None:
    with pytest.raises(ValueError, match=r"\S"):
        zulu(text)


@given(st.text())
def test_of_a_phone_number_digits_are_left(text: str) -> None:
    assert re.fullmatch("[0-9]*", digits(text) or "")


def test_no_phone_number_is_none() -> None:
    assert digits(None) is None
    assert digits("") is None
    assert digits("+351 (910) 000-002") == "351910000002"
