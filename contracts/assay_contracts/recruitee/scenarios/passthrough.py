"""Calls in the vendor's own words. Source: recruitee sheet 7.3 API Passthrough, 1.3, 2.8, 3.10."""

from http import HTTPStatus

from assay.errors import InputError
from assay.evidence import Played, Trace
from assay.scenario import NotShown, Shown, Stage, expect
from assay.unified.records import Candidate
from assay_contracts import cast, witness
from assay_contracts.recruitee import calls
from assay_contracts.recruitee.register import COMPANY, REGISTER

PASSING = "passthrough"
APIS = ("default", "v1")
"""Two names of one interface."""
NOTE, NOBODY, NAMELESS = "leave a note", "nobody of that id", "somebody without a name"
TEXT = "Left through the passthrough.\n<b>As it is.</b>"
LEAVING = {
    "another address": "https://elsewhere.example/c/41207/departments",
    "another host": "//elsewhere.example/departments",
    "another company": "/../99999/departments",
    "further up": "/departments/../../../admin",
    "dots in disguise": "/%2e%2e/99999/departments",
}
"""Names of steps -> paths that would leave the company."""


def _looking(api: str) -> str:
    return f"departments by {api}"


@REGISTER.scenario(PASSING)
def passthrough(stage: Stage) -> None:
    """Reads by both names, a note, two refusals of the vendor, and paths that lead elsewhere."""
    for api in APIS:
        stage.passthrough(_looking(api), "GET", "/departments", api=api, params={"query": "a b"})
    candidate = cast.one(cast.of(stage.sync("read people", models=(Candidate.store_id,)), Candidate))
    note = {"note": {"body": TEXT, "visibility": {"level": "public"}}}
    stage.passthrough(NOTE, "POST", f"/candidates/{candidate.remote_id}/notes", data=note)
    stage.passthrough(NOBODY, "GET", "/candidates/1")
    stage.passthrough(NAMELESS, "POST", "/candidates", data={"candidate": {"name": ""}})
    for name, path in LEAVING.items():
        stage.refused_passthrough(name, "GET", path)


def _passed(trace: Trace, name: str) -> Played:
    """The one call of a step: sent as it was given with the token added, answered as the vendor did."""
    step = trace.step(name)
    expect(step.error is None, f"{name!r} was raised: {step.error}", *step.played)
    if step.passthrough is None or len(step.played) != 1:
        raise NotShown(f"{len(step.played)} calls in {name!r}", *step.played)
    call, given = step.played[0], step.passthrough
    request, response = call.exchange.request, call.exchange.response
    asked = (request.method, request.path)
    wanted = (step.inputs["method"], f"/c/{COMPANY}{step.inputs['path']}")
    expect(asked == wanted, f"{asked} was sent, {wanted} asked for", call)
    data = step.inputs.get("data")
    expect(data is None or request.json == data, "the body was changed", call)
    sent = request.headers.get("authorization", "")
    expect(sent.startswith("Bearer "), f"the token was sent as {sent[:12]!r}", call)
    expect(given.status == response.status, f"{response.status} came back as {given.status}", call)
    expect(given.data == response.json, "the answer was changed", call)
    headers = {header.lower() for header in given.headers}
    expect("authorization" not in headers, "the token is in the answer", call)
    return call


@REGISTER.proves("feature/api-passthrough", scenario=PASSING)
def calls_are_passed_through(trace: Trace) -> Shown:
    """Both names lead to one place; what is sent and what comes back is as it was."""
    reads = [_passed(trace, _looking(api)) for api in APIS]
    urls = {read.exchange.request.url for read in reads}
    expect(len(urls) == 1 and "query=a" in next(iter(urls)), f"the names lead to {sorted(urls)}", *reads)
    for read in reads:
        calls.answered_list(witness.carried_out(read), "departments")
    note = witness.carried_out(_passed(trace, NOTE))
    stored = calls.answered(note, "note")["body"]
    expect(stored == TEXT, f"the note reads {stored!r}", note)
    return Shown("two names of one interface, and a note as it was given", (*reads, note))


@REGISTER.proves("behaviour/api-passthrough/vendor-errors-pass-unchanged", scenario=PASSING)
def refusals_are_handed_through(trace: Trace) -> Shown:
    """404 and 422 come back with their bodies, nothing is raised."""
    found = [_passed(trace, name) for name in (NOBODY, NAMELESS)]
    statuses = [call.exchange.response.status for call in found]
    wanted = [HTTPStatus.NOT_FOUND, HTTPStatus.UNPROCESSABLE_ENTITY]
    expect(statuses == wanted, f"the vendor answered with {statuses}", *found)
    for call in found:
        expect(isinstance(call.exchange.response.json, dict), "the refusal has no body", call)
    return Shown("404 and 422 handed through", tuple(found))


@REGISTER.proves("behaviour/api-passthrough/the-host-cannot-be-left", scenario=PASSING)
def the_host_cannot_be_left(trace: Trace) -> Shown:
    """Each is refused as the caller's mistake before anything is sent; ordinary calls go through."""
    good = _passed(trace, _looking(APIS[0]))
    for name in LEAVING:
        step = trace.step(name)
        expect(isinstance(step.error, InputError), f"{name}: it ended with {step.error!r}", *step.played)
        sent = (*step.played, *step.attempted)
        expect(not sent, f"{name}: {len(sent)} requests were sent", *step.played)
    return Shown(f"{len(LEAVING)} ways out are closed", (good,))
