# ruff: noqa: S608 -- queries made of names that the test itself chose

from typing import Any

import pytest

JOB = "bpats__Job__c"
APPLICANT = "bpats__ATS_Applicant__c"
STAGE = "bpats__ATS_Stage__c"


def test_no_right_to_use_the_api(asymbl: Any) -> None:
    token = asymbl.token_with(profile="no_api")
    said = (403, "API_DISABLED_FOR_ORG", "The REST API is not enabled for this Organization.")
    assert asymbl.refusal("GET", "/limits", token=token) == said


def test_a_used_up_quota_is_no_matter_of_rights(asymbl: Any) -> None:
    token = asymbl.token_with(profile="quota_used")
    said = (403, "REQUEST_LIMIT_EXCEEDED", "TotalRequests Limit exceeded.")
    assert asymbl.refusal("GET", "/limits", token=token) == said


def test_an_expired_session_is_over_at_once(asymbl: Any) -> None:
    token = asymbl.token_with(profile="expired")
    assert asymbl.refusal("GET", "/limits", token=token)[:2] == (401, "INVALID_SESSION_ID")


def test_without_the_package_its_objects_and_fields_are_missing(asymbl: Any) -> None:
    token = asymbl.token_with(profile="no_package")
    names = {one["name"] for one in asymbl.get("/sobjects", token=token)["sobjects"]}
    assert "Contact" in names
    assert not any(name.startswith("bpats__") for name in names)
    assert asymbl.wrong(f"SELECT Id FROM {JOB}", token=token)[:2] == (400, "INVALID_TYPE")
    assert asymbl.refusal("GET", f"/sobjects/{JOB}/describe", token=token)[:2] == (404, "NOT_FOUND")
    assert asymbl.wrong("SELECT bpats__Desired_Salary__c FROM Contact", token=token)[1] == "INVALID_FIELD"
    assert (
        asymbl.wrong(f"SELECT Id FROM Contact WHERE Id IN (SELECT Id FROM {JOB})", token=token)[1]
        == "INVALID_TYPE"
    )


def test_an_object_that_may_not_be_read_looks_like_none(asymbl: Any) -> None:
    token = asymbl.token_with(profile="no_job_read")
    assert asymbl.wrong(f"SELECT Id FROM {JOB}", token=token)[1] == "INVALID_TYPE"
    assert asymbl.wrong(f"SELECT bpats__Job__r.Name FROM {APPLICANT}", token=token)[1] == "INVALID_FIELD"
    assert asymbl.rows(f"SELECT bpats__Job__c FROM {APPLICANT} LIMIT 1", token=token)
    assert asymbl.refusal("GET", f"/sobjects/{JOB}/describe", token=token)[0] == 404


def test_contacts_that_may_not_be_made(asymbl: Any) -> None:
    token = asymbl.token_with(profile="no_contact_create")
    assert asymbl.get("/sobjects/Contact/describe", token=token)["createable"] is False
    refused = asymbl.refusal("POST", "/sobjects/Contact", token=token, json={"LastName": "X"})
    assert refused == (400, "CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY", "entity type cannot be inserted: Contact")


def test_applicants_that_may_not_be_changed(asymbl: Any) -> None:
    token = asymbl.token_with(profile="no_applicant_edit")
    described = asymbl.get(f"/sobjects/{APPLICANT}/describe", token=token)
    assert (described["updateable"], described["createable"]) == (False, True)
    applicant = asymbl.rows(f"SELECT Id FROM {APPLICANT} LIMIT 1")[0]["Id"]
    refused = asymbl.refusal("PATCH", f"/sobjects/{APPLICANT}/{applicant}", token=token, json={})
    assert refused == (
        400,
        "CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY",
        "entity type cannot be updated: ATS Applicant",
    )


def test_hidden_fields_look_like_none(asymbl: Any) -> None:
    token = asymbl.token_with(profile="hidden_fields")
    names = {field["name"] for field in asymbl.get(f"/sobjects/{JOB}/describe", token=token)["fields"]}
    assert "bpats__Salary__c" not in names
    assert (
        "No such column 'bpats__Salary__c'"
        in asymbl.wrong(f"SELECT bpats__Salary__c FROM {JOB}", token=token)[2]
    )
    body = {"LastName": "X", "MobilePhone": "1"}
    refused = asymbl.refusal("POST", "/sobjects/Contact", token=token, json=body)
    assert refused == (400, "INVALID_FIELD", "No such column 'MobilePhone' on sobject of type Contact")
    contact = asymbl.contact()
    assert "MobilePhone" not in asymbl.get(f"/sobjects/Contact/{contact}", token=token)
    assert (
        asymbl.refusal("GET", f"/sobjects/Contact/{contact}?fields=MobilePhone", token=token)[1]
        == "INVALID_FIELD"
    )


