"""Proofs about Asymbl's creations say no when their evidence says something else."""

from dataclasses import replace
from typing import Any

import orjson
import pytest

from assay.connector import ActionResult
from assay.errors import VendorRefusedError
from assay.evidence import Played, Trace
from assay.unified.records import Application, Candidate
from assay_contracts.asymbl import calls
from assay_contracts.asymbl.scenarios import creating, creating_safely
from assay_contracts.asymbl.scenarios import creating_of_known_people as known_people
from assay_contracts.asymbl.scenarios import creating_under_rules as rules

from .tampered_asymbl import (
    B,
    also,
    asking,
    both,
    every,
    none,
    says_no,
    shows,
    trace_of,
    twice,
    with_calls,
    with_inputs,
)
from .tampering import (
    Change,
    changed,
    dropping,
    putting,
    record_after,
    rewritten,
    with_request,
    with_response,
    with_step,
    without_calls,
    without_warnings,
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
        clause, _in_searches(trace, creating.LEAST, "3.created@applicant.example", found)
    )


def _in_searches(trace: Trace, name: str, address: str, answer: Change) -> Trace:
    """The trace with something else found by the first search for an address."""
    search = calls.looked_up(trace.step(name), address)[0].index

    def change(played: Played) -> Played:
        if played.index != search:
            return played
        return with_response(played, body=orjson.dumps(answer(played.exchange.response.json)))

    return with_calls(trace, name, change)


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


# --- people whom the org knows -------------------------------------------------------------------


@both
def test_a_contact_that_was_changed_is_noticed(what: str) -> None:
    clause = f"{B}/create-{what}/a-known-email-reuses-the-contact-unchanged"
    trace = trace_of(clause)
    look = known_people.AFTER.format(what=what)

    for field in ("FirstName", "Title", "MobilePhone", "SystemModstamp"):
        assert "the contact was" in says_no(clause, shows(trace, look, every(**{field: "other"})))
    assert "there are 2" in says_no(clause, shows(trace, look, twice))


@both
@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", calls.CONTACTS),
        ("PATCH", f"{calls.CONTACTS}{OTHER_ID}"),
        ("POST", "/services/data/v63.0/composite"),
    ],
)
def test_another_write_beside_a_known_contact_is_noticed(what: str, method: str, path: str) -> None:
    clause = f"{B}/create-{what}/a-known-email-reuses-the-contact-unchanged"
    step = known_people.KNOWN.format(what=what)

    assert "something else" in says_no(clause, also(trace_of(clause), step, method, path))


@both
def test_data_that_the_contact_has_already_prove_nothing(what: str) -> None:
    clause = f"{B}/create-{what}/a-known-email-reuses-the-contact-unchanged"
    trace, step = trace_of(clause), known_people.KNOWN.format(what=what)
    [contact] = calls.told(trace, known_people.BEFORE.format(what=what))

    for name, field in (("email_address", "Email"), ("first_name", "FirstName"), ("title", "Title")):
        same = with_inputs(trace, step, **{f"candidate__{name}": contact[field]})
        assert "given as" in says_no(clause, same)
    other = with_inputs(trace, step, candidate__email_address="somebody@else.example")
    assert "it has" in says_no(clause, other)


@both
def test_an_application_for_another_contact_is_noticed(what: str) -> None:
    clause = f"{B}/create-{what}/a-known-email-reuses-the-contact-unchanged"
    trace, step = trace_of(clause), known_people.KNOWN.format(what=what)
    elsewhere = putting(**{calls.CONTACT_OF: OTHER_ID})

    assert "is for" in says_no(clause, rewritten(trace, step, calls.APPLICANTS, request=elsewhere))
    look = known_people.APPLICATIONS.format(what=what)
    assert "has the applications" in says_no(clause, shows(trace, look, none))


@both
def test_a_file_elsewhere_is_noticed(what: str) -> None:
    clause = f"{B}/create-{what}/files-go-to-the-reused-contact"
    trace, step = trace_of(clause), known_people.KNOWN.format(what=what)
    hanging, read = (name.format(what=what) for name in (known_people.HANGING, known_people.FILES))
    elsewhere = putting(FirstPublishLocationId=OTHER_ID)

    assert "the upload names" in says_no(clause, rewritten(trace, step, calls.FILES, request=elsewhere))
    for change in (
        none,
        every(LinkedEntityId=OTHER_ID),
        lambda rows: [*rows, *every(LinkedEntityId="a0A")(rows)],
    ):
        assert "the file hangs on" in says_no(clause, shows(trace, hanging, change))
    for attachments in ((), _result(trace, read).attachments * 2):
        result = replace(_result(trace, read), attachments=attachments)
        assert "read were" in says_no(clause, with_step(trace, read, result=result))


