"""The check that compares connectors by what they have in common: the company."""

from dataclasses import replace
from typing import Any

import pytest

from assay.checks.meaning import Departure, fields_mean_the_same_everywhere
from assay.contract import Contract
from assay.outcome import Finding, Note, Outcome

from . import miniatures as mini


def _promising(field: str, **promise: Any) -> Contract:
    """The contract in which a field of jobs has another promise; of the model itself without a field."""
    contract = mini.contract()

    def changed(model: Any) -> Any:
        if model.title != "Jobs":
            return model
        if not field:
            return model.model_copy(update=promise)
        fields = tuple(f.model_copy(update=promise) if f.name == field else f for f in model.fields)
        return model.model_copy(update={"fields": fields})

    return contract.model_copy(update={"models": tuple(changed(model) for model in contract.models)})


def _said(contract: Contract, **values: Any) -> list[Finding | Note]:
    case = mini.with_values(mini.healthy(contract=contract), "ats_jobs", **values)
    return list(fields_mean_the_same_everywhere(case))


def test_a_difference_that_nothing_explains_fails_and_names_record_and_values() -> None:
    [found] = _said(mini.contract(), status="CLOSED")

    assert isinstance(found, Finding)
    assert found.outcome is Outcome.FAILED
    assert found.message.startswith("value in 2 records, e.g. cook: 'CLOSED' where the company has 'OPEN'")


def test_a_difference_that_the_contract_explains_in_words_is_listed() -> None:
    [found] = _said(_promising("status", differs="all jobs are closed at night"), status="CLOSED")

    assert isinstance(found, Note)
    assert (found.kind, found.subject) == ("difference", "Jobs.status")
    assert found.message.endswith("all jobs are closed at night")


def test_a_difference_that_a_table_explains_is_listed_with_its_source() -> None:
    [found] = _said(_promising("status", renders={"OPEN": "CLOSED"}, source="acme sheet 9"), status="CLOSED")

    assert isinstance(found, Note)
    assert found.message.endswith("by the table of the contract (acme sheet 9)")


def test_a_table_explains_only_the_values_it_lists() -> None:
    [found] = _said(_promising("status", renders={"OPEN": "DRAFT"}), status="CLOSED")

    assert isinstance(found, Finding)


def test_records_that_are_not_shown_are_explained_once_for_the_model() -> None:
    healthy = mini.healthy(contract=_promising("", differs="drafts are hidden"))
    assert healthy.snapshot is not None
    case = mini.with_records(healthy, "ats_jobs", healthy.snapshot.of("ats_jobs")[0])

    notes = [one for one in fields_mean_the_same_everywhere(case) if isinstance(one, Note)]

    assert notes[0].message == "2 of 3 are not shown, e.g. baker; drafts are hidden"


def test_a_row_that_stands_for_another_one_is_compared_with_that() -> None:
    healthy = mini.healthy()
    assert healthy.truth is not None
    records = healthy.truth.records
    twins = tuple(
        {**row, "_key": f"{row['_key']}-twin", "_same_as": row["_key"]} for row in records["ats_jobs"]
    )
    joins = tuple({**row, "job_id": f"{row['job_id']}-twin"} for row in records["ats_join_jobs_users"])
    seen = replace(healthy.truth, records={**records, "ats_jobs": twins, "ats_join_jobs_users": joins})
    case = replace(healthy, truth=seen)

    assert list(fields_mean_the_same_everywhere(case)) == []


@pytest.mark.parametrize(
    ("company", "shown", "kind"),
    [
        (None, "OPEN", "null rule"),
        ("OPEN", None, "null rule"),
        ("OPEN", "", "null rule"),
        ("40", 40, "type"),
        (True, 1, "type"),
        (["A"], {"a": 1}, "type"),
        ("2026-01-01T10:00:00Z", "2026-01-01T09:00:00Z", "time zone"),
        ("2026-01-01T10:00:00Z", "2026-01-03T10:00:00Z", "value"),
        (50000, 5000000, "unit"),
        (12.0, 624, "unit"),
        (40, 38.5, "value"),
        (0, 5, "value"),
        ("OPEN", "DRAFT", "value"),
    ],
)
def test_it_is_said_in_what_two_values_differ(company: Any, shown: Any, kind: str) -> None:
    departure = Departure(key="x", company=company, shown=shown, is_rendered=False, interactions=())

    assert departure.kind == kind
