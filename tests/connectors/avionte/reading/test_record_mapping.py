"""Jobs, candidates, tags, stages and reasons as records."""

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assay.errors import VendorNonsenseError
from assay_connectors.avionte.mapping.candidates import candidate
from assay_connectors.avionte.mapping.jobs import Wishes, job
from assay_connectors.avionte.mapping.payload import SENSITIVE, Payload, kept
from assay_connectors.avionte.mapping.stages import Activities
from assay_connectors.avionte.mapping.tags import candidate_tag, tag
from assay_connectors.avionte.mapping.words import employment_type, job_status, salary_period

JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**40), 2**40)
    | st.floats(allow_nan=False)
    | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=6,
)


def mapped(says: Any, **changes: Any) -> Any:
    return job(Payload.of({**says.job, **changes}, "JOB_GET"), Wishes())


def test_a_job_says_all_that_the_sheet_lists(says: Any) -> None:
    record = mapped(says)

    assert record.model_dump(exclude={"integration_fields", "remote_data"}, exclude_none=True) == {
        "remote_id": "41200017",
        "name": "Forklift Operator, Night Shift",
        "job_code": "41200017",
        "description": "<p>Operate a sit-down forklift.</p>",
        "weekly_hours": 40,
        "employment_type": "CONTRACT",
        "status": "OPEN",
        "visibility": "PUBLIC",
        "department": "Warehouse",
        "salary_amount": 22.0,
        "salary_amount_from": 20.0,
        "salary_amount_to": 23.0,
        "salary_period": "HOUR",
        "location": {
            "city": "Dayton",
            "country": "US",
            "raw": "88 Canal Road, Dayton, OH, 45402, US",
            "state": "OH",
            "street_1": "88 Canal Road",
            "zip_code": "45402",
        },
        "custom_fields": {"Shift differential": "1.50"},
        "remote_created_at": datetime(2025, 1, 20, 15, 4, 11, 230000, UTC),
    }
    assert record.remote_data == {"/job/{jobId}": says.job}


def test_the_tenants_own_fields_come_before_the_vendors(says: Any) -> None:
    fields = mapped(says).integration_fields

    assert [(one.key, one.label, one.value) for one in fields if one.type == "CUSTOM"] == [
        ("12", "Shift differential", "1.50")
    ]
    assert {one.key: one.value for one in fields if one.type == "DEFAULT"} == {
        "companyName": "Harbor Cold Storage",
        "companyId": 9100441,
        "frontOfficeId": 3051,
        "positions": 3,
        "placed": 0,
        "orderType": "Contract",
        "employeeType": "Temporary",
        "startDate": "2025-02-03T00:00:00",
        "endDate": "2025-08-29T00:00:00",
        "payPeriod": "Weekly",
        "shiftName": "C",
        "ownerUserId": 550071,
    }
    assert next(one.label for one in fields if one.key == "companyName") == "Company Name"


def test_what_a_customer_mapped_stands_among_the_custom_fields(says: Any) -> None:
    wishes = Wishes(custom_fields={"client": "companyName", "premium": "12", "none": "division"})

    record = job(Payload.of(says.job, "JOB_GET"), wishes)

    assert record.custom_fields == {
        "Shift differential": "1.50",
        "client": "Harbor Cold Storage",
        "premium": "1.50",
    }


def test_details_of_one_name_are_told_apart(says: Any) -> None:
    details = [{"name": "Gate", "value": "1"}, {"name": "Gate", "value": "2"}, {"value": "lost"}, {"id": 3}]

    record = mapped(says, customJobDetails=details)

    assert record.custom_fields == {"Gate": "1", "Gate #2": "2"}
    assert [one.key for one in record.integration_fields if one.type == "CUSTOM"] == ["Gate", "Gate #2", "3"]


def test_a_rate_of_zero_is_no_salary(says: Any) -> None:
    zeros = {"targetPayRate": 0.0, "minPayRate": 0.0, "maxPayRate": 0}

    record, none = mapped(says, **zeros), mapped(says, **zeros, payRates=None)

    assert (record.salary_amount, record.salary_amount_from, record.salary_amount_to) == (21.5, None, None)
    assert none.salary_amount is None
    assert mapped(says, estimatedHours=0).weekly_hours is None


def test_an_archived_job_is_archived_whatever_its_status(says: Any) -> None:
    assert mapped(says, isArchived=True).status == "ARCHIVED"


def test_notes_are_no_description(says: Any) -> None:
    assert mapped(says, description=None).description is None


def test_a_division_stands_for_a_missing_department(says: Any) -> None:
    assert mapped(says, department="", division="Light Industrial").department == "Light Industrial"


