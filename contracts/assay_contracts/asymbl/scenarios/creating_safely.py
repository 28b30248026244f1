"""Creations with values that look like SOQL, and one whose session ends. Source: asymbl sheet 1.2, 1.5."""

import re

from assay.errors import InputError
from assay.evidence import Played, Step, Trace
from assay.scenario import Shown, Stage, expect
from assay_contracts import cast, witness
from assay_contracts.asymbl import calls
from assay_contracts.asymbl.register import REGISTER
from assay_contracts.asymbl.scenarios import creating

COMPANY = "read the company"

# --- values that look like SOQL ------------------------------------------------------------------

KNOWN = {
    "a known address with a quote": "o'brien@applicant.example",
    "an unknown address like another": "a_ny@applicant.example",
    "an unknown address with pieces of SOQL": "x'or'1'-'1@applicant.example",
}
"""Steps, and the addresses they are given."""
IN_THE_ORG = ("o'brien@applicant.example", "o-brien@applicant.example", "axny@applicant.example")
FIRST_NAME, LAST_NAME = "\\' OR Name != '", "x'; \\\" SELECT Id FROM User --"
WRONG_JOB, THEIR_CONTACTS = "a job that is none", "look at the contacts"
_MATCHING = re.compile(r"\bEmail = ''")


@REGISTER.scenario("hostile-values")
def hostile_values(stage: Stage) -> None:
    """Candidates have names and addresses with quotes, backslashes and pieces of SOQL; so has a job's id."""
    job = cast.open_job(stage.sync(COMPANY, models=creating.PLANNED))
    for address in IN_THE_ORG:
        stage.vendor(f"{address} is entered", "add_record", **calls.entered("Known", "Before", address))
    names = {"first_name": FIRST_NAME, "last_name": LAST_NAME}
    for name, address in KNOWN.items():
        wish = {"candidate": {**names, "email_address": address}, "application": {"job_id": job.id}}
        stage.act(name, "create_candidate", wish)
    nowhere = {"job_id": f"remote:{job.remote_id}' OR Name != '"}
    person = {**names, "email_address": "nobody@applicant.example"}
    stage.act(WRONG_JOB, "create_candidate", {"candidate": person, "application": nowhere}, fails=True)
    calls.look_for_contacts(stage, THEIR_CONTACTS, *IN_THE_ORG, *KNOWN.values())


@REGISTER.proves("behaviour/general/values-never-leave-their-quotes", scenario="hostile-values")
def values_never_leave_their_quotes(trace: Trace) -> Shown:
    """Every query compares with the address itself or with ids; only contacts of that address come back."""
    contacts = calls.told(trace, THEIR_CONTACTS)
    shown: list[Played] = []
    for name, address in KNOWN.items():
        step = witness.succeeded(trace, name)
        searches = calls.looked_up(step, address)
        _compares_only_with(step, address)
        found = {str(row["Id"]) for played in searches for row in _of_address(played, address)}
        known = address in IN_THE_ORG
        expect(len(found) == known, f"{name}: {sorted(found)} were found", *searches)
        application, _ = calls.made(step, calls.APPLICANTS)
        whose = witness.body(application).get(calls.CONTACT_OF)
        contact = calls.one_row(calls.with_address(contacts, address), f"contacts of {address}")
        expect(whose == contact["Id"], f"{name}: the application is for {whose}", application)
        expect(not known or found == {whose}, f"{name}: {sorted(found)} was found", application)
        names = (contact["FirstName"], contact["LastName"])
        expect((names == (FIRST_NAME, LAST_NAME)) is not known, f"{name}: it is called {names}", application)
        shown += [*searches, application]
    _nothing_was_sent(trace.step(WRONG_JOB))
    return Shown("every value stayed between its quotes", tuple(shown))


def _compares_only_with(step: Step, address: str) -> None:
    """What stands between quotes is the address or an id, and outside of them nothing of the values."""
    asked = [played for played in step.played if calls.soql(played)]
    for played in asked:
        other = [
            text
            for text in calls.literals(calls.soql(played))
            if text != address and re.fullmatch(r"[A-Za-z0-9]{15,18}|Candidate", text) is None
        ]
        expect(not other, f"{step.name!r} compares with {other}", played)
        outside = calls.bare(played).replace("''", "")
        loose = [word for word in ("'", "\\", "applicant.example", " OR ", "!=") if word in outside]
        expect(not loose, f"{step.name!r} has {loose} outside of quotes", played)


def _of_address(played: Played, address: str) -> list[calls.Row]:
    """The rows of an answer, which have all that address."""
    rows = calls.rows(played)
    expect(_MATCHING.search(calls.bare(played)), "the query does not compare with one address", played)
    others = [row["Id"] for row in rows if row not in calls.with_address([row], address)]
    expect(not others, f"{others} have another address", played)
    return rows


def _nothing_was_sent(step: Step) -> None:
    expect(isinstance(step.error, InputError), f"{step.name!r} ended with {step.error!r}", *step.played)
    asked = [played for played in step.played if calls.soql(played)]
    expect(not asked and not witness.writes(step), f"{step.name!r} asked the org something", *step.played)


# --- a session that ends -------------------------------------------------------------------------

CREATE, ADDRESS = "create with a session that ends", creating.person(0)["email_address"]
THEIR_APPLICATIONS = "look at the applications"


@REGISTER.scenario("ended-session")
def ended_session(stage: Stage) -> None:
    """The session ends between the contact and the application."""
    job = cast.open_job(stage.sync(COMPANY, models=creating.PLANNED))
    person = creating.person(0)
    before = "POST /sobjects/bpats__ATS_Applicant__c"
    stage.vendor("the session will end", "while_reading", path=before, event="end_sessions")
    stage.act(CREATE, "create_candidate", {"candidate": person, "application": {"job_id": job.id}})
    calls.look_for_contacts(stage, THEIR_CONTACTS, ADDRESS)
    calls.look_for_applications(stage, THEIR_APPLICATIONS, ADDRESS)


@REGISTER.proves("behaviour/general/an-expired-token-is-renewed-once", scenario="ended-session")
def an_expired_token_is_renewed_once(trace: Trace) -> Shown:
    """One token is asked for after the refusal, the call is sent again once, and all exists once."""
    step = witness.succeeded(trace, CREATE)
    contact, contact_id = calls.made(step, calls.CONTACTS)
    tries = witness.sent(step, "POST", calls.APPLICANTS)
    expect(len(tries) == 2, f"the application was sent {len(tries)} times", *tries)
    refused, repeated = tries
    status = refused.exchange.response.status
    expect(status == 401, f"the first try was answered with {status}", refused)
    calls.refused_with(refused, "INVALID_SESSION_ID")
    application_id = calls.new_id(repeated)
    same = witness.body(refused) == witness.body(repeated)
    expect(same, "the repeated call is another one", refused, repeated)
    whose = witness.body(repeated).get(calls.CONTACT_OF)
    expect(whose == contact_id, f"the application is for {whose}", repeated)
    token = witness.only(step, "POST", calls.TOKEN)
    order = contact.index < refused.index < token.index < repeated.index
    expect(order, "the calls came in another order", contact, refused, token, repeated)
    there = calls.one_row(calls.told(trace, THEIR_CONTACTS), f"contacts of {ADDRESS}")
    applied = calls.one_row(calls.told(trace, THEIR_APPLICATIONS), f"applications of {ADDRESS}")
    ids = (there["Id"], applied["Id"])
    expect(ids == (contact_id, application_id), f"the org has {ids}", contact, repeated)
    return Shown("renewed once, repeated once", (refused, token, repeated))
