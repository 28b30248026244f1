from typing import Any

import pytest

from assay_sandboxes.recruitee.events import EVENTS


@pytest.fixture(name="offer")
def _offer(recruitee: Any) -> Any:
    return recruitee.offer()


def _users(recruitee: Any) -> list[int]:
    return [admin["id"] for admin in recruitee.get("/admins")["admins"]]


def test_all_events_are_listed_once(recruitee: Any) -> None:
    names = [event.name for event in EVENTS]
    assert len(names) == len(set(names))
    assert recruitee.state()["events"] == sorted(names)


# --- candidates ---


def test_a_person_comes_in_with_job_stage_source_and_tag(recruitee: Any, offer: Any) -> None:
    stage = recruitee.stage("interview")
    came = recruitee.happen(
        "add_candidate",
        name="Lena",
        email="lena@example.org",
        phone="1",
        origin="email",
        offer_id=offer.id,
        stage_id=stage.id,
        source="Harbor Jobs",
        tag="new",
        example=True,
    )
    read = recruitee.read(came["candidate_id"])
    assert (read["source"], read["sources"], read["tags"]) == ("email", ["Harbor Jobs"], ["new"])
    assert (read["emails"], read["phones"], read["example"]) == (["lena@example.org"], ["1"], True)
    (placement,) = read["placements"]
    assert (placement["id"], placement["stage_id"]) == (came["placement_id"], stage.id)


def test_a_person_may_come_in_without_anything(recruitee: Any) -> None:
    came = recruitee.happen("add_candidate", name="Lena")
    assert came["placement_id"] is None
    assert "needs a job" in recruitee.wrong("add_candidate", name="Lena", stage_id=1)
    assert "no stage" in recruitee.wrong(
        "add_candidate", name="Lena", offer_id=recruitee.offer().id, stage_id=1
    )


def test_careers_applicants_are_asked_for_eeo_data(recruitee: Any, offer: Any) -> None:
    recruitee.happen("set_eeo", offer_id=offer.id)
    came = recruitee.happen("add_candidate", name="Lena", origin="career_site", offer_id=offer.id)
    assert [(mail["kind"], mail["to"]) for mail in came["mails"]] == [("confirmation", None), ("eeo", None)]
    assert recruitee.happen("read_mails")["mails"] == came["mails"] == recruitee.state()["mails"]


def test_an_edit_changes_what_is_given(recruitee: Any) -> None:
    made = recruitee.candidate(emails=["a@example.org"])
    recruitee.happen(
        "edit_candidate",
        candidate_id=made["id"],
        name="Lena B.",
        sources=["New source"],
        gdpr_expires_at="2027-01-01T00:00:00Z",
    )
    read = recruitee.read(made["id"])
    assert (read["name"], read["emails"], read["sources"]) == ("Lena B.", ["a@example.org"], ["New source"])
    assert read["gdpr_expires_at"] == "2027-01-01T00:00:00.000000Z"
    assert read["updated_at"] > made["updated_at"]
    recruitee.happen("edit_candidate", candidate_id=made["id"], gdpr_expires_at=None)
    assert recruitee.read(made["id"])["gdpr_expires_at"] is None


def test_a_moment_out_of_the_calendar_is_refused(recruitee: Any) -> None:
    made = recruitee.candidate()
    wrong = recruitee.wrong(
        "edit_candidate", candidate_id=made["id"], gdpr_expires_at="0001-01-01T00:00:00+14:00"
    )
    assert "is no moment" in wrong


def test_activity_alone_leaves_the_persons_own_date(recruitee: Any) -> None:
    made = recruitee.candidate()
    touched = recruitee.happen("touch_activity", candidate_id=made["id"])
    assert touched["updated_at"] == made["updated_at"]
    assert touched["last_activity_at"] > made["last_activity_at"]


def test_an_anonymised_person_shows_a_placeholder_until_revealed(recruitee: Any) -> None:
    made = recruitee.candidate(emails=["a@example.org"])
    recruitee.happen("anonymize_candidate", candidate_id=made["id"])
    read = recruitee.read(made["id"])
    assert (read["is_anonymous"], read["is_revealed"], read["emails"]) == (True, False, [])
    assert read["name"] != "Lena Brandt"
    recruitee.happen("anonymize_candidate", candidate_id=made["id"], hidden=False)
    assert recruitee.read(made["id"])["name"] == "Lena Brandt"


