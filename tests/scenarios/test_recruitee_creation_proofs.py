"""Proofs about creations at Recruitee say no when their evidence says something else."""

from dataclasses import replace
from typing import Any

import pytest

from assay.connector import ActionResult
from assay.errors import InputError, VendorRefusedError
from assay.evidence import Played
from assay.unified.records import Application, Candidate
from assay_contracts.recruitee import calls
from assay_contracts.recruitee.answers import CANDIDATE, CANDIDATES, OFFER
from assay_contracts.recruitee.scenarios import (
    creating,
    creating_oddly,
)

from .tampered_recruitee import (
    B,
    also,
    both,
    changed,
    in_body,
    record_after,
    says_no,
    told,
    trace_of,
    with_request,
    with_response,
    without_warnings,
)
from .tampering import putting, rewritten, with_step, without_calls

# --- creating ------------------------------------------------------------------------------------


@both
@pytest.mark.parametrize("name", creating.STEPS)
def test_a_person_who_reads_otherwise_is_noticed(what: str, name: str) -> None:
    clause = f"action/create-{what}"
    trace = trace_of(clause)
    candidate, application = creating.made(
        trace.after(creating.AGAIN), trace.step(name).inputs["candidate"]["email_address"]
    )
    blank: dict[str, Any] = {"first_name": "X", "last_name": "X", "phone_numbers": [], "social_media": []}
    others = [
        record_after(trace, creating.AGAIN, Candidate, str(candidate.id), **{field: value})
        for field, value in blank.items()
        if getattr(candidate, field)
    ]
    others.append(record_after(trace, creating.AGAIN, Application, str(application.id), job_id="other"))

    for other in others:
        assert name in says_no(clause, other)


@both
def test_a_result_that_names_the_other_record_is_noticed(what: str) -> None:
    clause = f"action/create-{what}"

    said = says_no(clause, with_step(trace_of(clause), creating.LEAST, result=ActionResult(remote_id="1")))

    assert "the result names 1" in said


@both
def test_a_creation_that_names_a_stage_is_noticed(what: str) -> None:
    clause = f"{B}/create-{what}/a-stage-is-reached-by-a-move"
    trace = rewritten(
        trace_of(clause), creating.EVERYTHING, CANDIDATES, method="POST", request=putting(stage_id=1)
    )

    assert "names a stage" in says_no(clause, trace)


@both
@pytest.mark.parametrize("name", [creating.EVERYTHING, creating.FORM])
def test_a_move_elsewhere_is_noticed(what: str, name: str) -> None:
    clause = f"{B}/create-{what}/a-stage-is-reached-by-a-move"
    trace = rewritten(trace_of(clause), name, calls.CHANGE_STAGE, request=putting(stage_id=1))

    assert "was sent to 1" in says_no(clause, trace)


@both
def test_a_move_nobody_asked_for_is_noticed(what: str) -> None:
    clause = f"{B}/create-{what}/without-a-stage-no-move-is-sent"

    says_no(clause, also(trace_of(clause), creating.LEAST, "PATCH", "/c/41207/placements/1/change_stage"))


@both
def test_another_first_stage_is_noticed(what: str) -> None:
    clause = f"{B}/create-{what}/without-a-stage-no-move-is-sent"

    def elsewhere(body: dict[str, Any]) -> dict[str, Any]:
        pipeline = body["offer"]["pipeline_template"]
        stages = [
            {**one, "category": "apply" if one["category"] == "hire" else "sourced"}
            for one in pipeline["stages"]
        ]
        return {**body, "offer": {**body["offer"], "pipeline_template": {**pipeline, "stages": stages}}}

    trace = rewritten(trace_of(clause), creating.LEAST, OFFER, response=elsewhere)

    assert "it is in" in says_no(clause, trace)


