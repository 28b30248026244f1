"""Webhooks: who may send them, what they are about, and what each of them costs."""

import hashlib
import hmac
import json
from typing import Any

import pytest

from assay.connector import Delivery
from assay.errors import CredentialError, VendorNonsenseError, VendorUnavailableError

JOB = {"selected_jobs": [41200017]}
TALENT_MODEL = (
    "Avionte.Commons.CompasEventModel.ResourceModel.TalentResourceModel, Avionte.Commons, Version=1.2.4.0"
)
APPLICATION = "70110022:41200017"


@pytest.fixture
def connector(vendor: Any, says: Any) -> Any:
    """Connected, the job synced, and nothing asked since."""
    connector = vendor.connect(**JOB)
    says.sync(connector)
    vendor.requests.clear()
    return connector


def signed_with(value: str, body: bytes) -> Delivery:
    return Delivery(headers={"x-payload-signature": value}, body=body)


def taken(says: Any, connector: Any, name: str, resource: Any, **more: Any) -> Any:
    return says.Read(connector.receive(says.delivery(name, resource, **more), says.secret))


def test_a_pipeline_row_is_read_when_a_webhook_names_it(vendor: Any, says: Any) -> None:
    connector = vendor.connect(**JOB)

    read = taken(says, connector, "talent_pipelined", {"PipelineId": 660451})

    assert vendor.keys == ["PIPELINE_GET", "TALENT_GET"]
    assert vendor.sent("PIPELINE_GET")[0].url.path == "/front-office/v1/pipeline/660451"
    assert read.applications[APPLICATION].current_stage_id == "PIPELINE"
    assert read.applications[APPLICATION].remote_created_at.isoformat() == "2025-02-12T10:00:00+00:00"
    assert read.one("ats_candidates").remote_id == "70110022"
    assert set(read.cursors) == {"job:41200017"}


def test_of_a_known_talent_the_row_is_all_that_is_read(vendor: Any, says: Any, connector: Any) -> None:
    read = taken(says, connector, "talent_pipelined", {"PipelineId": 660451})

    assert vendor.keys == ["PIPELINE_GET"]
    assert read.applications[APPLICATION].current_stage_id == "52003"


def test_a_lookup_that_gives_the_talent_is_completed_from_the_webhook(vendor: Any, says: Any) -> None:
    vendor.on("PIPELINE_GET", says.talent)

    read = taken(says, vendor.connect(**JOB), "talent_pipelined", {"PipelineId": 1, "JobId": "41200017"})

    application = read.applications[APPLICATION]
    assert application.remote_created_at == says.start
    assert "taxIdNumber" not in application.remote_data["/pipeline/{pipelineId}"]


def test_a_row_that_names_no_job_anywhere_is_nonsense(vendor: Any, says: Any) -> None:
    vendor.on("PIPELINE_GET", says.talent)

    with pytest.raises(VendorNonsenseError, match="JobId"):
        taken(says, vendor.connect(**JOB), "talent_pipelined", {"PipelineId": 1})


@pytest.mark.parametrize(
    ("name", "resource", "calls"),
    [
        ("talent_pipelined", {"PipelineId": 660451}, ["PIPELINE_GET"]),
        ("talent_submitted", {"NominationId": 523881}, ["NOM_GET"]),
        ("placement_started", {"PlacementId": 7, "JobId": 41200017}, []),
        ("job_updated", {"Id": 41200017}, []),
        ("talent_saved", {"Id": 70110022}, ["WEBAPP_TALENT"]),
        ("talent_merged", {"GoodTalentId": 1, "BadTalentId": 2}, []),
        ("job_discount_updated", {"Id": 41200017, "CustomerDiscountGuidList": []}, []),
        ("company_updated", {"CompanyId": 3}, []),
        ("contact_created", {"Id": 3}, []),
        ("talent_login_created", {"Id": 70110022}, []),
        ("direct_deposit_created", {"Id": 3}, []),
        ("nothing", {}, []),
    ],
)
def test_what_is_not_ours_costs_one_call_at_most(
    vendor: Any, says: Any, name: str, resource: dict[str, Any], calls: list[str]
) -> None:
    read = taken(says, vendor.connect(selected_jobs=[1]), name, resource)

    assert vendor.keys == calls
    assert read.items == []


