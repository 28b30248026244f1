"""Proofs about rules, unwritable fields and sessions say no when their evidence says something else."""

from dataclasses import replace
from typing import Any

import pytest

from assay.errors import VendorRefusedError
from assay.evidence import Played, Trace
from assay_contracts.asymbl import calls
from assay_contracts.asymbl.scenarios import creating_safely
from assay_contracts.asymbl.scenarios import creating_under_rules as rules

from .tampered_asymbl import (
    B,
    also,
    asking,
    both,
    every,
    in_searches,
    none,
    says_no,
    shows,
    trace_of,
    twice,
    with_calls,
)
from .tampering import (
    Change,
    changed,
    dropping,
    putting,
    rewritten,
    with_request,
    with_step,
    without_calls,
    without_warnings,
)

OTHER_ID = "0038c000000zzzzZZZ"

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

    assert "had the address before" in says_no(clause, in_searches(trace, step, address, found))


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
    assert "have another address" in says_no(VALUES, in_searches(trace, name, address, with_others))


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
