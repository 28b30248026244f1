from collections.abc import Callable
from typing import Any

import pytest

from assay.connector import Complete, Cursor, Gone, ReadItem, Row
from assay_connectors.ashby.reading.postings import marks_of

JOB_ID = "9a1d3c40-6f1b-4a1e-8f56-0e2b7c9d1101"
POSTING_ID = "44444444-aaaa-4bbb-8ccc-000000000001"
MARKS = f'{{"{POSTING_ID}":["2026-06-01T10:00:00.000Z","{JOB_ID}"]}}'


def _delta(vendor: Any, *models: str, **cursors: str) -> list[ReadItem]:
    named = {"/" + stream.replace("_", "."): token for stream, token in cursors.items()}
    return vendor.read(*models, mode="delta", cursors=named)


def test_only_the_changed_candidates_are_read_and_nothing_is_said_of_the_others(
    vendor: Any, sample: Callable[..., Any]
) -> None:
    vendor.lists("/customField.list", [])
    vendor.lists("/candidate.list", [], token="c2", since={"c1": [sample("candidate")]})

    items = _delta(vendor, "ats_candidates", "ats_join_candidates_tags", candidate_list="c1")

    candidate_id = sample("candidate")["id"]
    assert vendor.asked("/candidate.list") == [{"limit": 100, "syncToken": "c1"}]
    assert [type(item) for item in items] == [Row, Row, Complete, Cursor]
    assert items[1].group == candidate_id
    assert items[2] == Complete("ats_join_candidates_tags", group=candidate_id)
    assert items[3] == Cursor("/candidate.list", "c2")


def test_a_refused_token_makes_the_model_complete_again(vendor: Any, sample: Callable[..., Any]) -> None:
    vendor.lists("/candidate.list", [sample("candidate")], token="c9")

    items = _delta(vendor, "ats_join_candidates_tags", candidate_list="stale")

    assert Complete("ats_join_candidates_tags") in items
    assert items[-1] == Cursor("/candidate.list", "c9")
    assert [("syncToken" in body) for body in vendor.asked("/candidate.list")] == [True, False]


def test_a_stream_without_token_is_read_in_full_in_a_delta_run(
    vendor: Any, sample: Callable[..., Any]
) -> None:
    vendor.lists("/candidateTag.list", [sample("tag")], token="t1")

    items = _delta(vendor, "ats_tags")

    assert Complete("ats_tags") in items


def test_a_full_run_ignores_tokens(vendor: Any, sample: Callable[..., Any]) -> None:
    vendor.lists("/candidateTag.list", [sample("tag")], token="t1")

    vendor.read("ats_tags", cursors={"/candidateTag.list": "old"})

    assert vendor.asked("/candidateTag.list") == [{"limit": 100, "includeArchived": True}]


def test_only_changed_applications_are_read_in_full(vendor: Any, sample: Callable[..., Any]) -> None:
    changed = sample("application")
    vendor.lists("/customField.list", [])
    vendor.lists("/application.list", [sample("application", id="a2")], token="a2", since={"a1": [changed]})
    vendor.knows("/application.info", "applicationId", [changed])

    items = _delta(vendor, "ats_applications", application_list="a1")

    assert [body["applicationId"] for body in vendor.asked("/application.info")] == [changed["id"]]
    assert [type(item) for item in items] == [Row, Cursor]


def test_a_changed_user_loses_the_global_role_it_had(vendor: Any, sample: Callable[..., Any]) -> None:
    vendor.lists("/user.list", [], token="u2", since={"u1": [sample("user")]})

    items = _delta(vendor, "ats_users", "ats_join_users_roles", user_list="u1")

    assert Complete("ats_join_users_roles", group=sample("user")["id"]) in items
    assert Complete("ats_users") not in items


def test_unknown_people_and_tags_are_not_guessed_when_not_all_are_known(
    vendor: Any, sample: Callable[..., Any], records: Callable[..., Any]
) -> None:
    vendor.lists("/candidateTag.list", [], token="t2", since={"t1": []})
    vendor.lists("/candidate.list", [], token="c2", since={"c1": [sample("candidate")]})
    vendor.lists("/user.list", [], token="u2", since={"u1": []})
    vendor.lists("/job.list", [], token="j2", since={"j1": [sample("job")]})

    items = _delta(
        vendor,
        *("ats_tags", "ats_join_candidates_tags", "ats_users", "ats_join_jobs_users"),
        candidateTag_list="t1",
        candidate_list="c1",
        user_list="u1",
        job_list="j1",
    )

    assert records(items, "ats_tags") == []
    assert records(items, "ats_users") == []
    assert len(records(items, "ats_join_candidates_tags")) == 1
    assert len(records(items, "ats_join_jobs_users")) == 1


@pytest.mark.parametrize("kept", [[], None, [{"id": "e1", "interviewers": []}]])
def test_a_cancelled_schedule_takes_its_interviews_away(
    vendor: Any, sample: Callable[..., Any], kept: Any
) -> None:
    cancelled = sample("schedule", status="Cancelled", interviewEvents=kept)
    vendor.lists("/interview.list", [sample("interview")])
    vendor.lists("/interviewSchedule.list", [], token="s2", since={"s1": [cancelled]})

    items = _delta(vendor, "ats_interviews", "ats_join_interviews_users", interviewSchedule_list="s1")

    assert items == [
        Complete("ats_interviews", group=cancelled["id"]),
        Complete("ats_join_interviews_users", group=cancelled["id"]),
        Cursor("/interviewSchedule.list", "s2"),
    ]


