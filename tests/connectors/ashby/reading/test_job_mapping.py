from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assay.connector import JOIN_SEPARATOR
from assay.unified.records import Job, JobPosting, JobRoleAssignment, JobStage, JobTeamMember
from assay.unified.values import IntegrationField, Location
from assay_connectors.ashby.mapping.jobs import (
    JobParts,
    job,
    job_stage,
    plan_ids,
    role_assignments,
    team_members,
)
from assay_connectors.ashby.mapping.payload import Payload
from assay_connectors.ashby.mapping.postings import Posted, job_posting, primary

JOB_ID = "9a1d3c40-6f1b-4a1e-8f56-0e2b7c9d1101"
NOTHING = Payload({}, "/nothing")


@pytest.fixture
def parts(sample: Callable[..., Any]) -> Callable[..., JobParts]:
    """A job's parts as the sheet shows them; arguments replace vendor objects, None leaves one out."""

    def make(**raws: Any) -> JobParts:
        job_raw = raws.get("job", sample("job"))
        posting = raws.get("posting", sample("posting"))
        info = raws.get("info", sample("posting_info"))
        department = raws.get("department", sample("department"))
        location = raws.get("location", sample("location"))
        return JobParts(
            job=Payload(job_raw, "/job.list"),
            posted=Posted(Payload(posting, "/jobPosting.list"), raws.get("board")) if posting else None,
            info=Payload(info or {}, "/jobPosting.info"),
            department=Payload(department or {}, "/department.list"),
            location=Payload(location or {}, "/location.list"),
            definitions=raws.get("definitions"),
        )

    return make


def test_a_job_as_the_vendor_gives_it(parts: Callable[..., JobParts], sample: Callable[..., Any]) -> None:
    definition = sample("custom_field", id="55555555-aaaa-4bbb-8ccc-000000000001", title="Cost centre")
    given_parts = parts(location=sample("job")["location"], definitions=[definition])

    assert job(given_parts) == Job(
        remote_id=JOB_ID,
        name="Backend Engineer",
        job_code="REQ-118",
        description="<p>Build things.</p>",
        confidential=False,
        employment_type="FULL_TIME",
        status="OPEN",
        visibility="PUBLIC",
        department="Engineering",
        post_url="https://jobs.ashbyhq.com/acme/44444444-aaaa-4bbb-8ccc-000000000001",
        remote_work_status="HYBRID",
        salary_amount_from=60000,
        salary_amount_to=80000,
        salary_currency="EUR",
        salary_period="YEAR",
        location=Location(
            city="Lisbon", country="PT", raw="Lisbon", state="Lisboa", street_1="Rua A 1", zip_code="1000-001"
        ),
        custom_fields={"Cost centre": "CC-17"},
        integration_fields=[
            IntegrationField(id=definition["id"], key=definition["id"], label="Cost centre", value="CC-17")
        ],
        remote_url=f"https://app.ashbyhq.com/jobs/{JOB_ID}",
        opened_at=datetime(2026, 4, 2, 9, tzinfo=UTC),
        closed_at=None,
        remote_created_at=datetime(2026, 4, 1, 9, tzinfo=UTC),
        remote_updated_at=datetime(2026, 6, 10, 12, 30, tzinfo=UTC),
        remote_data={
            "/job.list": sample("job"),
            "/jobPosting.info": sample("posting_info"),
            "/department.list": sample("department"),
            "/location.list": sample("job")["location"],
        },
    )


def test_a_closed_job_says_when(parts: Callable[..., JobParts], sample: Callable[..., Any]) -> None:
    record = job(parts(job=sample("job", closedAt="2026-06-09T10:00:00.000Z")))

    assert record.closed_at == datetime(2026, 6, 9, 10, tzinfo=UTC)


