"""Proofs about Flatchr's applicants say no when one thing in their evidence is another one."""

from typing import Any

import pytest

from assay.unified.records import Application, ApplicationStage, Candidate, CandidateTag, Job
from assay_contracts.flatchr import calls
from assay_contracts.flatchr.scenarios import changing, connecting, outcomes, searching

from .tampered_flatchr import B, answering, each, everywhere, says_no, trace_of
from .tampering import changed_after, putting, rewritten, with_step

# --- applicants ----------------------------------------------------------------------------------


def test_an_outcome_that_forgets_the_hire_is_noticed() -> None:
    clause = f"{B}/applications/a-hire-outlives-archiving"
    trace = trace_of(clause)

    assert "outcome" in says_no(clause, everywhere(trace, outcomes.READ, Application, outcome="DECLINED"))
    assert "the row" in says_no(clause, answering(trace, outcomes.READ, calls.SEARCH, each(status=1)))


def test_an_archived_applicant_who_is_deleted_or_pending_is_noticed() -> None:
    clause = f"{B}/applications/an-archived-applicant-is-declined"
    trace = trace_of(clause)
    gone = {"outcome": "DECLINED", "remote_deleted_at": trace.after(outcomes.READ).at}

    assert "outcome" in says_no(clause, everywhere(trace, outcomes.READ, Application, outcome="PENDING"))
    assert "deleted" in says_no(clause, everywhere(trace, outcomes.READ, Application, **gone))
    assert "pending" in says_no(clause, everywhere(trace, outcomes.READ, Application, outcome="DECLINED"))


@pytest.mark.parametrize("model", [Candidate, Application, CandidateTag])
def test_a_vanished_applicant_of_whom_something_stays_is_noticed(model: type[Any]) -> None:
    clause = f"{B}/applications/a-vanished-applicant-is-marked-deleted"

    said = says_no(clause, everywhere(trace_of(clause), changing.SECOND, model, remote_deleted_at=None))

    assert "not marked deleted" in said


def test_others_who_are_marked_deleted_with_the_vanished_are_noticed() -> None:
    clause = f"{B}/applications/a-vanished-applicant-is-marked-deleted"
    trace = trace_of(clause)
    now = trace.after(changing.SECOND).at

    said = says_no(clause, everywhere(trace, changing.SECOND, Application, remote_deleted_at=now))

    assert "is marked deleted" in said


def test_a_vanished_applicant_whom_a_search_shows_is_noticed() -> None:
    clause = f"{B}/applications/a-vanished-applicant-is-marked-deleted"
    trace = trace_of(clause)
    gone = trace.step(changing.VANISH).inputs["applicant_id"]

    said = says_no(clause, answering(trace, changing.SECOND, calls.SEARCH, each(applicant=gone)))

    assert "still found" in said


@pytest.mark.parametrize("name", ["first_name", "last_name", "phone_numbers"])
def test_a_value_that_is_not_as_typed_is_noticed(name: str) -> None:
    clause = f"{B}/candidates/names-and-phones-stay-as-typed"

    assert "became" in says_no(clause, everywhere(trace_of(clause), outcomes.READ, Candidate, **{name: None}))


def test_a_job_of_the_same_title_is_noticed() -> None:
    clause = f"{B}/applications/a-job-is-found-by-its-plain-id"
    trace = trace_of(clause)
    other = next(
        job.id
        for job in trace.after(outcomes.READ).of(Job.store_id)
        if getattr(job, "remote_id", None) != trace.step(outcomes.TWIN).happened["vacancy_id"]
    )

    assert "the job is" in says_no(clause, everywhere(trace, outcomes.READ, Application, job_id=other))


def test_a_filter_by_plain_id_is_noticed() -> None:
    clause = f"{B}/applications/a-job-is-found-by-its-plain-id"
    trace = rewritten(trace_of(clause), outcomes.CREATE, calls.SEARCH, request=putting(vacancy=90001))

    assert "filtered by" in says_no(clause, trace)


# --- searches ------------------------------------------------------------------------------------


def test_a_search_that_was_not_cut_shows_nothing() -> None:
    clause = f"{B}/general/a-capped-search-loses-nobody"
    trace = answering(trace_of(clause), searching.READ, calls.SEARCH, lambda rows: rows * 3)

    assert "answers have up to" in says_no(clause, trace)


@pytest.mark.parametrize("model", [Candidate, Application])
def test_somebody_who_is_lost_in_a_cut_search_is_noticed(model: type[Any]) -> None:
    clause = f"{B}/general/a-capped-search-loses-nobody"
    trace = trace_of(clause)
    now = trace.after(searching.READ).at

    said = says_no(clause, changed_after(trace, searching.READ, model, remote_deleted_at=now))

    assert "lost are" in said


@pytest.mark.parametrize("text", ["2026-03-04", "14/03/26"])
def test_a_filter_that_is_not_month_and_day_is_noticed(text: str) -> None:
    for clause in (
        f"{B}/general/a-capped-search-loses-nobody",
        f"{B}/candidates/dates-of-search-rows-start-with-the-day",
    ):
        trace = rewritten(trace_of(clause), searching.READ, calls.SEARCH, request=putting(start=text))
        assert "asks for" in says_no(clause, trace)


def test_a_row_that_is_found_in_april_is_noticed() -> None:
    clause = f"{B}/candidates/dates-of-search-rows-start-with-the-day"
    around = putting(start="04/01/26", end="04/05/26")
    trace = rewritten(trace_of(clause), searching.READ, calls.SEARCH, request=around)

    assert "found between" in says_no(clause, trace)


@pytest.mark.parametrize("model", [Candidate, Application])
def test_a_date_that_was_rewritten_is_noticed(model: type[Any]) -> None:
    clause = f"{B}/candidates/dates-of-search-rows-start-with-the-day"
    other = {"/search": {"created_at": "2026-03-04"}}

    says_no(clause, everywhere(trace_of(clause), searching.READ, model, remote_data=other))


@pytest.mark.parametrize("model", [Candidate, Application])
def test_an_archived_person_who_is_deleted_is_noticed(model: type[Any]) -> None:
    clause = f"{B}/general/an-archived-search-that-fails-deletes-nobody"
    trace = trace_of(clause)
    now = trace.after(searching.READ).at

    assert "deleted" in says_no(clause, everywhere(trace, searching.READ, model, remote_deleted_at=now))


def test_a_refused_search_that_is_not_spoken_of_is_noticed() -> None:
    clause = f"{B}/general/an-archived-search-that-fails-deletes-nobody"

    assert "speak of" in says_no(clause, with_step(trace_of(clause), searching.READ, notices=()))


@pytest.mark.parametrize(
    ("clause", "known", "name", "model"),
    [
        (f"{B}/general/a-failed-search-deletes-nobody", searching.KNOWN, searching.READ, Candidate),
        (
            f"{B}/create-credentials/an-expired-key-asks-to-reconnect",
            connecting.KNOWN,
            connecting.READ,
            ApplicationStage,
        ),
    ],
)
def test_a_failure_that_deletes_something_is_noticed(
    clause: str, known: str, name: str, model: type[Any]
) -> None:
    trace = trace_of(clause)
    gone = changed_after(trace, known, model, remote_deleted_at=trace.after(known).at).after(known)

    assert "another one" in says_no(clause, with_step(trace, name, snapshot=gone))
