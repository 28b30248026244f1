"""Proofs about Asymbl's creations of known people say no when their evidence says something else."""

from dataclasses import replace
from typing import Any

import pytest

from assay.connector import ActionResult
from assay.errors import VendorRefusedError
from assay.evidence import Trace
from assay_contracts.asymbl import calls
from assay_contracts.asymbl.scenarios import creating_of_known_people as known_people

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
    putting,
    rewritten,
    with_step,
    without_warnings,
)

OTHER_ID = "0038c000000zzzzZZZ"

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
