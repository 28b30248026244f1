"""Creating candidates and applications of people who are new to the org. Source: asymbl sheet 7.2, 7.3."""

import base64
from typing import Any

from assay.evidence import Played, Snapshot, Step, Trace
from assay.scenario import Shown, Stage, expect
from assay.unified.records import Application, ApplicationStage, Candidate, Job, JobStage
from assay_contracts import cast, witness
from assay_contracts.asymbl import calls
from assay_contracts.asymbl.calls import Row, proves_of_both
from assay_contracts.asymbl.register import REGISTER

EVERYTHING, FETCHED, BY_KEY, LEAST = STEPS = (
    "with every input",
    "with a file by address",
    "with a source by key",
    "with the least",
)
COMPANY, AGAIN = "read the company", "read again"
THEIR_CONTACTS, THEIR_APPLICATIONS = "look at the contacts", "look at the applications"
THEIR_FILES = "look at the files"
PLANNED = ("ats_jobs", "ats_application_stages", "ats_join_jobs_application_stages")
"""Models that are enough to create somebody."""
BOTH = "create-{what}"
"""The scenarios of both creations are the same; so are the proofs that look at them."""
LISTED, UNLISTED, KEY, KEY_MEANS = "LinkedIn", "Assay Job Board", "INDEED", "Indeed"
"""Sources: two of the org's picklist, and one that is not."""
MONTHLY, YEARLY = 5250.5, 63006
"""What somebody wants per month, and what that is per year."""
AVAILABLE = "2026-09-01T00:00:00.000Z"

LETTER = base64.b64encode(b"%PDF-1.4\n% a letter\n%%EOF\n").decode()

_NAMES = ("Amélie", "Bartosz", "Chiara", "Dmitri")


def person(number: int, **more: Any) -> dict[str, Any]:
    """An invented person whom no rule takes for another."""
    return {
        "first_name": _NAMES[number],
        "last_name": f"Nováková-{number}",
        "email_address": f"{number}.created@applicant.example",
        **more,
    }


def stages_of(snapshot: Snapshot, job: Job) -> list[ApplicationStage]:
    """The stages of a job, in order."""
    joins = [join for join in cast.of(snapshot, JobStage) if join.job_id == job.id]
    ordered = sorted(joins, key=lambda join: join.index or 0)
    return [cast.by_id(snapshot, ApplicationStage, join.stage_id) for join in ordered]


def made(snapshot: Snapshot, email_address: str) -> tuple[Candidate, Application]:
    """The candidate with that address, and the application; raises LookupError when there is none."""
    candidate = cast.one(
        cast.of(snapshot, Candidate),
        lambda c: email_address in [email.email_address for email in c.email_addresses or []],
    )
    return candidate, cast.one(cast.of(snapshot, Application), lambda a: a.candidate_id == candidate.id)


def _create(stage: Stage, operation: str) -> None:
    snapshot = stage.sync(COMPANY, models=PLANNED)
    job = cast.open_job(snapshot)
    to_job = {"application": {"job_id": job.id}}
    stage.act(EVERYTHING, operation, _with_everything(job, stages_of(snapshot, job)[2]))
    fetched = {"name": "fetched.pdf", "type": "OTHER", "data_url": f"{cast.FILES}/cv.pdf"}
    monthly = person(1, salary_expectations={"period": "MONTH", "amount": MONTHLY})
    by_name = {"attachments": [fetched], "source": {"name": UNLISTED}}
    stage.act(FETCHED, operation, {"candidate": monthly, **to_job, **by_name})
    stage.act(BY_KEY, operation, {"candidate": person(2), **to_job, "source": {"unified_key": KEY}})
    stage.act(LEAST, operation, {"candidate": person(3), **to_job})
    _look(stage)


def _with_everything(job: Job, wanted: ApplicationStage) -> dict[str, Any]:
    return {
        "candidate": person(
            0,
            title="Shift Supervisor",
            phone_number="+351 910 555 000",
            location={"city": "Porto", "country": "PT", "zip_code": "4000-322"},
            availability_date=AVAILABLE,
            salary_expectations={"period": "YEAR", "amount": 70000},
        ),
        "application": {"job_id": job.id, "stage_id": wanted.id},
        "attachments": [
            cast.file("curriculum", "CV", content_type="application/msword"),
            cast.file("letter-of-assay.pdf", "COVER_LETTER", content=LETTER),
        ],
        "source": {"id": LISTED},
    }


