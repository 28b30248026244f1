import os
from collections.abc import Callable
from typing import Any
from unittest import mock

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assay.errors import CassetteMissError, SettingError, VendorUnavailableError
from assay_connectors.client import Call, Part, checked_base_url, http_client, unavailable
from assay_connectors.retry import RetryPolicy

READ = Call(method="POST", url="/thing.list", idempotent=True, json={"limit": 1})
WRITE = Call(method="POST", url="/thing.create", idempotent=False, json={"name": "x"})
OK = httpx.Response(200, json={"success": True})
NOT_SENT = (httpx.ConnectError("refused"), httpx.ConnectTimeout("slow"), httpx.PoolTimeout("full"))
LOST = (
    httpx.ReadTimeout("slow"),
    httpx.ReadError("cut"),
    httpx.WriteTimeout("slow"),
    httpx.RemoteProtocolError("peer closed connection without sending complete message body"),
    httpx.DecodingError("gzip"),
)


def test_a_path_is_joined_to_the_base_url_and_the_credential_added(script: Callable[..., Any]) -> None:
    server = script(OK)

    answer = server.client(headers={"Accept": "application/json"}).send(READ)

    request = server.requests[0]
    assert answer.json() == {"success": True}
    assert str(request.url) == "https://api.example.test/v1/thing.list"
    assert request.headers["authorization"] == "Basic aW52ZW50ZWQta2V5Og=="
    assert request.headers["accept"] == "application/json"
    assert request.content == b'{"limit":1}'


def test_storage_elsewhere_gets_neither_the_credential_nor_the_vendors_headers(
    script: Callable[..., Any],
) -> None:
    server = script(OK)

    server.client(headers={"Vendor-Version": "1"}).send(
        Call(method="PUT", url="https://storage.test/a", idempotent=True, content=b"x", authenticated=False)
    )

    request = server.requests[0]
    assert request.url.host == "storage.test"
    assert "authorization" not in request.headers
    assert "vendor-version" not in request.headers
    assert request.content == b"x"


def test_query_and_headers_of_a_call_are_sent(script: Callable[..., Any]) -> None:
    server = script(OK)

    server.client().send(
        Call(method="GET", url="/a", idempotent=True, params={"q": "1"}, headers={"X-One": "two"})
    )

    assert str(server.requests[0].url) == "https://api.example.test/v1/a?q=1"
    assert server.requests[0].headers["x-one"] == "two"


@pytest.mark.parametrize("status", [429, 500, 502, 503])
def test_a_read_is_repeated_after_a_fault_until_it_succeeds(script: Callable[..., Any], status: int) -> None:
    server = script(httpx.Response(status, text="<html>"), httpx.Response(status), OK)

    assert server.client().send(READ).status_code == 200
    assert server.slept == [1.0, 2.0]


@pytest.mark.parametrize("error", [*NOT_SENT, *LOST], ids=lambda error: type(error).__name__)
def test_a_read_is_repeated_whatever_happened_to_the_connection(
    script: Callable[..., Any], error: Exception
) -> None:
    server = script(error, OK)

    assert server.client().send(READ).status_code == 200
    assert len(server.requests) == 2


def test_a_read_whose_json_is_cut_off_is_repeated(script: Callable[..., Any]) -> None:
    cut = httpx.Response(200, content=b'{"success": tr', headers={"content-type": "application/json"})
    server = script(cut, OK)

    assert server.client().send(READ).json() == {"success": True}


def test_a_body_that_is_no_json_is_not_taken_for_a_cut_off_one(script: Callable[..., Any]) -> None:
    server = script(httpx.Response(200, text="plain"))

    assert server.client().send(READ).text == "plain"
    assert len(server.requests) == 1


@pytest.mark.parametrize("error", NOT_SENT, ids=lambda error: type(error).__name__)
def test_a_write_is_repeated_when_it_never_reached_the_vendor(
    script: Callable[..., Any], error: Exception
) -> None:
    server = script(error, OK)

    assert server.client().send(WRITE).status_code == 200


