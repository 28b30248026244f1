from typing import Any

import pytest

from assay_sandboxes.ashby.writing.jobs import TRANSITIONS

pytestmark = pytest.mark.loopback

STATUSES = ("Draft", "Open", "Closed", "Archived")


@pytest.mark.parametrize(("before", "after"), [(a, b) for a in STATUSES for b in STATUSES])
def test_a_job_goes_only_the_documented_ways(ashby: Any, before: str, after: str) -> None:
    job = ashby.job()
    job.status = before
    body = {"jobId": job.id, "status": after}

    if after in TRANSITIONS[before]:
        assert ashby.ok("/job.setStatus", **body)["status"] == after
    else:
        assert ashby.refused("/job.setStatus", **body) == "invalid_input"
        assert job.status == before


def test_a_posting_is_published_by_api(ashby: Any, listening: Any) -> None:
    posting_id = ashby.posting().id

    draft = ashby.ok("/jobPosting.setStatus", jobPostingId=posting_id, status="Draft")
    assert (draft["status"], draft["publishedDate"]) == ("Draft", None)
    live = ashby.ok("/jobPosting.setStatus", jobPostingId=posting_id, status="Published")
    assert live["publishedDate"] == "2026-06-15"

    assert listening.actions() == [
        "jobPostingUnpublish",
        "jobPostingUpdate",
        "jobPostingPublish",
        "jobPostingUpdate",
    ]
    lost = {"jobPostingId": ashby.unknown, "status": "Draft"}
    assert ashby.refused("/jobPosting.setStatus", **lost) == "job_posting_not_found"


def _event(ashby: Any, **more: Any) -> dict[str, Any]:
    user = ashby.first("users")
    return {
        "startTime": "2026-07-01T10:00:00Z",
        "endTime": "2026-07-01T11:00:00Z",
        "interviewers": [{"email": user.email.upper()}],
        **more,
    }


def _schedule(ashby: Any, **more: Any) -> Any:
    return ashby.ok(
        "/interviewSchedule.create",
        applicationId=ashby.application()["id"],
        interviewEvents=[_event(ashby, **more)],
    )


def test_an_interview_is_scheduled_by_api(ashby: Any, listening: Any) -> None:
    made = _schedule(ashby)

    assert made["status"] == "Scheduled"
    (event,) = made["interviewEvents"]
    assert event["interviewers"][0]["id"] == ashby.first("users").id
    assert event["startTime"] == "2026-07-01T10:00:00.000Z"
    assert event["interviewId"] == ashby.first("interviews").id
    actions = listening.actions()
    assert actions == ["applicationSubmit", "interviewScheduleCreate", "interviewScheduleUpdate"]


def test_scheduling_needs_people_times_and_a_definition(ashby: Any) -> None:
    application_id = ashby.application()["id"]

    def refused(*events: dict[str, Any], application: str = application_id) -> str:
        body = {"applicationId": application, "interviewEvents": list(events)}
        return str(ashby.refused("/interviewSchedule.create", **body))

    nobody = [{"email": "nobody@example.org"}]
    assert refused() == "invalid_input"
    assert refused(_event(ashby, endTime="2026-07-01T10:00:00Z")) == "invalid_input"
    assert refused(_event(ashby, interviewers=nobody)) == "user_not_found"
    assert refused(_event(ashby, interviewId=ashby.unknown)) == "interview_not_found"
    assert refused(_event(ashby), application=ashby.unknown) == "application_not_found"


def test_a_schedule_is_updated_by_api(ashby: Any) -> None:
    made = _schedule(ashby)
    schedule_id, first = made["id"], made["interviewEvents"][0]["id"]
    definition = list(ashby.org.interviews)[1].id

    def update(**change: Any) -> Any:
        return ashby.ok("/interviewSchedule.update", interviewScheduleId=schedule_id, **change)

    later = _event(ashby, endTime="2026-07-01T12:00:00Z", interviewEventId=first, interviewId=definition)
    (moved,) = update(interviewEvent=later)["interviewEvents"]
    assert (moved["id"], moved["endTime"]) == (first, "2026-07-01T12:00:00.000Z")
    second = update(interviewEvent=_event(ashby))["interviewEvents"][1]["id"]
    left = update(interviewEventIdToCancel=first)["interviewEvents"]
    assert [event["id"] for event in left] == [second]
    assert update(interviewEventIdToCancel=[second])["interviewEvents"] == []


def test_an_update_names_events_of_the_schedule(ashby: Any) -> None:
    schedule_id = _schedule(ashby)["id"]
    one = {"interviewScheduleId": schedule_id}

    change = _event(ashby, interviewEventId=ashby.unknown)
    assert (
        ashby.refused("/interviewSchedule.update", **one, interviewEvent=change)
        == "interview_event_not_found"
    )
    gone = {"interviewEventIdToCancel": [ashby.unknown]}
    assert ashby.refused("/interviewSchedule.update", **one, **gone) == "interview_event_not_found"
    lost = {"interviewScheduleId": ashby.unknown}
    assert ashby.refused("/interviewSchedule.update", **lost) == "interview_schedule_not_found"


def test_feedback_is_deleted_only_on_demand(ashby: Any) -> None:
    made = _schedule(ashby)
    schedule = ashby.org.schedules.get(made["id"])
    schedule.events[0].has_submitted_feedback = True
    body = {"interviewScheduleId": made["id"], "interviewEventIdToCancel": schedule.events[0].id}

    assert ashby.refused("/interviewSchedule.update", **body) == "invalid_input"
    assert ashby.ok("/interviewSchedule.update", **body, allowFeedbackDeletion=True)["interviewEvents"] == []


def test_schedules_of_recruiters_cannot_be_updated_by_api(ashby: Any) -> None:
    made = ashby.happen("schedule_interview", application_id=ashby.active().id)
    one = {"interviewScheduleId": made["interview_schedule_id"]}

    assert ashby.refused("/interviewSchedule.update", **one, interviewEvent=_event(ashby)) == "invalid_input"


@pytest.mark.parametrize(("shown", "key"), [("empty", True), ("absent", False), ("kept", True)])
def test_a_schedule_is_cancelled_by_api(ashby: Any, shown: str, key: bool) -> None:  # noqa: FBT001
    ashby.setting(cancelled_events=shown)
    made = _schedule(ashby)

    cancelled = ashby.ok("/interviewSchedule.cancel", id=made["id"], allowReschedule=True)

    assert cancelled["status"] == "Cancelled"
    assert ("interviewEvents" in cancelled) is key


def test_a_schedule_of_a_confidential_job_is_hidden_with_it(ashby: Any) -> None:
    job = ashby.job("Chief Financial Officer")
    application = ashby.ok("/application.create", candidateId=ashby.candidate()["id"], jobId=job.id)
    made = ashby.happen("schedule_interview", application_id=application["id"])
    ashby.grant(without_switches=("confidential",))

    hidden = {"id": made["interview_schedule_id"]}
    assert ashby.refused("/interviewSchedule.cancel", **hidden) == "interview_schedule_not_found"
