"""Creations that are delayed, merged, refused or unanswered. Source: flatchr sheet 3.1, 7.7, 7.9."""

from collections.abc import Mapping
from typing import Any

from assay.errors import VendorRefusedError
from assay.evidence import Played, Step, Trace
from assay.scenario import Shown, Stage, expect
from assay.unified.records import Application, Candidate, Job
from assay_contracts import cast, witness
from assay_contracts.creations import CREATIONS
from assay_contracts.flatchr import calls
from assay_contracts.flatchr.calls import proves_of_both
from assay_contracts.flatchr.register import REGISTER
from assay_contracts.flatchr.scenarios.creating import COMPANY, inputs_for

CREATE, TWICE, READ = "create somebody", "create the same person again", "read the people"
NO_ANSWER = 0
"""Status of a request whose connection broke."""
UNSEEN, REFUSED, LOST, MERGED = "unseen-{what}", "refused-{what}", "lost-{what}", "merged-{what}"
FAULTS: Mapping[str, Mapping[str, Any]] = {
    UNSEEN: {"search_delay": {"calls": 50}},
    REFUSED: {"body_status_mismatch": True},
    LOST: {"drop_after_commit": {"path": calls.WITH_CV, "times": 1}},
    MERGED: {"dedupe": "email"},
}
"""What the vendor does; a new applicant that is unseen stays out of so many searches."""


def _once(stage: Stage, what: str, *, fails: bool = False) -> None:
    snapshot = stage.sync(COMPANY, models=(Job.store_id,))
    files = [cast.file("cv.pdf", "CV")]
    stage.act(CREATE, CREATIONS[what], inputs_for(snapshot, 0, attachments=files), fails=fails)


def _twice(stage: Stage, what: str) -> None:
    _once(stage, what)
    files = [cast.file("newer-cv.pdf", "CV")]
    again = inputs_for(stage.snapshot(), 0, attachments=files)
    again["candidate"]["email_address"] = again["candidate"]["email_address"].upper()
    stage.act(TWICE, CREATIONS[what], again)


def _register(what: str) -> None:
    @REGISTER.scenario(UNSEEN.format(what=what), faults=FAULTS[UNSEEN])
    def unseen(stage: Stage) -> None:
        """The vendor takes somebody and does not show it in searches for a while."""
        _once(stage, what)

    @REGISTER.scenario(REFUSED.format(what=what), faults=FAULTS[REFUSED])
    def refused(stage: Stage) -> None:
        """The vendor refuses inside an answer that is a success."""
        _once(stage, what, fails=True)
        stage.sync(READ, models=cast.PEOPLE)

    @REGISTER.scenario(LOST.format(what=what), faults=FAULTS[LOST])
    def lost(stage: Stage) -> None:
        """The connection breaks after the vendor stored somebody."""
        _once(stage, what)
        stage.sync(READ, models=cast.PEOPLE)

    @REGISTER.scenario(MERGED.format(what=what), faults=FAULTS[MERGED])
    def merged(stage: Stage) -> None:
        """Somebody is created a second time on the same job."""
        _twice(stage, what)
        stage.sync(READ, models=cast.PEOPLE)


for _what in CREATIONS:
    _register(_what)


def _of_person(trace: Trace, name: str, read: str) -> tuple[Step, list[str]]:
    """The step, and the applicants of that address in a later read."""
    step = trace.step(name)
    address = step.inputs["candidate"]["email_address"].casefold()
    found = calls.found_rows(witness.succeeded(trace, read))
    return step, [key for key, (row, _) in found.items() if (row["email"] or "").casefold() == address]


@proves_of_both("an-unknown-outcome-is-said", UNSEEN)
def an_unknown_outcome_is_said(trace: Trace, what: str) -> Shown:
    """Sent once and taken; searched several times in vain; no id, nothing stored, and a word about it."""
    step = witness.succeeded(trace, CREATE)
    call = calls.creation(step)
    asked = calls.searches(step)
    after = [(rows, search) for _, rows, search in asked if search.index > call.index]
    expect(len(after) > 1, f"it was searched {len(after)} times afterwards", call)
    seen = [row["applicant"] for rows, _ in after for row in rows]
    expect(not seen, f"the search shows {seen}", *(search for _, search in after))
    expect(witness.result(step).remote_id is None, "the result has an id", call)
    for model in (Candidate, Application):
        stored = cast.of(witness.after(trace, CREATE), model)
        expect(not stored, f"{model.published_as}: {len(stored)} are stored", call)
    said = calls.warned(step, "later sync")
    return Shown(f"the {what}: {said}", (call, *(search for _, search in after)))


@proves_of_both("a-deduplicated-applicant-is-said", MERGED)
def a_deduplicated_applicant_is_said(trace: Trace, what: str) -> Shown:
    """The second creation was taken and made nobody; the id is that of the first, with a word about it."""
    first, (second, there) = witness.succeeded(trace, CREATE), _of_person(trace, TWICE, READ)
    known, named = witness.result(first).remote_id, witness.result(second).remote_id
    taken = (calls.creation(first), calls.creation(second))
    expect(known is not None and there == [known], f"the vendor has {there}", *taken)
    expect(named == known, f"the result names {named}, not {known}", *taken)
    expect(witness.result(first).warnings == (), "the first creation warns as well", taken[0])
    said = calls.warned(second, "no new applicant")
    return Shown(f"the {what} is {named}: {said}", taken)


@proves_of_both("a-refusal-inside-a-success-fails", REFUSED)
def a_refusal_inside_a_success_fails(trace: Trace, what: str) -> Shown:
    """HTTP 200 with status 400 inside: the vendor's words are the error, and it was sent once."""
    step, there = _of_person(trace, CREATE, READ)
    sent = calls.creations(step)
    expect(len(sent) == 1, f"it was sent {len(sent)} times", *sent)
    answer = witness.answer(witness.carried_out(sent[0]))
    expect(answer.get("status") == 400, f"the vendor says {answer}", *sent)
    expect(isinstance(step.error, VendorRefusedError), f"it ended with {step.error!r}", *sent)
    text = str(answer.get("response"))
    expect(text and text in str(step.error), f"it says {step.error}, the vendor {text!r}", *sent)
    expect(not there, f"the {what} is there all the same: {there}", *sent)
    return Shown(str(step.error).split("\n")[0], sent)


@proves_of_both("a-timeout-is-settled-by-search", LOST)
def a_timeout_is_settled_by_search(trace: Trace, what: str) -> Shown:
    """No answer came; the search finds the applicant, who is returned and is the only one."""
    step, there = _of_person(trace, CREATE, READ)
    witness.succeeded(trace, CREATE)
    sent = calls.creations(step)
    expect(len(sent) == 1, f"it was sent {len(sent)} times", *sent)
    answer = sent[0].exchange.response
    expect(answer.status == NO_ANSWER, f"an answer came: HTTP {answer.status}", *sent)
    found: dict[str, Played] = {
        row["applicant"]: search
        for _, rows, search in calls.searches(step)
        if search.index > sent[0].index
        for row in rows
    }
    named = witness.result(step).remote_id
    expect(named in found, f"the result names {named}, found were {sorted(found)}", *sent)
    expect(there == [named], f"the vendor has {there}", *sent)
    return Shown(f"the {what} is {named}, by search", (*sent, *found.values()))
