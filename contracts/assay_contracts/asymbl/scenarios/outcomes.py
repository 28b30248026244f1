"""Outcomes: stages, rejections, and which stages mean a hire. Source: asymbl sheet 7.1, 7.4 N1."""

from typing import Any

from assay.evidence import Played, Snapshot, Trace
from assay.scenario import Shown, Stage, expect
from assay.unified.records import Application, ApplicationStage, JobStage
from assay_contracts import cast, witness
from assay_contracts.asymbl import reads
from assay_contracts.asymbl.register import REGISTER

MODELS = cast.PROCESS
BEFORE, AFTER, LATER = "read the company", "read what was decided", "read what was taken back"
PENDING_NAME, BOTH = "Pending", ["Hired", "Pending"]
REJECT, ANNUL, MOVE_BACK = "a hire is rejected", "a rejection is taken back", "a hire is moved back"
RENAME, OTHER_READING = "a stage is called Pending", "read with Pending as a hire, too"
REASON = "Client Rejected"


@REGISTER.scenario("outcomes")
def outcomes(stage: Stage) -> None:
    """A hire is rejected, a rejection taken back, a hire moved back; and a stage is called Pending."""
    before = stage.sync(BEFORE, models=MODELS)
    pending = cast.pending_application(before)
    hired = cast.one(
        cast.of(before, Application), lambda one: one.outcome == "HIRED" and one.id != pending.id
    )
    declined = cast.one(cast.of(before, Application), lambda one: one.outcome == "DECLINED")
    stage.vendor(REJECT, "reject_applicant", id=hired.remote_id, reason=REASON)
    stage.vendor(ANNUL, "reactivate_applicant", id=declined.remote_id)
    here = cast.by_id(before, ApplicationStage, pending.current_stage_id)
    stage.vendor(RENAME, "edit_record", id=here.remote_id, fields={"Name": PENDING_NAME})
    stage.later(hours=1)
    stage.sync(AFTER, models=cast.PEOPLE)
    stage.vendor("the hire stands after all", "reactivate_applicant", id=hired.remote_id)
    stage.later(hours=1)
    stage.sync("read the hire again", models=cast.PEOPLE)
    stage.vendor(MOVE_BACK, "move_applicant", id=hired.remote_id, stage_id=_earlier(before, hired).remote_id)
    stage.later(hours=1)
    stage.sync(LATER, models=cast.PEOPLE)
    stage.connect(options={"hired_stage_values": BOTH})
    stage.sync(OTHER_READING, models=cast.PEOPLE)


def _earlier(snapshot: Snapshot, application: Application) -> ApplicationStage:
    """The first stage of the application's job."""
    rows = [row for row in cast.of(snapshot, JobStage) if row.job_id == application.job_id]
    first = min(rows, key=lambda row: row.index or 0)
    return cast.by_id(snapshot, ApplicationStage, first.stage_id)


def _seen(trace: Trace, name: str, key: str) -> tuple[Application, reads.Row, Played]:
    """An application as it is stored after a step, with the row that it was read from in that step."""
    step = witness.succeeded(trace, name)
    row, call = reads.by_id(reads.pages(step, reads.APPLICANT))[key]
    return witness.record(witness.after(trace, name), Application, key), row, call


def _stage_word(row: reads.Row) -> tuple[Any, Any]:
    here = row["bpats__Stage__r"]
    return here.get("Name"), here.get("bpats__Stage_Type__c")


def _happened_to(trace: Trace, name: str) -> str:
    return str(witness.succeeded(trace, name).inputs["id"])


