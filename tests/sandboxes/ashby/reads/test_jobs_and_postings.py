from datetime import UTC, datetime
from typing import Any

import pytest

ALL = ["Draft", "Open", "Closed", "Archived"]
NOBODY = "12345678-1234-4234-8234-123456789012"


def _ms(text: str) -> int:
    return int(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp() * 1000)


def _titles(items: list[Any]) -> set[str]:
    return {item["title"] for item in items}


def test_drafts_are_hidden_unless_asked_for(ashby: Any) -> None:
    assert "Data Intern" not in _titles(ashby.ok("/job.list"))
    assert _titles(ashby.ok("/job.list", {"status": ["Draft"]})) == {"Data Intern"}
    assert len(ashby.ok("/job.list", {"status": ALL})) == 14


def test_a_job_never_opened_lacks_its_ids_and_has_null_times(ashby: Any) -> None:
    job = ashby.ok("/job.info", {"id": ashby.named("job", "job-intern")})
    assert not {"defaultInterviewPlanId", "locationId", "departmentId"} & set(job)
    assert (job["openedAt"], job["closedAt"], job["customRequisitionId"]) == (None, None, None)
    assert job["interviewPlanIds"] == job["jobPostingIds"] == job["customFields"] == []


def test_a_user_is_on_a_team_once_per_role(ashby: Any) -> None:
    team = ashby.ok("/job.info", {"id": ashby.named("job", "job-backend")})["hiringTeam"]
    ines = [member["role"] for member in team if member["firstName"] == "Ines"]
    assert ines == ["Hiring Manager", "Sourcer"]


def test_location_and_openings_come_only_when_expanded(ashby: Any) -> None:
    body = {"id": ashby.named("job", "job-backend")}
    assert not {"location", "openings"} & set(ashby.ok("/job.info", body))
    expanded = ashby.ok("/job.info", {**body, "expand": ["location", "openings"]})
    assert expanded["location"]["name"] == "Lisbon"
    assert expanded["openings"] == []
    assert ashby.refused("/job.info", {**body, "expand": ["compensation"]}) == "invalid_input"


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({"createdAfter": _ms("2026-06-01")}, {"Security Analyst"}),
        ({"openedAfter": _ms("2026-06-01")}, {"Security Analyst"}),
        ({"openedBefore": _ms("2025-10-01")}, {"プロダクトマネージャー"}),
        ({"closedBefore": _ms("2026-03-01")}, {"プロダクトマネージャー"}),
        (
            {"closedAfter": _ms("2026-05-01"), "status": ["Closed"]},
            {"<script>alert('x')</script> QA Engineer & \"Tester\""},
        ),
    ],
)
def test_times_filter_in_unix_milliseconds(ashby: Any, filters: dict[str, Any], expected: set[str]) -> None:
    assert _titles(ashby.ok("/job.list", filters)) == expected


def test_jobs_are_searched_by_title_or_requisition(ashby: Any) -> None:
    assert _titles(ashby.ok("/job.search", {"title": "backend"})) == {"Backend Engineer"}
    assert _titles(ashby.ok("/job.search", {"requisitionId": "FIN-9"})) == {"Interim Controller"}
    assert ashby.ok("/job.search", {"title": "backend", "requisitionId": "FIN-9"}) == []
    assert ashby.refused("/job.search") == "invalid_input"


def test_drafts_of_postings_hide_behind_two_differently_spelled_flags(ashby: Any) -> None:
    body = {"id": ashby.named("job", "job-success")}
    assert len(ashby.ok("/job.info", body)["jobPostingIds"]) == 2
    assert (
        len(ashby.ok("/job.info", {**body, "includeUnpublishedJobPostingsIds": True})["jobPostingIds"]) == 3
    )
    assert len(ashby.ok("/job.info", {**body, "includeUnpublishedJobPostings": True})["jobPostingIds"]) == 2
    published = ashby.ok("/jobPosting.list")
    assert {posting["status"] for posting in published} == {"Published"}
    assert len(ashby.ok("/jobPosting.list", {"includeUnpublishedJobPostings": True})) == len(published) + 2
    assert len(ashby.ok("/jobPosting.list", {"includeUnpublishedJobPostingsIds": True})) == len(published)


