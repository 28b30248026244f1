"""Every proof about reading Recruitee says no when its evidence is missing or says something else."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import orjson
import pytest

from assay.evidence import Step, Trace
from assay.unified.records import (
    Application,
    ApplicationStage,
    Candidate,
    Job,
    ScreeningQuestion,
    User,
)
from assay_contracts.recruitee import answers
from assay_contracts.recruitee.scenarios import (
    changing,
    created_only,
    deltas,
    eeo,
    explorer,
    full_sync,
    questions,
    searching,
    users,
    walking,
)

from .tampering import Proofs, changed_after, rewritten, with_step, with_steps, without_calls

_READING = Proofs(
    "recruitee",
    changing,
    created_only,
    deltas,
    eeo,
    explorer,
    full_sync,
    questions,
    searching,
    users,
    walking,
)
PROOFS, trace_of, says_no = _READING.by_clause, _READING.trace_of, _READING.says_no

B = "behaviour"
D = f"{B}/delta-syncs"
ONLY_OURS = f"{B}/sync-only-created-applications/only-own-applications-are-read"

every_proof = pytest.mark.parametrize("clause", sorted(PROOFS))

READ_ONCE = {clause for clause, proof in PROOFS.items() if proof.scenario in ("full-sync", "removed-user")}
NO_NEW_DATA = READ_ONCE | {
    # These show that something did not change, or look at what one run stored.
    f"{B}/candidates/plain-search-text-is-never-relied-on",
    f"{B}/users/only-active-users-come-back",
    f"{D}/a-quiet-delta-reads-one-page-per-walk",
}


def _rows(trace: Trace, name: str, model: type[Any]) -> tuple[Any, ...]:
    return trace.after(name).of(model.store_id)


def _with_row(trace: Trace, name: str, model: type[Any], key: str, **values: Any) -> Trace:
    """The trace with other values in the record of that vendor id after a step."""
    numbers = [n for n, row in enumerate(_rows(trace, name, model)) if row.remote_id == key]
    assert numbers, f"{key} is not stored"
    return changed_row(trace, name, model, numbers[0], **values)


def changed_row(trace: Trace, name: str, model: type[Any], number: int, **values: Any) -> Trace:
    snapshot = trace.after(name)
    rows = list(snapshot.of(model.store_id))
    rows[number] = rows[number].model_copy(update=values)
    records = {**snapshot.records, model.store_id: tuple(rows)}
    return with_step(trace, name, snapshot=replace(snapshot, records=records))


def _also(trace: Trace, name: str, *played: Any) -> Trace:
    """The trace with further calls in a step."""
    return with_step(trace, name, played=(*trace.step(name).played, *played))


def _in_list(key: str, change: Callable[[dict[str, Any]], dict[str, Any]]) -> Callable[[Any], Any]:
    """Changes every object of a list that an answer holds."""
    return lambda body: {**body, key: [change(item) for item in body[key]]}


# --- all proofs ----------------------------------------------------------------------------------------


def test_everything_about_reading_has_a_proof_here() -> None:
    assert len(PROOFS) == 31


@every_proof
def test_a_proof_holds_on_its_recording_and_names_exchanges(clause: str) -> None:
    shown = PROOFS[clause].show(trace_of(clause))

    assert shown.message
    assert shown.played


@every_proof
def test_a_scenario_that_did_nothing_shows_nothing(clause: str) -> None:
    says_no(clause, replace(trace_of(clause), steps=(), exchanges=()))


@every_proof
def test_no_exchange_no_proof(clause: str) -> None:
    says_no(clause, with_steps(trace_of(clause), lambda step: replace(step, played=())))


@every_proof
def test_no_data_set_no_proof(clause: str) -> None:
    says_no(clause, with_steps(trace_of(clause), lambda step: replace(step, snapshot=None)))


@every_proof
def test_an_empty_data_set_is_no_proof(clause: str) -> None:
    def emptied(step: Step) -> Step:
        return step if step.snapshot is None else replace(step, snapshot=replace(step.snapshot, records={}))

    says_no(clause, with_steps(trace_of(clause), emptied))


@pytest.mark.parametrize("clause", sorted(PROOFS.keys() - NO_NEW_DATA))
def test_a_change_that_never_reached_the_data_set_is_noticed(clause: str) -> None:
    trace = trace_of(clause)
    first = next(step.snapshot for step in trace.steps if step.snapshot is not None)

    says_no(clause, with_steps(trace, lambda step: replace(step, snapshot=first) if step.snapshot else step))


@every_proof
def test_a_proof_does_not_hold_when_the_vendor_refused_everything(clause: str) -> None:
    refusal = orjson.dumps({"error": ["Forbidden"]})

    def refused(step: Step) -> Step:
        responses = [replace(one.exchange.response, status=403, body=refusal) for one in step.played]
        played = tuple(
            replace(one, exchange=replace(one.exchange, response=response))
            for one, response in zip(step.played, responses, strict=True)
        )
        return replace(step, played=played)

    says_no(clause, with_steps(trace_of(clause), refused))


# --- users -----------------------------------------------------------------------------------------------


def test_a_deactivated_user_who_is_listed_is_noticed() -> None:
    clause = f"{B}/users/only-active-users-come-back"
    trace = trace_of(clause)
    everybody = trace.step(users.LOOK).sent(answers.ADMINS)[0].exchange.response.json
    trace = rewritten(trace, users.FIRST, answers.ADMINS, response=lambda _: everybody)

    assert "all the same" in says_no(clause, trace)


def test_users_read_from_elsewhere_are_noticed() -> None:
    clause = f"{B}/users/only-active-users-come-back"
    trace = trace_of(clause)
    elsewhere = trace_of("behaviour/users/a-removed-user-in-references-makes-no-user")
    other = elsewhere.step(users.READ_ALL).sent(answers.SEARCH)

    assert "also read from" in says_no(clause, _also(trace, users.FIRST, *other))


@pytest.mark.parametrize("behaviour", ["only-active-users-come-back", "a-deactivated-user-is-marked-deleted"])
def test_an_inactive_user_is_noticed(behaviour: str) -> None:
    clause = next(clause for clause in PROOFS if clause.startswith(f"{B}/users/{behaviour}"))
    trace = changed_after(trace_of(clause), users.FIRST, User, status="INACTIVE")

    assert "INACTIVE" in says_no(clause, trace)


def test_a_user_who_comes_back_as_another_is_noticed() -> None:
    clause = f"{B}/users/a-reactivated-user-returns"
    trace = trace_of(clause)
    key = str(trace.step(users.RETURNS).inputs["admin_id"])

    assert "became" in says_no(clause, _with_row(trace, users.THIRD, User, key, id="another"))


def test_a_removed_user_who_is_not_said_to_be_removed_shows_nothing() -> None:
    clause = f"{B}/users/a-removed-user-in-references-makes-no-user"
    living = _in_list("references", lambda item: {**item, "anonymized_at": None})
    trace = rewritten(trace_of(clause), users.READ_ALL, answers.CANDIDATE, response=living)

    assert "not said to be removed" in says_no(clause, trace)


def test_a_removed_user_who_becomes_a_user_is_noticed() -> None:
    clause = f"{B}/users/a-removed-user-in-references-makes-no-user"
    trace = trace_of(clause)
    key = str(trace.step(users.REMOVE).inputs["admin_id"])

    assert "became a user" in says_no(clause, changed_after(trace, users.READ_ALL, User, remote_id=key))


# --- jobs, applications, questions -----------------------------------------------------------------------


def test_a_job_whose_detail_was_not_read_is_noticed() -> None:
    clause = f"{B}/jobs/details-complete-the-short-list"
    trace = trace_of(clause)
    step = trace.step(full_sync.FULL)
    first = step.sent(answers.OFFER)[0]
    fewer = tuple(one for one in step.played if one is not first)

    assert "details of" in says_no(clause, with_step(trace, full_sync.FULL, played=fewer))


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [("description", "other", "described"), ("salary_amount_from", 1.5, "pays"), ("location", None, "is in")],
)
def test_a_job_that_is_not_as_its_detail_says_is_noticed(field: str, value: Any, said: str) -> None:
    clause = f"{B}/jobs/details-complete-the-short-list"
    trace = trace_of(clause)
    number = next(n for n, row in enumerate(_rows(trace, full_sync.FULL, Job)) if row.location and row.name)

    assert said in says_no(clause, changed_row(trace, full_sync.FULL, Job, number, **{field: value}))


def test_the_long_list_shows_nothing_about_the_short_one() -> None:
    clause = f"{B}/jobs/details-complete-the-short-list"
    longer = _in_list("offers", lambda offer: {**offer, "kind": "job"})
    trace = rewritten(trace_of(clause), full_sync.FULL, answers.OFFERS, response=longer)

    assert "not the short one" in says_no(clause, trace)


@pytest.mark.parametrize(
    "clause",
    [f"{B}/jobs/talent-pools-are-no-jobs", f"{B}/applications/talent-pool-placements-are-no-applications"],
)
def test_a_talent_pool_among_jobs_and_applications_is_noticed(clause: str) -> None:
    trace = trace_of(clause)
    offers = answers.by_id(trace.step(full_sync.FULL).sent(answers.OFFER), "offer")
    pool = next(key for key, offer in offers.items() if offer["kind"] == "talent_pool")

    assert "became a job" in says_no(clause, changed_after(trace, full_sync.FULL, Job, remote_id=pool))

    candidates = answers.by_id(trace.step(full_sync.FULL).sent(answers.CANDIDATE), "candidate")
    person = next(
        key
        for key, one in candidates.items()
        if any(placement["talent_pool_id"] for placement in one["placements"])
    )
    rows = _rows(trace, full_sync.FULL, Candidate)
    owner = next(row.id for row in rows if row.remote_id == person)
    stranger = next(
        n for n, row in enumerate(_rows(trace, full_sync.FULL, Application)) if row.candidate_id != owner
    )
    doubled = changed_row(trace, full_sync.FULL, Application, stranger, candidate_id=owner)

    assert "has the applications" in says_no(clause, doubled)


def test_a_hire_that_is_read_as_pending_is_noticed() -> None:
    clause = f"{B}/applications/a-hire-is-read-from-its-date"
    trace = trace_of(clause)
    rows = _rows(trace, full_sync.FULL, Application)
    hired = next(row.remote_id for row in rows if row.outcome == "HIRED")
    pending = _with_row(trace, full_sync.FULL, Application, hired, outcome="PENDING")

    assert "PENDING" in says_no(clause, pending)


def test_a_careers_site_that_shows_internal_jobs_is_noticed() -> None:
    clause = f"{B}/screening-questions/questions-of-published-jobs-come-back"
    trace = trace_of(clause)
    offers = answers.by_id(trace.step(full_sync.FULL).sent(answers.OFFER), "offer")
    internal = next(
        int(key)
        for key, offer in offers.items()
        if offer["status"] == "internal" and offer["open_question_template_id"]
    )
    leaking = _in_list("offers", lambda offer: {**offer, "id": internal})
    trace = rewritten(trace, full_sync.FULL, f"{answers.CAREERS}/", response=leaking)

    assert "shows the internal jobs" in says_no(clause, trace)


def test_a_question_that_nobody_asks_is_noticed() -> None:
    clause = f"{B}/screening-questions/questions-of-published-jobs-come-back"
    trace = changed_after(trace_of(clause), full_sync.FULL, ScreeningQuestion, remote_id="1")

    assert "questions are stored" in says_no(clause, trace)


def test_an_archived_job_that_is_marked_deleted_is_noticed() -> None:
    clause = f"{B}/jobs/archived-jobs-are-kept"
    trace = trace_of(clause)
    key = str(trace.step(changing.ARCHIVE).inputs["offer_id"])
    now = trace.after(changing.SECOND).at

    assert "marked deleted" in says_no(
        clause, _with_row(trace, changing.SECOND, Job, key, remote_deleted_at=now)
    )


@pytest.mark.parametrize(
    ("name", "values"),
    [
        (changing.REJECT, {"rejection_reason_name": None}),
        (changing.REJECT, {"rejected_at": None}),
        (changing.REJECT_SILENTLY, {"rejection_reason_name": "invented"}),
        (changing.REJECT_SILENTLY, {"outcome": "PENDING"}),
    ],
)
def test_a_rejection_that_is_stored_otherwise_is_noticed(name: str, values: dict[str, Any]) -> None:
    clause = f"{B}/applications/a-rejection-without-reason-has-no-reason-name"
    trace = trace_of(clause)
    key = str(trace.step(name).inputs["placement_id"])

    says_no(clause, _with_row(trace, changing.SECOND, Application, key, **values))


def test_a_merged_candidate_whose_applications_stay_is_noticed() -> None:
    clause = f"{B}/candidates/a-merged-candidate-is-marked-deleted"
    trace = trace_of(clause)
    before = trace.after(changing.BEFORE)
    after = trace.after(changing.AFTER)
    old = {**after.records, Application.store_id: before.of(Application.store_id)}

    says_no(clause, with_step(trace, changing.AFTER, snapshot=replace(after, records=old)))


def test_a_question_that_goes_with_the_page_of_its_job_is_noticed() -> None:
    clause = f"{B}/screening-questions/unpublishing-keeps-questions"
    trace = trace_of(clause)
    now = trace.after(questions.HIDDEN).at

    assert "marked deleted" in says_no(
        clause, changed_after(trace, questions.HIDDEN, ScreeningQuestion, remote_deleted_at=now)
    )


# --- the explorer ----------------------------------------------------------------------------------------


def _fields(trace: Trace, model: type[Any], kind: str) -> tuple[int, list[Any]]:
    """The first record with a field of that type that has a value, and its fields."""
    for number, row in enumerate(_rows(trace, full_sync.FULL, model)):
        if any(field.type == kind and field.value is not None for field in row.integration_fields or []):
            return number, list(row.integration_fields)
    raise AssertionError(f"no record has a field of type {kind}")


@pytest.mark.parametrize("kind", ["CUSTOM", "DEFAULT"])
@pytest.mark.parametrize(
    ("clause", "model"),
    [
        ("feature/jobs", Job),
        (f"{B}/jobs/the-explorer-lists-custom-fields-of-jobs", Job),
        ("feature/custom-field-explorer", Candidate),
    ],
)
def test_a_field_that_is_missing_or_says_something_else_is_noticed(
    clause: str, model: type[Any], kind: str
) -> None:
    trace = trace_of(clause)
    number, fields = _fields(trace, model, kind)
    ours = [field for field in fields if field.type == kind and field.value is not None]
    others = [field for field in fields if field not in ours]
    lying = [field.model_copy(update={"value": "something else"}) for field in ours]

    for changed in (others, [*others, *lying]):
        says_no(clause, changed_row(trace, full_sync.FULL, model, number, integration_fields=changed))


def test_a_field_that_is_not_mapped_is_noticed() -> None:
    clause = "feature/custom-field-explorer"
    trace = trace_of(clause)
    number, _ = _fields(trace, Candidate, "CUSTOM")

    says_no(clause, changed_row(trace, full_sync.FULL, Candidate, number, custom_fields={}))


# --- deltas ----------------------------------------------------------------------------------------------


def test_a_quiet_delta_that_reads_a_candidate_is_noticed() -> None:
    clause = f"{D}/a-quiet-delta-reads-one-page-per-walk"
    trace = trace_of(clause)
    detail = trace.step(deltas.FULL).sent(answers.CANDIDATE)[0]

    assert "candidates were read" in says_no(clause, _also(trace, deltas.QUIET, detail))


def test_a_quiet_delta_that_walks_further_is_noticed() -> None:
    clause = f"{D}/a-quiet-delta-reads-one-page-per-walk"
    trace = trace_of(clause)
    again = trace.step(deltas.QUIET).sent(answers.SEARCH)[0]

    assert "pages" in says_no(clause, _also(trace, deltas.QUIET, again))


def test_a_quiet_delta_that_moves_something_is_noticed() -> None:
    clause = f"{D}/a-quiet-delta-reads-one-page-per-walk"
    trace = trace_of(clause)
    now = trace.after(deltas.QUIET).at

    assert "moved" in says_no(clause, changed_after(trace, deltas.QUIET, Candidate, changed_at=now))


def test_a_move_that_changed_the_candidate_too_shows_nothing() -> None:
    clause = f"{D}/a-stage-move-is-found-without-the-candidates-date"
    trace = trace_of(clause)

    def touched(body: dict[str, Any]) -> dict[str, Any]:
        later = "2027-01-01T00:00:00.000000Z"
        return {**body, "candidate": {**body["candidate"], "updated_at": later}}

    said = says_no(clause, rewritten(trace, deltas.MOVED, answers.CANDIDATE, response=touched))

    assert "itself changed" in said


def test_a_move_that_is_not_stored_is_noticed() -> None:
    clause = f"{D}/a-stage-move-is-found-without-the-candidates-date"
    trace = trace_of(clause)
    key = str(trace.step(deltas.MOVE).inputs["placement_id"])
    somewhere = _rows(trace, deltas.MOVED, ApplicationStage)
    wanted = str(trace.step(deltas.MOVE).inputs["stage_id"])
    other = next(row.id for row in somewhere if row.remote_id != wanted)

    assert "is stored in" in says_no(
        clause, _with_row(trace, deltas.MOVED, Application, key, current_stage_id=other)
    )


def test_a_delta_that_reads_others_is_noticed() -> None:
    clause = f"{D}/new-and-rejected-applications-are-found"
    trace = trace_of(clause)
    everybody = trace.step(deltas.FULL).sent(answers.CANDIDATE)

    assert "were read too" in says_no(clause, _also(trace, deltas.NEW, *everybody))


def test_a_rejected_application_that_stays_pending_is_noticed() -> None:
    clause = f"{D}/new-and-rejected-applications-are-found"
    trace = trace_of(clause)
    key = str(trace.step(deltas.REJECT).inputs["placement_id"])

    assert "PENDING" in says_no(clause, _with_row(trace, deltas.NEW, Application, key, outcome="PENDING"))


def test_the_detail_of_another_job_is_noticed() -> None:
    clause = f"{D}/a-changed-job-costs-one-detail"
    trace = trace_of(clause)
    every = trace.step(deltas.FULL).sent(answers.OFFER)

    assert "were read" in says_no(clause, _also(trace, deltas.RENAMED, *every))


def test_a_list_of_jobs_that_is_cut_off_is_noticed() -> None:
    clause = f"{D}/a-changed-job-costs-one-detail"

    def first_alone(body: dict[str, Any]) -> dict[str, Any]:
        return {**body, "offers": body["offers"][:1]}

    trace = rewritten(trace_of(clause), deltas.RENAMED, answers.OFFERS, response=first_alone)

    assert "not read to its end" in says_no(clause, trace)


def test_a_full_run_that_marks_others_too_is_noticed() -> None:
    clause = f"{D}/a-deleted-candidate-is-found-by-reconciling"
    trace = trace_of(clause)
    now = trace.after(deltas.RECONCILED).at
    key = str(trace.step(deltas.DELETE).inputs["candidate_id"])
    other = next(row.remote_id for row in _rows(trace, deltas.RECONCILED, Candidate) if row.remote_id != key)

    assert "marked are" in says_no(
        clause, _with_row(trace, deltas.RECONCILED, Candidate, other, remote_deleted_at=now)
    )


def test_a_webhook_that_told_of_the_deletion_is_noticed() -> None:
    clause = f"{D}/a-deleted-candidate-is-found-by-reconciling"
    trace = trace_of(clause)

    assert "webhooks" in says_no(clause, with_step(trace, deltas.QUIET, kind="webhook"))


def test_a_vendor_that_sorts_shows_nothing() -> None:
    clause = f"{D}/an-ignored-sort-leads-to-a-full-sync"

    def sorted_down(body: dict[str, Any]) -> dict[str, Any]:
        hits = sorted(body["hits"], key=lambda hit: str(hit["updated_at"]), reverse=True)
        return {**body, "hits": [{**hit, "last_activity_at": hit["updated_at"]} for hit in hits]}

    trace = rewritten(trace_of(clause), walking.DELTA, answers.SEARCH, response=sorted_down)

    assert "as it was asked to" in says_no(clause, trace)


def test_a_fallback_that_is_not_said_is_noticed() -> None:
    clause = f"{D}/an-ignored-sort-leads-to-a-full-sync"

    assert "it says only" in says_no(clause, with_step(trace_of(clause), walking.DELTA, notices=()))


def test_a_fallback_that_does_not_read_everybody_is_noticed() -> None:
    clause = f"{D}/an-ignored-sort-leads-to-a-full-sync"
    trace = trace_of(clause)
    step = trace.step(walking.DELTA)
    first = step.sent(answers.CANDIDATE)[0]
    fewer = tuple(one for one in step.played if one is not first)

    assert "candidates were read" in says_no(clause, with_step(trace, walking.DELTA, played=fewer))


def test_a_walk_that_did_not_shift_shows_nothing() -> None:
    clause = f"{D}/a-change-during-the-walk-is-not-missed"
    trace = trace_of(clause)
    step = trace.step(walking.SHIFTED)
    numbers = iter(range(1, 1000))

    def others(body: dict[str, Any]) -> dict[str, Any]:
        return {**body, "hits": [{**hit, "id": next(numbers)} for hit in body["hits"]]}

    assert "nothing shifted" in says_no(clause, rewritten(trace, step.name, answers.SEARCH, response=others))


@pytest.mark.parametrize("name", [walking.SHIFTED, walking.NEXT])
def test_somebody_who_is_lost_or_stored_twice_is_noticed(name: str) -> None:
    clause = f"{D}/a-change-during-the-walk-is-not-missed"
    trace = trace_of(clause)
    snapshot = trace.after(name)
    rows = snapshot.of(Candidate.store_id)
    for people in (rows[1:], (*rows, rows[0])):
        records = {**snapshot.records, Candidate.store_id: people}
        says_no(clause, with_step(trace, name, snapshot=replace(snapshot, records=records)))


def test_a_change_that_is_missed_in_the_next_run_too_is_noticed() -> None:
    clause = f"{D}/a-change-during-the-walk-is-not-missed"
    trace = trace_of(clause)
    key = str(trace.step(walking.ARM).inputs["parameters"]["candidate_id"])

    assert "is lost" in says_no(
        clause, _with_row(trace, walking.NEXT, Candidate, key, first_name="Candidate", last_name="Number 1")
    )


# --- searching, own applications, equal opportunities -----------------------------------------------------


def test_a_search_by_text_is_noticed() -> None:
    clause = f"{B}/candidates/plain-search-text-is-never-relied-on"
    trace = trace_of(clause)
    by_text = trace.step(searching.LOOK).sent(answers.SEARCH)

    assert "carry a text" in says_no(clause, _also(trace, searching.DELTA, *by_text))


def test_a_search_that_heeds_the_text_shows_nothing() -> None:
    clause = f"{B}/candidates/plain-search-text-is-never-relied-on"

    def nobody(body: dict[str, Any]) -> dict[str, Any]:
        return {**body, "hits": []}

    trace = rewritten(trace_of(clause), searching.LOOK, answers.SEARCH, response=nobody)

    assert "found 0" in says_no(clause, trace)


@pytest.mark.parametrize("clause", [ONLY_OURS, "feature/sync-only-created-applications"])
def test_a_search_for_everybody_is_noticed(clause: str) -> None:
    trace = trace_of(clause)
    search = trace.step(created_only.LOOK).sent(answers.SEARCH)

    assert "searches in" in says_no(clause, _also(trace, created_only.READ_AGAIN, *search))


@pytest.mark.parametrize("clause", [ONLY_OURS, "feature/sync-only-created-applications"])
def test_somebody_elses_application_is_noticed(clause: str) -> None:
    trace = changed_after(trace_of(clause), created_only.READ, Application, remote_id="1")

    assert "are ours" in says_no(clause, trace)


def test_a_merged_one_of_ours_that_stays_is_noticed() -> None:
    trace = trace_of(ONLY_OURS)
    key = str(trace.step(created_only.MERGE).inputs["candidate_id"])
    kept = _with_row(trace, created_only.READ_AGAIN, Candidate, key, remote_deleted_at=None)

    assert "not marked deleted" in says_no(ONLY_OURS, kept)


def test_a_filter_that_is_relied_on_is_noticed() -> None:
    clause = f"{B}/candidates/an-ignored-search-filter-is-noticed"
    trace = trace_of(clause)
    filtered = trace.step(created_only.FILTER).sent(answers.SEARCH)

    assert "relied on" in says_no(clause, _also(trace, created_only.READ, *filtered))


def test_a_filter_that_works_shows_nothing() -> None:
    clause = f"{B}/candidates/an-ignored-search-filter-is-noticed"

    def nobody(body: dict[str, Any]) -> dict[str, Any]:
        return {**body, "hits": [], "total": 0}

    trace = rewritten(trace_of(clause), created_only.FILTER, answers.SEARCH, response=nobody)

    assert "the filter left 0" in says_no(clause, trace)


def test_somebody_outside_the_selection_is_noticed() -> None:
    clause = f"{B}/candidates/an-ignored-search-filter-is-noticed"
    trace = changed_after(trace_of(clause), created_only.READ_AGAIN, Candidate, remote_id="1")

    assert "stored too" in says_no(clause, trace)


def test_a_second_mail_and_none_are_noticed() -> None:
    clause = f"{B}/eeo-questions/the-vendor-asks-for-eeo-data-itself"
    trace = trace_of(clause)
    happened = trace.step(eeo.APPLY_ON).happened
    for mails in ([], [*happened["mails"], *happened["mails"]]):
        changed = with_step(trace, eeo.APPLY_ON, happened={**happened, "mails": mails})
        assert "mails were sent" in says_no(clause, changed)


def test_a_mail_without_the_switch_is_noticed() -> None:
    clause = f"{B}/eeo-questions/without-the-switch-no-eeo-request"
    trace = trace_of(clause)
    happened = trace.step(eeo.APPLY_OFF).happened
    asked = {"kind": "eeo", "to": eeo.OFF_ADDRESS}
    changed = with_step(trace, eeo.APPLY_OFF, happened={**happened, "mails": [asked]})

    assert "mails were sent" in says_no(clause, changed)


def test_a_question_of_that_category_is_noticed() -> None:
    clause = f"{B}/eeo-questions/the-vendor-asks-for-eeo-data-itself"
    trace = changed_after(trace_of(clause), eeo.AFTER, ScreeningQuestion, category="EEO")

    assert "have a category" in says_no(clause, trace)


@pytest.mark.parametrize(
    ("behaviour", "status"),
    [("the-vendor-asks-for-eeo-data-itself", None), ("without-the-switch-no-eeo-request", "requested")],
)
def test_another_status_in_the_search_is_noticed(behaviour: str, status: str | None) -> None:
    clause = f"{B}/eeo-questions/{behaviour}"

    def told(hit: dict[str, Any]) -> dict[str, Any]:
        return {**hit, "placements": [{**one, "eeo_data_status": status} for one in hit["placements"]]}

    trace = rewritten(trace_of(clause), eeo.AFTER, answers.SEARCH, response=_in_list("hits", told))

    says_no(clause, trace)


def test_the_feature_needs_both_sides_of_the_switch() -> None:
    clause = "feature/eeo-questions"

    says_no(clause, without_calls(trace_of(clause), eeo.AFTER, answers.SEARCH))
