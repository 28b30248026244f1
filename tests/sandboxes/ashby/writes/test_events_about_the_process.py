"""What recruiters do with plans, interviews, offers, users and metadata; every event refuses nonsense."""

from typing import Any

import pytest

from assay_sandboxes.ashby.events import EVENTS

pytestmark = pytest.mark.loopback


def _ids(rows: Any) -> list[str]:
    return [row["id"] for row in rows]


# --- plans and stages -----------------------------------------------------------------------------


def test_stages_are_added_renamed_reordered_and_removed(ashby: Any) -> None:
    plan_id = ashby.job().default_plan_id
    plan_before = ashby.org.plans.get(plan_id).updated_at

    def titles() -> list[str]:
        stages = ashby.ok("/interviewStage.list", interviewPlanId=plan_id)
        assert [stage["orderInInterviewPlan"] for stage in stages] == list(range(len(stages)))
        return [stage["title"] for stage in stages]

    before = titles()
    added = ashby.happen("add_stage_to_plan", interview_plan_id=plan_id, title="Lunch")
    assert titles()[added["order"] + 1] == "Offer"
    one = {"interview_stage_id": added["interview_stage_id"]}
    ashby.happen("rename_stage", **one, title="Dinner")
    assert ashby.happen("reorder_stage", **one, order=0) == {"order": 0}
    assert titles() == ["Dinner", *before]
    ashby.happen("remove_stage_from_plan", **one)
    assert titles() == before
    second = ashby.happen("add_stage_to_plan", interview_plan_id=plan_id, title="Tea", order=1)
    assert titles()[1] == "Tea"
    assert ashby.org.plans.get(plan_id).updated_at == plan_before
    assert second["order"] == 1


def test_a_stage_with_applications_needs_a_refuge_for_them(ashby: Any, listening: Any) -> None:
    application = ashby.active()
    stage_id = application.stage_id

    assert "move_to_stage_id" in ashby.wrong("remove_stage_from_plan", interview_stage_id=stage_id)
    archived = {"interview_stage_id": stage_id, "move_to_stage_id": ashby.stage("Archived").id}
    assert "another stage" in ashby.wrong("remove_stage_from_plan", **archived)
    made = ashby.happen(
        "remove_stage_from_plan", interview_stage_id=stage_id, move_to_stage_id=ashby.stage("Offer").id
    )

    assert made["applications_moved"] >= 1
    shown = ashby.ok("/application.info", applicationId=application.id)
    assert shown["currentInterviewStage"]["type"] == "Offer"
    assert "candidateStageChange" in listening.actions()


def test_plans_are_renamed_archived_and_brought_back(ashby: Any) -> None:
    one = {"interview_plan_id": ashby.job().default_plan_id}

    assert ashby.happen("rename_plan", **one, title="New plan") == {"title": "New plan"}
    assert ashby.happen("archive_plan", **one) == {"is_archived": True}
    assert one["interview_plan_id"] not in _ids(ashby.ok("/interviewPlan.list"))
    assert ashby.happen("unarchive_plan", **one) == {"is_archived": False}
    assert one["interview_plan_id"] in _ids(ashby.ok("/interviewPlan.list"))


# --- interviews, offers ---------------------------------------------------------------------------


