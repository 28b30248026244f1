"""Things change and vanish at the vendor between two syncs. Source: flatchr sheet 4, 7."""

from assay.evidence import Snapshot, Step, Trace
from assay.scenario import Shown, Stage, expect
from assay.unified.records import Application, ApplicationStage, Candidate, CandidateTag, Job
from assay_contracts import cast, witness
from assay_contracts.flatchr import calls
from assay_contracts.flatchr.register import REGISTER

FIRST, SECOND = "first sync", "second sync"
ARCHIVE, VANISH = "a vacancy is archived", "an applicant is removed"


def _tagged(snapshot: Snapshot) -> Candidate:
    """Somebody who has more than one tag."""
    owners = [link.candidate_id for link in cast.of(snapshot, CandidateTag)]
    return cast.one(cast.of(snapshot, Candidate), lambda candidate: owners.count(candidate.id) > 1)


def _others(snapshot: Snapshot, *taken: Candidate) -> list[Candidate]:
    return sorted(
        (one for one in cast.of(snapshot, Candidate) if one not in taken), key=lambda one: str(one.remote_id)
    )


def _empty_stages(snapshot: Snapshot) -> list[ApplicationStage]:
    """Stages that no application is in, in order of their ids."""
    taken = {application.current_stage_id for application in cast.of(snapshot, Application)}
    stages = (stage for stage in cast.of(snapshot, ApplicationStage) if stage.id not in taken)
    return sorted(stages, key=lambda stage: str(stage.remote_id))


@REGISTER.scenario("second-sync")
def second_sync(stage: Stage) -> None:
    """Recruiters change and remove things of every kind; all is read a second time."""
    snapshot = stage.sync(FIRST)
    open_jobs = [job for job in cast.of(snapshot, Job) if job.status == "OPEN"]
    applied_to = {application.job_id for application in cast.of(snapshot, Application)}
    archived = cast.one(open_jobs, lambda job: job.visibility == "PUBLIC")
    renamed = cast.one(open_jobs, lambda job: job.id in applied_to and job is not archived)
    deleted = cast.one(open_jobs, lambda job: job.id not in applied_to)
    stage.vendor(ARCHIVE, "archive_vacancy", vacancy_id=archived.remote_id)
    stage.vendor(
        "a vacancy is renamed",
        "edit_vacancy",
        vacancy_id=renamed.remote_id,
        changes={"title": "Responsable des ventes "},
    )
    stage.vendor("a vacancy is deleted", "delete_vacancy", vacancy_id=deleted.remote_id)
    _change_columns(stage, snapshot)
    gone = _tagged(snapshot)
    edited, hired, *_ = _others(snapshot, gone)
    stage.vendor(VANISH, "remove_applicant", applicant_id=gone.remote_id)
    stage.vendor("an applicant is renamed", "edit_applicant", applicant_id=edited.remote_id, firstname="Maël")
    stage.vendor("an applicant is hired", "hire_applicant", applicant_id=hired.remote_id)
    stage.later(hours=3)
    stage.sync(SECOND)


def _change_columns(stage: Stage, snapshot: Snapshot) -> None:
    renamed, moved, removed, *_ = (int(str(one.remote_id)) for one in _empty_stages(snapshot))
    stage.vendor("a column is renamed", "rename_column", column_id=renamed, title=" Entretien final")
    stage.vendor("a column is moved", "edit_column", column_id=moved, position=90)
    stage.vendor("a column is removed", "remove_column", column_id=removed)


def _both(trace: Trace) -> tuple[Snapshot, Step, Snapshot]:
    return witness.after(trace, FIRST), witness.succeeded(trace, SECOND), witness.after(trace, SECOND)


@REGISTER.proves("behaviour/jobs/archived-vacancies-are-kept", scenario="second-sync")
def archived_vacancies_are_kept(trace: Trace) -> Shown:
    """It was open, the vendor gives it as archived, and it is there as such."""
    before, step, after = _both(trace)
    vacancy_id = trace.step(ARCHIVE).inputs["vacancy_id"]
    vacancies, call = calls.all_vacancies(step)
    codes = [vacancy["status"] for vacancy in vacancies if vacancy["id"] == vacancy_id]
    expect(codes == [calls.ARCHIVED], f"the vendor gives {vacancy_id} the status {codes}", call)
    was, job = (witness.record(one, Job, vacancy_id) for one in (before, after))
    statuses = (was.status, job.status)
    expect(statuses == ("OPEN", "ARCHIVED"), f"the status went from {was.status} to {job.status}", call)
    calls.undeleted(job, call)
    return Shown(f"{job.name} is archived, not deleted", (call,))


@REGISTER.proves("behaviour/applications/a-vanished-applicant-is-marked-deleted", scenario="second-sync")
def a_vanished_applicant_is_marked_deleted(trace: Trace) -> Shown:
    """No search shows the applicant any more; all of it is marked, its tags too, and nothing else is."""
    before, step, after = _both(trace)
    gone = trace.step(VANISH).inputs["applicant_id"]
    asked = calls.searches(step)
    plain = [call for filters, _, call in asked if filters == {}]
    archived = [call for filters, _, call in asked if filters == {"status": calls.ARCHIVED}]
    expect(
        plain and archived, f"searched was {[filters for filters, _, _ in asked]}", *step.sent(calls.SEARCH)
    )
    shown = [call for _, rows, call in asked if gone in {row["applicant"] for row in rows}]
    expect(not shown, f"{gone} is still found", *shown)
    candidate = witness.record(before, Candidate, gone)
    tags = [link for link in cast.of(before, CandidateTag) if link.candidate_id == candidate.id]
    expect(tags, f"{gone} had no tags")
    for known in (candidate, witness.record(before, Application, gone), *tags):
        calls.undeleted(known)
        marked = witness.same_record(after, known).remote_deleted_at
        expect(marked is not None, f"{type(known).published_as}: {known.id} is not marked deleted", *plain)
    others = [one for one in after.of(Application.store_id) if getattr(one, "remote_id", None) != gone]
    for other in others:
        calls.undeleted(other, *plain)
    return Shown(f"{gone} and its {len(tags)} tags are marked", (*plain, *archived))
