"""Gateway, token, tenant, permission. Source: avionte sheet 1.2 to 1.6."""

from typing import Any

import pytest

from assay_sandboxes.avionte.access import DEFAULT_VALUES

KEY = DEFAULT_VALUES["api_key"]


def test_a_token_is_given_for_the_right_client(avionte: Any) -> None:
    answer = avionte.ask_token()
    assert answer.status_code == 200
    token = answer.json()
    assert (token["expires_in"], token["token_type"]) == (3600, "Bearer")
    assert token["access_token"].count(".") == 2
    assert avionte.ask_token().json()["access_token"] != token["access_token"]


@pytest.mark.parametrize(
    ("form", "error"),
    [
        ({"client_secret": "wrong"}, "invalid_client"),
        ({"client_id": "partner.api.nobody"}, "invalid_client"),
        ({"grant_type": "password"}, "unsupported_grant_type"),
        ({"scope": "everything"}, "invalid_scope"),
    ],
)
def test_the_authorisation_server_says_what_is_wrong(avionte: Any, form: Any, error: str) -> None:
    answer = avionte.ask_token(**form)
    assert (answer.status_code, answer.json()) == (400, {"error": error})


def test_the_authorisation_server_takes_forms_by_post_alone(avionte: Any) -> None:
    headers = {"x-api-key": KEY}
    as_json = avionte.request("POST", "/authorize/token", json={}, headers=headers)
    assert (as_json.status_code, as_json.json()) == (400, {"error": "invalid_request"})
    form = {**headers, "Content-Type": "application/x-www-form-urlencoded"}
    not_ascii = avionte.request("POST", "/authorize/token", content=b"scope=\xff", headers=form)
    assert (not_ascii.status_code, not_ascii.json()) == (400, {"error": "invalid_request"})
    assert avionte.request("GET", "/authorize/token", headers=headers).status_code == 405


@pytest.mark.parametrize("key", [None, "wrong", KEY.lower()])
def test_without_the_partner_key_the_gateway_lets_nobody_in(avionte: Any, key: str | None) -> None:
    answer = avionte.ask_token(key)
    assert (answer.status_code, answer.json()) == (403, {"message": "Forbidden"})
    if key is None:
        assert avionte.refused("GET", "/branch", without="x-api-key") == 403
    else:
        assert avionte.refused("GET", "/branch", headers={"x-api-key": key}) == 403


def test_a_token_ends_when_its_hour_is_over(avionte: Any) -> None:
    assert avionte.get("/branch")
    avionte.control("clock", {"advance_s": 3590})
    assert avionte.get("/branch")
    avionte.control("clock", {"advance_s": 10})
    assert avionte.refused("GET", "/branch") == 401


def test_tokens_are_taken_back_and_their_lifetime_is_a_switch(avionte: Any) -> None:
    assert avionte.get("/branch")
    assert avionte.happen("revoke_tokens") == {"revoked": 1}
    assert avionte.refused("GET", "/branch") == 401
    avionte.switch(token_lifetime_s=90)
    assert avionte.ask_token().json()["expires_in"] == 90


@pytest.mark.parametrize("scheme", ["bearer", "Basic", "Token"])
def test_scheme_and_token_are_case_sensitive(avionte: Any, scheme: str) -> None:
    token = avionte.headers["Authorization"].removeprefix("Bearer ")
    assert avionte.refused("GET", "/branch", headers={"Authorization": f"{scheme} {token}"}) == 401
    assert avionte.refused("GET", "/branch", headers={"Authorization": f"Bearer {token.swapcase()}"}) == 401
    assert avionte.refused("GET", "/branch", without="Authorization") == 401


def test_a_token_is_no_good_with_the_key_of_another_partner(avionte: Any) -> None:
    values = {"api_key": "another-partner", "client_id": "other", "client_secret": "other"}
    avionte.control("credentials", {"values": values})
    assert avionte.refused("GET", "/branch", headers={"x-api-key": "another-partner"}) == 403


def test_either_tenant_header_will_do_and_one_is_needed(avionte: Any) -> None:
    by_number = avionte.get("/jobs/ids/1/100")
    by_code = avionte.get("/jobs/ids/1/100", without="FrontOfficeTenantId", headers={"Tenant": "acme"})
    assert by_number == by_code != []
    assert avionte.get("/branch", headers={"Tenant": "nonsense"})  # the number is preferred
    assert avionte.refused("GET", "/branch", without="FrontOfficeTenantId") == 400


@pytest.mark.parametrize(
    "header", [{"FrontOfficeTenantId": "3077"}, {"FrontOfficeTenantId": "1"}, {"FrontOfficeTenantId": "x"}]
)
def test_an_unknown_tenant_and_somebody_elses_are_refused(avionte: Any, header: Any) -> None:
    assert avionte.refused("GET", "/branch", headers=header) == 403


