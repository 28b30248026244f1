"""Calls in the vendor's own words, to both hosts. Source: flatchr sheet 1.5, 7.8."""

from http import HTTPStatus

from assay.connector import PassthroughResponse
from assay.errors import InputError
from assay.evidence import Played, Step, Trace
from assay.scenario import NotShown, Shown, Stage, expect
from assay_contracts import witness
from assay_contracts.flatchr import calls
from assay_contracts.flatchr.register import API, CAREERS, COMPANY_KEY, REGISTER

TASKS, SITE, NOBODY = "the tasks of the company", "its published vacancies", "an applicant that there is not"
OUR_TASKS = f"/company/{COMPANY_KEY}/tasks"


@REGISTER.scenario("passthrough")
def passthrough(stage: Stage) -> None:
    """Calls to both hosts, one of them answered with 404."""
    stage.passthrough(TASKS, "GET", OUR_TASKS, api="api")
    stage.passthrough(SITE, "GET", calls.OUR_CAREER_SITE, api="career", params={"filter": "Engineer"})
    stage.passthrough(NOBODY, "GET", f"/company/{COMPANY_KEY}/applicant/nobody", api="api")


def _passed(trace: Trace, name: str) -> tuple[PassthroughResponse, Played]:
    """What came back of a call, and the call; the two say the same."""
    step = witness.succeeded(trace, name)
    if step.passthrough is None or len(step.played) != 1:
        raise NotShown(f"{name!r} was forwarded {len(step.played)} times", *step.played)
    [call] = step.played
    answer, exchange = step.passthrough, call.exchange
    expect(exchange.request.method == step.inputs["method"], "another method was sent", call)
    expect(exchange.request.path == step.inputs["path"], "another path was sent", call)
    expect(exchange.request.query == step.inputs.get("params", {}), "other parameters were sent", call)
    sent = exchange.request.headers.get("authorization", "")
    expect(sent.startswith("Bearer "), f"the key was sent as {sent[:8]!r}", call)
    expect(answer.status == exchange.response.status, f"the status came back as {answer.status}", call)
    expect(answer.data == exchange.response.json, "the answer was changed", call)
    return answer, call


@REGISTER.proves(
    "feature/api-passthrough", "behaviour/api-passthrough/both-apis-are-reached", scenario="passthrough"
)
def both_apis_are_reached(trace: Trace) -> Shown:
    """Each at its own host, with the key added, answered as the vendor did; a 404 is an answer too."""
    tasks, first = _passed(trace, TASKS)
    site, second = _passed(trace, SITE)
    nobody, third = _passed(trace, NOBODY)
    for call, host in ((first, API), (second, CAREERS), (third, API)):
        expect(calls.is_at(call, host), f"{call.exchange.request.url} is not at {host}", call)
    statuses = [answer.status for answer in (tasks, site, nobody)]
    wanted = [HTTPStatus.OK, HTTPStatus.OK, HTTPStatus.NOT_FOUND]
    expect(statuses == wanted, f"the statuses are {statuses}", first, second, third)
    expect(calls.rows(first), "there are no tasks", first)
    expect(site.data["items"] and site.data["filter"], "the parameter was passed over", second)
    return Shown(
        f"{len(tasks.data)} tasks, {len(site.data['items'])} publications, a 404", (first, second, third)
    )


# --- what is refused -----------------------------------------------------------------------------

STILL_THERE = "a good call"
AWAY = {
    "an absolute address": "https://elsewhere.example/company/x/tasks",
    "an address without scheme": "//elsewhere.example/tasks",
    "a host before the path": "@elsewhere.example/tasks",
    "a climb": "/company/../../elsewhere",
}


@REGISTER.scenario("leaving-the-host")
def leaving_the_host(stage: Stage) -> None:
    """Paths that would lead elsewhere are sent through the passthrough, and a good one."""
    for name, path in AWAY.items():
        for api in ("api", "career"):
            stage.refused_passthrough(f"{name} to {api}", "GET", path, api=api)
    stage.passthrough(STILL_THERE, "GET", OUR_TASKS, api="api")


@REGISTER.proves("behaviour/api-passthrough/the-host-cannot-be-left", scenario="leaving-the-host")
def the_host_cannot_be_left(trace: Trace) -> Shown:
    """Each is refused before anything is sent; the key is in no output."""
    key = REGISTER.credentials["full"].values["api_key"]
    steps = [trace.step(f"{name} to {api}") for name in AWAY for api in ("api", "career")]
    for step in steps:
        calls.nothing_was_sent(step, InputError)
        expect(step.passthrough is None and key not in str(step.error), f"{step.name!r} shows the key")
    answer, call = _passed(trace, STILL_THERE)
    expect(answer.status == HTTPStatus.OK and calls.is_at(call, API), "a good call is not let through", call)
    expect(key not in f"{answer.url}{dict(answer.headers)}{answer.data}", "the key is in an answer", call)
    return Shown(f"{len(steps)} refused, and nothing was sent", (call,))


# --- CVs -----------------------------------------------------------------------------------------

FIRST_CV, SECOND_CV = "download a CV", "download another one right away"
DOWNLOAD = "/company/*/files/expire"


@REGISTER.scenario("cv-downloads")
def cv_downloads(stage: Stage) -> None:
    """Two CVs are downloaded one right after the other."""
    rows = stage.passthrough("look at the applicants", "POST", calls.OUR_SEARCH, api="api", data={}).data
    found: list[dict[str, str]] = []
    for row in rows:
        path = f"/company/{COMPANY_KEY}/applicant/{row['applicant']}"
        if len(found) < len((FIRST_CV, SECOND_CV)):
            one = stage.passthrough(f"look at {row['applicant']}", "GET", path, api="api").data
            aws = one["candidate"].get("aws")
            found += [{"key": aws["key"], "extension": aws["extension"]}] if aws else []
    for name, params in zip((FIRST_CV, SECOND_CV), found, strict=True):
        stage.passthrough(name, "GET", f"/company/{COMPANY_KEY}/files/expire", api="api", params=params)


@REGISTER.proves("behaviour/api-passthrough/cv-downloads-keep-to-one-per-second", scenario="cv-downloads")
def cv_downloads_keep_to_one_per_second(trace: Trace) -> Shown:
    """The second is refused with 429, and asked again when the vendor lets it pass; never two at once."""
    first, second = (witness.succeeded(trace, name) for name in (FIRST_CV, SECOND_CV))
    [done] = witness.calls(first, DOWNLOAD)
    expect(witness.carried_out(done).exchange.response.body, "the first CV is empty", done)
    tries = witness.calls(second, DOWNLOAD)
    statuses = [call.exchange.response.status for call in tries]
    wanted = [HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.OK]
    expect(statuses == wanted, f"the second was answered {statuses}", *tries)
    expect(len({call.exchange.request.url for call in tries}) == 1, "something else was asked", *tries)
    expect(done.exchange.request.url != tries[0].exchange.request.url, "it is the same CV", *tries)
    order = [call.index for call in (done, *tries)]
    expect(order == sorted(order) and len(set(order)) == len(order), "two were under way at once", *tries)
    _came_back(second, tries[-1])
    return Shown("429, then the CV", (done, *tries))


def _came_back(step: Step, last: Played) -> None:
    answer = step.passthrough
    expect(answer is not None and answer.status == HTTPStatus.OK, f"{step.name!r} came back otherwise", last)
    expect(last.exchange.response.body, "the second CV is empty", last)