def test_tags_are_put_and_taken_off_by_name(recruitee: Any) -> None:
    made = recruitee.candidate()
    put = recruitee.happen("add_tag", candidate_id=made["id"], tag="x")
    assert put["changed"]
    assert recruitee.happen("add_tag", candidate_id=made["id"], tag="x") == {**put, "changed": False}
    assert recruitee.happen("remove_tag", candidate_id=made["id"], tag="x") == put
    assert recruitee.happen("remove_tag", candidate_id=made["id"], tag="y") == {
        "changed": False,
        "tag_id": None,
    }


def test_events_about_nobody_do_not_happen(recruitee: Any) -> None:
    assert recruitee.wrong("touch_activity", candidate_id=1) == "there is no candidate 1"
    assert recruitee.wrong("move_placement", placement_id=1) == "there is no placement 1"
    assert recruitee.wrong("publish_offer", offer_id=1) == "there is no offer 1"


# --- placements ---


def test_people_are_placed_and_taken_off(recruitee: Any, offer: Any) -> None:
    made, stage = recruitee.candidate(), recruitee.stage("interview")
    order = {"candidate_id": made["id"], "offer_id": offer.id, "stage_id": stage.id}
    placed = recruitee.happen("place_candidate", **order)
    assert recruitee.placement(made["id"])["stage_id"] == stage.id
    assert "already" in recruitee.wrong("place_candidate", **order)
    recruitee.happen("remove_placement", **placed)
    assert recruitee.read(made["id"])["placements"] == []


def test_a_new_talent_pool_holds_people_and_is_no_job(recruitee: Any) -> None:
    made = recruitee.candidate()
    pool = recruitee.happen("add_talent_pool", title="Later")
    recruitee.happen("place_candidate", candidate_id=made["id"], **pool)
    placement = recruitee.placement(made["id"])
    assert (placement["talent_pool_id"], placement["stage_id"]) == (pool["offer_id"], None)


def test_a_move_without_a_stage_goes_to_the_next_one(recruitee: Any, offer: Any) -> None:
    placement = recruitee.placed()["placements"][0]
    stages = [stage.id for stage in recruitee.account.stages_of(offer)]
    following = stages[stages.index(placement["stage_id"]) + 1]
    assert recruitee.happen("move_placement", placement_id=placement["id"]) == {"stage_id": following}
    recruitee.happen("move_placement", placement_id=placement["id"], stage_id=stages[-1])
    assert "last stage" in recruitee.wrong("move_placement", placement_id=placement["id"])


def test_recruiters_reject_people_withdraw_and_both_is_undone(recruitee: Any) -> None:
    made, reason = recruitee.placed(), next(iter(recruitee.account.reasons))
    placement_id = made["placements"][0]["id"]
    assert "not disqualified" in recruitee.wrong("requalify_placement", placement_id=placement_id)
    recruitee.happen("disqualify_placement", placement_id=placement_id, reason_id=reason.id)
    assert recruitee.placement(made["id"])["disqualify_reason"] == reason.name
    recruitee.happen("disqualify_placement", placement_id=placement_id, by_candidate=True)
    withdrawn = recruitee.placement(made["id"])
    assert (withdrawn["disqualify_kind"], withdrawn["disqualify_reason"]) == ("candidate", None)
    recruitee.happen("requalify_placement", placement_id=placement_id)
    assert "disqualify_kind" not in recruitee.placement(made["id"])


def test_a_hire_has_dates(recruitee: Any) -> None:
    made = recruitee.placed()
    order = {"placement_id": made["placements"][0]["id"], "job_starts_at": "2026-09-01"}
    hired = recruitee.happen("hire_placement", **order, hired_at="2026-06-01T00:00:00")
    assert hired["hired_at"] == "2026-06-01T00:00:00.000000Z"
    assert recruitee.placement(made["id"])["job_starts_at"] == "2026-09-01"
    for stage in recruitee.account.stages_of(recruitee.offer()):
        stage.category = "interview"
    assert "no hire stage" in recruitee.wrong("hire_placement", **order)


# --- jobs ---


def test_a_new_job_is_like_another_one(recruitee: Any, offer: Any) -> None:
    like = recruitee.happen("add_offer", title="Ähnlich", like_offer_id=offer.id, example=True)
    made = recruitee.get(f"/offers/{like['offer_id']}")["offer"]
    assert (made["pipeline_template_id"], made["example"]) == (offer.pipeline_template_id, True)
    assert recruitee.happen("add_offer", title="!?")["slug"]


