"""Only what changed is read. Source: ashby sheet 4, 1.5, 7.4 N4."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from assay.evidence import Played, Snapshot, Step, Trace
from assay.scenario import Shown, Stage, expect
from assay.unified.records import Candidate, Interview, InterviewTeamMember
from assay_contracts import cast, witness
from assay_contracts.ashby import answers
from assay_contracts.ashby.register import REGISTER

FULL, CHANGE, DELTA = "read everything", "a candidate changes jobs", "read what changed"
EXPIRE, CHANGE_AGAIN, EXPIRED = "a week passes", "another candidate changes jobs", "read with old tokens"

CANDIDATES = "/candidate.list"
PAGED_FULL, PAGED_DELTA, PAGED_NEXT = "read all pages", "read many changes", "read the next change"
CHANGED_AT_ONCE = 7
CURSOR_EXPIRES = [
    {"path": CANDIDATES, "times": 1},
    {"path": CANDIDATES, "after": 2, "times": 1},
]
"""The first cursor of the full run, and after its two others the first of the delta run."""

SCHEDULED, CANCEL, CANCELLED = "read interviews", "a schedule is cancelled", "read changed interviews"
SCHEDULE, ALL_STATUSES = "another interview is scheduled", "read interviews of all statuses"


def _changes_company(stage: Stage, name: str, candidate: Candidate, company: str) -> None:
    stage.vendor(name, "edit_candidate", candidate_id=candidate.remote_id, company=company)


@REGISTER.scenario("delta-syncs")
def delta_syncs(stage: Stage) -> None:
    """A full run, a delta run after one change, and one after all tokens have expired."""
    one, other = sorted(cast.of(stage.sync(FULL), Candidate), key=lambda row: str(row.remote_id))[:2]
    _changes_company(stage, CHANGE, one, "Delta KG")
    stage.later(hours=3)
    stage.sync(DELTA, mode="delta")
    stage.vendor(EXPIRE, "expire_sync_tokens")
    _changes_company(stage, CHANGE_AGAIN, other, "Epsilon AG")
    stage.later(hours=3)
    stage.sync(EXPIRED, mode="delta")


def _tokens(pages: Sequence[Played]) -> list[str | None]:
    return [page.exchange.request.json.get("syncToken") for page in pages]


def _handed_out(pages: Sequence[Played]) -> str:
    """The token of the last page; earlier ones carry none."""
    given = [witness.answer(page).get("syncToken") for page in pages]
    expect(given[-1] and not any(given[:-1]), f"tokens were given on the pages {given}", *pages)
    return str(given[-1])


def _marked(before: Snapshot, after: Snapshot) -> list[str]:
    """What was marked deleted between two data sets."""
    known = witness.all_records(before)
    return [
        f"{model} {row.id}"
        for (model, key), row in witness.all_records(after).items()
        if row.remote_deleted_at is not None
        and (model, key) in known
        and known[model, key].remote_deleted_at is None
    ]


@REGISTER.proves("behaviour/delta-syncs/only-changes-are-read", scenario="delta-syncs")
def only_changes_are_read(trace: Trace) -> Shown:
    """The token of the full run goes out, the changed candidate alone comes back, the others stay."""
    before, after = witness.after(trace, FULL), witness.after(trace, DELTA)
    changed_id = trace.step(CHANGE).inputs["candidate_id"]
    first, pages = (witness.calls(trace.step(name), CANDIDATES) for name in (FULL, DELTA))
    token = _handed_out(first)
    expect(_tokens(first) == [None] * len(first), "the full run sent a token", *first)
    expect(set(_tokens(pages)) == {token}, f"{token} was given, {_tokens(pages)} was sent", *first, *pages)
    come = set(answers.listed(pages))
    expect(come == {changed_id}, f"{sorted(come)} came, {changed_id} changed", *pages)
    candidates = cast.of(before, Candidate)
    for was in candidates:
        now = witness.same_record(after, was)
        moved = now.changed_at != was.changed_at
        expect(now.remote_deleted_at is None, f"{was.remote_id} was marked deleted", *pages)
        expect(moved == (was.remote_id == changed_id), f"changed_at of {was.remote_id} is wrong", *pages)
    company = trace.step(CHANGE).inputs["company"]
    expect(witness.record(after, Candidate, changed_id).company == company, "the change is lost", *pages)
    return Shown(f"1 of {len(cast.of(before, Candidate))} candidates came", (*first, *pages))


@REGISTER.proves("behaviour/delta-syncs/delta-deletes-no-absent-record", scenario="delta-syncs")
def a_delta_deletes_nothing(trace: Trace) -> Shown:
    """The answers lack most of what is stored, and none of that is marked deleted."""
    before, after = witness.after(trace, FULL), witness.after(trace, DELTA)
    asked = [page for page in trace.step(DELTA).played if page.exchange.request.json.get("syncToken")]
    paths = {page.exchange.request.path for page in asked}
    expect({CANDIDATES, "/application.list", "/job.list"} <= paths, f"tokens went to {sorted(paths)}", *asked)
    absent = set(answers.listed(witness.calls(trace.step(FULL), CANDIDATES))) - set(answers.listed(asked))
    expect(absent, "everything came again", *asked)
    marked = _marked(before, after)
    expect(not marked, f"marked deleted: {marked[:3]}", *asked)
    return Shown(f"{len(absent)} candidates did not come and stay", tuple(asked))


def _refused_token(step: Step, path: str) -> tuple[Played, tuple[Played, ...]]:
    """The call whose token was refused, and the calls of the same listing after it."""
    pages = witness.calls(step, path)
    refused = [page for page in pages if answers.refusal_code(page) == "sync_token_expired"]
    expect(len(refused) == 1, f"the token of {path} was refused {len(refused)} times", *pages)
    later = tuple(page for page in pages if page.index > refused[0].index)
    expect(later, f"{path} was not read again", *refused)
    return refused[0], later


@REGISTER.proves("behaviour/delta-syncs/expired-token-leads-to-a-full-run", scenario="delta-syncs")
def an_expired_token_leads_to_a_full_run(trace: Trace) -> Shown:
    """Each refused listing is read from its start without a token; what changed arrives, nothing is lost."""
    step = witness.succeeded(trace, EXPIRED)
    before, after = witness.after(trace, DELTA), witness.after(trace, EXPIRED)
    shown: list[Played] = []
    for path in ("/user.list", "/job.list", "/candidateTag.list", CANDIDATES, "/application.list"):
        refused, again = _refused_token(step, path)
        start = again[0].exchange.request.json
        expect("syncToken" not in start and "cursor" not in start, f"it went on with {start}", *again)
        shown += [refused, *again]
    everybody = set(answers.listed(witness.calls(trace.step(FULL), CANDIDATES)))
    come = set(answers.listed(_refused_token(step, CANDIDATES)[1]))
    expect(come == everybody, f"{len(come)} of {len(everybody)} candidates came", *shown)
    change = trace.step(CHANGE_AGAIN).inputs
    now = witness.record(after, Candidate, change["candidate_id"])
    expect(now.company == change["company"], "what changed meanwhile is lost", *shown)
    expect(not _marked(before, after), f"marked deleted: {_marked(before, after)[:3]}", *shown)
    return Shown("five listings were read again from their start", tuple(shown))


@REGISTER.proves("feature/delta-syncs", scenario="delta-syncs")
def deltas_follow_full_runs(trace: Trace) -> Shown:
    """Full run, delta run with the change alone, full run again once the token is too old."""
    only, again = only_changes_are_read(trace), an_expired_token_leads_to_a_full_run(trace)
    fewer = len(trace.step(DELTA).played) < len(trace.step(FULL).played)
    expect(fewer, "the delta run asked as much as the full run", *trace.step(DELTA).played)
    return Shown(f"{only.message}; {again.message}", (*only.played, *again.played))


@REGISTER.scenario("delta-pages", faults={"page_cap": 3, "expired_cursor": CURSOR_EXPIRES})
def delta_pages(stage: Stage) -> None:
    """Pages are short, a cursor expires in a full and in a delta run, and a third run follows."""
    models = (Candidate.store_id,)
    candidates = cast.of(stage.sync(PAGED_FULL, models=models), Candidate)
    several = sorted(candidates, key=lambda row: str(row.remote_id))[:CHANGED_AT_ONCE]
    for number, candidate in enumerate(several, start=1):
        _changes_company(stage, f"change {number}", candidate, f"Company {number}")
    stage.sync(PAGED_DELTA, mode="delta", models=models)
    _changes_company(stage, "one more change", several[0], "Company again")
    stage.sync(PAGED_NEXT, mode="delta", models=models)


def _changed_candidates(trace: Trace) -> set[str]:
    names = [f"change {number}" for number in range(1, CHANGED_AT_ONCE + 1)]
    return {trace.step(name).inputs["candidate_id"] for name in names}


@REGISTER.proves("behaviour/delta-syncs/token-goes-with-every-page", scenario="delta-pages")
def the_token_goes_with_every_page(trace: Trace) -> Shown:
    """One token on all pages of a run; the next run sends that of the last page."""
    first, pages, later = (
        witness.calls(witness.succeeded(trace, name), CANDIDATES)
        for name in (PAGED_FULL, PAGED_DELTA, PAGED_NEXT)
    )
    with_cursor = [page for page in pages if "cursor" in page.exchange.request.json]
    expect(with_cursor, "all changes came on one page", *pages)
    expect(set(_tokens(pages)) == {_handed_out(first)}, f"the tokens were {_tokens(pages)}", *pages)
    expect(set(answers.listed(pages)) == _changed_candidates(trace), "other candidates came", *pages)
    expect(set(_tokens(later)) == {_handed_out(pages)}, f"the next run sent {_tokens(later)}", *pages, *later)
    again = trace.step("one more change").inputs["candidate_id"]
    expect(set(answers.listed(later)) == {again}, "the next run did not bring the next change", *later)
    return Shown(f"the same token on {len(pages)} pages", (*pages, *later))


@REGISTER.proves("behaviour/delta-syncs/expired-cursor-restarts-the-listing", scenario="delta-pages")
def an_expired_cursor_restarts_the_listing(trace: Trace) -> Shown:
    """After the refusal comes the first page again, with the same token or none, and nothing is missing."""
    shown: list[Played] = []
    stored = cast.of(witness.after(trace, PAGED_FULL), Candidate)
    everybody = {str(candidate.remote_id) for candidate in stored}
    for name, wanted in ((PAGED_FULL, everybody), (PAGED_DELTA, _changed_candidates(trace))):
        pages = witness.calls(witness.succeeded(trace, name), CANDIDATES)
        at = [n for n, page in enumerate(pages) if answers.refusal_code(page) == "next_cursor_expired"]
        expect(len(at) == 1, f"{len(at)} cursors expired in {name!r}", *pages)
        refused, again = pages[at[0]], pages[at[0] + 1 :]
        expect(again, "the listing was given up", refused)
        sent = {key: value for key, value in refused.exchange.request.json.items() if key != "cursor"}
        expect(again[0].exchange.request.json == sent, "it did not begin again", refused, again[0])
        come = set(answers.listed(again))
        expect(len(come) > 1 and come == wanted, f"{len(come)} of {len(wanted)} came", *again)
        shown += [refused, *again]
    return Shown("began again at the first page, in a full and in a delta run", tuple(shown))


@REGISTER.scenario("cancelled-schedule")
def cancelled_schedule(stage: Stage) -> None:
    """A schedule with two interviews is cancelled, another one is made; then everything is read."""
    models = (Interview.store_id, InterviewTeamMember.store_id)
    interviews = cast.of(stage.sync(SCHEDULED, models=models), Interview)
    schedules = [_schedule_id(interview) for interview in interviews]
    schedule = next(key for key in sorted(schedules) if schedules.count(key) == 2)
    stage.vendor(CANCEL, "cancel_schedule", interview_schedule_id=schedule)
    stage.later(hours=3)
    stage.sync(CANCELLED, mode="delta", models=models)
    others = [_schedule(interview) for interview in interviews if _schedule_id(interview) != schedule]
    stage.vendor(SCHEDULE, "schedule_interview", application_id=others[0]["applicationId"])
    stage.sync(ALL_STATUSES, models=models)


def _schedule(interview: Interview) -> dict[str, Any]:
    data = interview.remote_data or {}
    return next(part for part in data.values() if "applicationId" in part)


def _schedule_id(interview: Interview) -> str:
    return str(_schedule(interview)["id"])


@REGISTER.proves(
    "behaviour/interviews/cancelled-schedule-deletes-its-interviews", scenario="cancelled-schedule"
)
def a_cancelled_schedule_deletes_its_interviews(trace: Trace) -> Shown:
    """The delta brings the schedule as cancelled; its two interviews are deleted, no other."""
    schedule_id = trace.step(CANCEL).inputs["interview_schedule_id"]
    before, after = witness.after(trace, SCHEDULED), witness.after(trace, CANCELLED)
    pages = witness.calls(trace.step(CANCELLED), "/interviewSchedule.list")
    expect(all(_tokens(pages)), "it was no delta", *pages)
    given = answers.listed(pages)
    expect(set(given) == {schedule_id}, f"the schedules {sorted(given)} came", *pages)
    expect(given[schedule_id]["status"] == "Cancelled", f"it is {given[schedule_id]['status']}", *pages)
    ours = [one for one in cast.of(before, Interview) if _schedule_id(one) == schedule_id]
    expect(len(ours) == 2, f"{len(ours)} interviews were stored", *pages)
    now = [row for row in after.of(Interview.store_id) if isinstance(row, Interview)]
    deleted = {row.id for row in now if row.remote_deleted_at is not None}
    expect(deleted == {one.id for one in ours}, f"{len(deleted)} interviews are deleted", *pages)
    canceled = [row.remote_id for row in now if row.canceled]
    expect(not canceled, f"canceled: {canceled}", *pages)
    return Shown("both interviews are deleted", pages)


@REGISTER.proves("behaviour/interviews/no-interview-is-canceled", scenario="cancelled-schedule")
def no_interview_is_canceled(trace: Trace) -> Shown:
    """Of schedules that are complete, to come and cancelled, no interview is canceled."""
    after = witness.after(trace, ALL_STATUSES)
    pages = witness.calls(trace.step(ALL_STATUSES), "/interviewSchedule.list")
    statuses = Counter(schedule["status"] for schedule in answers.listed(pages).values())
    lacking = {"Complete", "Scheduled", "Cancelled"} - set(statuses)
    expect(not lacking, f"no schedule is {lacking}", *pages)
    interviews = [row for row in after.of(Interview.store_id) if isinstance(row, Interview)]
    expect(len(interviews) > statuses["Cancelled"], f"{len(interviews)} interviews are stored", *pages)
    canceled = [row.remote_id for row in interviews if row.canceled]
    expect(not canceled, f"canceled: {canceled}", *pages)
    return Shown(f"schedules: {dict(sorted(statuses.items()))}; no interview is canceled", pages)
