"""Every proof about change says no when its evidence is missing or says something else."""

from dataclasses import replace
from typing import Any

import orjson
import pytest

from assay.evidence import Step
from assay.unified.records import Application, Interview
from assay_contracts.ashby import answers
from assay_contracts.ashby.scenarios import (
    changing,
    created_only,
    deltas,
    keys,
    merging,
    resilience,
    setup,
    surveys,
)

from .tampered import (
    PROOFS,
    changed_after,
    dropping,
    putting,
    rewritten,
    saying,
    says_no,
    trace_of,
    with_step,
    with_steps,
    without_calls,
)

B = "behaviour"
W = f"{B}/webhook-subscriptions"

NO_NEW_DATA = {
    # These show that something did not change, or look at what was sent alone.
    f"{B}/candidates/application-actions-survive-a-merge",
    f"{B}/delta-syncs/delta-deletes-no-absent-record",
    f"{B}/interviews/no-interview-is-canceled",
    f"{B}/delta-syncs/token-goes-with-every-page",
    f"{B}/delta-syncs/expired-cursor-restarts-the-listing",
    f"{B}/eeo-questions/answers-go-to-the-survey",
    f"{W}/ping",
    f"{W}/repeated-delivery-changes-nothing",
    f"{W}/forged-delivery-is-refused",
}
NO_DATA = {clause for clause in PROOFS if PROOFS[clause].show.__module__ == setup.__name__} | {
    f"{B}/delta-syncs/token-goes-with-every-page",
}
"""Webhooks are set up before anything is stored; tokens are seen on the wire alone."""

every_proof = pytest.mark.parametrize("clause", sorted(PROOFS))


# --- all proofs ----------------------------------------------------------------------------------------


def test_every_clause_about_change_has_a_proof_here() -> None:
    assert len(PROOFS) == 47


@every_proof
def test_a_proof_holds_on_its_recording_and_names_exchanges(clause: str) -> None:
    shown = PROOFS[clause].show(trace_of(clause))

    assert shown.message
    assert shown.played


@every_proof
def test_a_scenario_that_did_nothing_shows_nothing(clause: str) -> None:
    says_no(clause, replace(trace_of(clause), steps=(), exchanges=()))


@every_proof
def test_steps_that_left_nothing_show_nothing(clause: str) -> None:
    nothing: dict[str, Any] = dict.fromkeys(("snapshot", "delivery", "result", "subscriptions"))
    trace = trace_of(clause)

    says_no(
        clause, with_steps(trace, lambda step: replace(step, played=(), attempted=(), error=None, **nothing))
    )


@every_proof
def test_no_exchange_no_proof(clause: str) -> None:
    says_no(clause, with_steps(trace_of(clause), lambda step: replace(step, played=())))


@pytest.mark.parametrize("clause", sorted(PROOFS.keys() - NO_DATA))
def test_no_data_set_no_proof(clause: str) -> None:
    says_no(clause, with_steps(trace_of(clause), lambda step: replace(step, snapshot=None)))


@pytest.mark.parametrize("clause", sorted(PROOFS.keys() - NO_DATA - NO_NEW_DATA))
def test_a_change_that_never_reached_the_data_set_is_noticed(clause: str) -> None:
    trace = trace_of(clause)
    first = next(step.snapshot for step in trace.steps if step.snapshot is not None)

    says_no(clause, with_steps(trace, lambda step: replace(step, snapshot=first) if step.snapshot else step))


@every_proof
def test_a_proof_does_not_hold_when_the_vendor_refused_everything(clause: str) -> None:
    refusal = orjson.dumps({"success": False, "errors": ["invalid_input"]})

    def refused(step: Step) -> Step:
        played = tuple(
            replace(
                one, exchange=replace(one.exchange, response=replace(one.exchange.response, body=refusal))
            )
            for one in step.played
        )
        return replace(step, played=played)

    says_no(clause, with_steps(trace_of(clause), refused))


# --- deltas --------------------------------------------------------------------------------------------


def test_a_delta_without_token_is_noticed() -> None:
    clause = f"{B}/delta-syncs/only-changes-are-read"

    says_no(
        clause, rewritten(trace_of(clause), deltas.DELTA, deltas.CANDIDATES, request=dropping("syncToken"))
    )


def test_a_delta_that_reads_everybody_is_noticed() -> None:
    clause = f"{B}/delta-syncs/only-changes-are-read"
    trace = trace_of(clause)
    everybody = answers.results(trace.step(deltas.FULL).sent(deltas.CANDIDATES)[0])

    said = says_no(
        clause, rewritten(trace, deltas.DELTA, deltas.CANDIDATES, response=putting(results=everybody))
    )

    assert "came" in said