def test_a_write_is_repeated_when_the_vendor_only_limits_the_rate(script: Callable[..., Any]) -> None:
    server = script(httpx.Response(429), OK)

    assert server.client().send(WRITE).status_code == 200


@pytest.mark.parametrize("error", LOST, ids=lambda error: type(error).__name__)
def test_a_write_whose_answer_is_lost_is_not_repeated_and_its_outcome_is_unknown(
    script: Callable[..., Any], error: Exception
) -> None:
    server = script(error, OK)

    with pytest.raises(VendorUnavailableError) as caught:
        server.client().send(WRITE)

    assert len(server.requests) == 1
    assert caught.value.detail == {"outcome_unknown": True, "tries": 1}
    assert caught.value.request == "POST /thing.create"


@pytest.mark.parametrize("status", [500, 502])
def test_a_write_that_meets_a_fault_is_not_repeated(script: Callable[..., Any], status: int) -> None:
    server = script(httpx.Response(status), OK)

    answer = server.client().send(WRITE)

    assert answer.status_code == status
    assert unavailable(WRITE, answer).detail == {"outcome_unknown": True}


def test_a_write_whose_answer_is_cut_off_is_not_repeated(script: Callable[..., Any]) -> None:
    cut = httpx.Response(200, content=b"{", headers={"content-type": "application/json"})
    server = script(cut, OK)

    server.client().send(WRITE)

    assert len(server.requests) == 1


def test_without_any_answer_the_vendor_is_unavailable_and_a_read_has_no_unknown_outcome(
    script: Callable[..., Any],
) -> None:
    server = script(httpx.ConnectError("no route to https://user:secret@host"))

    with pytest.raises(VendorUnavailableError) as caught:
        server.client().send(READ)

    assert len(server.requests) == 5
    assert server.slept == [1.0, 2.0, 4.0, 8.0]
    assert caught.value.detail["outcome_unknown"] is False
    assert "secret" not in str(caught.value)
    assert "connect error" in str(caught.value)


def test_a_write_that_never_connects_has_no_unknown_outcome(script: Callable[..., Any]) -> None:
    with pytest.raises(VendorUnavailableError) as caught:
        script(httpx.ConnectError("refused")).client().send(WRITE)

    assert caught.value.detail["outcome_unknown"] is False


def test_the_pause_that_the_vendor_asks_for_goes_before_ours(script: Callable[..., Any]) -> None:
    server = script(httpx.Response(429, headers={"retry-after": "7"}), httpx.Response(429), OK)

    server.client().send(READ)

    assert server.slept == [7.0, 2.0]


def test_a_vendors_own_reset_header_is_read_where_retry_after_is_missing(script: Callable[..., Any]) -> None:
    server = script(httpx.Response(429, headers={"x-reset": "11"}), OK)

    server.client(reset=lambda response, _: float(response.headers["x-reset"])).send(READ)

    assert server.slept == [11.0]


def test_a_reset_header_on_an_answer_that_is_not_limited_is_ignored(script: Callable[..., Any]) -> None:
    server = script(httpx.Response(500, headers={"x-reset": "11"}), OK)

    server.client(reset=lambda response, _: float(response.headers["x-reset"])).send(READ)

    assert server.slept == [1.0]


def test_a_vendor_that_asks_for_more_than_the_budget_gets_its_answer_handed_back(
    script: Callable[..., Any],
) -> None:
    server = script(httpx.Response(429, headers={"retry-after": "3600"}), OK)

    assert server.client().send(READ).status_code == 429
    assert server.slept == []


def test_an_answer_that_says_busy_in_its_body_counts_as_limited(script: Callable[..., Any]) -> None:
    server = script(httpx.Response(200, json={"busy": True}), OK)

    answer = server.client(busy=lambda response: "busy" in response.json()).send(WRITE)

    assert answer.json() == {"success": True}