def test_a_job_with_nothing_but_an_id_is_read(parts: Callable[..., JobParts]) -> None:
    bare = parts(job={"id": "j1"}, posting=None, info=None, department=None, location=None)

    assert job(bare) == Job(
        remote_id="j1",
        custom_fields={},
        remote_url="https://app.ashbyhq.com/jobs/j1",
        remote_data={"/job.list": {"id": "j1"}},
    )


@pytest.mark.parametrize(
    ("vendor", "unified"),
    [
        ({"employmentType": "PartTime"}, {"employment_type": "PART_TIME"}),
        ({"employmentType": "Contract"}, {"employment_type": "CONTRACT"}),
        ({"employmentType": "Intern"}, {"employment_type": "INTERNSHIP"}),
        ({"employmentType": "Temporary"}, {"employment_type": "Temporary"}),
        ({"employmentType": "Gig"}, {"employment_type": "Gig"}),
        ({"status": "Closed"}, {"status": "CLOSED"}),
        ({"status": "Draft"}, {"status": "DRAFT"}),
        ({"status": "Archived"}, {"status": "ARCHIVED"}),
        ({"status": "Paused"}, {"status": "Paused"}),
        ({"customRequisitionId": ""}, {"job_code": None}),
        ({"confidential": True}, {"visibility": "CONFIDENTIAL"}),
    ],
)
def test_words_of_the_vendor_have_a_meaning_or_pass_through(
    parts: Callable[..., JobParts],
    sample: Callable[..., Any],
    vendor: dict[str, Any],
    unified: dict[str, Any],
) -> None:
    record = job(parts(job=sample("job", **vendor)))

    assert record.model_dump(include=set(unified)) == unified


@pytest.mark.parametrize(
    ("posting", "board", "visibility"),
    [
        ({}, None, "PUBLIC"),
        ({"isListed": False}, None, "UNLISTED"),
        ({}, "b1", "INTERNAL"),
        ({"status": "Draft"}, None, None),
        ({"status": "Draft"}, "b1", None),
        ({"status": ...}, None, "PUBLIC"),
    ],
)
def test_visibility_follows_the_primary_posting(
    parts: Callable[..., JobParts],
    sample: Callable[..., Any],
    posting: dict[str, Any],
    board: str | None,
    visibility: str | None,
) -> None:
    assert job(parts(posting=sample("posting", **posting), board=board)).visibility == visibility


def test_without_a_posting_nothing_is_public(parts: Callable[..., JobParts]) -> None:
    record = job(parts(posting=None, info=None))

    assert (record.visibility, record.post_url, record.description) == (None, None, None)
    assert record.salary_amount_from is None


def test_the_page_of_an_internal_posting_is_where_one_applies(
    parts: Callable[..., JobParts], sample: Callable[..., Any]
) -> None:
    posting = sample("posting", externalLink=None, applyLink="https://internal.example.test/apply")

    assert job(parts(posting=posting, board="b1")).post_url == "https://internal.example.test/apply"
    assert job(parts(posting={**posting, "status": "Draft"})).post_url is None


def test_the_department_comes_from_the_posting_where_departments_cannot_be_read(
    parts: Callable[..., JobParts], sample: Callable[..., Any]
) -> None:
    assert job(parts(department=None)).department == "Engineering"
    assert job(parts(department=None, info=None)).department == "Engineering"
    assert job(parts(department=None, info=None, posting=None)).department is None
    assert job(parts(department=sample("department", name="Research"))).department == "Research"


@pytest.mark.parametrize(
    ("posting", "location", "status"),
    [
        ("Remote", {"workplaceType": "OnSite"}, "REMOTE"),
        (None, {"workplaceType": "OnSite"}, "ON_SITE"),
        ("Submarine", {"workplaceType": "Hybrid"}, "HYBRID"),
        (None, {"workplaceType": None, "isRemote": True}, "REMOTE"),
        (None, {"workplaceType": None, "isRemote": False}, None),
    ],
)
def test_the_way_of_working_is_the_postings_then_the_locations(
    parts: Callable[..., JobParts],
    sample: Callable[..., Any],
    posting: str | None,
    location: dict[str, Any],
    status: str | None,
) -> None:
    info = sample("posting_info", workplaceType=posting)

    assert job(parts(info=info, location=sample("location", **location))).remote_work_status == status


