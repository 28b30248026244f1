"""A whole organisation, small, read from its endpoints as the sheet describes them."""

from collections.abc import Callable
from typing import Any

import pytest

from assay.connector import JOIN_SEPARATOR, Complete, Cursor, Gone, ReadItem, Row, Skipped
from assay.unified.catalogue import MODELS
from assay.unified.records import JobRoleAssignment, Role, User

ALL = tuple(sorted(MODELS))
JOB_ID = "9a1d3c40-6f1b-4a1e-8f56-0e2b7c9d1101"
POSTING_ID = "44444444-aaaa-4bbb-8ccc-000000000001"
PLAN_ID = "33333333-aaaa-4bbb-8ccc-000000000001"
USER_ID = "5f0c5f2e-0a60-4a4e-9d0f-3c1f0c9a1b01"
APPLICATION_ID = "99999999-aaaa-4bbb-8ccc-000000000001"
CANDIDATE_ID = "77777777-aaaa-4bbb-8ccc-000000000001"


def _completes(items: list[ReadItem]) -> list[str]:
    return [item.model for item in items if isinstance(item, Complete) and item.group is None]


def _count(items: list[ReadItem]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for item in items:
        if isinstance(item, Row):
            counts[item.record.store_id] = counts.get(item.record.store_id, 0) + 1
    return counts


def test_a_full_run_reads_every_model_and_says_that_each_is_complete(organisation: Any) -> None:
    items = organisation.read(*ALL)

    assert _count(items) == {
        "ats_users": 1,
        "ats_join_users_roles": 1,
        "ats_application_stages": 3,  # one that only the application knows
        "ats_jobs": 1,
        "ats_job_postings": 1,
        "ats_screening_questions": 2,
        "ats_join_jobs_screening_questions": 2,
        "ats_join_jobs_application_stages": 2,
        "ats_join_jobs_users": 1,
        "ats_join_user_job_role_assignments": 1,
        "ats_rejection_reasons": 1,
        "ats_tags": 1,
        "ats_candidates": 1,
        "ats_join_candidates_tags": 1,
        "ats_applications": 1,
        "ats_interviews": 1,
        "ats_join_interviews_users": 1,
        "ats_offers": 1,
        "ats_roles": 6,  # the four global ones, Recruiter, and Hiring Manager from the team
    }
    assert sorted(_completes(items)) == list(ALL)
    assert not [item for item in items if isinstance(item, Skipped)]


def test_a_full_run_hands_out_the_token_of_each_listing_that_has_one(organisation: Any) -> None:
    cursors = {item.stream: item.token for item in organisation.read(*ALL) if isinstance(item, Cursor)}

    assert cursors.pop("/jobPosting.list") == f'{{"{POSTING_ID}":["2026-06-01T10:00:00.000Z","{JOB_ID}"]}}'
    assert cursors == {
        "/user.list": "u1",
        "/job.list": "j1",
        "/candidateTag.list": "t1",
        "/candidate.list": "c1",
        "/application.list": "a1",
        "/interviewSchedule.list": "s1",
        "/offer.list": "o1",
    }


def test_completeness_is_said_after_the_last_row_of_a_model(organisation: Any) -> None:
    items = organisation.read(*ALL)

    for model in ALL:
        last = max(
            n for n, item in enumerate(items) if isinstance(item, Row) and item.record.store_id == model
        )
        assert items.index(Complete(model)) > last


def test_listings_are_asked_for_everything_that_hides_by_default(organisation: Any) -> None:
    organisation.read(*ALL)

    asked = {path: organisation.asked(path)[0] for path in organisation.paths}
    assert asked["/user.list"] == {"limit": 100, "includeDeactivated": True}
    assert asked["/hiringTeamRole.list"] == {"namesOnly": False}
    assert asked["/interviewPlan.list"] == {"limit": 100, "includeArchived": True}
    assert asked["/job.list"] == {
        "limit": 100,
        "status": ["Draft", "Open", "Closed", "Archived"],
        "expand": ["location"],
    }
    assert asked["/jobPosting.list"] == {"includeUnpublishedJobPostings": True}
    assert asked["/jobPosting.info"] == {"jobPostingId": POSTING_ID, "includeUnpublishedJobPostings": True}
    assert asked["/archiveReason.list"] == {"includeArchived": True}
    assert asked["/candidateTag.list"] == {"limit": 100, "includeArchived": True}
    assert asked["/application.info"] == {
        "applicationId": APPLICATION_ID,
        "expand": ["applicationFormSubmissions"],
    }
    assert asked["/interview.list"] == {
        "limit": 100,
        "includeArchived": True,
        "includeNonSharedInterviews": True,
    }


@pytest.mark.parametrize(
    ("models", "paths"),
    [
        (["ats_users"], {"/user.list"}),
        (["ats_join_users_roles"], {"/user.list"}),
        (["ats_roles"], {"/hiringTeamRole.list"}),
        (["ats_application_stages"], {"/interviewPlan.list", "/interviewStage.list"}),
        (["ats_join_jobs_users"], {"/job.list"}),
        (["ats_join_user_job_role_assignments"], {"/job.list", "/hiringTeamRole.list"}),
        (["ats_join_jobs_application_stages"], {"/job.list", "/interviewPlan.list", "/interviewStage.list"}),
        (
            ["ats_screening_questions"],
            {"/job.list", "/jobBoard.list", "/jobPosting.list", "/jobPosting.info"},
        ),
        (["ats_rejection_reasons"], {"/archiveReason.list"}),
        (["ats_tags"], {"/candidateTag.list"}),
        (["ats_join_candidates_tags"], {"/candidate.list"}),
        (["ats_candidates"], {"/candidate.list", "/customField.list"}),
        (["ats_applications"], {"/application.list", "/application.info", "/customField.list"}),
        (["ats_join_interviews_users"], {"/interviewSchedule.list"}),
        (["ats_interviews"], {"/interviewSchedule.list", "/interview.list"}),
        (["ats_offers"], {"/offer.list", "/offer.info", "/customField.list"}),
        (["ats_notes"], set()),
    ],
)
def test_only_what_the_wanted_models_need_is_called(
    organisation: Any, models: list[str], paths: set[str]
) -> None:
    items = organisation.read(*models)

    assert organisation.paths == paths
    assert set(_count(items)) == set(models) & set(MODELS)


def test_custom_field_definitions_are_read_once_for_all_models(organisation: Any) -> None:
    organisation.read(*ALL)

    assert len(organisation.asked("/customField.list")) == 1


def test_definitions_that_are_archived_are_not_offered(
    organisation: Any, sample: Callable[..., Any], records: Callable[..., Any]
) -> None:
    organisation.lists("/customField.list", [sample("custom_field", isArchived=True)])

    (application,) = records(organisation.read("ats_applications"), "ats_applications")

    assert application.integration_fields == []


def test_a_user_that_only_a_team_knows_is_created_once(
    organisation: Any, sample: Callable[..., Any], records: Callable[..., Any]
) -> None:
    member = {
        "userId": "u9",
        "firstName": "Ada",
        "lastName": "",
        "email": "Ada@Acme.test",
        "role": "Recruiter",
    }
    jobs = [sample("job", id=id_, hiringTeam=[member]) for id_ in ("j1", "j2")]
    organisation.lists("/job.list", jobs)

    users = records(organisation.read("ats_users", "ats_join_jobs_users"), "ats_users")

    assert [user.remote_id for user in users] == [USER_ID, "u9"]
    assert users[1] == User(
        remote_id="u9", first_name="Ada", email="ada@acme.test", remote_data={"/job.list": member}
    )


def test_a_role_that_is_not_listed_goes_by_its_title(
    organisation: Any, sample: Callable[..., Any], records: Callable[..., Any]
) -> None:
    team = [{"userId": USER_ID, "role": "Bar Raiser"}, {"userId": USER_ID, "role": "Recruiter"}]
    organisation.lists("/job.list", [sample("job", hiringTeam=team)])

    items = organisation.read("ats_roles", "ats_join_user_job_role_assignments")

    assert records(items, "ats_roles")[-1] == Role(
        remote_id="Bar Raiser", remote_label="Bar Raiser", scope="JOB", unified_type=None
    )
    assert records(items, "ats_join_user_job_role_assignments") == [
        JobRoleAssignment(job_user_id=f"{JOB_ID}{JOIN_SEPARATOR}{USER_ID}", role_id=role_id)
        for role_id in ("Bar Raiser", sample("role")["id"])
    ]


def test_a_global_role_that_is_new_becomes_a_role_once(
    organisation: Any, sample: Callable[..., Any], records: Callable[..., Any]
) -> None:
    users = [sample("user", id=id_, globalRole="Something New") for id_ in ("u1", "u2")]
    organisation.lists("/user.list", users)

    items = organisation.read("ats_users", "ats_roles", "ats_join_users_roles")

    labels = [role.remote_label for role in records(items, "ats_roles")]
    assert labels[-5:] == [
        "Organization Admin",
        "Elevated Access",
        "Limited Access",
        "External Recruiter",
        "Something New",
    ]
    assert [row.role_id for row in records(items, "ats_join_users_roles")] == ["Something New"] * 2


def test_roles_are_not_complete_without_users_and_jobs(organisation: Any) -> None:
    assert "ats_roles" not in _completes(organisation.read("ats_roles"))
    assert "ats_roles" in _completes(organisation.read("ats_roles", "ats_users", "ats_jobs"))


def test_archived_tags_and_reasons_are_told_and_gone(organisation: Any, sample: Callable[..., Any]) -> None:
    organisation.lists("/candidateTag.list", [sample("tag", isArchived=True)])
    organisation.lists_once("/archiveReason.list", [sample("reason", isArchived=True)])

    items = organisation.read("ats_tags", "ats_rejection_reasons")

    assert [type(item) for item in items] == [Row, Gone, Complete, Row, Gone, Complete]
    assert Gone("ats_tags", sample("tag")["id"]) in items
    assert Gone("ats_rejection_reasons", sample("reason")["id"]) in items


def test_a_tag_that_only_a_candidate_knows_is_created_once(
    organisation: Any, sample: Callable[..., Any], records: Callable[..., Any]
) -> None:
    new = {"id": "t9", "title": "Fresh", "isArchived": False}
    organisation.lists("/candidate.list", [sample("candidate", id=id_, tags=[new]) for id_ in ("c1", "c2")])

    items = organisation.read("ats_tags", "ats_candidates", "ats_join_candidates_tags")

    assert [tag.name for tag in records(items, "ats_tags")] == ["Strong", "Fresh"]
    assert [row.tag_id for row in records(items, "ats_join_candidates_tags")] == ["t9", "t9"]


@pytest.fixture
def two_plans(organisation: Any, sample: Callable[..., Any]) -> Any:
    """One plan in use and an archived one of two stages."""
    plans = [sample("plan"), sample("plan", id="old", isArchived=True)]
    organisation.lists("/interviewPlan.list", plans)
    stages = {
        PLAN_ID: [sample("stage")],
        "old": [sample("stage", id="old-1"), sample("stage", id="old-2")],
    }
    organisation.lists_by("/interviewStage.list", "interviewPlanId", stages)
    return organisation


def test_a_stage_of_an_archived_plan_lives_while_something_refers_to_it(
    two_plans: Any, sample: Callable[..., Any], records: Callable[..., Any]
) -> None:
    info = sample("application", currentInterviewStage=sample("stage", id="old-2"))
    two_plans.knows("/application.info", "applicationId", [info])

    items = two_plans.read("ats_application_stages", "ats_applications")

    ids = [stage.remote_id for stage in records(items, "ats_application_stages")]
    assert ids == [sample("stage")["id"], "old-2"]
    assert "ats_application_stages" in _completes(items)
    (old,) = [stage for stage in records(items, "ats_application_stages") if stage.remote_id == "old-2"]
    assert old.remote_data["/interviewPlan.list"]["id"] == "old"


def test_stages_of_archived_plans_are_all_read_when_applications_are_not(
    two_plans: Any, records: Callable[..., Any]
) -> None:
    items = two_plans.read("ats_application_stages")

    assert len(records(items, "ats_application_stages")) == 3
    assert _completes(items) == ["ats_application_stages"]


def test_a_stage_that_no_plan_holds_comes_from_the_application(
    organisation: Any, sample: Callable[..., Any], records: Callable[..., Any]
) -> None:
    items = organisation.read("ats_application_stages", "ats_applications")

    embedded = sample("application")["currentInterviewStage"]
    stage = records(items, "ats_application_stages")[-1]
    assert (stage.remote_id, stage.name) == (embedded["id"], "Archived")
    assert stage.remote_data == {"/application.info": embedded}


def test_internal_boards_are_read_and_known_for_what_they_are(
    organisation: Any, sample: Callable[..., Any], records: Callable[..., Any]
) -> None:
    boards = [sample("board"), sample("board", id="b2", isInternal=True)]
    organisation.lists("/jobBoard.list", boards)
    inside = sample("posting", id="p2", externalLink=None)
    on_board = {"": [sample("posting")], "b2": [sample("posting"), inside]}
    organisation.lists_by("/jobPosting.list", "jobBoardId", on_board)
    infos = [sample("posting_info"), sample("posting_info", id="p2")]
    organisation.knows("/jobPosting.info", "jobPostingId", infos)

    postings = records(organisation.read("ats_job_postings"), "ats_job_postings")

    assert {posting.remote_id: posting.visibility for posting in postings} == {
        POSTING_ID: "PUBLIC",
        "p2": "INTERNAL",
    }
    assert organisation.asked("/jobPosting.info")[1]["jobBoardId"] == "b2"


def test_further_external_boards_are_read_too(
    organisation: Any, sample: Callable[..., Any], records: Callable[..., Any]
) -> None:
    organisation.lists("/jobBoard.list", [sample("board"), sample("board", id="b2")])
    on_board = {"": [sample("posting")], "b2": [sample("posting", id="p2")]}
    organisation.lists_by("/jobPosting.list", "jobBoardId", on_board)
    infos = [sample("posting_info"), sample("posting_info", id="p2")]
    organisation.knows("/jobPosting.info", "jobPostingId", infos)

    postings = records(organisation.read("ats_job_postings"), "ats_job_postings")

    assert [posting.visibility for posting in postings] == ["PUBLIC", "PUBLIC"]


def test_a_posting_of_a_hidden_job_is_read_all_the_same(
    organisation: Any, records: Callable[..., Any]
) -> None:
    organisation.lists("/job.list", [])

    (posting,) = records(organisation.read("ats_job_postings"), "ats_job_postings")

    assert (posting.job_id, posting.status) == (JOB_ID, "ACTIVE")


def test_a_posting_that_vanishes_while_it_is_read_is_left_out(
    organisation: Any, records: Callable[..., Any]
) -> None:
    organisation.knows("/jobPosting.info", "jobPostingId", [])

    items = organisation.read("ats_jobs", "ats_job_postings", "ats_screening_questions")

    assert records(items, "ats_job_postings") == []
    (job,) = records(items, "ats_jobs")
    assert job.description is None


def test_the_question_of_many_jobs_is_one_question(
    organisation: Any, sample: Callable[..., Any], records: Callable[..., Any]
) -> None:
    organisation.lists("/job.list", [sample("job"), sample("job", id="j2")])
    postings = [sample("posting"), sample("posting", id="p2", jobId="j2")]
    organisation.lists_once("/jobPosting.list", postings)
    infos = [sample("posting_info"), sample("posting_info", id="p2")]
    organisation.knows("/jobPosting.info", "jobPostingId", infos)

    items = organisation.read("ats_screening_questions", "ats_join_jobs_screening_questions")

    assert len(records(items, "ats_screening_questions")) == 2
    rows = records(items, "ats_join_jobs_screening_questions")
    assert [(row.job_id, row.index) for row in rows] == [(JOB_ID, 0), (JOB_ID, 1), ("j2", 0), ("j2", 1)]


def test_locations_are_listed_only_for_jobs_that_come_without(
    organisation: Any, sample: Callable[..., Any], records: Callable[..., Any]
) -> None:
    organisation.lists("/job.list", [sample("job", id=id_, location=...) for id_ in ("j1", "j2")])
    organisation.lists("/location.list", [sample("location")])

    jobs = records(organisation.read("ats_jobs"), "ats_jobs")

    assert [job.location.city for job in jobs] == ["Lisbon", "Lisbon"]
    assert len(organisation.asked("/location.list")) == 1


def test_an_application_that_vanishes_while_it_is_read_is_left_out(
    organisation: Any, records: Callable[..., Any]
) -> None:
    organisation.knows("/application.info", "applicationId", [])

    items = organisation.read("ats_applications")

    assert records(items, "ats_applications") == []
    assert _completes(items) == ["ats_applications"]
