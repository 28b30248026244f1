from typing import Any

import pytest

NOBODY = "12345678-1234-4234-8234-123456789012"


def test_a_schedule_carries_its_meetings_with_interviewers(ashby: Any) -> None:
    application_id = ashby.named("application", "application-marta-backend")
    schedules = ashby.ok("/interviewSchedule.list", {"applicationId": application_id})
    assert [len(schedule["interviewEvents"]) for schedule in schedules] == [1, 2]
    pair = schedules[1]["interviewEvents"][0]
    assert [user["firstName"] for user in pair["interviewers"]] == ["Ines", "Kenji"]
    assert pair["interviewerUserIds"] == [user["id"] for user in pair["interviewers"]]
    assert pair["interviewers"][0]["trainingRole"] is None
    assert "interview" not in pair
    stage = {"interviewStageId": schedules[0]["interviewStageId"]}
    assert schedules[0]["id"] in {s["id"] for s in ashby.ok("/interviewSchedule.list", stage)}
    late = {"createdAfter": 1780000000000, "applicationId": application_id}
    assert ashby.ok("/interviewSchedule.list", late) == []


@pytest.mark.parametrize("shown", ["empty", "absent"])
def test_a_cancelled_schedule_has_lost_its_meetings(ashby: Any, shown: str) -> None:
    ashby.switch(cancelled_events=shown)
    token = ashby.post("/interviewSchedule.list").json()["syncToken"]
    schedule_id = ashby.named("schedule", "schedule-marta-tech")
    ashby.ok("/interviewSchedule.cancel", {"id": schedule_id})
    (schedule,) = ashby.ok("/interviewSchedule.list", {"syncToken": token})
    assert (schedule["id"], schedule["status"]) == (schedule_id, "Cancelled")
    assert schedule.get("interviewEvents", []) == []
    assert ("interviewEvents" in schedule) == (shown == "empty")


def test_meetings_of_a_schedule_can_be_read_with_their_definitions(ashby: Any) -> None:
    body = {"interviewScheduleId": ashby.named("schedule", "schedule-marta-tech"), "limit": 1}
    events = ashby.everything("/interviewEvent.list", {**body, "expand": ["interview"]})
    assert [event["interview"]["title"] for event in events] == ["Pair programming", "System design"]
    page = ashby.post("/interviewEvent.list", {**body, "limit": 10}).json()
    again = ashby.ok("/interviewEvent.list", {**body, "limit": 10, "syncToken": page["syncToken"]})
    assert again == page["results"]
    unknown = {"interviewScheduleId": NOBODY}
    assert ashby.refused("/interviewEvent.list", unknown) == "interview_schedule_not_found"


def test_definitions_of_single_jobs_come_only_on_request(ashby: Any) -> None:
    shared = ashby.ok("/interview.list")
    assert all("jobId" not in interview for interview in shared)
    everything = ashby.ok("/interview.list", {"includeNonSharedInterviews": True})
    (own,) = [interview for interview in everything if "jobId" in interview]
    assert own["jobId"] == ashby.named("job", "job-sales")
    assert (own["instructionsHtml"], own["instructionsPlain"]) == (None, None)
    assert ashby.ok("/interview.info", {"id": own["id"]}) == own
    assert shared[0]["instructionsPlain"] == "Be kind & on time."
    assert ashby.refused("/interview.info", {"id": NOBODY}) == "interview_not_found"


def test_offers_are_filtered_by_their_three_statuses(ashby: Any) -> None:
    offers = ashby.everything("/offer.list")
    for key, status in (
        ("offerStatus", "WaitingOnCandidateResponse"),
        ("acceptanceStatus", "Declined"),
    ):
        found = ashby.everything("/offer.list", {key: [status]})
        assert found
        assert found == [offer for offer in offers if offer[key] == status]
    approved = ashby.everything("/offer.list", {"approvalStatus": ["Approved"]})
    assert {offer["latestVersion"]["approvalStatus"] for offer in approved} == {"Approved"}
    assert ashby.refused("/offer.list", {"offerStatus": []}) == "invalid_input"


def test_every_status_of_offers_occurs(ashby: Any) -> None:
    assert {offer["offerStatus"] for offer in ashby.everything("/offer.list")} == {
        "WaitingOnApprovalStart",
        "WaitingOnOfferApproval",
        "WaitingOnApprovalDefinition",
        "WaitingOnCandidateResponse",
        "CandidateAccepted",
        "CandidateRejected",
        "OfferCancelled",
    }


def test_created_after_filters_no_offers(ashby: Any) -> None:
    assert len(ashby.everything("/offer.list", {"createdAfter": 1790000000000})) == 64


def test_only_info_shows_all_versions_of_an_offer(ashby: Any) -> None:
    application = {"applicationId": ashby.named("application", "application-ewa-backend")}
    (listed,) = ashby.ok("/offer.list", application)
    assert "versions" not in listed
    info = ashby.ok("/offer.info", {"offerId": listed["id"]})
    assert [version["createdAt"] for version in info["versions"]] == [
        "2026-06-01T08:00:00.000Z",
        "2026-06-03T08:00:00.000Z",
    ]
    assert info["latestVersion"] == info["versions"][-1]
    assert "formDefinition" in info
    bare = ashby.ok("/offer.info", {"offerId": listed["id"], "excludeFormDefinition": True})
    assert "formDefinition" not in bare
    assert ashby.refused("/offer.info", {"offerId": NOBODY}) == "offer_not_found"


def test_an_offer_without_start_date_has_null(ashby: Any) -> None:
    application = {"applicationId": ashby.named("application", "application-marta-backend")}
    (offer,) = ashby.ok("/offer.list", application)
    assert offer["latestVersion"]["startDate"] is None
    assert offer["decidedAt"] is None
