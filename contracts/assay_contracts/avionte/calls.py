"""What was asked of Avionté and answered, and what it costs. Source: avionte sheet 1.6, 2.0, 4.4."""

from collections.abc import Iterable, Mapping
from http import HTTPStatus
from math import ceil
from typing import Any

from assay.evidence import Played, Step
from assay.scenario import NotShown, Stage, expect
from assay_contracts import witness
from assay_contracts.avionte.register import API

PREFIX = "/front-office/v1"
"""Below it every call costs money (1.6 [A])."""
TOKEN = "/authorize/token"  # noqa: S105 -- a path
JOB_IDS = f"{PREFIX}/jobs/ids/*/*"
JOB, JOBS = f"{PREFIX}/job/*", f"{PREFIX}/jobs/multi-query"
TALENT, TALENTS = f"{PREFIX}/talent/*", f"{PREFIX}/talents/multi-query"
TAGS = f"{PREFIX}/talent/*/all-tags"
APPLICANTS, APPLICATIONS_OF = f"{PREFIX}/webapplicants/job/*", f"{PREFIX}/webapplicants/talent/*"
PIPELINE_ROW = f"{PREFIX}/pipeline/*"
NOMINATIONS, NOMINATION = f"{PREFIX}/talent/stages/job/*", f"{PREFIX}/talent/stage/*"
ACTIVITIES = f"{PREFIX}/job/activity-types"
PLACEMENT = f"{PREFIX}/placement/*"
ABOUT_PEOPLE = (
    TALENT,
    TALENTS,
    TAGS,
    APPLICANTS,
    APPLICATIONS_OF,
    PIPELINE_ROW,
    NOMINATIONS,
    NOMINATION,
    f"{PREFIX}/talents/ids/*/*",
    f"{PREFIX}/webapplicants/job/multi-query",
)
"""Everything that reads talents and what they applied for."""
PAGE = 100
"""Ids in a page of a list, and in a batch, unless told otherwise (1.7)."""

Item = Mapping[str, Any]


# --- what runs cost ------------------------------------------------------------------------------


def of_selected(*, jobs: int = 0, nominations: int = 0, talents: int = 0) -> int:
    """Calls of a run in the selected mode (4.4): stages, then each new job with all its people."""
    return 1 + _batches(jobs) + jobs + jobs + nominations + _batches(talents) + talents


def of_full(jobs: int, *, page_size: int = PAGE) -> int:
    """Calls of a run in the full mode (4.4): pages of ids up to a short one, then batches."""
    return jobs // page_size + 1 + _batches(jobs)


def _batches(objects: int) -> int:
    """One object is read by itself."""
    return ceil(objects / PAGE)


def billed(step: Step) -> tuple[Played, ...]:
    """Calls of a step that cost money."""
    return tuple(played for played in step.played if played.exchange.request.path.startswith(f"{PREFIX}/"))


def costs(step: Step, calls: int) -> tuple[Played, ...]:
    """The calls of a step that cost money: so many, each of them reported."""
    made, reported = billed(step), sum((step.billed or {}).values())
    expect(len(made) == calls, f"{step.name!r} cost {len(made)} calls, not {calls}", *made)
    expect(reported == calls, f"{step.name!r}: {reported} calls are reported, {calls} were made", *made)
    return made


def costs_nothing(step: Step) -> None:
    """Not a single request was sent, and none is reported."""
    sent = (*step.played, *step.attempted)
    expect(not sent, f"{len(sent)} requests were sent in {step.name!r}", *step.played)
    expect(not any((step.billed or {}).values()), f"{step.name!r} reports {step.billed}")


# --- what was answered ---------------------------------------------------------------------------


def one(step: Step, path: str) -> Played:
    """The only call of a path in a step, which went well."""
    [*calls] = witness.calls(step, path)
    expect(len(calls) == 1, f"{path} was called {len(calls)} times in {step.name!r}", *calls)
    return good(calls[0])


def good(played: Played) -> Played:
    """A call that the vendor carried out."""
    status = played.exchange.response.status
    expect(
        status in (HTTPStatus.OK, HTTPStatus.CREATED),
        f"{played.exchange.request.path} was answered with {status}",
        played,
    )
    return played


def none(step: Step, *paths: str) -> None:
    """No call of any of these paths in a step."""
    for path in paths:
        sent = step.sent(path)
        expect(not sent, f"{path} was called in {step.name!r}", *sent)


def once(*played: Played) -> tuple[Played, ...]:
    """The calls, each once."""
    return tuple({one.index: one for one in played}.values())


def last(played: Played) -> str:
    """The last segment of the path of a call: most often an id."""
    return played.exchange.request.path.rstrip("/").rpartition("/")[2]


def by_id(step: Step, path: str) -> dict[str, Played]:
    """Single reads of a path that ends with an id: id -> call."""
    found = {last(played): played for played in step.sent(path)}
    return {number: played for number, played in found.items() if number.isdecimal()}


def objects(calls: Iterable[Played]) -> list[tuple[Item, Played]]:
    """The objects of good answers, one or a list each, with the call that gave them."""
    found: list[tuple[Item, Played]] = []
    for played in calls:
        answer = good(played).exchange.response.json
        items = answer if isinstance(answer, list) else [answer]
        if not all(isinstance(item, dict) for item in items):
            raise NotShown(f"the answer to {played.exchange.request.path} holds no objects", played)
        found += [(item, played) for item in items]
    return found


def ids(played: Played) -> list[int]:
    """The bare list of ids that a call was answered with."""
    answer = good(played).exchange.response.json
    if not isinstance(answer, list) or not all(isinstance(number, int) for number in answer):
        raise NotShown(f"the answer to {played.exchange.request.path} is no list of ids", played)
    return answer


def jobs_of(step: Step) -> dict[str, tuple[Item, Played]]:
    """Every job that was read in a step, singly or in batches, by id."""
    calls = (*step.sent(JOBS), *by_id(step, JOB).values())
    return {str(job["id"]): (job, played) for job, played in objects(calls)}


def talents_of(step: Step) -> dict[str, tuple[Item, Played]]:
    """Every talent that was read in a step, singly or in batches, by id."""
    calls = (*step.sent(TALENTS), *by_id(step, TALENT).values())
    return {str(talent["id"]): (talent, played) for talent, played in objects(calls)}


def told(trace_step: Step) -> Any:
    """What a look at the vendor's own interface showed."""
    response = trace_step.passthrough
    if response is None or response.status != HTTPStatus.OK or not trace_step.played:
        raise NotShown(f"{trace_step.name!r} showed nothing", *trace_step.played)
    return response.data


# --- in scenarios --------------------------------------------------------------------------------


def job_ids(stage: Stage) -> dict[str, int]:
    """Title -> id of the jobs on the first page, looked up in the vendor's own words: two calls."""
    numbers = stage.passthrough("which jobs are there", "GET", f"/jobs/ids/1/{PAGE}", api=API, budget=1).data
    found = stage.passthrough(
        "what are they called", "POST", "/jobs/multi-query", api=API, data=numbers, budget=1
    ).data
    return {job["title"]: job["id"] for job in found}


def select(stage: Stage, *jobs: int, credential: str = "full", **options: Any) -> None:
    """Connect so that these jobs are synced."""
    stage.connect(credential, options={"selected_jobs": list(jobs), **options})