def test_jobs_do_not_change_into_what_they_are(recruitee: Any, offer: Any) -> None:
    assert "published already" in recruitee.wrong("publish_offer", offer_id=offer.id)
    assert "not archived" in recruitee.wrong("unarchive_offer", offer_id=offer.id)
    recruitee.happen("archive_offer", offer_id=offer.id)
    assert "not published" in recruitee.wrong("unpublish_offer", offer_id=offer.id)


def test_a_job_is_edited(recruitee: Any, offer: Any) -> None:
    places = [location.id for location in recruitee.account.locations]
    department = next(iter(recruitee.account.departments)).id
    order = {"offer_id": offer.id, "salary_min": "1", "location_ids": places, "department_id": department}
    recruitee.happen("edit_offer", **order)
    shown = recruitee.get(f"/offers/{offer.id}")["offer"]
    assert (shown["salary"]["min"], shown["location_ids"]) == ("1", places)
    assert "nothing to change" in recruitee.wrong("edit_offer", offer_id=offer.id)
    assert "no department" in recruitee.wrong("edit_offer", offer_id=offer.id, department_id=1)
    assert "no location" in recruitee.wrong("edit_offer", offer_id=offer.id, location_ids=[1])


def test_a_job_gets_a_team(recruitee: Any, offer: Any) -> None:
    first, second, *_ = _users(recruitee)
    recruitee.happen("set_offer_team", offer_id=offer.id, recruiter_id=first, hiring_manager_id=second)
    shown = recruitee.get(f"/offers/{offer.id}")["offer"]
    assert (shown["recruiter_id"], shown["hiring_manager_id"]) == (first, second)
    assert {first, second} <= {admin["id"] for admin in shown["admins"]}
    recruitee.happen("set_offer_team", offer_id=offer.id, recruiter_id=None)
    shown = recruitee.get(f"/offers/{offer.id}")["offer"]
    assert (shown["recruiter_id"], shown["hiring_manager_id"]) == (None, second)


def test_a_job_gets_a_custom_field_once(recruitee: Any, offer: Any) -> None:
    order = {"offer_id": offer.id, "name": "Desk", "values": [{"text": "12"}]}
    made = recruitee.happen("set_offer_field", **order)
    assert recruitee.happen("set_offer_field", **order) == made
    fields = recruitee.get(f"/offers/{offer.id}")["offer"]["fields"]
    assert [field["values"] for field in fields if field["name"] == "Desk"] == [[{"text": "12"}]]


def test_a_job_is_deleted(recruitee: Any, offer: Any) -> None:
    recruitee.happen("delete_offer", offer_id=offer.id)
    assert recruitee.refused("GET", f"/offers/{offer.id}")[0] == 404


# --- stages and questions ---


def test_a_new_stage_goes_before_the_last_one(recruitee: Any, offer: Any) -> None:
    before = recruitee.get(f"/offers/{offer.id}")["offer"]
    added = recruitee.happen("add_stage", offer_id=offer.id, name="Second interview")
    after = recruitee.get(f"/offers/{offer.id}")["offer"]
    names = [stage["name"] for stage in after["pipeline_template"]["stages"]]
    assert names.index("Second interview") == len(names) - 2
    assert after["updated_at"] == before["updated_at"]
    recruitee.happen("rename_stage", **added, name="Third")
    recruitee.happen("remove_stage", **added)
    assert "no stage" in recruitee.wrong("remove_stage", **added)


def test_stages_with_people_in_them_stay(recruitee: Any) -> None:
    placement = recruitee.placed()["placements"][0]
    assert "not empty" in recruitee.wrong("remove_stage", stage_id=placement["stage_id"])


def test_a_job_without_pipeline_gets_no_stage(recruitee: Any) -> None:
    empty = next(
        (one for one in recruitee.account.offers if not recruitee.account.stages_of(one)), recruitee.offer()
    )
    recruitee.account.pipelines.get(empty.pipeline_template_id).stages.clear()
    assert "no pipeline" in recruitee.wrong("add_stage", offer_id=empty.id, name="x")


def _questions(recruitee: Any, offer: Any) -> Any:
    return recruitee.send("GET", f"/api/offers/{offer.slug}").json()["offer"]["open_questions"]


