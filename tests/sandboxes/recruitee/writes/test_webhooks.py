import hashlib
import hmac
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assay_sandboxes.recruitee.webhooks import EVENT_TYPES, RETRIES, signature
from assay_sandboxes.recruitee.writing.webhook_settings import DEFAULT_SECRET

pytestmark = pytest.mark.loopback

URL = "https://receiver.assay.test/recruitee"
MOVED = "candidate_moved"


def _webhook(*event_types: str, url: str | None = URL) -> dict[str, Any]:
    return {"webhook": {"url": url, "event_types": list(event_types or EVENT_TYPES)}}


@pytest.fixture(name="route")
def _route(recruitee: Any, receiver: Any) -> Any:
    recruitee.control("routes", {"https://receiver.assay.test": receiver.url})
    return receiver


@given(st.text(min_size=1), st.binary())
def test_the_signature_is_that_of_the_body_under_the_secret(secret: str, body: bytes) -> None:
    expected = hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
    assert signature(secret, body) == expected == expected.lower()


def test_a_webhook_is_tested_before_it_exists_and_tells_its_secret_once(recruitee: Any, route: Any) -> None:
    made = recruitee.made("/webhooks", _webhook("new_candidate", "new_candidate"))["webhook"]
    assert (made["url"], made["event_types"], made["status"]) == (URL, ["new_candidate"], "active")
    assert made["secret"] == DEFAULT_SECRET
    assert route.take() == [{"test": True}]
    (listed,) = recruitee.get("/webhooks")["webhooks"]
    assert listed == {key: value for key, value in made.items() if key != "secret"}


@pytest.mark.parametrize("status", [201, 202, 204, 500])
def test_a_test_not_answered_with_exactly_200_makes_no_webhook(
    recruitee: Any, route: Any, status: int
) -> None:
    route.statuses = [status]
    assert recruitee.errors("POST", "/webhooks", _webhook()) == ["Url did not answer the test with 200"]
    assert recruitee.get("/webhooks")["webhooks"] == []
    recruitee.advance(1e6)
    assert len(route.take()) == 1


@pytest.mark.parametrize("url", ["http://receiver.assay.test/x", "https://", "https://[x", "hello"])
def test_only_https_addresses_are_taken(recruitee: Any, url: str) -> None:
    assert recruitee.errors("POST", "/webhooks", _webhook(url=url)) == ["Url is invalid"]


def test_address_and_known_types_are_required(recruitee: Any) -> None:
    assert recruitee.errors("POST", "/webhooks", _webhook(url=None)) == ["Url can't be blank"]
    assert recruitee.errors("POST", "/webhooks", _webhook("candidate_hired")) == ["Event types is invalid"]
    empty = {"webhook": {"url": URL, "event_types": []}}
    assert recruitee.errors("POST", "/webhooks", empty) == ["Event types is invalid"]


def test_the_secret_is_the_one_granted_to_the_token_and_shown_nowhere_else(
    recruitee: Any, route: Any
) -> None:
    recruitee.grant(role="admin", webhook_secret="whsec_granted")
    assert recruitee.made("/webhooks", _webhook())["webhook"]["secret"] == "whsec_granted"
    route.got.clear()
    recruitee.candidate()
    ((headers, body),) = route.got
    assert headers["x-recruitee-signature"] == signature("whsec_granted", body)
    assert headers["user-agent"] == "Recruitee-Webhooks"
    assert headers["content-type"] == "application/json"
    assert "whsec_granted" not in json.dumps(recruitee.state())


@pytest.mark.parametrize("role", ["recruiter_assigned", "reviewer"])
def test_other_roles_may_not_manage_webhooks(recruitee: Any, role: str) -> None:
    recruitee.grant(role=role)
    for method, path in (("POST", "/webhooks"), ("DELETE", "/webhooks/1")):
        assert recruitee.refused(method, path)[0] == 403


def test_an_installation_may_not_offer_the_calls(recruitee: Any) -> None:
    recruitee.setting(webhook_registration=False)
    assert recruitee.refused("POST", "/webhooks", _webhook())[0] == 404
    assert recruitee.refused("DELETE", "/webhooks/1")[0] == 404


def test_a_removed_webhook_gets_nothing_more(recruitee: Any, listening: Any) -> None:
    (webhook,) = recruitee.get("/webhooks")["webhooks"]
    path = f"/webhooks/{webhook['id']}"
    assert recruitee.ok("DELETE", path)["webhook"] == webhook
    recruitee.candidate()
    assert listening.take() == []
    assert recruitee.refused("DELETE", path)[0] == 404


