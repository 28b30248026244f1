"""The subscription, its secret, signatures, and what events change."""

import json
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assay.connector import Complete, Delivery, Gone, Row, Subscriptions
from assay.errors import CredentialError, VendorNonsenseError, VendorRefusedError, VendorUnavailableError
from assay.unified.actions import CreateCandidate
from assay_connectors.recruitee.webhooks import EVENTS, signature
from assay_connectors.signing import verify

URL = "https://hooks.example.test/recruitee/1"
SECRET = "whsec-of-the-vendor"
MADE = {"id": 9001, "url": URL, "event_types": list(EVENTS), "secret": SECRET, "status": "active"}
VECTOR = "4a54839b47c43ee74580215fe0a5e3fae6a0242669f4991cb3600391b6eb3b06"
HOOK, HOOKS = "POST /webhooks", "GET /webhooks"


@pytest.fixture
def hooks(recruitee: Any) -> Any:
    return recruitee.on(HOOKS, {"webhooks": []}).on(HOOK, {"webhook": MADE}).on("DELETE /webhooks/9001", {})


# --- subscribing -------------------------------------------------------------------------------------------


def test_one_subscription_takes_all_events_and_the_vendors_secret(hooks: Any) -> None:
    made = hooks.connector().subscribe(URL, "proposed")

    assert hooks.sent(HOOK) == [{"webhook": {"url": URL, "event_types": list(EVENTS)}}]
    assert made == Subscriptions(ids=dict.fromkeys(EVENTS, "9001"), secret=SECRET)


def test_a_webhook_that_is_not_active_is_said(hooks: Any) -> None:
    hooks.on(HOOK, {"webhook": {"id": 9001, "status": "paused", "secret": None}})
    made = hooks.connector().subscribe(URL, "proposed")
    assert (made.inactive, made.secret) == (EVENTS, None)


@pytest.mark.parametrize("call", [HOOK, HOOKS])
def test_without_the_ability_a_person_adds_the_webhook(hooks: Any, call: str) -> None:
    hooks.on(call, 403)
    assert hooks.connector().subscribe(URL, "x") == Subscriptions(by_hand=EVENTS)


@pytest.mark.parametrize("status", [404, 405])
def test_without_the_api_a_person_adds_the_webhook(hooks: Any, status: int) -> None:
    hooks.on(HOOKS, status).on(HOOK, status)
    assert hooks.connector().subscribe(URL, "x") == Subscriptions(by_hand=EVENTS)


def test_a_receiver_that_failed_its_test_is_the_vendors_refusal(hooks: Any) -> None:
    hooks.on(HOOK, 422)
    with pytest.raises(VendorRefusedError):
        hooks.connector().subscribe(URL, "x")


def test_a_list_that_is_refused_for_another_reason_is_an_error(hooks: Any) -> None:
    hooks.on(HOOKS, 422)
    with pytest.raises(VendorRefusedError):
        hooks.connector().subscribe(URL, "x")


def test_a_subscription_to_our_address_is_replaced_because_its_secret_is_not_told_again(hooks: Any) -> None:
    foreign = {"id": 9000, "url": "https://other.test"}
    hooks.on(HOOKS, {"webhooks": [foreign, {"id": 9001, "url": URL}]})
    hooks.connector().subscribe(URL, "x")
    assert hooks.writes == ["DELETE /webhooks/9001", HOOK]


def test_a_subscription_whose_answer_is_lost_is_replaced(hooks: Any) -> None:
    hooks.lose(HOOK, {"webhook": MADE}).on(HOOKS, {"webhooks": []}, {"webhooks": [MADE]})
    assert hooks.connector().subscribe(URL, "x").secret == SECRET
    assert hooks.writes == [HOOK, "DELETE /webhooks/9001", HOOK]


def test_a_vendor_that_limits_us_is_unavailable(hooks: Any) -> None:
    hooks.on(HOOK, 429)
    with pytest.raises(VendorUnavailableError):
        hooks.connector().subscribe(URL, "x")


