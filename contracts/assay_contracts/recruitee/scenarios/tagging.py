"""Tags, put on candidates and taken off. Source: recruitee sheet 7.2, 3.7."""

from typing import Any

from assay.evidence import Played, Snapshot, Step, Trace
from assay.scenario import Shown, Stage, expect
from assay.unified.records import Candidate, CandidateTag, Tag
from assay_contracts import cast, witness
from assay_contracts.recruitee import calls
from assay_contracts.recruitee.answers import CANDIDATE
from assay_contracts.recruitee.register import REGISTER

COMPANY, AGAIN = "read the company", "read again"
MODELS = (Candidate.store_id, Tag.store_id, CandidateTag.store_id)
NEW, EXISTING, TWICE = "a new tag", "an existing tag", "the same tag again"
MISSING, WORN = "a tag that is not there", "a tag that is there"
ALL = "look at all tags"


def _worn(snapshot: Snapshot, candidate_id: str | None) -> set[str | None]:
    """Names of the tags that a candidate wears."""
    names = {tag.id: tag.name for tag in cast.of(snapshot, Tag)}
    joins = cast.of(snapshot, CandidateTag)
    return {names.get(join.tag_id) for join in joins if join.candidate_id == candidate_id}


def _tag(stage: Stage, step: str, operation: str, candidate_id: Any, name: str | None) -> None:
    stage.act(step, operation, {"candidate_id": candidate_id, "tag": {"name": name}})


@REGISTER.scenario("add-tag-to-candidate")
def add_tag(stage: Stage) -> None:
    """A new tag, an existing one and the same once more are put on a candidate."""
    snapshot = stage.sync(COMPANY, models=MODELS)
    candidate = cast.one(cast.of(snapshot, Candidate), lambda c: _worn(snapshot, c.id))
    worn = _worn(snapshot, candidate.id)
    existing = cast.one(cast.of(snapshot, Tag), lambda tag: tag.name not in worn)
    for step, name in ((NEW, "Ready for Assay"), (EXISTING, existing.name), (TWICE, existing.name)):
        _tag(stage, step, "add_candidate_tag", candidate.id, name)
    stage.passthrough(ALL, "GET", "/tags")
    stage.sync(AGAIN, models=MODELS)


def _change(trace: Trace, name: str, method: str) -> tuple[Step, Played]:
    """A step that changed one tag of its candidate, and the request that did."""
    step = witness.succeeded(trace, name)
    call = witness.only(step, method, calls.TAGS)
    said, wanted = witness.body(call), {"tags": [step.inputs["tag"]["name"]]}
    expect(said == wanted, f"sent was {said}", call)
    return step, call


def _tags_after(step: Step, change: Played) -> list[str]:
    """The tags of the candidate as read after a change in the same step."""
    looks = [look for look in witness.sent(step, "GET", CANDIDATE) if look.index > change.index]
    expect(looks, f"nothing was read after {step.name!r}", change)
    tags: list[str] = calls.answered(witness.carried_out(looks[-1]), "candidate")["tags"]
    return tags


@REGISTER.proves("action/add-tag-to-candidate", scenario="add-tag-to-candidate")
def the_tags_are_on_the_candidate(trace: Trace) -> Shown:
    """Afterwards the candidate wears both tags besides the old ones."""
    after, before = witness.after(trace, AGAIN), witness.after(trace, COMPANY)
    changes = [_change(trace, name, "POST") for name in (NEW, EXISTING)]
    key = changes[0][0].inputs["candidate_id"]
    wanted = {step.inputs["tag"]["name"] for step, _ in changes} | _worn(before, key)
    worn = _worn(after, key)
    expect(worn == wanted, f"the candidate wears {sorted(map(str, worn))}", *(call for _, call in changes))
    return Shown(f"the candidate wears {len(worn)} tags", tuple(call for _, call in changes))


@REGISTER.proves(
    "behaviour/add-tag-to-candidate/an-unknown-tag-is-made-and-put", scenario="add-tag-to-candidate"
)
def an_unknown_tag_is_made_and_put(trace: Trace) -> Shown:
    """The company did not know the tag, lists it afterwards, and the candidate has it."""
    step, change = _change(trace, NEW, "POST")
    name = step.inputs["tag"]["name"]
    known = {tag.name for tag in cast.of(witness.after(trace, COMPANY), Tag)}
    expect(name not in known, "the company had the tag", change)
    listed = [tag["name"] for tag in calls.told(trace, ALL, "tags")]
    expect(listed.count(name) == 1, f"the tags of the company are {listed}", change)
    expect(name in _tags_after(step, change), "the candidate has not got it", change)
    return Shown(f"{name!r} was made and put", (change,))