def test_read_only_fields_are_shown_and_not_taken(asymbl: Any) -> None:
    token = asymbl.token_with(profile="readonly_fields")
    described = asymbl.get(f"/sobjects/{APPLICANT}/describe", token=token)
    field = next(one for one in described["fields"] if one["name"] == "bpats__Stage__c")
    assert (field["createable"], field["updateable"]) == (False, False)
    row = asymbl.rows(f"SELECT Id, bpats__Stage__c FROM {APPLICANT} LIMIT 1", token=token)[0]
    body = {"bpats__Stage__c": row["bpats__Stage__c"]}
    path = f"/services/data/v63.0/sobjects/{APPLICANT}/{row['Id']}"
    refused = asymbl.send("PATCH", path, token=token, json=body).json()[0]
    assert refused["errorCode"] == "INVALID_FIELD_FOR_INSERT_UPDATE"
    assert refused["fields"] == ["bpats__Stage__c"]


def test_grants_hide_and_protect_single_fields(asymbl: Any) -> None:
    token = asymbl.token_with(
        hidden=["Contact.Title"], read_only=["Contact.Phone"], without=[f"{STAGE}.read", "Contact.edit"]
    )
    fields = {one["name"]: one for one in asymbl.get("/sobjects/Contact/describe", token=token)["fields"]}
    assert "Title" not in fields
    assert not fields["Phone"]["createable"]
    assert fields["Email"]["createable"]
    assert not fields["Email"]["updateable"]
    assert asymbl.wrong(f"SELECT Id FROM {STAGE}", token=token)[1] == "INVALID_TYPE"


def test_sharing_hides_the_rows_of_others_silently(asymbl: Any) -> None:
    token = asymbl.token_with(profile="narrow_sharing")
    jobs = asymbl.rows(f"SELECT Id, Name, OwnerId FROM {JOB}", token=token)
    assert [job["Name"] for job in jobs] == ["Backend Engineer"]
    assert asymbl.ask("SELECT COUNT() FROM Contact", token=token)["totalSize"] == 0
    assert asymbl.ask("SELECT COUNT() FROM User", token=token)["totalSize"] == 14
    foreign = asymbl.contact()
    assert asymbl.refusal("GET", f"/sobjects/Contact/{foreign}", token=token)[:2] == (404, "NOT_FOUND")
    assert asymbl.refusal("PATCH", f"/sobjects/Contact/{foreign}", token=token, json={})[0] == 404
    parent = asymbl.rows(f"SELECT bpats__Account__c, bpats__Account__r.Name FROM {JOB}", token=token)[0]
    assert parent["bpats__Account__c"] is not None
    assert parent["bpats__Account__r"] is None


def test_a_lookup_to_a_hidden_row_is_refused(asymbl: Any) -> None:
    token = asymbl.token_with(profile="narrow_sharing")
    account = asymbl.rows("SELECT Id FROM Account LIMIT 1")[0]["Id"]
    body = {"LastName": "X", "AccountId": account}
    status, code, message = asymbl.refusal("POST", "/sobjects/Contact", token=token, json=body)
    assert (status, code) == (400, "INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY")
    assert message.endswith(account[:15])


def test_own_files_and_those_of_own_records_are_seen(asymbl: Any) -> None:
    token = asymbl.token_with(profile="narrow_sharing")
    for name in ("ContentVersion", "ContentDocument", "Attachment"):
        assert asymbl.ask(f"SELECT COUNT() FROM {name}", token=token)["totalSize"] == 0
    mine = asymbl.send(
        "POST", "/services/data/v63.0/sobjects/Contact", token=token, json={"LastName": "Mine"}
    ).json()["id"]
    asymbl.happen("add_file", place_id=mine, name="cv.pdf")
    body = {"ParentId": mine, "Name": "old.txt", "Body": "aGk="}
    asymbl.send("POST", "/services/data/v63.0/sobjects/Attachment", json=body)
    for name in ("ContentVersion", "ContentDocument", "Attachment"):
        assert asymbl.ask(f"SELECT COUNT() FROM {name}", token=token)["totalSize"] == 1
    links = (
        f"SELECT COUNT() FROM ContentDocumentLink WHERE LinkedEntityId IN ('{mine}', '{asymbl.contact()}')"
    )
    assert asymbl.ask(links, token=token)["totalSize"] == 1


@pytest.mark.parametrize(
    ("profile", "name", "flags"),
    [
        ("ats_user", JOB, (True, True, False)),
        ("ats_user", "bpats__ATS_Template__c", (False, False, False)),
        ("job_portal", JOB, (False, False, False)),
        ("job_portal", "bpats__Job_Board_Application__c", (True, False, False)),
        ("full", "Contact", (True, True, True)),
    ],
)
def test_permission_sets_of_the_package(
    asymbl: Any, profile: str, name: str, flags: tuple[bool, ...]
) -> None:
    described = asymbl.get(f"/sobjects/{name}/describe", token=asymbl.token_with(profile=profile))
    assert tuple(described[flag] for flag in ("createable", "updateable", "deletable")) == flags


def test_an_ats_user_deletes_nothing(asymbl: Any) -> None:
    token = asymbl.token_with(profile="ats_user")
    refused = asymbl.refusal("DELETE", f"/sobjects/Contact/{asymbl.contact()}", token=token)
    assert refused == (403, "INSUFFICIENT_ACCESS_OR_READONLY", "insufficient access rights on object id")
