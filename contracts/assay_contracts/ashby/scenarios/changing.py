"""Everything is read twice, and in between something changed in every model. Source: ashby sheet 4.2, 7.1."""

from dataclasses import dataclass
from typing import Any

from assay.evidence import Snapshot, Trace
from assay.scenario import Shown, Stage, expect
from assay.unified.records import (
    Application,
    ApplicationStage,
    CandidateTag,
    Interview,
    InterviewTeamMember,
    Job,
    JobPosting,
    JobTeamMember,
    Offer,
    RejectionReason,
    Role,
    Tag,
    User,
    UserRole,
)
from assay_contracts import cast, witness
from assay_contracts.ashby import answers
from assay_contracts.ashby.register import REGISTER

FIRST, SECOND = "read the company", "read the company again"
ARCHIVE_TAG, ARCHIVE_REASON = "a tag is archived", "a reason is archived"


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


def _people_change(stage: Stage, before: Snapshot) -> None:
    """Users, roles of both kinds, and who holds them."""
    users = cast.of(before, User)
    one = cast.one(users, lambda user: user.status == "ACTIVE" and user.email)
    stage.vendor("a user marries", "edit_user", user_id=one.remote_id, last_name="Van der Invented")
    limited = cast.one(cast.of(before, Role), lambda role: role.remote_label == "Limited Access")
    held = cast.one(cast.of(before, UserRole), lambda row: row.role_id == limited.id)
    stage.vendor(
        "a user is promoted",
        "change_global_role",
        user_id=cast.by_id(before, User, held.user_id).remote_id,
        global_role="Organization Admin",
    )
    titles = {role.remote_label: role.remote_id for role in cast.of(before, Role) if role.scope == "JOB"}
    stage.vendor("a role is renamed", "rename_role", role_id=titles["Bar Raiser"], title="Bar Keeper")
    stage.vendor("a role is deleted", "delete_role", role_id=titles["Sourcer"])


def _busiest_job(snapshot: Snapshot) -> Job:
    """The job with the largest hiring team."""
    members = [row.job_id for row in cast.of(snapshot, JobTeamMember)]
    return max(cast.of(snapshot, Job), key=lambda job: (members.count(job.id), str(job.remote_id)))


def _jobs_change(stage: Stage, before: Snapshot) -> None:
    """Jobs, their postings, questions, stages and teams."""
    jobs, postings = cast.of(before, Job), cast.of(before, JobPosting)
    job = _busiest_job(before)
    posting = cast.one(postings, lambda posting: posting.job_id == job.id)
    first, second, third = [q for _, q in cast.questions_of(before, job) if q.category is None][:3]
    draft = cast.one(jobs, lambda job: job.status == "DRAFT")
    down = cast.one(postings, lambda posting: posting.status == "INACTIVE")
    stage.vendor("a job is renamed", "edit_job", job_id=job.remote_id, title="Renamed Engineer")
    stage.vendor("a job is deleted", "delete_job", job_id=draft.remote_id)
    stage.vendor(
        "a posting is renamed", "edit_posting", job_posting_id=posting.remote_id, title="Renamed posting"
    )
    stage.vendor("a posting is deleted", "delete_posting", job_posting_id=down.remote_id)
    edit = "edit_screening_questions_only"
    stage.vendor(
        "a question becomes optional",
        edit,
        path=first.remote_id,
        job_posting_id=posting.remote_id,
        is_required=False,
    )
    stage.vendor("a question is reworded", edit, path=second.remote_id, title="Reworded, but which?")
    stage.vendor("a question is dropped", "remove_question_from_posting", path=third.remote_id)
    _team_changes(stage, before, job)


def _team_changes(stage: Stage, before: Snapshot, job: Job) -> None:
    team = [row for row in cast.of(before, JobTeamMember) if row.job_id == job.id]
    by_role = {role: row for row in team for role in row.roles or ()}
    stage.vendor(
        "a member gets a second role",
        "add_hiring_team_member",
        job_id=job.remote_id,
        user_id=cast.by_id(before, User, by_role["RECRUITER"].user_id).remote_id,
        role="Hiring Manager",
    )
    stage.vendor(
        "a member leaves the team",
        "remove_hiring_team_member",
        job_id=job.remote_id,
        user_id=cast.by_id(before, User, by_role["COORDINATOR"].user_id).remote_id,
    )