@REGISTER.proves("behaviour/applications/a-rejection-wins-over-the-stage", scenario="outcomes")
def a_rejection_wins(trace: Trace) -> Shown:
    """The applicant is in a stage of hires still, and declined for the reason that was given."""
    key = _happened_to(trace, REJECT)
    was, _, _ = _seen(trace, BEFORE, key)
    now, row, call = _seen(trace, AFTER, key)
    expect(was.outcome == "HIRED", f"it was {was.outcome} before", call)
    expect("Hired" in _stage_word(row), f"the stage is {_stage_word(row)}", call)
    expect(row["bpats__Applicant_Status__c"] == "Rejected", "the vendor does not call it rejected", call)
    expect(now.outcome == "DECLINED", f"it is {now.outcome}", call)
    reason = row["bpats__Asymbl_Rejection_Reason__c"]
    expect(reason == REASON, f"the vendor's reason is {reason!r}", call)
    expect(now.rejection_reason_name == reason, f"the reason reads {now.rejection_reason_name!r}", call)
    return Shown(f"declined for {reason!r} in a stage of hires", (call,))


@REGISTER.proves("behaviour/applications/a-stale-reason-is-not-shown", scenario="outcomes")
def a_stale_reason_is_not_shown(trace: Trace) -> Shown:
    """The vendor keeps the reason of a rejection that was taken back; the record has none."""
    key = _happened_to(trace, ANNUL)
    was, _, _ = _seen(trace, BEFORE, key)
    now, row, call = _seen(trace, AFTER, key)
    expect(was.rejection_reason_name, "it had no reason before", call)
    stale = row["bpats__Asymbl_Rejection_Reason__c"]
    expect(row["bpats__Applicant_Status__c"] == "Active" and stale, "the vendor keeps no reason", call)
    expect(now.rejection_reason_name is None, f"the reason reads {now.rejection_reason_name!r}", call)
    expect(now.outcome != "DECLINED", f"it is {now.outcome}", call)
    return Shown(f"the reason {stale!r} of an active applicant is not shown", (call,))


@REGISTER.proves("behaviour/applications/moving-back-from-hired-is-pending-again", scenario="outcomes")
def moving_back_is_pending_again(trace: Trace) -> Shown:
    """A stored hire is moved to the first stage, and pending after the next run."""
    key = _happened_to(trace, MOVE_BACK)
    was = witness.record(witness.after(trace, "read the hire again"), Application, key)
    now, row, call = _seen(trace, LATER, key)
    expect(was.outcome == "HIRED", f"it was {was.outcome} before", call)
    expect("Hired" not in _stage_word(row), f"the stage is {_stage_word(row)}", call)
    expect(row["bpats__Applicant_Status__c"] == "Active", "the vendor calls it rejected", call)
    expect(now.outcome == "PENDING", f"it is {now.outcome}", call)
    expect(now.current_stage_id != was.current_stage_id, "it is stored where it was", call)
    return Shown(f"a hire moved to {_stage_word(row)[0]!r} is pending", (call,))


@REGISTER.proves("behaviour/applications/which-stages-mean-hired-is-a-setting", scenario="outcomes")
def which_stages_mean_hired_is_a_setting(trace: Trace) -> Shown:
    """In a stage named Pending one is pending as set by default, and hired where the setting says so."""
    rows = reads.by_id(reads.pages(witness.succeeded(trace, LATER), reads.APPLICANT))
    keys = [
        key
        for key, (row, _) in rows.items()
        if _stage_word(row)[0] == PENDING_NAME and row["bpats__Applicant_Status__c"] == "Active"
    ]
    expect(keys, "nobody is in a stage named Pending", *(call for _, call in rows.values()))
    settings = [witness.succeeded(trace, name).settings for name in (LATER, OTHER_READING)]
    given = [one.get("options", {}).get("hired_stage_values") for one in settings]
    expect(given == [None, BOTH], f"the settings were {given}")
    shown = []
    for key in keys:
        first, _, _ = _seen(trace, LATER, key)
        second, row, call = _seen(trace, OTHER_READING, key)
        expect(_stage_word(row)[0] == PENDING_NAME, f"the stage is {_stage_word(row)} now", call)
        found = (first.outcome, second.outcome)
        expect(found == ("PENDING", "HIRED"), f"{key} is {found}", call)
        shown.append(call)
    hired = {one.outcome for one in cast.of(witness.after(trace, OTHER_READING), Application)}
    expect(hired > {"HIRED"}, "everybody counts as hired", *shown)
    return Shown(f"{len(keys)} in a stage named Pending: pending, and hired where that is set", tuple(shown))