def _look(stage: Stage) -> None:
    """What the org has of the new people, as it is."""
    addresses = [person(number)["email_address"] for number in range(len(STEPS))]
    contacts = calls.look_for_contacts(stage, THEIR_CONTACTS, *addresses)
    calls.look_for_applications(stage, THEIR_APPLICATIONS, *addresses)
    calls.look_for_files(stage, THEIR_FILES, *(contact["Id"] for contact in contacts))
    stage.sync(AGAIN, models=cast.PEOPLE)


@REGISTER.scenario("create-candidate")
def create_candidate(stage: Stage) -> None:
    """Create candidates with all inputs, with few, with files by content and by address."""
    _create(stage, "create_candidate")


@REGISTER.scenario("create-application")
def create_application(stage: Stage) -> None:
    """Create applications with all inputs, with few, with files by content and by address."""
    _create(stage, "create_application")


# --- both actions --------------------------------------------------------------------------------


@REGISTER.proves("action/create-candidate", scenario="create-candidate")
def a_candidate_is_created(trace: Trace) -> Shown:
    """Afterwards every candidate reads as it was given, and is what the result names."""
    return _reads_as_given(trace, "candidate")


@REGISTER.proves("action/create-application", scenario="create-application")
def an_application_is_created(trace: Trace) -> Shown:
    """Afterwards every application reads as it was given, and is what the result names."""
    return _reads_as_given(trace, "application")


def _reads_as_given(trace: Trace, what: str) -> Shown:
    shown: list[Played] = []
    for name in STEPS:
        step = witness.succeeded(trace, name)
        (contact_call, contact_id), (application_call, application_id) = _both_made(step)
        contact, application = _in_the_org(trace, step)
        ids = {"candidate": str(contact["Id"]), "application": str(application["Id"])}
        expect(ids == {"candidate": contact_id, "application": application_id}, f"{name}: the org has {ids}")
        named = witness.result(step).remote_id
        expect(named == ids[what], f"{name}: the result names {named}, not {ids[what]}", *step.played)
        _sent_and_kept(contact, _contact_of(step), name, contact_call)
        _sent_and_kept(application, _application_of(trace, step, contact_id), name, application_call)
        _has_files(trace, step, contact_id)
        _is_stored(trace, step, ids)
        shown += [contact_call, application_call]
    return Shown(f"{len(STEPS)} people read as they were given", tuple(shown))


def _both_made(step: Step) -> tuple[tuple[Played, str], tuple[Played, str]]:
    """The calls that made contact and application, each with the new id."""
    return calls.made(step, calls.CONTACTS), calls.made(step, calls.APPLICANTS)


def _in_the_org(trace: Trace, step: Step) -> tuple[Row, Row]:
    """The only contact of the step's address at the end, and its only application."""
    address = step.inputs["candidate"]["email_address"]
    found = calls.with_address(calls.told(trace, THEIR_CONTACTS), address)
    contact = calls.one_row(found, f"contacts of {address}")
    applied = calls.told(trace, THEIR_APPLICATIONS)
    own = [row for row in applied if row[calls.CONTACT_OF] == contact["Id"]]
    return contact, calls.one_row(own, f"applications of {address}")


def _contact_of(step: Step) -> dict[str, Any]:
    """What the contact has to be, by the vendor's names."""
    given, source = step.inputs["candidate"], step.inputs.get("source", {})
    place, salary = given.get("location", {}), given.get("salary_expectations", {})
    return {
        "FirstName": given["first_name"],
        "LastName": given["last_name"],
        "Email": given["email_address"],
        "Title": given.get("title"),
        "MobilePhone": given.get("phone_number"),
        "MailingCity": place.get("city"),
        "MailingPostalCode": place.get("zip_code"),
        "MailingCountryCode": place.get("country"),
        "bpats__Earliest_Available_Date__c": given.get("availability_date", "")[:10] or None,
        "bpats__Desired_Salary__c": YEARLY if salary.get("period") == "MONTH" else salary.get("amount"),
        "LeadSource": source.get("name"),
    }