def test_a_job_that_is_not_posted_is_internal_and_has_no_address(says: Any) -> None:
    wishes = Wishes(post_url="https://jobs.example/{jobId}")
    posted, other = (job(Payload.of({**says.job, "posted": one}, "JOB_GET"), wishes) for one in (True, False))

    assert (posted.visibility, posted.post_url) == ("PUBLIC", "https://jobs.example/41200017")
    assert (other.visibility, other.post_url) == ("INTERNAL", None)
    assert mapped(says, posted=None).visibility is None


def test_an_address_of_empty_parts_is_no_place(says: Any) -> None:
    assert mapped(says, worksiteAddress={"city": "", "country": None}).location is None


def test_a_country_by_name_becomes_its_code_and_another_text_stays(says: Any) -> None:
    assert mapped(says, worksiteAddress={"country": "Portugal"}).location.country == "PT"
    assert mapped(says, worksiteAddress={"country": "Atlantis"}).location.country == "Atlantis"


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        (("Contract", "Temporary"), "CONTRACT"),
        (("Contract to Hire", None), "CONTRACT"),
        (("Temp-to-Perm", None), "CONTRACT"),
        (("direct hire", None), "FULL_TIME"),
        (("Perm", None), "FULL_TIME"),
        ((None, "Full Time"), "FULL_TIME"),
        ((None, "part-time"), "PART_TIME"),
        (("Seasonal", None), "SEASONAL"),
        (("Intern", None), "INTERNSHIP"),
        (("On call", "Part Time"), "PART_TIME"),
        (("On call", "Whatever"), "On call"),
        ((None, None), None),
    ],
)
def test_types_of_orders_and_employees_are_understood(
    told: tuple[str | None, ...], expected: str | None
) -> None:
    assert employment_type(*told) == expected


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        ("open", "OPEN"),
        ("In Progress", "OPEN"),
        ("Canceled", "CLOSED"),
        ("Lost", "CLOSED"),
        ("Pending approval", "DRAFT"),
        ("On hold", "CLOSED"),
        ("Parked", "Parked"),
        (None, None),
    ],
)
def test_statuses_are_understood_the_tenants_own_first(status: str | None, expected: str | None) -> None:
    assert job_status(status, {"on hold": "CLOSED"}) == expected


@pytest.mark.parametrize(
    ("rate", "expected"),
    [
        (0, "HOUR"),
        ("0", "HOUR"),
        ("HourlyRate", "HOUR"),
        ("DailyRate", "DAY"),
        ("WeeklyRate", "WEEK"),
        ("MonthlyRate", "MONTH"),
        ("AnnualRate", "YEAR"),
        ("YearlyRate", "YEAR"),
        ("Salary", "YEAR"),
        ("PerPiece", "PerPiece"),
        (None, None),
        ("", None),
        (False, None),
    ],
)
def test_types_of_rates_are_words_or_the_number_0(rate: Any, expected: str | None) -> None:
    assert salary_period(rate) == expected


# --- candidates --------------------------------------------------------------------------------------


def person(says: Any, tags: dict[str, Any] | None = None, **changes: Any) -> Any:
    kept_beside = None if tags is None else Payload.of(tags, "TALENT_TAGS")
    return candidate(Payload.of({**says.talent, **changes}, "TALENT_GET"), kept_beside)


def test_a_candidate_says_all_that_the_sheet_lists(says: Any) -> None:
    record = person(says, says.tags)

    assert record.model_dump(exclude={"integration_fields", "remote_data"}, exclude_none=True) == {
        "remote_id": "70110022",
        "first_name": "Odalys",
        "last_name": "Reyes-Tan",
        "source": "HarborJobsAPI",
        "phone_numbers": [
            {"phone_number": "9375550118", "type": "MOBILE"},
            {"phone_number": "9375550199", "type": "WORK"},
        ],
        "email_addresses": [{"email_address": "odalys.reyes@example.test"}],
        "location": {
            "city": "Kettering",
            "country": "US",
            "raw": "4 Mill Ln, Kettering, OH, 45429, US",
            "state": "OH",
            "street_1": "4 Mill Ln",
            "zip_code": "45429",
        },
        "custom_fields": {"T-shirt size": "M"},
        "remote_created_at": datetime(2025, 2, 10, 19, 40, 55, 300000, UTC),
        "remote_updated_at": datetime(2025, 2, 11, 9, 0, 2, 117000, UTC),
    }
    assert {one.type for one in record.integration_fields} == {"DEFAULT"}
    assert {one.key: one.value for one in record.integration_fields}[
        "latestWork"
    ] == "Picker at Northside Foods"


