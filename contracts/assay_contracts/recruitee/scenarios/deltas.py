"""Only what changed is read. Source: recruitee sheet 4, 7.3 Delta Syncs."""

from datetime import datetime, timedelta

from assay.evidence import Played, Snapshot, Step, Trace
from assay.scenario import Shown, Stage, expect
from assay.unified.records import Application, ApplicationStage, Candidate, Job, JobStage
from assay_contracts import cast, witness
from assay_contracts.recruitee import answers
from assay_contracts.recruitee.register import REGISTER

FULL, QUIET = "read everything", "read though nothing changed"
MOVE, MOVED = "somebody is moved", "read after the move"
ADD, REJECT, NEW = "somebody is added", "somebody else is rejected", "read what is new"
RENAME, RENAMED = "a job is renamed", "read after the renaming"
DELETE, RECONCILED = "somebody is deleted", "read everything again"
OVERLAP = timedelta(seconds=300)
WALKS = ("updated_at", "last_activity_at")
"""What the two walks go by: the second is needed because placements do not touch a candidate's date."""


@REGISTER.scenario("delta-syncs")
def delta_syncs(stage: Stage) -> None:
    """A full run, and delta runs after nothing, a move, a new and a rejected one, a job; then a full one."""
    before = stage.sync(FULL)
    stage.later(hours=1)
    stage.sync(QUIET, mode="delta")
    moved = _movable(before)
    rejected = cast.one(
        cast.of(before, Application),
        lambda one: one.outcome == "PENDING" and one.candidate_id != moved.candidate_id,
    )
    stage.vendor(MOVE, "move_placement", placement_id=_number(moved), stage_id=_next_stage(before, moved))
    stage.later(hours=1)
    stage.sync(MOVED, mode="delta")
    job = cast.open_job_by_status(before)
    stage.vendor(
        ADD, "add_candidate", name="Delta Nieuw", email="delta@applicant.example", offer_id=_number(job)
    )
    stage.vendor(REJECT, "disqualify_placement", placement_id=_number(rejected))
    stage.later(hours=1)
    stage.sync(NEW, mode="delta")
    stage.vendor(RENAME, "edit_offer", offer_id=_number(job), title="Renamed since")
    stage.later(hours=1)
    stage.sync(RENAMED, mode="delta")
    gone = cast.candidate_of(before, rejected)
    stage.vendor(DELETE, "delete_candidate", candidate_id=_number(gone))
    stage.later(hours=1)
    stage.sync(RECONCILED)


def _number(record: Application | ApplicationStage | Candidate | Job) -> int:
    """The vendor's id, which is a number in its own words."""
    return int(str(record.remote_id))


def _movable(snapshot: Snapshot) -> Application:
    """Somebody under way, on a job with a further stage."""
    return cast.one(
        cast.of(snapshot, Application),
        lambda one: one.outcome == "PENDING" and bool(_further(snapshot, one)),
    )


def _further(snapshot: Snapshot, application: Application) -> list[JobStage]:
    """Other stages of the job, in their order, without the ends of the pipeline."""
    rows = [row for row in cast.of(snapshot, JobStage) if row.job_id == application.job_id]
    middle = sorted(rows, key=lambda row: row.index or 0)[1:-3]
    return [row for row in middle if row.stage_id != application.current_stage_id]


def _next_stage(snapshot: Snapshot, application: Application) -> int:
    row = _further(snapshot, application)[0]
    return _number(cast.by_id(snapshot, ApplicationStage, row.stage_id))


def _walk(step: Step, key: str) -> tuple[Played, ...]:
    """The pages of a walk; single hits that are looked up are none."""
    pages = answers.called(step, answers.SEARCH)
    walked = tuple(
        page
        for page in pages
        if answers.asked(page).get("sort_by") == [f"{key}_desc"] and answers.asked(page).get("limit") != ["1"]
    )
    expect(walked, f"candidates were not walked by {key} in {step.name!r}", *pages)
    return walked


def _walks(step: Step) -> tuple[Played, ...]:
    return tuple(page for key in WALKS for page in _walk(step, key))


def _changed(before: Snapshot, after: Snapshot) -> list[str]:
    """Records that moved between two data sets, or came."""
    known = witness.all_records(before)
    return [
        f"{model} {row.id}"
        for (model, key), row in witness.all_records(after).items()
        if (model, key) not in known or known[model, key].changed_at != row.changed_at
    ]