def test_a_delta_that_deletes_what_did_not_come_is_noticed() -> None:
    clause = f"{B}/delta-syncs/delta-deletes-no-absent-record"
    trace = trace_of(clause)
    now = trace.after(deltas.DELTA).at

    said = says_no(clause, changed_after(trace, deltas.DELTA, Application, remote_deleted_at=now))

    assert "marked deleted" in said


def test_a_refused_token_that_is_sent_again_is_noticed() -> None:
    clause = f"{B}/delta-syncs/expired-token-leads-to-a-full-run"

    said = says_no(
        clause,
        rewritten(trace_of(clause), deltas.EXPIRED, deltas.CANDIDATES, request=putting(syncToken="old")),
    )

    assert "it went on" in said


def test_a_page_without_the_token_is_noticed() -> None:
    clause = f"{B}/delta-syncs/token-goes-with-every-page"
    trace = trace_of(clause)

    def forget(body: dict[str, Any]) -> dict[str, Any]:
        return dropping("syncToken")(body) if "cursor" in body else body

    said = says_no(clause, rewritten(trace, deltas.PAGED_DELTA, deltas.CANDIDATES, request=forget))

    assert "tokens were" in said


def test_a_next_run_with_the_token_of_before_is_noticed() -> None:
    clause = f"{B}/delta-syncs/token-goes-with-every-page"
    trace = trace_of(clause)
    old = trace.step(deltas.PAGED_DELTA).sent(deltas.CANDIDATES)[0].exchange.request.json["syncToken"]

    said = says_no(
        clause, rewritten(trace, deltas.PAGED_NEXT, deltas.CANDIDATES, request=putting(syncToken=old))
    )

    assert "the next run sent" in said


def test_a_listing_that_goes_on_after_its_cursor_expired_is_noticed() -> None:
    clause = f"{B}/delta-syncs/expired-cursor-restarts-the-listing"
    trace = trace_of(clause)
    pages = trace.step(deltas.PAGED_DELTA).sent(deltas.CANDIDATES)
    expired = next(n for n, page in enumerate(pages) if answers.refusal_code(page))
    rest = tuple(page for n, page in enumerate(pages) if n != expired + 1)

    said = says_no(clause, with_step(trace, deltas.PAGED_DELTA, played=rest))

    assert "did not begin again" in said


def test_an_interview_that_is_called_canceled_is_noticed() -> None:
    clause = f"{B}/interviews/cancelled-schedule-deletes-its-interviews"
    trace = changed_after(trace_of(clause), deltas.CANCELLED, Interview, canceled=True)

    assert "canceled" in says_no(clause, trace)


def test_an_interview_that_is_called_canceled_in_a_full_run_is_noticed() -> None:
    clause = f"{B}/interviews/no-interview-is-canceled"
    trace = changed_after(trace_of(clause), deltas.ALL_STATUSES, Interview, canceled=True)

    assert "canceled" in says_no(clause, trace)


@pytest.mark.parametrize("status", ["Cancelled", "Scheduled", "Complete"])
def test_schedules_of_all_but_one_status_are_too_few(status: str) -> None:
    clause = f"{B}/interviews/no-interview-is-canceled"

    def without(body: dict[str, Any]) -> dict[str, Any]:
        return {**body, "results": [one for one in body["results"] if one["status"] != status]}

    path = "/interviewSchedule.list"
    trace = rewritten(trace_of(clause), deltas.ALL_STATUSES, path, response=without)

    assert status in says_no(clause, trace)


# --- everything else -----------------------------------------------------------------------------------


def test_a_note_for_the_vanished_candidate_is_noticed() -> None:
    clause = f"{B}/candidates/application-actions-survive-a-merge"
    trace = trace_of(clause)
    gone = trace.step(merging.MERGE).inputs["candidate_id"]

    said = says_no(
        clause, rewritten(trace, merging.NOTE, "/candidate.createNote", request=putting(candidateId=gone))
    )

    assert "notes went to" in said


def test_a_note_sent_without_looking_is_noticed() -> None:
    clause = f"{B}/candidates/application-actions-survive-a-merge"

    says_no(clause, without_calls(trace_of(clause), merging.NOTE, "/application.info"))


def test_an_application_that_stays_with_the_vanished_candidate_is_noticed() -> None:
    clause = f"{B}/candidates/id-changes-on-merge"
    trace = trace_of(clause)
    before = trace.after(merging.BEFORE)
    after = trace.after(merging.AFTER)
    old = replace(after, records={**after.records, Application.store_id: before.of(Application.store_id)})

    assert "belongs to" in says_no(clause, with_step(trace, merging.AFTER, snapshot=old))


