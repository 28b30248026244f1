# ruff: noqa: S608 -- queries made of names that the test itself chose

import json
from typing import Any

import pytest

DATA = "/services/data/v63.0"


def test_two_resets_and_the_same_requests_give_the_same_bytes(asymbl: Any) -> None:
    runs = []
    for _ in range(2):
        asymbl.control("reset", {"world": "core"})
        token = asymbl.login()["access_token"]
        asymbl.happen("add_record", object="Contact", fields={"LastName": "Lind"})
        answers = [
            asymbl.send(
                "GET", f"{DATA}/query", token=token, params={"q": "SELECT FIELDS(ALL) FROM Contact LIMIT 200"}
            ),
            asymbl.send("POST", f"{DATA}/sobjects/Account", token=token, json={"Name": "B"}),
            asymbl.send("GET", f"{DATA}/sobjects/Contact/describe", token=token),
            asymbl.send("GET", f"{DATA}/nope", token=token),
        ]
        runs.append([(a.status_code, sorted(a.headers.multi_items()), a.content) for a in answers])
    assert runs[0] == runs[1]


def test_the_core_world_is_small(asymbl: Any) -> None:
    asymbl.control("reset", {"world": "core"})
    token = asymbl.login()["access_token"]
    sizes = {
        name: asymbl.ask(f"SELECT COUNT() FROM {name}", token=token)["totalSize"]
        for name in ("bpats__ATS_Applicant__c", "bpats__Job__c", "bpats__Job_Board_Application__c", "User")
    }
    assert sizes == {
        "bpats__ATS_Applicant__c": 10,
        "bpats__Job__c": 6,
        "bpats__Job_Board_Application__c": 3,
        "User": 9,
    }
    candidates = "SELECT COUNT() FROM Contact WHERE RecordType.DeveloperName = 'Candidate'"
    assert asymbl.ask(candidates, token=token)["totalSize"] == 8


def test_headers_are_those_of_every_answer(asymbl: Any) -> None:
    for response in (asymbl.send("GET", f"{DATA}/limits"), asymbl.send("GET", f"{DATA}/nope")):
        assert response.headers["cache-control"] == "no-cache,must-revalidate,max-age=0,no-store,private"
        assert response.headers["x-sfdc-request-id"].startswith("TID:")
        assert len(response.headers.get_list("set-cookie")) == 2


@pytest.mark.parametrize(
    "path",
    [
        "/services/data/v63.0/query",
        "/query",
        "GET /query",
        "query Contact",
    ],
)
def test_faults_know_a_query_by_path_and_object(asymbl: Any, path: str) -> None:
    asymbl.switch(server_error={"path": path, "times": 1})
    assert asymbl.get("/limits")
    assert asymbl.ask("SELECT COUNT() FROM User") if path.startswith("query") else True
    refused = asymbl.wrong("SELECT Id FROM Contact LIMIT 1")
    assert refused[:2] == (500, "UNKNOWN_EXCEPTION")
    assert asymbl.ask("SELECT Id FROM Contact LIMIT 1")


def test_faults_know_a_record_by_its_object(asymbl: Any) -> None:
    asymbl.switch(server_error={"path": "POST /sobjects/Contact"})
    assert asymbl.create("Account", Name="A")
    assert asymbl.no_create("Contact", LastName="B")[0] == 500


def test_too_many_at_once_is_no_used_up_quota(asymbl: Any) -> None:
    assert asymbl.token
    asymbl.switch(rate_limited=[{"times": 1, "retry_after_s": 2}, {"times": 1}])
    first = asymbl.send("GET", f"{DATA}/limits")
    assert (first.status_code, first.headers["retry-after"]) == (403, "2")
    message = "ConcurrentRequests (Concurrent API Requests) Limit exceeded."
    assert first.json() == [{"message": message, "errorCode": "REQUEST_LIMIT_EXCEEDED"}]
    assert "retry-after" not in asymbl.send("GET", f"{DATA}/limits").headers
    assert asymbl.get("/limits")


@pytest.mark.parametrize(
    ("code", "status"),
    [
        ("UNABLE_TO_LOCK_ROW", 400),
        ("QUERY_TIMEOUT", 400),
        ("SERVER_UNAVAILABLE", 503),
        ("STORAGE_LIMIT_EXCEEDED", 400),
        ("UNKNOWN_EXCEPTION", 500),
        ("INVALID_SESSION_ID", 401),
        ("REQUEST_LIMIT_EXCEEDED", 403),
        ("FIELD_CUSTOM_VALIDATION_EXCEPTION", 400),
    ],
)
def test_the_platform_refuses_when_told_to(asymbl: Any, code: str, status: int) -> None:
    asymbl.switch(refused=[{"code": code, "path": "/limits", "times": 2, "after": 1}])
    assert asymbl.get("/")
    assert asymbl.get("/limits")
    for _ in range(2):
        assert asymbl.refusal("GET", "/limits")[:2] == (status, code)
    assert asymbl.get("/limits")


def test_gateways_timeouts_and_broken_answers(asymbl: Any) -> None:
    asymbl.switch(bad_gateway={"times": 1})
    assert asymbl.send("GET", f"{DATA}/nope", token=None).headers["content-type"].startswith("text/html")
    asymbl.switch(timeout={"times": 1})
    with pytest.raises(ConnectionResetError):
        asymbl.send("GET", f"{DATA}/limits", token="any")
    asymbl.switch(truncated_json={"times": 1})
    with pytest.raises(json.JSONDecodeError):
        asymbl.send("GET", "/services/nothing", token=None).json()


def test_a_record_may_be_made_although_nobody_hears_of_it(asymbl: Any) -> None:
    assert asymbl.token
    asymbl.switch(drop_after_commit={"path": "POST /sobjects/Contact", "times": 1})
    with pytest.raises(ConnectionResetError):
        asymbl.create("Contact", LastName="Unheard")
    assert asymbl.one("SELECT Id FROM Contact WHERE LastName = 'Unheard'")


def test_people_may_act_between_two_requests_of_a_client(asymbl: Any) -> None:
    fields = {"LastName": "Late", "Email": "late@x.example"}
    asymbl.happen(
        "while_reading",
        path="POST /sobjects/Contact",
        event="add_record",
        parameters={"object": "Contact", "fields": fields},
    )
    asymbl.switch(duplicate_rule="block")
    assert asymbl.no_create("Contact", **fields)[1] == "DUPLICATES_DETECTED"


def test_a_session_may_end_in_the_middle(asymbl: Any) -> None:
    asymbl.happen("while_reading", path="/limits", after=1, event="end_sessions")
    assert asymbl.get("/limits")
    assert asymbl.refusal("GET", "/limits")[0] == 401


def test_switches_can_be_thrown_in_the_middle(asymbl: Any) -> None:
    asymbl.happen("throw_switches", values={"org_info": False})
    assert asymbl.refusal("GET", "/connect/organization")[0] == 404


def test_a_body_that_is_too_long_is_refused(asymbl: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assay_sandboxes.asymbl.app.LIMIT_BYTES", 10)
    status, code, _ = asymbl.no_create("Contact", LastName="Much too long")
    assert (status, code) == (413, "REQUEST_LIMIT_EXCEEDED")


def test_the_address_of_the_org_is_that_of_the_request_unless_told(asymbl: Any) -> None:
    asymbl.sandbox.public_url = None
    answer = asymbl.login()
    assert answer["instance_url"] == "https://acme.my.salesforce.com"