@REGISTER.proves("behaviour/delta-syncs/a-quiet-delta-reads-one-page-per-walk", scenario="delta-syncs")
def a_quiet_delta_reads_one_page_per_walk(trace: Trace) -> Shown:
    """Two walks of one page each, no candidate read, and nothing stored moves."""
    step = witness.succeeded(trace, QUIET)
    expect(step.mode == "delta", "it was no delta run", *step.played)
    walks = [_walk(step, key) for key in WALKS]
    counts = [len(walk) for walk in walks]
    told = [len(list(answers.parts(walk, "hits"))) for walk in walks]
    expect(all(told), f"the walks found {told} candidates", *step.played)
    expect(counts == [1, 1], f"the walks took {counts} pages", *(page for walk in walks for page in walk))
    expect(
        len(answers.sent_to(step, answers.SEARCH)) == len(WALKS),
        "there were other searches",
        *answers.sent_to(step, answers.SEARCH),
    )
    read = step.sent(answers.CANDIDATE)
    expect(not read, f"{len(read)} candidates were read", *read)
    before, after = witness.after(trace, FULL), witness.after(trace, QUIET)
    expect(cast.of(before, Candidate), "nothing was stored before", *walks[0])
    moved = _changed(before, after)
    expect(not moved, f"these moved: {moved[:3]}", *walks[0])
    return Shown("two walks, one page each, and nothing more", (*walks[0], *walks[1]))


@REGISTER.proves(
    "behaviour/delta-syncs/a-stage-move-is-found-without-the-candidates-date", scenario="delta-syncs"
)
def a_stage_move_is_found(trace: Trace) -> Shown:
    """The candidate's own date stays; the walk by activity brings them, and the new stage is stored."""
    inputs = witness.succeeded(trace, MOVE).inputs
    before, after = witness.after(trace, QUIET), witness.after(trace, MOVED)
    key, wanted = str(inputs["placement_id"]), str(inputs["stage_id"])
    was, now = (witness.record(data, Application, key) for data in (before, after))
    owner = str(cast.candidate_of(before, was).remote_id)
    step = witness.succeeded(trace, MOVED)
    expect(step.mode == "delta", "it was no delta run", *step.played)
    by_change, by_activity = (_walk(step, walk) for walk in WALKS)
    details = answers.details(answers.called(step, answers.CANDIDATE), "candidate")
    expect(owner in details, f"{owner} was not read", *by_activity)
    candidate, call = details[owner]
    old = answers.raw(cast.candidate_of(before, was))
    expect(candidate["updated_at"] == old["updated_at"], f"{owner} itself changed", call)
    newest = next(iter(answers.parts(by_activity, "hits")))
    expect(str(newest["id"]) == owner, f"the walk by activity begins with {newest['id']}", *by_activity)
    early = _since(trace, by_change)
    expect(owner not in early, f"the walk by change shows {owner} as changed", *by_change)
    stages = [
        cast.by_id(data, ApplicationStage, one.current_stage_id).remote_id
        for data, one in ((before, was), (after, now))
    ]
    expect(stages[0] != wanted, "it was there before", call)
    expect(stages[1] == wanted, f"it is stored in {stages[1]}, not in {wanted}", call)
    return Shown(f"{owner} was found by activity alone", (*by_change, *by_activity, call))


def _since(trace: Trace, pages: tuple[Played, ...]) -> set[str]:
    """Hits of pages that changed after the step MOVE could have happened at the earliest."""
    earliest = witness.after(trace, QUIET).at
    hits = answers.parts(pages, "hits")
    return {str(hit["id"]) for hit in hits if _moment(hit["updated_at"]) >= earliest}


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


@REGISTER.proves("behaviour/delta-syncs/new-and-rejected-applications-are-found", scenario="delta-syncs")
def new_and_rejected_applications_are_found(trace: Trace) -> Shown:
    """Both are stored as they are; of others, at most those within the overlap are read."""
    added, placed = (str(trace.step(ADD).happened[key]) for key in ("candidate_id", "placement_id"))
    rejected = str(witness.succeeded(trace, REJECT).inputs["placement_id"])
    before, after = witness.after(trace, MOVED), witness.after(trace, NEW)
    step = witness.succeeded(trace, NEW)
    expect(step.mode == "delta", "it was no delta run", *step.played)
    walks = _walks(step)
    for model, key in ((Candidate, added), (Application, placed)):
        expect(before.by_remote_id(model.store_id, key) is None, f"{key} was known before", *walks)
    candidate = witness.record(after, Candidate, added)
    application = witness.record(after, Application, placed)
    expect(application.candidate_id == candidate.id, "the application is somebody else's", *walks)
    was, now = (witness.record(data, Application, rejected) for data in (before, after))
    expect(was.outcome == "PENDING", f"it was {was.outcome} before", *walks)
    expect(now.outcome == "DECLINED", f"the rejected one is {now.outcome}", *walks)
    read = set(answers.read_one_by_one(step, answers.CANDIDATE))
    mine = {added, str(cast.candidate_of(before, was).remote_id)}
    expect(mine <= read, f"{sorted(mine - read)} were not read", *walks)
    allowed = mine | _within_overlap(trace, walks)
    expect(read <= allowed, f"{sorted(read - allowed)} were read too", *step.sent(answers.CANDIDATE))
    return Shown(f"{len(read)} candidates were read", (*walks, *step.sent(answers.CANDIDATE)))


