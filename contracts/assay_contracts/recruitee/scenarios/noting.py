"""Notes. Source: recruitee sheet 7.2, 3.10."""

from assay.evidence import Trace
from assay.scenario import Shown, Stage, expect
from assay.unified.records import Application
from assay_contracts import cast, witness
from assay_contracts.recruitee import calls
from assay_contracts.recruitee.register import REGISTER

COMPANY, NOTE, NOTES = "read the company", "leave a note", "read the notes"
TEXT = "Spoke well of <b>tests</b> & types.\nTo be asked again: 3 < 5?"


@REGISTER.scenario("add-note-to-application")
def add_note(stage: Stage) -> None:
    """A note with brackets and a line break is left on an application."""
    snapshot = stage.sync(COMPANY, models=cast.PEOPLE)
    application = cast.pending_application(snapshot)
    candidate = cast.candidate_of(snapshot, application)
    stage.act(NOTE, "add_application_note", {"application_id": application.id, "content": TEXT})
    stage.passthrough(NOTES, "GET", f"/candidates/{candidate.remote_id}/notes")


@REGISTER.proves(
    "action/add-note-to-application",
    "behaviour/add-note-to-application/the-text-is-stored-as-given",
    scenario="add-note-to-application",
)
def the_text_is_stored_as_given(trace: Trace) -> Shown:
    """One note for all to see on the candidate of the application; it reads as it was given."""
    step, company = witness.succeeded(trace, NOTE), witness.after(trace, COMPANY)
    application = cast.by_id(company, Application, step.inputs["application_id"])
    candidate = cast.candidate_of(company, application)
    call = witness.only(step, "POST", calls.NOTES)
    path, note = call.exchange.request.path, witness.body(call).get("note") or {}
    expect(f"/candidates/{candidate.remote_id}/" in path, f"{path} is about somebody else", call)
    content = step.inputs["content"]
    expect(note.get("body") == content, f"sent was {note.get('body')!r}", call)
    level = (note.get("visibility") or {}).get("level")
    expect(level == "public", f"the note is {level}", call)
    made = calls.answered(call, "note")["id"]
    stored = {one["id"]: one["body"] for one in calls.told(trace, NOTES, "notes")}
    expect(stored.get(made) == content, f"the note reads {stored.get(made)!r}", call)
    return Shown(f"note {made} reads as it was given", (call, *trace.step(NOTES).played))
