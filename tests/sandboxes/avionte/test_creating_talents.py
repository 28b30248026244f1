"""Creating and updating talents. Source: avionte sheet 3.1."""

import re
from typing import Any

import pytest

BASIC = "?useNewTalentRequirements=false"


@pytest.fixture
def body(avionte: Any) -> dict[str, Any]:
    """The least that the endpoint takes."""
    return {
        "firstName": "Ada",
        "lastName": "Nova",
        "emailAddress": "ada.nova@mail.example",
        "origin": "Harbor Jobs",
        "representativeUser": avionte.get("/users")[0]["userId"],
        "statusId": 6,
    }


def test_a_talent_is_created_and_read_back(avionte: Any, body: dict[str, Any]) -> None:
    address = {"city": "Porto", "country": "PT", "postalCode": "4000-001"}
    more = {
        "mobilePhone": "+351 (910) 000-002",
        "gender": "F",
        "residentAddress": address,
        "latestWork": "Picker",
        "originRecordId": "our-1",
        "birthday": "1994-11-02",
        "id": 12,
    }
    made = avionte.post(f"/talent{BASIC}", {**body, **more})
    shown = avionte.get(f"/talent/{made['id']}")
    assert made["id"] != 12
    assert shown["origin"] == made["origin"] == "Harbor JobsAPI"
    assert shown["mobilePhone"] == "351910000002"
    assert shown["gender"] == "F"
    assert (shown["latestWork"], shown["originRecordId"]) == ("Picker", "our-1")
    assert shown["birthday"] == "1994-11-02T00:00:00"
    home = shown["residentAddress"]
    assert (home["city"], home["country"], home["postalCode"], home["street1"]) == (
        "Porto",
        "PT",
        "4000-001",
        None,
    )
    assert shown["mailingAddress"] == shown["addresses"][0] == home
    assert (shown["statusId"], shown["status"]) == (6, "Applicant")
    assert shown["link"].endswith(f"/applicant/{made['id']}")


def test_the_answer_to_the_creation_is_odd(avionte: Any, body: dict[str, Any]) -> None:
    answer = avionte.send("POST", f"/talent{BASIC}", json=body)
    assert answer.status_code == 201
    made = answer.json()
    assert [made[name] for name in ("status", "statusId", "link", "officeName", "frontOfficeId")] == [
        None,
        None,
        None,
        None,
        0,
    ]
    assert re.fullmatch(r"2026-06-15T08:00:00\.\d{7}\+00:00", made["createdDate"])
    assert made["residentAddress"]["country"] == "US"
    read = avionte.get(f"/talent/{made['id']}")["createdDate"]
    assert re.fullmatch(r"2026-06-15T08:00:00\.\d{1,3}", read)


def test_creating_may_be_answered_with_200(avionte: Any, body: dict[str, Any]) -> None:
    avionte.switch(created_status=200)
    path = f"/front-office/v1/talent{BASIC}"
    assert avionte.request("POST", path, headers=avionte.headers, json=body).status_code == 200


@pytest.mark.parametrize(
    "missing", ["firstName", "lastName", "emailAddress", "origin", "representativeUser", "statusId"]
)
def test_what_is_required_must_be_there(avionte: Any, body: dict[str, Any], missing: str) -> None:
    del body[missing]
    answer = avionte.send("POST", f"/talent{BASIC}", json=body)
    assert answer.status_code == 409
    assert answer.json()["errors"][0]["field"] == missing


@pytest.mark.parametrize(
    "wrong",
    [
        {"firstName": ""},
        {"lastName": "x" * 256},
        {"emailAddress": "nobody"},
        {"gender": "female"},
        {"taxIdNumber": "12345678"},
        {"statusId": 999},
        {"representativeUser": 1},
        {"frontOfficeId": 1},
        {"birthday": "yesterday"},
        {"birthday": "0001-01-01T00:00:00+14:00"},
    ],
)
def test_wrong_values_are_refused(avionte: Any, body: dict[str, Any], wrong: Any) -> None:
    assert avionte.refused("POST", f"/talent{BASIC}", {**body, **wrong}) == 409


def test_the_tenants_own_requirements_hold_unless_told_otherwise(avionte: Any, body: dict[str, Any]) -> None:
    for query in ("", "?useNewTalentRequirements=true"):
        answer = avionte.send("POST", f"/talent{query}", json=body)
        assert answer.json()["errors"][0]["field"] == "phone"
    assert avionte.post("/talent", {**body, "mobilePhone": "5550100"})["id"]