@REGISTER.proves("behaviour/add-tag-to-candidate/a-tag-occurs-once", scenario="add-tag-to-candidate")
def a_tag_occurs_once(trace: Trace) -> Shown:
    """The candidate had the tag, and has it once."""
    (first, put), (step, change) = (_change(trace, name, "POST") for name in (EXISTING, TWICE))
    name = step.inputs["tag"]["name"]
    expect(name in _tags_after(first, put), "the candidate had not got it before", put)
    tags = _tags_after(step, change)
    expect(tags.count(name) == 1, f"the tags of the candidate are {tags}", change)
    tag = cast.one(cast.of(witness.after(trace, AGAIN), Tag), lambda tag: tag.name == name)
    joins = [
        join
        for join in cast.of(witness.after(trace, AGAIN), CandidateTag)
        if (join.candidate_id, join.tag_id) == (step.inputs["candidate_id"], tag.id)
    ]
    expect(len(joins) == 1, f"{len(joins)} rows say that the candidate has it", change)
    return Shown(f"{name!r} occurs once", (put, change))


@REGISTER.scenario("remove-tag-from-candidate")
def remove_tag(stage: Stage) -> None:
    """A tag that a candidate does not wear and one that it wears are taken off."""
    snapshot = stage.sync(COMPANY, models=MODELS)
    join = cast.one(cast.of(snapshot, CandidateTag))
    worn = _worn(snapshot, join.candidate_id)
    missing = cast.one(cast.of(snapshot, Tag), lambda tag: tag.name not in worn)
    _tag(stage, MISSING, "remove_candidate_tag", join.candidate_id, missing.name)
    _tag(stage, WORN, "remove_candidate_tag", join.candidate_id, cast.by_id(snapshot, Tag, join.tag_id).name)
    stage.passthrough(ALL, "GET", "/tags")
    stage.sync(AGAIN, models=MODELS)


@REGISTER.proves("action/remove-tag-from-candidate", scenario="remove-tag-from-candidate")
def the_tag_is_off_the_candidate(trace: Trace) -> Shown:
    """Afterwards the candidate wears the others alone."""
    step, change = _change(trace, WORN, "DELETE")
    name, key = step.inputs["tag"]["name"], step.inputs["candidate_id"]
    before, after = _worn(witness.after(trace, COMPANY), key), _worn(witness.after(trace, AGAIN), key)
    expect(name in before and after == before - {name}, f"tags were {before}, are {after}", change)
    return Shown(f"{name!r} is gone", (change,))


@REGISTER.proves(
    "behaviour/remove-tag-from-candidate/a-missing-tag-is-no-error", scenario="remove-tag-from-candidate"
)
def a_missing_tag_is_no_error(trace: Trace) -> Shown:
    """The candidate did not have the tag, and has the tags it had."""
    step, change = _change(trace, MISSING, "DELETE")
    before = _worn(witness.after(trace, COMPANY), step.inputs["candidate_id"])
    expect(step.inputs["tag"]["name"] not in before, "the candidate had the tag", change)
    tags = _tags_after(step, change)
    expect(set(tags) == before, f"tags were {before}, are {tags}", change)
    return Shown(f"the tags are {len(tags)} as before", (change,))


@REGISTER.proves(
    "behaviour/remove-tag-from-candidate/a-removed-tag-stays-in-the-company",
    scenario="remove-tag-from-candidate",
)
def a_removed_tag_stays_in_the_company(trace: Trace) -> Shown:
    """The row of the candidate is marked deleted, the tag is not, and the vendor lists it."""
    step, change = _change(trace, WORN, "DELETE")
    name, after = step.inputs["tag"]["name"], witness.after(trace, AGAIN)
    listed = [tag["name"] for tag in calls.told(trace, ALL, "tags")]
    expect(name in listed, f"the tags of the company are {listed}", change)
    tag = cast.one(cast.of(after, Tag), lambda tag: tag.name == name)
    rows = [
        row
        for row in after.of(CandidateTag.store_id)
        if isinstance(row, CandidateTag)
        and (row.candidate_id, row.tag_id) == (step.inputs["candidate_id"], tag.id)
    ]
    expect(
        len(rows) == 1 and rows[0].remote_deleted_at is not None, "the row is not marked as deleted", change
    )
    return Shown(f"{name!r} is off the candidate and still a tag", (change,))