def test_a_nomination_moves_its_application(vendor: Any, says: Any, connector: Any) -> None:
    vendor.on("NOM_GET", {**says.nomination, "jobActivityId": 52001, "jobActivityName": "Submitted"})

    read = taken(says, connector, "talent_submitted", {"NominationId": 523881})

    assert vendor.keys == ["NOM_GET"]
    assert read.applications[APPLICATION].current_stage_id == "52001"
    assert read.applications[APPLICATION].remote_created_at.day == 10


def test_a_nomination_of_an_unknown_talent_brings_the_talent(vendor: Any, says: Any) -> None:
    read = taken(says, vendor.connect(**JOB), "talent_submitted", {"NominationId": 523881})

    assert vendor.keys == ["NOM_GET", "TALENT_GET"]
    assert read.applications[APPLICATION].current_stage_id == "52003"


def test_an_application_whose_talent_is_not_there_does_not_come(vendor: Any, says: Any) -> None:
    vendor.refuse("TALENT_GET", 404)

    assert taken(says, vendor.connect(**JOB), "talent_submitted", {"NominationId": 1}).items == []


@pytest.mark.parametrize(
    ("key", "resource", "call"),
    [("NOM_GET", {"NominationId": 523881}, "talent_submitted"), ("PIPELINE_GET", {"PipelineId": 5}, "x")],
)
def test_a_row_that_vanished_and_was_never_known_changes_nothing(
    vendor: Any, says: Any, key: str, resource: dict[str, int], call: str
) -> None:
    vendor.refuse(key, 404)

    assert taken(says, vendor.connect(**JOB), call, resource).items == []


def test_a_nomination_that_vanished_takes_its_application_along(
    vendor: Any, says: Any, connector: Any
) -> None:
    vendor.refuse("NOM_GET", 404)

    read = taken(says, connector, "talent_submitted", {"NominationId": 523881})

    assert read.gone == {("ats_applications", APPLICATION)}


def test_a_placement_hires(vendor: Any, says: Any, connector: Any) -> None:
    vendor.on("PLACEMENT_GET", {"id": 7, "talentId": 70110022, "jobId": 41200017})

    read = taken(says, connector, "placement_started", {"PlacementId": 7, "JobId": 41200017})

    assert vendor.keys == ["PLACEMENT_GET"]
    assert read.applications[APPLICATION].outcome == "HIRED"
    assert read.applications[APPLICATION].current_stage_id == "52003"


def test_a_placement_that_vanished_changes_nothing(vendor: Any, says: Any, connector: Any) -> None:
    vendor.refuse("PLACEMENT_GET", 404)

    assert taken(says, connector, "x", {"PlacementId": 7, "JobId": 41200017}).items == []


def test_a_changed_talent_is_read_again_with_its_tags(vendor: Any, says: Any, connector: Any) -> None:
    vendor.on("TALENT_GET", {**says.talent, "firstName": "Oda"})

    read = taken(says, connector, "talent_saved", {"Id": 70110022})

    assert vendor.keys == ["WEBAPP_TALENT", "TALENT_GET", "TALENT_TAGS"]
    assert read.one("ats_candidates").first_name == "Oda"
    assert read.applications[APPLICATION].current_stage_id == "52003"


def test_a_new_web_applicant_comes_with_the_application(vendor: Any, says: Any) -> None:
    vendor.on("WEBAPP_TALENT", [says.web, {**says.web, "jobId": 5}, {"talentId": 3, "jobId": 41200017}, {}])

    read = taken(says, vendor.connect(**JOB), "talent_created", {"Id": 70110022})

    assert set(read.applications) == {APPLICATION}
    assert read.applications[APPLICATION].current_stage_id == "WEB_APPLICATION"


def test_a_talent_whose_applications_are_not_shown_yet_costs_one_call(vendor: Any, says: Any) -> None:
    vendor.refuse("WEBAPP_TALENT", 404)

    assert taken(says, vendor.connect(**JOB), "talent_created", {"Id": 70110022}).items == []
    assert vendor.keys == ["WEBAPP_TALENT"]


