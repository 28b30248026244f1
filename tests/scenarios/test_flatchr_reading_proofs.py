"""Proofs about reading Flatchr say no when one thing in their evidence is another one."""

from dataclasses import replace
from typing import Any

import pytest

from assay.unified.records import Application, ApplicationStage, CandidateTag, Job, JobStage, Tag
from assay_contracts.flatchr import calls
from assay_contracts.flatchr.register import API, CAREERS
from assay_contracts.flatchr.scenarios import (
    changing,
    columns,
    full_sync,
    vacancies,
)

from .tampered_flatchr import B, answering, each, everywhere, only, says_no, trace_of
from .tampering import (
    changed,
    changed_after,
    with_request,
    with_step,
    without_calls,
)

FULL = full_sync.FULL


def _moved(host: str, other: str) -> Any:
    """Sends a call to another host."""
    return lambda one: with_request(one, url=one.exchange.request.url.replace(host, other))


# --- the whole sync ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("method", "path", "host"),
    [
        ("PUT", calls.SEARCH, API),
        ("DELETE", calls.COLUMNS, API),
        ("POST", calls.TAGS, API),
        ("POST", calls.PUBLISHED, CAREERS),
    ],
)
def test_a_write_during_a_sync_is_noticed(method: str, path: str, host: str) -> None:
    clause = f"{B}/general/a-full-sync-writes-nothing"
    trace = changed(trace_of(clause), FULL, path, lambda one: with_request(one, method=method))

    said = says_no(clause, trace)

    assert f"{method} {host}" in said


def test_a_search_at_the_other_host_is_noticed() -> None:
    clause = f"{B}/general/a-full-sync-writes-nothing"

    assert "was sent" in says_no(clause, changed(trace_of(clause), FULL, calls.SEARCH, _moved(API, CAREERS)))


PUBLISHING = [
    "a-vacancy-on-the-career-site-is-public",
    "a-vacancy-on-the-intranet-is-internal",
    "an-unpublished-vacancy-is-unlisted",
]


@pytest.mark.parametrize("behaviour", PUBLISHING)
@pytest.mark.parametrize(
    "values", [{"visibility": "CONFIDENTIAL"}, {"post_url": "https://a.example"}, {"opened_at": 1}]
)
def test_a_job_that_is_published_otherwise_is_noticed(behaviour: str, values: dict[str, Any]) -> None:
    clause = f"{B}/jobs/{behaviour}"

    assert " is (" in says_no(clause, everywhere(trace_of(clause), FULL, Job, **values))


def test_publications_that_are_all_out_once_are_too_few() -> None:
    clause = f"{B}/jobs/a-vacancy-on-the-career-site-is-public"

    def once(body: Any) -> Any:
        return {"items": list({item["vacancy_id"]: item for item in reversed(body["items"])}.values())[::-1]}

    assert "published twice" in says_no(clause, answering(trace_of(clause), FULL, calls.PUBLISHED, once))


def test_an_intranet_without_vacancies_of_its_own_is_noticed() -> None:
    clause = f"{B}/jobs/a-vacancy-on-the-intranet-is-internal"

    says_no(clause, answering(trace_of(clause), FULL, calls.VACANCIES, lambda _: []))


@pytest.mark.parametrize("values", [{"employment_type": "SEASONAL"}, {"category": "Anything"}])
def test_a_label_that_is_not_that_of_the_list_is_noticed(values: dict[str, Any]) -> None:
    clause = f"{B}/jobs/labels-come-from-reference-lists"

    assert "not (" in says_no(clause, everywhere(trace_of(clause), FULL, Job, **values))


def test_labels_in_the_list_of_vacancies_are_noticed() -> None:
    clause = f"{B}/jobs/labels-come-from-reference-lists"
    trace = answering(trace_of(clause), FULL, calls.VACANCIES, each(contract_type="CDI"))

    assert "has the labels" in says_no(clause, trace)


@pytest.mark.parametrize("path", ["/contracts", "/channels"])
def test_reference_lists_that_were_not_read_are_noticed(path: str) -> None:
    clause = f"{B}/jobs/labels-come-from-reference-lists"

    assert path in says_no(clause, without_calls(trace_of(clause), FULL, path))


