"""Creating candidates and applications: one call that names nobody. Source: flatchr sheet 3.1, 7.7."""

from typing import Any

from assay.evidence import Played, Snapshot, Step, Trace
from assay.scenario import Shown, Stage, expect
from assay.unified.records import Application, Candidate, Job
from assay_contracts import cast, witness
from assay_contracts.flatchr import calls
from assay_contracts.flatchr.calls import proves_of_both
from assay_contracts.flatchr.register import CAREERS, REGISTER

EVERYTHING, ADDRESS, LEAST = STEPS = ("with every input", "with a CV by address", "with the least")
COMPANY, AGAIN = "read the jobs", "read again"
BOTH = "create-{what}"
"""The scenarios of both creations are the same; so are the proofs that look at them."""


def person(number: int, **more: Any) -> dict[str, Any]:
    """An invented person."""
    names = ("Maëlys", "Ronan", "Aziliz", "Corentin", "Nolwenn", "Yann")
    return {
        "first_name": names[number],
        "last_name": f"Quéméner {number}",
        "email_address": f"{number}.created@applicant.example",
        **more,
    }


def inputs_for(snapshot: Snapshot, number: int, **more: Any) -> dict[str, Any]:
    """What creates a person on an open job; ``more`` stands beside person and job."""
    job = cast.open_job_by_status(snapshot)
    return {"candidate": person(number), "application": {"job_id": job.id}, **more}


def _create(stage: Stage, operation: str) -> None:
    snapshot = stage.sync(COMPANY, models=(Job.store_id,))
    everything = inputs_for(
        snapshot, 0, attachments=[cast.file("cv.pdf", "CV", content_type="application/x-pdf")]
    )
    everything["candidate"]["phone_number"] = "+33 7 55 44 33 22"
    stage.act(EVERYTHING, operation, everything)
    fetched = {"name": "fetched.pdf", "type": "CV", "data_url": f"{cast.FILES}/cv.pdf"}
    stage.act(ADDRESS, operation, inputs_for(snapshot, 1, attachments=[fetched]))
    stage.act(LEAST, operation, inputs_for(snapshot, 2))
    stage.sync(AGAIN, models=cast.PEOPLE)


@REGISTER.scenario("create-candidate")
def create_candidate(stage: Stage) -> None:
    """Create candidates with all inputs, with a CV by its address, and with the least."""
    _create(stage, "create_candidate")


@REGISTER.scenario("create-application")
def create_application(stage: Stage) -> None:
    """Create applications with all inputs, with a CV by its address, and with the least."""
    _create(stage, "create_application")


def created(trace: Trace, name: str, read: str = AGAIN) -> tuple[Step, Candidate, Application]:
    """A creation that went well, and what a later sync reads of it."""
    step, after = witness.succeeded(trace, name), witness.after(trace, read)
    applicant = str(witness.result(step).remote_id)
    row, _ = calls.row_of(witness.succeeded(trace, read), applicant)
    given = step.inputs["candidate"]["email_address"]
    expect(row["email"] == given, f"{name}: {applicant} has the address {row['email']}", *step.played)
    return step, witness.record(after, Candidate, applicant), witness.record(after, Application, applicant)


@REGISTER.proves("action/create-candidate", scenario="create-candidate")
def a_candidate_is_created(trace: Trace) -> Shown:
    """Afterwards every candidate reads as it was given, and is what the result names."""
    return _read_as_given(trace, "candidate")


@REGISTER.proves("action/create-application", scenario="create-application")
def an_application_is_created(trace: Trace) -> Shown:
    """Afterwards every application reads as it was given, and is what the result names."""
    return _read_as_given(trace, "application")


def _read_as_given(trace: Trace, what: str) -> Shown:
    shown: list[Played] = []
    for name in STEPS:
        step, candidate, application = created(trace, name)
        call = calls.creation(step)
        given = step.inputs["candidate"]
        seen = (
            candidate.first_name,
            candidate.last_name,
            [email.email_address for email in candidate.email_addresses or []],
            [phone.phone_number for phone in candidate.phone_numbers or []],
            application.job_id,
            application.outcome,
            application.candidate_id,
        )
        wanted = (
            given["first_name"],
            given["last_name"],
            [given["email_address"]],
            [given["phone_number"]] if "phone_number" in given else [],
            step.inputs["application"]["job_id"],
            "PENDING",
            candidate.id,
        )
        expect(seen == wanted, f"{name}: it reads {seen}, {wanted} was given", call)
        right = candidate.remote_id if what == "candidate" else application.remote_id
        expect(witness.result(step).remote_id == right, f"{name}: the result names another one", call)
        shown.append(call)
    return Shown(f"{len(STEPS)} people read as they were given", tuple(shown))


@proves_of_both("without-a-cv-the-form-route-is-used", BOTH)
def without_a_cv_the_form_is_used(trace: Trace, what: str) -> Shown:
    """The form is sent once, without any file; the JSON route is not; the person is there."""
    step, candidate, _ = created(trace, LEAST)
    expect(not step.inputs.get("attachments"), "there was a file", *step.played)
    call = calls.creation(step)
    expect(call in step.sent(calls.FORM), f"it went to {call.exchange.request.path}", call)
    expect(calls.is_at(call, CAREERS), f"it went to {call.exchange.request.url}", call)
    parts = calls.said(call)
    odd = [place for place in parts if "resume" in place or "filename" in place]
    expect(parts and not odd, f"the form has {sorted(parts)}", call)
    calls.undeleted(candidate, call)
    return Shown(f"one form, and the {what} is there", (call,))


@proves_of_both("the-new-application-is-found-by-search", BOTH)
def the_new_application_is_found_by_search(trace: Trace, what: str) -> Shown:
    """Searched before and after by address and code of the vacancy; who was not there before is returned."""
    del what
    shown: list[Played] = []
    for name in STEPS:
        step, _, application = created(trace, name)
        call = calls.creation(step)
        answer = witness.answer(call)
        expect(set(answer) == {"status", "response"}, f"{name}: the answer says {answer}", call)
        job = cast.by_id(witness.after(trace, COMPANY), Job, step.inputs["application"]["job_id"])
        wanted = {"email": step.inputs["candidate"]["email_address"], "vacancy": job.remote_id}
        asked = calls.searches(step)
        expect(all(one == wanted for one, _, _ in asked), f"{name}: {[one for one, _, _ in asked]}", call)
        before = [rows for _, rows, search in asked if search.index < call.index]
        after = [rows for _, rows, search in asked if search.index > call.index]
        expect(before and after, f"{name}: it was not searched before and after", call)
        old, new = ({row["applicant"] for rows in some for row in rows} for some in (before, after))
        found = witness.result(step).remote_id
        expect(new - old == {found}, f"{name}: new are {sorted(new - old)}, returned was {found}", call)
        expect(application.job_id == job.id, f"{name}: it is on another job", call)
        shown += [call, *(search for *_, search in asked)]
    return Shown(f"{len(STEPS)} creations, each found by search", tuple(shown))
