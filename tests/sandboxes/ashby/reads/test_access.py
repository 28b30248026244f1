import base64
from typing import Any

import pytest

from assay_sandboxes.ashby.access import SCOPES, scope_of
from assay_sandboxes.ashby.app import ENDPOINTS

BAD_HEADERS = [
    "Bearer abc",
    "Basic",
    "Basic !!!",
    "Basic " + base64.b64encode(b":secret").decode(),
    "Basic //79",
]


@pytest.mark.parametrize("header", BAD_HEADERS)
def test_a_header_without_a_key_is_unauthorized(ashby: Any, header: str) -> None:
    response = ashby.send("POST", "/user.list", json={}, headers={"authorization": header})
    assert response.status_code == 401
    assert response.text == "Unauthorized"


def test_a_missing_key_is_unauthorized_even_for_unknown_endpoints(ashby: Any) -> None:
    assert ashby.post("/no.such", key=None).status_code == 401


def test_an_unknown_key_is_forbidden_in_plain_words(ashby: Any) -> None:
    response = ashby.post("/user.list", key="nobody")
    assert response.status_code == 403
    assert "success" not in response.text


def test_an_unknown_key_can_be_answered_with_401_as_one_client_saw(ashby: Any) -> None:
    ashby.switch(wrong_key_status=401)
    assert ashby.post("/user.list", key="nobody").status_code == 401


def test_a_disabled_key_is_forbidden(ashby: Any) -> None:
    ashby.control("credentials", {"values": {"api_key": "old"}, "grants": {"disabled": True}})
    assert ashby.post("/user.list", key="old").status_code == 403


def test_the_password_is_not_looked_at(ashby: Any) -> None:
    response = ashby.send("POST", "/user.list", json={}, auth=("ashby-sandbox-key", "anything"))
    assert response.json()["success"] is True


@pytest.mark.parametrize("path", sorted(ENDPOINTS))
def test_every_endpoint_needs_its_permission_before_the_body_is_looked_at(ashby: Any, path: str) -> None:
    scope = scope_of(ENDPOINTS[path].permission)
    without = ashby.key(scopes=SCOPES - {scope})
    response = ashby.send("POST", path, content=b"not json", auth=(without, ""))
    assert response.status_code == 403
    assert response.json() == {"success": False, "errors": [{"message": "missing_endpoint_permission"}]}
    alone = ashby.key(scopes={scope})
    assert ashby.send("POST", path, content=b"not json", auth=(alone, "")).status_code == 200


def test_a_missing_permission_can_come_in_the_canonical_shape(ashby: Any) -> None:
    ashby.switch(permission_shape="S1")
    answer = ashby.post("/user.list", key=ashby.key(scopes=[])).json()
    assert answer["errors"] == ["missing_endpoint_permission"]
    assert answer["errorInfo"]["code"] == "missing_endpoint_permission"


def test_a_name_that_is_no_permission_has_no_scope() -> None:
    with pytest.raises(ValueError, match="flyToTheMoon"):
        scope_of("flyToTheMoon")


def test_a_key_describes_itself(ashby: Any) -> None:
    key = ashby.key(scopes=["apiKeys:read", "jobs:read"])
    info = ashby.ok("/apiKey.info", key=key)
    assert info["scopes"] == ["apiKeys:read", "jobs:read"]


def test_confidential_jobs_and_what_belongs_to_them_are_silently_missing_without_the_switch(
    ashby: Any,
) -> None:
    blind = ashby.key()
    job_id = ashby.named("job", "job-cfo")
    application_id = ashby.named("application", "application-ewa-cfo")
    assert job_id in {job["id"] for job in ashby.ok("/job.list")}
    assert job_id not in {job["id"] for job in ashby.ok("/job.list", key=blind)}
    assert ashby.refused("/job.info", {"id": job_id}, key=blind) == "job_not_found"
    assert ashby.ok("/application.info", {"applicationId": application_id})["job"]["id"] == job_id
    body = {"applicationId": application_id}
    assert ashby.refused("/application.info", body, key=blind) == "application_not_found"
    assert ashby.refused("/application.listHistory", body, key=blind) == "application_not_found"
    ewa = {"id": ashby.named("candidate", "candidate-ewa")}
    assert application_id in ashby.ok("/candidate.info", ewa)["applicationIds"]
    assert application_id not in ashby.ok("/candidate.info", ewa, key=blind)["applicationIds"]


def test_private_fields_are_missing_without_the_switch(ashby: Any) -> None:
    blind = ashby.key()
    field_id = ashby.named("custom field", "field-jobs-briefing")
    backend = {"id": ashby.named("job", "job-backend")}

    def fields_of(**options: Any) -> set[str]:
        return {value["id"] for value in ashby.ok("/job.info", backend, **options)["customFields"]}

    assert field_id in fields_of()
    assert field_id not in fields_of(key=blind)
    assert field_id not in {field["id"] for field in ashby.ok("/customField.list", key=blind)}
    body = {"customFieldId": field_id}
    assert ashby.ok("/customField.info", body)["isPrivate"] is True
    assert ashby.refused("/customField.info", body, key=blind) == "custom_field_not_found"


def test_acting_on_behalf_needs_the_switch_and_a_user(ashby: Any) -> None:
    user_id = ashby.named("user", "user-ines")
    blind = ashby.key()
    assert ashby.refused("/user.list", key=blind, headers={"x-on-behalf-of": user_id}) == "invalid_input"
    assert ashby.refused("/user.list", headers={"x-on-behalf-of": "nobody"}) == "user_not_found"
    assert ashby.ok("/user.list", headers={"x-on-behalf-of": user_id})
