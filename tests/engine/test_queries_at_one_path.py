"""A vendor that answers all queries at one path, and says where the next page is: changed, cut, faulty."""

from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assay.clock import START
from assay.contract import Listing, Wire
from assay.drift import shapes_of
from assay.evidence import Snapshot
from assay.tampering.chains import chains
from assay.tampering.counterparts import Counterparts
from assay.tampering.payload_faults import VALUE_FAULTS, Target, aims_at, page_fault, value_fault
from assay.tampering.perturbation import Perturbation, renamed
from assay.tampering.recutting import Recut
from assay.unified.records import Job
from assay.wire.exchange import Exchange, RecordedRequest
from tests.checks import miniatures as mini

PAGED: dict[str, Any] = {"items": "records", "by": "link", "done": "done", "next": "nextUrl"}
SHAPE = Listing(at="/describe", items="fields", key="name", steers=("*",))
COOKS = Listing(at="/query", asks="FROM Cook", steers=("kind",), **PAGED)
JOBS = Listing(at="/query", asks="FROM Job", **PAGED)
WIRE = Wire(
    base_url="https://api.acme.example",
    key="Id",
    prefix=3,
    listings=(SHAPE, COOKS, JOBS, Listing(at="/query/*", **PAGED)),
)
ID = "003aaaaaaaaaaaa"
OTHER = "003xyzxyzxyzxyz"
FAULTS = {fault.name: fault for fault in VALUE_FAULTS}


def _asked(soql: str, answer: Any) -> Exchange:
    url = httpx.URL("https://api.acme.example/query", params={"q": soql})
    return _got(str(url), answer)


def _got(url: str, answer: Any) -> Exchange:
    return Exchange(RecordedRequest("GET", url), mini.exchange("/x", {}, answer).response)


def _listed(soql: str, *records: dict[str, Any]) -> Exchange:
    return _asked(soql, {"records": list(records), "done": True})


def _pages(soql: str, records: list[Any], size: int) -> list[Exchange]:
    """A query as recorded in pages of some size."""
    cut = [records[at : at + size] for at in range(0, len(records), size)] or [[]]
    answers: list[dict[str, Any]] = [{"records": page, "done": False} for page in cut]
    for number, answer in enumerate(answers[:-1], start=1):
        answer["nextUrl"] = f"/query/locator-{number}"
    answers[-1]["done"] = True
    first, *more = answers
    further = [
        _got(f"https://api.acme.example/query/locator-{number}", answer)
        for number, answer in enumerate(more, start=1)
    ]
    return [_asked(soql, first), *further]


def _read(exchanges: list[Exchange], soql: str, size: int) -> Iterator[dict[str, Any]]:
    inner = httpx.MockTransport(lambda _: httpx.Response(200, json={"from": "recording"}))
    transport = Recut(inner, exchanges, WIRE, size=size)
    with httpx.Client(transport=transport, base_url="https://api.acme.example") as client:
        page = client.get("/query", params={"q": soql}).json()
        yield page
        for _ in range(200):
            if page.get("done", True):
                return
            page = client.get(page["nextUrl"]).json()
            yield page
    raise AssertionError("the listing never ends")


@given(count=st.integers(0, 30), recorded=st.integers(1, 9), size=st.integers(1, 12))
def test_linked_pages_of_any_size_give_the_same_objects(count: int, recorded: int, size: int) -> None:
    items = [{"Id": str(number)} for number in range(count)]
    exchanges = [*_pages("SELECT Id FROM Job", items, recorded), _listed("SELECT Id FROM Cook", {"Id": "x"})]

    pages = list(_read(exchanges, "SELECT Id FROM Job", size))

    assert [item for page in pages for item in page["records"]] == items
    assert [page["done"] for page in pages] == [False] * (len(pages) - 1) + [True]
    if count > size:
        assert [bool(page["records"]) for page in pages][:3] == [True, False, True]
    assert [page["records"] for page in _read(exchanges, "SELECT Id FROM Cook", size)] == [[{"Id": "x"}]]
    assert list(_read(exchanges, "SELECT Id FROM Nothing", size)) == [{"from": "recording"}]


def test_a_chain_follows_its_own_links_although_others_lie_between() -> None:
    jobs = _pages("SELECT Id FROM Job", [{"Id": "1"}, {"Id": "2"}], 1)
    first, second = jobs
    cook = _listed("SELECT Id FROM Cook", {"Id": "9"})

    found = [chain for _, chain in chains([first, cook, second], WIRE)]

    assert [[item["Id"] for item in chain.items] for chain in found] == [["9"], ["1", "2"]]
    assert [chain.pages for chain in found] == [[1], [0, 2]]


def test_the_last_page_is_lost_by_saying_that_the_one_before_it_is_the_last() -> None:
    exchanges = _pages("SELECT Id FROM Job", [{"Id": "1"}, {"Id": "2"}], 1)

    tamper = page_fault("last page lost", Target(path="/query?q~FROM Job"), exchanges, WIRE)

    assert tamper(0, exchanges[0]).json == {"records": [{"Id": "1"}], "done": True, "nextUrl": None}


def test_a_fault_strikes_one_kind_of_objects_alone() -> None:
    cook, job = _listed("SELECT a FROM Cook", {"a": 1}), _listed("SELECT a FROM Job", {"a": 1})

    tamper = value_fault(FAULTS["value null"], Target(path="/query?q~FROM Job", field="a"), WIRE)

    assert tamper(0, cook) is cook.response
    assert tamper(1, job).json["records"] == [{"a": None}]


