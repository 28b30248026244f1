"""Creations under duplicate rules, and by users who may not write all. Source: asymbl sheet 1.7, 3."""

from typing import Any

from assay.errors import VendorRefusedError
from assay.evidence import Played, Step, Trace
from assay.scenario import NotShown, Shown, Stage, expect
from assay.unified.records import Candidate, Job
from assay_contracts import cast, witness
from assay_contracts.asymbl import calls
from assay_contracts.asymbl.calls import Row, proves_of_both
from assay_contracts.asymbl.register import REGISTER, app
from assay_contracts.asymbl.scenarios import creating
from assay_contracts.creations import CREATIONS

COMPANY, SCENARIO = "read the company", "duplicate-rules"
ALERTED, BLOCKED, ENTERED = (
    "{what} under a rule that alerts",
    "{what} under a rule that blocks",
    "{what} of somebody who is entered meanwhile",
)
UNWRITABLE = "{what} with a salary"
AFTER, APPLICATIONS = "{step}: the contacts after", "{step}: the applications after"
RULE, ALLOWING = "DUPLICATES_DETECTED", "sforce-duplicate-rule-header"
SALARY = "bpats__Desired_Salary__c"

app("readonly-salary", read_only=[f"{calls.CONTACT}.{SALARY}"])


@REGISTER.scenario(SCENARIO)
def duplicate_rules(stage: Stage) -> None:
    """Both creations meet rules that alert or block, and somebody who is entered in the same moment."""
    snapshot = stage.sync(COMPANY, models=(*creating.PLANNED, Candidate.store_id))
    full = [c for c in cast.of(snapshot, Candidate) if c.first_name and c.last_name]
    known = iter(sorted(full, key=lambda candidate: str(candidate.remote_id)))
    job = cast.open_job(snapshot)
    _throw(stage, "namesakes are alerted of", duplicate_rule="alert", duplicate_match="name")
    for what in CREATIONS:
        _create_a_namesake(stage, ALERTED, what, next(known), job)
    _throw(stage, "namesakes are blocked", duplicate_rule="block", duplicate_match="name")
    for what in CREATIONS:
        _create_a_namesake(stage, BLOCKED, what, next(known), job)
    _throw(stage, "equal addresses are blocked", duplicate_rule="block", duplicate_match="email")
    for number, what in enumerate(CREATIONS):
        _create_somebody_entered_meanwhile(stage, what, creating.person(number), job)


def _throw(stage: Stage, name: str, **switches: str) -> None:
    stage.vendor(name, "throw_switches", values=switches)


def _look(stage: Stage, step: str, address: str) -> None:
    calls.look_for_contacts(stage, AFTER.format(step=step), address)
    calls.look_for_applications(stage, APPLICATIONS.format(step=step), address)


# --- people of the same name ---------------------------------------------------------------------


def _create_a_namesake(stage: Stage, name: str, what: str, same: Candidate, job: Job) -> None:
    """Somebody who is called as a contact is, and has another address."""
    step = name.format(what=what)
    address = f"{step.replace(' ', '-')}@applicant.example"
    person = {"first_name": same.first_name, "last_name": same.last_name, "email_address": address}
    wish = {"candidate": person, "application": {"job_id": job.id}}
    stage.act(step, CREATIONS[what], wish, fails=name == BLOCKED)
    _look(stage, step, address)


def _objection(played: Played) -> dict[str, Any]:
    """What a duplicate rule says against a contact; the vendor misspells the key (1.7)."""
    error = calls.refused_with(played, RULE)
    found = error.get("duplicateResut", error.get("duplicateResult"))
    if not isinstance(found, dict):
        raise NotShown("the rule names no result", played)
    return found


def _matched(played: Played) -> list[str]:
    """The contacts that a rule takes for the same person."""
    return [
        str(match["record"]["Id"])
        for result in _objection(played)["matchResults"]
        for match in result["matchRecords"]
    ]


def _headers(played: Played) -> dict[str, str]:
    return {name.lower(): value for name, value in played.exchange.request.headers.items()}


