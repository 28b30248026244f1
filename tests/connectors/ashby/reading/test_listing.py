from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assay.errors import VendorNonsenseError, VendorRefusedError
from assay_connectors.ashby.api import AshbyApi

PATH = "/candidate.list"


@pytest.fixture
def api(vendor: Any) -> AshbyApi:
    return AshbyApi(vendor.runtime, "invented-key")


def _pages(*pages: dict[str, Any]) -> Callable[[dict[str, Any]], dict[str, Any]]:
    replies: Iterator[dict[str, Any]] = iter(pages)
    return lambda _: {"success": True, **next(replies)}


@given(st.lists(st.integers(min_value=1, max_value=4), max_size=8), st.integers(min_value=1, max_value=9))
def test_any_cut_into_pages_gives_the_same_items(
    make_vendor: Callable[[], Any], sizes: list[int], empty_every: int
) -> None:
    items = [{"id": str(number)} for number in range(sum(sizes))]
    pages, start = [], 0
    for index, size in enumerate(sizes):
        pages.append(items[start : start + size])
        start += size
        if index % empty_every == 0:
            pages.append([])  # a page may be empty although there is more (ashby sheet 1.5)
    pages.append([])
    replies = iter(enumerate(pages))

    def answer(_: dict[str, Any]) -> dict[str, Any]:
        number, page = next(replies)
        more = number < len(pages) - 1
        extra = {"nextCursor": f"c{number}"} if more else {"syncToken": "t"}
        return {"success": True, "results": page, "moreDataAvailable": more, **extra}

    vendor = make_vendor()
    vendor.answers(PATH, answer)
    listing = AshbyApi(vendor.runtime, "invented-key").list_all(PATH)

    assert list(listing) == items
    assert (listing.sync_token, listing.complete, listing.full) == ("t", True, True)


def test_filters_limit_and_token_go_with_every_page(vendor: Any, api: AshbyApi) -> None:
    vendor.page_size = 1
    changed = [{"id": "1"}, {"id": "2"}]
    vendor.lists(PATH, [], token="t2", since={"t1": changed})

    listing = api.list_all(PATH, {"createdAfter": 5}, "t1")

    assert list(listing) == changed
    assert (listing.sync_token, listing.full) == ("t2", False)
    assert vendor.asked(PATH) == [
        {"limit": 100, "createdAfter": 5, "syncToken": "t1"},
        {"limit": 100, "createdAfter": 5, "syncToken": "t1", "cursor": "1"},
    ]


def test_a_delta_without_changes_gives_nothing_and_a_new_token(vendor: Any, api: AshbyApi) -> None:
    vendor.lists(PATH, [{"id": "1"}], token="t2", since={"t1": []})

    listing = api.list_all(PATH, sync_token="t1")

    assert list(listing) == []
    assert listing.sync_token == "t2"


@pytest.mark.parametrize("code", ["sync_token_expired", "sync_token_invalid", "incremental_sync_too_large"])
def test_a_refused_token_leads_to_a_full_listing_that_says_so(
    vendor: Any, api: AshbyApi, refused: Callable[[str], dict[str, Any]], code: str
) -> None:
    def answer(body: dict[str, Any]) -> dict[str, Any]:
        if "syncToken" in body:
            return refused(code)
        return {"success": True, "results": [{"id": "1"}], "moreDataAvailable": False, "syncToken": "t9"}

    vendor.answers(PATH, answer)
    listing = api.list_all(PATH, sync_token="old")

    assert list(listing) == [{"id": "1"}]
    assert (listing.full, listing.token_refused, listing.sync_token) == (True, code, "t9")


@pytest.mark.parametrize("code", ["next_cursor_expired", "invalid_next_cursor", "cursor_invalid"])
def test_an_expired_cursor_restarts_the_listing_with_the_same_token(
    vendor: Any, api: AshbyApi, refused: Callable[[str], dict[str, Any]], code: str
) -> None:
    expired = []

    def answer(body: dict[str, Any]) -> dict[str, Any]:
        if "cursor" not in body:
            return {"success": True, "results": [{"id": "1"}], "moreDataAvailable": True, "nextCursor": "c"}
        if not expired:
            expired.append(body)
            return refused(code)
        return {"success": True, "results": [{"id": "2"}], "moreDataAvailable": False}

    vendor.answers(PATH, answer)
    listing = api.list_all(PATH, sync_token="t1")

    assert [item["id"] for item in listing] == ["1", "1", "2"]
    assert listing.complete
    assert {body["syncToken"] for body in vendor.asked(PATH)} == {"t1"}


def test_a_cursor_that_is_refused_again_and_again_is_nonsense(
    vendor: Any, api: AshbyApi, refused: Callable[[str], dict[str, Any]]
) -> None:
    def answer(body: dict[str, Any]) -> dict[str, Any]:
        if "cursor" in body:
            return refused("next_cursor_expired")
        return {"success": True, "results": [{"id": "1"}], "moreDataAvailable": True, "nextCursor": "c"}

    vendor.answers(PATH, answer)

    with pytest.raises(VendorNonsenseError, match="4 times in a row"):
        list(api.list_all(PATH))