def test_a_fault_strikes_the_pages_that_follow_as_well_but_no_others() -> None:
    job, more = _pages("SELECT a FROM Job", [{"a": 1}, {"a": 2}], 1)
    _, strange = _pages("SELECT a FROM Cook", [{"a": 1}, {"a": 2}], 1)
    strange = _got("https://api.acme.example/query/of-cooks", strange.response.json)

    tamper = value_fault(FAULTS["value null"], Target(path="/query?q~FROM Job", field="a"), WIRE)

    answers = [tamper(number, one).json["records"] for number, one in enumerate((job, strange, more))]
    assert answers == [[{"a": None}], [{"a": 2}], [{"a": None}]]


@pytest.mark.parametrize(
    ("target", "hit"),
    [
        ("/query", True),
        ("/query?q~FROM Job", True),
        ("/query?q~FROM+Job", True),
        ("/query?q~FROM Jo", False),
        ("/query?q~Job FROM", False),
        ("/query?q=SELECT Id FROM Job WHERE a = 1", True),
        ("/query?q=FROM Job", False),
        ("/query?other~FROM Job", False),
        ("/other?q~FROM Job", False),
    ],
)
def test_a_target_is_a_path_and_what_a_parameter_says(target: str, *, hit: bool) -> None:
    assert aims_at(target, _listed("SELECT Id FROM Job WHERE a = 1")) is hit


def test_values_of_different_kinds_of_objects_do_not_mix() -> None:
    cooks = _listed("SELECT Id, n FROM Cook", {"n": "Ada"}, {"n": "Bo"})
    jobs = _listed("SELECT Id, n FROM Job", {"n": "Cook"}, {"n": "Baker"})
    change = Perturbation([cooks, jobs], WIRE)

    assert [one["n"] for one in change.response(cooks).json["records"]] == ["Bo", "Ada"]
    assert [one["n"] for one in change.response(jobs).json["records"]] == ["Baker", "Cook"]
    assert set(change.patterns) == {("/query FROM Cook", "[]", "n"), ("/query FROM Job", "[]", "n")}


def test_what_steers_one_kind_of_objects_is_left_and_may_change_in_another() -> None:
    cooks = _listed("SELECT kind FROM Cook", {"kind": "a"}, {"kind": "b"})
    jobs = _listed("SELECT kind FROM Job", {"kind": "a"}, {"kind": "b"})
    change = Perturbation([cooks, jobs], WIRE)

    assert change.response(cooks).json == cooks.response.json
    assert [one["kind"] for one in change.response(jobs).json["records"]] == ["b", "a"]


def test_where_everything_steers_nothing_changes_and_keys_are_no_identifiers() -> None:
    shape = _got("https://api.acme.example/describe", {"fields": [{"name": "Kind", "label": "Kind"}]})
    job = _listed("SELECT Kind FROM Job", {"Id": ID, "Kind": "x"})
    change = Perturbation([shape, job], WIRE)

    assert change.response(shape).json == shape.response.json
    assert change.response(job).json["records"] == [{"Id": renamed(ID, 3), "Kind": "xx"}]


def test_what_an_identifier_begins_with_stays() -> None:
    assert renamed(ID, 3) == "003bbbbbbbbbbbb"
    assert renamed(ID) == "114bbbbbbbbbbbb"


def test_identifiers_in_the_texts_of_a_query_are_translated_back() -> None:
    change = Perturbation([_listed("SELECT Id FROM Job", {"Id": ID, "peer": OTHER})], WIRE)
    soql = "SELECT Id FROM Job WHERE Id IN ('{}','{}') AND n = 5 AND m = 'x'"
    url = httpx.URL("https://api.acme.example/query", params={"q": soql.format(renamed(ID, 3), OTHER)})

    asked = change.request(httpx.Request("GET", url))

    assert asked.url.params["q"] == soql.format(ID, OTHER)


def test_records_are_found_again_although_their_ids_keep_their_beginning() -> None:
    jobs = [Job(id=str(n + 1) * 24, remote_id=text, changed_at=START) for n, text in enumerate((ID, OTHER))]
    renumbered = [
        job.model_copy(update={"id": str(n + 7) * 24, "remote_id": renamed(str(job.remote_id), 3)})
        for n, job in enumerate(jobs)
    ]
    before, after = (Snapshot(records={Job.store_id: tuple(rows)}, at=START) for rows in (jobs, renumbered))

    found = Counterparts(before, after, prefix=3)

    assert list(found.pairs(Job.store_id)) == list(zip(jobs, renumbered, strict=True))


def test_shapes_are_kept_by_what_was_asked_for() -> None:
    answers = [_listed("SELECT a FROM Cook", {"a": 1}), _listed("SELECT b FROM Job", {"b": 1})]

    assert list(shapes_of(answers, WIRE)) == ["GET /query FROM Cook", "GET /query FROM Job"]


def test_what_was_asked_for_may_stand_in_the_body() -> None:
    exchange = mini.exchange("/query", {"q": "SELECT Id FROM Cook"}, {"records": [], "done": True})

    assert WIRE.listing_of(exchange.request.path, exchange.request.said) == COOKS
    assert WIRE.listing_of("/query", "FROM Cookbook") == Listing()
    assert WIRE.key_of("/describe") == "name"