def _are_others(step: Step, first: Played, address: str) -> None:
    """The contacts that a rule names were looked at, and none has the address."""
    ids = _matched(first)
    seen = {
        str(row["Id"]): str(row["Email"])
        for call in calls.queries(step, calls.CONTACT)
        if call.index > first.index
        for row in calls.rows(call)
    }
    unseen = [contact_id for contact_id in ids if contact_id not in seen]
    expect(ids and not unseen, f"{unseen} of the matches {ids} were not looked at", first)
    same = [contact_id for contact_id in ids if seen[contact_id].casefold() == address.casefold()]
    expect(not same, f"{same} have the address", first)


@proves_of_both("a-duplicate-rule-that-alerts-is-overridden-once", SCENARIO)
def a_rule_that_alerts_is_overridden(trace: Trace, what: str) -> Shown:
    """Refused first, then the same again with the header, once; one contact, and its application."""
    step = witness.succeeded(trace, ALERTED.format(what=what))
    address = step.inputs["candidate"]["email_address"]
    tries = witness.sent(step, "POST", calls.CONTACTS)
    expect(len(tries) == 2, f"POST on contacts was sent {len(tries)} times", *tries)
    first, second = tries
    expect(_objection(first).get("allowSave") is True, "the rule does not allow saving", first)
    _are_others(step, first, address)
    expect(ALLOWING not in _headers(first), "the rule was overridden before it said anything", first)
    header = _headers(second).get(ALLOWING, "")
    expect("allowSave=true" in header.replace(" ", ""), f"the second try says {header!r}", second)
    expect(witness.body(first) == witness.body(second), "the second try is another one", first, second)
    sent = witness.body(second).get("Email")
    expect(sent == address, f"it was tried with {sent}", second)
    contact_id = calls.new_id(second)
    contact = calls.one_row(calls.told(trace, AFTER.format(step=step.name)), f"contacts of {address}")
    expect(contact["Id"] == contact_id, f"the contact is {contact['Id']}", second)
    application, _ = calls.made(step, calls.APPLICANTS)
    whose = witness.body(application).get(calls.CONTACT_OF)
    expect(whose == contact_id, f"the application is for {whose}", application)
    return Shown("refused, and saved with the header", (first, second, application))


@proves_of_both("a-duplicate-rule-that-blocks-is-an-error", SCENARIO)
def a_rule_that_blocks_is_an_error(trace: Trace, what: str) -> Shown:
    """Tried once; the error has the vendor's words, and neither contact nor application exists."""
    step = trace.step(BLOCKED.format(what=what))
    address = step.inputs["candidate"]["email_address"]
    tries = witness.sent(step, "POST", calls.CONTACTS)
    expect(len(tries) == 1, f"POST on contacts was sent {len(tries)} times", *tries)
    expect(_objection(tries[0]).get("allowSave") is False, "the rule allows saving", *tries)
    sent = witness.body(tries[0]).get("Email")
    expect(sent == address, f"it was tried with {sent}", *tries)
    _are_others(step, tries[0], address)
    said = str(calls.refused_with(tries[0], RULE)["message"])
    error = step.error
    expect(isinstance(error, VendorRefusedError), f"it ended with {error!r}", *tries)
    assert isinstance(error, VendorRefusedError)
    expect(error.vendor_code == RULE and said in str(error), f"the error says {error}", *tries)
    witness.none(step, "POST", calls.APPLICANTS)
    contacts = calls.told(trace, AFTER.format(step=step.name))
    applications = calls.told(trace, APPLICATIONS.format(step=step.name))
    expect(not contacts and not applications, f"the org has {len(contacts)} contacts", *tries)
    return Shown(str(error).split("\n")[0], tries)


# --- somebody is entered in the same moment ------------------------------------------------------