def test_an_interview_is_scheduled_moved_staffed_and_cancelled(ashby: Any, listening: Any) -> None:
    application, users = ashby.active(), list(ashby.org.users)
    made = ashby.happen(
        "schedule_interview", application_id=application.id, meeting_link="https://meet.test/1"
    )
    assert listening.actions() == ["interviewScheduleCreate", "interviewScheduleUpdate"]
    one = {"interview_event_id": made["interview_event_id"]}

    def event() -> Any:
        listed = ashby.ok("/interviewSchedule.list", applicationId=application.id)
        (schedule,) = [one for one in listed if one["id"] == made["interview_schedule_id"]]
        return schedule["interviewEvents"][0] if schedule["interviewEvents"] else None

    assert event()["meetingLink"] == "https://meet.test/1"
    moved = ashby.happen("reschedule_interview", **one, start_time="2026-07-01T10:00:00Z")
    assert moved["end_time"] == "2026-07-01T11:00:00.000Z"
    moved = ashby.happen(
        "reschedule_interview", **one, start_time="2026-07-01T10:00:00Z", end_time="2026-07-01T10:30:00Z"
    )
    assert event()["endTime"] == moved["end_time"]
    for _ in range(2):
        ashby.happen("add_interviewer", **one, user_id=users[1].id)
    ashby.happen("remove_interviewer", **one, user_id=users[0].id)
    assert [user["id"] for user in event()["interviewers"]] == [users[1].id]
    assert "does not take part" in ashby.wrong("remove_interviewer", **one, user_id=users[0].id)
    ashby.happen("cancel_interview", **one)
    assert event() is None
    assert listening.actions() == ["interviewScheduleUpdate"] * 6
    assert "no interview event" in ashby.wrong("cancel_interview", **one)


def test_an_interview_can_be_arranged_in_detail(ashby: Any) -> None:
    user, interview = list(ashby.org.users)[1], list(ashby.org.interviews)[1]
    made = ashby.happen(
        "schedule_interview",
        application_id=ashby.active().id,
        start_time="2026-07-01T10:00:00Z",
        end_time="2026-07-01T10:45:00Z",
        interviewer_ids=[user.id],
        interview_id=interview.id,
    )

    event = ashby.org.schedules.get(made["interview_schedule_id"]).events[0]
    assert (event.interview_id, event.interviewer_ids) == (interview.id, [user.id])
    assert event.end_time == "2026-07-01T10:45:00.000Z"
    one = {"interview_event_id": made["interview_event_id"]}
    assert "no moment" in ashby.wrong("reschedule_interview", **one, start_time="soon")


def test_an_interview_needs_a_definition(ashby: Any) -> None:
    for interview in ashby.org.interviews:
        interview.job_id = ashby.job().id

    assert "interview_id" in ashby.wrong("schedule_interview", application_id=ashby.active().id)


@pytest.mark.parametrize(("shown", "expected"), [("empty", []), ("absent", None), ("kept", 1)])
def test_a_cancelled_schedule_shows_its_events_as_the_switch_says(
    ashby: Any, listening: Any, shown: str, expected: Any
) -> None:
    ashby.setting(cancelled_events=shown)
    application_id = ashby.application()["id"]
    made = ashby.happen("schedule_interview", application_id=application_id)
    listening.take()

    gone = ashby.happen("cancel_schedule", interview_event_id=made["interview_event_id"])

    assert gone["interview_event_ids"] == [made["interview_event_id"]]
    (schedule,) = ashby.ok("/interviewSchedule.list", applicationId=application_id)
    assert schedule["status"] == "Cancelled"
    events = schedule.get("interviewEvents")
    assert (len(events) if expected == 1 else events) == expected
    (message,) = listening.take()
    assert message["data"]["interviewSchedule"]["status"] == "Cancelled"
    assert message["data"]["interviewSchedule"]["candidateId"]


def test_a_schedule_is_cancelled_by_its_own_id_too(ashby: Any) -> None:
    made = ashby.happen("schedule_interview", application_id=ashby.active().id)
    schedule_id = made["interview_schedule_id"]

    assert ashby.happen("cancel_schedule", interview_schedule_id=schedule_id)["interview_event_ids"]
    assert "not given" in ashby.wrong("cancel_schedule")


def test_interview_definitions_are_renamed_and_archived(ashby: Any) -> None:
    one = {"interview_id": ashby.first("interviews").id}

    ashby.happen("rename_interview", **one, title="Chat")
    assert ashby.ok("/interview.info", id=one["interview_id"])["title"] == "Chat"
    ashby.happen("archive_interview", **one)
    assert one["interview_id"] not in _ids(ashby.ok("/interview.list"))


