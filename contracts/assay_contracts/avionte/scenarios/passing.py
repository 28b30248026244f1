"""Calls in the vendor's own words. Source: avionte sheet 7.10 API Passthrough, 1.4, 3.2, 3.7."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from assay.errors import InputError
from assay.evidence import Played, Trace
from assay.scenario import NotShown, Shown, Stage, expect
from assay_contracts import witness
from assay_contracts.avionte.calls import PREFIX, billed, costs, costs_nothing
from assay_contracts.avionte.register import API, REGISTER, TENANT_ID

PASSING = "passthrough"
BRANCHES, NOBODY, EDIT, TALENT = "list branches", "nobody of that id", "edit a talent", "read the talent"
PLAIN, UPLOAD, DOCUMENTS, REFUSED = "note as text", "upload a file", "list documents", "a refusal"
FIRST = "find a talent"
EVERYTHING = (BRANCHES, NOBODY, EDIT, TALENT, PLAIN, UPLOAD, DOCUMENTS, REFUSED)
FOREIGN = {
    "Authorization": "Bearer of-the-callers-own",
    "x-api-key": "key-of-the-callers-own",
    "Tenant": "boreal",
    "FrontOfficeTenantId": "3077",
}
"""What a caller may have of his own."""
BOUNDARY = "assay-invented-boundary"
MULTIPART = (
    f"--{BOUNDARY}\r\n"
    'Content-Disposition: form-data; name="file"; filename="passed-through.txt"\r\n'
    "Content-Type: text/plain\r\n\r\n"
    "Passed through.\r\n"
    f"--{BOUNDARY}--\r\n"
)
FORM = {"Content-Type": f"multipart/form-data; boundary={BOUNDARY}"}
NOTE = '{"typeId": -11, "notes": "Left as text."}'
LEAVING = {
    "another address": "https://elsewhere.example/front-office/v1/branch",
    "another host": "//elsewhere.example/branch",
    "further up": "/../authorize/token",
    "dots in disguise": "/%2e%2e/authorize/token",
}
"""Names of steps -> paths that would leave the interface."""


@REGISTER.scenario(PASSING)
def passthrough(stage: Stage) -> None:
    """Reads and writes in every form, two refusals of the vendor, and paths that lead elsewhere."""
    [number] = stage.passthrough(FIRST, "GET", "/talents/ids/1/1", api=API, budget=1).data
    path = f"/talent/{number}"

    def ask(name: str, method: str, below: str, **call: Any) -> None:
        stage.passthrough(name, method, below, api=API, budget=1, **call)

    ask(BRANCHES, "GET", "/branch", headers=FOREIGN)
    ask(NOBODY, "GET", "/talent/1")
    ask(EDIT, "PUT", path, data={"latestWork": "Passed through"})
    ask(TALENT, "GET", path, params={"includeResume": "False"})
    ask(PLAIN, "POST", f"{path}/activity", data=NOTE, headers={"Content-Type": "application/json"})
    ask(UPLOAD, "POST", f"{path}/document", data=MULTIPART, headers=FORM)
    ask(DOCUMENTS, "GET", f"{path}/document")
    ask(REFUSED, "POST", "/talent", data={"firstName": "Nobody"})
    for name, elsewhere in LEAVING.items():
        stage.refused_passthrough(name, "GET", elsewhere, api=API)


def _passed(trace: Trace, name: str) -> Played:
    """The one billed call of a step: sent as it was given, as ours, and answered as the vendor did."""
    step = trace.step(name)
    expect(step.error is None, f"{name!r} was raised: {step.error}", *step.played)
    given = step.passthrough
    if given is None:
        raise NotShown(f"{name!r} gave nothing back", *step.played)
    [call] = costs(step, 1)
    request, response = call.exchange.request, call.exchange.response
    asked = (request.method, request.path)
    wanted = (step.inputs["method"], PREFIX + step.inputs["path"])
    expect(asked == wanted, f"{asked} was sent, {wanted} asked for", call)
    data = step.inputs.get("data")
    expect(data is None or isinstance(data, str) or request.json == data, "the body was changed", call)
    expect(given.status == response.status, f"{response.status} came back as {given.status}", call)
    expect(given.data == response.json, "the answer was changed", call)
    kinds = (_header(given.headers, "content-type"), _header(response.headers, "content-type"))
    expect(kinds[0] and kinds[0] == kinds[1], f"the content types are {kinds}", call)
    _expect_ours(call)
    return call


def _header(headers: Mapping[str, str], name: str) -> str:
    return next((value for key, value in headers.items() if key.lower() == name), "")


def _expect_ours(call: Played) -> None:
    """Token, key and tenant of the connection go along, and none of the caller's."""
    headers = {name.lower(): value for name, value in call.exchange.request.headers.items()}
    expect(headers.get("authorization", "").startswith("Bearer "), "no token was sent", call)
    expect(headers.get("x-api-key"), "no key was sent", call)
    tenant = headers.get("frontofficetenantid")
    expect(tenant == TENANT_ID, f"the tenant was sent as {tenant}", call)
    foreign = sorted(value for value in FOREIGN.values() if value in headers.values())
    expect(not foreign, f"of the caller's were sent {foreign}", call)