def _create_somebody_entered_meanwhile(stage: Stage, what: str, person: dict[str, Any], job: Job) -> None:
    """A recruiter enters the same person after the look-up by address and before the creation."""
    step, address = ENTERED.format(what=what), person["email_address"]
    stage.vendor(
        f"{what}: somebody will be entered",
        "while_reading",
        path="POST /sobjects/Contact",
        event="add_record",
        parameters=calls.entered("Entered", "Meanwhile", address),
    )
    stage.act(step, CREATIONS[what], {"candidate": person, "application": {"job_id": job.id}})
    _look(stage, step, address)


@proves_of_both("a-duplicate-of-the-same-email-is-reused", SCENARIO)
def a_duplicate_of_the_same_address_is_reused(trace: Trace, what: str) -> Shown:
    """Looked for in vain, refused, then the match is read, has the address and gets the application."""
    step = witness.succeeded(trace, ENTERED.format(what=what))
    address = step.inputs["candidate"]["email_address"]
    tries = witness.sent(step, "POST", calls.CONTACTS)
    expect(len(tries) == 1, f"POST on contacts was sent {len(tries)} times", *tries)
    ids = _matched(tries[0])
    early = [call for call in calls.looked_up(step, address) if call.index < tries[0].index]
    known = [row for call in early for row in calls.rows(call)]
    expect(early and not known, f"{len(known)} contacts had the address before", *tries)
    contact = calls.one_row(calls.told(trace, AFTER.format(step=step.name)), f"contacts of {address}")
    expect(ids == [contact["Id"]], f"the rule names {ids}, there is {contact['Id']}", *tries)
    read = [
        call
        for call in calls.queries(step, calls.CONTACT)
        if tries[0].index < call.index and _shows(call, contact)
    ]
    expect(read, "the match was not read", *tries)
    application, _ = calls.made(step, calls.APPLICANTS)
    whose = witness.body(application).get(calls.CONTACT_OF)
    expect(whose == contact["Id"], f"the application is for {whose}", application)
    expect(read[0].index < application.index, "the match was read too late", application)
    return Shown(f"{whose} was used", (*tries, read[0], application))


def _shows(played: Played, contact: Row) -> bool:
    """Whether an answer shows the contact with its address."""
    wanted = (contact["Id"], contact["Email"])
    return any((row["Id"], row.get("Email")) == wanted for row in calls.rows(played))


# --- a field that may not be written -------------------------------------------------------------


@REGISTER.scenario("unwritable-salary")
def unwritable_salary(stage: Stage) -> None:
    """Both creations are given salary expectations by a user who may only read them."""
    stage.connect("readonly-salary")
    job = cast.open_job(stage.sync(COMPANY, models=creating.PLANNED))
    for number, (what, operation) in enumerate(CREATIONS.items()):
        step, wanted = UNWRITABLE.format(what=what), {"period": "YEAR", "amount": 70000}
        person = creating.person(number, title="Carpenter", salary_expectations=wanted)
        stage.act(step, operation, {"candidate": person, "application": {"job_id": job.id}})
        _look(stage, step, person["email_address"])


@proves_of_both("an-unwritable-input-is-a-warning", "unwritable-salary")
def an_unwritable_input_is_a_warning(trace: Trace, what: str) -> Shown:
    """The description says that it cannot be written; it is not sent, all else is, and a warning names it."""
    step = witness.succeeded(trace, UNWRITABLE.format(what=what))
    given = step.inputs["candidate"]
    described = calls.description(trace, step, calls.CONTACT)
    fields = {field["name"]: field for field in witness.answer(described)["fields"]}
    expect(fields[SALARY]["createable"] is False, "it can be written", described)
    call, contact_id = calls.made(step, calls.CONTACTS)
    sent = witness.body(call)
    expect(SALARY not in sent, f"it was sent as {sent.get(SALARY)}", call)
    expect(sent.get("Title") == given["title"], f"the title was sent as {sent.get('Title')}", call)
    witness.warned(step, "candidate.salary_expectations.amount")
    contact = calls.one_row(calls.told(trace, AFTER.format(step=step.name)), "contacts of the address")
    expect(contact["Id"] == contact_id and contact[SALARY] is None, f"the org has {contact}", call)
    calls.made(step, calls.APPLICANTS)
    return Shown("left out and said", (described, call))
