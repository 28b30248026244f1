from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assay.contract import Listing, Wire
from assay.errors import ConnectorError
from assay.tampering.chains import chains
from assay.tampering.recutting import Recut
from assay.wire.exchange import Exchange, RecordedRequest
from tests.checks import miniatures as mini

LISTING = Listing(
    by="cursor", items="results", more="more", next="next", cursor="cursor", limit="limit", final=("token",)
)
NESTED = Listing(
    by="cursor", items="data.rows", more="meta.more", next="meta.next", cursor="cursor", limit="limit"
)


def _wire(listing: Listing = LISTING) -> Wire:
    return Wire(base_url="https://api.acme.example", listings=(listing,))


def _recorded(items: list[Any], size: int) -> list[Exchange]:
    """A listing as recorded in pages of some size."""
    pages = [items[at : at + size] for at in range(0, len(items), size)] or [[]]
    exchanges = []
    for number, page in enumerate(pages):
        asked = {"limit": size} | ({"cursor": f"c{number}"} if number else {})
        is_last = number == len(pages) - 1
        tail = {"token": "t"} if is_last else {"next": f"c{number + 1}"}
        exchanges.append(mini.exchange("/a.list", asked, {"results": page, "more": not is_last, **tail}))
    return exchanges


def _inner(request: httpx.Request) -> httpx.Response:
    return httpx.Response(200, json={"from": "recording", "path": request.url.path})


def _client(exchanges: list[Exchange], size: int, listing: Listing = LISTING) -> httpx.Client:
    return httpx.Client(transport=Recut(httpx.MockTransport(_inner), exchanges, _wire(listing), size=size))


def _pages(client: httpx.Client, **asked: Any) -> Iterator[dict[str, Any]]:
    cursor: dict[str, Any] = {}
    for _ in range(200):
        page = client.post("https://api.acme.example/a.list", json={**asked, **cursor}).json()
        yield page
        if not page["more"]:
            return
        cursor = {"cursor": page["next"]}
    raise AssertionError("the listing never ends")


@given(count=st.integers(0, 40), recorded=st.integers(1, 15), size=st.integers(1, 50))
def test_any_page_size_gives_the_same_objects(count: int, recorded: int, size: int) -> None:
    items = [{"id": number} for number in range(count)]

    with _client(_recorded(items, recorded), size) as client:
        pages = list(_pages(client, limit=recorded))

    assert [item for page in pages for item in page["results"]] == items
    assert all(len(page["results"]) <= size for page in pages)


@given(count=st.integers(2, 40), size=st.integers(1, 10))
def test_the_second_page_of_several_is_empty(count: int, size: int) -> None:
    items = [{"id": number} for number in range(count)]

    with _client(_recorded(items, 3), size) as client:
        pages = list(_pages(client, limit=3))

    if count > size:
        assert [len(page["results"]) > 0 for page in pages][:3] == [True, False, True]
    else:
        assert len(pages) == 1


def test_only_the_last_page_carries_what_ends_a_listing() -> None:
    with _client(_recorded([{"id": 1}, {"id": 2}, {"id": 3}], 2), 1) as client:
        pages = list(_pages(client, limit=2))

    assert ["token" in page for page in pages] == [False, False, False, True]
    assert ["next" in page for page in pages] == [True, True, True, False]


def test_whatever_is_no_listing_is_answered_as_recorded() -> None:
    with _client(_recorded([{"id": 1}], 2), 1) as client:
        other = client.post("https://api.acme.example/a.info", json={"id": 1})
        other_question = client.post("https://api.acme.example/a.list", json={"limit": 2, "open": True})
        own_cursor = client.post("https://api.acme.example/a.list", json={"limit": 2, "cursor": "c1"})

    assert {one.json()["from"] for one in (other, other_question, own_cursor)} == {"recording"}


def test_a_list_that_is_asked_for_without_size_has_no_pages() -> None:
    whole = mini.exchange("/a.list", {}, {"results": [{"id": 1}, {"id": 2}], "more": False})

    with _client([whole], 1) as client:
        assert client.post("https://api.acme.example/a.list", json={}).json()["from"] == "recording"


def test_a_listing_that_was_not_recorded_to_its_end_is_left_alone() -> None:
    with _client(_recorded([{"id": 1}, {"id": 2}], 1)[:1], 1) as client:
        assert client.post("https://api.acme.example/a.list", json={"limit": 1}).json()["from"] == "recording"


def test_of_a_listing_that_was_read_twice_the_first_reading_counts() -> None:
    exchanges = [*_recorded([{"id": 1}], 2), *_recorded([{"id": 2}], 2)]

    with _client(exchanges, 5) as client:
        (page,) = _pages(client, limit=2)

    assert page["results"] == [{"id": 1}]


def test_answers_that_are_no_pages_are_passed_over() -> None:
    odd = [mini.exchange("/a.list", {"limit": 2}, answer) for answer in ([], {"results": {}}, {"more": True})]

    with _client([*odd, *_recorded([{"id": 1}], 2)], 5) as client:
        (page,) = _pages(client, limit=2)

    assert page["results"] == [{"id": 1}]


