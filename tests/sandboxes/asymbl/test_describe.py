# ruff: noqa: S608 -- queries made of names that the test itself chose

from typing import Any

import pytest

APPLICANT = "bpats__ATS_Applicant__c"
JOB = "bpats__Job__c"


@pytest.fixture
def fields(asymbl: Any) -> Any:
    def read(name: str, **options: Any) -> dict[str, Any]:
        described = asymbl.get(f"/sobjects/{name}/describe", **options)
        return {field["name"]: field for field in described["fields"]}

    return read


def test_versions_are_listed_to_anybody(asymbl: Any) -> None:
    response = asymbl.send("GET", "/services/data", token=None)
    assert response.json()[-1] == {
        "label": "Spring '25",
        "url": "/services/data/v63.0",
        "version": "63.0",
    }
    assert asymbl.send("POST", "/services/data/").status_code == 405
    unknown = asymbl.send("GET", "/services/data/v999.0/limits")
    assert (unknown.status_code, unknown.json()[0]["errorCode"]) == (404, "NOT_FOUND")


def test_resources_are_listed(asymbl: Any) -> None:
    assert asymbl.get("/")["query"] == "/services/data/v63.0/query"


def test_all_objects_are_listed_in_short(asymbl: Any) -> None:
    listed = asymbl.get("/sobjects")
    assert listed["encoding"] == "UTF-8"
    names = {one["name"]: one for one in listed["sobjects"]}
    assert {"Contact", "User", JOB, APPLICANT, "bpats__Placement__c"} <= set(names)
    assert names[JOB]["custom"]
    assert names[JOB]["urls"]["describe"] == f"/services/data/v63.0/sobjects/{JOB}/describe"
    assert not names["User"]["createable"]


def test_one_object_is_shown_in_short_with_what_was_seen_last(asymbl: Any) -> None:
    shown = asymbl.get(f"/sobjects/{APPLICANT}/")
    assert shown["objectDescribe"]["label"] == "ATS Applicant"
    assert len(shown["recentItems"]) == 3


def test_types_say_what_a_field_holds(fields: Any) -> None:
    contact = fields("Contact")
    assert contact["Email"]["type"] == "email"
    assert contact["Email"]["idLookup"]
    assert (contact["LastName"]["nillable"], contact["LastName"]["defaultedOnCreate"]) == (False, False)
    assert contact["FirstName"]["length"] == 40
    assert contact["MailingCity"]["compoundFieldName"] == "MailingAddress"
    assert contact["MailingAddress"]["type"] == "address"
    assert contact["OwnerId"]["referenceTo"] == ["Group", "User"]
    assert contact["OwnerId"]["defaultedOnCreate"]
    assert contact["Languages__c"]["type"] == "multipicklist"
    job = fields(JOB)
    assert (job["bpats__Job_Number__c"]["autoNumber"], job["bpats__Job_Number__c"]["createable"]) == (
        True,
        False,
    )
    assert job["bpats__Job_Description__c"]["extraTypeInfo"] == "richtextarea"
    assert job["bpats__Job_Description__c"]["htmlFormatted"]
    assert not job["bpats__Job_Description__c"]["filterable"]
    assert job["Briefing__c"]["extraTypeInfo"] == "plaintextarea"
    assert job["bpats__Account_Name__c"]["calculated"]
    assert (job["bpats__Salary__c"]["precision"], job["bpats__Salary__c"]["scale"]) == (18, 2)
    assert job["bpats__Hiring_Manager__c"]["referenceTo"] == ["Contact"]
    assert job["bpats__Status__c"]["restrictedPicklist"]


def test_the_object_and_the_lookup_of_one_name_are_told_apart(fields: Any) -> None:
    field = fields(APPLICANT)[APPLICANT]
    assert (field["label"], field["referenceTo"]) == ("Applicant", ["Contact"])
    assert field["relationshipName"] == "bpats__ATS_Applicant__r"


def test_picklists_name_their_values(asymbl: Any, fields: Any) -> None:
    status = fields(APPLICANT)["bpats__Applicant_Status__c"]["picklistValues"]
    assert [(one["value"], one["defaultValue"]) for one in status] == [("Active", True), ("Rejected", False)]
    reasons = {
        one["value"] for one in fields(APPLICANT)["bpats__Asymbl_Rejection_Reason__c"]["picklistValues"]
    }
    assert {"Applicant Withdrew", "Lacks required skills"} <= reasons
    asymbl.happen(
        "set_picklist_value", object=APPLICANT, field="bpats__Source__c", value="Indeed", active=False
    )
    sources = {one["value"]: one["active"] for one in fields(APPLICANT)["bpats__Source__c"]["picklistValues"]}
    assert sources == {"LinkedIn": True, "Glassdoor": True, "Indeed": False, "Website": True}