@both
def test_a_cv_that_is_listed_or_not_there_is_noticed(what: str) -> None:
    clause = f"{B}/create-{what}/the-first-cv-becomes-the-cv"
    trace = trace_of(clause)
    listed = calls.told(trace, creating.THEIR_FILES, "attachments")
    doubled = [*listed, {**listed[0], "filename": "cv.pdf"}]
    person = calls.told(trace, creating.PERSON, "candidate")

    assert "listed are" in says_no(clause, told(trace, creating.THEIR_FILES, attachments=doubled))
    nobody = {**person, "cv_original_url": None}
    assert "has no CV" in says_no(clause, told(trace, creating.PERSON, candidate=nobody))


@both
def test_a_file_under_the_wrong_name_of_a_part_is_noticed(what: str) -> None:
    clause = f"{B}/create-{what}/the-first-cv-becomes-the-cv"
    trace = trace_of(clause)
    wrong = in_body(b"attachment[file]", b"file")

    says_no(clause, changed(trace, creating.EVERYTHING, calls.ATTACHMENTS, wrong, "POST"))


@both
def test_answers_by_the_plain_call_are_noticed(what: str) -> None:
    clause = f"{B}/create-{what}/answers-travel-by-the-careers-site"

    says_no(clause, also(trace_of(clause), creating.FORM, "POST", "/c/41207/candidates"))


@both
def test_a_token_on_the_careers_site_is_noticed(what: str) -> None:
    clause = f"{B}/create-{what}/answers-travel-by-the-careers-site"

    def with_token(one: Played) -> Played:
        return with_request(one, headers={**one.exchange.request.headers, "authorization": "Bearer x"})

    said = says_no(clause, changed(trace_of(clause), creating.FORM, calls.APPLY, with_token, "POST"))

    assert "saw the token" in said


@both
@pytest.mark.parametrize("name", [creating.FORM, creating.FILES])
def test_an_answer_that_reads_otherwise_is_noticed(what: str, name: str) -> None:
    clause = f"{B}/create-{what}/answers-travel-by-the-careers-site"
    trace = trace_of(clause)
    _, application = creating.made(
        trace.after(creating.AGAIN), trace.step(name).inputs["candidate"]["email_address"]
    )
    answers = application.screening_question_answers or []
    blank = dict.fromkeys(("content", "choice", "choices", "checked", "number", "date", "raw"))

    for number, one in enumerate(answers):
        other = one.model_copy(update={"answer": one.answer.model_copy(update=blank)})
        changed = [*answers[:number], other, *answers[number + 1 :]]
        tampered = record_after(
            trace, creating.AGAIN, Application, str(application.id), screening_question_answers=changed
        )
        assert one.question.title in says_no(clause, tampered)


@both
def test_another_moment_of_expiry_is_noticed(what: str) -> None:
    clause = f"{B}/create-{what}/consent-expiry-is-set"
    trace = trace_of(clause)
    other = "2027-06-30T23:59:59.000000Z"
    sent = rewritten(trace, creating.EVERYTHING, calls.EXPIRY, request=putting(gdpr_custom_expires_at=other))
    person = {**calls.told(trace, creating.PERSON, "candidate"), "gdpr_expires_at": other}

    assert "sent was" in says_no(clause, sent)
    assert "shows" in says_no(clause, told(trace, creating.PERSON, candidate=person))


@both
def test_an_expiry_nobody_asked_for_is_noticed(what: str) -> None:
    clause = f"{B}/create-{what}/consent-expiry-is-set"
    path = "/c/41207/gdpr/candidates/1/set_gdpr_custom_expires_at"

    says_no(clause, also(trace_of(clause), creating.LEAST, "POST", path))


@both
def test_a_key_that_goes_as_it_is_is_noticed(what: str) -> None:
    clause = f"{B}/create-{what}/a-unified-source-key-becomes-a-name"
    raw = in_body(b'"Indeed"', b'"INDEED"')

    assert "INDEED" in says_no(clause, changed(trace_of(clause), creating.BY_KEY, CANDIDATES, raw, "POST"))