def _stage_type(stage: ApplicationStage) -> Any:
    return (stage.remote_data or {}).get("/interviewStage.list", {}).get("type")


def _applications_change(stage: Stage, before: Snapshot) -> None:
    """Candidates with their tags, applications in their stages, interviews and offers."""
    applications, stages = cast.of(before, Application), cast.of(before, ApplicationStage)
    interviews, offers = cast.of(before, Interview), cast.of(before, Offer)
    visited = {row.current_stage_id for row in applications} | {row.stage_id for row in interviews}
    unvisited = [s for s in stages if s.id not in visited and _stage_type(s) == "Active"]
    tags = {row.candidate_id: row for row in cast.of(before, CandidateTag)}
    pending = cast.one(applications, lambda one: one.outcome == "PENDING" and one.candidate_id in tags)
    candidate, tagged = cast.candidate_of(before, pending), tags[pending.candidate_id]
    gone = _only_application(before, "DECLINED")
    stage.vendor(
        "a candidate changes jobs",
        "edit_candidate",
        candidate_id=candidate.remote_id,
        company="Newco KG",
    )
    stage.vendor(
        "a tag is taken off",
        "remove_tag",
        candidate_id=candidate.remote_id,
        tag_id=cast.by_id(before, Tag, tagged.tag_id).remote_id,
    )
    stage.vendor(
        "a candidate is deleted",
        "delete_candidate",
        candidate_id=cast.candidate_of(before, gone).remote_id,
    )
    stage.vendor(
        "an application is archived",
        "archive",
        application_id=pending.remote_id,
        archive_reason_id=_reason(before, used=True).remote_id,
    )
    here = cast.by_id(before, ApplicationStage, pending.current_stage_id)
    stage.vendor("a stage is renamed", "rename_stage", interview_stage_id=here.remote_id, title="Renamed")
    stage.vendor("a stage is removed", "remove_stage_from_plan", interview_stage_id=unvisited[0].remote_id)
    _interviews_change(stage, before)
    sent = cast.one(offers, lambda offer: offer.status == "SENT")
    withdrawn = cast.one(offers, lambda offer: offer.status == "ABANDONED")
    stage.vendor("an offer is edited", "update_offer", offer_id=sent.remote_id, start_date="2026-11-01")
    stage.vendor("an offer is deleted", "delete_offer", offer_id=withdrawn.remote_id)


def _interviews_change(stage: Stage, before: Snapshot) -> None:
    panels: dict[str | None, list[InterviewTeamMember]] = {}
    for row in cast.of(before, InterviewTeamMember):
        panels.setdefault(row.interview_id, []).append(row)
    interviews = cast.of(before, Interview)
    large = cast.one(interviews, lambda interview: len(panels.get(interview.id, ())) > 1)
    small = [interview for interview in interviews if len(panels.get(interview.id, ())) == 1]
    moved, dropped = sorted(small, key=lambda interview: str(interview.remote_id))[:2]
    member = panels[large.id][0]
    stage.vendor(
        "an interviewer cannot come",
        "remove_interviewer",
        interview_event_id=large.remote_id,
        user_id=cast.by_id(before, User, member.user_id).remote_id,
    )
    stage.vendor(
        "an interview is moved",
        "reschedule_interview",
        interview_event_id=moved.remote_id,
        start_time="2026-07-01T09:00:00.000Z",
    )
    stage.vendor("an interview is called off", "cancel_interview", interview_event_id=dropped.remote_id)


def _lists_change(stage: Stage, before: Snapshot) -> None:
    """Tags and reasons: one renamed, one archived."""
    tag, idle_tag = _tag(before, used=True), _tag(before, used=False)
    reason, idle_reason = _reason(before, used=True), _reason(before, used=False)
    stage.vendor("a tag is renamed", "rename_tag", id=tag.remote_id, title="Renamed tag")
    stage.vendor(ARCHIVE_TAG, "archive_tag", id=idle_tag.remote_id)
    stage.vendor("a reason is renamed", "rename_rejection_reason", id=idle_reason.remote_id, title="Renamed")
    stage.vendor(ARCHIVE_REASON, "archive_rejection_reason", id=reason.remote_id)