def test_questions_are_added_edited_and_removed(recruitee: Any, offer: Any) -> None:
    before = offer.updated_at
    added = recruitee.happen(
        "add_question", offer_id=offer.id, body="When?", kind="single_choice", options=["Now", "Later"]
    )
    last = _questions(recruitee, offer)[-1]
    assert (last["id"], last["body"], last["required"]) == (added["question_id"], "When?", False)
    assert [option["id"] for option in last["open_question_options"]] == added["option_ids"]
    recruitee.happen("edit_question", question_id=last["id"], body="How soon?")
    recruitee.happen("edit_question", question_id=last["id"], offer_id=offer.id, required=True)
    last = _questions(recruitee, offer)[-1]
    assert (last["body"], last["required"]) == ("How soon?", True)
    assert offer.updated_at > before
    order = {"offer_id": offer.id, "question_id": last["id"]}
    recruitee.happen("remove_question", **order)
    assert last["id"] not in [question["id"] for question in _questions(recruitee, offer)]
    assert "does not ask" in recruitee.wrong("remove_question", **order)


# --- interviews ---


def _interview(recruitee: Any, event_id: int) -> Any:
    return recruitee.get(f"/interview/events/{event_id}")["interview_event"]


def test_an_interview_is_planned_moved_and_cancelled_without_a_trace(recruitee: Any) -> None:
    made = recruitee.placed()
    placement = made["placements"][0]
    planned = recruitee.happen("schedule_interview", placement_id=placement["id"])
    event_id = planned["interview_event_id"]
    shown = _interview(recruitee, event_id)
    assert (shown["candidate_id"], shown["offer_id"], shown["stage_id"], shown["duration"]) == (
        made["id"],
        placement["offer_id"],
        placement["stage_id"],
        60,
    )
    assert shown["starts_at"].startswith("2026-06-16T08:00:00")
    recruitee.happen(
        "move_interview", interview_event_id=event_id, starts_at="2026-06-20T10:00:00+02:00", duration=30
    )
    moved = _interview(recruitee, event_id)
    assert (moved["starts_at"], moved["duration"], moved["rescheduled"]) == (
        "2026-06-20T08:00:00.000000Z",
        30,
        True,
    )
    assert moved["updated_at"] > shown["updated_at"]
    recruitee.happen("move_interview", interview_event_id=event_id, starts_at=None)
    assert _interview(recruitee, event_id)["starts_at"] is None
    recruitee.happen("cancel_interview", interview_event_id=event_id)
    assert recruitee.refused("GET", f"/interview/events/{event_id}")[0] == 404


def test_an_interview_may_be_about_a_person_alone(recruitee: Any) -> None:
    made, users = recruitee.candidate(), _users(recruitee)
    planned = recruitee.happen(
        "schedule_interview",
        candidate_id=made["id"],
        starts_at="2026-06-20T10:00:00Z",
        admin_ids=users[:2],
        location="Room 1",
    )
    shown = _interview(recruitee, planned["interview_event_id"])
    assert (shown["offer_id"], shown["admin_ids"], shown["location"]) == (None, users[:2], "Room 1")
    alone = recruitee.happen("schedule_interview", candidate_id=made["id"], admin_ids=[])
    assert _interview(recruitee, alone["interview_event_id"])["admin_ids"] == []
    assert recruitee.wrong("schedule_interview") == "there is no candidate 0"
    assert "no admin" in recruitee.wrong("schedule_interview", candidate_id=made["id"], admin_ids=[1])


# --- users, tokens, lists ---


def test_a_deactivated_user_is_in_no_list_until_reactivated(recruitee: Any) -> None:
    user = _users(recruitee)[-1]
    recruitee.happen("deactivate_user", admin_id=user)
    assert user not in _users(recruitee)
    assert "not active" in recruitee.wrong("deactivate_user", admin_id=user)
    recruitee.happen("reactivate_user", admin_id=user)
    assert user in _users(recruitee)
    assert "not deactivated" in recruitee.wrong("reactivate_user", admin_id=user)


def test_a_removed_user_is_still_referred_to(recruitee: Any) -> None:
    made = recruitee.placed()
    user = _users(recruitee)[-1]
    came = recruitee.happen("add_candidate", name="Theirs", admin_id=user)
    hire = {"placement_id": made["placements"][0]["id"], "admin_id": user}
    recruitee.happen("hire_placement", **hire)
    removed = recruitee.happen("remove_user", admin_id=user)
    assert removed["candidate_ids"] == [made["id"], came["candidate_id"]]
    assert user not in _users(recruitee)
    for candidate_id in removed["candidate_ids"]:
        shown = recruitee.get(f"/candidates/{candidate_id}")["references"]
        assert user in [one["id"] for one in shown if one["type"] == "Admin" and one["anonymized_at"]]
    assert "no admin" in recruitee.wrong("hire_placement", **(hire | {"admin_id": 1}))
    assert "no admin" in recruitee.wrong("add_candidate", name="x", admin_id=1)


