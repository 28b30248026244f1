"""Messages that name and do not tell. Source: avionte sheet 5."""

import hashlib
import hmac
import json
from typing import Any

import httpx
import pytest

RECEIVER = "https://receiver.assay.test/avionte"
SECRET = "invented-secret"


def _message(request: httpx.Request) -> tuple[str, dict[str, Any]]:
    """Name of the event and what stands in the resource."""
    envelope = json.loads(request.content)
    resource = json.loads(envelope["Resource"])
    assert envelope["FrontOfficeTenantId"] == 3051
    assert resource.pop("CorrelationId") == envelope["CorrelationId"]
    assert envelope["ResourceModelType"].startswith("Avionte.Commons.CompasEventModel.")
    return envelope["EventName"], resource


def _register(avionte: Any, **more: Any) -> Any:
    return avionte.happen("register_webhook", url=RECEIVER, value=SECRET, **more)


@pytest.mark.parametrize(
    ("auth", "signing", "header"),
    [
        ("shared_secret", "literal", "x-payload-signature"),
        ("shared_secret", "hmac", "x-payload-signature"),
        ("api_key", "literal", "x-api-key"),
    ],
)
def test_the_sender_proves_itself_in_one_of_three_ways(
    avionte: Any, taken: list[httpx.Request], auth: str, signing: str, header: str
) -> None:
    _register(avionte, auth=auth, signing=signing)
    avionte.happen("create_job", title="Welder")
    (request,) = taken
    signed = hmac.new(SECRET.encode(), request.content, hashlib.sha256).hexdigest()
    assert request.headers[header] == (signed if signing == "hmac" else SECRET)
    assert request.headers["content-type"] == "application/json"


def test_writes_of_clients_are_announced(avionte: Any, taken: list[httpx.Request]) -> None:
    _register(avionte)
    user = avionte.get("/users")[0]["userId"]
    new = {
        "firstName": "Ada",
        "lastName": "Nova",
        "emailAddress": "ada@mail.example",
        "origin": "Us",
        "statusId": 6,
        "representativeUser": user,
    }
    talent = avionte.post("/talent?useNewTalentRequirements=false", new)["id"]
    job = avionte.job("job-backend")
    place = {"talentId": talent, "jobId": job}
    now = {"stagedDate": "2026-06-15T09:00:00Z", "jobActivityDate": "2026-06-15T09:00:00Z"}
    stage = {"jobActivityName": "New Lead", "stageType": "Active", **now}
    row = avionte.post("/pipeline/talent-stage/add", {**place, **stage})["pipelineId"]
    avionte.post("/pipeline/talent-stage/add", {**place, **stage})
    nomination = avionte.post("/talent/stage", {**place, "jobActivityName": "Team Day"})["id"]
    avionte.post(f"/talent/{talent}/resume", {"resumeFilename": "a.pdf", "resumeContents": ""})
    avionte.send("PUT", f"/talent/{talent}", json={"lastName": "Novak"})
    assert [_message(request) for request in taken] == [
        ("talent_created", {"Id": talent}),
        ("talent_pipelined", {"PipelineId": row, "TalentId": talent, "JobId": job}),
        ("talent_pipeline_moved", {"PipelineId": row, "TalentId": talent, "JobId": job}),
        ("talent_submitted", {"NominationId": nomination}),
        ("talent_saved", {"Id": talent}),
        ("talent_saved", {"Id": talent}),
    ]


def test_what_people_do_is_announced_unless_told_otherwise(avionte: Any, taken: list[httpx.Request]) -> None:
    _register(avionte)
    zoe, ewa, job = avionte.talent("candidate-zoe"), avionte.talent("candidate-ewa"), avionte.job("job-cfo")
    made = avionte.happen("create_job", title="Welder")["job_id"]
    avionte.happen("edit_job", job_id=job, values={"isArchived": True})
    placement = avionte.happen("start_placement", talent_id=ewa, job_id=job)["placement_id"]
    avionte.happen("merge_talents", good_talent_id=zoe, bad_talent_id=ewa)
    quiet = ("create_job", "edit_job", "create_talent", "edit_talent", "nominate_talent")
    for event in (*quiet, "pipeline_talent", "pipeline_talent"):
        given = {
            "create_job": {"title": "Quiet"},
            "edit_job": {"job_id": job, "values": {}},
            "create_talent": {"first_name": "Q", "last_name": None},
            "edit_talent": {"talent_id": zoe, "values": {}},
            "nominate_talent": {"talent_id": zoe, "job_id": job},
            "pipeline_talent": {"talent_id": avionte.talent("candidate-cher"), "job_id": job},
        }[event]
        avionte.happen(event, announced=False, **given)
    assert [_message(request) for request in taken] == [
        ("job_created", {"Id": made}),
        ("job_updated", {"Id": job}),
        (
            "placement_started",
            {
                "PlacementId": placement,
                "PlacementExtensionId": placement,
                "JobId": job,
                "PostJobToMobileApp": False,
            },
        ),
        ("talent_merged", {"GoodTalentId": zoe, "BadTalentId": ewa}),
    ]