def test_a_run_that_speaks_of_what_is_hidden_is_noticed() -> None:
    clause = f"{B}/jobs/confidential-jobs-need-the-switch"

    said = says_no(clause, with_step(trace_of(clause), keys.WITHOUT, skipped=("ats_jobs: not allowed",)))

    assert "left out" in said


def test_a_source_that_was_sent_is_not_the_default_of_the_key() -> None:
    clause = f"{B}/candidate-source-tracking/default-source-of-the-key"

    said = says_no(
        clause,
        rewritten(trace_of(clause), keys.CREATE, "/candidate.create", request=putting(sourceId="sent")),
    )

    assert "was sent the source" in said


@pytest.mark.parametrize("name", [resilience.IN_SECONDS, resilience.AT_A_MOMENT])
def test_going_on_without_waiting_is_noticed(name: str) -> None:
    clause = f"{B}/general/rate-limit-is-waited-out"
    trace = trace_of(clause)
    hasty = replace(trace.after(name), at=trace.after(resilience.START).at)

    says_no(clause, with_step(trace, name, snapshot=hasty))


def test_another_request_after_a_refusal_is_noticed() -> None:
    clause = f"{B}/general/rate-limit-is-waited-out"
    trace = trace_of(clause)
    first, second = trace.step(resilience.IN_SECONDS).played
    other = saying(second, putting(limit=1), None)

    said = says_no(clause, with_step(trace, resilience.IN_SECONDS, played=(first, other)))

    assert "another request" in said


@pytest.mark.parametrize(
    "clause",
    [f"{B}/sync-only-created-applications/no-listing-is-read", "feature/sync-only-created-applications"],
)
def test_a_listing_of_everybody_is_noticed(clause: str) -> None:
    trace = trace_of(clause)
    listing = trace.step(created_only.EVERYBODY).sent("/application.list")
    run = trace.step(created_only.READ_AGAIN)

    said = says_no(clause, with_step(trace, run.name, played=(*run.played, *listing)))

    assert "listings were read" in said


def test_survey_answers_in_the_application_form_are_noticed() -> None:
    clause = f"{B}/eeo-questions/answers-go-to-the-survey"
    trace = trace_of(clause)
    sent = trace.step(surveys.BOTH).sent("/surveySubmission.create")[0].exchange.request.json
    leak = putting(leaked=sent["submittedValues"])

    said = says_no(clause, rewritten(trace, surveys.BOTH, "/applicationForm.submit", request=leak))

    assert "the form holds answers" in said


@pytest.mark.parametrize("name", [surveys.BOTH, surveys.ALONE])
@pytest.mark.parametrize("missing", ["applicationId", "candidateId", "submittedValues"])
def test_a_survey_without_all_it_needs_is_noticed(name: str, missing: str) -> None:
    clause = f"{B}/eeo-questions/answers-go-to-the-survey"

    says_no(clause, rewritten(trace_of(clause), name, "/surveySubmission.create", request=dropping(missing)))


def test_a_survey_sent_before_its_application_exists_is_noticed() -> None:
    clause = f"{B}/eeo-questions/answers-go-to-the-survey"
    trace = trace_of(clause)
    step = trace.step(surveys.ALONE)
    early = tuple(
        replace(one, index=0) if one.exchange.request.path == "/surveySubmission.create" else one
        for one in step.played
    )

    assert "before the application" in says_no(clause, with_step(trace, step.name, played=early))


@pytest.mark.parametrize(
    ("clause", "path"),
    [
        (f"{B}/tags/archived-tag-is-deleted", "/candidateTag.list"),
        (f"{B}/rejection-reasons/archived-reason-is-deleted", "/archiveReason.list"),
    ],
)
def test_a_deletion_of_what_the_vendor_did_not_archive_is_noticed(clause: str, path: str) -> None:
    def all_active(body: dict[str, Any]) -> dict[str, Any]:
        return {**body, "results": [{**item, "isArchived": False} for item in body["results"]]}

    trace = rewritten(trace_of(clause), changing.SECOND, path, response=all_active)

    assert "the vendor gives" in says_no(clause, trace)


def test_a_listing_that_never_ask_for_archived_reasons_is_noticed() -> None:
    clause = f"{B}/rejection-reasons/archived-reason-is-deleted"
    trace = rewritten(
        trace_of(clause), changing.SECOND, "/archiveReason.list", request=dropping("includeArchived")
    )

    assert "not asked for" in says_no(clause, trace)
