"""Tags and notes. Source: ashby sheet 7.2, 3.7, 3.8."""

from assay.evidence import Trace
from assay.scenario import Shown, Stage, expect
from assay.unified.records import CandidateTag, Tag
from assay_contracts import cast
from assay_contracts.ashby.register import REGISTER


@REGISTER.scenario("add-tag-to-candidate")
def add_tag(stage: Stage) -> None:
    """A new tag and an existing one are put on a candidate."""
    snapshot = stage.sync("read the company", models=(*cast.PEOPLE, "ats_tags", "ats_join_candidates_tags"))
    candidate = cast.candidate_of(snapshot, cast.pending_application(snapshot))
    worn = {join.tag_id for join in cast.of(snapshot, CandidateTag) if join.candidate_id == candidate.id}
    existing = cast.one(cast.of(snapshot, Tag), lambda tag: tag.id not in worn)
    stage.act(
        "a new tag", "add_candidate_tag", {"candidate_id": candidate.id, "tag": {"name": "Ready for Assay"}}
    )
    stage.act(
        "an existing tag", "add_candidate_tag", {"candidate_id": candidate.id, "tag": {"name": existing.name}}
    )
    stage.sync("read again", models=(*cast.PEOPLE, "ats_tags", "ats_join_candidates_tags"))


@REGISTER.proves("action/add-tag-to-candidate", scenario="add-tag-to-candidate")
def the_tags_are_on_the_candidate(trace: Trace) -> Shown:
    """Afterwards the candidate wears both tags."""
    after = trace.after("read again")
    step = trace.step("a new tag")
    names = {tag.id: tag.name for tag in cast.of(after, Tag)}
    worn = {
        names.get(j.tag_id)
        for j in cast.of(after, CandidateTag)
        if j.candidate_id == step.inputs["candidate_id"]
    }
    wanted = {trace.step(name).inputs["tag"]["name"] for name in ("a new tag", "an existing tag")}
    expect(wanted <= worn, f"the candidate wears {sorted(map(str, worn))}", *step.played)
    return Shown(f"the candidate wears {', '.join(sorted(wanted))}", step.played)


@REGISTER.proves("behaviour/add-tag-to-candidate/existing-tag-is-reused", scenario="add-tag-to-candidate")
def an_existing_tag_is_reused(trace: Trace) -> Shown:
    """No second tag of the name is made."""
    step, before, after = (
        trace.step("an existing tag"),
        trace.after("read the company"),
        trace.after("read again"),
    )
    name = step.inputs["tag"]["name"]
    existing = cast.one(cast.of(before, Tag), lambda tag: tag.name == name)
    put = step.sent("/candidate.addTag")
    expect(
        put and put[0].exchange.request.json["tagId"] == existing.remote_id, "another tag was put on", *put
    )
    same = [tag for tag in cast.of(after, Tag) if tag.name == name]
    expect(len(same) == 1, f"{len(same)} tags are called {name}", *put)
    return Shown(f"tag {existing.remote_id} was used again", put)


@REGISTER.scenario("add-note-to-application")
def add_note(stage: Stage) -> None:
    """A note is left on an application."""
    snapshot = stage.sync("read the company", models=(*cast.PEOPLE, "ats_tags", "ats_join_candidates_tags"))
    application = cast.pending_application(snapshot)
    candidate = cast.candidate_of(snapshot, application)
    stage.act(
        "leave a note",
        "add_application_note",
        {
            "application_id": application.id,
            "content": "Spoke well of tests & <types>.",
            "content_type": "PLAIN_TEXT",
        },
    )
    stage.passthrough(
        "read the notes", "POST", "/candidate.listNotes", data={"candidateId": candidate.remote_id}
    )


@REGISTER.proves(
    "action/add-note-to-application",
    "behaviour/add-note-to-application/note-lands-on-the-candidate",
    scenario="add-note-to-application",
)
def the_note_is_on_the_candidate(trace: Trace) -> Shown:
    """The candidate's notes hold it; nobody was notified."""
    step, notes = trace.step("leave a note"), trace.step("read the notes").passthrough
    made = step.sent("/candidate.createNote")
    expect(len(made) == 1, f"{len(made)} notes were made", *made)
    sent = made[0].exchange.request.json
    content = step.inputs["content"]
    expect(
        sent["note"] == {"type": "text/plain", "value": content},
        f"the note was sent as {sent['note']}",
        *made,
    )
    expect(sent.get("sendNotifications", False) is False, "people are notified", *made)
    asked = step.sent("/application.info")
    expect(
        asked and sent["candidateId"] == asked[0].exchange.response.json["results"]["candidate"]["id"],
        "the note is on another candidate",
        *made,
    )
    assert notes is not None
    contents = [note["content"] for note in notes.data["results"]]
    expect(content in contents, f"the notes are {contents}", *made)
    return Shown("the candidate's notes hold it", made)