def _application_of(trace: Trace, step: Step, contact_id: str) -> dict[str, Any]:
    """What the application has to be, by the vendor's names."""
    company, wish = witness.after(trace, COMPANY), step.inputs["application"]
    job = cast.by_id(company, Job, wish["job_id"])
    stages = stages_of(company, job)
    wanted = next((stage for stage in stages if stage.id == wish.get("stage_id")), stages[0])
    source = step.inputs.get("source", {})
    return {
        calls.CONTACT_OF: contact_id,
        "bpats__Job__c": job.remote_id,
        "bpats__Stage__c": wanted.remote_id,
        "bpats__Applicant_Status__c": "Active",
        "bpats__Source__c": source.get("id") or (KEY_MEANS if source.get("unified_key") == KEY else None),
        "bpats__Internal_Source__c": source.get("name"),
    }


def _sent_and_kept(row: Row, wanted: dict[str, Any], name: str, played: Played) -> None:
    sent = witness.body(played)
    unsent = {key: sent.get(key) for key, value in wanted.items() if sent.get(key) != value}
    expect(not unsent, f"{name}: sent was {unsent}, wanted {wanted}", played)
    other = {key: row.get(key) for key, value in wanted.items() if row.get(key) != value}
    expect(not other, f"{name}: the org has {other}, wanted {wanted}", played)


def _has_files(trace: Trace, step: Step, contact_id: str) -> None:
    """Files hang on the contact, under the names they were given; a type without extension got one."""
    hanging = {
        f"{row['ContentDocument']['Title']}.{row['ContentDocument']['FileExtension']}"
        for row in calls.told(trace, THEIR_FILES)
        if row["LinkedEntityId"] == contact_id
    }
    given = {file["name"] for file in step.inputs.get("attachments", ())}
    wanted = {name if "." in name else f"{name}.doc" for name in given}
    expect(hanging == wanted, f"{step.name}: the contact has the files {hanging}", *step.played)


def _is_stored(trace: Trace, step: Step, ids: dict[str, str]) -> None:
    """The next reading shows both."""
    given, wish = step.inputs["candidate"], step.inputs["application"]
    candidate, application = made(witness.after(trace, AGAIN), given["email_address"])
    stored = {"candidate": candidate.remote_id, "application": application.remote_id}
    expect(stored == ids, f"{step.name}: stored are {stored}", *step.played)
    seen = (candidate.first_name, candidate.last_name, application.job_id, application.outcome)
    wanted = (given["first_name"], given["last_name"], wish["job_id"], "PENDING")
    expect(seen == wanted, f"{step.name}: it reads {seen}", *step.played)


@proves_of_both("a-new-email-makes-one-contact", BOTH)
def a_new_email_makes_one_contact(trace: Trace, what: str) -> Shown:
    """Nobody had the address; one contact is made, and then the application, for that contact."""
    del what
    shown: list[Played] = []
    for name in STEPS:
        step = witness.succeeded(trace, name)
        address = step.inputs["candidate"]["email_address"]
        searches = calls.looked_up(step, address)
        known = [row for played in searches for row in calls.rows(played)]
        (contact_call, contact_id), (application_call, _) = _both_made(step)
        before = [played for played in searches if played.index < contact_call.index]
        expect(before and not known, f"{name}: {len(known)} contacts had the address", *searches)
        in_order = contact_call.index < application_call.index
        expect(in_order, f"{name}: the application came first", contact_call)
        sent = (witness.body(contact_call).get("Email"), witness.body(application_call).get(calls.CONTACT_OF))
        expect(sent == (address, contact_id), f"{name}: sent was {sent}", contact_call, application_call)
        found = calls.with_address(calls.told(trace, THEIR_CONTACTS), address)
        calls.one_row(found, f"contacts of {address}")
        shown += [before[0], contact_call, application_call]
    return Shown("looked for in vain, then made once", tuple(shown))
