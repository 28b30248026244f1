from collections.abc import Callable
from typing import Any

import pytest

from assay.connector import Complete, Gone, Row, Skipped
from assay_connectors.ashby.reading import again


@pytest.fixture
def organisation(vendor: Any, sample: Callable[..., Any]) -> Any:
    vendor.lists("/customField.list", [])
    vendor.knows("/candidate.info", "id", [sample("candidate")])
    vendor.knows("/application.info", "applicationId", [sample("application")])
    vendor.knows("/offer.info", "offerId", [{**sample("offer"), "versions": []}])
    vendor.knows("/interview.info", "id", [sample("interview")])
    vendor.knows("/job.info", "id", [sample("job")])
    vendor.lists_once("/hiringTeamRole.list", [sample("role")])
    vendor.lists("/department.list", [sample("department")])
    vendor.lists("/jobBoard.list", [sample("board")])
    vendor.lists_once("/jobPosting.list", [sample("posting")])
    vendor.knows("/jobPosting.info", "jobPostingId", [sample("posting_info")])
    plan_id = sample("plan")["id"]
    vendor.lists_by("/interviewStage.list", "interviewPlanId", {plan_id: [sample("stage")]})
    return vendor


def test_a_candidate_is_read_again_with_its_tags(organisation: Any, sample: Callable[..., Any]) -> None:
    candidate_id = sample("candidate")["id"]

    items = list(again.candidate(organisation.connect().connection, candidate_id))

    assert [type(item) for item in items] == [Row, Row, Complete]
    assert items[2] == Complete("ats_join_candidates_tags", group=candidate_id)


def test_an_application_is_read_again_with_its_answers(organisation: Any, sample: Callable[..., Any]) -> None:
    (item,) = again.application(organisation.connect().connection, sample("application")["id"])

    assert isinstance(item, Row)
    assert len(item.record.screening_question_answers) == 1


def test_an_offer_is_read_again(organisation: Any, sample: Callable[..., Any]) -> None:
    (item,) = again.offer(organisation.connect().connection, sample("offer")["id"])

    assert isinstance(item, Row)
    assert list(item.record.remote_data) == ["/offer.info"]


def test_a_schedule_is_turned_into_its_interviews_with_their_titles(
    organisation: Any, sample: Callable[..., Any], records: Callable[..., Any]
) -> None:
    raw = sample("schedule")
    raw["interviewEvents"] = [
        *raw["interviewEvents"],
        {"id": "e2", "interviewId": raw["interviewEvents"][0]["interviewId"]},
        {"id": "e3", "interviewId": "gone"},
        {"id": "e4"},
    ]

    items = list(again.schedule(organisation.connect().connection, raw))

    titles = [record.title for record in records(items, "ats_interviews")]
    assert titles == ["Technical call", "Technical call", None, None]
    assert len(organisation.asked("/interview.info")) == 2
    assert Complete("ats_interviews", group=raw["id"]) in items


def test_a_job_is_read_again_with_postings_questions_stages_and_team(
    organisation: Any, sample: Callable[..., Any]
) -> None:
    items = list(again.jobs(organisation.connect().connection, [sample("job")["id"]]))

    assert [item.record.store_id for item in items if isinstance(item, Row)] == [
        "ats_jobs",
        "ats_job_postings",
        "ats_screening_questions",
        "ats_join_jobs_screening_questions",
        "ats_screening_questions",
        "ats_join_jobs_screening_questions",
        "ats_join_jobs_application_stages",
        "ats_join_jobs_users",
        "ats_join_user_job_role_assignments",
    ]
    assert "/interviewPlan.list" not in organisation.paths


def test_what_the_key_may_not_read_of_a_job_is_left_out(
    organisation: Any, sample: Callable[..., Any]
) -> None:
    organisation.forbids("/interviewStage.list", "/hiringTeamRole.list")

    items = list(again.jobs(organisation.connect().connection, [sample("job")["id"]]))

    skipped = {item.model for item in items if isinstance(item, Skipped)}
    assert skipped == {"ats_join_jobs_application_stages", "ats_join_user_job_role_assignments"}
    assert [item for item in items if isinstance(item, Row) and item.record.store_id == "ats_join_jobs_users"]


def test_what_the_vendor_does_not_know_any_more_is_gone(organisation: Any) -> None:
    connection = organisation.connect().connection

    assert list(again.candidate(connection, "x")) == [Gone("ats_candidates", "x")]
    assert list(again.application(connection, "x")) == [Gone("ats_applications", "x")]
    assert list(again.offer(connection, "x")) == [Gone("ats_offers", "x")]
    assert list(again.jobs(connection, ["x"])) == [Gone("ats_jobs", "x")]