def test_an_order_that_is_not_that_of_positions_is_noticed() -> None:
    clause = f"{B}/job-specific-application-stages/every-job-has-every-column"

    says_no(clause, changed_after(trace_of(clause), FULL, JobStage, index=99))


def test_a_column_that_a_job_lacks_is_noticed() -> None:
    clause = f"{B}/job-specific-application-stages/every-job-has-every-column"
    now = trace_of(clause).after(FULL).at

    says_no(clause, changed_after(trace_of(clause), FULL, JobStage, remote_deleted_at=now))


def test_columns_that_all_have_positions_show_nothing_of_the_last() -> None:
    clause = f"{B}/job-specific-application-stages/every-job-has-every-column"
    trace = answering(trace_of(clause), FULL, calls.COLUMNS, each(position=1))

    assert "have no position" in says_no(clause, trace)


@pytest.mark.parametrize("kind", ["candidates", "vacancies"])
def test_a_list_of_one_kind_of_tags_shows_nothing(kind: str) -> None:
    clause = f"{B}/tags/only-candidate-tags-are-tags"
    trace = answering(trace_of(clause), FULL, calls.TAGS, only(lambda tag: tag["type"] == kind))

    assert "has tags for" in says_no(clause, trace)


def test_a_name_with_outer_blanks_is_noticed() -> None:
    clause = f"{B}/tags/only-candidate-tags-are-tags"

    assert "the tags are" in says_no(clause, everywhere(trace_of(clause), FULL, Tag, name=" Strong "))


def test_a_tag_with_the_object_of_another_is_noticed() -> None:
    clause = f"{B}/tags/the-tag-fields-are-inferred"
    trace = changed_after(trace_of(clause), FULL, Tag, remote_data={"/tags": {"id": "x"}})

    assert "is another object" in says_no(clause, trace)


@pytest.mark.parametrize(
    ("clause", "model"),
    [
        (f"{B}/tags/the-tag-fields-are-inferred", Tag),
        (f"{B}/candidate-tags/the-link-fields-are-inferred", CandidateTag),
    ],
)
@pytest.mark.parametrize("name", ["id", "changed_at"])
def test_a_field_that_is_empty_is_noticed(clause: str, model: type[Any], name: str) -> None:
    said = says_no(clause, changed_after(trace_of(clause), FULL, model, **{name: None}))

    assert "lacks something" in said


def test_a_trait_that_names_a_plain_id_is_noticed() -> None:
    clause = f"{B}/candidate-tags/a-trait-points-to-the-encoded-tag"
    trace = trace_of(clause)
    plain = str(calls.listed(trace.step(FULL), calls.TAGS)[0][0]["tag_id"])

    assert "traits name" in says_no(clause, answering(trace, FULL, calls.TRAITS, each(tag_id=plain)))


@pytest.mark.parametrize("behaviour", ["a-trait-points-to-the-encoded-tag"])
def test_a_link_that_is_lost_is_noticed(behaviour: str) -> None:
    clause = f"{B}/candidate-tags/{behaviour}"
    trace = trace_of(clause)

    says_no(clause, changed_after(trace, FULL, CandidateTag, remote_deleted_at=trace.after(FULL).at))


def test_a_second_link_for_a_second_value_is_noticed() -> None:
    clause = f"{B}/candidate-tags/several-values-of-a-tag-make-one-link"
    trace = trace_of(clause)
    snapshot = trace.after(FULL)
    links = snapshot.of(CandidateTag.store_id)
    twice = replace(snapshot, records={**snapshot.records, CandidateTag.store_id: (*links, *links)})

    assert "linked 2 times" in says_no(clause, with_step(trace, FULL, snapshot=twice))


# --- columns and vacancies -----------------------------------------------------------------------


