"""Walks that the vendor sorts badly, or that shift meanwhile. Source: recruitee sheet 1.5, 2.6, 4."""

from assay.evidence import Played, Trace
from assay.scenario import Shown, Stage, expect
from assay.unified.records import Candidate
from assay_contracts import cast, witness
from assay_contracts.recruitee import answers
from assay_contracts.recruitee.register import REGISTER
from assay_contracts.recruitee.scenarios.deltas import WALKS

START, EDIT, DELTA = "read people", "somebody is renamed", "read what changed"
FORGET = "the search forgets how to sort"
PAGE = 2
EDITED = 5
ARM, SHIFTED, NEXT = "somebody will change during the walk", "read while pages shift", "read the rest"
MODELS = cast.PEOPLE


def _number(candidate: Candidate) -> int:
    return int(str(candidate.remote_id))


@REGISTER.scenario("ignored-sort")
def ignored_sort(stage: Stage) -> None:
    """After the first run the search no longer knows the keys of the walks, and somebody changes."""
    people = cast.of(stage.sync(START, models=MODELS), Candidate)
    stage.vendor(FORGET, "throw_switches", values={"ignored_sorts": ["updated_at", "last_activity_at"]})
    stage.vendor(EDIT, "edit_candidate", candidate_id=_number(cast.one(people)), name="Nowhere Sorted")
    stage.later(hours=1)
    stage.sync(DELTA, mode="delta", models=MODELS)


@REGISTER.proves("behaviour/delta-syncs/an-ignored-sort-leads-to-a-full-sync", scenario="ignored-sort")
def an_ignored_sort_leads_to_a_full_run(trace: Trace) -> Shown:
    """The column rises within the answer; everybody is read, it is said, and the change is stored."""
    step = witness.succeeded(trace, DELTA)
    expect(step.mode == "delta", "no delta run was asked for", *step.played)
    pages = answers.called(step, answers.SEARCH)
    rising = [page for page in pages if _rises(page)]
    expect(rising, "the vendor sorts as it was asked to", *pages)
    stored = {str(one.remote_id) for one in cast.of(witness.after(trace, START), Candidate)}
    read = set(answers.read_one_by_one(step, answers.CANDIDATE))
    expect(read == stored, f"{len(read)} of {len(stored)} candidates were read", *pages)
    said = [notice for notice in step.notices if "sort" in notice]
    expect(said, f"it says only {list(step.notices)}", *pages)
    inputs = witness.succeeded(trace, EDIT).inputs
    now = _name(trace, DELTA, str(inputs["candidate_id"]))
    expect(now == inputs["name"], f"the change is missed: {now!r}", *pages)
    return Shown(f"all {len(read)} candidates were read, for {said[0]!r}", (*rising, *pages))


def _rises(page: Played) -> bool:
    """Whether hits do not come in the order of a walk that asked for them."""
    key = answers.asked(page).get("sort_by", [""])[0].removesuffix("_desc")
    if key not in WALKS:
        return False
    column = [str(hit[key]) for hit in answers.parts([page], "hits")]
    return column != sorted(column, reverse=True)


@REGISTER.scenario("change-during-walk")
def change_during_walk(stage: Stage) -> None:
    """Pages of two; while they are walked, a candidate of a later page changes and moves to the front."""
    stage.connect(page_size=PAGE)
    people = sorted(cast.of(stage.sync(START, models=MODELS), Candidate), key=_number)
    stage.later(hours=1)
    for number, candidate in enumerate(people[:EDITED], start=1):
        stage.vendor(
            f"change {number}",
            "edit_candidate",
            candidate_id=_number(candidate),
            name=f"Candidate Number {number}",
        )
        stage.later(minutes=10)
    stage.vendor(
        ARM,
        "while_reading",
        path="/search/new/candidates",
        after=1,
        event="edit_candidate",
        parameters={"candidate_id": _number(people[0]), "name": "Changed Meanwhile"},
    )
    stage.sync(SHIFTED, mode="delta", models=MODELS)
    stage.later(hours=1)
    stage.sync(NEXT, mode="delta", models=MODELS)


@REGISTER.proves(
    "behaviour/delta-syncs/a-change-during-the-walk-is-not-missed", scenario="change-during-walk"
)
def a_change_during_the_walk_is_not_missed(trace: Trace) -> Shown:
    """A page repeats what the one before it held, the change is stored after the next run, nobody is lost."""
    change = trace.step(ARM).inputs["parameters"]
    key, name = str(change["candidate_id"]), change["name"]
    step = witness.succeeded(trace, SHIFTED)
    pages = answers.called(step, answers.SEARCH)
    by_change = [page for page in pages if answers.asked(page).get("sort_by") == ["updated_at_desc"]]
    expect(len(by_change) > 1, "the walk took one page", *pages)
    ids = [[str(hit["id"]) for hit in answers.parts([page], "hits")] for page in by_change]
    together = [one for page in ids for one in page]
    expect(len(set(together)) < len(together), f"nothing shifted: {ids}", *by_change)
    start, after, last = (witness.after(trace, one) for one in (START, SHIFTED, NEXT))
    everybody = {str(one.remote_id) for one in cast.of(start, Candidate)}
    for data in (after, last):
        rows = [str(one.remote_id) for one in cast.of(data, Candidate)]
        expect(len(rows) == len(set(rows)), "somebody is stored twice", *by_change)
        expect(set(rows) == everybody, f"{everybody ^ set(rows)} came or went", *by_change)
    for number in range(2, EDITED + 1):
        inputs = trace.step(f"change {number}").inputs
        expect(_name(trace, NEXT, str(inputs["candidate_id"])) == inputs["name"], f"change {number} is lost")
    expect(_name(trace, NEXT, key) == name, f"the change is lost: {_name(trace, NEXT, key)}", *by_change)
    following = answers.called(witness.succeeded(trace, NEXT), answers.SEARCH)
    return Shown(f"{key} is stored as {name!r}, and nobody is lost", (*by_change, *following))


def _name(trace: Trace, step: str, key: str) -> str:
    candidate = witness.record(witness.after(trace, step), Candidate, key)
    return f"{candidate.first_name} {candidate.last_name}"
