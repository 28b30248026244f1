"""Calls in Salesforce's own words."""

import base64
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assay.connector import PassthroughRequest
from assay.errors import InputError

LIMITS = "/services/data/v63.0/limits"


def forward(org: Any, path: str = LIMITS, method: Any = "GET", **more: Any) -> Any:
    return org.connect().passthrough(PassthroughRequest(method=method, path=path, **{"api": "v63", **more}))


def test_an_answer_comes_back_as_it_is(acme: Any) -> None:
    limits = {"DailyApiRequests": {"Max": 15000, "Remaining": 14945}}
    acme.hooks.append(
        lambda request: httpx.Response(200, json=limits) if "limits" in request.url.path else None
    )
    answer = forward(acme)
    assert (answer.status, answer.data) == (200, limits)
    assert answer.url == f"https://acme.my.salesforce.com{LIMITS}"


def test_an_error_is_an_answer(acme: Any) -> None:
    answer = forward(acme, "/services/data/v63.0/query", params={"q": "SELECT nonsense"})
    assert answer.status == 400
    assert answer.data[0]["errorCode"] == "MALFORMED_QUERY"


def test_a_file_comes_as_base64(acme: Any) -> None:
    content = bytes(range(256))
    acme.files["0688c00000Cv1aAAAR"] = content
    answer = forward(acme, "/services/data/v63.0/sobjects/ContentVersion/0688c00000Cv1aAAAR/VersionData")
    assert base64.b64decode(answer.data) == content
    assert answer.headers["content-type"] == "application/octetstream"


@pytest.mark.parametrize("name", ["Authorization", "authorization", "AUTHORIZATION"])
def test_the_callers_authorization_is_dropped_for_ours(acme: Any, name: str) -> None:
    forward(acme, headers={name: "Bearer stolen", "X-Mine": "1"})
    sent = acme.requests[-1].headers
    assert sent["Authorization"] == "Bearer 00D!token-0"
    assert sent["X-Mine"] == "1"


def test_our_secrets_never_come_back(acme: Any) -> None:
    def repeat(request: httpx.Request) -> httpx.Response | None:
        if request.url.path != LIMITS:
            return None
        text = f"{request.headers['Authorization']} secret-invented"
        return httpx.Response(200, json={"told": text}, headers={"Set-Cookie": "a=b", "X-Told": text})

    acme.hooks.append(repeat)
    answer = forward(acme)
    assert "00D!token-0" not in f"{answer.data} {answer.headers}"
    assert "secret-invented" not in f"{answer.data} {answer.headers}"
    assert "set-cookie" not in answer.headers


@pytest.mark.parametrize(
    "path",
    [
        "https://evil.example/x",
        "//evil.example/x",
        "@evil.example/x",
        "/@evil.example",
        "/services/../../x",
        "/services/data/%2e%2e/x",
        "/x?y=1",
        "/x#y",
        "\\\\evil",
        "",
    ],
)
def test_the_host_cannot_be_left(acme: Any, path: str) -> None:
    with pytest.raises(InputError):
        forward(acme, path)
    assert acme.requests == []


@given(st.text(alphabet="/@:.\\%?#ahtps-", min_size=1, max_size=20))
def test_whatever_is_asked_goes_to_the_org_or_nowhere(make_acme: Any, path: str) -> None:
    org = make_acme()
    try:
        forward(org, path)
    except InputError:
        assert org.requests == []
    assert {request.url.host for request in org.requests} <= {"acme.my.salesforce.com"}


def test_a_session_that_is_over_is_renewed_here_too(acme: Any) -> None:
    connector = acme.connect()
    request = PassthroughRequest(method="GET", path="/services/data/v63.0/sobjects", api="v63")
    assert connector.passthrough(request).status == 200
    acme.valid.clear()
    assert connector.passthrough(request).status == 200


def test_other_interfaces_are_refused(acme: Any) -> None:
    with pytest.raises(InputError, match="no interface 'v1'"):
        forward(acme, api="v1")
    with pytest.raises(InputError, match="'Host' is set by the connector"):
        forward(acme, headers={"Host": "evil.example"})