def test_a_new_webhook_without_id_is_nonsense(hooks: Any) -> None:
    hooks.on(HOOK, {"webhook": {}})
    with pytest.raises(VendorNonsenseError):
        hooks.connector().subscribe(URL, "x")


def test_unsubscribing_removes_the_one_subscription_even_when_it_is_gone(hooks: Any) -> None:
    connector = hooks.connector()
    connector.unsubscribe(dict.fromkeys(EVENTS, "9001"))
    assert hooks.writes == ["DELETE /webhooks/9001"]

    hooks.on("DELETE /webhooks/9001", 404)
    connector.unsubscribe({"new_candidate": "9001"})


def test_a_removal_that_is_refused_is_an_error(hooks: Any) -> None:
    hooks.on("DELETE /webhooks/9001", 422)
    with pytest.raises(VendorRefusedError):
        hooks.connector().unsubscribe({"new_candidate": "9001"})


# --- signatures --------------------------------------------------------------------------------------------


def event(kind: str, subtype: str | None = None, **payload: Any) -> bytes:
    said = {"id": 1, "event_type": kind, "event_subtype": subtype, "payload": payload}
    return json.dumps({**said, **payload.pop("also", {})}).encode()


def signed(body: bytes, secret: str = SECRET) -> Delivery:
    return Delivery(headers={"x-recruitee-signature": signature(body, secret)}, body=body)


def received(vendor: Any, body: bytes, **settings: Any) -> list[Any]:
    return list(vendor.connector(**settings).receive(signed(body), SECRET))


def test_the_test_request_needs_no_signature_and_changes_nothing(recruitee: Any) -> None:
    test = Delivery(headers={}, body=b'{"test":true}')
    assert list(recruitee.connector().receive(test, "")) == []
    assert recruitee.requests == []


@pytest.mark.parametrize(
    "body",
    [
        b'{"test":true,"event_type":"new_candidate","payload":{}}',
        event("new_candidate"),
        b"x",
        b'{"test":1.5}',
    ],
)
@pytest.mark.parametrize(
    "headers", [{}, {"x-recruitee-signature": "00"}, {"x-recruitee-signature": "\udcff"}]
)
def test_everything_else_without_a_fitting_signature_is_refused_at_once(
    recruitee: Any, body: bytes, headers: dict[str, str]
) -> None:
    with pytest.raises(CredentialError, match="signature"):
        recruitee.connector().receive(Delivery(headers=headers, body=body), SECRET)
    assert recruitee.requests == []


def test_a_signature_is_the_hex_of_the_raw_body() -> None:
    """Made with another implementation."""
    body = b'{"event_type":"offer_published"}'
    assert signature(body, "whsec_invented") == VECTOR
    assert signature(body + b" ", "whsec_invented") != VECTOR


@given(data=st.data())
def test_a_changed_byte_or_secret_is_refused(data: st.DataObject) -> None:
    body = event("new_candidate", candidate={"id": 90})
    place = data.draw(st.integers(0, len(body) - 1))
    changed = bytearray(body)
    changed[place] ^= data.draw(st.integers(1, 255))
    for other, secret in ((bytes(changed), SECRET), (body, SECRET + "x")):
        with pytest.raises(CredentialError):
            verify(signature(body, SECRET), signature(other, secret), "Recruitee")


def test_a_sample_changes_nothing(recruitee: Any) -> None:
    body = json.dumps({"event_type": "new_candidate", "payload": {"candidate": {"id": 90}}, "test": True})
    assert received(recruitee, body.encode()) == []
    assert recruitee.requests == []


@pytest.mark.parametrize("body", [b"[]", b"no json", b"{}", b'{"event_type":"x"}', b'{"payload":{}}'])
def test_a_signed_body_that_is_no_event_is_nonsense(recruitee: Any, body: bytes) -> None:
    with pytest.raises(VendorNonsenseError):
        recruitee.connector().receive(signed(body), SECRET)