def test_offers_that_did_not_change_are_left_alone(vendor: Any) -> None:
    vendor.lists("/customField.list", [])
    vendor.lists("/offer.list", [], token="o2", since={"o1": []})

    assert _delta(vendor, "ats_offers", offer_list="o1") == [Cursor("/offer.list", "o2")]


def test_stages_are_all_read_in_every_run_but_none_is_taken_away(
    vendor: Any, sample: Callable[..., Any]
) -> None:
    vendor.lists("/interviewPlan.list", [sample("plan")])
    vendor.lists_by("/interviewStage.list", "interviewPlanId", {sample("plan")["id"]: [sample("stage")]})

    items = _delta(vendor, "ats_application_stages")

    assert [type(item) for item in items] == [Row]


JOB_PARTS = ("ats_jobs", "ats_job_postings", "ats_join_jobs_screening_questions", "ats_join_jobs_users")


@pytest.fixture
def hiring(vendor: Any, sample: Callable[..., Any]) -> Any:
    """One job with one posting; nothing changed since j1."""
    vendor.lists("/customField.list", [])
    vendor.lists("/department.list", [sample("department")])
    vendor.lists("/jobBoard.list", [sample("board")])
    vendor.lists_once("/jobPosting.list", [sample("posting")])
    vendor.knows("/jobPosting.info", "jobPostingId", [sample("posting_info")])
    vendor.lists("/job.list", [sample("job")], token="j2", since={"j1": []})
    vendor.knows("/job.info", "id", [sample("job")])
    vendor.lists("/location.list", [sample("location")])
    return vendor


def _cursors(**changes: str) -> dict[str, str]:
    return {"job_list": "j1", "jobPosting_list": MARKS, **changes}


def test_nothing_is_read_of_jobs_that_did_not_change(hiring: Any) -> None:
    items = _delta(hiring, *JOB_PARTS, **_cursors())

    assert items == [Cursor("/job.list", "j2"), Cursor("/jobPosting.list", MARKS)]
    assert not hiring.asked("/jobPosting.info")


def test_a_changed_job_is_read_with_all_that_hangs_on_it(hiring: Any, sample: Callable[..., Any]) -> None:
    hiring.lists("/job.list", [], token="j2", since={"j1": [sample("job", status="Closed")]})

    items = _delta(hiring, *JOB_PARTS, **_cursors())

    rows = {item.record.store_id: item for item in items if isinstance(item, Row)}
    assert rows["ats_job_postings"].record.status == "INACTIVE"
    assert rows["ats_join_jobs_users"].group == JOB_ID
    assert Complete("ats_join_jobs_users", group=JOB_ID) in items
    assert Complete("ats_join_jobs_screening_questions", group=JOB_ID) in items
    assert not [item for item in items if isinstance(item, Complete) and item.group is None]
    assert len(hiring.asked("/jobPosting.info")) == 1


@pytest.mark.parametrize(
    "marks",
    [
        "{}",
        f'{{"{POSTING_ID}":["2026-05-01T10:00:00.000Z","{JOB_ID}"]}}',
        "not ours",
        "[]",
        '{"p": "x"}',
        '{"p": ["x"]}',
        '{"p": [1, 2]}',
    ],
)
def test_a_posting_that_changed_or_is_new_brings_its_job_up(
    hiring: Any, records: Callable[..., Any], marks: str
) -> None:
    items = _delta(hiring, *JOB_PARTS, **_cursors(jobPosting_list=marks))

    (job,) = records(items, "ats_jobs")
    assert job.location.city == "Lisbon"
    assert list(job.remote_data) == ["/job.info", "/jobPosting.info", "/department.list"]
    assert len(records(items, "ats_job_postings")) == 1


def test_a_posting_that_is_listed_no_more_is_gone_and_brings_its_job_up(
    hiring: Any, records: Callable[..., Any]
) -> None:
    hiring.lists_once("/jobPosting.list", [])

    items = _delta(hiring, *JOB_PARTS, **_cursors())

    assert Gone("ats_job_postings", POSTING_ID) in items
    (job,) = records(items, "ats_jobs")
    assert job.visibility is None
    assert items[-1] == Cursor("/jobPosting.list", "{}")


def test_a_job_that_vanished_with_its_posting_is_left_to_the_next_full_run(
    hiring: Any, records: Callable[..., Any]
) -> None:
    hiring.lists_once("/jobPosting.list", [])
    hiring.knows("/job.info", "id", [])

    assert records(_delta(hiring, *JOB_PARTS, **_cursors()), "ats_jobs") == []


def test_without_postings_no_job_is_brought_up_by_one(hiring: Any) -> None:
    items = _delta(hiring, "ats_join_jobs_users", job_list="j1")

    assert items == [Cursor("/job.list", "j2")]


def test_a_refused_job_token_reads_all_jobs_and_completes_them(hiring: Any) -> None:
    items = _delta(hiring, *JOB_PARTS, **_cursors(job_list="stale"))

    assert {item.model for item in items if isinstance(item, Complete) and item.group is None} == set(
        JOB_PARTS
    )


def test_no_marks_are_read_from_nothing() -> None:
    assert marks_of(None) is None
    assert marks_of(MARKS) == {POSTING_ID: ["2026-06-01T10:00:00.000Z", JOB_ID]}
