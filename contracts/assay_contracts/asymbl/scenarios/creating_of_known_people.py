"""Creations for people whom the org knows already. Source: asymbl sheet 7.3, 7.4 N2 and N3, 3.2."""

from assay.errors import InputError, VendorRefusedError
from assay.evidence import Snapshot, Trace
from assay.scenario import Shown, Stage, expect
from assay.unified.records import Application, ApplicationStage, Candidate, Job
from assay_contracts import cast, witness
from assay_contracts.asymbl import calls
from assay_contracts.asymbl.calls import proves_of_both
from assay_contracts.asymbl.register import REGISTER
from assay_contracts.asymbl.scenarios import creating
from assay_contracts.creations import CREATIONS

COMPANY, SCENARIO = "read the company", "known-people"
KNOWN, TWICE = "{what} of a known address", "{what} of an address that two have"
SECOND, FOREIGN = "{what} of somebody who has applied", "{what} in a stage of another job"
"""Steps of the creations."""
BEFORE, AFTER, HANGING, FILES = (
    "{what}: the contact before",
    "{what}: the contact after",
    "{what}: the files after",
    "{what}: the files as read",
)
APPLICATIONS, BOTH_CONTACTS, STILL_ONE = (
    "{what}: the applications after",
    "{what}: the contacts of one address",
    "{what}: the applications of somebody who has applied",
)
"""Steps that look at the org."""
OTHER = {"first_name": "Somebody", "last_name": "Else", "title": "Astronaut", "phone_number": "+1 555 0100"}
NO_CONTACTS = (calls.APPLICANTS, calls.FILES)
FILE = cast.file("for-a-known-person.pdf", "OTHER")


def address_of(candidate: Candidate) -> str:
    """The address of somebody who has one."""
    return str((candidate.email_addresses or [])[0].email_address)


def _strangers_to(snapshot: Snapshot, job: Job) -> list[Candidate]:
    """People with an address who have not applied to a job, in the order of their ids."""
    applied = {a.candidate_id for a in cast.of(snapshot, Application) if a.job_id == job.id}
    known = [c for c in cast.of(snapshot, Candidate) if c.email_addresses and c.id not in applied]
    return sorted(known, key=lambda candidate: str(candidate.remote_id))


@REGISTER.scenario(SCENARIO)
def known_people(stage: Stage) -> None:
    """Both creations are given people whom the org knows, once, twice, or on the job already."""
    snapshot = stage.sync(COMPANY, models=cast.PROCESS)
    job = cast.open_job(snapshot)
    strangers = iter(_strangers_to(snapshot, job))
    applied = iter(_to_open_jobs(snapshot))
    for what in CREATIONS:
        _of_a_known_address(stage, what, next(strangers), job)
        _of_an_address_that_two_have(stage, what, next(strangers), job)
        _of_somebody_who_has_applied(stage, what, snapshot, next(applied))
        _in_a_foreign_stage(stage, what, snapshot, job)


# --- one contact of the address ------------------------------------------------------------------


def _of_a_known_address(stage: Stage, what: str, candidate: Candidate, job: Job) -> None:
    """In capital letters, with other data and a file."""
    address = address_of(candidate)
    calls.look_for_contacts(stage, BEFORE.format(what=what), address)
    wish = {"candidate": {**OTHER, "email_address": address.upper()}, "application": {"job_id": job.id}}
    more = {"attachments": [FILE], "source": {"name": "Elsewhere"}}
    stage.act(KNOWN.format(what=what), CREATIONS[what], {**wish, **more})
    calls.look_for_contacts(stage, AFTER.format(what=what), address)
    applications = calls.look_for_applications(stage, APPLICATIONS.format(what=what), address)
    everything = (candidate.remote_id, *(row["Id"] for row in applications))
    calls.look_for_files(stage, HANGING.format(what=what), *everything)
    stage.act(FILES.format(what=what), "get_candidate_attachments", {"candidate_id": candidate.id})