def test_only_what_was_asked_for_is_told(recruitee: Any, route: Any) -> None:
    recruitee.made("/webhooks", _webhook("candidate_deleted"))
    route.take()
    made = recruitee.candidate()
    recruitee.ok("DELETE", f"/candidates/{made['id']}")
    assert route.kinds() == [("candidate_deleted", None)]


def test_a_creation_tells_of_the_person_and_then_of_the_job(recruitee: Any, listening: Any) -> None:
    offer = recruitee.offer()
    made = recruitee.placed(offer, emails=["lena@example.org"])
    first, second = listening.take()
    assert (first["event_type"], first["event_subtype"]) == ("new_candidate", "manual")
    assert first["payload"] == {
        "company": {"id": 41207},
        "candidate": {
            "id": made["id"],
            "name": "Lena Brandt",
            "emails": ["lena@example.org"],
            "phones": [],
            "photo_thumb_url": made["photo_thumb_url"],
            "source": "manual",
            "created_at": f"{made['created_at'][:23]}Z",
        },
        "offers": [{"id": offer.id, "title": offer.title, "kind": "job", "slug": offer.slug}],
        "offer": {"id": offer.id, "title": offer.title, "kind": "job", "slug": offer.slug},
    }
    assert (second["event_type"], second["event_subtype"]) == ("candidate_assigned", None)
    assert set(second["payload"]) == {"company", "candidate", "offer", "details"}
    assert second["id"] == first["id"] + 1
    placement_id = made["placements"][0]["id"]
    assert str(placement_id) not in json.dumps([first, second])


def test_every_origin_has_its_subtype(recruitee: Any, listening: Any) -> None:
    for origin in ("manual", "career_site", "email", "import"):
        recruitee.happen("add_candidate", name="Lena", origin=origin)
    assert listening.kinds() == [
        ("new_candidate", "manual"),
        ("new_candidate", "career_site"),
        ("new_candidate", "email"),
        ("new_candidate", "imported"),
    ]


def test_the_careers_form_tells_the_same(recruitee: Any, listening: Any) -> None:
    offer = recruitee.offer()
    offer.questions, offer.options = [], {}
    recruitee.apply(offer.slug, json={"candidate": {"name": "Lena", "email": "lena@example.org"}})
    assert listening.kinds() == [("new_candidate", "career_site"), ("candidate_assigned", None)]


def test_moves_rejections_and_their_undoing_are_told_with_details(recruitee: Any, listening: Any) -> None:
    made, reason = recruitee.placed(), next(iter(recruitee.account.reasons))
    path = f"/placements/{made['placements'][0]['id']}"
    listening.take()
    apply, interview = recruitee.stage("apply"), recruitee.stage("interview")
    recruitee.ok("PATCH", path + "/change_stage", {"stage_id": interview.id})
    recruitee.ok("PATCH", path + "/disqualify", {"disqualify_reason_id": reason.id})
    recruitee.ok("PATCH", path + "/disqualify", {})
    recruitee.ok("PATCH", path + "/requalify")
    recruitee.ok("PATCH", path + "/requalify")
    moved, rejected, again, back = listening.take()
    assert [(one["event_type"], one["event_subtype"]) for one in (moved, rejected, again, back)] == [
        (MOVED, "stage_changed"),
        (MOVED, "disqualified"),
        (MOVED, "disqualified"),
        (MOVED, "requalified"),
    ]
    assert moved["payload"]["details"] == {
        "from_stage": {"id": apply.id, "name": apply.name, "category": "apply"},
        "to_stage": {"id": interview.id, "name": interview.name, "category": "interview"},
    }
    assert rejected["payload"]["details"] == {"disqualify_reason": {"name": reason.name}}
    assert again["payload"]["details"] == {"disqualify_reason": None}
    assert back["payload"]["details"] == {}


def test_what_a_switch_makes_ineffective_is_not_told(recruitee: Any, listening: Any) -> None:
    placement = recruitee.placed()["placements"][0]
    listening.take()
    recruitee.setting(ignored_moves=True, ignored_disqualifications=True)
    path = f"/placements/{placement['id']}"
    recruitee.ok("PATCH", path + "/change_stage", {"stage_id": recruitee.stage("interview").id})
    recruitee.ok("PATCH", path + "/disqualify", {})
    assert listening.take() == []


