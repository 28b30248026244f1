"""Calls in Ashby's own words."""

import base64
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assay.connector import PassthroughRequest
from assay.errors import InputError, VendorUnavailableError
from assay_connectors.passing import path_below

KEY = "key-invented-0001"
TOKEN = base64.b64encode(f"{KEY}:".encode()).decode()


def ask(**more: Any) -> PassthroughRequest:
    return PassthroughRequest(**{"method": "POST", "path": "/job.info", **more})


def test_a_refusal_with_status_200_comes_back_unchanged(ashby: Any) -> None:
    refusal = {"success": False, "errors": ["job_not_found"], "errorInfo": {"code": "job_not_found"}}
    ashby.on("/job.info", httpx.Response(200, json=refusal, headers={"x-ashby-request-id": "01KT"}))

    answer = ashby.connector().passthrough(ask(data={"id": "nobody"}))

    assert (answer.status, answer.data) == (200, refusal)
    assert answer.url == "https://api.ashbyhq.com/job.info"
    assert answer.headers["x-ashby-request-id"] == "01KT"
    assert ashby.sent("/job.info") == [{"id": "nobody"}]
    assert ashby.requests[0].headers["authorization"] == f"Basic {TOKEN}"


@pytest.mark.parametrize("status", [400, 401, 403, 404, 500])
def test_any_status_is_an_answer(ashby: Any, status: int) -> None:
    ashby.on("/job.info", httpx.Response(status, text="<html>"))

    answer = ashby.connector().passthrough(ask(data={}))

    assert (answer.status, answer.data) == (status, "<html>")


def test_method_query_headers_and_text_go_as_they_are(ashby: Any) -> None:
    ashby.on("/version.list", httpx.Response(200, json=[1]))
    request = ask(
        method="PUT",
        path="version.list",
        params={"a": "b c"},
        headers={"X-On-Behalf-Of": "user-1"},
        data='{"x": 1}',
    )

    answer = ashby.connector().passthrough(request)

    (sent,) = ashby.requests
    assert (sent.method, str(sent.url)) == ("PUT", "https://api.ashbyhq.com/version.list?a=b+c")
    assert sent.headers["X-On-Behalf-Of"] == "user-1"
    assert (sent.headers["Content-Type"], sent.content) == ("application/json", b'{"x": 1}')
    assert answer.url == "https://api.ashbyhq.com/version.list?a=b+c"
    assert answer.data == [1]


def test_a_content_type_of_the_caller_is_kept(ashby: Any) -> None:
    ashby.on("/job.info", httpx.Response(200, json={}))

    ashby.connector().passthrough(ask(headers={"content-type": "text/plain"}, data="x"))

    assert ashby.requests[0].headers.get_list("Content-Type") == ["text/plain"]


def test_the_credential_never_comes_back(ashby: Any) -> None:
    echo = {"you_sent": f"Basic {TOKEN}", "key": KEY}
    headers = {"x-echo": f"Basic {TOKEN}", "set-cookie": "session=1", "www-authenticate": "Basic"}
    ashby.on("/job.info", httpx.Response(200, json=echo, headers=headers))

    answer = ashby.connector().passthrough(ask(params={"k": KEY}))

    assert KEY not in str(answer)
    assert TOKEN not in str(answer)
    assert {"set-cookie", "www-authenticate"}.isdisjoint(answer.headers)


def test_an_unknown_interface_is_refused(ashby: Any) -> None:
    with pytest.raises(InputError, match="v2"):
        ashby.connector().passthrough(ask(api="v2"))
    assert ashby.requests == []


@pytest.mark.parametrize("name", ["Authorization", "host", "Cookie", "Content-Length"])
def test_headers_that_are_not_the_callers_are_refused(ashby: Any, name: str) -> None:
    with pytest.raises(InputError, match=name):
        ashby.connector().passthrough(ask(headers={name: "x"}))


@pytest.mark.parametrize(
    "path",
    [
        "",
        "/",
        "//evil.test/x",
        "https://evil.test/x",
        "/../x",
        "/a/..",
        "/a?b=c",
        "/a#b",
        "/a@evil.test",
        "/a\\b",
        "/a b",
        "/%2e%2e/x",
    ],
)
def test_paths_that_could_leave_the_interface_are_refused(ashby: Any, path: str) -> None:
    with pytest.raises(InputError, match="path"):
        ashby.connector().passthrough(ask(path=path))
    assert ashby.requests == []


@given(st.text() | st.text(alphabet="/.:@?#%\\aA0-_"))
def test_an_accepted_path_stays_below_the_interface(path: str) -> None:
    try:
        accepted = path_below(path, "/candidate.info")
    except InputError:
        return
    url = httpx.URL("https://api.ashbyhq.com").join(accepted)
    assert url.host == "api.ashbyhq.com"
    assert url.path == accepted
    assert not url.query


def test_a_vendor_that_does_not_answer_is_unavailable(ashby: Any) -> None:
    ashby.lose("/job.info")

    with pytest.raises(VendorUnavailableError):
        ashby.connector().passthrough(ask())
    assert len(ashby.requests) == 1