def test_a_talent_that_is_gone_takes_its_applications_along(vendor: Any, says: Any, connector: Any) -> None:
    vendor.refuse("TALENT_GET", 404)

    read = taken(says, connector, "talent_saved", {"Id": 70110022})

    assert read.gone == {("ats_candidates", "70110022"), ("ats_applications", APPLICATION)}


def test_a_merge_moves_applications_to_the_talent_that_is_left(
    vendor: Any, says: Any, connector: Any
) -> None:
    vendor.on("TALENT_GET", {**says.talent, "id": 99})

    read = taken(says, connector, "talent_merged", {"GoodTalentId": 99, "BadTalentId": 70110022})

    assert vendor.keys == ["TALENT_GET", "TALENT_TAGS"]
    assert read.gone == {("ats_candidates", "70110022"), ("ats_applications", APPLICATION)}
    moved = read.applications["99:41200017"]
    assert (moved.current_stage_id, moved.candidate_id) == ("52003", "99")
    assert set(read.cursors) == {"job:41200017"}


def test_a_merge_into_a_talent_that_is_gone_too_leaves_nobody(vendor: Any, says: Any, connector: Any) -> None:
    vendor.refuse("TALENT_GET", 404)

    read = taken(says, connector, "talent_merged", {"GoodTalentId": 99, "BadTalentId": 70110022})

    assert read.gone == {("ats_candidates", "70110022"), ("ats_applications", APPLICATION)}
    assert read.applications == {}


def test_a_changed_job_is_read_again(vendor: Any, says: Any, connector: Any) -> None:
    vendor.on("JOB_GET", {**says.job, "title": "Forklift Operator, Day Shift"})

    read = taken(says, connector, "job_updated", {"Id": 41200017})

    assert vendor.keys == ["JOB_GET"]
    assert read.one("ats_jobs").name == "Forklift Operator, Day Shift"


def test_a_job_that_is_gone_is_gone(vendor: Any, says: Any, connector: Any) -> None:
    vendor.refuse("JOB_GET", 404)

    assert taken(says, connector, "job_updated", {"Id": 41200017}).gone == {("ats_jobs", "41200017")}


def test_news_of_a_job_do_not_count_as_its_sync(vendor: Any, says: Any) -> None:
    connector = vendor.connect(**JOB)
    news = taken(says, connector, "job_created", {"Id": 41200017})

    read = says.sync(connector, news.cursors)

    assert read.applications


def test_in_the_full_mode_an_unknown_job_is_read_with_its_application(vendor: Any, says: Any) -> None:
    connector = vendor.connect(sync_mode="full")

    read = taken(says, connector, "talent_submitted", {"NominationId": 523881})
    again = taken(says, connector, "talent_submitted", {"NominationId": 523881}, correlation="c-2")

    assert vendor.keys == ["NOM_GET", "TALENT_GET", "JOB_GET", "NOM_GET"]
    assert read.one("ats_jobs").remote_id == "41200017"
    assert again.of("ats_jobs") == []


def test_what_webhooks_told_is_not_lost_by_a_later_sync(vendor: Any, says: Any) -> None:
    connector = vendor.connect(**JOB)
    vendor.on("NOM_IDS_BY_JOB", [])
    news = taken(says, connector, "talent_pipelined", {"PipelineId": 660451})

    read = says.sync(vendor.connect(**JOB), news.cursors)

    assert read.applications[APPLICATION].current_stage_id == "PIPELINE"
    assert read.applications[APPLICATION].remote_created_at.day == 10


# --- names are not to be trusted ---------------------------------------------------------------------


@pytest.mark.parametrize("name", ["job_discount_updated", "something_new", "", "talent_login_created"])
@pytest.mark.parametrize(
    ("resource", "call"),
    [
        ({"PipelineId": 660451}, "PIPELINE_GET"),
        ({"NominationId": 523881}, "NOM_GET"),
        ({"PlacementId": 7, "JobId": 41200017}, "PLACEMENT_GET"),
        ({"GoodTalentId": 70110022, "BadTalentId": 2}, "TALENT_GET"),
    ],
)
def test_keys_tell_what_an_event_is_about_whatever_its_name(
    vendor: Any, says: Any, name: str, resource: dict[str, int], call: str
) -> None:
    vendor.on("PLACEMENT_GET", {"id": 7, "talentId": 70110022, "jobId": 41200017})
    connector = vendor.connect(**JOB)
    says.sync(connector)
    vendor.requests.clear()

    taken(says, connector, name, resource)

    assert vendor.keys[0] == call