# --- what events change ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "subtype"),
    [
        *(("new_candidate", origin) for origin in ("career_site", "manual", "email", "imported")),
        ("candidate_assigned", None),
        *(("candidate_moved", what) for what in ("stage_changed", "disqualified", "requalified")),
    ],
)
def test_news_about_a_candidate_read_it_again(recruitee: Any, kind: str, subtype: str | None) -> None:
    items = received(recruitee, event(kind, subtype, candidate={"id": 90, "name": "stale"}))

    rows = {item.record.store_id for item in items if isinstance(item, Row)}
    assert {"ats_candidates", "ats_applications"} <= rows
    assert "GET /candidates/90" in recruitee.calls
    assert recruitee.writes == []


def test_a_deleted_candidate_is_gone_with_its_applications_and_tags(recruitee: Any) -> None:
    recruitee.on("GET /candidates/90", 404)

    items = received(recruitee, event("candidate_deleted", candidate={"id": 90}))

    assert Gone("ats_candidates", "90") in items
    assert Complete("ats_applications", group="90") in items
    assert Complete("ats_join_candidates_tags", group="90") in items


@pytest.mark.parametrize("kind", ["offer_published", "offer_unpublished", "offer_updated"])
def test_news_about_a_job_read_it_again(recruitee: Any, kind: str) -> None:
    items = received(recruitee, event(kind, offer={"id": 18, "title": "stale"}))

    (job,) = [item.record for item in items if isinstance(item, Row) and item.record.store_id == "ats_jobs"]
    assert job.name == "Firmware Engineer"


def test_a_job_that_is_gone_is_said(recruitee: Any) -> None:
    recruitee.on("GET /offers/18", 404)
    assert Gone("ats_jobs", "18") in received(recruitee, event("offer_unpublished", offer={"id": 18}))


def test_a_kind_that_nobody_knows_changes_nothing(recruitee: Any) -> None:
    assert received(recruitee, event("candidate_hugged", candidate={"id": 90})) == []


@pytest.mark.parametrize("payload", [{}, {"candidate": {"id": True}}, {"candidate": {"id": "90"}}])
def test_an_event_about_nobody_is_nonsense(recruitee: Any, payload: dict[str, Any]) -> None:
    with pytest.raises(VendorNonsenseError, match="names no candidate"):
        received(recruitee, event("candidate_moved", **payload))


def test_the_same_event_twice_says_the_same_twice(recruitee: Any) -> None:
    body = event("candidate_moved", candidate={"id": 90})
    connector = recruitee.connector()
    first = list(connector.receive(signed(body), SECRET))
    assert list(connector.receive(signed(body), SECRET)) == first


# --- only created ------------------------------------------------------------------------------------------

MOVED = event("candidate_moved", candidate={"id": 90})


def test_news_about_foreign_applications_are_left_out(recruitee: Any) -> None:
    assert received(recruitee, MOVED, only_created=True) == []


def test_news_about_created_applications_come_without_foreign_ones(
    recruitee: Any, make_candidate: Any, make_placement: Any
) -> None:
    connector = recruitee.connector(only_created=True)
    person = {"first_name": "Lena", "last_name": "Brandt", "email_address": "lena@example.test"}
    connector.act(CreateCandidate.model_validate({"candidate": person, "application": {"job_id": "18"}}))
    foreign = make_placement(id=105, offer_id=19)
    recruitee.on("GET /candidates/90", make_candidate(placements=[make_placement(), foreign]))
    recruitee.on("GET /offers/19", httpx.Response(404, json={"error": ["Not found"]}))

    items = list(connector.receive(signed(MOVED), SECRET))

    ids = [
        item.record.remote_id
        for item in items
        if isinstance(item, Row) and item.record.store_id == "ats_applications"
    ]
    assert ids == ["104"]


def test_a_deleted_candidate_is_gone_whoever_created_it(recruitee: Any) -> None:
    recruitee.on("GET /candidates/90", 404)
    assert Gone("ats_candidates", "90") in received(recruitee, MOVED, only_created=True)