def test_a_webhook_gets_the_events_it_wants_of_its_tenant(avionte: Any, taken: list[httpx.Request]) -> None:
    _register(avionte, events=["job_created"])
    _register(avionte, tenant="boreal")
    avionte.happen("create_job", title="Welder")
    avionte.happen("edit_job", job_id=avionte.job("job-cfo"), values={"title": "CFO"})
    assert len(taken) == 1
    assert avionte.refuses("register_webhook", url=RECEIVER, value="x", tenant="nowhere")


def test_a_webhook_can_be_taken_away(avionte: Any, taken: list[httpx.Request]) -> None:
    number = _register(avionte)["webhook_id"]
    avionte.happen("remove_webhook", webhook_id=number)
    assert avionte.refuses("remove_webhook", webhook_id=number)
    avionte.happen("create_job", title="Welder")
    assert taken == []


def test_a_failed_delivery_is_repeated_four_times_with_the_same_correlation_id(
    avionte: Any, taken: list[httpx.Request]
) -> None:
    _register(avionte)
    avionte.receiver_says = 500
    avionte.happen("create_job", title="Welder")
    for wait_s, attempts in ((4, 1), (1, 2), (9, 2), (1, 3), (20, 4), (40, 5), (1000, 5)):
        avionte.control("clock", {"advance_s": wait_s})
        assert len(taken) == attempts
    assert len({request.content for request in taken}) == 1


def test_what_was_taken_may_come_again(avionte: Any, taken: list[httpx.Request]) -> None:
    assert avionte.refuses("repeat_delivery")
    _register(avionte)
    avionte.happen("create_job", title="Welder")
    avionte.happen("repeat_delivery")
    assert taken[0].content == taken[1].content


def test_an_outage_makes_webhooks_late_and_perhaps_out_of_order(
    avionte: Any, taken: list[httpx.Request]
) -> None:
    _register(avionte)
    avionte.switch(webhook_outage=True)
    first, second = (avionte.happen("create_job", title=title)["job_id"] for title in ("A", "B"))
    assert taken == []
    assert avionte.state()["withheld"] == 2
    assert avionte.happen("end_outage", order="reversed") == {"sent": 2}
    assert [_message(request)[1]["Id"] for request in taken] == [second, first]
    avionte.happen("create_job", title="C")
    assert len(taken) == 3


def test_names_and_spacing_of_webhooks_are_not_to_be_relied_on(
    avionte: Any, taken: list[httpx.Request]
) -> None:
    _register(avionte)
    avionte.switch(webhook_names="foreign", resource_spacing="stray", pipeline_webhook_names="pipeline")
    place = {"talent_id": avionte.talent("candidate-cher"), "job_id": avionte.job("job-hostile")}
    row = avionte.happen("pipeline_talent", **place)["pipeline_id"]
    avionte.switch(webhook_names="unknown")
    avionte.happen("pipeline_talent", **place)
    assert [_message(request) for request in taken] == [
        ("job_discount_updated", {"PipelineId": row}),
        ("talent_something_happened", {"PipelineId": row}),
    ]
    assert json.loads(taken[0].content)["Resource"].startswith('{ "PipelineId" : ')


def test_any_message_can_be_sent_also_about_another_tenant(avionte: Any, taken: list[httpx.Request]) -> None:
    _register(avionte)
    sent = avionte.happen(
        "send_webhook", event_name="contact_created", resource={"Id": 1}, tenant_id=9999, correlation_id="c-1"
    )
    assert sent == {"correlation_id": "c-1"}
    envelope = json.loads(taken[0].content)
    assert (envelope["EventName"], envelope["FrontOfficeTenantId"]) == ("contact_created", 9999)
    assert json.loads(envelope["Resource"]) == {"Id": 1, "CorrelationId": "c-1"}
    avionte.happen("create_job", title="Still ours")
    assert len(taken) == 2


def test_the_back_office_has_another_envelope(avionte: Any, taken: list[httpx.Request]) -> None:
    _register(avionte)
    sent = avionte.happen("send_benefit_event")
    message = json.loads(taken[0].content)
    assert message["CorrelationId"] == sent["correlation_id"]
    assert not {"EventName", "Resource"} & message.keys()