@proves_of_both("a-known-email-reuses-the-contact-unchanged", SCENARIO)
def a_known_address_reuses_the_contact(trace: Trace, what: str) -> Shown:
    """An application for the contact and no write on contacts; it reads as before, its stamps too."""
    step = witness.succeeded(trace, KNOWN.format(what=what))
    given = step.inputs["candidate"]
    looks = {when: calls.told(trace, when.format(what=what)) for when in (BEFORE, AFTER)}
    before, after = (calls.one_row(rows, f"{what}: contacts of the address") for rows in looks.values())
    expect(before == after, f"the contact was {before}, is {after}", *step.played)
    address = str(before["Email"])
    expect(given["email_address"] not in ("", address), f"{address} was given as it is", *step.played)
    expect(given["email_address"].casefold() == address.casefold(), f"it has {address}", *step.played)
    kept = ("FirstName", "LastName", "Title", "MobilePhone")
    same = [name for name, ours in zip(kept, OTHER, strict=True) if before.get(name) == given[ours]]
    expect(not same, f"{same} were given as they are", *step.played)
    others = [one for one in witness.writes(step) if one.exchange.request.path not in NO_CONTACTS]
    expect(not others, "something else than application and file was written", *others)
    call, application_id = calls.made(step, calls.APPLICANTS)
    whose = witness.body(call).get(calls.CONTACT_OF)
    expect(whose == before["Id"], f"the application is for {whose}", call)
    listed = [row["Id"] for row in calls.told(trace, APPLICATIONS.format(what=what))]
    expect(application_id in listed, f"the contact has the applications {listed}", call)
    return Shown(f"{before['Id']} was used as it is", (call,))


@proves_of_both("files-go-to-the-reused-contact", SCENARIO)
def files_go_to_the_reused_contact(trace: Trace, what: str) -> Shown:
    """The upload names the contact; the file hangs there alone, and is read as one of the candidate's."""
    step = witness.succeeded(trace, KNOWN.format(what=what))
    read = witness.succeeded(trace, FILES.format(what=what))
    contact = calls.one_row(calls.told(trace, BEFORE.format(what=what)), f"{what}: contacts of the address")
    upload, _ = calls.made(step, calls.FILES)
    place = witness.body(upload).get("FirstPublishLocationId")
    expect(place == contact["Id"], f"the upload names {place}", upload)
    title = str(FILE["name"]).rpartition(".")[0]
    hanging = [
        row["LinkedEntityId"]
        for row in calls.told(trace, HANGING.format(what=what))
        if row["ContentDocument"]["Title"] == title
    ]
    expect(hanging == [contact["Id"]], f"the file hangs on {hanging}", upload)
    names = [file.file_name for file in witness.result(read).attachments]
    expect(names.count(str(FILE["name"])) == 1, f"read were {names}", *read.played)
    return Shown(f"{FILE['name']} hangs on {place}", (upload, *read.played))


# --- several contacts of one address -------------------------------------------------------------


def _of_an_address_that_two_have(stage: Stage, what: str, candidate: Candidate, job: Job) -> None:
    """Somebody was entered a second time in the org."""
    address = address_of(candidate)
    again = calls.entered("Twice", "Entered", address)
    stage.vendor(f"{what}: a second contact is entered", "add_record", **again)
    person = {"first_name": "Twice", "last_name": "Entered", "email_address": address}
    wish = {"candidate": person, "application": {"job_id": job.id}}
    stage.act(TWICE.format(what=what), CREATIONS[what], wish)
    calls.look_for_contacts(stage, BOTH_CONTACTS.format(what=what), address)


@proves_of_both("of-several-equal-emails-the-oldest-is-used", SCENARIO)
def the_oldest_is_used(trace: Trace, what: str) -> Shown:
    """The application is for the contact created first, and a warning says that there are several."""
    step = witness.succeeded(trace, TWICE.format(what=what))
    contacts = calls.told(trace, BOTH_CONTACTS.format(what=what))
    dates = {str(row["Id"]): str(row["CreatedDate"]) for row in contacts}
    apart = len(dates) > 1 and len(set(dates.values())) == len(dates)
    expect(apart, f"the contacts are {dates}", *step.played)
    oldest = min(dates, key=lambda contact_id: dates[contact_id])
    witness.none(step, "POST", calls.CONTACTS)
    call, _ = calls.made(step, calls.APPLICANTS)
    whose = witness.body(call).get(calls.CONTACT_OF)
    expect(whose == oldest, f"the application is for {whose}, the oldest is {oldest}", call)
    witness.warned(step, "several", oldest)
    return Shown(f"{oldest} is the oldest of {len(dates)}", (call,))


