from typing import Any

import pytest

PATH = "/services/data/v63.0/sobjects/Contact"
TWIN = {"FirstName": "marta", "LastName": "REIS LIMA", "Email": "other@x.example"}
SAVE = {"Sforce-Duplicate-Rule-Header": "allowSave=true; includeRecordDetails=false; runAsCurrentUser=true"}


def post(asymbl: Any, **options: Any) -> Any:
    return asymbl.send("POST", PATH, json=TWIN, **options)


def test_without_a_rule_everything_is_saved(asymbl: Any) -> None:
    assert post(asymbl).status_code == 201


def test_a_warning_names_what_it_found_and_can_be_passed(asymbl: Any) -> None:
    asymbl.switch(duplicate_rule="alert")
    refused = post(asymbl)
    assert refused.status_code == 400
    (error,) = refused.json()
    assert (error["errorCode"], error["message"]) == ("DUPLICATES_DETECTED", "Use one of these records?")
    found = error["duplicateResut"]
    assert found["allowSave"] is True
    records = [match["record"]["Id"] for match in found["matchResults"][0]["matchRecords"]]
    assert records == [asymbl.contact()]
    assert post(asymbl, headers={"Sforce-Duplicate-Rule-Header": "allowSave=false"}).status_code == 400
    assert post(asymbl, headers=SAVE).status_code == 201


def test_a_block_cannot_be_passed(asymbl: Any) -> None:
    asymbl.switch(duplicate_rule="block")
    refused = post(asymbl, headers=SAVE)
    assert refused.status_code == 400
    assert refused.json()[0]["duplicateResut"]["allowSave"] is False


@pytest.mark.parametrize(
    ("match", "fields", "found"),
    [
        ("name", {"FirstName": "Marta", "LastName": "Reis Lima"}, True),
        ("name", {"LastName": "Reis Lima"}, False),
        ("name", {"LastName": "X", "Email": "Marta.Reis@mail.example"}, False),
        ("email", {"LastName": "X", "Email": "Marta.Reis@mail.example"}, True),
        ("email", {"FirstName": "Marta", "LastName": "Reis Lima"}, False),
        ("either", {"LastName": "X", "Email": "Marta.Reis@mail.example"}, True),
    ],
)
def test_rules_compare_names_or_addresses(
    asymbl: Any, match: str, fields: dict[str, str], found: Any
) -> None:
    asymbl.switch(duplicate_rule="block", duplicate_match=match)
    assert asymbl.send("POST", PATH, json=fields).status_code == (400 if found else 201)


def test_people_at_the_org_pass_the_rule(asymbl: Any) -> None:
    asymbl.switch(duplicate_rule="block")
    assert asymbl.happen("add_record", object="Contact", fields=TWIN)["id"]