def test_users_join_and_are_edited(recruitee: Any) -> None:
    joined = recruitee.happen("add_user", first_name="Noor", last_name="Bos", email="noor@acme.example")
    recruitee.happen("edit_user", **joined, last_name="de Bos")
    (shown,) = [one for one in recruitee.get("/admins")["admins"] if one["id"] == joined["admin_id"]]
    assert (shown["first_name"], shown["last_name"], shown["role_name"]) == (
        "Noor",
        "de Bos",
        "Hiring manager",
    )


def test_assigned_users_see_the_job(recruitee: Any) -> None:
    recruitee.grant(role="recruiter_assigned")
    me = recruitee.get("/admin")["admin"]["id"]
    for offer in recruitee.account.offers:
        recruitee.happen("assign_user", admin_id=me, offer_id=offer.id, assigned=False)
    assert recruitee.get("/offers")["offers"] == []
    recruitee.happen("assign_user", admin_id=me, offer_id=recruitee.offer().id)
    assert [one["id"] for one in recruitee.get("/offers")["offers"]] == [recruitee.offer().id]


def test_tokens_change_roles_and_die(recruitee: Any) -> None:
    recruitee.happen("set_token_role", api_token=recruitee.token, role="reviewer")
    assert recruitee.refused("GET", "/admins")[0] == 403
    recruitee.happen("revoke_token", api_token=recruitee.token)
    assert recruitee.refused("GET", "/admin")[0] == 401
    assert "nobody" in recruitee.wrong("revoke_token", api_token="unknown")


def test_the_token_of_a_deactivated_user_dies(recruitee: Any) -> None:
    recruitee.happen("deactivate_user", admin_id=recruitee.get("/admin")["admin"]["id"])
    assert recruitee.refused("GET", "/admin")[0] == 401


def test_tags_are_made_renamed_and_deleted_everywhere(recruitee: Any) -> None:
    made, other = recruitee.candidate(tags=["old", "stays"]), recruitee.candidate()
    tag_id = recruitee.happen("new_tag", name="old")["tag_id"]
    recruitee.happen("rename_tag", tag_id=tag_id, name="new")
    assert recruitee.read(made["id"])["tags"] == ["new", "stays"]
    recruitee.happen("delete_tag", tag_id=tag_id)
    assert recruitee.read(made["id"])["tags"] == ["stays"]
    assert recruitee.read(other["id"])["updated_at"] == other["updated_at"]
    assert "no tag" in recruitee.wrong("delete_tag", tag_id=tag_id)


def test_reasons_and_sources_come_and_go(recruitee: Any) -> None:
    reason = recruitee.happen("add_reason", name="Too far")
    recruitee.happen("rename_reason", **reason, name="Far")
    assert "Far" in [one["name"] for one in recruitee.get("/disqualify_reasons")["disqualify_reasons"]]
    recruitee.happen("delete_reason", **reason)
    assert "Far" not in [one["name"] for one in recruitee.get("/disqualify_reasons")["disqualify_reasons"]]
    source = recruitee.happen("add_source", name="Harbor Jobs")
    assert recruitee.happen("add_source", name="Harbor Jobs") == source


def test_switches_may_be_thrown_in_the_middle(recruitee: Any) -> None:
    made = recruitee.candidate()
    recruitee.happen("throw_switches", values={"refused_uploads": True})
    files = {"attachment[file]": ("a.pdf", b"x", "application/pdf")}
    assert recruitee.refused("POST", "/attachments", files=files)[0] == 422
    recruitee.happen("throw_switches", values={"refused_uploads": False})
    recruitee.upload(made["id"])


def test_addresses_of_files_change_their_form(recruitee: Any) -> None:
    attachment = recruitee.upload(recruitee.candidate()["id"])
    assert recruitee.happen("set_file_urls", style="relative") == {"file_urls": "relative"}
    listed = recruitee.get(f"/candidates/{attachment['candidate_id']}/attachments")["attachments"]
    assert listed[0]["file_url"].startswith("/c/41207/files/")


def test_something_may_happen_while_a_client_reads(recruitee: Any) -> None:
    made = recruitee.candidate()
    recruitee.happen(
        "while_reading",
        path="/search/new/candidates",
        after=1,
        event="edit_candidate",
        parameters={"candidate_id": made["id"], "name": "Changed"},
    )
    search = "/search/new/candidates?page=1&limit=5"
    recruitee.get(search)
    assert recruitee.read(made["id"])["name"] == "Lena Brandt"
    recruitee.get(search)
    assert recruitee.read(made["id"])["name"] == "Changed"
