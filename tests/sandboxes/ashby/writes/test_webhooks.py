import json
from typing import Any

import pytest

from assay_sandboxes.ashby.webhooks import LISTED_TYPES, RETRIES, UNLISTED_TYPES, signature

pytestmark = pytest.mark.loopback

SECRET = "whsec-invented-0001"
URL = "https://receiver.assay.test/ashby"
DELAYS_S = [10, 30, 70, 150, 310, 630, 1270, 2550, 5110]


def _create(ashby: Any, kind: str = "candidateDelete", url: str = URL, **more: Any) -> Any:
    body = {"webhookType": kind, "requestUrl": url, "secretToken": SECRET, **more}
    return ashby.ok("/webhook.create", **body)


@pytest.fixture(name="routed")
def _routed(ashby: Any, receiver: Any) -> Any:
    """The receiver, reachable under its public name; nothing is set up yet."""
    ashby.control("routes", {"https://receiver.assay.test": receiver.url})
    return receiver


PING = b'{"webhookActionId":"24000000-0000-4000-8000-000000000001","action":"ping",%s}' % (
    b'"data":{"webhookActionType":"ping"}'
)
DELETION = b'{"webhookActionId":"24000000-0000-4000-8000-000000000002","action":"candidateDelete",%s}' % (
    b'"data":{"candidate":{"id":"77777777-aaaa-4bbb-8ccc-000000000001"}}'
)


@pytest.mark.parametrize(
    ("body", "signed"),
    [
        (PING, "sha256=842e7121c87ce53c8b14312aa718de1d6e677c4c5c89bec4f53899c824eb3466"),
        (DELETION, "sha256=722eac01779430c342a451d01d7e0d5ed2e2c222f34b66a4fa061bfb3dbd87cf"),
    ],
)
def test_signatures_are_those_of_the_published_vectors(body: bytes, signed: str) -> None:
    assert signature(SECRET, body) == signed


def test_creating_a_webhook_pings_it_before_the_answer(ashby: Any, routed: Any) -> None:
    made = _create(ashby)

    assert made == {
        "id": made["id"],
        "enabled": True,
        "requestUrl": URL,
        "secretToken": SECRET,
        "webhookType": "candidateDelete",
    }
    ((headers, body),) = routed.got
    assert headers["content-type"] == "application/json"
    assert headers["user-agent"] == "Ashby-Webhook"
    assert headers["ashby-signature"] == signature(SECRET, body)
    message = json.loads(body)
    assert message["action"] == "ping"
    assert message["data"] == {"webhookActionType": "ping"}
    assert message["webhookActionId"]


def test_a_webhook_is_read_back_without_its_secret(ashby: Any, routed: Any) -> None:
    made = _create(ashby)
    expected = {key: value for key, value in made.items() if key != "secretToken"}

    assert ashby.ok("/webhook.info", webhookId=made["id"]) == expected
    assert len(routed.got) == 1


def test_an_unreachable_receiver_leaves_the_webhook_switched_off(ashby: Any) -> None:
    made = _create(ashby, url="https://nobody.test/ashby")

    assert made["enabled"] is False
    assert ashby.ok("/webhook.info", webhookId=made["id"])["enabled"] is False


@pytest.mark.parametrize(("status", "enabled"), [(204, True), (400, True), (404, False), (500, False)])
def test_a_ping_answered_above_400_switches_off(
    ashby: Any,
    routed: Any,
    status: int,
    enabled: bool,  # noqa: FBT001 -- a table's column
) -> None:
    routed.statuses = [status]

    assert _create(ashby)["enabled"] is enabled
    ashby.advance(60)
    assert len(routed.got) == 1


def test_a_switched_off_webhook_gets_nothing_until_it_is_enabled_again(ashby: Any, routed: Any) -> None:
    routed.statuses = [500]
    made = _create(ashby)
    routed.take()
    ashby.happen("delete_candidate", candidate_id=ashby.candidate()["id"])
    assert routed.actions() == []

    assert ashby.ok("/webhook.update", webhookId=made["id"], enabled=True)["enabled"] is True
    ashby.happen("delete_candidate", candidate_id=ashby.candidate()["id"])

    assert routed.actions() == ["ping", "candidateDelete"]


def test_editing_pings_and_switching_off_does_not(ashby: Any, routed: Any) -> None:
    made = _create(ashby)
    routed.take()

    changed = ashby.ok("/webhook.update", webhookId=made["id"], secretToken="whsec-invented-0002")
    ((headers, body),) = routed.got
    assert headers["ashby-signature"] == signature("whsec-invented-0002", body)
    assert changed["secretToken"] == "whsec-invented-0002"
    routed.take()

    moved = ashby.ok("/webhook.update", webhookId=made["id"], requestUrl=f"{URL}/2")
    assert moved["requestUrl"] == f"{URL}/2"
    assert routed.actions() == ["ping"]

    assert ashby.ok("/webhook.update", webhookId=made["id"], enabled=False)["enabled"] is False
    assert routed.actions() == []


