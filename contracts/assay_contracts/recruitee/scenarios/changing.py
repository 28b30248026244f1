"""Everything is read twice; in between something changed in every model. Source: recruitee sheet 4, 7.1."""

from assay.evidence import Snapshot, Trace
from assay.scenario import Shown, Stage, expect
from assay.unified.records import (
    Application,
    ApplicationStage,
    Candidate,
    CandidateTag,
    Interview,
    Job,
    JobStage,
    JobTeamMember,
    RejectionReason,
    Tag,
    User,
)
from assay_contracts import cast, witness
from assay_contracts.recruitee import answers
from assay_contracts.recruitee.register import REGISTER

FIRST, SECOND = "read the company", "read the company again"
ARCHIVE, REJECT, REJECT_SILENTLY = (
    "a job is archived",
    "an application is rejected with a reason",
    "an application is rejected without reason",
)


@REGISTER.scenario("second-sync")
def second_sync(stage: Stage) -> None:
    """In every model a record changes, another one vanishes, and the rest stays."""
    before = stage.sync(FIRST)
    _people_change(stage, before)
    _jobs_change(stage, before)
    _applications_change(stage, before)
    _lists_change(stage, before)
    stage.later(hours=3)
    stage.sync(SECOND)


def _number(record: object) -> int:
    """The vendor's id, which is a number in its own words."""
    return int(str(getattr(record, "remote_id", "")))


def _people_change(stage: Stage, before: Snapshot) -> None:
    teams = {row.user_id for row in cast.of(before, JobTeamMember)}
    member = cast.one(cast.of(before, User), lambda user: user.id in teams)
    other = cast.one(cast.of(before, User), lambda user: user.id not in teams)
    stage.vendor("a user marries", "edit_user", admin_id=_number(member), last_name="Van der Invented")
    stage.vendor("a user leaves", "deactivate_user", admin_id=_number(other))


def _jobs_change(stage: Stage, before: Snapshot) -> None:
    """Jobs, their questions, stages and teams."""
    jobs = cast.of(before, Job)
    job = cast.open_job(before, with_questions=True)
    draft = cast.one(jobs, lambda one: one.status == "DRAFT")
    closed = cast.one(jobs, lambda one: one.status == "CLOSED")
    first, second, third = [question for _, question in cast.questions_of(before, job)][:3]
    stage.vendor("a job is renamed", "edit_offer", offer_id=_number(job), title="Renamed Engineer")
    stage.vendor("a job is deleted", "delete_offer", offer_id=_number(draft))
    stage.vendor(ARCHIVE, "archive_offer", offer_id=_number(closed))
    stage.vendor(
        "a question becomes optional",
        "edit_question",
        question_id=_number(first),
        offer_id=_number(job),
        required=False,
    )
    stage.vendor(
        "a question is reworded",
        "edit_question",
        question_id=_number(second),
        offer_id=_number(job),
        body="Reworded, but which?",
    )
    stage.vendor(
        "a question is dropped", "remove_question", question_id=_number(third), offer_id=_number(job)
    )
    _team_changes(stage, before, job)


def _team_changes(stage: Stage, before: Snapshot, job: Job) -> None:
    """The recruiter also becomes hiring manager; who had neither part leaves."""
    team = [row for row in cast.of(before, JobTeamMember) if row.job_id == job.id]
    recruiter = cast.one(team, lambda row: "RECRUITER" in (row.roles or ()))
    idle = cast.one(team, lambda row: not row.roles)
    user = _number(cast.by_id(before, User, recruiter.user_id))
    gone = _number(cast.by_id(before, User, idle.user_id))
    stage.vendor("the team changes", "set_offer_team", offer_id=_number(job), hiring_manager_id=user)
    stage.vendor("a member leaves", "assign_user", offer_id=_number(job), admin_id=gone, assigned=False)


