from typing import Any

import pytest


def _move(recruitee: Any, placement_id: int, **body: Any) -> Any:
    return recruitee.ok("PATCH", f"/placements/{placement_id}/change_stage", body)["placement"]


def _disqualify(recruitee: Any, placement_id: int, **body: Any) -> Any:
    return recruitee.ok("PATCH", f"/placements/{placement_id}/disqualify", body)["placement"]


@pytest.mark.parametrize("wrap", ["flat", "placement"])
def test_a_person_is_put_on_a_job_flat_or_wrapped(recruitee: Any, wrap: str) -> None:
    made, stage = recruitee.candidate(), recruitee.stage("interview")
    body = {"candidate_id": made["id"], "offer_id": recruitee.offer().id, "stage_id": stage.id}
    placement = recruitee.made("/placements", {"placement": body} if wrap == "placement" else body)[
        "placement"
    ]
    assert placement["stage_id"] == stage.id
    assert recruitee.placement(made["id"])["id"] == placement["id"]


def test_who_begins_in_the_hire_stage_is_hired(recruitee: Any) -> None:
    body = {"candidate_id": recruitee.candidate()["id"], "offer_id": recruitee.offer().id}
    placed = recruitee.made("/placements", {**body, "stage_id": recruitee.stage("hire").id})["placement"]
    assert placed["hired_at"] == placed["created_at"]


def test_a_vendor_may_ignore_the_stage_asked_for(recruitee: Any) -> None:
    recruitee.setting(ignored_stage_on_creation=True)
    body = {
        "candidate_id": recruitee.candidate()["id"],
        "offer_id": recruitee.offer().id,
        "stage_id": recruitee.stage("interview").id,
    }
    placement = recruitee.made("/placements", body)["placement"]
    assert placement["stage_id"] == recruitee.stage("apply").id


def test_a_person_in_a_talent_pool_has_no_stage(recruitee: Any) -> None:
    made, pool = recruitee.candidate(), recruitee.offer("internal", kind="talent_pool")
    body = {"candidate_id": made["id"], "talent_pool_id": pool.id}
    placement = recruitee.made("/placements", body)["placement"]
    assert (placement["talent_pool_id"], placement["offer_id"], placement["stage_id"]) == (
        pool.id,
        None,
        None,
    )
    path = f"/placements/{placement['id']}/change_stage"
    assert recruitee.errors("PATCH", path, {"stage_id": recruitee.stage("apply").id}) == ["Stage is invalid"]


@pytest.mark.parametrize(
    ("names", "problem"),
    [
        ((), "Offer can't be blank"),
        (("offer_id", "talent_pool_id"), "Offer is invalid"),
        (("talent_pool_id",), "Talent pool must exist"),
    ],
)
def test_a_placement_is_on_a_job_or_in_a_pool(recruitee: Any, names: tuple[str, ...], problem: str) -> None:
    body = {"candidate_id": recruitee.candidate()["id"], **dict.fromkeys(names, recruitee.offer().id)}
    assert recruitee.errors("POST", "/placements", body) == [problem]


def test_nobody_is_twice_on_one_job(recruitee: Any) -> None:
    made = recruitee.placed()
    body = {"candidate_id": made["id"], "offer_id": recruitee.offer().id}
    assert recruitee.errors("POST", "/placements", body) == ["Candidate has already been taken"]


def test_who_and_where_must_exist(recruitee: Any) -> None:
    offer, made = recruitee.offer(), recruitee.candidate()
    nobody = {"candidate_id": recruitee.unknown, "offer_id": offer.id}
    assert recruitee.errors("POST", "/placements", nobody) == ["Candidate must exist"]
    nowhere = {"candidate_id": made["id"], "offer_id": recruitee.unknown}
    assert recruitee.errors("POST", "/placements", nowhere) == ["Offer must exist"]
    foreign = {
        "candidate_id": made["id"],
        "offer_id": offer.id,
        "stage_id": recruitee.foreign_stage(offer).id,
    }
    assert recruitee.errors("POST", "/placements", foreign) == ["Stage is invalid"]