def test_an_unknown_status_text_becomes_a_status_and_a_known_number_wins(
    avionte: Any, body: dict[str, Any]
) -> None:
    del body["statusId"]
    made = avionte.post(f"/talent{BASIC}", {**body, "status": "Brand New"})
    status = avionte.get(f"/talent/{made['id']}")
    assert {"id": status["statusId"], "name": "Brand New"} in avionte.get("/talent-statuses")
    before = len(avionte.get("/talent-statuses"))
    both = {**body, "emailAddress": "b@mail.example", "statusId": 7, "status": "Never"}
    assert avionte.get(f"/talent/{avionte.post(f'/talent{BASIC}', both)['id']}")["statusId"] == 7
    assert len(avionte.get("/talent-statuses")) == before


@pytest.mark.parametrize("email", ["marta.reis@mail.example", "MARTA.REIS@MAIL.EXAMPLE", "m.lima@work.test"])
def test_an_email_in_use_blocks_and_names_who_has_it(avionte: Any, body: dict[str, Any], email: str) -> None:
    answer = avionte.send("POST", f"/talent{BASIC}", json={**body, "emailAddress": email})
    assert answer.status_code == 409
    assert answer.json()["errors"][0]["existingTalentId"] == avionte.talent("candidate-marta")
    avionte.switch(duplicate_names_talent=False)
    answer = avionte.send("POST", f"/talent{BASIC}", json={**body, "emailAddress": email})
    assert "existingTalentId" not in answer.json()["errors"][0]


def test_name_and_mobile_block_as_well(avionte: Any, body: dict[str, Any]) -> None:
    marta = {"firstName": "marta", "lastName": "Reis Lima", "mobilePhone": "351-910-000-001"}
    assert avionte.refused("POST", f"/talent{BASIC}", {**body, **marta}) == 409
    assert avionte.post(f"/talent{BASIC}", {**body, **marta, "firstName": "Martina"})


def test_the_older_rule_needs_the_name_beside_the_email(avionte: Any, body: dict[str, Any]) -> None:
    avionte.switch(duplicate_rule="name_and_contact")
    body["emailAddress"] = "marta.reis@mail.example"
    assert (
        avionte.refused("POST", f"/talent{BASIC}", {**body, "firstName": "Marta", "lastName": "Reis Lima"})
        == 409
    )
    assert avionte.post(f"/talent{BASIC}", body)["id"]


def test_a_tax_number_decides_alone(avionte: Any, body: dict[str, Any]) -> None:
    taken = {**body, "taxIdNumber": "900112233"}
    assert avionte.refused("POST", f"/talent{BASIC}", taken) == 409
    other = {**body, "taxIdNumber": "900112234", "emailAddress": "marta.reis@mail.example"}
    assert avionte.post(f"/talent{BASIC}", other)["id"]


def test_an_update_changes_what_is_said(avionte: Any) -> None:
    number = avionte.talent("candidate-marta")
    before = avionte.get(f"/talent/{number}")
    sent = {
        "firstName": "Martha",
        "workPhone": "(21) 555-0199",
        "residentAddress": {"city": "Faro"},
        "payrollAddress": {"city": "Olhão"},
        "statusId": 11,
        "frontOfficeId": avionte.get("/branch")[1]["id"],
    }
    shown = avionte.send("PUT", f"/talent/{number}", json=sent).json()
    assert shown == avionte.get(f"/talent/{number}")
    assert (shown["firstName"], shown["lastName"], shown["workPhone"]) == (
        "Martha",
        before["lastName"],
        "215550199",
    )
    assert shown["residentAddress"]["city"] == shown["addresses"][0]["city"] == "Faro"
    assert shown["payrollAddress"]["city"] == "Olhão"
    assert (shown["status"], shown["officeName"]) == ("Active", avionte.get("/branch")[1]["name"])
    assert shown["lastUpdatedDate"] > before["lastUpdatedDate"]
    assert avionte.refused("PUT", "/talent/1", {}) == 404


def test_posting_a_talent_creates_at_0_and_updates_elsewhere(avionte: Any, body: dict[str, Any]) -> None:
    made = avionte.post(f"/talent/0{BASIC}", body)
    assert avionte.post(f"/talent/{made['id']}", {"lastName": "Novak"})["lastName"] == "Novak"
    assert avionte.refused("POST", "/talent/0", {"lastName": "Novak"}) == 409
    assert avionte.refused("POST", "/talent/1", {}) == 404