def test_what_is_secret_of_a_talent_is_not_kept(says: Any) -> None:
    resume = {"resumeId": 1, "resumeText": "Odalys", "resumeContents": "JVBERi0=", "resumeFilename": "cv.pdf"}

    kept_data = person(says, says.tags, talentResume=resume).remote_data

    assert set(kept_data) == {"/talent/{talentId}", "/talent/{talentId}/all-tags"}
    talent = kept_data["/talent/{talentId}"]
    assert "taxIdNumber" not in talent
    assert talent["talentResume"] == {"resumeId": 1, "resumeFilename": "cv.pdf"}
    assert {name: value for name, value in talent.items() if name != "talentResume"} == {
        name: value for name, value in says.talent.items() if name not in {"taxIdNumber", "talentResume"}
    }


def test_without_origin_the_first_source_counts(says: Any) -> None:
    assert person(says, says.tags, origin=None).source == "Harbor Jobs"
    assert person(says, None, origin="").source is None


def test_the_next_address_counts_when_one_is_empty(says: Any) -> None:
    elsewhere = {"city": "Toledo"}

    assert person(says, residentAddress=None).location.city == "Kettering"
    assert person(says, residentAddress={"city": ""}, addresses=[elsewhere]).location.city == "Toledo"
    assert (
        person(says, residentAddress=None, addresses=[], mailingAddress=elsewhere).location.city == "Toledo"
    )
    assert person(says, residentAddress=None, addresses=[], mailingAddress=None).location is None


def test_the_same_address_twice_is_one(says: Any) -> None:
    twice = person(says, emailAddress2="odalys.reyes@example.test").email_addresses

    assert [one.email_address for one in twice] == ["odalys.reyes@example.test"]


# --- tags, stages, reasons ---------------------------------------------------------------------------


def test_a_tag_has_no_object_of_its_own(says: Any) -> None:
    (row,) = Payload.of(says.tags, "TALENT_TAGS").parts("tags")

    assert tag(row).model_dump(exclude_none=True) == {"remote_id": "14", "name": "OSHA 10"}
    assert candidate_tag("70110022", row).model_dump(exclude_none=True) == {
        "candidate_id": "70110022",
        "tag_id": "14",
    }


def activities(rows: list[dict[str, Any]]) -> Activities:
    return Activities(Payload.of(row, "JOB_ACTIVITY_TYPES") for row in rows)


def test_stages_come_in_order_and_declined_ones_of_the_pipeline_are_neither_stage_nor_reason(
    says: Any,
) -> None:
    listed = activities(says.activities)

    assert [one.name for one in listed.stages] == ["Pipelined", "Pre-Screening", "Submitted", "1st Interview"]
    assert [one.name for one in listed.reasons] == ["Underqualified"]
    assert listed.reason("51090") is None
    assert listed.stage("52090") is None


def test_stages_without_a_place_come_last_as_listed(says: Any) -> None:
    rows = [
        says.activity(number, name, "Pipeline", order=order)
        for number, name, order in ((1, "b", None), (2, "a", None), (3, "c", 7))
    ]

    assert [one.name for one in activities(rows).stages] == ["c", "b", "a"]


# --- anything at all ---------------------------------------------------------------------------------


def unless_refused(name: str, work: Any) -> Any:
    """The record; None when the value under this name was refused, and then it is named."""
    try:
        return work()
    except VendorNonsenseError as error:
        named = name in error.message
    assert named
    return None


@given(st.data())
def test_any_value_in_a_job_is_mapped_or_refused_with_its_place(says: Any, data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(sorted(says.job)))
    order = {**says.job, name: data.draw(JSON)}

    record = unless_refused(name, lambda: job(Payload.of(order, "JOB_GET"), Wishes()))
    if record is None:
        return
    assert record.remote_id == record.job_code
    assert (record.remote_data or {})["/job/{jobId}"] == kept(order)


@given(st.data())
def test_any_value_in_a_talent_is_mapped_or_refused_with_its_place(says: Any, data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(sorted(says.talent)))
    talent = {**says.talent, name: data.draw(JSON)}

    record = unless_refused(name, lambda: candidate(Payload.of(talent, "TALENT_GET"), None))
    assert record is None or all(one.phone_number for one in record.phone_numbers or ())


@given(
    st.recursive(JSON, lambda inner: st.dictionaries(st.sampled_from([*SENSITIVE, "id"]), inner, max_size=4))
)
def test_nothing_secret_is_kept_at_any_depth(value: Any) -> None:
    def names(node: Any) -> set[str]:
        if isinstance(node, dict):
            return set(node).union(*(names(inner) for inner in node.values()))
        return set().union(*(names(inner) for inner in node)) if isinstance(node, list) else set()

    assert not names(kept(value)) & SENSITIVE