def _tag(snapshot: Snapshot, *, used: bool) -> Tag:
    """A tag that some candidate has, or that nobody has."""
    on = {row.tag_id for row in cast.of(snapshot, CandidateTag)}
    return cast.one(cast.of(snapshot, Tag), lambda tag: (tag.id in on) == used)


def _only_application(snapshot: Snapshot, outcome: str) -> Application:
    """An application with that outcome whose candidate has no other."""
    applications = cast.of(snapshot, Application)
    candidates = [application.candidate_id for application in applications]
    return cast.one(
        applications, lambda one: one.outcome == outcome and candidates.count(one.candidate_id) == 1
    )


@dataclass(frozen=True)
class _Declined:
    """An application that is declined and stays."""

    application: Application
    reason: RejectionReason


def _declined(snapshot: Snapshot) -> _Declined:
    gone = _only_application(snapshot, "DECLINED")
    stays = cast.one(
        cast.of(snapshot, Application), lambda one: one.outcome == "DECLINED" and one.id != gone.id
    )
    reasons = cast.of(snapshot, RejectionReason)
    return _Declined(stays, cast.one(reasons, lambda reason: reason.name == stays.rejection_reason_name))


def _reason(snapshot: Snapshot, *, used: bool) -> RejectionReason:
    """The reason of an application that stays, or another one."""
    reason = _declined(snapshot).reason
    if used:
        return reason
    return cast.one(cast.of(snapshot, RejectionReason), lambda other: other.id != reason.id)


@REGISTER.proves("behaviour/tags/archived-tag-is-deleted", scenario="second-sync")
def an_archived_tag_is_deleted(trace: Trace) -> Shown:
    """The listing still gives the tag, as archived; its record is marked deleted, others are not."""
    tag_id = trace.step(ARCHIVE_TAG).inputs["id"]
    before, again = witness.after(trace, FIRST), witness.after(trace, SECOND)
    pages = witness.calls(trace.step(SECOND), "/candidateTag.list")
    given = answers.listed(pages).get(tag_id, {})
    expect(given.get("isArchived") is True, f"the vendor gives the tag as {given}", *pages)
    was, now = witness.record(before, Tag, tag_id), witness.record(again, Tag, tag_id)
    expect(was.remote_deleted_at is None, "it was deleted before", *pages)
    expect(now.remote_deleted_at == now.changed_at != was.changed_at, f"it is {now}", *pages)
    return Shown(f"tag {now.name!r}: archived at the vendor, deleted here", pages)


@REGISTER.proves("behaviour/rejection-reasons/archived-reason-is-deleted", scenario="second-sync")
def an_archived_reason_is_deleted(trace: Trace) -> Shown:
    """Archived reasons are asked for; the record is deleted, applications keep its name."""
    reason_id = trace.step(ARCHIVE_REASON).inputs["id"]
    before, again = witness.after(trace, FIRST), witness.after(trace, SECOND)
    pages = witness.calls(trace.step(SECOND), "/archiveReason.list")
    asked = [page.exchange.request.json.get("includeArchived") for page in pages]
    expect(all(asked), "archived reasons are not asked for", *pages)
    given = answers.listed(pages).get(reason_id, {})
    expect(given.get("isArchived") is True, f"the vendor gives the reason as {given}", *pages)
    was = witness.record(before, RejectionReason, reason_id)
    now = witness.record(again, RejectionReason, reason_id)
    expect(was.remote_deleted_at is None, "it was deleted before", *pages)
    expect(now.remote_deleted_at is not None, "its record is not marked deleted", *pages)
    kept = [one for one in cast.of(again, Application) if one.rejection_reason_name == was.name]
    expect(kept, f"no application is declined for {was.name!r} any more", *pages)
    return Shown(f"{was.name!r} is deleted, {len(kept)} applications keep it", pages)