@pytest.mark.parametrize("wrap", ["flat", "placement"])
def test_a_move_shows_on_the_placement_and_not_on_the_persons_own_date(recruitee: Any, wrap: str) -> None:
    made, stage = recruitee.placed(), recruitee.stage("interview")
    body = {"stage_id": stage.id}
    path = f"/placements/{made['placements'][0]['id']}/change_stage"
    moved = recruitee.ok("PATCH", path, {"placement": body} if wrap == "placement" else body)["placement"]
    after = recruitee.read(made["id"])
    assert moved["stage_id"] == after["placements"][0]["stage_id"] == stage.id
    assert moved["updated_at"] > made["placements"][0]["updated_at"]
    assert after["updated_at"] == made["updated_at"]
    assert after["last_activity_at"] > made["last_activity_at"]


@pytest.mark.parametrize("stage_id", [0, 1])
def test_a_stage_that_is_none_of_the_jobs_is_refused_and_nothing_moves(recruitee: Any, stage_id: int) -> None:
    made = recruitee.placed()
    path = f"/placements/{made['placements'][0]['id']}/change_stage"
    wanted = stage_id and recruitee.foreign_stage(recruitee.offer()).id
    assert recruitee.errors("PATCH", path, {"stage_id": wanted}) == ["Stage is invalid"]
    assert recruitee.placement(made["id"]) == made["placements"][0]


def test_a_stage_must_be_named(recruitee: Any) -> None:
    placement = recruitee.placed()["placements"][0]
    path = f"/placements/{placement['id']}/change_stage"
    assert recruitee.errors("PATCH", path, {}) == ["Stage id can't be blank"]


def test_an_accepted_move_may_have_no_effect(recruitee: Any) -> None:
    recruitee.setting(ignored_moves=True)
    made = recruitee.placed()
    placement = made["placements"][0]
    moved = _move(recruitee, placement["id"], stage_id=recruitee.stage("interview").id)
    assert moved["stage_id"] == placement["stage_id"]
    assert recruitee.placement(made["id"]) == placement


def test_the_hire_stage_hires_and_leaving_it_takes_that_back(recruitee: Any) -> None:
    placement = recruitee.placed()["placements"][0]
    body = {"stage_id": recruitee.stage("hire").id, "proceed": True}
    hired = _move(recruitee, placement["id"], **body)
    assert hired["hired_at"] is not None
    assert hired["hired_in_this_placement"] is False
    assert hired["hired_by_id"] == recruitee.get("/admin")["admin"]["id"]
    left = _move(recruitee, placement["id"], stage_id=recruitee.stage("offer").id)
    assert (left["hired_at"], left["hired_by_id"]) == (None, None)


def test_a_hire_may_say_when(recruitee: Any) -> None:
    placement = recruitee.placed()["placements"][0]
    hired = _move(
        recruitee,
        placement["id"],
        stage_id=recruitee.stage("hire").id,
        hired_at="2026-06-01",
        job_starts_at="2026-07-01",
    )
    assert (hired["hired_at"], hired["job_starts_at"]) == ("2026-06-01T00:00:00.000000Z", "2026-07-01")


def test_a_hire_may_demand_an_opening(recruitee: Any) -> None:
    stage = recruitee.stage("hire")
    recruitee.happen("set_stage_demands", stage_id=stage.id)
    placement = recruitee.placed()["placements"][0]
    path = f"/placements/{placement['id']}/change_stage"
    assert recruitee.errors("PATCH", path, {"stage_id": stage.id}) == ["Opening can't be blank"]
    assert _move(recruitee, placement["id"], stage_id=stage.id, opening_id=7)["hired_at"] is not None


def test_a_disqualified_placement_shows_who_why_and_when_and_keeps_its_stage(recruitee: Any) -> None:
    made, reason = recruitee.placed(), next(iter(recruitee.account.reasons))
    placement = made["placements"][0]
    assert "disqualified_at" not in placement
    rejected = _disqualify(recruitee, placement["id"], disqualify_reason_id=reason.id)
    assert (rejected["disqualify_kind"], rejected["disqualify_reason"]) == ("admin", reason.name)
    assert rejected["disqualified_at"] == rejected["updated_at"] > placement["updated_at"]
    assert rejected["stage_id"] == placement["stage_id"]
    assert recruitee.read(made["id"])["updated_at"] == made["updated_at"]