def _applications_change(stage: Stage, before: Snapshot) -> None:
    """Candidates with their tags, applications in their stages, interviews."""
    applications = cast.of(before, Application)
    tags = {row.candidate_id: row for row in cast.of(before, CandidateTag)}
    pending = [one for one in applications if one.outcome == "PENDING"]
    tagged = cast.one(pending, lambda one: one.candidate_id in tags)
    candidate, tag = cast.candidate_of(before, tagged), tags[tagged.candidate_id]
    stage.vendor("a candidate is renamed", "edit_candidate", candidate_id=_number(candidate), name="Re Named")
    stage.vendor(
        "a tag is taken off",
        "remove_tag",
        candidate_id=_number(candidate),
        tag=cast.by_id(before, Tag, tag.tag_id).name,
    )
    others = [one for one in pending if one.candidate_id != tagged.candidate_id]
    rejected, silently = sorted(others, key=_number)[:2]
    reason = cast.one(cast.of(before, RejectionReason))
    stage.vendor(
        REJECT,
        "disqualify_placement",
        placement_id=_number(rejected),
        reason_id=_number(reason),
    )
    stage.vendor(REJECT_SILENTLY, "disqualify_placement", placement_id=_number(silently))
    gone = cast.one(applications, lambda one: one.outcome == "HIRED")
    stage.vendor(
        "a candidate is deleted",
        "delete_candidate",
        candidate_id=_number(cast.candidate_of(before, gone)),
    )
    _stages_change(stage, before, tagged)
    _interviews_change(stage, before)


def _stages_change(stage: Stage, before: Snapshot, application: Application) -> None:
    """The stage of an application is renamed; one that nobody is in, in the middle of a job's, is removed."""
    here = cast.by_id(before, ApplicationStage, application.current_stage_id)
    visited = {row.current_stage_id for row in cast.of(before, Application)}
    middle = {row.stage_id for row in cast.of(before, JobStage) if row.index and row.index > 1}
    empty = cast.one(cast.of(before, ApplicationStage), lambda one: one.id in middle - visited)
    stage.vendor("a stage is renamed", "rename_stage", stage_id=_number(here), name="Renamed")
    stage.vendor("a stage is removed", "remove_stage", stage_id=_number(empty))


def _interviews_change(stage: Stage, before: Snapshot) -> None:
    moved, dropped = sorted(cast.of(before, Interview), key=_number)[:2]
    stage.vendor(
        "an interview is moved",
        "move_interview",
        interview_event_id=_number(moved),
        starts_at="2026-07-01T09:00:00.000000Z",
    )
    stage.vendor("an interview is dropped", "cancel_interview", interview_event_id=_number(dropped))


def _lists_change(stage: Stage, before: Snapshot) -> None:
    """Tags and reasons: one renamed, one deleted."""
    on = {row.tag_id for row in cast.of(before, CandidateTag)}
    tag = cast.one(cast.of(before, Tag), lambda one: one.id in on)
    idle = cast.one(cast.of(before, Tag), lambda one: one.id not in on)
    _, renamed, deleted = sorted(cast.of(before, RejectionReason), key=lambda one: str(one.remote_id))[:3]
    stage.vendor("a tag is renamed", "rename_tag", tag_id=_number(tag), name="Renamed tag")
    stage.vendor("a tag is deleted", "delete_tag", tag_id=_number(idle))
    stage.vendor("a reason is renamed", "rename_reason", reason_id=_number(renamed), name="Renamed")
    stage.vendor("a reason is deleted", "delete_reason", reason_id=_number(deleted))


@REGISTER.proves("behaviour/jobs/archived-jobs-are-kept", scenario="second-sync")
def archived_jobs_are_kept(trace: Trace) -> Shown:
    """The list still holds the job, as archived; its record is ARCHIVED and not deleted."""
    key = str(trace.step(ARCHIVE).inputs["offer_id"])
    before, after = witness.after(trace, FIRST), witness.after(trace, SECOND)
    lists = answers.called(trace.step(SECOND), answers.OFFERS)
    given = answers.by_id(lists, "offers").get(key, {})
    expect(given.get("status") == "archived", f"the vendor lists it as {given.get('status')}", *lists)
    was, now = witness.record(before, Job, key), witness.record(after, Job, key)
    expect(was.status != "ARCHIVED", "it was archived before", *lists)
    expect(now.status == "ARCHIVED", f"it is {now.status}", *lists)
    expect(now.remote_deleted_at is None, "it is marked deleted", *lists)
    return Shown(f"{now.name} was {was.status} and is ARCHIVED", lists)


