"""Listings whose page and size stand in the path, and answers that are nothing but a list of identifiers."""

from typing import Any

import httpx
import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assay.contract import Listing, Wire
from assay.contract.paths import named, with_names
from assay.drift import name_of
from assay.tampering.chains import chains
from assay.tampering.payload_faults import BARE, VALUE_FAULTS, Target, as_objects, value_fault
from assay.tampering.perturbation import Perturbation, renamed
from assay.tampering.recutting import Recut
from assay.wire.exchange import Exchange, RecordedRequest
from tests.checks import miniatures as mini

AT = "/jobs/ids/{page}/{size}"
WIRE = Wire(
    base_url="https://api.acme.example",
    key="id",
    ids="id|",
    listings=(Listing(at=AT, by="page", page="page", limit="size"), Listing(at="/jobs/batch")),
)
SEGMENTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="/*{}%"), min_size=1)


def _page(number: int, size: int, ids: list[int]) -> Exchange:
    path = f"/jobs/ids/{number}/{size}"
    request = RecordedRequest("GET", f"https://api.acme.example{path}")
    return Exchange(request, mini.exchange(path, {}, ids).response)


def _pages(ids: list[int], size: int) -> list[Exchange]:
    return [
        _page(number + 1, size, ids[number * size : (number + 1) * size])
        for number in range(len(ids) // size + 1)
    ]


def _inner(request: httpx.Request) -> httpx.Response:
    raise AssertionError(f"{request.url} belongs to a listing")


@given(first=SEGMENTS, second=SEGMENTS)
def test_what_stands_where_a_pattern_has_names_is_told_by_name(first: str, second: str) -> None:
    path = f"/jobs/ids/{first}/{second}"

    assert named(AT, path) == {"page": first, "size": second}
    assert with_names(AT, path) == AT


def test_another_path_has_no_names() -> None:
    assert named(AT, "/jobs/ids/1") == {}
    assert with_names(AT, "/jobs/ids/1") == "/jobs/ids/1"


@given(count=st.integers(0, 30), size=st.integers(1, 12))
def test_pages_counted_in_the_path_are_one_listing(count: int, size: int) -> None:
    [(_, chain)] = chains(_pages(list(range(count)), size), WIRE)

    assert chain.items == list(range(count))
    assert len(chain.pages) == count // size + 1


@given(count=st.integers(0, 30), recorded=st.integers(1, 12), size=st.integers(1, 12))
def test_pages_counted_in_the_path_are_cut_into_others(count: int, recorded: int, size: int) -> None:
    recut = Recut(httpx.MockTransport(_inner), _pages(list(range(count)), recorded), WIRE, size=size)
    seen: list[Any] = []
    with httpx.Client(transport=recut, base_url="https://api.acme.example") as client:
        for page in range(count // size + 1):
            seen += client.get(f"/jobs/ids/{page + 1}/{size}").json()

    assert seen == list(range(count))


def test_all_pages_have_one_shape() -> None:
    assert {name_of(one, WIRE) for one in _pages([1, 2, 3], 2)} == {f"GET {AT}"}


# --- changed values ------------------------------------------------------------------------------

IDS = [41200017, 41200092, 9, 1]
"""Also such as might be mistaken for the number of a page."""
RECORDED = [*_pages(IDS, 3), mini.exchange("/jobs/batch", IDS, [{"id": number} for number in IDS])]


def test_items_of_a_bare_list_are_renamed_like_the_objects_they_identify() -> None:
    change = Perturbation(RECORDED, WIRE)
    pages = [number for one in RECORDED[:2] for number in change.response(one).json]
    objects = [item["id"] for item in change.response(RECORDED[2]).json]

    assert pages == objects == [int(renamed(str(number))) for number in IDS]


def test_a_bare_list_of_identifiers_is_translated_back() -> None:
    change = Perturbation(RECORDED, WIRE)
    new = [int(renamed(str(number))) for number in IDS]
    sent = change.request(httpx.Request("POST", "https://api.acme.example/jobs/batch", json=new))

    assert orjson.loads(sent.content) == IDS


def test_the_number_of_a_page_is_no_identifier() -> None:
    change = Perturbation(RECORDED, WIRE)
    [asked] = [
        change.request(httpx.Request("GET", f"https://api.acme.example{path}")).url.path
        for path in [f"/jobs/ids/{renamed('9')}/{renamed('1')}"]
    ]

    assert asked == "/jobs/ids/1/2"


# --- faults --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "pages"),
    [
        ("field dropped", [[], []]),
        ("field renamed", [[], []]),
        ("type changed", [[{"value": 41200017}, {"value": 41200092}, {"value": 9}], [{"value": 1}]]),
        ("value null", [[None, None, None], [None]]),
        ("key null", [[None, 41200092, 9], [1]]),
        ("key duplicated", [[41200017, 41200017, 9], [1]]),
        ("field made constant", [[41200017] * 3, [41200017]]),
        ("empty list", [[], []]),
    ],
)
def test_a_bare_identifier_can_be_wrong_like_the_key_of_an_object(name: str, pages: list[Any]) -> None:
    [fault] = [fault for fault in VALUE_FAULTS if fault.name == name]
    tamper = value_fault(fault, Target(path="/jobs/ids/*/*", field=BARE), WIRE)

    assert [tamper(0, one).json for one in RECORDED[:2]] == pages


def test_objects_are_what_they_are_and_bare_identifiers_become_some() -> None:
    assert as_objects([{"id": 1}]) == [{"id": 1}]
    assert as_objects({"id": 1}) == [{"id": 1}]
    assert as_objects([1, "2"]) == [{BARE: 1}, {BARE: "2"}]