@pytest.mark.parametrize(
    ("name", "about", "call"),
    [
        ("talent_saved", "", "WEBAPP_TALENT"),
        ("talent_renamed", "", "WEBAPP_TALENT"),
        ("job_updated", TALENT_MODEL, "WEBAPP_TALENT"),
        ("job_archived", "", "JOB_GET"),
        ("talent_saved", TALENT_MODEL.replace("Talent", "Job"), "JOB_GET"),
        ("talent_saved", TALENT_MODEL.replace("Talent", "Company"), None),
    ],
)
def test_a_plain_id_is_what_the_model_says_or_else_the_name(
    vendor: Any, says: Any, name: str, about: str, call: str | None
) -> None:
    taken(says, vendor.connect(**JOB), name, {"Id": 41200017}, ResourceModelType=about)

    assert vendor.keys[:1] == ([call] if call else [])


def test_stray_spaces_and_plain_objects_are_understood(vendor: Any, says: Any) -> None:
    stray = says.delivery("x", None)
    body = {**json.loads(stray.body), "Resource": '{ " PipelineId" : "660451" , "CorrelationId" : "c-9" }'}
    connector = vendor.connect(**JOB)

    list(connector.receive(Delivery(headers=stray.headers, body=json.dumps(body).encode()), says.secret))
    body["Resource"] = {"PipelineId": 660451}
    list(connector.receive(Delivery(headers=stray.headers, body=json.dumps(body).encode()), says.secret))

    assert vendor.keys == ["PIPELINE_GET", "TALENT_GET"]  # the second has the same correlation id


def test_events_of_the_back_office_are_passed_over(vendor: Any, says: Any) -> None:
    other = Delivery(
        headers={"x-payload-signature": says.secret},
        body=json.dumps({"TalentGuid": "7a0c", "IsEligible": True, "CorrelationId": "c"}).encode(),
    )

    assert list(vendor.connect(**JOB).receive(other, says.secret)) == []


@pytest.mark.parametrize("body", [b"", b"[]", b"{", b'{"Resource": "no json"}', b'{"Resource": 3}'])
def test_a_body_that_is_no_event_is_nonsense(vendor: Any, says: Any, body: bytes) -> None:
    with pytest.raises(VendorNonsenseError):
        vendor.connect().receive(signed_with(says.secret, body), says.secret)


def test_an_event_with_an_id_that_is_none_is_nonsense(vendor: Any, says: Any) -> None:
    with pytest.raises(VendorNonsenseError):
        taken(says, vendor.connect(**JOB), "talent_merged", {"GoodTalentId": 5})


# --- once, and from whom -----------------------------------------------------------------------------


def test_a_repeated_delivery_takes_effect_once(vendor: Any, says: Any, connector: Any) -> None:
    taken(says, connector, "job_updated", {"Id": 41200017})

    again = taken(says, connector, "job_updated", {"Id": 41200017})
    other = taken(says, connector, "job_saved", {"Id": 41200017})

    assert again.items == []
    assert other.of("ats_jobs")
    assert vendor.keys == ["JOB_GET", "JOB_GET"]


def test_deliveries_without_correlation_id_are_each_handled(vendor: Any, says: Any, connector: Any) -> None:
    for _ in range(2):
        taken(says, connector, "job_updated", {"Id": 41200017}, correlation=None)

    assert vendor.keys == ["JOB_GET", "JOB_GET"]


def test_a_delivery_that_could_not_be_handled_is_handled_when_it_comes_again(
    vendor: Any, says: Any, connector: Any
) -> None:
    vendor.refuse("JOB_GET", 503)
    with pytest.raises(VendorUnavailableError):
        taken(says, connector, "job_updated", {"Id": 41200017})
    vendor.on("JOB_GET", says.job)

    assert taken(says, connector, "job_updated", {"Id": 41200017}).of("ats_jobs")


