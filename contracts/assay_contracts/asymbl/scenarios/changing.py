"""Everything is read twice; in between something changed in every model. Source: asymbl sheet 4, 7.1, 8."""

from assay.evidence import Snapshot, Trace
from assay.scenario import Shown, Stage, expect
from assay.unified.records import (
    Application,
    ApplicationStage,
    Candidate,
    Job,
    JobStage,
    JobTeamMember,
    User,
)
from assay_contracts import cast, witness
from assay_contracts.asymbl import reads
from assay_contracts.asymbl.register import REGISTER

FIRST, SECOND = "read the company", "read the company again"


@REGISTER.scenario("second-sync")
def second_sync(stage: Stage) -> None:
    """In every model a record changes, another one vanishes, and the rest stays."""
    before = stage.sync(FIRST)
    _people_change(stage, before)
    _jobs_change(stage, before)
    _applications_change(stage, before)
    stage.later(hours=3)
    stage.sync(SECOND)


def _edit(stage: Stage, name: str, record: User | Job | Candidate | ApplicationStage, **fields: str) -> None:
    stage.vendor(name, "edit_record", id=record.remote_id, fields=fields)


def _people_change(stage: Stage, before: Snapshot) -> None:
    """A user marries, and another one is no person of the org any more."""
    teams = {row.user_id for row in cast.of(before, JobTeamMember)}
    member = cast.one(cast.of(before, User), lambda user: user.id in teams and user.status == "ACTIVE")
    other = cast.one(cast.of(before, User), lambda user: user.id not in teams)
    _edit(stage, "a user marries", member, LastName="Van der Invented")
    stage.vendor(
        "a user becomes a customer's", "set_user_licence", id=other.remote_id, user_type="PowerPartner"
    )


def _jobs_change(stage: Stage, before: Snapshot) -> None:
    """A job is renamed and its team changes, stages are renamed, reordered and removed, a job is deleted."""
    jobs, team = cast.of(before, Job), cast.of(before, JobTeamMember)
    job = cast.one(jobs, lambda one: len([row for row in team if row.job_id == one.id]) > 2)
    draft = cast.one(jobs, lambda one: one.status == "DRAFT")
    recruiter = cast.one(team, lambda row: row.job_id == job.id and row.roles == ["RECRUITER"])
    user = str(cast.by_id(before, User, recruiter.user_id).remote_id)
    _edit(stage, "a job is renamed", job, Name="Renamed Engineer")
    _edit(stage, "the sales lead of a job changes", job, bpats__Sales_Lead__c=user)
    stage.vendor("a job is deleted", "delete_record", id=draft.remote_id)
    visited = {row.current_stage_id for row in cast.of(before, Application)}
    rows = [row for row in cast.of(before, JobStage) if row.job_id == job.id]
    own = sorted(rows, key=lambda row: row.index or 0)
    empty = cast.one(own[1:-1], lambda row: row.stage_id not in visited)
    renamed = cast.by_id(before, ApplicationStage, own[0].stage_id)
    removed = cast.by_id(before, ApplicationStage, empty.stage_id)
    _edit(stage, "a stage is renamed", renamed, Name="Renamed")
    stage.vendor("a stage is removed", "delete_record", id=removed.remote_id)


def _applications_change(stage: Stage, before: Snapshot) -> None:
    """A candidate is renamed and another one deleted; an applicant is rejected and another one deleted."""
    pending = [one for one in cast.of(before, Application) if one.outcome == "PENDING"]
    first, second, third = sorted(pending, key=lambda one: str(one.remote_id))[:3]
    _edit(stage, "a candidate is renamed", cast.candidate_of(before, first), LastName="Re Named")
    stage.vendor("an applicant is rejected", "reject_applicant", id=first.remote_id)
    stage.vendor("an applicant is deleted", "delete_record", id=second.remote_id)
    stage.vendor("a candidate is deleted", "delete_record", id=cast.candidate_of(before, third).remote_id)


BEFORE, MERGE, AFTER = "read people", "two become one", "read what changed"


@REGISTER.scenario("merge")
def merge(stage: Stage) -> None:
    """A contact is merged into another one; then what changed is read."""
    before = stage.sync(BEFORE, models=cast.PEOPLE)
    applications = cast.of(before, Application)
    lost = cast.pending_application(before)
    kept = cast.one(
        cast.of(before, Candidate),
        lambda one: (
            one.id != lost.candidate_id
            and any(x.candidate_id == one.id for x in applications)
            and not any(x.candidate_id == one.id and x.job_id == lost.job_id for x in applications)
        ),
    )
    stage.vendor(
        MERGE,
        "merge_contacts",
        master_id=kept.remote_id,
        loser_id=cast.candidate_of(before, lost).remote_id,
    )
    stage.later(hours=3)
    stage.sync(AFTER, mode="delta", models=cast.PEOPLE)


@REGISTER.proves("behaviour/candidates/a-merge-deletes-the-loser", scenario="merge")
def a_merge_deletes_the_loser(trace: Trace) -> Shown:
    """The loser comes as deleted and is marked; its applications are the winner's, which stays."""
    inputs = witness.succeeded(trace, MERGE).inputs
    winner_id, loser_id = str(inputs["master_id"]), str(inputs["loser_id"])
    before, after = witness.after(trace, BEFORE), witness.after(trace, AFTER)
    step = witness.succeeded(trace, AFTER)
    expect(step.mode == "delta", "no delta run was asked for", *step.played)
    row, call = reads.by_id(reads.pages(step, reads.CONTACT)).get(loser_id, ({}, step.played[0]))
    expect(row.get("IsDeleted") is True, f"the vendor does not say that {loser_id} is deleted", call)
    expect(row.get("MasterRecordId") == winner_id, f"its winner is {row.get('MasterRecordId')}", call)
    was, loser = (witness.record(data, Candidate, loser_id) for data in (before, after))
    expect(was.remote_deleted_at is None, "it was marked before", call)
    expect(loser.remote_deleted_at is not None, f"{loser_id} is not marked deleted", call)
    winner = witness.record(after, Candidate, winner_id)
    expect(winner.remote_deleted_at is None, f"{winner_id} is marked deleted", call)
    moved = [one for one in cast.of(before, Application) if one.candidate_id == was.id]
    mine = [one for one in cast.of(before, Application) if one.candidate_id == winner.id]
    expect(moved and mine, f"the two had {len(moved)} and {len(mine)} applications", call)
    for one in (*moved, *mine):
        now = witness.same_record(after, one)
        expect(now.candidate_id == winner.id, f"{one.remote_id} is of {now.candidate_id}", call)
        expect(now.remote_deleted_at is None, f"{one.remote_id} is marked deleted", call)
    applicants = reads.pages(step, reads.APPLICANT)
    owners = {row[reads.CANDIDATE_OF] for row in reads.rows(applicants) if row["Id"] == moved[0].remote_id}
    expect(owners == {winner_id}, f"the vendor names {owners} as its contact", *applicants)
    return Shown(f"{loser_id} is marked, its {len(moved)} applications moved", (call, *applicants))
