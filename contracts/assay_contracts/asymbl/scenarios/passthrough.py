"""Calls in Salesforce's own words. Source: asymbl sheet 7.5 API Passthrough, 1.1, 1.3, 1.6, 1.8."""

import base64
from http import HTTPStatus
from typing import Any

from assay.errors import InputError
from assay.evidence import Played, Trace
from assay.scenario import NotShown, Shown, Stage, expect
from assay_contracts.asymbl import calls
from assay_contracts.asymbl.register import DATA, ORIGIN, REGISTER

PASSING, API = "passthrough", "v63"
LIMITS, MALFORMED, FIND, FILE = "look at limits", "ask nonsense", "find a file", "fetch the file"
CALLERS = {"Authorization": "Bearer a-token-of-the-caller"}
BYTES = "application/octetstream"
"""What the vendor calls files, in one word (1.5)."""
LEAVING = {
    "an absolute address": "https://evil.example/services/data",
    "two slashes": "//evil.example/services/data",
    "an at sign before the host": "@evil.example/services/data",
    "a backslash": "/\\evil.example/services/data",
}


@REGISTER.scenario(PASSING)
def passthrough(stage: Stage) -> None:
    """Limits, a query that is none, a file, and four ways to leave the host."""
    stage.passthrough(LIMITS, "GET", f"{DATA}/limits", api=API, headers=CALLERS)
    nonsense = {"q": "SELECT Id FORM Contact"}
    stage.passthrough(MALFORMED, "GET", calls.QUERY, api=API, params=nonsense, headers=CALLERS)
    files = calls.look(stage, FIND, "Id, ContentSize, PathOnClient", "ContentVersion", "IsLatest = true")
    path = f"{calls.FILES}{files[0]['Id']}/VersionData"
    stage.passthrough(FILE, "GET", path, api=API, headers=CALLERS)
    for name, address in LEAVING.items():
        stage.refused_passthrough(name, "GET", address, api=API)


def _passed(trace: Trace, name: str) -> tuple[Played, Any]:
    """The call that a step sent, and what it gave back; status and token are as they have to be."""
    step = trace.step(name)
    expect(step.error is None, f"{name!r} failed: {step.error}", *step.played)
    calls_ = [call for call in step.played if call.exchange.request.path.startswith(DATA)]
    expect(len(calls_) == 1 and step.passthrough is not None, f"{name!r} sent {len(calls_)} calls", *calls_)
    if step.passthrough is None:
        raise NotShown(f"{name!r} gave nothing back")
    call, response = calls_[0], step.passthrough
    sent, status = call.exchange.request, call.exchange.response.status
    expect(response.status == status, f"{status} came back as {response.status}", call)
    expect(sent.url.startswith(f"{ORIGIN}/"), "another host was asked", call)
    expect(response.url == sent.url, f"{sent.url} came back as {response.url}", call)
    token = sent.headers.get("authorization", "")
    expect(token and CALLERS["Authorization"] not in token, f"sent was {token!r}", call)
    return call, response.data


@REGISTER.proves("feature/api-passthrough", scenario=PASSING)
def calls_are_passed_through(trace: Trace) -> Shown:
    """Limits of the org, as the vendor says them; and rows of a query."""
    limits, data = _passed(trace, LIMITS)
    expect(limits.exchange.response.status == HTTPStatus.OK, "limits were refused", limits)
    expect(data == limits.exchange.response.json, f"limits came back as {data}", limits)
    expect("DailyApiRequests" in data, f"they hold {sorted(data)}", limits)
    found, data = _passed(trace, FIND)
    expect(data == found.exchange.response.json and data["records"], "no file was found", found)
    return Shown("limits and rows, as they came", (limits, found))


@REGISTER.proves("behaviour/api-passthrough/vendor-errors-pass-unchanged", scenario=PASSING)
def vendor_errors_pass_unchanged(trace: Trace) -> Shown:
    """A 400 comes back with its list of errors, a file as base64; the caller's own token is not sent."""
    refused, data = _passed(trace, MALFORMED)
    answer = refused.exchange.response
    expect(answer.status == HTTPStatus.BAD_REQUEST, f"nonsense was answered with {answer.status}", refused)
    expect(isinstance(answer.json, list) and data == answer.json, f"the errors came back as {data}", refused)
    expect(data[0]["errorCode"] == "MALFORMED_QUERY", f"the error is {data[0]}", refused)
    fetched, data = _passed(trace, FILE)
    kind = fetched.exchange.response.headers.get("content-type", "")
    expect(kind.startswith(BYTES), f"the file came as {kind!r}", fetched)
    size = calls.told(trace, FIND)[0]["ContentSize"]
    body = fetched.exchange.response.body
    expect(len(body) == size, f"the file has {len(body)} bytes, not {size}", fetched)
    expect(_decoded(data) == body, "the file came back as something else", fetched)
    return Shown(f"400 and {size} bytes handed through", (refused, fetched))


def _decoded(data: Any) -> bytes:
    try:
        return base64.b64decode(data, validate=True) if isinstance(data, str) else b""
    except ValueError:
        return b""


@REGISTER.proves("behaviour/api-passthrough/the-host-cannot-be-left", scenario=PASSING)
def the_host_cannot_be_left(trace: Trace) -> Shown:
    """Each is refused as the caller's mistake before anything is sent; ordinary calls go through."""
    good, _ = _passed(trace, LIMITS)
    for name in LEAVING:
        step = trace.step(name)
        expect(isinstance(step.error, InputError), f"{name}: it ended with {step.error!r}", *step.played)
        sent = (*step.played, *step.attempted)
        expect(not sent, f"{name}: {len(sent)} requests were sent", *step.played)
    return Shown(f"{len(LEAVING)} ways out are closed", (good,))