@pytest.mark.parametrize("name", [creating.EVERYTHING, creating.BY_NAME, creating.BY_KEY])
def test_another_source_is_noticed(name: str) -> None:
    def renamed(body: dict[str, Any]) -> dict[str, Any]:
        return {**body, "candidate": {**body["candidate"], "sources": ["Another"]}}

    trace = rewritten(trace_of("feature/source-writing"), name, CANDIDATES, method="POST", request=renamed)

    assert name in says_no("feature/source-writing", trace)


def test_a_source_that_the_form_lost_is_noticed() -> None:
    trace = without_calls(trace_of("feature/source-writing"), creating.FORM, calls.NEW_SOURCE)

    says_no("feature/source-writing", trace)


def test_a_source_that_was_not_asked_for_is_noticed() -> None:
    def unasked(body: dict[str, Any]) -> dict[str, Any]:
        return {**body, "candidate": {**body["candidate"], "sources": []}}

    trace = rewritten(
        trace_of("feature/source-writing"), creating.LEAST, CANDIDATES, method="POST", request=unasked
    )

    assert "unasked" in says_no("feature/source-writing", trace)


# --- creating oddly ------------------------------------------------------------------------------


@both
def test_a_write_to_the_first_person_is_noticed(what: str) -> None:
    clause = f"{B}/create-{what}/an-existing-email-makes-a-second-person"
    trace = trace_of(clause)
    address = trace.step(what).inputs["candidate"]["email_address"]
    known = next(
        one
        for one in trace.after(creating.COMPANY).of(Candidate.store_id)
        if isinstance(one, Candidate) and address in str(one.email_addresses)
    )
    path = f"/c/41207/candidates/{known.remote_id}"

    assert "names the first person" in says_no(clause, also(trace, what, "PATCH", path))
    renamed = record_after(trace, creating.AGAIN, Candidate, str(known.id), first_name="Other")
    assert "first_name" in says_no(clause, renamed)


@both
def test_twins_that_do_not_know_each_other_are_noticed(what: str) -> None:
    clause = f"{B}/create-{what}/an-existing-email-makes-a-second-person"
    trace = trace_of(clause)
    snapshot = trace.after(creating.AGAIN)
    rows = tuple(row.model_copy(update={"remote_data": {}}) for row in snapshot.of(Candidate.store_id))
    alone = replace(snapshot, records={**snapshot.records, Candidate.store_id: rows})

    assert "does not name" in says_no(clause, with_step(trace, creating.AGAIN, snapshot=alone))


@both
def test_an_error_that_names_no_stages_is_noticed(what: str) -> None:
    clause = f"{B}/create-{what}/a-stage-of-another-pipeline-is-refused"

    said = says_no(clause, with_step(trace_of(clause), what, error=InputError("wrong stage")))

    assert "does not name" in said


@both
def test_a_write_before_the_refusal_is_noticed(what: str) -> None:
    for clause, name in (
        (f"{B}/create-{what}/a-stage-of-another-pipeline-is-refused", what),
        (f"{B}/create-{what}/an-unknown-source-id-is-refused", f"{what} with a wrong id"),
    ):
        said = says_no(clause, also(trace_of(clause), name, "POST", "/c/41207/candidates"))
        assert "wrote something" in said


@both
def test_another_kind_of_refusal_is_noticed(what: str) -> None:
    clause = f"{B}/create-{what}/a-stage-of-another-pipeline-is-refused"

    says_no(clause, with_step(trace_of(clause), what, error=VendorRefusedError("no")))


@both
def test_answers_that_are_dropped_in_silence_are_noticed(what: str) -> None:
    clause = f"{B}/create-{what}/answers-to-an-unpublished-job-are-reported"
    trace = trace_of(clause)
    result = trace.step(what).result
    assert result is not None
    fewer = replace(result, warnings=result.warnings[1:])

    assert "no warning" in says_no(clause, without_warnings(trace, what))
    assert "answers, warnings" in says_no(clause, with_step(trace, what, result=fewer))