def test_an_offer_is_created_edited_decided_and_deleted(ashby: Any, listening: Any) -> None:
    made = ashby.happen("create_offer", application_id=ashby.active().id, start_date="2026-08-01")
    one = {"offer_id": made["offer_id"]}

    ashby.happen("update_offer", **one, salary_value=70000, approval_status="Approved")
    ashby.happen("update_offer", **one, start_date="2026-09-01", currency_code="USD")
    offer = ashby.ok("/offer.info", offerId=made["offer_id"])
    assert [version["startDate"] for version in offer["versions"]] == [
        "2026-08-01",
        "2026-08-01",
        "2026-09-01",
    ]
    assert offer["latestVersion"]["salary"] == {"currencyCode": "USD", "value": 70000}
    assert offer["decidedAt"] is None
    for event, status in (
        ("send_offer", "WaitingOnCandidateResponse"),
        ("decline_offer", "CandidateRejected"),
        ("cancel_offer", "OfferCancelled"),
        ("accept_offer", "CandidateAccepted"),
    ):
        assert ashby.happen(event, **one) == {"offer_status": status}
    assert ashby.ok("/offer.info", offerId=made["offer_id"])["decidedAt"] is not None
    ashby.happen("delete_offer", **one)

    assert ashby.refused("/offer.info", offerId=made["offer_id"]) == "offer_not_found"
    messages = listening.take()
    assert [message["action"] for message in messages] == ["offerCreate", *["offerUpdate"] * 6, "offerDelete"]
    assert set(messages[-1]["data"]["offer"]) == {"id", "applicationId"}


def test_an_offer_without_a_date_is_edited(ashby: Any) -> None:
    made = ashby.happen("create_offer", application_id=ashby.active().id)
    ashby.happen("update_offer", offer_id=made["offer_id"])

    assert ashby.ok("/offer.info", offerId=made["offer_id"])["latestVersion"]["startDate"] is None


def test_an_offer_can_be_pushed_to_hris(ashby: Any, listening: Any) -> None:
    ashby.happen("push_to_hris", application_id=ashby.active().id)

    assert listening.actions() == ["pushToHRIS"]


# --- users, metadata, access ----------------------------------------------------------------------


def test_users_join_change_and_leave(ashby: Any) -> None:
    made = ashby.happen("add_user", first_name="Ana", last_name="B", email="ana@acme.test")
    one = {"user_id": made["user_id"]}

    ashby.happen("edit_user", **one, last_name="C")
    before = ashby.happen("change_global_role", **one, global_role="Elevated Access")
    assert before == {"before": "Limited Access"}
    shown = ashby.ok("/user.info", userId=made["user_id"])
    assert (shown["firstName"], shown["lastName"]) == ("Ana", "C")
    assert shown["globalRole"] == "Elevated Access"
    assert ashby.happen("deactivate_user", **one) == {"is_enabled": False}
    assert made["user_id"] not in _ids(ashby.ok("/user.list"))
    assert ashby.happen("reactivate_user", **one) == {"is_enabled": True}
    assert made["user_id"] in _ids(ashby.ok("/user.list"))


@pytest.mark.parametrize(
    ("thing", "collection", "path"),
    [
        ("tag", "tags", "/candidateTag.list"),
        ("rejection_reason", "archive_reasons", "/archiveReason.list"),
        ("source", "sources", "/source.list"),
        ("custom_field", "custom_fields", "/customField.list"),
        ("department", "departments", "/department.list"),
    ],
)
def test_metadata_is_archived_and_brought_back(ashby: Any, thing: str, collection: str, path: str) -> None:
    item = ashby.org.__dict__[collection].first(lambda one: not one.is_archived)

    assert ashby.happen(f"archive_{thing}", id=item.id) == {"is_archived": True}
    assert item.id not in _ids(ashby.ok(path))
    assert item.id in _ids(ashby.ok(path, includeArchived=True))
    assert ashby.happen(f"unarchive_{thing}", id=item.id) == {"is_archived": False}
    assert item.id in _ids(ashby.ok(path))