def test_a_fault_that_stays_is_handed_back_after_the_last_try(script: Callable[..., Any]) -> None:
    server = script(httpx.Response(503))

    answer = server.client(policy=RetryPolicy(max_tries=3)).send(READ)

    assert answer.status_code == 503
    assert len(server.requests) == 3
    assert unavailable(READ, answer).detail == {"outcome_unknown": False}


def test_being_limited_has_no_unknown_outcome() -> None:
    error = unavailable(WRITE, httpx.Response(429), "rate_limit_exceeded")

    assert error.detail == {"outcome_unknown": False}
    assert (error.status, error.vendor_code) == (429, "rate_limit_exceeded")


def test_an_error_of_the_harness_passes_through_untouched(script: Callable[..., Any]) -> None:
    with pytest.raises(CassetteMissError):
        script(CassetteMissError("not recorded")).client().send(READ)


def test_parts_become_a_multipart_body_that_is_the_same_each_time(script: Callable[..., Any]) -> None:
    server = script(OK)
    call = Call(
        method="POST",
        url="/upload",
        idempotent=False,
        parts=(
            Part(name="key", content=b"k1"),
            Part(name="file", content=b"%PDF", filename="cv.pdf", content_type="application/pdf"),
        ),
    )

    server.client().send(call)
    server.client().send(call)

    first, second = server.requests
    assert first.content == second.content
    assert first.headers["content-type"] == second.headers["content-type"]
    assert b'name="key"\r\n\r\nk1\r\n' in first.content
    assert b'name="file"; filename="cv.pdf"\r\nContent-Type: application/pdf\r\n\r\n%PDF\r\n' in first.content


@given(st.lists(st.binary(max_size=20), min_size=2, max_size=2, unique=True))
def test_other_parts_have_another_boundary(script: Callable[..., Any], contents: list[bytes]) -> None:
    server = script(OK)
    for content in contents:
        part = Part(name="file", content=content, filename="f")
        server.client().send(Call(method="POST", url="/u", idempotent=False, parts=(part,)))

    assert server.requests[0].headers["content-type"] != server.requests[1].headers["content-type"]


def test_cookies_are_not_kept_between_requests(script: Callable[..., Any]) -> None:
    server = script(httpx.Response(200, headers={"set-cookie": "session=1; Path=/"}), OK)
    client = server.client()

    client.send(READ)
    client.send(READ)

    assert "cookie" not in server.requests[1].headers


def test_redirects_are_not_followed(script: Callable[..., Any]) -> None:
    server = script(httpx.Response(302, headers={"location": "https://elsewhere.test/"}))

    assert server.client().send(READ).status_code == 302
    assert len(server.requests) == 1


def test_proxies_of_the_environment_do_not_take_the_transports_place(script: Callable[..., Any]) -> None:
    server = script(OK)
    with mock.patch.dict(
        os.environ, {"HTTPS_PROXY": "http://proxy.test:1", "ALL_PROXY": "http://proxy.test:1"}
    ):
        answer = http_client(server.runtime).get("https://api.example.test/")

    assert answer.status_code == 200
    assert len(server.requests) == 1


@pytest.mark.parametrize(
    "base_url",
    ["", "api.example.test", "ftp://api.example.test", "https://", "https://a.test?x=1", "https://a.test#x"],
)
def test_a_base_url_that_is_no_address_is_refused(base_url: str) -> None:
    with pytest.raises(SettingError, match=r"settings\.base_url"):
        checked_base_url(base_url)


def test_a_base_url_with_a_password_is_refused_without_repeating_it() -> None:
    with pytest.raises(SettingError) as caught:
        checked_base_url("https://user:hunter2@api.example.test")

    assert "hunter2" not in str(caught.value)


def test_the_name_of_a_call_leaves_out_its_query() -> None:
    call = Call(method="GET", url="https://storage.test?signature=s3cret", idempotent=True)

    assert call.name == "GET /"
