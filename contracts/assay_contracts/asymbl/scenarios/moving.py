"""Moving applications. Source: asymbl sheet 3.4, 7.2, 7.3."""

from assay.errors import InputError
from assay.evidence import Snapshot, Trace
from assay.scenario import Shown, Stage, expect
from assay.unified.records import Application, ApplicationStage, Job
from assay_contracts import cast, witness
from assay_contracts.asymbl import calls
from assay_contracts.asymbl.register import REGISTER
from assay_contracts.asymbl.scenarios.creating import stages_of

COMPANY, AGAIN = "read the company", "read again"
MOVE = "move_application_to_stage"
MOVE_ON, FOREIGN = "move on", "move to a stage of another job"


def _own_stages(snapshot: Snapshot, application: Application) -> list[ApplicationStage]:
    return stages_of(snapshot, cast.by_id(snapshot, Job, application.job_id))


def _elsewhere(snapshot: Snapshot, application: Application) -> ApplicationStage:
    """The last stage of the application's job where it is not."""
    others = (one for one in _own_stages(snapshot, application) if one.id != application.current_stage_id)
    return list(others)[-1]


@REGISTER.scenario("move-application-to-stage")
def move(stage: Stage) -> None:
    """An application is moved, and then asked into a stage of another job."""
    snapshot = stage.sync(COMPANY, models=cast.PROCESS)
    application = cast.pending_application(snapshot)
    target = _elsewhere(snapshot, application)
    stage.act(MOVE_ON, MOVE, {"application_id": application.id, "stage_id": target.id})
    own = {one.id for one in _own_stages(snapshot, application)}
    foreign = cast.one(cast.of(snapshot, ApplicationStage), lambda one: one.id not in own)
    stage.act(FOREIGN, MOVE, {"application_id": application.id, "stage_id": foreign.id}, fails=True)
    stage.sync(AGAIN, models=cast.PEOPLE)


@REGISTER.proves("action/move-application-to-stage", scenario="move-application-to-stage")
def the_application_has_moved(trace: Trace) -> Shown:
    """Afterwards the application is in the stage, and all others are where they were."""
    step = witness.succeeded(trace, MOVE_ON)
    before, after = witness.after(trace, COMPANY), witness.after(trace, AGAIN)
    call = witness.only(step, "PATCH", calls.APPLICANT)
    application = cast.by_id(before, Application, step.inputs["application_id"])
    target = cast.by_id(before, ApplicationStage, step.inputs["stage_id"])
    path = call.exchange.request.path
    expect(path == f"{calls.APPLICANTS}{application.remote_id}", f"{path} was changed", call)
    sent = witness.body(call)
    expect(sent == {"bpats__Stage__c": target.remote_id}, f"sent was {sent}", call)
    moved = {
        one.id: now.current_stage_id
        for one in cast.of(before, Application)
        if (now := witness.same_record(after, one)).current_stage_id != one.current_stage_id
    }
    expect(moved == {application.id: target.id}, f"moved were {moved}", call)
    return Shown(f"it is in {target.name!r}, all others stayed", (call,))


@REGISTER.proves(
    "behaviour/move-application-to-stage/a-stage-of-another-job-is-refused",
    scenario="move-application-to-stage",
)
def a_foreign_stage_is_refused(trace: Trace) -> Shown:
    """The stages of the application's job were read, the given one is none of them; nothing is sent."""
    step = witness.untouched(trace.step(FOREIGN), InputError)
    company, later = witness.after(trace, COMPANY), witness.after(trace, AGAIN)
    application = cast.by_id(company, Application, step.inputs["application_id"])
    foreign = cast.by_id(company, ApplicationStage, step.inputs["stage_id"])
    job = cast.by_id(company, Job, application.job_id)
    own, looked = calls.stages_read(step, job.remote_id)
    expect(foreign.remote_id not in own, f"the job has the stages {own}", *looked)
    now = witness.same_record(later, application).current_stage_id
    expect(now != foreign.id, "it is in that stage", *looked)
    return Shown(str(step.error).split("\n")[0], looked)