def _salary(**changes: Any) -> dict[str, Any]:
    pay = {
        "compensationType": "Salary",
        "interval": "1 MONTH",
        "currencyCode": "GBP",
        "minValue": 1,
        "maxValue": 2,
    }
    return {**pay, **changes}


@pytest.mark.parametrize(
    ("compensation", "period"),
    [
        ({"summaryComponents": [_salary(compensationType="Bonus"), _salary()]}, "MONTH"),
        (
            {"summaryComponents": [], "compensationTiers": [{"components": [_salary(interval="1 HOUR")]}]},
            "HOUR",
        ),
        ({"summaryComponents": [_salary(interval="2 WEEK")]}, "TWO_WEEKS"),
        ({"summaryComponents": [_salary(interval="1 WEEK")]}, "WEEK"),
        ({"summaryComponents": [_salary(interval="1 DAY")]}, "DAY"),
        ({"summaryComponents": [_salary(interval="0.5 MONTH")]}, "0.5 MONTH"),
        ({"summaryComponents": [_salary(interval="NONE")]}, None),
    ],
)
def test_pay_is_the_first_salary_of_the_summary_or_of_a_tier(
    parts: Callable[..., JobParts],
    sample: Callable[..., Any],
    compensation: dict[str, Any],
    period: str | None,
) -> None:
    record = job(parts(info=sample("posting_info", compensation=compensation)))

    assert (record.salary_amount_from, record.salary_amount_to) == (1, 2)
    assert (record.salary_currency, record.salary_period) == ("GBP", period)


def test_pay_without_a_salary_is_unknown(parts: Callable[..., JobParts], sample: Callable[..., Any]) -> None:
    info = sample("posting_info", compensation={"summaryComponents": [_salary(compensationType="Bonus")]})

    assert job(parts(info=info)).salary_amount_to is None


def test_a_location_that_came_with_the_job_is_not_told_twice(
    parts: Callable[..., JobParts], sample: Callable[..., Any]
) -> None:
    given_parts = parts()
    embedded = given_parts.job.part("location")
    record = job(
        JobParts(
            job=given_parts.job,
            info=NOTHING,
            department=NOTHING,
            location=embedded,
        )
    )

    assert record.remote_data == {"/job.list": sample("job")}
    assert record.location is not None
    assert record.location.city == "Lisbon"


def test_a_posting_as_the_vendor_gives_it(sample: Callable[..., Any]) -> None:
    posted = Posted(Payload(sample("posting"), "/jobPosting.list"))
    info = Payload(sample("posting_info"), "/jobPosting.info")

    assert job_posting(posted, info, "Open") == JobPosting(
        remote_id="44444444-aaaa-4bbb-8ccc-000000000001",
        title="Backend Engineer (m/f/x)",
        description_html="<p>Build things.</p>",
        status="ACTIVE",
        visibility="PUBLIC",
        url="https://jobs.ashbyhq.com/acme/44444444-aaaa-4bbb-8ccc-000000000001",
        job_id=JOB_ID,
    )


@pytest.mark.parametrize(
    ("status", "job_status", "unified"),
    [
        ("Published", "Open", "ACTIVE"),
        ("Published", "Closed", "INACTIVE"),
        ("Published", None, "ACTIVE"),
        (None, "Open", "ACTIVE"),
        ("Draft", "Open", "DRAFT"),
        ("Hidden", "Open", None),
    ],
)
def test_a_posting_is_active_while_it_is_published_and_its_job_open(
    sample: Callable[..., Any], status: str | None, job_status: str | None, unified: str | None
) -> None:
    posted = Posted(Payload(sample("posting", status=status), "/jobPosting.list"))

    assert job_posting(posted, NOTHING, job_status).status == unified