def test_a_second_disqualification_sets_the_new_reason(recruitee: Any) -> None:
    first, second, *_ = recruitee.account.reasons
    placement = recruitee.placed()["placements"][0]
    _disqualify(recruitee, placement["id"], disqualify_reason_id=first.id)
    again = _disqualify(recruitee, placement["id"], disqualify_reason_id=second.id)
    assert again["disqualify_reason"] == second.name


def test_a_disqualification_needs_no_reason_unless_the_setting_says_so(recruitee: Any) -> None:
    placement = recruitee.placed()["placements"][0]
    assert _disqualify(recruitee, placement["id"])["disqualify_reason"] is None
    recruitee.setting(reason_required=True)
    path = f"/placements/{placement['id']}/disqualify"
    assert recruitee.errors("PATCH", path, {}) == ["Disqualify reason can't be blank"]


@pytest.mark.parametrize("reason_id", [0, 1])
def test_an_unknown_reason_is_refused_and_nobody_rejected(recruitee: Any, reason_id: int) -> None:
    made = recruitee.placed()
    path = f"/placements/{made['placements'][0]['id']}/disqualify"
    body = {"disqualify_reason_id": reason_id}
    assert recruitee.errors("PATCH", path, body) == ["Disqualify reason must exist"]
    assert recruitee.placement(made["id"]) == made["placements"][0]


def test_an_accepted_disqualification_may_have_no_effect(recruitee: Any) -> None:
    recruitee.setting(ignored_disqualifications=True)
    placement = recruitee.placed()["placements"][0]
    assert _disqualify(recruitee, placement["id"]) == placement


def test_a_requalified_placement_has_no_disqualify_keys(recruitee: Any) -> None:
    placement = recruitee.placed()["placements"][0]
    _disqualify(recruitee, placement["id"])
    back = recruitee.ok("PATCH", f"/placements/{placement['id']}/requalify")["placement"]
    assert not {key for key in back if key.startswith("disqualif")}
    assert recruitee.ok("PATCH", f"/placements/{placement['id']}/requalify")["placement"] == back


def test_a_move_silently_requalifies(recruitee: Any) -> None:
    placement = recruitee.placed()["placements"][0]
    _disqualify(recruitee, placement["id"])
    moved = _move(recruitee, placement["id"], stage_id=recruitee.stage("interview").id)
    assert "disqualified_at" not in moved


def test_a_removed_placement_is_shown_once_more_while_the_person_stays(recruitee: Any) -> None:
    made = recruitee.placed()
    placement = made["placements"][0]
    assert recruitee.ok("DELETE", f"/placements/{placement['id']}")["placement"] == placement
    assert recruitee.read(made["id"])["placements"] == []
    assert recruitee.refused("DELETE", f"/placements/{placement['id']}")[0] == 404


def test_placements_of_deleted_people_are_not_found(recruitee: Any) -> None:
    made = recruitee.placed()
    recruitee.happen("delete_candidate", candidate_id=made["id"])
    path = f"/placements/{made['placements'][0]['id']}/requalify"
    assert recruitee.refused("PATCH", path)[0] == 404


def test_what_a_user_does_not_see_he_cannot_move(recruitee: Any) -> None:
    made = recruitee.placed(recruitee.offer("internal"))
    other = recruitee.offer("internal").id
    recruitee.grant(role="recruiter_assigned")
    path = f"/placements/{made['placements'][0]['id']}/requalify"
    assert recruitee.refused("PATCH", path) == (403, {"error": ["Forbidden"]})
    body = {"candidate_id": made["id"], "offer_id": other}
    assert recruitee.refused("POST", "/placements", body)[0] == 403


def test_reasons_are_made_renamed_and_deleted(recruitee: Any) -> None:
    body = {"disqualify_reason": {"name": "Too far"}}
    made = recruitee.made("/disqualify_reasons", body)["disqualify_reason"]
    path = f"/disqualify_reasons/{made['id']}"
    renamed = recruitee.ok("PATCH", path, {"disqualify_reason": {"name": "Too far away"}})
    assert renamed["disqualify_reason"] in recruitee.get("/disqualify_reasons")["disqualify_reasons"]
    assert recruitee.ok("DELETE", path) == renamed
    assert recruitee.refused("DELETE", path)[0] == 404
    blank = {"disqualify_reason": {"name": ""}}
    assert recruitee.errors("POST", "/disqualify_reasons", blank) == ["Name can't be blank"]