def _within_overlap(trace: Trace, walks: tuple[Played, ...]) -> set[str]:
    """Hits whose last change lies no more than the overlap before the newest of the run before."""
    known = tuple(answers.parts(_walks(trace.step(MOVED)), "hits"))
    newest = {key: max(_moment(hit[key]) for hit in known) for key in WALKS}
    return {
        str(hit["id"])
        for hit in answers.parts(walks, "hits")
        if any(_moment(hit[key]) >= newest[key] - OVERLAP for key in WALKS)
    }


@REGISTER.proves("behaviour/delta-syncs/a-changed-job-costs-one-detail", scenario="delta-syncs")
def a_changed_job_costs_one_detail(trace: Trace) -> Shown:
    """The whole list is read, and the detail of the changed job alone."""
    inputs = witness.succeeded(trace, RENAME).inputs
    key, title = str(inputs["offer_id"]), inputs["title"]
    step, before, after = (
        witness.succeeded(trace, RENAMED),
        witness.after(trace, NEW),
        witness.after(trace, RENAMED),
    )
    expect(step.mode == "delta", "it was no delta run", *step.played)
    lists = answers.called(step, answers.OFFERS)
    listed, stored = set(answers.by_id(lists, "offers")), cast.of(before, Job)
    expect(len(stored) > 1, "there is but one job", *lists)
    lacking = {str(job.remote_id) for job in stored} - listed
    expect(not lacking, f"the list was not read to its end: {sorted(lacking)}", *lists)
    details = answers.called(step, answers.OFFER)
    read = answers.read_one_by_one(step, answers.OFFER)
    expect(read == [key], f"details of {read} were read", *details)
    was, now = (witness.record(data, Job, key) for data in (before, after))
    expect(was.name != title and now.name == title, f"{was.name!r} became {now.name!r}", *details)
    return Shown(f"{len(listed)} jobs listed, one read", (*lists, *details))


@REGISTER.proves("behaviour/delta-syncs/a-deleted-candidate-is-found-by-reconciling", scenario="delta-syncs")
def a_deleted_candidate_is_found(trace: Trace) -> Shown:
    """Nobody told of the deletion; the full run does not find the candidate and marks them, no other."""
    key = str(witness.succeeded(trace, DELETE).inputs["candidate_id"])
    told = [step.name for step in trace.steps if step.kind in ("webhook", "subscribe")]
    expect(not told, f"there were webhooks: {told}")
    before, after = witness.after(trace, RENAMED), witness.after(trace, RECONCILED)
    step = witness.succeeded(trace, RECONCILED)
    expect(step.mode == "full", "it was no full run", *step.played)
    pages = answers.called(step, answers.SEARCH)
    found = set(answers.by_id(pages, "hits"))
    expect(found and key not in found, f"the search finds {key} still", *pages)
    was, now = (witness.record(data, Candidate, key) for data in (before, after))
    expect(was.remote_deleted_at is None, f"{key} was marked before", *pages)
    expect(now.remote_deleted_at is not None, f"{key} is not marked", *pages)
    gone = {str(one.remote_id) for one in cast.of(before, Candidate)} - {
        str(one.remote_id) for one in cast.of(after, Candidate)
    }
    expect(gone == {key}, f"marked are {sorted(gone)}", *pages)
    return Shown(f"{key} is marked deleted", pages)


@REGISTER.proves("feature/delta-syncs", scenario="delta-syncs")
def deltas_follow_full_runs(trace: Trace) -> Shown:
    """A full run, then runs that read what changed and no more; a full run again finds what is gone."""
    proofs = (
        a_quiet_delta_reads_one_page_per_walk,
        a_stage_move_is_found,
        new_and_rejected_applications_are_found,
        a_changed_job_costs_one_detail,
        a_deleted_candidate_is_found,
    )
    shown = [proof(trace) for proof in proofs]
    sizes = {name: len(trace.step(name).played) for name in (FULL, QUIET, MOVED, NEW, RENAMED)}
    fewer = all(count < sizes[FULL] for name, count in sizes.items() if name != FULL)
    expect(fewer, f"the runs asked as often as this: {sizes}", *trace.step(QUIET).played)
    return Shown("; ".join(one.message for one in shown), tuple(p for one in shown for p in one.played))
