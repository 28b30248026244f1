"""Rejecting applications. Source: recruitee sheet 7.2, 3.6."""

from collections.abc import Mapping
from typing import Any

from assay.errors import InputError, VendorRefusedError
from assay.evidence import Snapshot, Trace
from assay.scenario import NotShown, Shown, Stage, expect
from assay.unified.records import Application, RejectionReason
from assay_contracts import cast, witness
from assay_contracts.recruitee import calls
from assay_contracts.recruitee.answers import raw_candidate
from assay_contracts.recruitee.register import REGISTER

COMPANY, BETWEEN, AGAIN = "read the company", "look after the refusal", "read again"
UNKNOWN, REJECT = "reject for an unknown reason", "reject"
MODELS = (*cast.PROCESS, RejectionReason.store_id)
NO_REASON = "remote:1"


def _siblings(snapshot: Snapshot, application: Application) -> list[Application]:
    """Other pending applications of the same candidate."""
    return [
        other
        for other in cast.of(snapshot, Application)
        if other.candidate_id == application.candidate_id
        and other.id != application.id
        and other.outcome == "PENDING"
    ]


@REGISTER.scenario("reject-application")
def reject(stage: Stage) -> None:
    """One of two applications of a candidate is rejected, first for a reason that there is not."""
    snapshot = stage.sync(COMPANY, models=MODELS)
    application = cast.one(
        cast.of(snapshot, Application), lambda a: a.outcome == "PENDING" and _siblings(snapshot, a)
    )
    reason = cast.one(cast.of(snapshot, RejectionReason))
    owner = {"application_id": application.id}
    stage.act(UNKNOWN, "reject_application", {**owner, "rejection_reason_id": NO_REASON}, fails=True)
    candidate = cast.candidate_of(snapshot, application)
    stage.passthrough(BETWEEN, "GET", f"/candidates/{candidate.remote_id}")
    stage.act(REJECT, "reject_application", {**owner, "rejection_reason_id": reason.id})
    stage.sync(AGAIN, models=cast.PEOPLE)


@REGISTER.proves(
    "action/reject-application",
    "behaviour/reject-application/a-rejection-shows-with-its-reason",
    scenario="reject-application",
)
def a_rejection_shows_with_its_reason(trace: Trace) -> Shown:
    """Disqualified for the reason; afterwards declined, in the same stage, with name and date."""
    step, before, after = (
        witness.succeeded(trace, REJECT),
        witness.after(trace, COMPANY),
        witness.after(trace, AGAIN),
    )
    reason = cast.by_id(before, RejectionReason, step.inputs["rejection_reason_id"])
    was = cast.by_id(before, Application, step.inputs["application_id"])
    now = witness.same_record(after, was)
    call = witness.only(step, "PATCH", calls.DISQUALIFY)
    path, said = call.exchange.request.path, witness.body(call)
    expect(f"/placements/{was.remote_id}/" in path, f"{path} is about another one", call)
    expect(str(said.get("disqualify_reason_id")) == reason.remote_id, f"sent was {said}", call)
    expect(was.outcome == "PENDING", f"it was {was.outcome}", call)
    seen = (now.outcome, now.rejection_reason_name, now.current_stage_id)
    wanted = ("DECLINED", reason.name, was.current_stage_id)
    expect(seen == wanted, f"it reads {seen}, wanted {wanted}", call)
    expect(now.rejected_at is not None, "it reads no date of rejection", call)
    return Shown(f"DECLINED for {reason.name!r}", (call,))


@REGISTER.proves(
    "behaviour/reject-application/other-applications-stay-pending", scenario="reject-application"
)
def other_applications_stay_pending(trace: Trace) -> Shown:
    """The other applications of the candidate are pending before and after."""
    step, before, after = (
        witness.succeeded(trace, REJECT),
        witness.after(trace, COMPANY),
        witness.after(trace, AGAIN),
    )
    application = cast.by_id(before, Application, step.inputs["application_id"])
    others = _siblings(before, application)
    expect(others, "the candidate has no other application", *step.played)
    outcomes = [witness.same_record(after, other).outcome for other in others]
    expect(set(outcomes) == {"PENDING"}, f"the others are {outcomes}", *step.played)
    rejected = witness.same_record(after, application).outcome
    expect(rejected == "DECLINED", f"the rejected one is {rejected}", *step.played)
    call = witness.only(step, "PATCH", calls.DISQUALIFY)
    return Shown(f"{len(others)} stayed pending", (call,))


@REGISTER.proves("behaviour/reject-application/an-unknown-reason-is-refused", scenario="reject-application")
def an_unknown_reason_is_refused(trace: Trace) -> Shown:
    """No such reason is listed; the action fails, and nothing about the application is other."""
    step, before = trace.step(UNKNOWN), witness.after(trace, COMPANY)
    is_refused = isinstance(step.error, InputError | VendorRefusedError)
    expect(is_refused and step.played, f"the action ended with {step.error!r}", *step.played)
    listed = calls.answered_list(witness.only(step, "GET", calls.REASONS), "disqualify_reasons")
    known = {str(reason["id"]) for reason in listed}
    wrong = step.inputs["rejection_reason_id"].removeprefix("remote:")
    expect(known and wrong not in known, "the vendor has the reason", *step.played)
    application = cast.by_id(before, Application, step.inputs["application_id"])
    seen = [_placement(raw_candidate(cast.candidate_of(before, application)), application)]
    seen.append(_placement(calls.told(trace, BETWEEN, "candidate"), application))
    expect(seen[0] == seen[1], f"it was {seen[0]}, is {seen[1]}", *step.played)
    return Shown(str(step.error).split("\n")[0], step.played)


def _placement(candidate: Mapping[str, Any], application: Application) -> dict[str, Any]:
    """An application as the vendor shows it with its candidate."""
    placements = candidate["placements"]
    found = next((one for one in placements if str(one["id"]) == application.remote_id), None)
    if found is None:
        raise NotShown(f"the candidate has no placement {application.remote_id}")
    return dict(found)
