"""Two records of one person become one. Source: ashby sheet 7.4 N1, 5.4."""

from assay.evidence import Played, Trace
from assay.scenario import Shown, Stage, expect
from assay.unified.records import Application, Candidate
from assay_contracts import cast, witness
from assay_contracts.ashby import answers
from assay_contracts.ashby.register import REGISTER

BEFORE, MERGE, NOTE, AFTER = "read the company", "two become one", "add a note", "read again"
NOTE_TEXT = "Spoke on the phone; moves in August."


@REGISTER.scenario("merge")
def merge(stage: Stage) -> None:
    """A candidate is merged into another; a note goes to the application before anything is read again."""
    before = stage.sync(BEFORE, models=cast.PEOPLE)
    application = cast.pending_application(before)
    gone = cast.candidate_of(before, application)
    kept = cast.one(cast.of(before, Candidate), lambda candidate: candidate.id != gone.id)
    stage.vendor(MERGE, "merge_candidates", candidate_id=gone.remote_id, into_candidate_id=kept.remote_id)
    stage.act(NOTE, "add_application_note", {"application_id": application.id, "content": NOTE_TEXT})
    stage.later(hours=3)
    stage.sync(AFTER, models=cast.PEOPLE)


def _merged(trace: Trace) -> tuple[str, str, str]:
    """Vendor ids: the record that vanished, the one that stays, and an application of the first."""
    inputs = trace.step(MERGE).inputs
    before = witness.after(trace, BEFORE)
    gone = witness.record(before, Candidate, inputs["candidate_id"])
    application = cast.one(cast.of(before, Application), lambda one: one.candidate_id == gone.id)
    return inputs["candidate_id"], inputs["into_candidate_id"], str(application.remote_id)


@REGISTER.proves("behaviour/candidates/id-changes-on-merge", scenario="merge")
def the_id_changes(trace: Trace) -> Shown:
    """One record is deleted, the application keeps its id and belongs to the other."""
    gone_id, kept_id, application_id = _merged(trace)
    before, after = witness.after(trace, BEFORE), witness.after(trace, AFTER)
    pages = witness.calls(trace.step(AFTER), "/candidate.list")
    listed = answers.listed(pages)
    expect(gone_id not in listed and kept_id in listed, "the vendor still lists both", *pages)
    was, now = (witness.record(data, Application, application_id) for data in (before, after))
    gone, kept = witness.record(after, Candidate, gone_id), witness.record(after, Candidate, kept_id)
    expect(gone.remote_deleted_at is not None, "the first candidate is not marked deleted", *pages)
    expect(kept.remote_deleted_at is None, "the second candidate is marked deleted", *pages)
    expect(was.candidate_id == gone.id, "the application was the second candidate's all along", *pages)
    expect(now.id == was.id and now.remote_deleted_at is None, "the application was replaced", *pages)
    expect(now.candidate_id == kept.id, f"the application belongs to {now.candidate_id}", *pages)
    given = [page for page in trace.step(AFTER).sent("/application.info") if _is_about(page, application_id)]
    return Shown(f"application {application_id} went over to {kept_id}", (*pages, *given))


def _is_about(played: Played, application_id: str) -> bool:
    return bool(played.exchange.request.json.get("applicationId") == application_id)


@REGISTER.proves("behaviour/candidates/application-actions-survive-a-merge", scenario="merge")
def actions_survive(trace: Trace) -> Shown:
    """The stored candidate is out of date; the note goes to the one that application.info names."""
    gone_id, kept_id, application_id = _merged(trace)
    step = witness.succeeded(trace, NOTE)
    stored = witness.record(witness.after(trace, BEFORE), Candidate, gone_id)
    expect(stored.remote_deleted_at is None, "the store knew of the merge", *step.played)
    asked = witness.calls(step, "/application.info")
    expect(_is_about(asked[0], application_id), "another application was read", *asked)
    owner = answers.results(asked[0])["candidate"]["id"]
    expect(owner == kept_id, f"the vendor says that it is {owner}'s", *asked)
    notes = witness.calls(step, "/candidate.createNote")
    named = [note.exchange.request.json.get("candidateId") for note in notes]
    expect(named == [kept_id], f"notes went to {named}", *notes)
    expect(asked[0].index < notes[0].index, "it was read only after the note was sent", *asked, *notes)
    answers.results(notes[0])
    return Shown(f"the note went to {kept_id}", (asked[0], notes[0]))