@REGISTER.proves(
    "behaviour/applications/a-rejection-without-reason-has-no-reason-name", scenario="second-sync"
)
def a_rejection_without_reason_has_none(trace: Trace) -> Shown:
    """Both are DECLINED with their moment; one has the reason's name, the other has none."""
    before, after = witness.after(trace, FIRST), witness.after(trace, SECOND)
    details = answers.details(answers.called(trace.step(SECOND), answers.CANDIDATE), "candidate")
    placements = {
        str(placement["id"]): (placement, call)
        for candidate, call in details.values()
        for placement in candidate["placements"]
    }
    reasons = {str(one.remote_id): one.name for one in cast.of(before, RejectionReason)}
    shown = []
    for name in (REJECT, REJECT_SILENTLY):
        inputs = trace.step(name).inputs
        wanted = reasons.get(str(inputs.get("reason_id")))
        expect((wanted is None) == (name == REJECT_SILENTLY), f"{name!r} was for {wanted!r}")
        key = str(inputs["placement_id"])
        given, call = placements[key]
        said = given.get("disqualify_reason")
        expect(said == wanted and "disqualify_reason" in given, f"the vendor says {said!r}", call)
        expect(given.get("disqualified_at"), "the vendor knows no moment", call)
        was, now = witness.record(before, Application, key), witness.record(after, Application, key)
        expect(was.outcome == "PENDING", f"it was {was.outcome} before", call)
        expect(now.outcome == "DECLINED" and now.rejected_at, f"it is {now.outcome}, {now.rejected_at}", call)
        read = now.rejection_reason_name
        expect(read == wanted, f"the reason reads {read!r}, not {wanted!r}", call)
        shown.append(call)
    return Shown("one is declined with its reason, one without any", tuple(shown))


BEFORE, MERGE, AFTER = "read people", "two become one", "read people again"


@REGISTER.scenario("merge")
def merge(stage: Stage) -> None:
    """A candidate is merged into another one; then everybody is read."""
    before = stage.sync(BEFORE, models=cast.PEOPLE)
    application = cast.pending_application(before)
    gone = cast.candidate_of(before, application)
    on = {one.job_id for one in cast.of(before, Application) if one.candidate_id == gone.id}
    kept = cast.one(
        cast.of(before, Candidate),
        lambda one: (
            any(x.candidate_id == one.id and x.job_id in on for x in cast.of(before, Application))
            and one.id != gone.id
        ),
    )
    stage.vendor(MERGE, "merge_candidates", candidate_id=_number(gone), into_candidate_id=_number(kept))
    stage.later(hours=3)
    stage.sync(AFTER, models=cast.PEOPLE)


@REGISTER.proves("behaviour/candidates/a-merged-candidate-is-marked-deleted", scenario="merge")
def a_merged_candidate_is_marked(trace: Trace) -> Shown:
    """The vendor no longer knows the id: candidate and applications are marked, the other one is not."""
    inputs = witness.succeeded(trace, MERGE).inputs
    gone_id, kept_id = str(inputs["candidate_id"]), str(inputs["into_candidate_id"])
    before, after = witness.after(trace, BEFORE), witness.after(trace, AFTER)
    pages = answers.called(trace.step(AFTER), answers.SEARCH)
    found = answers.by_id(pages, "hits")
    expect(gone_id not in found and kept_id in found, "the vendor still finds both", *pages)
    was, gone = (witness.record(data, Candidate, gone_id) for data in (before, after))
    expect(was.remote_deleted_at is None, "it was marked before", *pages)
    expect(gone.remote_deleted_at is not None, f"{gone_id} is not marked deleted", *pages)
    kept = witness.record(after, Candidate, kept_id)
    expect(kept.remote_deleted_at is None, f"{kept_id} is marked deleted", *pages)
    details = answers.details(answers.called(trace.step(AFTER), answers.CANDIDATE), "candidate")
    placed = {str(one["id"]) for one in details[kept_id][0]["placements"]}
    owned = [one for one in cast.of(before, Application) if one.candidate_id == was.id]
    lost = [one for one in owned if str(one.remote_id) not in placed]
    expect(lost, "the vendor kept all applications of the first", details[kept_id][1])
    for one in lost:
        now = witness.record(after, Application, str(one.remote_id))
        expect(now.remote_deleted_at is not None, f"application {one.remote_id} is not marked", *pages)
    living = {one.candidate_id for one in cast.of(after, Application)}
    expect(gone.id not in living, "an application of the first still counts", *pages)
    return Shown(f"{gone_id} and {len(lost)} applications are marked", (*pages, details[kept_id][1]))