def test_jobs_tell_of_their_life(recruitee: Any, listening: Any) -> None:
    offer_id = recruitee.happen("add_offer", title="Robot Tamer")["offer_id"]
    changed = ("offer_updated", "status_changed")
    expected: dict[str, list[tuple[str, str | None]]] = {
        "publish_offer": [("offer_published", "manual"), changed],
        "unpublish_offer": [("offer_unpublished", None), changed],
        "close_offer": [changed],
        "archive_offer": [("offer_unpublished", None), changed],
        "unarchive_offer": [changed],
    }
    assert listening.kinds() == []
    for event, kinds in expected.items():
        recruitee.happen(event, offer_id=offer_id)
        assert listening.kinds() == kinds, event


def test_an_edited_job_tells_what_kind_of_change_it_was(recruitee: Any, listening: Any) -> None:
    offer = recruitee.offer()
    recruitee.happen("edit_offer", offer_id=offer.id, title="New title")
    recruitee.happen("set_offer_tags", offer_id=offer.id, tags=["a"])
    edited, tagged = listening.take()
    assert (edited["event_type"], edited["event_subtype"]) == ("offer_updated", "offer_changed")
    assert (tagged["event_type"], tagged["event_subtype"]) == ("offer_updated", "tags_changed")
    told = tagged["payload"]["offer"]
    assert (told["title"], told["tags"], told["status"]) == ("New title", ["a"], "published")
    assert set(told) == {
        "id",
        "title",
        "kind",
        "slug",
        "status",
        "department",
        "locations",
        "tags",
        "created_at",
        "updated_at",
    }


def test_much_is_told_to_nobody(recruitee: Any, listening: Any) -> None:
    made = recruitee.placed()
    placement = made["placements"][0]
    listening.take()
    recruitee.made(f"/candidates/{made['id']}/tags", {"tags": ["x"]})
    recruitee.made(f"/candidates/{made['id']}/notes", {"note": {"body": "x"}})
    recruitee.upload(made["id"])
    recruitee.ok("PATCH", f"/candidates/{made['id']}", {"candidate": {"name": "L"}})
    planned = recruitee.happen("schedule_interview", placement_id=placement["id"])
    recruitee.happen("move_interview", interview_event_id=planned["interview_event_id"], duration=30)
    recruitee.happen("cancel_interview", interview_event_id=planned["interview_event_id"])
    offer = next(one for one in recruitee.account.offers if one.questions)
    recruitee.happen("edit_question", question_id=offer.questions[0].question_id, body="Why?")
    recruitee.ok("DELETE", f"/placements/{placement['id']}")
    assert listening.take() == []


def test_a_hire_is_told_as_a_move_alone(recruitee: Any, listening: Any) -> None:
    placement = recruitee.placed()["placements"][0]
    listening.take()
    recruitee.happen("hire_placement", placement_id=placement["id"])
    assert listening.kinds() == [(MOVED, "stage_changed")]


def test_what_was_not_taken_with_200_comes_again_with_the_same_id(recruitee: Any, listening: Any) -> None:
    listening.statuses = [204, 500]
    recruitee.candidate()
    first = listening.take()
    recruitee.advance(RETRIES.delays_s[0] - 1)
    assert listening.take() == []
    recruitee.advance(1)
    assert listening.take() == first
    recruitee.advance(RETRIES.delays_s[1])
    assert listening.take() == first
    recruitee.advance(1e6)
    assert listening.take() == []


def test_after_ten_attempts_over_two_days_a_message_is_given_up(recruitee: Any, listening: Any) -> None:
    listening.statuses = [500] * 100
    recruitee.candidate()
    recruitee.advance(48 * 3600)
    assert len(listening.take()) == 10
    assert recruitee.state()["deliveries"]["waiting"] == []
    assert list(RETRIES.delays_s) == sorted(set(RETRIES.delays_s))
    assert 47 * 3600 < sum(RETRIES.delays_s) < 48 * 3600


def test_a_message_whose_answer_was_lost_is_delivered_twice(recruitee: Any, receiver: Any) -> None:
    assert "no webhook" in recruitee.wrong("repeat_webhook")
    recruitee.control("routes", {"https://receiver.assay.test": receiver.url})
    recruitee.made("/webhooks", _webhook())
    recruitee.candidate()
    (_test, once) = receiver.take()
    assert recruitee.happen("repeat_webhook") == {"event_type": "new_candidate"}
    assert receiver.take() == [once]


def test_trial_companies_get_what_is_above_their_limit_later(recruitee: Any, listening: Any) -> None:
    recruitee.setting(webhooks_per_minute=1)
    recruitee.placed()
    assert listening.kinds() == [("new_candidate", "manual")]
    recruitee.advance(600)
    assert listening.kinds() == [("candidate_assigned", None)]