def test_a_credential_opens_the_tenant_that_it_names(avionte: Any) -> None:
    values = {**DEFAULT_VALUES, "tenant": "boreal", "front_office_tenant_id": "3077"}
    avionte.control("credentials", {"values": values})
    theirs = avionte.get("/jobs/ids/1/100", headers={"FrontOfficeTenantId": "3077"})
    ours = avionte.get("/jobs/ids/1/100")
    assert len(theirs) == 1
    assert len(ours) == 14
    assert not set(theirs) & set(ours)
    assert avionte.refused("GET", f"/job/{ours[0]}", headers={"FrontOfficeTenantId": "3077"}) == 404


def test_grants_name_tenants_and_take_calls_away(avionte: Any) -> None:
    grants = {"tenants": ["boreal", "acme"], "denied": ["JOB_IDS"]}
    avionte.control("credentials", {"values": DEFAULT_VALUES, "grants": grants})
    assert avionte.get("/talents/ids/1/1", headers={"FrontOfficeTenantId": "3077"})
    assert avionte.refused("GET", "/jobs/ids/1/1") == 403
    assert avionte.get("/talents/ids/1/1")


def test_a_credential_that_names_no_tenant_opens_acme(avionte: Any) -> None:
    values = {name: DEFAULT_VALUES[name] for name in ("api_key", "client_id", "client_secret")}
    avionte.control("credentials", {"values": {**values, "client_id": "partner.api.other"}})
    token = avionte.ask_token(client_id="partner.api.other").json()["access_token"]
    assert avionte.get("/branch", headers={"Authorization": f"Bearer {token}"})


def test_request_ids_are_guids_or_absent(avionte: Any) -> None:
    assert avionte.get("/branch", without="RequestId")
    assert avionte.refused("GET", "/branch", headers={"RequestId": "42"}) == 400


def test_only_json_is_answered_and_only_json_is_read(avionte: Any) -> None:
    assert avionte.refused("GET", "/branch", headers={"accept": "text/html"}) == 406
    assert avionte.get("/branch", headers={"accept": "text/html, application/json;q=0.9"})
    assert avionte.refused("POST", "/jobs/multi-query", headers={"Content-Type": "text/plain"}) == 415
    sent = {"content": b"[1", "headers": {"Content-Type": "application/json"}}
    assert avionte.refused("POST", "/jobs/multi-query", **sent) == 400


def test_other_paths_and_methods_are_refused(avionte: Any) -> None:
    assert avionte.refused("GET", "/nonsense") == 404
    assert avionte.refused("DELETE", "/branch") == 405
    assert avionte.request("GET", "/elsewhere", headers=avionte.headers).status_code == 404


def test_a_body_above_ten_megabytes_does_not_get_in(avionte: Any) -> None:
    path = f"/talent/{avionte.talent('candidate-marta')}/resume"
    assert avionte.refused("POST", path, {"resumeFilename": "a.pdf", "resumeContents": "A" * 10485760}) == 413


def test_every_call_below_the_prefix_is_billed_and_none_for_tokens(avionte: Any) -> None:
    avionte.get("/branch")
    avionte.get("/jobs/ids/1/2")
    avionte.refused("GET", "/job/1")
    avionte.refused("GET", "/nonsense", headers={"FrontOfficeTenantId": "1"})
    state = avionte.state()
    assert state["billed"] == {
        "total": 4,
        "calls": {"BRANCHES": 1, "JOB_GET": 1, "JOB_IDS": 1, "UNKNOWN": 1},
    }
    assert state["token_requests"] == 1


def test_bulk_calls_are_throttled_by_the_second(avionte: Any) -> None:
    avionte.switch(bulk_per_second=3)
    for _ in range(3):
        avionte.post("/jobs/multi-query", [])
    fourth = avionte.send("POST", "/jobs/multi-query", json=[])
    assert (fourth.status_code, fourth.json()) == (429, {"message": "Too Many Requests"})
    assert "retry-after" not in fourth.headers
    assert avionte.get("/branch")
    avionte.control("clock", {"advance_s": 1})
    assert avionte.post("/jobs/multi-query", []) == []
    avionte.switch(bulk_per_second=1, bulk_retry_after_s=60)
    assert avionte.send("GET", "/jobs/ids/1/5").headers["retry-after"] == "60"


@pytest.mark.parametrize("bodies", ["empty", "text"])
def test_errors_may_say_nothing_or_no_json(avionte: Any, bodies: str) -> None:
    avionte.switch(error_bodies=bodies)
    answer = avionte.send("GET", "/job/1")
    assert answer.status_code == 404
    assert answer.text == ("" if bodies == "empty" else "Not Found")
