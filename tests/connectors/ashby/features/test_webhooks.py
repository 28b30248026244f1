"""Subscriptions, signatures, and what events change."""

import json
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assay.connector import Complete, Delivery, Gone, Row, Subscriptions
from assay.errors import CredentialError, VendorNonsenseError, VendorRefusedError, VendorUnavailableError
from assay.unified.actions import CreateApplication
from assay_connectors.ashby import webhooks
from assay_connectors.ashby.webhooks import EVENTS, Webhooks, signature
from assay_connectors.signing import verify

SECRET = "whsec-invented-0001"
URL = "https://hooks.example.test/ashby/1"


def delivery(action: str, data: dict[str, Any], number: int = 1, **more: Any) -> Delivery:
    event = {"webhookActionId": f"event-{number}", "action": action, "data": data, **more}
    return signed(json.dumps(event).encode())


def signed(body: bytes) -> Delivery:
    return Delivery(headers={"ashby-signature": signature(body, SECRET)}, body=body)


def received(connector: Any, one: Delivery) -> list[Any]:
    return list(connector.receive(one, SECRET))


def rows(items: list[Any]) -> list[tuple[str, Any]]:
    return [
        (item.record.store_id, getattr(item.record, "remote_id", None))
        for item in items
        if isinstance(item, Row)
    ]


# --- subscriptions -----------------------------------------------------------------------------------


def made(request: httpx.Request) -> dict[str, Any]:
    body = json.loads(request.content)
    return {"id": "hook-" + body["webhookType"], "enabled": True, **body}


def refusal(message: str, code: str = "invalid_input") -> httpx.Response:
    return httpx.Response(
        200, json={"success": False, "errors": [code], "errorInfo": {"code": code, "message": message}}
    )


def test_one_subscription_is_made_per_event_in_a_fixed_order(ashby: Any) -> None:
    ashby.on("/webhook.create", made)

    subscriptions = ashby.connector().subscribe(URL, SECRET)

    assert ashby.sent("/webhook.create") == [
        {"webhookType": event, "requestUrl": URL, "secretToken": SECRET} for event in EVENTS
    ]
    assert len(EVENTS) == 16
    assert subscriptions == Subscriptions(ids={event: f"hook-{event}" for event in EVENTS})


def test_events_that_the_vendor_refuses_are_left_to_a_person(ashby: Any) -> None:
    strict = ("jobCreate", "jobUpdate", "jobPostingDelete")

    def answer(request: httpx.Request) -> Any:
        one = made(request)
        return refusal("Invalid webhook type") if one["webhookType"] in strict else one

    ashby.on("/webhook.create", answer)

    subscriptions = ashby.connector().subscribe(URL, SECRET)

    assert subscriptions.by_hand == strict
    assert len(subscriptions.ids) == 13


def test_a_subscription_whose_ping_was_not_answered_is_inactive(ashby: Any) -> None:
    ashby.on("/webhook.create", lambda request: {**made(request), "enabled": False})

    assert ashby.connector().subscribe(URL, SECRET).inactive == EVENTS


@pytest.mark.parametrize("code", ["invalid_input", "duplicate_webhook"])
def test_setting_up_twice_keeps_the_subscriptions_that_are_there(ashby: Any, code: str) -> None:
    ashby.on("/webhook.create", made)
    connector = ashby.connector()
    first = connector.subscribe(URL, SECRET)
    ashby.on("/webhook.create", refusal("This is a duplicate webhook setting", code))

    assert connector.subscribe(URL, SECRET) == first
    assert ashby.connector().subscribe(URL, SECRET) == Subscriptions()


def test_another_refusal_ends_the_setup(ashby: Any) -> None:
    ashby.refuse("/webhook.create", "too_many_webhooks")

    with pytest.raises(VendorRefusedError):
        ashby.connector().subscribe(URL, SECRET)