@pytest.mark.parametrize(
    ("thing", "collection", "key"),
    [
        ("tag", "tags", "title"),
        ("rejection_reason", "archive_reasons", "text"),
        ("source", "sources", "title"),
        ("department", "departments", "name"),
        ("location", "locations", "name"),
    ],
)
def test_metadata_is_renamed(ashby: Any, thing: str, collection: str, key: str) -> None:
    item = ashby.first(collection)

    ashby.happen(f"rename_{thing}", id=item.id, title="Renamed")

    assert getattr(item, key) == "Renamed"


@pytest.mark.parametrize(
    ("owner", "collection", "fired"),
    [
        ("Application", "applications", ["applicationUpdate"]),
        ("Candidate", "candidates", []),
        ("Job", "jobs", ["jobUpdate"]),
        ("Offer", "offers", ["offerUpdate"]),
    ],
)
def test_custom_fields_are_filled_in_by_hand(
    ashby: Any, listening: Any, owner: str, collection: str, fired: list[str]
) -> None:
    number = ashby.org.custom_fields.first(lambda one: (one.object_type, one.field_type) == (owner, "Number"))
    item = ashby.first(collection)
    holder = item.versions[-1] if owner == "Offer" else item
    about = {"object_id": item.id, "field_id": number.id}

    ashby.happen("set_custom_field", **about, value=12345)
    assert holder.custom_values[number.id] == 12345
    assert listening.actions() == fired
    ashby.happen("set_custom_field", **about, value=None)
    assert number.id not in holder.custom_values
    assert "type Number" in ashby.wrong("set_custom_field", **about, value="many")


def test_some_custom_fields_have_no_objects_here(ashby: Any) -> None:
    body = {"fieldType": "String", "objectType": "Employee", "title": "T"}
    field_id = ashby.ok("/customField.create", **body)["id"]

    assert "no Employee" in ashby.wrong("set_custom_field", object_id="x", field_id=field_id, value="1")


def test_tokens_and_cursors_can_be_expired(ashby: Any) -> None:
    token = ashby.post("/candidate.list").json()["syncToken"]
    cursor = ashby.post("/candidate.list", {"limit": 1}).json()["nextCursor"]

    assert ashby.happen("expire_sync_tokens")["expired"] >= 1
    assert ashby.happen("expire_cursors")["expired"] >= 1

    assert ashby.refused("/candidate.list", syncToken=token) == "sync_token_expired"
    assert ashby.refused("/candidate.list", limit=1, cursor=cursor) == "next_cursor_expired"


# --- all of them ----------------------------------------------------------------------------------


def test_event_names_are_unique_and_listed(ashby: Any) -> None:
    names = [event.name for event in EVENTS]

    assert sorted(names) == sorted(set(names))
    assert ashby.client.get("/_sandbox/state").json()["events"] == sorted(names)


@pytest.mark.parametrize("name", [event.name for event in EVENTS])
def test_an_event_refuses_what_it_does_not_know(ashby: Any, name: str) -> None:
    event = next(event for event in EVENTS if event.name == name)
    required = {
        field: ashby.unknown for field, info in event.parameters.model_fields.items() if info.is_required()
    }

    assert "no_such_parameter" in ashby.wrong(name, **required, no_such_parameter=1)
    if any(field == "id" or field.endswith("_id") for field in required):
        assert "there is no" in ashby.wrong(name, **(required | _fitting(event.parameters)))


def _fitting(model: Any) -> dict[str, Any]:
    """Values for required parameters that are no ids."""
    values = {"start_time": "2026-07-01", "order": 0}
    return {field: value for field, value in values.items() if field in model.model_fields}
