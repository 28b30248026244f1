"""What became of applicants, and who they are. Source: flatchr sheet 2.6, 7.2, 7.4."""

from assay.evidence import Trace
from assay.scenario import Shown, Stage, expect
from assay.unified.records import Application, Candidate, Job
from assay_contracts import cast, witness
from assay_contracts.flatchr import calls
from assay_contracts.flatchr.register import REGISTER

KNOWN, READ = "read the people", "read them again"
HIRE, ARCHIVE_HIRED, ARCHIVE = "one is hired", "the hired one is archived", "another one is archived"


@REGISTER.scenario("outcomes")
def outcomes(stage: Stage) -> None:
    """One applicant is hired and then archived, another one only archived."""
    snapshot = stage.sync(KNOWN, models=cast.PEOPLE)
    pending = sorted(str(one.remote_id) for one in cast.of(snapshot, Application) if one.outcome == "PENDING")
    stage.vendor(HIRE, "hire_applicant", applicant_id=pending[0])
    stage.vendor(ARCHIVE_HIRED, "archive_applicant", applicant_id=pending[0])
    stage.vendor(ARCHIVE, "archive_applicant", applicant_id=pending[1])
    stage.sync(READ, models=cast.PEOPLE)


@REGISTER.proves("behaviour/applications/a-hire-outlives-archiving", scenario="outcomes")
def a_hire_outlives_archiving(trace: Trace) -> Shown:
    """The row says hired and archived; the outcome is a hire."""
    hired = trace.step(ARCHIVE_HIRED).inputs["applicant_id"]
    row, call = calls.row_of(witness.succeeded(trace, READ), hired)
    expect((row["hired"], row["status"]) == (True, calls.ARCHIVED), f"the row is {dict(row)}", call)
    application = witness.record(witness.after(trace, READ), Application, hired)
    expect(application.outcome == "HIRED", f"the outcome is {application.outcome}", call)
    return Shown(f"{hired} is archived, and hired", (call,))


@REGISTER.proves("behaviour/applications/an-archived-applicant-is-declined", scenario="outcomes")
def an_archived_applicant_is_declined(trace: Trace) -> Shown:
    """Archived and not hired is declined and still there; neither is under way."""
    step, snapshot = witness.succeeded(trace, READ), witness.after(trace, READ)
    archived = trace.step(ARCHIVE).inputs["applicant_id"]
    row, call = calls.row_of(step, archived)
    expect((row["hired"], row["status"]) == (False, calls.ARCHIVED), f"the row is {dict(row)}", call)
    application = witness.record(snapshot, Application, archived)
    expect(application.outcome == "DECLINED", f"the outcome is {application.outcome}", call)
    calls.undeleted(application, call)
    calls.undeleted(witness.record(snapshot, Candidate, archived), call)
    under_way = {
        applicant
        for applicant, (one, _) in calls.found_rows(step).items()
        if (one["hired"], one["status"]) == (False, calls.ACTIVE)
    }
    expect(under_way, "nobody is under way", call)
    pending = {one.remote_id for one in cast.of(snapshot, Application) if one.outcome == "PENDING"}
    expect(pending == under_way, f"pending are {sorted(map(str, pending))}", call)
    return Shown(f"{archived} is declined, {len(pending)} are pending", (call,))


# --- names and phones ----------------------------------------------------------------------------

AS_TYPED = (
    ("  Inès-Lou ", "morvan  ", "+33 6 11 22 33 44"),
    ("ÉLODIE", "de la Tour", "+33611223344"),
    ("Renée", "LE GOFF ", "06 11 22 33 44"),
)
"""First name, last name and phone number as people type them (2.6, 8 no. 18)."""
TYPED = tuple(f"somebody types {phone}" for _, _, phone in AS_TYPED)


@REGISTER.scenario("as-typed")
def as_typed(stage: Stage) -> None:
    """Three applicants type their names and numbers in their own ways."""
    rows = stage.passthrough("look at the applicants", "POST", calls.OUR_SEARCH, api="api", data={}).data
    for row, name, (first, last, phone) in zip(rows, TYPED, AS_TYPED, strict=False):
        typed = {"firstname": first, "lastname": last, "phone": phone}
        stage.vendor(name, "edit_applicant", applicant_id=row["applicant"], **typed)
    stage.sync(READ, models=(Candidate.store_id,))