def test_pages_may_be_asked_for_in_the_query_and_described_deep_down() -> None:
    url = "https://api.acme.example/a.list?limit=2"
    answer = {"data": {"rows": [{"id": 1}, {"id": 2}]}, "meta": {"more": False}}
    recorded = mini.exchange("/a.list", {}, answer)
    exchange = Exchange(RecordedRequest("GET", url), recorded.response)

    with _client([exchange], 1, NESTED) as client:
        first = client.get(url).json()
        second = client.get(f"{url}&cursor={first['meta']['next']}").json()

    assert (first["data"]["rows"], first["meta"]["more"]) == ([{"id": 1}], True)
    assert (second["data"]["rows"], second["meta"]["more"]) == ([], True)


def test_it_remembers_what_it_answered() -> None:
    transport = Recut(httpx.MockTransport(_inner), _recorded([{"id": 1}, {"id": 2}], 2), _wire(), size=1)

    with httpx.Client(transport=transport) as client:
        list(_pages(client, limit=2))

    assert len(transport.played) == 3
    assert {one.index for one in transport.played} == {0}


@pytest.mark.parametrize("size", [1, 7, 1000])
def test_an_empty_listing_stays_empty(size: int) -> None:
    with _client(_recorded([], 5), size) as client:
        (page,) = _pages(client, limit=5)

    assert page["results"] == []


# --- listings that the request counts --------------------------------------------------------------

BY_PAGE = Listing(at="/hits", by="page", items="hits", page="page", limit="limit", total="total")
BY_OFFSET = Listing(at="/rows", by="offset", items="rows", offset="offset", limit="limit")
COUNTED = Wire(base_url="https://api.acme.example", listings=(BY_PAGE, BY_OFFSET))


def _got(path: str, answer: dict[str, Any], **asked: int) -> Exchange:
    url = httpx.URL(f"https://api.acme.example{path}", params=asked)
    return Exchange(RecordedRequest("GET", str(url)), mini.exchange(path, {}, answer).response)


def _counted(count: int) -> list[Exchange]:
    """Both listings as recorded in pages of 100."""
    items = [{"id": number} for number in range(count)]
    return [
        _got("/hits", {"hits": items, "total": count}, page=1, limit=100),
        _got("/rows", {"rows": items}, offset=0, limit=100),
    ]


@given(count=st.integers(0, 30), size=st.integers(1, 12))
def test_pages_that_the_request_counts_give_the_same_objects(count: int, size: int) -> None:
    recut = Recut(httpx.MockTransport(_inner), _counted(count), COUNTED, size=size)
    seen: dict[str, list[Any]] = {"hits": [], "rows": []}
    with httpx.Client(transport=recut, base_url="https://api.acme.example") as client:
        for turn in range(count // size + 1):
            seen["hits"] += client.get("/hits", params={"page": turn + 1, "limit": size}).json()["hits"]
            seen["rows"] += client.get("/rows", params={"offset": turn * size, "limit": size}).json()["rows"]

    assert seen == {"hits": [{"id": n} for n in range(count)], "rows": [{"id": n} for n in range(count)]}


def test_asking_for_bigger_pages_than_the_connection_is_set_to_is_an_error() -> None:
    recut = Recut(httpx.MockTransport(_inner), _counted(5), COUNTED, size=2)
    with (
        httpx.Client(transport=recut, base_url="https://api.acme.example") as client,
        pytest.raises(ConnectorError, match="/hits was asked for 100 objects where pages of 2 are set"),
    ):
        client.get("/hits", params={"page": 1, "limit": 100})


@pytest.mark.parametrize(("total", "pages"), [(4, 2), (None, 3)])
def test_a_listing_that_counts_ends_at_its_total_or_with_a_short_page(total: int | None, pages: int) -> None:
    told = {} if total is None else {"total": total}
    cut = [[{"id": 1}, {"id": 2}], [{"id": 3}, {"id": 4}], []]
    exchanges = [_got("/hits", {"hits": page, **told}, page=n + 1, limit=2) for n, page in enumerate(cut)]

    [first, *_] = [chain for _, chain in chains(exchanges, COUNTED)]

    assert len(first.pages) == pages
    assert [item["id"] for item in first.items] == [1, 2, 3, 4]


def test_a_listing_is_found_although_its_path_was_redacted() -> None:
    items = [{"id": number} for number in range(5)]
    sent = [mini.exchange("/redacted/a.list", {"limit": 9}, {"results": items, "more": False, "token": "t"})]

    def redacted(request: RecordedRequest) -> RecordedRequest:
        return RecordedRequest(
            request.method, request.url.replace("/acme/", "/redacted/"), request.headers, request.body
        )

    recut = Recut(httpx.MockTransport(_inner), sent, _wire(), size=3, as_recorded=redacted)
    with httpx.Client(transport=recut) as client:
        page = client.post("https://api.acme.example/acme/a.list", json={"limit": 9}).json()

    assert page["results"] == items[:3]
