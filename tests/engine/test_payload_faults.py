from collections.abc import Callable
from typing import Any

import pytest

from assay.contract import Listing, Wire
from assay.tampering.payload_faults import (
    NAMES,
    PAGE_FAULTS,
    VALUE_FAULTS,
    Target,
    added_field,
    page_fault,
    value_fault,
)
from assay.wire.exchange import Exchange
from tests.checks import miniatures as mini

REFUSAL = {"ok": False, "errors": ["internal"]}
LISTING = Listing(by="cursor", items="results", more="more", next="next", cursor="cursor", limit="limit")
WIRE = Wire(base_url="https://api.acme.example", key="id", listings=(LISTING,), refusal=REFUSAL)
TARGET = Target(path="/job.list", field="title", other="state")
PAGES = (
    [{"id": "1", "title": "Cook", "state": "open"}, {"id": "2", "title": "Baker", "state": "closed"}],
    [{"id": "3", "title": None, "state": "open"}, {"id": "4", "state": "draft"}],
    [{"id": "5", "title": "Waiter", "state": "open"}],
)
FAULTS = {fault.name: fault for fault in VALUE_FAULTS}


def _exchanges() -> list[Exchange]:
    listed = [
        mini.exchange(
            "/job.list",
            {"limit": 2},
            {"results": page, "more": number < 2} | ({"next": f"c{number}"} if number < 2 else {}),
        )
        for number, page in enumerate(PAGES)
    ]
    return [mini.listing("/user.list", mini.USERS), *listed]


def _struck(tamper: Callable[[int, Exchange], Any]) -> list[Any]:
    """What every page of the listing answers, tampered with."""
    return [tamper(index, one).json for index, one in enumerate(_exchanges())][1:]


def _listed(name: str) -> list[dict[str, Any]]:
    pages = _struck(value_fault(FAULTS[name], TARGET, WIRE))
    return [item for page in pages for item in page["results"]]


def _column(name: str, key: str = "title") -> list[Any]:
    return [item.get(key, "-") for item in _listed(name)]


def test_there_are_fourteen() -> None:
    assert len(NAMES) == len(set(NAMES)) == 14
    assert set(NAMES) == set(FAULTS) | set(PAGE_FAULTS)


def test_field_dropped() -> None:
    assert _column("field dropped") == ["-"] * 5
    assert _column("field dropped", "state") == ["open", "closed", "open", "draft", "open"]


def test_field_renamed() -> None:
    assert _column("field renamed") == ["-"] * 5
    assert _column("field renamed", "titleV2") == ["Cook", "Baker", None, "-", "Waiter"]


def test_type_changed() -> None:
    assert _column("type changed") == [
        {"value": "Cook"},
        {"value": "Baker"},
        {"value": None},
        "-",
        {"value": "Waiter"},
    ]


@pytest.mark.parametrize("value", [{"a": 1}, [1]])
def test_type_changed_of_an_object_or_list(value: Any) -> None:
    fault = FAULTS["type changed"]

    assert fault.change([{"title": value}], TARGET, "id") == [{"title": "retyped"}]


def test_value_null() -> None:
    assert _column("value null") == [None, None, None, "-", None]


def test_key_null() -> None:
    assert _column("key null", "id") == [None, "2", "3", "4", "5"]


def test_key_duplicated() -> None:
    assert _column("key duplicated", "id") == ["1", "1", "3", "4", "5"]


def test_two_fields_swapped() -> None:
    assert _column("two fields swapped") == ["open", "closed", "open", "draft", "open"]
    assert _column("two fields swapped", "state") == ["Cook", "Baker", None, None, "Waiter"]


def test_bad_date_format() -> None:
    assert _column("bad date format") == ["yesterday at noon"] * 3 + ["-", "yesterday at noon"]


def test_unknown_value_in_an_enum() -> None:
    assert _column("unknown value in an enum") == ["SomethingNew"] * 3 + ["-", "SomethingNew"]


def test_field_made_constant_over_all_pages() -> None:
    assert _column("field made constant") == ["Cook", "Cook", "Cook", "-", "Cook"]


def test_empty_list() -> None:
    assert _listed("empty list") == []


def test_a_key_is_null_or_twice_even_where_a_page_is_too_short_for_it() -> None:
    assert FAULTS["key null"].change([], TARGET, "id") == []
    assert FAULTS["key duplicated"].change([{"id": "1"}], TARGET, "id") == [{"id": "1"}]


@pytest.mark.parametrize("name", sorted(FAULTS))
def test_other_traffic_is_left_alone(name: str) -> None:
    tamper = value_fault(FAULTS[name], TARGET, WIRE)
    users, refused = _exchanges()[0], mini.exchange("/job.list", {}, REFUSAL)

    assert tamper(0, users) is users.response
    assert tamper(1, refused) is refused.response


def test_last_page_lost() -> None:
    first, second, _ = _struck(page_fault("last page lost", TARGET, _exchanges(), WIRE))

    assert first["more"] is True
    assert (second["more"], second["next"]) == (False, None)
    assert second["results"] == PAGES[1]


def test_page_repeated() -> None:
    pages = _struck(page_fault("page repeated", TARGET, _exchanges(), WIRE))

    assert [page["results"] for page in pages] == [PAGES[0], PAGES[0], PAGES[2]]


def test_success_false_with_status_200() -> None:
    tamper = page_fault("HTTP 200 with success false", TARGET, _exchanges(), WIRE)

    answer = tamper(1, _exchanges()[1])
    assert (answer.status, answer.json) == (200, REFUSAL)
    assert [page["results"] for page in _struck(tamper)[1:]] == [PAGES[1], PAGES[2]]


@pytest.mark.parametrize("name", ["last page lost", "page repeated"])
def test_a_listing_of_one_page_has_no_page_to_lose_or_repeat(name: str) -> None:
    with pytest.raises(ValueError, match=r"/user.list was not recorded in enough pages"):
        page_fault(name, Target(path="/user.list"), _exchanges(), WIRE)


def test_a_listing_that_was_not_recorded_cannot_be_refused() -> None:
    with pytest.raises(ValueError, match="not recorded in enough pages"):
        page_fault("HTTP 200 with success false", Target(path="/x"), _exchanges(), WIRE)


def test_page_faults_strike_the_listing_that_has_pages() -> None:
    exchanges = [mini.listing("/job.list", PAGES[2]), *_exchanges()]

    tamper = page_fault("last page lost", TARGET, exchanges, WIRE)

    assert tamper(3, exchanges[3]).json["more"] is False
    assert tamper(0, exchanges[0]) is exchanges[0].response


def test_an_added_field_leaves_everything_else_as_it_was() -> None:
    pages = _struck(added_field(Target(path="/job.list", field="colour"), WIRE))

    assert [item for page in pages for item in page["results"]] == [
        {**item, "colour": "new"} for page in PAGES for item in page
    ]