def test_deliveries_are_remembered_up_to_a_number(
    vendor: Any, says: Any, connector: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("assay_connectors.avionte.webhooks._REMEMBERED", 1)
    for correlation in ("c-1", "c-2", "c-1"):
        taken(says, connector, "job_updated", {"Id": 41200017}, correlation=correlation)

    assert vendor.keys == ["JOB_GET"] * 3


def test_news_of_another_tenant_are_passed_over(vendor: Any, says: Any, connector: Any) -> None:
    read = taken(says, connector, "job_updated", {"Id": 41200017}, FrontOfficeTenantId=9999)

    assert vendor.requests == []
    assert "9999" in read.notices[0]


def test_without_the_number_of_the_tenant_none_can_be_compared(vendor: Any, says: Any) -> None:
    by_code = {name: value for name, value in says.credential.items() if name != "front_office_tenant_id"}
    connector = vendor.connect(by_code, **JOB)

    assert taken(says, connector, "job_updated", {"Id": 41200017}, FrontOfficeTenantId=9999).items


@pytest.mark.parametrize("given", ["", "wrong", "hook-secret-invente", "hök"])
def test_a_wrong_secret_is_refused_before_anything_is_asked(vendor: Any, says: Any, given: str) -> None:
    with pytest.raises(CredentialError):
        vendor.connect(**JOB).receive(says.delivery("job_updated", {"Id": 1}, secret=given), says.secret)

    assert vendor.requests == []


def test_a_delivery_without_any_header_is_refused(vendor: Any, says: Any) -> None:
    bare = Delivery(headers={}, body=says.delivery("job_updated", {"Id": 1}).body)

    with pytest.raises(CredentialError):
        vendor.connect(**JOB).receive(bare, says.secret)
    with pytest.raises(CredentialError, match="no secret"):
        vendor.connect(**JOB).receive(bare, "")


def test_a_signature_and_a_key_are_understood_when_so_set(vendor: Any, says: Any) -> None:
    body = says.delivery("job_updated", {"Id": 41200017}).body
    signed = hmac.new(says.secret.encode(), body, hashlib.sha256).hexdigest()
    by_signature = vendor.connect(webhook_verification="hmac_sha256_hex", **JOB)
    by_key = vendor.connect(webhook_verification="api_key", **JOB)

    assert list(by_signature.receive(signed_with(signed, body), says.secret))
    assert list(by_key.receive(Delivery(headers={"x-api-key": says.secret}, body=body), says.secret))
    with pytest.raises(CredentialError):
        by_signature.receive(signed_with(says.secret, body), says.secret)
    with pytest.raises(CredentialError):
        by_key.receive(signed_with(says.secret, body), says.secret)


def test_webhooks_are_ordered_by_hand(vendor: Any) -> None:
    connector = vendor.connect()

    ordered = connector.subscribe("https://receiver.example", "secret")

    assert ordered.ids == {}
    assert "talent_submitted" in ordered.by_hand
    assert connector.unsubscribe({"x": "1"}) is None
    assert vendor.requests == []


def test_a_hire_on_a_job_with_a_known_application_is_read(vendor: Any, says: Any, connector: Any) -> None:
    first = says.sync(connector)
    vendor.on("PLACEMENT_GET", {"id": 7, "talentId": 70110022, "jobId": 41200017})
    deselected = vendor.connect()
    says.sync(deselected, first.cursors)
    vendor.requests.clear()

    read = taken(says, deselected, "placement_started", {"PlacementId": 7, "JobId": 41200017})

    assert vendor.keys == ["PLACEMENT_GET"]
    assert read.applications[APPLICATION].outcome == "HIRED"


def test_of_a_job_that_is_no_longer_selected_nobody_new_comes(vendor: Any, says: Any, connector: Any) -> None:
    first = says.sync(connector)
    deselected = vendor.connect()
    says.sync(deselected, first.cursors)
    vendor.on("PIPELINE_GET", {**says.pipeline, "talentId": 5}).requests.clear()

    assert taken(says, deselected, "talent_pipelined", {"PipelineId": 1}).items == []
    assert vendor.keys == ["PIPELINE_GET"]