def test_the_same_type_and_url_twice_is_a_duplicate(ashby: Any, routed: Any) -> None:
    _create(ashby)
    other = _create(ashby, url=f"{URL}/2")
    _create(ashby, "offerCreate")
    pings = len(routed.take())
    body = {"webhookType": "candidateDelete", "requestUrl": URL, "secretToken": SECRET}

    answer = ashby.post("/webhook.create", body).json()

    assert answer["success"] is False
    assert "duplicate webhook" in json.dumps(answer)
    assert "errorInfo" not in answer
    again = ashby.post("/webhook.update", {"webhookId": other["id"], "requestUrl": URL}).json()
    assert "duplicate webhook" in json.dumps(again)
    assert pings == 3
    assert routed.actions() == []
    assert ashby.ok("/webhook.update", webhookId=other["id"], requestUrl=f"{URL}/2")


@pytest.mark.parametrize("missing", ["webhookType", "requestUrl", "secretToken"])
def test_all_three_parameters_of_create_are_required(ashby: Any, missing: str) -> None:
    body = {"webhookType": "candidateDelete", "requestUrl": URL, "secretToken": SECRET}
    del body[missing]

    assert ashby.refused("/webhook.create", **body) == "invalid_input"


def test_settings_must_be_sound(ashby: Any, routed: Any) -> None:
    body = {"webhookType": "candidateDelete", "requestUrl": URL, "secretToken": SECRET}
    made = _create(ashby)

    assert ashby.refused("/webhook.create", **(body | {"webhookType": "ping"})) == "invalid_input"
    assert ashby.refused("/webhook.create", **(body | {"requestUrl": "receiver"})) == "invalid_input"
    assert ashby.refused("/webhook.update", webhookId=made["id"]) == "invalid_input"
    assert len(routed.got) == 1


@pytest.mark.parametrize("path", ["/webhook.info", "/webhook.update", "/webhook.delete"])
def test_an_unknown_webhook_is_answered_with_texts_alone(ashby: Any, path: str) -> None:
    body = {"webhookId": ashby.unknown, "enabled": True}

    assert ashby.post(path, body).json() == {"success": False, "errors": ["webhook_not_found"]}


def test_a_deleted_webhook_gets_nothing_more(ashby: Any, routed: Any) -> None:
    made = _create(ashby)
    routed.take()

    assert ashby.ok("/webhook.delete", webhookId=made["id"]) == {"webhookId": made["id"]}

    ashby.happen("delete_candidate", candidate_id=ashby.candidate()["id"])
    assert routed.actions() == []


@pytest.mark.parametrize("kind", sorted(LISTED_TYPES | UNLISTED_TYPES))
def test_types_missing_from_the_reference_are_accepted_unless_the_switch_is_on(ashby: Any, kind: str) -> None:
    ashby.setting(strict_webhook_types=True)
    body = {"webhookType": kind, "requestUrl": "https://nobody.test/x", "secretToken": SECRET}

    strict = ashby.post("/webhook.create", body).json()
    ashby.setting(strict_webhook_types=False)
    body["requestUrl"] = "https://nobody.test/y"

    assert strict["success"] is (kind in LISTED_TYPES)
    assert ashby.ok("/webhook.create", **body)["webhookType"] == kind


def test_a_delivery_is_repeated_ten_times_in_all_on_the_virtual_clock(ashby: Any, routed: Any) -> None:
    _create(ashby)
    routed.take()
    routed.statuses = [500] * 20

    ashby.happen("delete_candidate", candidate_id=ashby.candidate()["id"])
    for delay_s in DELAYS_S:
        before = len(routed.got)
        ashby.advance(delay_s - 0.5)
        assert len(routed.got) == before
        ashby.advance(0.5)
        assert len(routed.got) == before + 1
    ashby.advance(100_000)

    assert list(RETRIES.delays_s) == DELAYS_S
    bodies = {body for _, body in routed.got}
    assert len(routed.got) == 10
    assert len(bodies) == 1


def test_a_delivery_that_was_taken_is_not_repeated(ashby: Any, routed: Any) -> None:
    _create(ashby)
    routed.take()
    routed.statuses = [503, 204]

    ashby.happen("delete_candidate", candidate_id=ashby.candidate()["id"])
    ashby.advance(100_000)

    assert len(routed.got) == 2