def test_a_lost_subscription_is_asked_for_again_for_a_duplicate_is_refused(ashby: Any) -> None:
    ashby.on("/webhook.create", httpx.ReadTimeout("lost"), refusal("duplicate webhook"), made)

    subscriptions = ashby.connector().subscribe(URL, SECRET)

    assert EVENTS[0] not in subscriptions.ids
    assert len(subscriptions.ids) == 15


def test_a_limit_ends_the_setup(ashby: Any) -> None:
    ashby.on("/webhook.create", httpx.Response(429))

    with pytest.raises(VendorUnavailableError):
        ashby.connector().subscribe(URL, SECRET)


def test_unsubscribing_removes_each_and_forgives_those_that_are_gone(ashby: Any) -> None:
    ashby.on(
        "/webhook.delete", httpx.Response(200, json={"success": False, "errors": ["webhook_not_found"]}), {}
    )

    ashby.connector().unsubscribe({"jobCreate": "hook-1", "jobUpdate": "hook-2"})

    assert ashby.sent("/webhook.delete") == [{"webhookId": "hook-1"}, {"webhookId": "hook-2"}]


def test_a_subscription_that_cannot_be_removed_is_told(ashby: Any) -> None:
    ashby.refuse("/webhook.delete", "invalid_input")

    with pytest.raises(VendorRefusedError):
        ashby.connector().unsubscribe({"jobCreate": "hook-1"})


# --- signatures --------------------------------------------------------------------------------------

VECTORS = [
    (
        b'{"webhookActionId":"24000000-0000-4000-8000-000000000001","action":"ping","data":{"webhookActionType":"ping"}}',
        "sha256=842e7121c87ce53c8b14312aa718de1d6e677c4c5c89bec4f53899c824eb3466",
    ),
    (
        (
            b'{"webhookActionId":"24000000-0000-4000-8000-000000000002","action":"candidateDelete",'
            b'"data":{"candidate":{"id":"77777777-aaaa-4bbb-8ccc-000000000001"}}}'
        ),
        "sha256=722eac01779430c342a451d01d7e0d5ed2e2c222f34b66a4fa061bfb3dbd87cf",
    ),
]


@pytest.mark.parametrize(("body", "expected"), VECTORS)
def test_bodies_are_signed_as_the_vendor_signs_them(body: bytes, expected: str) -> None:
    assert signature(body, SECRET) == expected


def test_a_signed_ping_changes_nothing(ashby: Any) -> None:
    body, header = VECTORS[0]

    assert received(ashby.connector(), Delivery(headers={"ashby-signature": header}, body=body)) == []
    assert ashby.requests == []


@given(data=st.data())
def test_a_changed_byte_or_secret_is_refused(data: st.DataObject) -> None:
    body, header = VECTORS[1]
    place = data.draw(st.integers(0, len(body) - 1))
    changed = bytearray(body)
    changed[place] ^= data.draw(st.integers(1, 255))

    for given_body, secret in ((bytes(changed), SECRET), (body, SECRET + "x")):
        with pytest.raises(CredentialError):
            verify(header, signature(given_body, secret), "Ashby")


@pytest.mark.parametrize("headers", [{}, {"ashby-signature": ""}, {"ashby-signature": "sha256=\udcff"}])
def test_a_delivery_without_a_fitting_signature_is_refused_at_once(
    ashby: Any, headers: dict[str, str]
) -> None:
    with pytest.raises(CredentialError):
        ashby.connector().receive(Delivery(headers=headers, body=VECTORS[0][0]), SECRET)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"not json",
        b"\xff",
        b"[]",
        b"{}",
        b'{"action": "ping"}',
        b'{"action": 1, "data": {}}',
        b'{"action":"ping","data":[]}',
    ],
)
def test_a_signed_body_that_is_no_event_is_nonsense(ashby: Any, body: bytes) -> None:
    with pytest.raises(VendorNonsenseError):
        ashby.connector().receive(signed(body), SECRET)


