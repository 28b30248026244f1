"""Questions of a job that is taken off the careers site. Source: recruitee sheet 2.11, 7.1, 8 no. 25."""

from assay.evidence import Trace
from assay.scenario import Shown, Stage, expect
from assay.unified.records import Job, JobScreeningQuestion, JobStage, ScreeningQuestion
from assay_contracts import cast, witness
from assay_contracts.recruitee import answers
from assay_contracts.recruitee.register import REGISTER

PUBLISHED, UNPUBLISH, HIDDEN = "read questions", "the job is unpublished", "read questions again"
MODELS = (Job.store_id, JobStage.store_id, ScreeningQuestion.store_id, JobScreeningQuestion.store_id)


@REGISTER.scenario("unpublished-job")
def unpublished_job(stage: Stage) -> None:
    """A job with questions is published, and then no more."""
    job = cast.open_job(stage.sync(PUBLISHED, models=MODELS), with_questions=True)
    stage.vendor(UNPUBLISH, "unpublish_offer", offer_id=int(str(job.remote_id)))
    stage.later(hours=1)
    stage.sync(HIDDEN, models=MODELS)


@REGISTER.proves("behaviour/screening-questions/unpublishing-keeps-questions", scenario="unpublished-job")
def unpublishing_keeps_questions(trace: Trace) -> Shown:
    """The careers site no longer shows the job; its questions stay, and stay the job's."""
    key = str(witness.succeeded(trace, UNPUBLISH).inputs["offer_id"])
    sites = [answers.called(witness.succeeded(trace, name), answers.CAREERS) for name in (PUBLISHED, HIDDEN)]
    shown_before, shown_after = (answers.by_id(site, "offers") for site in sites)
    expect(key in shown_before, "the job was not published", *sites[0])
    expect(key not in shown_after, "the job is still published", *sites[1])
    expect(trace.step(HIDDEN).mode == "full", "it was no full run", *sites[1])
    before, after = witness.after(trace, PUBLISHED), witness.after(trace, HIDDEN)
    job = witness.record(before, Job, key)
    asked = cast.questions_of(before, job)
    given = {str(one["id"]) for one in shown_before[key]["open_questions"]}
    stored = {str(question.remote_id) for _, question in asked}
    expect(given and stored == given, f"{stored} are stored, {given} were asked", *sites[0])
    for join, question in asked:
        for record in (join, question):
            now = witness.same_record(after, record)
            expect(now.remote_deleted_at is None, f"{now.id} is marked deleted", *sites[1])
    status = witness.record(after, Job, key).visibility
    expect(status == "INTERNAL", f"the job is {status}", *sites[1])
    return Shown(f"{len(asked)} questions stay", (*sites[0], *sites[1]))
