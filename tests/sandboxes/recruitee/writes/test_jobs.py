from typing import Any

import pytest

TEXTS = {"description": "<p>Build</p>", "requirements": "<p>Care</p>"}


def _show(recruitee: Any, offer_id: int) -> Any:
    return recruitee.get(f"/offers/{offer_id}")["offer"]


def _change(recruitee: Any, offer_id: int, name: str) -> Any:
    return recruitee.ok("PATCH", f"/offers/{offer_id}/{name}")["offer"]


def _published(recruitee: Any) -> list[int]:
    return [offer["id"] for offer in recruitee.send("GET", "/api/offers/").json()["offers"]]


@pytest.fixture(name="location_id")
def _location(recruitee: Any) -> Any:
    return next(iter(recruitee.account.locations)).id


def test_a_job_is_made_as_a_draft(recruitee: Any, location_id: int) -> None:
    body = {"offer": {"title": "Robot Tamer", **TEXTS, "location_ids": [location_id]}}
    made = recruitee.made("/offers", body)["offer"]
    assert (made["status"], made["kind"], made["published_at"]) == ("draft", "job", None)
    assert made["slug"].startswith("robot-tamer-")
    assert (made["description"], made["location_ids"]) == ("<p>Build</p>", [location_id])
    assert _show(recruitee, made["id"])["title"] == "Robot Tamer"


@pytest.mark.parametrize("missing", ["title", "description", "requirements", "location_ids"])
def test_a_job_needs_all_four(recruitee: Any, location_id: int, missing: str) -> None:
    offer: dict[str, Any] = {"title": "Robot Tamer", **TEXTS, "location_ids": [location_id]}
    del offer[missing]
    name = missing.replace("_", " ").capitalize()
    assert recruitee.errors("POST", "/offers", {"offer": offer}) == [f"{name} can't be blank"]


def test_a_job_is_at_places_that_exist(recruitee: Any) -> None:
    path, body = f"/offers/{recruitee.offer().id}", {"offer": {"location_ids": [1]}}
    assert recruitee.errors("PATCH", path, body) == ["Location ids must exist"]


def test_an_edit_changes_what_is_given(recruitee: Any, location_id: int) -> None:
    before = _show(recruitee, recruitee.offer().id)
    body = {"offer": {"title": "New", **TEXTS, "location_ids": [location_id], "offer_tags": ["x"]}}
    after = recruitee.ok("PATCH", f"/offers/{before['id']}", body)["offer"]
    assert (after["title"], after["requirements"], after["offer_tags"]) == ("New", "<p>Care</p>", ["x"])
    assert after["updated_at"] > before["updated_at"]
    assert recruitee.ok("PATCH", f"/offers/{before['id']}", {"offer": {}})["offer"] == after


def test_a_job_goes_through_its_life(recruitee: Any) -> None:
    offer_id = recruitee.happen("add_offer", title="Robot Tamer")["offer_id"]
    assert offer_id not in _published(recruitee)
    published = _change(recruitee, offer_id, "publish")
    assert (published["status"], published["published_at"]) == ("published", published["updated_at"])
    assert offer_id in _published(recruitee)
    assert _change(recruitee, offer_id, "unpublish")["status"] == "internal"
    assert _change(recruitee, offer_id, "unpublish")["status"] == "internal"
    assert offer_id not in _published(recruitee)
    assert _change(recruitee, offer_id, "close")["closed_at"] is not None
    assert _change(recruitee, offer_id, "archive")["status"] == "archived"
    back = _change(recruitee, offer_id, "unarchive")
    assert (back["status"], back["closed_at"]) == ("draft", None)
    assert _change(recruitee, offer_id, "unarchive") == back
    assert _change(recruitee, offer_id, "draft") == back


def test_a_copy_is_a_draft_with_the_same_texts_and_questions(recruitee: Any) -> None:
    model = recruitee.offer()
    copy = _change(recruitee, model.id, "duplicate")
    assert copy["id"] != model.id
    assert (copy["status"], copy["description"]) == ("draft", model.description)
    assert recruitee.account.offers.get(copy["id"]).questions == model.questions


def test_a_deleted_job_is_gone_with_those_on_it(recruitee: Any) -> None:
    offer = recruitee.offer()
    made = recruitee.placed(offer)
    recruitee.happen("schedule_interview", placement_id=made["placements"][0]["id"])
    assert recruitee.ok("DELETE", f"/offers/{offer.id}")["offer"]["id"] == offer.id
    assert recruitee.refused("GET", f"/offers/{offer.id}")[0] == 404
    after = recruitee.read(made["id"])
    assert (after["placements"], after["events_count"]) == ([], 0)
