from datetime import datetime
from typing import Any

import pytest

from assay_company import load

ALL = {"scope": "all", "status": "past_due"}


def _events(recruitee: Any, **query: Any) -> list[Any]:
    events: list[Any] = recruitee.ok("/interview/events", **query)["interview_events"]
    return events


def _ids(recruitee: Any, **query: Any) -> set[int]:
    return {event["id"] for event in _events(recruitee, **query)}


def test_the_company_comes_back_from_its_interviews(recruitee: Any) -> None:
    events = {event["id"]: event for event in _events(recruitee, **ALL)}
    applications = load().keyed("applications")
    assert len(events) == len(load().rows("interviews"))
    for row in load().rows("interviews"):
        event = events[recruitee.id("interview", row["_key"])]
        application = applications[row["application_id"]]
        starts, ends = (datetime.fromisoformat(row[name]) for name in ("starting_at", "ending_at"))
        assert datetime.fromisoformat(event["starts_at"]) == starts
        assert event["duration"] == (ends - starts).total_seconds() / 60
        assert event["video_url"] == row["video_conferencing_url"]
        assert event["candidate_id"] == recruitee.id("candidate", application["candidate_id"])
        assert event["offer_id"] == recruitee.id("offer", application["job_id"])
        assert event["stage_id"] == recruitee.id("stage", row["stage_id"])


def test_without_video_people_meet_at_the_place_of_the_job(recruitee: Any) -> None:
    events = {event["id"]: event for event in _events(recruitee, **ALL)}
    design = events[recruitee.id("interview", "interview-marta-design")]
    assert (design["kind"], design["location"], design["video_provider"]) == ("onsite", "Lisbon", None)
    call = events[recruitee.id("interview", "interview-marta-call")]
    assert (call["kind"], call["location"], call["video_provider"]) == ("video", None, "google_meet")


def test_the_vendors_own_rooms_have_no_video_url(recruitee: Any) -> None:
    event = recruitee.sandbox.tenant.interviews.get(recruitee.id("interview", "interview-marta-call"))
    event.video_provider = "recruitee"
    shown = recruitee.ok(f"/interview/events/{event.id}")["interview_event"]
    assert shown["video_url"] is None
    assert shown["event_url"].startswith("https://acme.recruitee.com/")


def test_only_upcoming_events_come_unless_asked(recruitee: Any) -> None:
    event = recruitee.sandbox.tenant.interviews.get(recruitee.id("interview", "interview-marta-call"))
    event.starts_at = "2026-06-20T13:00:00.000000Z"
    answer = recruitee.ok("/interview/events", scope="all")
    assert [one["id"] for one in answer["interview_events"]] == [event.id]
    assert answer["meta"] == {"counters": {"past_due": len(load().rows("interviews")) - 1, "upcoming": 1}}
    assert {reference["type"] for reference in answer["references"]} == {"Candidate", "Offer"}
    assert event.id not in _ids(recruitee, **ALL)
    recruitee.control("clock", {"advance_s": 7 * 86_400})
    assert event.id in _ids(recruitee, **ALL)


def test_an_event_without_a_time_is_upcoming_and_not_scheduled(recruitee: Any) -> None:
    event = recruitee.sandbox.tenant.interviews.get(recruitee.id("interview", "interview-marta-call"))
    event.starts_at = None
    (shown,) = _events(recruitee, scope="all", start_date="2026-01-01", end_date="2026-01-02")
    assert (shown["starts_at"], shown["scheduled"]) == (None, False)


def test_a_window_of_days_includes_both_ends(recruitee: Any) -> None:
    days = sorted(event["starts_at"][:10] for event in _events(recruitee, **ALL))
    inside = [day for day in days if "2026-05-11" <= day <= "2026-05-19"]
    found = _events(recruitee, start_date="2026-05-11", end_date="2026-05-19", **ALL)
    assert [event["starts_at"][:10] for event in found] == inside
    assert len(inside) == 3
    assert len(_ids(recruitee, start_date="yesterday", **ALL)) == len(days)


def test_pages_need_a_limit(recruitee: Any) -> None:
    everything = [event["id"] for event in _events(recruitee, **ALL)]
    assert [event["id"] for event in _events(recruitee, page=2, **ALL)] == everything
    read = [event["id"] for page in range(1, 8) for event in _events(recruitee, page=page, limit=4, **ALL)]
    assert read == everything


def test_events_of_a_person_or_with_somebody(recruitee: Any) -> None:
    marta, kenji = recruitee.id("candidate", "candidate-marta"), recruitee.id("admin", "user-kenji")
    assert len(_ids(recruitee, candidate_id=marta, **ALL)) == 3
    with_kenji = _events(recruitee, **{"admin_ids[]": [kenji]}, **ALL)
    assert with_kenji
    assert all(kenji in (event["admin_id"], *event["admin_ids"]) for event in with_kenji)


@pytest.mark.parametrize("scope", ["mine", "nonsense", ""])
def test_without_scope_all_only_ones_own_events_come(recruitee: Any, scope: str) -> None:
    token = recruitee.token("reviewer")
    kenji = recruitee.id("admin", "user-kenji")
    mine = _events(recruitee, token=token, scope=scope, status="past_due")
    assert mine
    assert all(kenji in event["admin_ids"] for event in mine)
    assert len(mine) < len(_events(recruitee, token=token, **ALL))


def test_an_event_that_is_gone_is_404(recruitee: Any) -> None:
    event_id = recruitee.id("interview", "interview-marta-call")
    recruitee.sandbox.tenant.interviews.remove(event_id)
    assert recruitee.get(f"/interview/events/{event_id}").status_code == 404
    assert event_id not in _ids(recruitee, **ALL)
