"""Moving applications. Source: recruitee sheet 7.2, 3.5."""

from typing import Any

from assay.errors import ConnectorError, InputError, VendorNonsenseError
from assay.evidence import Played, Snapshot, Step, Trace
from assay.scenario import Shown, Stage, expect
from assay.unified.records import Application, ApplicationStage, Job, JobStage
from assay_contracts import cast, witness
from assay_contracts.recruitee import calls
from assay_contracts.recruitee.answers import CANDIDATE, OFFER, raw
from assay_contracts.recruitee.register import REGISTER

COMPANY, AGAIN = "read the company", "read again"
MOVE = "move_application_to_stage"
REJECTED, CURRENT, FOREIGN = "move a rejected one", "move to where it is", "move to a stage of another job"


def _stages(snapshot: Snapshot, application: Application) -> list[ApplicationStage]:
    """The stages of the application's job, in order."""
    joins = [join for join in cast.of(snapshot, JobStage) if join.job_id == application.job_id]
    ordered = sorted(joins, key=lambda join: join.index or 0)
    return [cast.by_id(snapshot, ApplicationStage, join.stage_id) for join in ordered]


def _elsewhere(snapshot: Snapshot, application: Application) -> ApplicationStage:
    """Another stage of the application's job, where nobody is hired."""
    return next(
        stage
        for stage in _stages(snapshot, application)
        if stage.id != application.current_stage_id and raw(stage).get("category") not in ("hire", None)
    )


@REGISTER.scenario("move-application-to-stage")
def move(stage: Stage) -> None:
    """An application is moved on."""
    snapshot = stage.sync(COMPANY, models=cast.PROCESS)
    application = cast.pending_application(snapshot)
    target = _elsewhere(snapshot, application)
    stage.act("move on", MOVE, {"application_id": application.id, "stage_id": target.id})
    stage.sync(AGAIN, models=cast.PEOPLE)


@REGISTER.proves("action/move-application-to-stage", scenario="move-application-to-stage")
def the_application_has_moved(trace: Trace) -> Shown:
    """Afterwards the application is in the stage, and all others are where they were."""
    step, before, after = (
        witness.succeeded(trace, "move on"),
        witness.after(trace, COMPANY),
        witness.after(trace, AGAIN),
    )
    call = witness.only(step, "PATCH", calls.CHANGE_STAGE)
    moved = {
        application.id: witness.same_record(after, application).current_stage_id
        for application in cast.of(before, Application)
        if witness.same_record(after, application).current_stage_id != application.current_stage_id
    }
    wanted = {step.inputs["application_id"]: step.inputs["stage_id"]}
    stage = cast.by_id(before, ApplicationStage, step.inputs["stage_id"])
    said = witness.body(call).get("stage_id")
    expect(str(said) == stage.remote_id, f"sent was {said}", call)
    expect(moved == wanted, f"moved were {moved}", call)
    return Shown("it is in the stage, all others stayed", (call,))


@REGISTER.scenario("moves-not-made")
def moves_not_made(stage: Stage) -> None:
    """A rejected application, the stage where it is, and a stage of another job."""
    snapshot = stage.sync(COMPANY, models=cast.PROCESS)
    rejected = cast.one(
        cast.of(snapshot, Application), lambda a: a.outcome == "DECLINED" and _stages(snapshot, a)
    )
    target = _elsewhere(snapshot, rejected)
    stage.act(REJECTED, MOVE, {"application_id": rejected.id, "stage_id": target.id}, fails=True)
    pending = cast.pending_application(snapshot)
    stage.act(CURRENT, MOVE, {"application_id": pending.id, "stage_id": pending.current_stage_id})
    own = {one.id for one in _stages(snapshot, pending)}
    foreign = cast.one(cast.of(snapshot, ApplicationStage), lambda s: s.id not in own)
    stage.act(FOREIGN, MOVE, {"application_id": pending.id, "stage_id": foreign.id}, fails=True)
    stage.sync(AGAIN, models=cast.PEOPLE)


def _stayed(trace: Trace, step: Step) -> Application:
    """The application of a step, which reads at the end as at the beginning."""
    before = cast.by_id(witness.after(trace, COMPANY), Application, step.inputs["application_id"])
    now = witness.same_record(witness.after(trace, AGAIN), before)
    kept = ("outcome", "current_stage_id", "rejection_reason_name", "rejected_at", "remote_updated_at")
    changed = [name for name in kept if getattr(before, name) != getattr(now, name)]
    expect(not changed, f"other {changed} than before", *step.played)
    return now