@pytest.mark.parametrize(
    ("action", "data"),
    [
        ("applicationSubmit", {}),
        ("applicationSubmit", {"application": {}}),
        ("candidateDelete", {"candidate": {"id": ""}}),
        ("interviewPlanTransition", {"jobId": None}),
        ("interviewScheduleUpdate", {"interviewSchedule": {"id": "s"}}),
        ("offerDelete", {"offer": []}),
    ],
)
def test_an_event_about_nothing_is_nonsense(ashby: Any, action: str, data: dict[str, Any]) -> None:
    with pytest.raises(VendorNonsenseError):
        received(ashby.connector(), delivery(action, data))


# --- repetitions -------------------------------------------------------------------------------------


def test_a_delivery_is_handled_once(ashby: Any) -> None:
    connector = ashby.connector()
    first = delivery("offerDelete", {"offer": {"id": "offer-1", "applicationId": "app-1"}})

    assert received(connector, first) == [Gone("ats_offers", "offer-1")]
    assert received(connector, first) == []


def test_two_events_of_one_cause_are_both_handled(ashby: Any, make_application: Any) -> None:
    connector = ashby.connector()
    data = {"application": make_application()}

    assert received(connector, delivery("candidateStageChange", data))
    assert received(connector, delivery("applicationUpdate", data))


def test_events_without_an_id_are_told_apart_by_their_body(ashby: Any) -> None:
    connector = ashby.connector()
    one, other = (
        signed(json.dumps({"action": "offerDelete", "data": {"offer": {"id": name}}}).encode())
        for name in "ab"
    )

    assert received(connector, one)
    assert received(connector, one) == []
    assert received(connector, other)


def test_a_delivery_that_could_not_be_handled_is_handled_when_it_comes_again(
    ashby: Any, make_application: Any
) -> None:
    connector = ashby.connector()
    event = delivery("applicationUpdate", {"application": make_application()})
    ashby.on("/application.info", httpx.Response(500))
    with pytest.raises(VendorUnavailableError):
        received(connector, event)
    ashby.on("/application.info", make_application())

    assert received(connector, event)