def test_postings_of_an_internal_board_have_no_external_link(ashby: Any) -> None:
    boards = ashby.ok("/jobBoard.list")
    internal = next(board["id"] for board in boards if board["isInternal"])
    postings = ashby.ok("/jobPosting.list", {"jobBoardId": internal})
    assert _titles(postings) == {"QA Engineer <internal>", "Customer Success Manager (colleagues first)"}
    assert {posting["externalLink"] for posting in postings} == {None}
    assert all(posting["applyLink"].startswith("https://internal.") for posting in postings)
    assert ashby.refused("/jobPosting.list", {"jobBoardId": NOBODY}) == "job_board_not_found"


def test_postings_are_filtered_by_listing_place_and_department(ashby: Any) -> None:
    listed = ashby.ok("/jobPosting.list", {"listedOnly": True})
    assert {posting["isListed"] for posting in listed} == {True}
    assert _titles(ashby.ok("/jobPosting.list", {"location": "Lisbon"})) == {"Backend Engineer (m/f/x)"}
    assert ashby.ok("/jobPosting.list", {"location": "lisbon"}) == []
    assert _titles(ashby.ok("/jobPosting.list", {"department": "Finance"})) == {"Interim Controller (f/m/d)"}


def test_the_name_of_a_place_on_a_board_may_differ_from_its_own(ashby: Any) -> None:
    (posting,) = ashby.ok("/jobPosting.list", {"location": "Tokyo"})
    location = ashby.ok("/location.info", {"locationId": posting["locationIds"]["primaryLocationId"]})
    assert (posting["locationName"], posting["locationExternalName"]) == ("Tokyo", "Tokyo")
    assert location["name"] == "東京オフィス"


def test_a_posting_shows_description_form_surveys_and_pay(ashby: Any) -> None:
    posting = ashby.ok("/jobPosting.info", {"jobPostingId": ashby.named("posting", "posting-backend")})
    assert "<h2" in posting["descriptionHtml"]
    assert "We & you" in posting["descriptionPlain"]
    system, asked = posting["applicationFormDefinition"]["sections"]
    assert [entry["field"]["path"] for entry in system["fields"]] == [
        "_systemfield_name",
        "_systemfield_email",
        "_systemfield_phone",
        "_systemfield_resume",
    ]
    assert all(entry["field"]["path"] == entry["field"]["id"] for entry in asked["fields"])
    assert {form["surveyType"] for form in posting["surveyFormDefinitions"]} == {"EEOC", "Diversity"}
    (component,) = posting["compensation"]["summaryComponents"]
    assert (component["minValue"], component["maxValue"], component["interval"]) == (60000, 80000, "1 YEAR")
    assert "id" not in component
    assert "id" in posting["compensation"]["compensationTiers"][0]["components"][0]
    assert "job" not in posting


def test_a_posting_without_pay_says_so(ashby: Any) -> None:
    body = {"jobPostingId": ashby.named("posting", "posting-graduate"), "expand": ["job"]}
    posting = ashby.ok("/jobPosting.info", body)
    assert posting["compensation"]["summaryComponents"] == []
    assert "workplaceType" not in posting
    assert posting["job"]["title"] == "Graduate Programme 2026"


def test_a_draft_is_found_only_with_the_flag(ashby: Any) -> None:
    body = {"jobPostingId": ashby.named("posting", "posting-security")}
    assert ashby.refused("/jobPosting.info", body) == "job_posting_not_found"
    draft = ashby.ok("/jobPosting.info", {**body, "includeUnpublishedJobPostings": True})
    assert (draft["status"], draft["publishedDate"]) == ("Draft", None)
    assert ashby.refused("/jobPosting.info", {"jobPostingId": NOBODY}) == "job_posting_not_found"


def test_a_board_that_does_not_show_the_posting_does_not_know_it(ashby: Any) -> None:
    body = {"jobPostingId": ashby.named("posting", "posting-backend")}
    internal = {**body, "jobBoardId": ashby.named("board", "internal")}
    assert ashby.refused("/jobPosting.info", internal) == "job_posting_not_found"
    assert ashby.ok("/jobPosting.info", {**body, "jobBoardId": ashby.named("board", "external")})


def test_the_plan_of_a_job_shows_its_stages_without_plan_ids(ashby: Any) -> None:
    plan = ashby.ok("/jobInterviewPlan.info", {"jobId": ashby.named("job", "job-backend")})
    assert [stage["orderInInterviewPlan"] for stage in plan["stages"]] == list(range(8))
    assert "interviewPlanId" not in plan["stages"][0]
    draft = {"jobId": ashby.named("job", "job-intern")}
    assert ashby.refused("/jobInterviewPlan.info", draft) == "interview_plan_not_found"
    assert ashby.refused("/jobInterviewPlan.info", {"jobId": NOBODY}) == "job_not_found"