@REGISTER.proves("behaviour/candidates/names-and-phones-stay-as-typed", scenario="as-typed")
def names_and_phones_stay_as_typed(trace: Trace) -> Shown:
    """Letters and case stay, blanks around names go, numbers are not touched."""
    step, snapshot = witness.succeeded(trace, READ), witness.after(trace, READ)
    shown = []
    for name, (first, last, phone) in zip(TYPED, AS_TYPED, strict=True):
        row, call = calls.row_of(step, trace.step(name).inputs["applicant_id"])
        given = (row["firstname"], row["lastname"], row["phone"])
        expect(given == (first, last, phone), f"the vendor says {given}", call)
        candidate = witness.record(snapshot, Candidate, row["applicant"])
        numbers = [number.phone_number for number in candidate.phone_numbers or []]
        seen = (candidate.first_name, candidate.last_name, numbers)
        expect(seen == (first.strip(), last.strip(), [phone]), f"{given} became {seen}", call)
        shown.append(call)
    return Shown(f"{len(shown)} people as they typed it", tuple(shown))


# --- two vacancies of one title ------------------------------------------------------------------

TWIN, APPLY, CREATE = "a second vacancy of that title", "somebody applies to it", "somebody else is created"


@REGISTER.scenario("same-title")
def same_title(stage: Stage) -> None:
    """There are two vacancies of one title; people apply to the second on the web and through us."""
    listed = stage.passthrough("look at the vacancies", "GET", calls.OUR_VACANCIES, api="api").data
    first = next(vacancy for vacancy in listed if vacancy["status"] == calls.ACTIVE)
    made = stage.vendor(TWIN, "add_vacancy", title=first["title"])
    stage.vendor(
        APPLY,
        "apply",
        vacancy_id=made["vacancy_id"],
        firstname="Solène",
        lastname="Abgrall",
        email="solene.abgrall@applicant.example",
    )
    snapshot = stage.sync(READ, models=(*cast.PEOPLE, Job.store_id))
    job = cast.one(cast.of(snapshot, Job), lambda one: one.remote_id == made["vacancy_id"])
    person = {"first_name": "Titouan", "last_name": "Abgrall", "email_address": "titouan@applicant.example"}
    inputs = {"candidate": person, "application": {"job_id": job.id}}
    stage.act(CREATE, "create_application", inputs)


@REGISTER.proves("behaviour/applications/a-job-is-found-by-its-plain-id", scenario="same-title")
def a_job_is_found_by_its_plain_id(trace: Trace) -> Shown:
    """Of two jobs called alike it is the one of the row's number; filters and remote ids are codes."""
    step, snapshot = witness.succeeded(trace, READ), witness.after(trace, READ)
    made, applicant = trace.step(TWIN).happened, trace.step(APPLY).happened["applicant_id"]
    row, search = calls.row_of(step, applicant)
    vacancies, call = calls.all_vacancies(step)
    alike = {one["id"]: one["vacancy_id"] for one in vacancies if one["title"] == row["vacancy"]}
    expect(len(alike) > 1, f"only {sorted(alike)} is called {row['vacancy']!r}", call)
    [code] = [code for code, number in alike.items() if number == row["vacancy_id"]]
    expect(code == made["vacancy_id"], f"the row means {code}", search)
    expect(isinstance(row["vacancy_id"], int), "the row has no number", search)
    application = witness.record(snapshot, Application, applicant)
    job = cast.by_id(snapshot, Job, application.job_id)
    expect(job.remote_id == code, f"the job is {job.remote_id}, not {code}", call, search)
    created = witness.succeeded(trace, CREATE)
    filters = {asked.get("vacancy") for asked, _, _ in calls.searches(created)}
    expect(filters == {code}, f"the search was filtered by {filters}", *created.sent(calls.SEARCH))
    made_by_us = witness.record(
        witness.after(trace, CREATE), Application, str(witness.result(created).remote_id)
    )
    expect(made_by_us.job_id == job.id, "the one we created is on another job", *created.played[-1:])
    return Shown(f"number {row['vacancy_id']} is {code}", (call, search, *created.sent(calls.SEARCH)))