@REGISTER.proves(
    "behaviour/move-application-to-stage/a-disqualified-application-is-not-moved", scenario="moves-not-made"
)
def a_disqualified_application_is_not_moved(trace: Trace) -> Shown:
    """Nothing is written, the error says why, and it stays declined."""
    step = witness.untouched(trace.step(REJECTED), InputError)
    expect("undo" in str(step.error), f"the error says {step.error}", *step.played)
    now = _stayed(trace, step)
    placement = _placement_in(witness.sent(step, "GET", CANDIDATE)[-1], now)
    expect(placement.get("disqualified_at"), "it was not disqualified", *step.played)
    expect(now.outcome == "DECLINED", f"the outcome is {now.outcome}", *step.played)
    return Shown(str(step.error).split("\n")[0], step.played)


@REGISTER.proves(
    "behaviour/move-application-to-stage/the-current-stage-needs-no-write", scenario="moves-not-made"
)
def the_current_stage_needs_no_write(trace: Trace) -> Shown:
    """The action goes well without a write; the application was looked at."""
    step = witness.succeeded(trace, CURRENT)
    expect(not witness.writes(step), "something was written", *witness.writes(step))
    now = _stayed(trace, step)
    expect(now.current_stage_id == step.inputs["stage_id"], "it was somewhere else", *step.played)
    looks = witness.sent(step, "GET", CANDIDATE)
    expect(looks, "nothing was looked at", *step.played)
    stage = cast.by_id(witness.after(trace, COMPANY), ApplicationStage, step.inputs["stage_id"])
    seen = _placement_in(looks[0], now).get("stage_id")
    expect(str(seen) == stage.remote_id, f"it was seen in stage {seen}", *looks)
    return Shown("it is there already", looks)


@REGISTER.proves(
    "behaviour/move-application-to-stage/a-stage-of-another-job-is-refused", scenario="moves-not-made"
)
def a_stage_of_another_job_is_refused(trace: Trace) -> Shown:
    """The input is said to be wrong, and nothing is written."""
    step = witness.untouched(trace.step(FOREIGN), InputError)
    company = witness.after(trace, COMPANY)
    application = cast.by_id(company, Application, step.inputs["application_id"])
    foreign = cast.by_id(company, ApplicationStage, step.inputs["stage_id"])
    looked = calls.answered(witness.only(step, "GET", OFFER), "offer")
    own = {str(stage["id"]) for stage in looked["pipeline_template"]["stages"]}
    job = cast.by_id(company, Job, application.job_id)
    expect(str(looked["id"]) == job.remote_id, "another job was looked at", *step.played)
    expect(own and foreign.remote_id not in own, "the job has the stage", *step.played)
    _stayed(trace, step)
    return Shown(str(step.error).split("\n")[0], step.played)


@REGISTER.scenario("move-without-effect", faults={"ignored_moves": True})
def move_without_effect(stage: Stage) -> None:
    """The vendor says yes to a move and leaves the application where it is."""
    snapshot = stage.sync(COMPANY, models=cast.PROCESS)
    application = cast.pending_application(snapshot)
    target = _elsewhere(snapshot, application)
    stage.act("move in vain", MOVE, {"application_id": application.id, "stage_id": target.id}, fails=True)


@REGISTER.proves(
    "behaviour/move-application-to-stage/an-accepted-move-without-effect-is-an-error",
    scenario="move-without-effect",
)
def a_move_without_effect_is_an_error(trace: Trace) -> Shown:
    """The vendor accepted it, the reading after it shows the old stage, and the action fails."""
    step = trace.step("move in vain")
    move = witness.only(step, "PATCH", calls.CHANGE_STAGE)
    looks = [look for look in witness.sent(step, "GET", CANDIDATE) if look.index > move.index]
    expect(looks, "nothing was read after the move", move)
    application = cast.by_id(witness.after(trace, COMPANY), Application, step.inputs["application_id"])
    wanted = witness.body(move)["stage_id"]
    stages = [_placement_in(look, application).get("stage_id") for look in looks]
    expect(None not in stages and wanted not in stages, f"it is in {stages}, sent was {wanted}", *looks)
    expect(isinstance(step.error, ConnectorError), "the action succeeded", move, *looks)
    expect(isinstance(step.error, VendorNonsenseError), f"it ended with {step.error!r}", move)
    return Shown(str(step.error).split("\n")[0], (move, *looks))


def _placement_in(look: Played, application: Application) -> dict[str, Any]:
    """The application as the vendor showed it with its candidate."""
    placements = calls.answered(witness.carried_out(look), "candidate")["placements"]
    return next((one for one in placements if str(one["id"]) == application.remote_id), {})
