"""Calls in Flatchr's own words, to either host."""

from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assay.connector import PassthroughRequest
from assay.errors import InputError
from assay_connectors.passing import path_below

KEY = "key-invented-0001"
TASKS = "/company/Q7mXp2LdR9vTbK3w/tasks"
CV = "/company/Q7mXp2LdR9vTbK3w/files/expire"


def ask(**more: Any) -> PassthroughRequest:
    return PassthroughRequest(**{"method": "GET", "path": TASKS, "api": "api", **more})


def test_each_interface_leads_to_its_own_host(flatchr: Any) -> None:
    flatchr.on("tasks", [{"id": 1}])
    connector = flatchr.connect()

    tasks = connector.passthrough(ask())
    published = connector.passthrough(ask(api="career", path="/company/atelier-boreal.json"))

    assert (tasks.status, tasks.data) == (200, [{"id": 1}])
    assert published.data["items"][0]["offer_id"] == 98
    assert [request.url.host for request in flatchr.requests] == ["api.flatchr.io", "careers.flatchr.io"]
    assert {request.headers["authorization"] for request in flatchr.requests} == {f"Bearer {KEY}"}


@pytest.mark.parametrize("status", [400, 401, 403, 404, 500])
def test_any_status_is_an_answer(flatchr: Any, status: int) -> None:
    flatchr.refuse("tasks", status, "Not Found")

    answer = flatchr.connect().passthrough(ask(method="POST", data={"done": True}))

    assert (answer.status, answer.data["message"]) == (status, "Not Found")


def test_the_key_is_in_no_answer(flatchr: Any) -> None:
    flatchr.on("tasks", httpx.Response(200, json={"echo": f"token={KEY}"}, headers={"x-echo": KEY}))

    answer = flatchr.connect().passthrough(ask())

    assert KEY not in repr(answer)
    assert answer.data == {"echo": "token=[credential]"}


@pytest.mark.parametrize(
    "path",
    ["https://evil.test/x", "//evil.test/x", "/company/../x", "/a?b=c", "/a#b", "", "/a//b", "/a/%2e%2e/b"],
)
def test_the_host_cannot_be_left(flatchr: Any, path: str) -> None:
    with pytest.raises(InputError):
        flatchr.connect().passthrough(ask(path=path))

    assert flatchr.requests == []


@given(st.text(max_size=40))
def test_whatever_path_is_taken_stays_below_the_host(path: str) -> None:
    try:
        taken = path_below(path, TASKS)
    except InputError:
        return
    assert httpx.URL("https://api.flatchr.io").join(taken).host == "api.flatchr.io"


def test_an_unknown_interface_is_refused_and_the_known_ones_are_named(flatchr: Any) -> None:
    with pytest.raises(InputError, match="no interface 'v1'") as caught:
        flatchr.connect().passthrough(PassthroughRequest(method="GET", path=TASKS))

    assert caught.value.hint == "It has 'api' and 'career'."


@pytest.mark.parametrize("more", [{"params": {"Token": "x"}}, {"headers": {"authorization": "x"}}])
def test_the_key_is_the_connectors_to_add(flatchr: Any, more: dict[str, Any]) -> None:
    with pytest.raises(InputError):
        flatchr.connect().passthrough(ask(**more))

    assert flatchr.requests == []


def test_a_cv_that_is_refused_for_its_rate_is_asked_for_again_after_a_second(flatchr: Any) -> None:
    pdf = httpx.Response(200, content=b"%PDF-1.4", headers={"content-type": "application/pdf"})
    limited = httpx.Response(429, json={"statusCode": 429, "message": "Rate limit exceeded"})
    flatchr.on("expire", pdf, limited, pdf)
    connector = flatchr.connect()

    first = connector.passthrough(ask(path=CV, params={"key": "a", "extension": "pdf"}))
    second = connector.passthrough(ask(path=CV, params={"key": "b", "extension": "pdf"}))

    assert (first.status, second.status) == (200, 200)
    assert flatchr.pauses_s == [1.0]
    assert [request.url.params["key"] for request in flatchr.requests] == ["a", "b", "b"]


def test_a_cv_that_stays_refused_comes_back_as_429(flatchr: Any) -> None:
    flatchr.refuse("expire", 429, "Rate limit exceeded")

    answer = flatchr.connect().passthrough(ask(path=CV))

    assert answer.status == 429
    assert flatchr.pauses_s == [1.0, 2.0, 4.0, 8.0]
