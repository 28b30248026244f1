"""Calls in Recruitee's own words."""

from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assay.connector import PassthroughRequest
from assay.errors import InputError, VendorUnavailableError
from assay_connectors.passing import answered

TOKEN = "token-invented-0001"


def ask(**more: Any) -> PassthroughRequest:
    return PassthroughRequest(**{"method": "GET", "path": "/departments", **more})


@pytest.mark.parametrize("api", ["default", "v1"])
def test_both_names_of_the_interface_lead_below_the_company(recruitee: Any, api: str) -> None:
    recruitee.on("GET /departments", {"departments": []})

    answer = recruitee.connector().passthrough(ask(api=api, params={"a": "b c"}))

    assert (answer.status, answer.data) == (200, {"departments": []})
    assert answer.url == "https://api.recruitee.com/c/41207/departments?a=b+c"
    assert recruitee.requests[0].headers["authorization"] == f"Bearer {TOKEN}"


@pytest.mark.parametrize("status", [404, 422, 500])
def test_refusals_come_back_unchanged(recruitee: Any, status: int) -> None:
    refusal = {"error": ["Name can't be blank"], "error_fields": {"name": ["can't be blank"]}}
    recruitee.on("POST /candidates", httpx.Response(status, json=refusal, headers={"x-request-id": "r1"}))

    answer = recruitee.connector().passthrough(
        ask(method="POST", path="candidates", data={"candidate": {"name": ""}})
    )

    assert (answer.status, answer.data, answer.headers["x-request-id"]) == (status, refusal, "r1")
    assert recruitee.sent("POST /candidates") == [{"candidate": {"name": ""}}]


def test_text_of_any_type_goes_as_it_is(recruitee: Any) -> None:
    recruitee.on("POST /attachments", httpx.Response(201, text="fine"))
    kind = "multipart/form-data; boundary=x"

    answer = recruitee.connector().passthrough(
        ask(method="POST", path="/attachments", headers={"Content-Type": kind}, data="--x--")
    )

    assert (answer.status, answer.data) == (201, "fine")
    assert recruitee.requests[0].content == b"--x--"
    assert recruitee.requests[0].headers["content-type"] == kind


def test_the_token_never_comes_back(recruitee: Any) -> None:
    echo = httpx.Response(200, json={"sent": f"Bearer {TOKEN}"}, headers={"x-echo": TOKEN, "set-cookie": "a"})
    recruitee.on("GET /departments", echo)

    answer = recruitee.connector().passthrough(ask(params={"auth_token": TOKEN}))

    assert TOKEN not in str(answer)
    assert "set-cookie" not in answer.headers


@given(st.text())
def test_the_token_is_taken_out_of_whatever_comes(text: str) -> None:
    answer = httpx.Response(200, text=text + TOKEN + text, request=httpx.Request("GET", "https://x.test"))
    assert TOKEN not in str(answered(answer, (TOKEN,)).data)


@pytest.mark.parametrize("path", ["https://evil.test/x", "//evil.test", "/../admin", "/a/..", "/a?b=c", ""])
def test_the_company_cannot_be_left(recruitee: Any, path: str) -> None:
    with pytest.raises(InputError, match="path"):
        recruitee.connector().passthrough(ask(path=path))
    assert recruitee.requests == []


def test_an_unknown_interface_is_refused(recruitee: Any) -> None:
    with pytest.raises(InputError, match="v2"):
        recruitee.connector().passthrough(ask(api="v2"))


def test_headers_of_the_connector_are_refused(recruitee: Any) -> None:
    with pytest.raises(InputError, match="authorization"):
        recruitee.connector().passthrough(ask(headers={"authorization": "Bearer x"}))


def test_a_vendor_that_does_not_answer_is_unavailable(recruitee: Any) -> None:
    recruitee.lose("POST /departments")
    with pytest.raises(VendorUnavailableError):
        recruitee.connector().passthrough(ask(method="POST"))