@pytest.mark.parametrize(
    ("pages", "found"),
    [
        ([{"results": []}], "moreDataAvailable is missing"),
        ([{"results": [], "moreDataAvailable": True}], "nextCursor is missing"),
        ([{"results": {}, "moreDataAvailable": False}], "not a list of objects"),
        ([{"results": ["1"], "moreDataAvailable": False}], "not a list of objects"),
        (
            [
                {"results": [{"id": "1"}], "moreDataAvailable": True, "nextCursor": "a"},
                {"results": [{"id": "2"}], "moreDataAvailable": True, "nextCursor": "a"},
            ],
            "a cursor came back",
        ),
        (
            [
                {"results": [{"id": "1"}], "moreDataAvailable": True, "nextCursor": "a"},
                {"results": [{"id": "1"}], "moreDataAvailable": False},
            ],
            "a page came twice",
        ),
    ],
)
def test_a_listing_that_cannot_be_trusted_is_nonsense(
    vendor: Any, api: AshbyApi, pages: list[dict[str, Any]], found: str
) -> None:
    vendor.answers(PATH, _pages(*pages))
    listing = api.list_all(PATH)

    with pytest.raises(VendorNonsenseError, match=found) as caught:
        list(listing)

    assert not listing.complete
    assert caught.value.request == f"POST {PATH}"


def test_another_refusal_is_handed_on(
    vendor: Any, api: AshbyApi, refused: Callable[[str], dict[str, Any]]
) -> None:
    vendor.answers(PATH, lambda _: refused("invalid_input"))

    with pytest.raises(VendorRefusedError, match="invalid_input"):
        list(api.list_all(PATH, sync_token="t"))


def test_a_cursor_error_without_a_cursor_is_handed_on(
    vendor: Any, api: AshbyApi, refused: Callable[[str], dict[str, Any]]
) -> None:
    vendor.answers(PATH, lambda _: refused("invalid_next_cursor"))

    with pytest.raises(VendorRefusedError):
        list(api.list_all(PATH))


def test_a_record_that_comes_twice_on_different_pages_is_no_nonsense(vendor: Any, api: AshbyApi) -> None:
    vendor.page_size = 2
    vendor.lists(PATH, [{"id": "1"}, {"id": "2"}, {"id": "2"}, {"id": "3"}])

    assert [item["id"] for item in api.list_all(PATH)] == ["1", "2", "2", "3"]


def test_a_listing_without_pages_needs_no_end_mark(vendor: Any, api: AshbyApi) -> None:
    vendor.lists_once("/archiveReason.list", [{"id": "1"}])

    assert api.list_once("/archiveReason.list", {"includeArchived": True}) == [{"id": "1"}]
    assert vendor.calls == [("/archiveReason.list", {"includeArchived": True})]


def test_a_listing_without_pages_that_claims_more_is_nonsense(vendor: Any, api: AshbyApi) -> None:
    vendor.answers("/source.list", _pages({"results": [], "moreDataAvailable": True}))

    with pytest.raises(VendorNonsenseError, match="says that there is more"):
        api.list_once("/source.list")


def test_one_object_is_read_and_anything_else_is_nonsense(vendor: Any, api: AshbyApi) -> None:
    vendor.answers("/job.info", _pages({"results": {"id": "1"}}, {"results": []}))

    assert api.info("/job.info", {"id": "1"}) == {"id": "1"}
    with pytest.raises(VendorNonsenseError, match="not an object"):
        api.info("/job.info", {"id": "1"})


def test_a_call_without_parameters_sends_an_empty_object(vendor: Any, api: AshbyApi) -> None:
    vendor.answers("/apiKey.info", _pages({"results": {"title": "k"}}))

    assert api.call("/apiKey.info", idempotent=True) == {"title": "k"}
    assert vendor.calls == [("/apiKey.info", {})]


@pytest.mark.parametrize(
    ("headers", "slept"),
    [
        ({"x-ratelimit-reset": "1781510430"}, 30.0),
        ({"x-ratelimit-reset": "1781510300"}, 1.0),
        ({"x-ratelimit-reset": "1791510300"}, 1.0),
        ({"x-ratelimit-reset": "soon"}, 1.0),
        ({"retry-after": "4", "x-ratelimit-reset": "1781510430"}, 4.0),
        ({}, 1.0),
    ],
)
def test_the_reset_header_tells_how_long_to_wait(
    vendor: Any, api: AshbyApi, headers: dict[str, str], slept: float
) -> None:
    limited = [
        httpx.Response(429, json={"success": False, "errors": ["rate_limit_exceeded"]}, headers=headers)
    ]
    vendor.answers(
        "/apiKey.info", lambda _: limited.pop() if limited else {"success": True, "results": {"title": "k"}}
    )

    api.call("/apiKey.info", idempotent=False)

    assert vendor.slept == [slept]
