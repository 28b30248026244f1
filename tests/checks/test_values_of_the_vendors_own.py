"""What checks say where a vendor can say one value alone, or where only the vendor has one."""

from dataclasses import replace
from typing import Any

import pytest
import yaml

from assay.case import Case
from assay.checks import all_checks
from assay.contract import Contract
from assay.outcome import Finding, Outcome
from assay.truth import SOMETHING
from tests.checks import miniatures as mini

STATUS = "acme/field/jobs/status"
CHECKS = {check.id: check for check in all_checks()}


def _one(check: str, case: Case, clause: str) -> Finding:
    (finding,) = [one for one in mini.findings(CHECKS[check].run(case)) if one.clause == clause]
    return finding


def _saying_only(word: str) -> Contract:
    """The contract of a vendor that has no other word for the status of a job."""
    promised = yaml.safe_load(mini.CONTRACT)
    (jobs,) = [model for model in promised["models"] if model["title"] == "Jobs"]
    silent: dict[str, Any] = dict.fromkeys({"OPEN", "CLOSED", "DRAFT", "ARCHIVED"} - {word})
    jobs["fields"] = [
        {**field, "renders": silent} if field["name"] == "status" else field for field in jobs["fields"]
    ]
    return mini.contract(models=promised["models"])


def _all_jobs(status: str, contract: Contract) -> Case:
    case = mini.with_values(mini.healthy(contract=contract), "ats_jobs", status=status)
    (after,) = case.perturbed
    same = tuple(row.model_copy(update={"status": status}) for row in after.of("ats_jobs"))
    return replace(case, perturbed=(replace(after, records={**after.records, "ats_jobs": same}),))


def test_the_only_word_that_a_vendor_has_is_said_by_showing_the_record() -> None:
    finding = _one("fields-follow-the-payload", _all_jobs("OPEN", _saying_only("OPEN")), STATUS)

    assert finding.outcome is Outcome.PASSED
    assert "can only say OPEN" in finding.message


@pytest.mark.parametrize(
    ("status", "contract"),
    [("OPEN", mini.contract()), ("CLOSED", _saying_only("OPEN"))],
    ids=["the vendor has other words", "another word is said"],
)
def test_any_other_constant_shows_nothing(status: str, contract: Contract) -> None:
    finding = _one("fields-follow-the-payload", _all_jobs(status, contract), STATUS)

    assert (finding.outcome, "constant" in finding.message) == (Outcome.UNPROVEN, True)


def _only_the_vendor_knows(field: str) -> Case:
    truth = mini.truth()
    rows = tuple({**row, field: SOMETHING} for row in truth.records["ats_jobs"])
    return mini.healthy(truth=replace(truth, records={**truth.records, "ats_jobs": rows}))


def test_where_only_the_vendor_has_a_value_any_will_do() -> None:
    assert _one("records-equal-the-truth", _only_the_vendor_knows("status"), STATUS).outcome is Outcome.PASSED


def test_where_only_the_vendor_has_a_value_there_must_be_one() -> None:
    case = mini.with_values(_only_the_vendor_knows("status"), "ats_jobs", status=None)

    finding = _one("records-equal-the-truth", case, STATUS)

    assert (finding.outcome, "none found" in finding.message) == (Outcome.FAILED, True)


# --- fields that come with the product ----------------------------------------------------------------


def _custom(key: str, value: Any) -> Case:
    """Every job has this custom field besides, and the contract says that keys of the package are shipped."""
    promised = yaml.safe_load(mini.CONTRACT)
    (jobs,) = [model for model in promised["models"] if model["title"] == "Jobs"]
    jobs["fields"] = [
        {**field, "shipped": "pkg__.*"} if field["name"] == "integration_fields" else field
        for field in jobs["fields"]
    ]
    case = mini.healthy(contract=mini.contract(models=promised["models"]))
    assert case.snapshot is not None
    added = mini.attribute(**{key: value}).model_copy(update={"type": "CUSTOM"})
    rows = [
        row.model_copy(
            update={
                "integration_fields": [*row.integration_fields, added],  # type: ignore[attr-defined]
                "remote_data": {"/job.list": {**row.remote_data["/job.list"], "pkg__Seats": 4}},  # type: ignore[attr-defined]
            }
        )
        for row in case.snapshot.of("ats_jobs")
    ]
    return mini.with_records(case, "ats_jobs", *rows)


FIELDS = "acme/field/jobs/integration_fields"


def test_a_custom_field_of_the_product_is_not_looked_for_in_the_company() -> None:
    assert _one("records-equal-the-truth", _custom("pkg__Seats", 4), FIELDS).outcome is Outcome.PASSED


def test_a_custom_field_of_the_customer_is() -> None:
    assert _one("records-equal-the-truth", _custom("Seats", 4), FIELDS).outcome is Outcome.FAILED


def test_a_custom_field_of_the_product_says_what_the_vendor_says() -> None:
    check = CHECKS["offered-attributes-are-the-vendors"]
    clauses = [[one.clause for one in mini.findings(check.run(_custom("pkg__Seats", n)))] for n in (4, 5)]

    assert clauses == [[], [FIELDS]]