def test_record_types_children_and_addresses_are_named(asymbl: Any) -> None:
    described = asymbl.get("/sobjects/contact/describe")
    kinds = {one["developerName"]: one for one in described["recordTypeInfos"]}
    assert list(kinds) == ["Candidate", "Client", "Partner", "Master"]
    assert described["urls"]["uiDetailTemplate"] == "https://acme.my.salesforce.com/{ID}"
    children = {one["relationshipName"] for one in described["childRelationships"]}
    assert {"bpats__ATS_Applicants__r", "ContentDocumentLinks"} <= children
    asymbl.switch(contact_record_types=False)
    without = asymbl.get("/sobjects/Contact/describe")
    assert [one["developerName"] for one in without["recordTypeInfos"]] == ["Master"]
    assert "RecordTypeId" not in {field["name"] for field in without["fields"]}
    assert (
        asymbl.wrong("SELECT Id FROM Contact WHERE RecordType.DeveloperName = 'Candidate'")[1]
        == "INVALID_FIELD"
    )


def test_what_has_not_changed_is_not_sent_again(asymbl: Any) -> None:
    path = "/services/data/v63.0/sobjects/Contact/describe"
    first = asymbl.send("GET", path)
    since = {"If-Modified-Since": first.headers["last-modified"]}
    again = asymbl.send("GET", path, headers=since)
    assert (again.status_code, again.content) == (304, b"")
    asymbl.happen("add_field", object="Contact", name="Shoe__c", label="Shoe size", type="double")
    assert asymbl.send("GET", path, headers=since).status_code == 200
    for nonsense in ("yesterday", "Mon, 99 Foo 2026 00:00:00"):
        assert asymbl.send("GET", path, headers={"If-Modified-Since": nonsense}).status_code == 200


def test_currencies_and_country_codes_depend_on_the_org(asymbl: Any, fields: Any) -> None:
    assert "CurrencyIsoCode" in fields(JOB)
    assert "MailingCountryCode" in fields("Contact")
    assert asymbl.get("/connect/organization")["features"]["multiCurrency"] is True
    asymbl.switch(currencies=False, country_codes=False, default_currency="USD")
    assert "CurrencyIsoCode" not in fields(JOB)
    assert "MailingCountryCode" not in fields("Contact")
    features = asymbl.get("/connect/organization")["features"]
    assert (features["multiCurrency"], features["defaultCurrencyIsoCode"]) == (False, "USD")
    row = asymbl.one("SELECT MailingAddress FROM Contact WHERE Email = 'marta.reis@mail.example'")
    assert "countryCode" not in row["MailingAddress"]
    assert row["MailingAddress"]["country"] == "Portugal"
    asymbl.switch(org_info=False)
    assert asymbl.refusal("GET", "/connect/organization")[0] == 404


def test_a_lean_describe_has_what_matters(asymbl: Any, fields: Any) -> None:
    whole = fields("Contact")
    asymbl.switch(lean_describe=True)
    lean = fields("Contact")
    assert len(whole["Email"]) == 57
    assert len(lean["Email"]) == 23
    assert all(set(lean[name]) <= set(whole[name]) for name in whole)


def test_formulas_of_stages_are_worked_out(asymbl: Any) -> None:
    row = asymbl.stages(asymbl.job())[0]["Id"]
    shown = asymbl.get(f"/sobjects/bpats__ATS_Stage__c/{row}")
    assert (shown["bpats__Sequence_Name__c"], shown["bpats__Job_Type__c"]) == ("1 - New Lead", "Permanent")


def test_the_org_names_itself(asymbl: Any) -> None:
    row = asymbl.one("SELECT Id, Name, OrganizationType, IsSandbox, InstanceName FROM Organization LIMIT 1")
    assert (row["Name"], row["IsSandbox"]) == ("Acme", False)


def test_unknown_objects_are_not_there(asymbl: Any) -> None:
    for path in ("/sobjects/Nope", "/sobjects/Nope/describe", "/nope", "/sobjects/Nope/x"):
        assert asymbl.refusal("GET", path)[:2] == (404, "NOT_FOUND")


def test_other_verbs_are_named_with_those_that_work(asymbl: Any) -> None:
    path = f"/sobjects/{APPLICANT}/{asymbl.rows(f'SELECT Id FROM {APPLICANT} LIMIT 1')[0]['Id']}"
    status, code, message = asymbl.refusal("PUT", path)
    assert (status, code) == (405, "METHOD_NOT_ALLOWED")
    assert message == "HTTP Method 'PUT' not allowed. Allowed are DELETE,GET,HEAD,PATCH"
