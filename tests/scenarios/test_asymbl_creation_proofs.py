"""Proofs about Asymbl's creations of new people say no when their evidence says something else."""

from dataclasses import replace
from typing import Any

import pytest

from assay.connector import ActionResult
from assay.evidence import Played
from assay.unified.records import Application, Candidate
from assay_contracts.asymbl import calls
from assay_contracts.asymbl.scenarios import creating

from .tampered_asymbl import (
    B,
    also,
    both,
    every,
    in_searches,
    none,
    says_no,
    shows,
    trace_of,
    twice,
)
from .tampering import (
    Change,
    changed,
    putting,
    record_after,
    rewritten,
    with_step,
)

OTHER_ID = "0038c000000zzzzZZZ"

# --- people who are new to the org ---------------------------------------------------------------


@both
@pytest.mark.parametrize("name", creating.STEPS)
def test_a_person_who_reads_otherwise_is_noticed(what: str, name: str) -> None:
    clause = f"action/create-{what}"
    trace = trace_of(clause)
    address = trace.step(name).inputs["candidate"]["email_address"]
    candidate, application = creating.made(trace.after(creating.AGAIN), address)
    others = [
        record_after(trace, creating.AGAIN, Candidate, str(candidate.id), first_name="X"),
        record_after(trace, creating.AGAIN, Candidate, str(candidate.id), last_name="X"),
        record_after(trace, creating.AGAIN, Application, str(application.id), job_id="other"),
        record_after(trace, creating.AGAIN, Application, str(application.id), outcome="HIRED"),
    ]

    for other in others:
        assert f"{name}: it reads" in says_no(clause, other)


@both
@pytest.mark.parametrize(
    "field",
    [
        "FirstName",
        "LastName",
        "Title",
        "MobilePhone",
        "MailingCity",
        "MailingPostalCode",
        "MailingCountryCode",
        "bpats__Earliest_Available_Date__c",
        "bpats__Desired_Salary__c",
        "LeadSource",
    ],
)
def test_a_contact_with_another_value_is_noticed(what: str, field: str) -> None:
    clause = f"action/create-{what}"
    trace = trace_of(clause)

    kept_otherwise = shows(trace, creating.THEIR_CONTACTS, every(**{field: "other"}))
    sent_otherwise = rewritten(
        trace, creating.EVERYTHING, calls.CONTACTS, request=putting(**{field: "other"})
    )

    assert "the org has" in says_no(clause, kept_otherwise)
    assert "sent was" in says_no(clause, sent_otherwise)


@both
@pytest.mark.parametrize(
    "field",
    [
        "bpats__Job__c",
        "bpats__Stage__c",
        "bpats__Applicant_Status__c",
        "bpats__Source__c",
        "bpats__Internal_Source__c",
    ],
)
def test_an_application_with_another_value_is_noticed(what: str, field: str) -> None:
    clause = f"action/create-{what}"
    trace = trace_of(clause)

    kept_otherwise = shows(trace, creating.THEIR_APPLICATIONS, every(**{field: "other"}))
    sent_otherwise = rewritten(trace, creating.LEAST, calls.APPLICANTS, request=putting(**{field: "other"}))

    assert "the org has" in says_no(clause, kept_otherwise)
    assert "sent was" in says_no(clause, sent_otherwise)


@both
@pytest.mark.parametrize("look", [creating.THEIR_CONTACTS, creating.THEIR_APPLICATIONS])
@pytest.mark.parametrize(("rows", "said"), [(none, "there are 0"), (twice, "there are 2")])
def test_somebody_who_is_missing_or_doubled_is_noticed(what: str, look: str, rows: Change, said: str) -> None:
    clause = f"action/create-{what}"

    assert said in says_no(clause, shows(trace_of(clause), look, rows))


@both
def test_files_that_are_missing_or_elsewhere_are_noticed(what: str) -> None:
    clause = f"action/create-{what}"
    trace = trace_of(clause)

    for change in (none, every(LinkedEntityId=OTHER_ID)):
        assert "the contact has the files" in says_no(clause, shows(trace, creating.THEIR_FILES, change))


@both
def test_a_result_that_names_the_other_record_is_noticed(what: str) -> None:
    clause = f"action/create-{what}"

    said = says_no(clause, with_step(trace_of(clause), creating.LEAST, result=ActionResult(remote_id="1")))

    assert "the result names 1" in said


@both
def test_a_contact_that_was_known_is_no_new_one(what: str) -> None:
    clause = f"{B}/create-{what}/a-new-email-makes-one-contact"
    trace = trace_of(clause)

    def found(body: dict[str, Any]) -> dict[str, Any]:
        return {**body, "records": [{"Id": OTHER_ID, "Email": "3.created@applicant.example"}]}

    assert "1 contacts had the address" in says_no(
        clause, in_searches(trace, creating.LEAST, "3.created@applicant.example", found)
    )


@both
def test_a_contact_nobody_looked_for_before_is_noticed(what: str) -> None:
    clause = f"{B}/create-{what}/a-new-email-makes-one-contact"
    trace = trace_of(clause)
    step = trace.step(creating.LEAST)
    searches = {one.index for one in calls.looked_up(step, "3.created@applicant.example")}
    later = tuple(
        replace(one, index=one.index + 1000) if one.index in searches else one for one in step.played
    )

    assert "0 contacts had the address" in says_no(clause, with_step(trace, creating.LEAST, played=later))


@both
def test_an_application_before_the_contact_is_noticed(what: str) -> None:
    clause = f"{B}/create-{what}/a-new-email-makes-one-contact"

    def early(played: Played) -> Played:
        return replace(played, index=1)

    trace = changed(trace_of(clause), creating.LEAST, calls.APPLICANTS, early)

    assert "the application came first" in says_no(clause, trace)


@both
def test_an_application_for_somebody_else_is_noticed(what: str) -> None:
    clause = f"{B}/create-{what}/a-new-email-makes-one-contact"
    elsewhere = putting(**{calls.CONTACT_OF: OTHER_ID})

    assert "sent was" in says_no(
        clause, rewritten(trace_of(clause), creating.LEAST, calls.APPLICANTS, request=elsewhere)
    )


@both
def test_a_second_contact_is_noticed(what: str) -> None:
    clause = f"{B}/create-{what}/a-new-email-makes-one-contact"
    trace = trace_of(clause)

    assert "was sent 2 times" in says_no(clause, also(trace, creating.LEAST, "POST", calls.CONTACTS))
    assert "there are 2" in says_no(clause, shows(trace, creating.THEIR_CONTACTS, twice))
