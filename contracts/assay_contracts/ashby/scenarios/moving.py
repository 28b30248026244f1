"""Moving and rejecting applications. Source: ashby sheet 7.2, 3.5."""

from assay.evidence import Snapshot, Trace
from assay.scenario import Shown, Stage, expect
from assay.unified.records import Application, ApplicationStage, JobStage, RejectionReason
from assay_contracts import cast
from assay_contracts.ashby.register import REGISTER


def _stages(snapshot: Snapshot, application: Application) -> list[ApplicationStage]:
    joins = [join for join in cast.of(snapshot, JobStage) if join.job_id == application.job_id]
    ordered = sorted(joins, key=lambda join: join.index or 0)
    return [cast.by_id(snapshot, ApplicationStage, join.stage_id) for join in ordered]


def _type_of(stage: ApplicationStage) -> str:
    data = stage.remote_data or {}
    return str(
        next((part["type"] for part in data.values() if isinstance(part, dict) and "type" in part), "")
    )


@REGISTER.scenario("move-application-to-stage")
def move(stage: Stage) -> None:
    """An application moves on, and may not be moved into the archive."""
    snapshot = stage.sync("read the company", models=(*cast.PROCESS, "ats_rejection_reasons"))
    application = cast.pending_application(snapshot)
    stages = _stages(snapshot, application)
    target = next(s for s in stages if s.id != application.current_stage_id and _type_of(s) == "Active")
    stage.act(
        "move on", "move_application_to_stage", {"application_id": application.id, "stage_id": target.id}
    )
    stage.sync("read again", models=(*cast.PROCESS, "ats_rejection_reasons"))


@REGISTER.proves("action/move-application-to-stage", scenario="move-application-to-stage")
def the_application_has_moved(trace: Trace) -> Shown:
    """Afterwards the application is in the stage."""
    step, after = trace.step("move on"), trace.after("read again")
    application = cast.by_id(after, Application, step.inputs["application_id"])
    expect(application.current_stage_id == step.inputs["stage_id"], "it is in another stage", *step.played)
    return Shown(
        f"application {application.remote_id} is in the stage", step.sent("/application.changeStage")
    )


@REGISTER.scenario("move-to-archive")
def move_to_archive(stage: Stage) -> None:
    """An application is moved to the Archived stage without a reason."""
    snapshot = stage.sync("read the company", models=(*cast.PROCESS, "ats_rejection_reasons"))
    application = cast.pending_application(snapshot)
    archived = next(s for s in _stages(snapshot, application) if _type_of(s) == "Archived")
    stage.act(
        "move into the archive",
        "move_application_to_stage",
        {"application_id": application.id, "stage_id": archived.id},
        fails=True,
    )
    stage.sync("read again", models=(*cast.PROCESS, "ats_rejection_reasons"))


@REGISTER.proves("behaviour/move-application-to-stage/archived-stage-is-refused", scenario="move-to-archive")
def the_archive_is_refused(trace: Trace) -> Shown:
    """The error points to Reject application, and nothing has changed."""
    step, before, after = (
        trace.step("move into the archive"),
        trace.after("read the company"),
        trace.after("read again"),
    )
    expect(step.error is not None, "the move succeeded", *step.played)
    expect("reject application" in str(step.error).lower(), f"the error says {step.error}", *step.played)
    key = step.inputs["application_id"]
    stayed = (
        cast.by_id(after, Application, key).current_stage_id
        == cast.by_id(before, Application, key).current_stage_id
    )
    expect(stayed, "the application has moved", *step.played)
    return Shown(str(step.error).split("\n")[0], step.played)


@REGISTER.proves("behaviour/general/refusal-may-come-with-status-200", scenario="move-to-archive")
def a_refusal_with_status_200_fails(trace: Trace) -> Shown:
    """HTTP says 200, the body says no, the action fails with the vendor's code."""
    step = trace.step("move into the archive")
    refused = step.sent("/application.changeStage")
    expect(refused, "the vendor was not asked", *step.played)
    answer = refused[-1].exchange.response
    expect(
        answer.status == 200 and answer.json["success"] is False,
        f"the vendor answered {answer.status}",
        *refused,
    )
    code = getattr(step.error, "vendor_code", None)
    expect(code == answer.json["errorInfo"]["code"], f"the error's code is {code!r}", *refused)
    return Shown(f"failed with {code}", refused)


@REGISTER.scenario("reject-application")
def reject(stage: Stage) -> None:
    """An application is rejected for a reason."""
    snapshot = stage.sync("read the company", models=(*cast.PROCESS, "ats_rejection_reasons"))
    application = cast.pending_application(snapshot)
    reason = cast.one(cast.of(snapshot, RejectionReason))
    stage.act(
        "reject", "reject_application", {"application_id": application.id, "rejection_reason_id": reason.id}
    )
    stage.sync("read again", models=(*cast.PROCESS, "ats_rejection_reasons"))


@REGISTER.proves(
    "action/reject-application",
    "behaviour/reject-application/archives-with-the-reason",
    scenario="reject-application",
)
def the_application_is_declined(trace: Trace) -> Shown:
    """Archived with the reason, without an e-mail; afterwards DECLINED."""
    step, before, after = (
        trace.step("reject"),
        trace.after("read the company"),
        trace.after("read again"),
    )
    calls = step.sent("/application.changeStage")
    expect(len(calls) == 1, f"{len(calls)} calls of changeStage", *calls)
    sent, answered = calls[0].exchange.request.json, calls[0].exchange.response.json["results"]
    expect("archiveEmail" not in sent, "an e-mail was asked for", *calls)
    expect(answered["currentInterviewStage"]["type"] == "Archived", "another stage was named", *calls)
    reason = cast.by_id(before, RejectionReason, step.inputs["rejection_reason_id"])
    expect(sent["archiveReasonId"] == reason.remote_id, "another reason was sent", *calls)
    application = cast.by_id(after, Application, step.inputs["application_id"])
    expect(application.outcome == "DECLINED", f"the outcome is {application.outcome}", *calls)
    expect(
        application.rejection_reason_name == reason.name,
        f"the reason reads {application.rejection_reason_name!r}",
        *calls,
    )
    return Shown(f"DECLINED for {reason.name!r}", calls)
