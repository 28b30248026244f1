"""Proofs about tags, moves, rejections, links and notes at Recruitee say no to other evidence."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from assay.errors import InputError
from assay.evidence import Trace
from assay.unified.records import Application, Candidate, CandidateTag
from assay_contracts.recruitee import calls
from assay_contracts.recruitee.answers import CANDIDATE, OFFER
from assay_contracts.recruitee.scenarios import (
    linking,
    moving,
    noting,
    rejecting,
    tagging,
)

from .tampered_recruitee import (
    B,
    also,
    changed,
    record_after,
    says_no,
    told,
    trace_of,
    with_request,
)
from .tampering import putting, rewritten, with_step, without_calls

MOVE, REJECT = f"{B}/move-application-to-stage", f"{B}/reject-application"


# --- tags ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", [tagging.NEW, tagging.EXISTING])
def test_another_tag_is_noticed(name: str) -> None:
    clause = "action/add-tag-to-candidate"
    trace = rewritten(trace_of(clause), name, calls.TAGS, method="POST", request=putting(tags=["Other"]))

    assert "sent was" in says_no(clause, trace)


def test_a_tag_that_the_company_does_not_list_is_noticed() -> None:
    clause = f"{B}/add-tag-to-candidate/an-unknown-tag-is-made-and-put"

    assert "the tags of the company" in says_no(clause, told(trace_of(clause), tagging.ALL, tags=[]))


def test_a_tag_that_is_on_the_candidate_twice_is_noticed() -> None:
    clause = f"{B}/add-tag-to-candidate/a-tag-occurs-once"

    def doubled(body: dict[str, Any]) -> dict[str, Any]:
        return {**body, "candidate": {**body["candidate"], "tags": body["candidate"]["tags"] * 2}}

    trace = rewritten(trace_of(clause), tagging.TWICE, CANDIDATE, response=doubled)

    assert "the tags of the candidate" in says_no(clause, trace)


def test_a_removal_that_took_another_tag_along_is_noticed() -> None:
    clause = f"{B}/remove-tag-from-candidate/a-missing-tag-is-no-error"

    def fewer(body: dict[str, Any]) -> dict[str, Any]:
        return {**body, "candidate": {**body["candidate"], "tags": body["candidate"]["tags"][1:]}}

    trace = rewritten(trace_of(clause), tagging.MISSING, CANDIDATE, response=fewer)

    assert "tags were" in says_no(clause, trace)


def test_a_tag_that_vanished_from_the_company_is_noticed() -> None:
    clause = f"{B}/remove-tag-from-candidate/a-removed-tag-stays-in-the-company"

    assert "the tags of the company" in says_no(clause, told(trace_of(clause), tagging.ALL, tags=[]))


def test_a_row_that_stays_after_the_tag_is_off_is_noticed() -> None:
    clause = f"{B}/remove-tag-from-candidate/a-removed-tag-stays-in-the-company"
    trace = trace_of(clause)
    snapshot = trace.after(tagging.AGAIN)
    rows = tuple(
        row.model_copy(update={"remote_deleted_at": None}) for row in snapshot.of(CandidateTag.store_id)
    )
    kept = replace(snapshot, records={**snapshot.records, CandidateTag.store_id: rows})

    assert "not marked" in says_no(clause, with_step(trace, tagging.AGAIN, snapshot=kept))


# --- moving and rejecting ------------------------------------------------------------------------


def test_another_application_that_moves_along_is_noticed() -> None:
    clause = "action/move-application-to-stage"
    trace = trace_of(clause)
    moved = trace.step("move on").inputs["application_id"]
    other = next(
        row for row in trace.after(moving.AGAIN).of(Application.store_id) if getattr(row, "id", None) != moved
    )

    said = says_no(
        clause,
        record_after(trace, moving.AGAIN, Application, str(getattr(other, "id", "")), current_stage_id="x"),
    )
    assert "moved were" in said


@pytest.mark.parametrize(
    ("behaviour", "name"),
    [
        ("a-disqualified-application-is-not-moved", moving.REJECTED),
        ("the-current-stage-needs-no-write", moving.CURRENT),
        ("a-stage-of-another-job-is-refused", moving.FOREIGN),
    ],
)
def test_a_move_that_must_not_be_is_noticed(behaviour: str, name: str) -> None:
    clause = f"{MOVE}/{behaviour}"
    trace = trace_of(clause)
    key = trace.step(name).inputs["application_id"]

    says_no(clause, also(trace, name, "PATCH", "/c/41207/placements/1/change_stage"))
    changed = record_after(trace, moving.AGAIN, Application, key, outcome="HIRED")
    assert "outcome" in says_no(clause, changed)


def test_an_error_that_does_not_say_why_is_noticed() -> None:
    clause = f"{MOVE}/a-disqualified-application-is-not-moved"

    assert "the error says" in says_no(
        clause, with_step(trace_of(clause), moving.REJECTED, error=InputError("no"))
    )


def test_a_stage_that_the_job_has_shows_nothing() -> None:
    clause = f"{MOVE}/a-stage-of-another-job-is-refused"
    trace = trace_of(clause)
    foreign = trace.step(moving.FOREIGN).inputs["stage_id"]
    remote_id = next(
        getattr(row, "remote_id", None)
        for row in trace.after(moving.COMPANY).of("ats_application_stages")
        if getattr(row, "id", None) == foreign
    )

    def having(body: dict[str, Any]) -> dict[str, Any]:
        stages = {"stages": [{"id": int(str(remote_id))}]}
        return {**body, "offer": {**body["offer"], "pipeline_template": stages}}

    trace = rewritten(trace, moving.FOREIGN, OFFER, response=having)

    assert "the job has the stage" in says_no(clause, trace)


def test_a_move_in_vain_that_counts_as_success_is_noticed() -> None:
    clause = f"{MOVE}/an-accepted-move-without-effect-is-an-error"
    trace = trace_of(clause)

    assert "succeeded" in says_no(clause, with_step(trace, "move in vain", error=None))
    assert "ended with" in says_no(clause, with_step(trace, "move in vain", error=InputError("no")))


def test_a_move_that_worked_is_none_in_vain() -> None:
    clause = f"{MOVE}/an-accepted-move-without-effect-is-an-error"
    trace = trace_of(clause)
    (move,) = trace.step("move in vain").sent(calls.CHANGE_STAGE)
    stage_id = move.exchange.request.json["stage_id"]

    def moved(body: dict[str, Any]) -> dict[str, Any]:
        placements = [{**one, "stage_id": stage_id} for one in body["candidate"]["placements"]]
        return {**body, "candidate": {**body["candidate"], "placements": placements}}

    assert "it is in" in says_no(clause, rewritten(trace, "move in vain", CANDIDATE, response=moved))


@pytest.mark.parametrize(
    "values",
    [
        {"outcome": "PENDING"},
        {"rejection_reason_name": None},
        {"rejected_at": None},
        {"current_stage_id": None},
    ],
)
def test_a_rejection_that_reads_otherwise_is_noticed(values: dict[str, Any]) -> None:
    clause = f"{REJECT}/a-rejection-shows-with-its-reason"
    trace = trace_of(clause)
    key = trace.step(rejecting.REJECT).inputs["application_id"]

    assert "reads" in says_no(clause, record_after(trace, rejecting.AGAIN, Application, key, **values))


def test_another_reason_is_noticed() -> None:
    clause = f"{REJECT}/a-rejection-shows-with-its-reason"
    trace = rewritten(
        trace_of(clause), rejecting.REJECT, calls.DISQUALIFY, request=putting(disqualify_reason_id=1)
    )

    assert "sent was" in says_no(clause, trace)


def test_another_application_that_is_rejected_along_is_noticed() -> None:
    clause = f"{REJECT}/other-applications-stay-pending"
    trace = trace_of(clause)
    snapshot = trace.after(rejecting.AGAIN)
    rows = tuple(row.model_copy(update={"outcome": "DECLINED"}) for row in snapshot.of(Application.store_id))
    declined = replace(snapshot, records={**snapshot.records, Application.store_id: rows})

    assert "the others are" in says_no(clause, with_step(trace, rejecting.AGAIN, snapshot=declined))


def test_a_rejection_for_no_reason_is_noticed() -> None:
    clause = f"{REJECT}/an-unknown-reason-is-refused"
    trace = trace_of(clause)
    person = calls.told(trace, rejecting.BETWEEN, "candidate")
    rejected = [{**one, "disqualified_at": "2026-06-15T08:00:00Z"} for one in person["placements"]]

    said = says_no(clause, told(trace, rejecting.BETWEEN, candidate={**person, "placements": rejected}))
    assert "it was" in said
    says_no(clause, told(trace, rejecting.BETWEEN, candidate={**person, "placements": []}))


def test_a_reason_that_the_vendor_lists_shows_nothing() -> None:
    clause = f"{REJECT}/an-unknown-reason-is-refused"
    trace = rewritten(
        trace_of(clause),
        rejecting.UNKNOWN,
        calls.REASONS,
        response=lambda _: {"disqualify_reasons": [{"id": 1, "name": "x"}]},
    )

    assert "the vendor has the reason" in says_no(clause, trace)


# --- links and notes -----------------------------------------------------------------------------

LINKS = [
    "action/add-result-link-to-application",
    "action/add-result-link-to-candidate",
    f"{B}/add-result-link-to-application/attributes-become-prefixed-fields",
    f"{B}/add-result-link-to-candidate/attributes-become-prefixed-fields",
]


def _fields(trace: Trace, name: str, change: Callable[[list[Any]], list[Any]]) -> Trace:
    """The trace with other profile fields of everybody after a step."""
    snapshot = trace.after(name)

    def changed(row: Any) -> Any:
        data = {
            key: {**part, "fields": change(part["fields"])} if "fields" in part else part
            for key, part in (row.remote_data or {}).items()
        }
        return row.model_copy(update={"remote_data": data})

    rows = tuple(changed(row) for row in snapshot.of(Candidate.store_id))
    return with_step(
        trace, name, snapshot=replace(snapshot, records={**snapshot.records, Candidate.store_id: rows})
    )


@pytest.mark.parametrize("clause", LINKS)
def test_fields_that_do_not_read_are_noticed(clause: str) -> None:
    assert "reads" in says_no(clause, _fields(trace_of(clause), linking.AGAIN, lambda _: []))


@pytest.mark.parametrize(
    "clause", [*LINKS, f"{B}/add-result-link-to-application/the-link-is-shown-once-on-the-candidate"]
)
def test_fields_that_read_twice_are_noticed(clause: str) -> None:
    assert "reads" in says_no(clause, _fields(trace_of(clause), linking.AGAIN, lambda fields: fields * 2))


@pytest.mark.parametrize("clause", LINKS)
def test_a_field_of_another_name_is_noticed(clause: str) -> None:
    def unprefixed(body: dict[str, Any]) -> dict[str, Any]:
        name = body["field"]["name"].removeprefix(f"{linking.PREFIX} ")
        return {"field": {**body["field"], "name": name}}

    trace = rewritten(trace_of(clause), linking.WITH, calls.NEW_FIELD, request=unprefixed)

    assert "made were" in says_no(clause, trace)


def test_a_link_that_makes_a_second_field_is_noticed() -> None:
    clause = f"{B}/add-result-link-to-candidate/repeating-a-link-updates-it"
    trace = trace_of(clause)

    says_no(clause, also(trace, linking.REPEATED, "POST", "/c/41207/custom_fields/candidates/1/fields"))
    says_no(clause, without_calls(trace, linking.REPEATED, calls.OLD_FIELD))


def test_a_link_that_changes_another_field_is_noticed() -> None:
    clause = f"{B}/add-result-link-to-candidate/repeating-a-link-updates-it"
    url = "https://api.recruitee.com/c/41207/custom_fields/candidates/fields/1"
    trace = changed(
        trace_of(clause), linking.REPEATED, calls.OLD_FIELD, lambda one: with_request(one, url=url)
    )

    assert "changed was field 1" in says_no(clause, trace)


@pytest.mark.parametrize(
    "note",
    [
        {"body": "Spoke well.", "visibility": {"level": "public"}},
        {"body": noting.TEXT, "visibility": {"level": "private"}},
        {"body": noting.TEXT},
    ],
)
def test_another_note_is_noticed(note: dict[str, Any]) -> None:
    clause = f"{B}/add-note-to-application/the-text-is-stored-as-given"

    says_no(clause, rewritten(trace_of(clause), noting.NOTE, calls.NOTES, request=putting(note=note)))


def test_a_note_that_reads_otherwise_is_noticed() -> None:
    clause = f"{B}/add-note-to-application/the-text-is-stored-as-given"
    trace = trace_of(clause)
    stored = [{**one, "body": "escaped"} for one in calls.told(trace, noting.NOTES, "notes")]

    assert "the note reads" in says_no(clause, told(trace, noting.NOTES, notes=stored))
