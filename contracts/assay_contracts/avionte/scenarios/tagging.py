"""Tags put on talents. Source: avionte sheet 3.4, 7.8.3, 2.3."""

from http import HTTPStatus
from typing import Any

from assay.evidence import Played, Snapshot, Step, Trace
from assay.scenario import NotShown, Shown, Stage, expect
from assay.unified.records import Candidate, CandidateTag, Tag
from assay_contracts import cast, witness
from assay_contracts.avionte import acting, calls
from assay_contracts.avionte.acting import TAG
from assay_contracts.avionte.calls import TAGS, costs, of_selected
from assay_contracts.avionte.register import API, REGISTER

TAGGING, WITHOUT_ID, OPERATION = "add-tag-to-candidate", "tags-answered-without-id", "add_candidate_tag"
COMPANY, ALL = "read the company", "look at the talent's tags"
NEW, KNOWN, TWICE = "a tag that nobody has", "a tag that others have", "the same tag again"
OWNER, OTHERS_TAG = "zoe@mail.example", "Strong"
"""Somebody without tags, and a tag of other people's."""


@REGISTER.scenario(TAGGING)
def add_tag(stage: Stage) -> None:
    """A new tag, one that others have, and the same once more are put on somebody without tags."""
    acting.ready(stage, acting.SALES)
    snapshot = stage.sync(COMPANY, budget=of_selected(jobs=1, nominations=2, talents=2))
    owner = acting.of_address(snapshot, OWNER)
    for step, name, cost in ((NEW, "Ready for Assay", 1), (KNOWN, OTHERS_TAG, 1), (TWICE, OTHERS_TAG, 2)):
        given = {"candidate_id": owner.id, "tag": {"name": name}}
        stage.act(step, OPERATION, given, budget=cost)
    stage.passthrough(ALL, "GET", f"/talent/{owner.remote_id}/all-tags", api=API, budget=1)


def _put(trace: Trace, name: str) -> tuple[Step, Played, str]:
    """A step, its one write, and the tag: talent in path and body, the text in the body."""
    step = witness.succeeded(trace, name)
    owner = cast.by_id(witness.after(trace, COMPANY), Candidate, step.inputs["candidate_id"])
    written = witness.writes(step)
    expect(len(written) == 1, f"{len(written)} writes in {name!r}", *written)
    [put] = witness.calls(step, TAG)
    tag = step.inputs["tag"]["name"]
    said, path = witness.body(put), put.exchange.request.path
    expect((said.get("tag"), str(said.get("talentId"))) == (tag, owner.remote_id), f"sent was {said}", put)
    expect(f"/talent/{owner.remote_id}/" in path, f"{path} is about another one", put)
    return step, put, tag


def _worn(snapshot: Snapshot, candidate_id: str) -> list[str]:
    """Names of the tags of a candidate, as often as it has them."""
    names = {tag.id: tag.name for tag in cast.of(snapshot, Tag)}
    joins = [join for join in cast.of(snapshot, CandidateTag) if join.candidate_id == candidate_id]
    return [str(names[join.tag_id]) for join in joins if join.tag_id is not None]


def _told(trace: Trace) -> list[dict[str, Any]]:
    """The talent's tags in the vendor's words, at the end."""
    found = calls.told(trace.step(ALL)).get("tags")
    if not isinstance(found, list):
        raise NotShown("the talent shows no tags", *trace.step(ALL).played)
    return found


@REGISTER.proves("action/add-tag-to-candidate", scenario=TAGGING)
def the_tags_are_on_the_candidate(trace: Trace) -> Shown:
    """One call each; vendor and data set show both tags, and the ids agree."""
    shown, wanted = [], []
    for name in (NEW, KNOWN):
        step, put, tag = _put(trace, name)
        costs(step, 1)
        answer = witness.answer(witness.carried_out(put))
        snapshot = witness.after(trace, name)
        [stored] = [one for one in cast.of(snapshot, Tag) if one.name == tag]
        expect(stored.remote_id == str(answer["tagId"]), f"stored is the tag {stored.remote_id}", put)
        expect(tag in _worn(snapshot, step.inputs["candidate_id"]), f"the candidate has no {tag!r}", put)
        shown.append(put)
        wanted.append((str(answer["tagId"]), tag))
    told = sorted((str(one["tagId"]), one["tag"]) for one in _told(trace))
    expect(told == sorted(wanted), f"the talent's tags are {told}", *shown)
    return Shown(f"the talent has {len(told)} tags", tuple(shown))


@REGISTER.proves("behaviour/add-tag-to-candidate/a-repeated-tag-succeeds", scenario=TAGGING)
def a_repeated_tag_succeeds(trace: Trace) -> Shown:
    """The refusal is followed by one look; the action succeeds, and the tag is there once."""
    _, first, tag = _put(trace, KNOWN)
    step, put, again = _put(trace, TWICE)
    expect(tag == again, f"the tags are {tag!r} and {again!r}", put)
    witness.carried_out(first)
    costs(step, 2)
    status = put.exchange.response.status
    expect(status == HTTPStatus.CONFLICT, f"it was answered with {status}", put)
    look = calls.one(step, TAGS)
    expect(look.index > put.index, "it was looked before", look, put)
    read = [one["tag"] for one in witness.answer(look)["tags"]]
    expect(read.count(tag) == 1, f"the talent's tags read {read}", look)
    worn = _worn(witness.after(trace, TWICE), step.inputs["candidate_id"])
    expect(worn.count(tag) == 1, f"the candidate's tags are {worn}", look)
    told = [one["tag"] for one in _told(trace)]
    expect(told.count(tag) == 1, f"the talent's tags are {told}", look)
    return Shown(f"{tag!r} occurs once", (first, put, look))


# --- answers that say less -----------------------------------------------------------------------


@REGISTER.scenario(WITHOUT_ID, faults={"tag_answer": "without_tag_id"})
def tags_answered_without_id(stage: Stage) -> None:
    """A tag is put on somebody, and the answer does not say which one it is."""
    acting.ready(stage, acting.SALES)
    snapshot = stage.sync(COMPANY, budget=of_selected(jobs=1, nominations=2, talents=2))
    given = {"candidate_id": acting.of_address(snapshot, OWNER).id, "tag": {"name": OTHERS_TAG}}
    stage.act(KNOWN, OPERATION, given, budget=2)


@REGISTER.proves("behaviour/general/calls-are-counted-and-keep-to-the-budget", scenario=WITHOUT_ID)
def an_answer_without_the_id_costs_one_call_more(trace: Trace) -> Shown:
    """The answer lacks the id; one look, counted as well, tells it, and the tag is stored under it."""
    step, put, tag = _put(trace, KNOWN)
    shown = costs(step, 2)
    answer = witness.answer(witness.carried_out(put))
    expect("tagId" not in answer, "the answer names the tag", put)
    look = calls.one(step, TAGS)
    expect(look.index > put.index, "it was looked before", look, put)
    found = [one for one in witness.answer(look)["tags"] if one["tag"] == tag]
    expect(len(found) == 1, f"the look shows {tag!r} {len(found)} times", look)
    snapshot = witness.after(trace, KNOWN)
    stored = witness.record(snapshot, Tag, str(found[0]["tagId"])).name
    worn = _worn(snapshot, step.inputs["candidate_id"])
    expect(stored == tag and worn == [tag], f"stored are {stored!r} and {worn}", look)
    return Shown("two calls, both counted", shown)