@REGISTER.proves("feature/api-passthrough", scenario=PASSING)
def calls_are_passed_through(trace: Trace) -> Shown:
    """Every form is sent as it was given, takes effect, and comes back as the vendor answered."""
    found = {name: _passed(trace, name) for name in EVERYTHING}
    branches = found[BRANCHES].exchange.response.json
    expect(isinstance(branches, list) and branches, "no branches came back", found[BRANCHES])
    for name in (BRANCHES, EDIT, TALENT, PLAIN, UPLOAD, DOCUMENTS):
        witness.carried_out(found[name])
    read = found[TALENT]
    expect("includeResume=False" in read.exchange.request.url, "the query was lost", read)
    work = witness.answer(read).get("latestWork")
    wanted = witness.body(found[EDIT]).get("latestWork")
    expect(work == wanted == "Passed through", f"the talent reads {work!r}", read)
    sent = found[PLAIN].exchange.request.body
    expect(sent == NOTE.encode(), f"the text was sent as {sent!r}", found[PLAIN])
    listed = [document["title"] for document in found[DOCUMENTS].exchange.response.json]
    expect("passed-through.txt" in listed, f"the documents are {listed}", found[UPLOAD])
    file = found[UPLOAD].exchange.request
    expect(b"Passed through." in file.body, "the file was not sent", found[UPLOAD])
    kind = _header(file.headers, "content-type")
    expect(kind.startswith("multipart/form-data"), f"it was sent as {kind}", found[UPLOAD])
    for name in LEAVING:
        step = trace.step(name)
        expect(isinstance(step.error, InputError), f"{name}: it ended with {step.error!r}", *step.played)
        costs_nothing(step)
    return Shown("query, JSON, text and a file, as they were given", tuple(found.values()))


@REGISTER.proves("behaviour/api-passthrough/the-callers-authorization-is-replaced", scenario=PASSING)
def the_callers_authorization_is_replaced(trace: Trace) -> Shown:
    """Ours is sent instead of the caller's; 404 and 409 come back as they are; each call is counted."""
    given = {name.lower() for name in trace.step(BRANCHES).inputs.get("headers", {})}
    expect(given == {name.lower() for name in FOREIGN}, f"the caller gave {sorted(given)}")
    good, plain = _passed(trace, BRANCHES), _passed(trace, TALENT)
    tokens = {_header(one.exchange.request.headers, "authorization") for one in (good, plain)}
    expect(len(tokens) == 1, "another token was sent", good, plain)
    statuses = {NOBODY: HTTPStatus.NOT_FOUND, REFUSED: HTTPStatus.CONFLICT}
    refused = []
    for name, wanted in statuses.items():
        call = _passed(trace, name)
        status = call.exchange.response.status
        expect(status == wanted, f"{name!r} was answered with {status}", call)
        refused.append(call)
    counted = [sum((trace.step(name).billed or {}).values()) for name in EVERYTHING]
    made = [len(billed(trace.step(name))) for name in EVERYTHING]
    expect(counted == made == [1] * len(EVERYTHING), f"counted were {counted}", good)
    return Shown("ours was sent, 404 and 409 came back, each was counted", (good, *refused))