def test_an_internal_posting_is_internal_and_leads_to_where_one_applies(sample: Callable[..., Any]) -> None:
    raw = sample("posting", externalLink=None, isListed=False)
    record = job_posting(Posted(Payload(raw, "/jobPosting.list"), "b1"), NOTHING, "Open")

    assert (record.visibility, record.url) == ("INTERNAL", raw["applyLink"])


RANKED = [{}, {"isListed": False}, {"board": "b1"}, {"status": "Draft"}]


@given(st.permutations(range(len(RANKED))), st.integers(min_value=1, max_value=len(RANKED)))
def test_the_posting_that_speaks_for_a_job_is_the_most_public_one_whatever_the_order(
    sample: Callable[..., Any], order: list[int], count: int
) -> None:
    chosen = [number for number in order if number >= len(RANKED) - count]
    postings = [_posted(sample, id=str(number), **RANKED[number]) for number in chosen]

    first = primary(postings)

    assert first is not None
    assert first.payload.identifier() == str(min(chosen))


def _posted(sample: Callable[..., Any], board: str | None = None, **changes: Any) -> Posted:
    return Posted(Payload(sample("posting", **changes), "/jobPosting.list"), board)


def test_among_equals_the_latest_speaks_then_the_smallest_id(sample: Callable[..., Any]) -> None:
    old = _posted(sample, id="a", updatedAt="2026-01-01T00:00:00.000Z")
    new_b = _posted(sample, id="b", updatedAt="2026-02-01T00:00:00.000Z")
    new_c = _posted(sample, id="c", updatedAt="2026-02-01T00:00:00.000Z")

    assert primary([old, new_c, new_b]) is new_b
    assert primary([]) is None


def test_a_job_uses_its_default_plan_or_all_of_its_plans() -> None:
    assert plan_ids(Payload({"defaultInterviewPlanId": "p", "interviewPlanIds": ["p", "q"]}, "/j")) == ["p"]
    assert plan_ids(Payload({"interviewPlanIds": ["p", "q"]}, "/j")) == ["p", "q"]
    assert plan_ids(Payload({}, "/j")) == []


def test_a_stage_of_a_job_has_its_place_in_the_plan(sample: Callable[..., Any]) -> None:
    stage = Payload(sample("stage"), "/interviewStage.list")

    assert job_stage(Payload({"id": "j1"}, "/job.list"), stage) == JobStage(
        index=4, job_id="j1", stage_id="13000000-0000-4000-8000-000000000004"
    )


TEAM = [
    {"userId": "u1", "role": "Hiring Manager"},
    {"userId": "u2", "role": "Bar Raiser"},
    {"userId": "u1", "role": "Recruiter"},
    {"userId": "u1", "role": "Recruiter"},
    {"userId": "u3"},
]


def test_a_user_is_on_a_team_once_with_all_its_types() -> None:
    members = list(team_members(Payload({"id": "j1", "hiringTeam": TEAM}, "/job.list")))

    assert members == [
        JobTeamMember(roles=["HIRING_MANAGER", "RECRUITER"], job_id="j1", user_id="u1"),
        JobTeamMember(roles=[], job_id="j1", user_id="u2"),
        JobTeamMember(roles=[], job_id="j1", user_id="u3"),
    ]


def test_each_role_on_a_team_is_assigned_once_and_unlisted_ones_by_title() -> None:
    payload = Payload({"id": "j1", "hiringTeam": TEAM}, "/job.list")

    rows = [row for row, _ in role_assignments(payload, {"Hiring Manager": "r1", "Recruiter": "r2"})]

    def assignment(user_id: str, role_id: str) -> JobRoleAssignment:
        return JobRoleAssignment(job_user_id=f"j1{JOIN_SEPARATOR}{user_id}", role_id=role_id)

    assert rows == [assignment("u1", "r1"), assignment("u2", "Bar Raiser"), assignment("u1", "r2")]