# --- a second application to one job -------------------------------------------------------------


def _of_somebody_who_has_applied(
    stage: Stage, what: str, snapshot: Snapshot, application: Application
) -> None:
    address = address_of(cast.candidate_of(snapshot, application))
    person = {"first_name": "Once", "last_name": "More", "email_address": address}
    wish = {"candidate": person, "application": {"job_id": application.job_id}}
    stage.act(SECOND.format(what=what), CREATIONS[what], wish, fails=True)
    calls.look_for_applications(stage, STILL_ONE.format(what=what), address)


def _to_open_jobs(snapshot: Snapshot) -> list[Application]:
    """Applications to jobs that take further ones."""
    staged = [job for job in cast.of(snapshot, Job) if creating.stages_of(snapshot, job)]
    open_jobs = {job.id for job in staged if job.status == "OPEN"}
    found = [a for a in cast.of(snapshot, Application) if a.job_id in open_jobs]
    return sorted(found, key=lambda application: str(application.remote_id))


@proves_of_both("a-second-application-to-one-job-is-refused", SCENARIO)
def a_second_application_is_refused(trace: Trace, what: str) -> Shown:
    """The vendor refuses it as a duplicate, the error names the application there is, and it stays alone."""
    step = trace.step(SECOND.format(what=what))
    written = witness.writes(step)
    expect(len(written) == 1, f"{len(written)} calls wrote something", *written)
    [call] = written
    expect(call.exchange.request.path == calls.APPLICANTS, "no application was sent", call)
    calls.refused_with(call, "DUPLICATE_VALUE")
    company = witness.after(trace, COMPANY)
    job = cast.by_id(company, Job, step.inputs["application"]["job_id"])
    listed = calls.told(trace, STILL_ONE.format(what=what))
    existing = calls.one_row((row for row in listed if row["bpats__Job__c"] == job.remote_id), "applications")
    known = witness.record(company, Application, str(existing["Id"]))
    expect(known.job_id == job.id, f"{known.remote_id} was for another job before", call)
    sent, pair = witness.body(call), (calls.CONTACT_OF, "bpats__Job__c")
    expect([sent.get(key) for key in pair] == [existing[key] for key in pair], f"sent was {sent}", call)
    error = step.error
    expect(isinstance(error, VendorRefusedError), f"it ended with {error!r}", call)
    assert isinstance(error, VendorRefusedError)
    expect(error.vendor_code == "DUPLICATE_VALUE", f"the error's code is {error.vendor_code}", call)
    named = error.detail.get("application_id")
    expect(named == existing["Id"], f"the error names {named}, there is {existing['Id']}", call)
    return Shown(f"refused, naming {named}", (call,))


# --- stages of other jobs ------------------------------------------------------------------------


def _in_a_foreign_stage(stage: Stage, what: str, snapshot: Snapshot, job: Job) -> None:
    own = {one.id for one in creating.stages_of(snapshot, job)}
    foreign = cast.one(cast.of(snapshot, ApplicationStage), lambda one: one.id not in own)
    wish = {"candidate": creating.person(0), "application": {"job_id": job.id, "stage_id": foreign.id}}
    stage.act(FOREIGN.format(what=what), CREATIONS[what], wish, fails=True)


@proves_of_both("a-stage-of-another-job-is-refused", SCENARIO)
def a_foreign_stage_is_refused(trace: Trace, what: str) -> Shown:
    """The stages of the job were read, the given one is none of them, and nothing is written."""
    step = witness.untouched(trace.step(FOREIGN.format(what=what)), InputError)
    company, wish = witness.after(trace, COMPANY), step.inputs["application"]
    job = cast.by_id(company, Job, wish["job_id"])
    foreign = cast.by_id(company, ApplicationStage, wish["stage_id"])
    own, looked = calls.stages_read(step, job.remote_id)
    expect(foreign.remote_id not in own, f"the job has the stages {own}", *looked)
    expect(str(foreign.remote_id) in str(step.error), f"the error says {step.error}", *looked)
    return Shown(str(step.error).split("\n")[0], looked)