def test_memory_of_deliveries_is_bounded(ashby: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(webhooks, "_REMEMBERED", 2)
    hooks = Webhooks(ashby.connect(), lambda _id: True)
    for number in range(5):
        list(hooks.receive(delivery("ping", {}, number), SECRET))

    assert [key for key, _ in hooks._handled] == ["event-3", "event-4"]


# --- reactions ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("action", ["applicationSubmit", "applicationUpdate", "candidateStageChange"])
def test_an_application_is_read_again_with_its_candidate(
    ashby: Any, make_application: Any, action: str
) -> None:
    stale = make_application(status="Lead")

    items = received(ashby.connector(), delivery(action, {"application": stale}))

    assert rows(items) == [("ats_candidates", "cand-1"), ("ats_applications", "app-1")]
    assert ashby.sent("/application.info")[0]["applicationId"] == "app-1"


OFFER = {
    "id": "offer-1",
    "applicationId": "app-1",
    "offerStatus": "CandidateAccepted",
    "latestVersion": {"createdAt": "2026-06-15T08:00:00.000Z", "startDate": "2026-08-01", "customFields": []},
}


def test_a_hire_brings_its_offer(ashby: Any, make_application: Any) -> None:
    ashby.on("/offer.info", OFFER)
    data = {"application": make_application(), "offer": OFFER}

    items = received(ashby.connector(), delivery("candidateHire", data))

    assert rows(items)[-1] == ("ats_offers", "offer-1")


@pytest.mark.parametrize("action", ["offerCreate", "offerUpdate"])
def test_an_offer_is_read_again(ashby: Any, action: str) -> None:
    ashby.on("/offer.info", OFFER)

    assert rows(received(ashby.connector(), delivery(action, {"offer": OFFER}))) == [
        ("ats_offers", "offer-1")
    ]


def test_an_application_that_is_gone_by_now_is_gone(ashby: Any, make_application: Any) -> None:
    ashby.refuse("/application.info", "application_not_found").refuse(
        "/candidate.info", "candidate_not_found"
    )

    items = received(ashby.connector(), delivery("applicationUpdate", {"application": make_application()}))

    assert items == [Gone("ats_candidates", "cand-1"), Gone("ats_applications", "app-1")]


def test_with_a_candidate_go_its_applications_and_tags(ashby: Any) -> None:
    items = received(ashby.connector(), delivery("candidateDelete", {"candidate": {"id": "cand-1"}}))

    assert items == [
        Complete("ats_join_candidates_tags", "cand-1"),
        Complete("ats_applications", "cand-1"),
        Gone("ats_candidates", "cand-1"),
    ]


def test_applications_are_grouped_by_candidate_so_that_they_can_go_with_it(
    ashby: Any, make_application: Any
) -> None:
    items = received(ashby.connector(), delivery("applicationUpdate", {"application": make_application()}))

    groups = {
        item.group for item in items if isinstance(item, Row) and item.record.store_id == "ats_applications"
    }
    assert groups == {"cand-1"}


def test_a_merge_moves_applications_to_the_surviving_candidate(
    ashby: Any, make_candidate: Any, make_application: Any
) -> None:
    ashby.on("/candidate.info", make_candidate(id="cand-2", applicationIds=["app-1", "app-2"]))
    ashby.on("/application.info", make_application(), make_application(id="app-2"))
    data = {"deletedCandidate": {"id": "cand-1"}, "mergedCandidate": {"id": "cand-2"}}

    items = received(ashby.connector(), delivery("candidateMerge", data))

    assert rows(items) == [
        ("ats_candidates", "cand-2"),
        ("ats_applications", "app-1"),
        ("ats_applications", "app-2"),
    ]
    assert items[-1] == Gone("ats_candidates", "cand-1")


JOB = {
    "id": "job-1",
    "title": "Baker",
    "status": "Open",
    "hiringTeam": [],
    "interviewPlanIds": ["plan-1"],
    "customFields": [],
}


@pytest.fixture
def with_job(ashby: Any) -> Any:
    return (
        ashby.on("/job.info", JOB)
        .on("/hiringTeamRole.list", [])
        .on("/department.list", [])
        .on("/interviewStage.list", [{"id": "stage-1", "title": "Review", "orderInInterviewPlan": 0}])
    )


@pytest.mark.parametrize("action", ["jobCreate", "jobUpdate"])
def test_a_job_is_read_again(with_job: Any, action: str) -> None:
    items = received(with_job.connector(), delivery(action, {"job": JOB}))

    assert ("ats_jobs", "job-1") in rows(items)


@pytest.mark.parametrize("action", ["jobPostingUpdate", "jobPostingPublish", "jobPostingUnpublish"])
def test_a_posting_is_read_again_with_its_job(with_job: Any, make_form: Any, action: str) -> None:
    posting = make_form()
    with_job.on("/jobPosting.list", [posting]).on("/jobPosting.info", posting)

    items = received(with_job.connector(), delivery(action, {"jobPosting": posting}))

    assert {("ats_jobs", "job-1"), ("ats_job_postings", "posting-1")} <= set(rows(items))


def test_a_deleted_posting_is_gone_and_its_job_read_again(with_job: Any) -> None:
    data = {"jobPosting": {"id": "posting-1", "jobId": "job-1"}}

    items = received(with_job.connector(), delivery("jobPostingDelete", data))

    assert ("ats_jobs", "job-1") in rows(items)
    assert items[-1] == Gone("ats_job_postings", "posting-1")


def test_a_posting_without_a_job_is_left_to_the_next_sync(ashby: Any) -> None:
    assert (
        received(ashby.connector(), delivery("jobPostingUpdate", {"jobPosting": {"id": "posting-1"}})) == []
    )


def test_another_plan_moves_the_stages_and_applications_of_the_job(
    with_job: Any, make_application: Any
) -> None:
    with_job.on("/application.list", [make_application()])

    items = received(with_job.connector(), delivery("interviewPlanTransition", {"jobId": "job-1"}))

    assert ("ats_applications", "app-1") in rows(items)
    assert Complete("ats_join_jobs_application_stages", "job-1") in items
    assert with_job.sent("/application.list")[0]["jobId"] == "job-1"


def schedule(status: str, *events: str) -> dict[str, Any]:
    return {
        "id": "schedule-1",
        "status": status,
        "applicationId": "app-1",
        "interviewStageId": "stage-1",
        "interviewEvents": [{"id": event, "interviewers": []} for event in events],
    }


@pytest.mark.parametrize("action", ["interviewScheduleCreate", "interviewScheduleUpdate"])
def test_a_schedule_is_taken_as_it_is_now_and_not_as_it_was_sent(ashby: Any, action: str) -> None:
    ashby.on("/interviewSchedule.list", [{"id": "schedule-0"}, schedule("Scheduled", "event-2")])
    stale = schedule("Scheduled", "event-1", "event-2")

    items = received(ashby.connector(), delivery(action, {"interviewSchedule": stale}))

    assert rows(items) == [("ats_interviews", "event-2")]
    assert Complete("ats_interviews", "schedule-1") in items


def test_a_schedule_that_is_not_listed_is_taken_as_it_was_sent(ashby: Any) -> None:
    ashby.on("/interviewSchedule.list", [])

    items = received(
        ashby.connector(),
        delivery("interviewScheduleUpdate", {"interviewSchedule": schedule("Cancelled", "event-1")}),
    )

    assert rows(items) == []
    assert Complete("ats_interviews", "schedule-1") in items


def test_events_that_nobody_asked_for_change_nothing(ashby: Any) -> None:
    assert received(ashby.connector(), delivery("openingCreate", {"opening": {"id": "o"}})) == []


# --- only created applications -----------------------------------------------------------------------


def foreign(make_application: Any) -> list[Delivery]:
    application = make_application(id="app-9")
    return [
        delivery("applicationSubmit", {"application": application}, 1),
        delivery("offerCreate", {"offer": {"id": "offer-9", "applicationId": "app-9"}}, 2),
        delivery(
            "interviewScheduleCreate",
            {"interviewSchedule": {**schedule("Scheduled"), "applicationId": "app-9"}},
            3,
        ),
    ]


def test_applications_of_others_are_ignored_when_only_ours_are_wanted(
    ashby: Any, make_application: Any
) -> None:
    connector = ashby.connector(only_created=True)

    for event in foreign(make_application):
        assert received(connector, event) == []
    assert ashby.requests == []


def test_an_application_of_ours_is_heeded_when_only_ours_are_wanted(
    ashby: Any, make_application: Any
) -> None:
    connector = ashby.connector(only_created=True)
    person = {"first_name": "M", "last_name": "L", "email_address": "m@example.org"}
    connector.act(CreateApplication.model_validate({"candidate": person, "application": {"job_id": "job-1"}}))

    items = received(connector, delivery("applicationUpdate", {"application": make_application()}))

    assert ("ats_applications", "app-1") in rows(items)


def test_a_merge_among_others_brings_nobody_in(with_job: Any, make_candidate: Any) -> None:
    with_job.on("/candidate.info", make_candidate(id="cand-2", applicationIds=["app-9"])).on(
        "/application.list", [{"id": "app-9"}]
    )
    connector = with_job.connector(only_created=True)
    data = {"deletedCandidate": {"id": "cand-1"}, "mergedCandidate": {"id": "cand-2"}}

    items = received(connector, delivery("candidateMerge", data))
    items += received(connector, delivery("interviewPlanTransition", {"jobId": "job-1"}))

    assert {store for store, _ in rows(items)}.isdisjoint({"ats_candidates", "ats_applications"})