@pytest.mark.parametrize("status", [401, 403, 404, 405, 410])
def test_some_statuses_end_the_attempts(ashby: Any, routed: Any, status: int) -> None:
    _create(ashby)
    routed.take()
    routed.statuses = [status]

    ashby.happen("delete_candidate", candidate_id=ashby.candidate()["id"])
    ashby.advance(100_000)

    assert len(routed.got) == 1


def test_one_event_has_one_id_for_all_its_types_and_settings(ashby: Any, routed: Any) -> None:
    for kind in ("candidateStageChange", "applicationUpdate", "candidateHire"):
        _create(ashby, kind)
    _create(ashby, "applicationUpdate", f"{URL}/2")
    routed.take()

    ashby.happen("hire", application_id=ashby.active().id)

    messages = routed.take()
    assert sorted(message["action"] for message in messages) == [
        "applicationUpdate",
        "applicationUpdate",
        "candidateHire",
        "candidateStageChange",
    ]
    assert len({message["webhookActionId"] for message in messages}) == 1
    ashby.happen("delete_candidate", candidate_id=ashby.candidate()["id"])
    ashby.happen("transfer_application", application_id=ashby.active().id, job_id=ashby.job().id)
    (other,) = routed.take()[:1]
    assert other["webhookActionId"] != messages[0]["webhookActionId"]


def test_webhooks_arrive_before_the_request_is_answered(ashby: Any, listening: Any) -> None:
    application_id = ashby.application()["id"]
    listening.take()

    ashby.ok(
        "/application.changeStage", applicationId=application_id, interviewStageId=ashby.stage("Offer").id
    )

    messages = listening.take()
    assert [message["action"] for message in messages] == ["candidateStageChange", "applicationUpdate"]
    shown = ashby.ok("/application.list", limit=100)
    (listed,) = [one for one in shown if one["id"] == application_id]
    assert messages[0]["data"]["application"] == listed


def test_hiring_on_a_confidential_job_is_told_too(ashby: Any, listening: Any) -> None:
    job = ashby.job("Chief Financial Officer")
    application = ashby.ok("/application.create", candidateId=ashby.candidate()["id"], jobId=job.id)
    listening.take()

    ashby.happen("hire", application_id=application["id"])

    assert "candidateHire" in listening.actions()


def test_a_hire_carries_the_offer_with_its_versions(ashby: Any, listening: Any) -> None:
    application_id = ashby.application()["id"]
    offer_id = ashby.happen("create_offer", application_id=application_id)["offer_id"]
    listening.take()

    ashby.happen("hire", application_id=application_id)

    (hire,) = [message for message in listening.take() if message["action"] == "candidateHire"]
    assert hire["data"]["application"]["status"] == "Hired"
    assert hire["data"]["offer"] == ashby.ok("/offer.info", offerId=offer_id)


def test_a_message_can_arrive_twice(ashby: Any, listening: Any) -> None:
    ashby.happen("push_to_hris", application_id=ashby.active().id)
    (first,) = listening.take()

    assert ashby.happen("repeat_webhook") == {"action": "pushToHRIS"}

    assert listening.take() == [first]


def test_nothing_can_be_repeated_before_anything_was_sent(ashby: Any) -> None:
    assert "no webhook" in ashby.wrong("repeat_webhook")


def _silent(ashby: Any) -> None:
    """Everything of which no webhook tells (sheet 5.3, N10)."""
    candidate_id = ashby.candidate()["id"]
    tag_id = ashby.first("tags").id
    ashby.ok("/candidate.addTag", candidateId=candidate_id, tagId=tag_id)
    ashby.happen("remove_tag", candidate_id=candidate_id, tag_id=tag_id)
    ashby.happen("add_tag", candidate_id=candidate_id, tag_id=tag_id)
    ashby.ok("/candidate.createNote", candidateId=candidate_id, note="x")
    ashby.happen("attach_file", candidate_id=candidate_id, name="x.txt")
    ashby.happen("edit_candidate", candidate_id=candidate_id, position="Cook")
    ashby.happen("edit_screening_questions_only", path="_systemfield_name", title="Your name")
    application_id = ashby.org.applications.first(lambda one: one.status == "Archived").id
    ashby.happen("delete_application", application_id=application_id)


def test_some_things_are_told_to_nobody(ashby: Any, listening: Any) -> None:
    _silent(ashby)

    assert listening.actions() == []


def test_two_runs_of_the_same_story_are_byte_for_byte_the_same(ashby: Any, receiver: Any) -> None:
    def story() -> list[bytes]:
        ashby.control("reset", {"world": "core"})
        ashby.control("routes", {"https://receiver.assay.test": receiver.url})
        _create(ashby, "applicationSubmit")
        _silent(ashby)
        ashby.application()
        bodies = [body for _, body in receiver.got]
        receiver.take()
        return [*bodies, ashby.post("/candidate.list").content, ashby.post("/application.list").content]

    assert story() == story()