@both
def test_answers_that_are_sent_all_the_same_are_noticed(what: str) -> None:
    clause = f"{B}/create-{what}/answers-to-an-unpublished-job-are-reported"
    trace = trace_of(clause)
    leak = putting(open_question_answers_attributes=[{"open_question_id": 1, "content": "x"}])
    leaking = rewritten(trace, what, CANDIDATES, method="POST", request=leak)

    assert "answers were sent" in says_no(clause, leaking)
    says_no(clause, also(trace, what, "POST", "/api/offers/some-job/candidates"))


@both
def test_a_source_by_the_name_that_was_given_is_noticed(what: str) -> None:
    clause = f"{B}/create-{what}/a-source-id-becomes-its-name"
    name = f"{what} with three"

    def by_name(body: dict[str, Any]) -> dict[str, Any]:
        return {**body, "candidate": {**body["candidate"], "sources": ["Another one"]}}

    trace = trace_of(clause)
    assert "sent was" in says_no(clause, rewritten(trace, name, CANDIDATES, method="POST", request=by_name))
    says_no(clause, without_calls(trace, name, calls.SOURCES))


@both
def test_an_error_that_names_no_input_is_noticed(what: str) -> None:
    clause = f"{B}/create-{what}/an-unknown-source-id-is-refused"

    said = says_no(
        clause, with_step(trace_of(clause), f"{what} with a wrong id", error=InputError("unknown"))
    )

    assert "source.id" in said


@both
def test_a_lost_file_without_a_warning_is_noticed(what: str) -> None:
    clause = f"{B}/create-{what}/a-failed-upload-keeps-the-person"

    assert "no warning" in says_no(clause, without_warnings(trace_of(clause), "create with a file"))


@both
def test_an_upload_that_did_not_fail_shows_nothing(what: str) -> None:
    clause = f"{B}/create-{what}/a-failed-upload-keeps-the-person"
    fine = changed(
        trace_of(clause),
        "create with a file",
        calls.ATTACHMENTS,
        lambda one: with_response(one, status=201),
    )

    assert "answered with" in says_no(clause, fine)


@both
@pytest.mark.parametrize(
    "behaviour",
    [
        "a-failed-upload-keeps-the-person",
        "a-creation-is-never-repeated-blindly",
        "a-missing-placement-is-added",
    ],
)
def test_a_second_person_is_noticed(what: str, behaviour: str) -> None:
    clause = f"{B}/create-{what}/{behaviour}"
    trace = trace_of(clause)
    people = calls.told(trace, creating_oddly.EVERYBODY, "candidates")

    said = says_no(clause, told(trace, creating_oddly.EVERYBODY, candidates=[*people, *people]))
    assert "2 people" in said
    nowhere = [{**one, "placements": []} for one in people]
    assert "0 placements" in says_no(clause, told(trace, creating_oddly.EVERYBODY, candidates=nowhere))


@both
def test_a_creation_with_an_answer_does_not_show_what_a_lost_one_leads_to(what: str) -> None:
    clause = f"{B}/create-{what}/a-creation-is-never-repeated-blindly"
    trace = trace_of(clause)
    answered = changed(trace, "create", CANDIDATES, lambda one: with_response(one, status=201), "POST")

    assert "not lost" in says_no(clause, answered)
    assert "nothing was looked for" in says_no(clause, without_calls(trace, "create", CANDIDATES, "GET"))


@both
def test_a_placement_that_was_there_needs_no_other(what: str) -> None:
    clause = f"{B}/create-{what}/a-missing-placement-is-added"

    def placed(body: dict[str, Any]) -> dict[str, Any]:
        return {**body, "candidate": {**body["candidate"], "placements": [{"id": 1}]}}

    trace = trace_of(clause)
    assert "had made" in says_no(clause, rewritten(trace, what, CANDIDATE, response=placed))
    other = rewritten(trace, what, calls.PLACEMENTS, request=putting(offer_id=1))
    assert "added was" in says_no(clause, other)