def _result(trace: Trace, name: str) -> ActionResult:
    result = trace.step(name).result
    assert result is not None
    return result


@both
def test_a_younger_contact_is_noticed(what: str) -> None:
    clause = f"{B}/create-{what}/of-several-equal-emails-the-oldest-is-used"
    trace, step = trace_of(clause), known_people.TWICE.format(what=what)
    look = known_people.BOTH_CONTACTS.format(what=what)

    def other_way_round(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
        dates = [row["CreatedDate"] for row in rows]
        return [{**row, "CreatedDate": date} for row, date in zip(rows, reversed(dates), strict=True)]

    assert "the oldest is" in says_no(clause, shows(trace, look, other_way_round))
    for change in (lambda rows: rows[:1], every(CreatedDate="2026-06-15T08:00:00.000+0000")):
        assert "the contacts are" in says_no(clause, shows(trace, look, change))
    assert "several" in says_no(clause, without_warnings(trace, step))
    assert "was sent" in says_no(clause, also(trace, step, "POST", calls.CONTACTS))


@both
def test_an_error_that_names_no_application_is_noticed(what: str) -> None:
    clause = f"{B}/create-{what}/a-second-application-to-one-job-is-refused"
    trace, step = trace_of(clause), known_people.SECOND.format(what=what)

    nameless = VendorRefusedError("no", vendor_code="DUPLICATE_VALUE")
    assert "the error names None" in says_no(clause, with_step(trace, step, error=nameless))
    other = VendorRefusedError("no", vendor_code="OTHER")
    assert "the error's code" in says_no(clause, with_step(trace, step, error=other))


@both
def test_a_second_application_is_noticed(what: str) -> None:
    clause = f"{B}/create-{what}/a-second-application-to-one-job-is-refused"
    trace, step = trace_of(clause), known_people.SECOND.format(what=what)
    look = known_people.STILL_ONE.format(what=what)

    assert "there are" in says_no(clause, shows(trace, look, twice))
    assert "there are 0" in says_no(clause, shows(trace, look, none))
    assert "2 calls wrote" in says_no(clause, also(trace, step, "POST", calls.CONTACTS))
    other_code = rewritten(trace, step, calls.APPLICANTS, response=lambda _: [{"errorCode": "OTHER"}])
    assert "was not refused with" in says_no(clause, other_code)
    elsewhere = rewritten(trace, step, calls.APPLICANTS, request=putting(bpats__Job__c="other"))
    assert "sent was" in says_no(clause, elsewhere)


@both
def test_a_stage_that_the_job_has_is_not_foreign(what: str) -> None:
    clause = f"{B}/create-{what}/a-stage-of-another-job-is-refused"
    trace, name = trace_of(clause), known_people.FOREIGN.format(what=what)
    step = trace.step(name)
    company = trace.after(known_people.COMPANY)
    [foreign] = [
        row.remote_id  # type: ignore[attr-defined]
        for row in company.of("ats_application_stages")
        if row.id == step.inputs["application"]["stage_id"]
    ]

    def with_it(body: dict[str, Any]) -> dict[str, Any]:
        return {**body, "records": [*body["records"], {"Id": foreign}]}

    assert "the job has the stages" in says_no(clause, rewritten(trace, name, calls.QUERY, response=with_it))
    unread = with_calls(trace, name, asking("ATS_Stage__c", "Other__c"))
    assert "were not read" in says_no(clause, unread)


@both
@pytest.mark.parametrize("path", [calls.CONTACTS, calls.APPLICANTS, calls.FILES])
def test_a_write_before_the_refusal_of_a_stage_is_noticed(what: str, path: str) -> None:
    clause = f"{B}/create-{what}/a-stage-of-another-job-is-refused"
    step = known_people.FOREIGN.format(what=what)

    assert "wrote something" in says_no(clause, also(trace_of(clause), step, "POST", path))


# --- rules ---------------------------------------------------------------------------------------


def _allowing(value: bool) -> Change:  # noqa: FBT001 -- what the rule says
    def change(body: Any) -> Any:
        if not isinstance(body, list):
            return body
        return [{**one, "duplicateResut": {**one["duplicateResut"], "allowSave": value}} for one in body]

    return change


@both
def test_a_header_that_was_not_sent_or_sent_too_early_is_noticed(what: str) -> None:
    clause = f"{B}/create-{what}/a-duplicate-rule-that-alerts-is-overridden-once"
    trace, step = trace_of(clause), rules.ALERTED.format(what=what)

    def bare(played: Played) -> Played:
        return with_request(played, headers={})

    def ready(played: Played) -> Played:
        return with_request(played, headers={"Sforce-Duplicate-Rule-Header": "allowSave=true"})

    assert "the second try says" in says_no(clause, changed(trace, step, calls.CONTACTS, bare))
    assert "before it said anything" in says_no(clause, changed(trace, step, calls.CONTACTS, ready))


@both
def test_a_rule_that_does_not_allow_saving_is_no_alert(what: str) -> None:
    clause = f"{B}/create-{what}/a-duplicate-rule-that-alerts-is-overridden-once"
    trace, step = trace_of(clause), rules.ALERTED.format(what=what)
    blocking = rewritten(trace, step, calls.CONTACTS, response=_allowing(value=False))

    silent = rewritten(trace, step, calls.CONTACTS, response=lambda _: [{"errorCode": rules.RULE}])

    assert "does not allow saving" in says_no(clause, blocking)
    assert "names no result" in says_no(clause, silent)


@both
def test_a_third_try_and_another_try_are_noticed(what: str) -> None:
    clause = f"{B}/create-{what}/a-duplicate-rule-that-alerts-is-overridden-once"
    trace, step = trace_of(clause), rules.ALERTED.format(what=what)
    second = _tries(trace, step)[1].index

    def other(played: Played) -> Played:
        return with_request(played, body=b'{"Email":"x"}') if played.index == second else played

    assert "was sent 3 times" in says_no(clause, also(trace, step, "POST", calls.CONTACTS))
    assert "is another one" in says_no(clause, with_calls(trace, step, other))


def _tries(trace: Trace, name: str) -> tuple[Played, ...]:
    return trace.step(name).sent(calls.CONTACTS)


@both
def test_contacts_of_a_rule_that_nobody_looked_at_are_noticed(what: str) -> None:
    for behaviour, name in (
        ("a-duplicate-rule-that-alerts-is-overridden-once", rules.ALERTED),
        ("a-duplicate-rule-that-blocks-is-an-error", rules.BLOCKED),
    ):
        clause, step = f"{B}/create-{what}/{behaviour}", name.format(what=what)
        trace = trace_of(clause)
        address = trace.step(step).inputs["candidate"]["email_address"]

        def the_same(body: dict[str, Any], address: str = address) -> dict[str, Any]:
            return {**body, "records": every(Email=address)(body["records"])}

        blind = with_calls(trace, step, asking("FROM+Contact", "FROM+Other"))
        assert "were not looked at" in says_no(clause, blind)
        assert "have the address" in says_no(clause, rewritten(trace, step, calls.QUERY, response=the_same))


@both
def test_an_overridden_rule_that_leaves_no_contact_is_noticed(what: str) -> None:
    clause = f"{B}/create-{what}/a-duplicate-rule-that-alerts-is-overridden-once"
    trace, step = trace_of(clause), rules.ALERTED.format(what=what)
    look = rules.AFTER.format(step=step)
    elsewhere = putting(**{calls.CONTACT_OF: OTHER_ID})

    assert "there are 0" in says_no(clause, shows(trace, look, none))
    assert "there are 2" in says_no(clause, shows(trace, look, twice))
    assert "the contact is" in says_no(clause, shows(trace, look, every(Id=OTHER_ID)))
    assert "is for" in says_no(clause, rewritten(trace, step, calls.APPLICANTS, request=elsewhere))


@both
def test_a_blocked_creation_that_goes_on_is_noticed(what: str) -> None:
    clause = f"{B}/create-{what}/a-duplicate-rule-that-blocks-is-an-error"
    trace, step = trace_of(clause), rules.BLOCKED.format(what=what)
    allowing = rewritten(trace, step, calls.CONTACTS, response=_allowing(value=True))

    assert "allows saving" in says_no(clause, allowing)
    assert "was sent 2 times" in says_no(clause, also(trace, step, "POST", calls.CONTACTS))
    assert "was sent in" in says_no(clause, also(trace, step, "POST", calls.APPLICANTS))
    for look in (rules.AFTER, rules.APPLICATIONS):
        shown = shows(trace, look.format(step=step), lambda _: [{"Id": OTHER_ID}])
        assert "the org has" in says_no(clause, shown)


@both
def test_an_error_without_the_words_of_the_rule_is_noticed(what: str) -> None:
    clause = f"{B}/create-{what}/a-duplicate-rule-that-blocks-is-an-error"
    silent = VendorRefusedError("no", vendor_code=rules.RULE)
    trace = with_step(trace_of(clause), rules.BLOCKED.format(what=what), error=silent)

    assert "the error says" in says_no(clause, trace)


@both
def test_a_match_that_is_not_read_is_noticed(what: str) -> None:
    clause = f"{B}/create-{what}/a-duplicate-of-the-same-email-is-reused"
    trace, step = trace_of(clause), rules.ENTERED.format(what=what)
    address = trace.step(step).inputs["candidate"]["email_address"]
    early = {one.index for one in calls.looked_up(trace.step(step), address)}
    kept = tuple(
        one for one in trace.step(step).played if one.index in early or "Contact" not in calls.bare(one)
    )

    assert "the match was not read" in says_no(clause, with_step(trace, step, played=kept))


@both
def test_a_match_that_is_not_used_is_noticed(what: str) -> None:
    clause = f"{B}/create-{what}/a-duplicate-of-the-same-email-is-reused"
    trace, step = trace_of(clause), rules.ENTERED.format(what=what)
    look = rules.AFTER.format(step=step)
    elsewhere = putting(**{calls.CONTACT_OF: OTHER_ID})

    assert "is for" in says_no(clause, rewritten(trace, step, calls.APPLICANTS, request=elsewhere))
    assert "there are 2" in says_no(clause, shows(trace, look, twice))
    assert "the rule names" in says_no(clause, shows(trace, look, every(Id=OTHER_ID)))
    assert "was sent 2 times" in says_no(clause, also(trace, step, "POST", calls.CONTACTS))


@both
def test_somebody_who_was_there_from_the_start_was_not_entered_meanwhile(what: str) -> None:
    clause = f"{B}/create-{what}/a-duplicate-of-the-same-email-is-reused"
    trace, step = trace_of(clause), rules.ENTERED.format(what=what)
    address = trace.step(step).inputs["candidate"]["email_address"]

    def found(body: dict[str, Any]) -> dict[str, Any]:
        return {**body, "records": [{"Id": OTHER_ID, "Email": address}]}

    assert "had the address before" in says_no(clause, _in_searches(trace, step, address, found))


# --- a field that may not be written -------------------------------------------------------------


@both
def test_a_salary_that_is_sent_or_kept_is_noticed(what: str) -> None:
    clause = f"{B}/create-{what}/an-unwritable-input-is-a-warning"
    trace, step = trace_of(clause), rules.UNWRITABLE.format(what=what)
    sending = putting(**{rules.SALARY: 70000})

    assert "it was sent as" in says_no(clause, rewritten(trace, step, calls.CONTACTS, request=sending))
    look = rules.AFTER.format(step=step)
    assert "the org has" in says_no(clause, shows(trace, look, every(**{rules.SALARY: 70000.0})))


@both
def test_a_salary_that_nobody_is_told_of_is_noticed(what: str) -> None:
    clause = f"{B}/create-{what}/an-unwritable-input-is-a-warning"
    trace, step = trace_of(clause), rules.UNWRITABLE.format(what=what)

    assert "no warning" in says_no(clause, without_warnings(trace, step))
    untitled = rewritten(trace, step, calls.CONTACTS, request=dropping("Title"))
    assert "the title was sent as None" in says_no(clause, untitled)


@both
def test_a_field_that_can_be_written_is_no_evidence(what: str) -> None:
    clause = f"{B}/create-{what}/an-unwritable-input-is-a-warning"
    trace = trace_of(clause)
    described = "/services/data/v63.0/sobjects/Contact/describe"

    def writable(body: Any) -> Any:
        if body is None:
            return body
        fields = [{**field, "createable": True} for field in body["fields"]]
        return {**body, "fields": fields}

    for step in trace.steps:
        if step.sent(described):
            trace = rewritten(trace, step.name, described, response=writable)

    assert "it can be written" in says_no(clause, trace)


# --- values and sessions -------------------------------------------------------------------------

VALUES, SESSION = (
    f"{B}/general/values-never-leave-their-quotes",
    f"{B}/general/an-expired-token-is-renewed-once",
)


def test_a_value_that_leaves_its_quotes_is_noticed() -> None:
    trace = trace_of(VALUES)

    for name in creating_safely.KNOWN:
        loose = with_calls(
            trace, name, asking("+FROM+Contact+WHERE+", "+FROM+Contact+WHERE+Name+!=+null+OR+")
        )
        assert "outside of quotes" in says_no(VALUES, loose)
        other = with_calls(trace, name, asking("Candidate", "Candi'or'date"))
        assert "compares with" in says_no(VALUES, other)


def test_an_unescaped_quote_is_noticed() -> None:
    trace = trace_of(VALUES)

    for name in ("a known address with a quote", "an unknown address with pieces of SOQL"):
        says_no(VALUES, with_calls(trace, name, asking("%5C%27", "%27")))


@pytest.mark.parametrize("name", creating_safely.KNOWN)
def test_rows_of_other_addresses_are_noticed(name: str) -> None:
    trace = trace_of(VALUES)

    def with_others(body: dict[str, Any]) -> dict[str, Any]:
        return {**body, "records": [*body["records"], {"Id": OTHER_ID, "Email": "other@applicant.example"}]}

    address = creating_safely.KNOWN[name]
    assert "have another address" in says_no(VALUES, _in_searches(trace, name, address, with_others))


def test_names_that_arrive_otherwise_and_other_contacts_are_noticed() -> None:
    trace = trace_of(VALUES)

    renamed = shows(trace, creating_safely.THEIR_CONTACTS, every(FirstName="X"))
    assert "it is called" in says_no(VALUES, renamed)
    assert "there are 0" in says_no(VALUES, shows(trace, creating_safely.THEIR_CONTACTS, none))
    assert "there are 2" in says_no(VALUES, shows(trace, creating_safely.THEIR_CONTACTS, twice))


def test_a_job_that_is_none_must_not_be_asked_for() -> None:
    trace = trace_of(VALUES)

    assert "asked the org something" in says_no(
        VALUES, also(trace, creating_safely.WRONG_JOB, "GET", f"{calls.QUERY}?q=SELECT+Id+FROM+User")
    )
    assert "ended with None" in says_no(VALUES, with_step(trace, creating_safely.WRONG_JOB, error=None))


def test_a_session_renewed_twice_or_never_is_noticed() -> None:
    trace, step = trace_of(SESSION), creating_safely.CREATE

    assert "was sent 2 times" in says_no(SESSION, also(trace, step, "POST", calls.TOKEN))
    assert "was sent 0 times" in says_no(SESSION, without_calls(trace, step, calls.TOKEN))


def test_a_call_repeated_twice_or_otherwise_is_noticed() -> None:
    trace, step = trace_of(SESSION), creating_safely.CREATE
    last = max(one.index for one in trace.step(step).sent(calls.APPLICANTS))

    def other(played: Played) -> Played:
        return with_request(played, body=b'{"bpats__Job__c":"x"}') if played.index == last else played

    assert "was sent 3 times" in says_no(SESSION, also(trace, step, "POST", calls.APPLICANTS))
    assert "is another one" in says_no(SESSION, with_calls(trace, step, other))


def test_a_record_created_twice_is_noticed() -> None:
    trace, step = trace_of(SESSION), creating_safely.CREATE

    assert "was sent 2 times" in says_no(SESSION, also(trace, step, "POST", calls.CONTACTS))
    for look in (creating_safely.THEIR_CONTACTS, creating_safely.THEIR_APPLICATIONS):
        assert "there are 2" in says_no(SESSION, shows(trace, look, twice))
        assert "the org has" in says_no(SESSION, shows(trace, look, every(Id=OTHER_ID)))


def test_a_token_asked_for_in_advance_is_no_renewal() -> None:
    trace, step = trace_of(SESSION), creating_safely.CREATE

    def early(played: Played) -> Played:
        return replace(played, index=0)

    assert "another order" in says_no(SESSION, changed(trace, step, calls.TOKEN, early))
    accepted = rewritten(trace, step, calls.APPLICANTS, response=lambda _: [{"errorCode": "OTHER"}])
    assert "was not refused with" in says_no(SESSION, accepted)
