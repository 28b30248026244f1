from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assay.errors import VendorNonsenseError
from assay_connectors.ashby.mapping.payload import Payload, day_of

WRONG = [
    ("text", 7),
    ("text", ["x"]),
    ("flag", "true"),
    ("flag", 1),
    ("number", "7"),
    ("number", True),
    ("whole", 1.5),
    ("moment", "2026-03-02"),
    ("moment", "02/03/2026"),
    ("moment", "2026-03-02T09:15:30.123"),
    ("moment", 1772442930),
    ("day", "01.08.2026"),
    ("day", "2026-08-01Tnoon"),
    ("part", "x"),
    ("part", []),
    ("parts", {}),
    ("parts", ["x"]),
    ("texts", "x"),
    ("texts", [1]),
    ("identifier", None),
    ("identifier", ""),
    ("identifier", 7),
]


def _payload(**keys: Any) -> Payload:
    return Payload({"id": "r1", **keys}, "/thing.list")


@pytest.mark.parametrize(("reader", "value"), WRONG)
def test_a_value_of_another_type_is_nonsense_that_names_record_and_path(reader: str, value: Any) -> None:
    with pytest.raises(VendorNonsenseError, match=r"record r1\.key") as caught:
        getattr(_payload(key=value), reader)("key")

    assert caught.value.request == "POST /thing.list"


@pytest.mark.parametrize("reader", ["text", "flag", "number", "whole", "moment", "day"])
def test_absent_and_null_are_alike(reader: str) -> None:
    assert getattr(_payload(), reader)("key") is None
    assert getattr(_payload(key=None), reader)("key") is None


def test_absent_objects_and_lists_are_empty() -> None:
    payload = _payload(object=None)

    assert not payload.part("object")
    assert not payload.part("other").part("deeper")
    assert payload.parts("list") == []
    assert payload.texts("list") == []


def test_empty_text_counts_as_absent() -> None:
    assert _payload(key="").text("key") is None


def test_values_of_the_right_type_are_given() -> None:
    payload = _payload(
        text="x",
        flag=False,
        number=1.5,
        whole=3.0,
        moment="2026-03-02T09:15:30.123Z",
        texts=["a"],
        part={"a": "b"},
    )

    assert payload.text("text") == "x"
    assert payload.flag("flag") is False
    assert payload.number("number") == 1.5
    assert payload.whole("whole") == 3
    assert payload.texts("texts") == ["a"]
    assert payload.part("part").text("a") == "b"


def test_the_path_leads_to_the_innermost_key() -> None:
    payload = _payload(outer={"list": [{}, {"key": 7}]})

    with pytest.raises(VendorNonsenseError, match=r"record r1\.outer\.list\[1\]\.key"):
        payload.part("outer").parts("list")[1].text("key")


@pytest.mark.parametrize(
    "text",
    ["2026-08-01", "2026-08-01T00:00:00.000Z", "2026-08-01T00:00:00+02:00", "2026-08-01T23:30:00-05:00"],
)
def test_a_day_is_midnight_utc_of_the_day_as_written(text: str) -> None:
    assert _payload(key=text).day("key") == datetime(2026, 8, 1, tzinfo=UTC)


@given(st.datetimes(timezones=st.just(UTC)))
def test_any_moment_the_vendor_writes_is_read_to_the_millisecond(moment: datetime) -> None:
    text = moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")

    assert _payload(key=text).moment("key") == moment.replace(microsecond=moment.microsecond // 1000 * 1000)


@given(st.text(max_size=30))
def test_no_text_breaks_the_reading_of_days(text: str) -> None:
    day = day_of(text)

    assert day is None or day.tzinfo is UTC
