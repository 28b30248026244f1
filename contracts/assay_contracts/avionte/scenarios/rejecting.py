"""Rejecting applications: the nominated alone. Source: avionte sheet 7.8.7, 3.6."""

from assay.errors import InputError
from assay.evidence import Trace
from assay.scenario import Shown, Stage, expect
from assay.unified.records import Application, RejectionReason
from assay_contracts import cast, witness
from assay_contracts.avionte import acting, calls, deliveries
from assay_contracts.avionte.acting import NOMINATE, OWN_PIPELINE, OWN_WEB
from assay_contracts.avionte.calls import NOMINATION, PIPELINE_ROW, costs, costs_nothing, of_selected
from assay_contracts.avionte.register import API, REGISTER

REJECTING, REFUSED = "reject-application", "rejections-elsewhere"
OPERATION = "reject_application"
COMPANY, REJECT, AGAIN, NEWS = "read the company", "reject", "reject once more", "news of the rejection"
SHORT_LIST, NOMINATIONS = "a recruiter puts one on the short list", "look at the nominations"


@REGISTER.scenario(REJECTING)
def reject(stage: Stage) -> None:
    """A nominated application is rejected, and once more; the webhook shows it declined."""
    acting.ready(stage, acting.BACKEND)
    acting.announce(stage, "talent_submitted")
    snapshot = stage.sync(COMPANY, budget=of_selected(jobs=1, nominations=4, talents=4))
    application = cast.one(acting.nominated(snapshot))
    reason = cast.one(cast.of(snapshot, RejectionReason))
    given = {"application_id": application.id, "rejection_reason_id": reason.id}
    stage.act(REJECT, OPERATION, given, budget=1)
    stage.receive(NEWS, budget=1)
    stage.act(AGAIN, OPERATION, given, fails=True, budget=0)


@REGISTER.proves(
    "action/reject-application",
    "behaviour/reject-application/a-nominated-application-is-declined",
    scenario=REJECTING,
)
def a_nominated_application_is_declined(trace: Trace) -> Shown:
    """One write with type, reason and date; declined with reason and date at once and after the webhook."""
    step, before, news = (
        witness.succeeded(trace, REJECT),
        witness.after(trace, COMPANY),
        deliveries.only(trace, NEWS),
    )
    was = cast.by_id(before, Application, step.inputs["application_id"])
    reason = cast.by_id(before, RejectionReason, step.inputs["rejection_reason_id"])
    expect(was in acting.nominated(before), f"it was {was.outcome}", *step.played)
    costs(step, 1)
    write = acting.write(step, NOMINATE)
    said = witness.body(write)
    who = (str(said.get("talentId")), str(said.get("jobId")))
    expect(who == acting.ids_in(was), f"it is about {who}", write)
    why = (str(said.get("jobActivityId")), said.get("jobActivityName"), said.get("stageType"))
    expect(why == (reason.remote_id, reason.name, "Declined"), f"sent was {why}", write)
    dated = str(said.get("declinedDate"))
    expect(dated.endswith("Z") and "." in dated, f"the date is {dated!r}", write)
    read = calls.one(news, NOMINATION)
    shown = witness.answer(read)
    seen = (shown.get("stageType"), shown.get("jobActivityName"), shown.get("declinedDate"))
    expect(seen == ("Declined", reason.name, dated), f"the vendor shows {seen}", read)
    for name in (REJECT, news.name):
        after = witness.after(trace, name)
        now = witness.same_record(after, was)
        stored = (now.outcome, now.rejection_reason_name)
        expect(stored == ("DECLINED", reason.name), f"after {name!r} it is {stored}", write)
        expect(now.rejected_at is not None, f"after {name!r} it has no date of rejection", write)
        others = [one for one in cast.of(before, Application) if one.id != was.id]
        changed = [one for one in others if witness.same_record(after, one).outcome != one.outcome]
        expect(not changed, f"after {name!r} others have another outcome", write)
    once_more = trace.step(AGAIN)
    expect(isinstance(once_more.error, InputError), f"once more ended with {once_more.error!r}", write)
    costs_nothing(once_more)
    return Shown(f"DECLINED for {reason.name!r}", (write, read))


@REGISTER.scenario(REFUSED)
def rejections_elsewhere(stage: Stage) -> None:
    """A web applicant, and one whom a recruiter put on the short list, are to be rejected."""
    [job_id] = acting.ready(stage, acting.TESTER)
    acting.announce(stage, "talent_pipelined", "talent_pipeline_moved")
    snapshot = stage.sync(COMPANY, budget=of_selected(jobs=1, talents=2))
    reason = cast.one(cast.of(snapshot, RejectionReason))
    listed, waiting = sorted(acting.in_own_stage(snapshot, OWN_WEB), key=lambda a: str(a.remote_id))
    talent_id, _ = acting.ids_in(listed)
    stage.vendor(SHORT_LIST, "pipeline_talent", talent_id=int(talent_id), job_id=job_id)
    stage.receive(NEWS, budget=1)
    for name, application in ((OWN_PIPELINE, listed), (OWN_WEB, waiting)):
        given = {"application_id": application.id, "rejection_reason_id": reason.id}
        stage.act(name, OPERATION, given, fails=True, budget=0)
    path = f"/talent/stages/job/{job_id}"
    stage.passthrough(NOMINATIONS, "GET", path, api=API, budget=1)


@REGISTER.proves("behaviour/reject-application/elsewhere-a-rejection-is-refused", scenario=REFUSED)
def elsewhere_a_rejection_is_refused(trace: Trace) -> Shown:
    """Both are refused by the name of their stage without a request, and are pending at the end."""
    news = deliveries.only(trace, NEWS)
    before = witness.after(trace, news.name)
    for remote_id in (OWN_PIPELINE, OWN_WEB):
        step = trace.step(remote_id)
        application = cast.by_id(before, Application, step.inputs["application_id"])
        stage = acting.stage_of(before, application)
        expect(stage.remote_id == remote_id, f"it is in {stage.remote_id}", *news.played)
        expect(isinstance(step.error, InputError), f"it ended with {step.error!r}", *news.played)
        expect(stage.name and stage.name in str(step.error), f"it says {step.error}", *news.played)
        costs_nothing(step)
        last = trace.last_snapshot or before
        now = witness.same_record(last, application)
        kept = (now.outcome, now.current_stage_id, now.rejected_at)
        expect(kept == ("PENDING", stage.id, None), f"it is {kept}", *news.played)
    calls.one(news, PIPELINE_ROW)
    look = trace.step(NOMINATIONS)
    numbers = calls.ids(calls.one(look, calls.NOMINATIONS))
    expect(numbers == [], f"{numbers} are nominated, or declined", *look.played)
    return Shown("both are refused, and both stay", (*news.played, *look.played))