@pytest.mark.parametrize("model", [JobStage, ApplicationStage])
def test_a_hidden_stage_that_is_left_out_is_noticed(model: type[Any]) -> None:
    clause = f"{B}/application-stages/a-stage-hidden-for-a-job-still-belongs-to-it"
    trace = trace_of(clause)
    now = trace.after(columns.INVISIBLE).at

    says_no(clause, everywhere(trace, columns.INVISIBLE, model, remote_deleted_at=now))


def test_a_column_that_nobody_hid_shows_nothing() -> None:
    for behaviour in ("a-stage-hidden-for-a-job-still-belongs-to-it", "hiding-shows-in-no-answer"):
        clause = f"{B}/application-stages/{behaviour}"
        trace = with_step(trace_of(clause), columns.HIDE, happened={"hidden_for": []})
        assert "no column was hidden" in says_no(clause, trace)


def test_an_answer_that_tells_of_hiding_is_noticed() -> None:
    clause = f"{B}/application-stages/hiding-shows-in-no-answer"
    trace = answering(trace_of(clause), columns.HIDDEN, calls.COLUMNS, each(hidden=True))

    assert "answered otherwise" in says_no(clause, trace)


def test_a_guessed_stage_is_noticed() -> None:
    clause = f"{B}/applications/an-ambiguous-column-title-is-never-guessed"
    trace = everywhere(trace_of(clause), columns.UNTOLD, Application, current_stage_id="guessed")

    assert "guessed" in says_no(clause, trace)


def test_a_stage_that_is_left_empty_in_silence_is_noticed() -> None:
    clause = f"{B}/applications/an-ambiguous-column-title-is-never-guessed"

    assert "speak of" in says_no(clause, with_step(trace_of(clause), columns.UNTOLD, notices=()))


def test_the_first_of_two_columns_is_noticed() -> None:
    clause = f"{B}/applications/an-ambiguous-column-title-is-never-guessed"
    trace = trace_of(clause)
    twin = trace.step(columns.TWIN).happened["column_id"]
    other = next(
        stage.id
        for stage in trace.after(columns.TOLD).of(ApplicationStage.store_id)
        if getattr(stage, "remote_id", None) != str(twin)
    )

    said = says_no(clause, everywhere(trace, columns.TOLD, Application, current_stage_id=other))

    assert "the stage is" in said


SALARIES = {
    "a-zero-salary-is-no-salary": vacancies.ZERO,
    "a-single-salary-is-the-amount": vacancies.SINGLE,
    "two-salaries-are-a-range": vacancies.RANGE,
}


@pytest.mark.parametrize("behaviour", SALARIES)
@pytest.mark.parametrize("name", ["salary_amount", "salary_amount_from", "salary_amount_to"])
def test_another_amount_is_noticed(behaviour: str, name: str) -> None:
    clause = f"{B}/jobs/{behaviour}"

    assert "became" in says_no(clause, everywhere(trace_of(clause), vacancies.READ, Job, **{name: 1.5}))


@pytest.mark.parametrize("behaviour", SALARIES)
def test_a_salary_that_the_vendor_spells_otherwise_shows_nothing(behaviour: str) -> None:
    clause = f"{B}/jobs/{behaviour}"
    trace = answering(trace_of(clause), vacancies.READ, calls.VACANCIES, each(salary=1))

    assert "the vendor says" in says_no(clause, trace)


def test_a_contract_end_that_closes_the_job_is_noticed() -> None:
    clause = f"{B}/jobs/a-contract-end-is-no-closing-date"
    trace = trace_of(clause)
    closed = everywhere(trace, vacancies.READ, Job, closed_at=trace.after(vacancies.READ).at)

    assert "closed_at" in says_no(clause, closed)
    assert "end_date" in says_no(clause, everywhere(trace, vacancies.READ, Job, integration_fields=[]))


def test_an_archived_job_that_is_deleted_is_noticed() -> None:
    clause = f"{B}/jobs/archived-vacancies-are-kept"
    trace = trace_of(clause)
    gone = everywhere(trace, changing.SECOND, Job, remote_deleted_at=trace.after(changing.SECOND).at)

    assert "marked deleted" in says_no(clause, gone)
    assert "went from" in says_no(clause, everywhere(trace, changing.SECOND, Job, status="CLOSED"))
