"""Dates in all of Avionté's spellings."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assay_connectors.avionte.mapping.dates import moment_of, written

MOMENTS = st.datetimes(datetime(1900, 1, 1), datetime(2999, 12, 31), timezones=st.just(UTC)).map(  # noqa: DTZ001 -- bounds are naive by design
    lambda moment: moment.replace(microsecond=moment.microsecond // 1000 * 1000)
)
OFFSETS = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2022-11-30T23:13:18.587", datetime(2022, 11, 30, 23, 13, 18, 587000, UTC)),
        ("2022-11-30T23:13:18.5", datetime(2022, 11, 30, 23, 13, 18, 500000, UTC)),
        ("2022-11-30T23:13:18.52Z", datetime(2022, 11, 30, 23, 13, 18, 520000, UTC)),
        ("2025-04-19T18:07:14.7477579+00:00", datetime(2025, 4, 19, 18, 7, 14, 747000, UTC)),
        ("2025-04-19T18:07:14+02:00", datetime(2025, 4, 19, 16, 7, 14, tzinfo=UTC)),
        ("2025-02-03", datetime(2025, 2, 3, tzinfo=UTC)),
        ("2025-02-03T07:30", datetime(2025, 2, 3, 7, 30, tzinfo=UTC)),
        ("0001-01-01T00:00:00Z", None),
        ("0001-01-01T00:00:00", None),
        ("0001-01-01", None),
    ],
)
def test_a_date_is_read_in_utc_to_the_millisecond(text: str, moment: datetime | None) -> None:
    assert moment_of(text) == moment


@pytest.mark.parametrize(
    "text",
    ["", "yesterday at noon", "2025-13-01", "2025-02-30T00:00:00", "20250203", "9999-12-31T23:59:59-14:00"],
)
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"date|month|day"):
        moment_of(text)


@given(MOMENTS)
def test_what_we_write_is_what_we_read(moment: datetime) -> None:
    assert moment_of(written(moment)) == moment


@given(MOMENTS, OFFSETS)
def test_an_offset_changes_the_spelling_and_not_the_moment(moment: datetime, zone: timezone) -> None:
    assert moment_of(moment.astimezone(zone).isoformat()) == moment


@given(MOMENTS, st.text("0123456789", max_size=5))
def test_digits_beyond_milliseconds_do_not_count(moment: datetime, digits: str) -> None:
    text = written(moment).removesuffix("Z")

    assert moment_of(f"{text}{digits}+00:00") == moment_of(f"{text}{digits}") == moment


@given(st.text())
def test_any_text_is_a_moment_or_refused(text: str) -> None:
    try:
        moment = moment_of(text)
    except ValueError:
        return
    assert moment is None or moment.tzinfo is UTC
