# ruff: noqa: S608 -- queries made of names that the test itself chose

from typing import Any

import pytest

JOB = "bpats__Job__c"
APPLICANT = "bpats__ATS_Applicant__c"
STAGE = "bpats__ATS_Stage__c"
DATA = "/services/data/v63.0"


def test_a_new_record_says_where_it_is(asymbl: Any) -> None:
    response = asymbl.send("POST", f"{DATA}/sobjects/Contact/", json={"LastName": "Lind"})
    made = response.json()["id"]
    assert response.json() == {"id": made, "success": True, "errors": []}
    assert response.headers["location"] == f"{DATA}/sobjects/Contact/{made}"


def test_values_are_kept_as_the_platform_keeps_them(asymbl: Any) -> None:
    contact = asymbl.create(
        "Contact",
        LastName="  Lind ",
        MailingStreet="18 Elm Court\nApt 4",
        bpats__Desired_Salary__c="70000.125",
        bpats__Earliest_Available_Date__c="2026-04-01",
        Willing_to_relocate__c="true",
        Years_of_experience__c=7,
        Title="",
        Phone=5551234,
    )
    row = asymbl.get(f"/sobjects/Contact/{contact}")
    assert row["LastName"] == "Lind"
    assert row["MailingStreet"] == "18 Elm Court\r\nApt 4"
    assert row["bpats__Desired_Salary__c"] == 70000.13
    assert row["bpats__Earliest_Available_Date__c"] == "2026-04-01"
    assert row["Willing_to_relocate__c"] is True
    assert row["Years_of_experience__c"] == 7.0
    assert row["Title"] is None
    assert row["Phone"] == "5551234"
    assert row["CreatedDate"] == row["LastModifiedDate"] == row["SystemModstamp"]


def test_a_new_contact_is_a_candidate_unless_it_says_otherwise(asymbl: Any) -> None:
    contact = asymbl.create("Contact", LastName="Lind")
    row = asymbl.one(f"SELECT RecordType.DeveloperName, Owner.Name FROM Contact WHERE Id = '{contact}'")
    assert row["RecordType"]["DeveloperName"] == "Candidate"
    assert row["Owner"]["Name"] == "Ines Okafor"


@pytest.mark.parametrize(
    ("fields", "code", "message"),
    [
        ({}, "REQUIRED_FIELD_MISSING", "Required fields are missing: [LastName]"),
        ({"LastName": None}, "REQUIRED_FIELD_MISSING", "Required fields are missing: [LastName]"),
        (
            {"LastName": "x" * 81},
            "STRING_TOO_LONG",
            f"Last Name: data value too large: {'x' * 81} (max length=80)",
        ),
        ({"Email": "not an email"}, "INVALID_EMAIL_ADDRESS", "Email: invalid email address: not an email"),
        ({"Nope": 1}, "INVALID_FIELD", "No such column 'Nope' on sobject of type Contact"),
        (
            {"CreatedDate": "2026-01-01"},
            "INVALID_FIELD_FOR_INSERT_UPDATE",
            "Unable to create/update fields: CreatedDate.",
        ),
        (
            {"Seniority__c": "Boss"},
            "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST",
            "Seniority: bad value for restricted picklist field: Boss",
        ),
        (
            {"Languages__c": "English;Elvish"},
            "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST",
            "Languages: bad value for restricted picklist field: Elvish",
        ),
        (
            {"bpats__Earliest_Available_Date__c": "soon"},
            "JSON_PARSER_ERROR",
            "Cannot deserialize instance of date from VALUE_STRING value soon",
        ),
        ({"bpats__Earliest_Available_Date__c": "2026-02-30"}, "JSON_PARSER_ERROR", "Cannot deserialize"),
        (
            {"LastName": {"a": 1}},
            "JSON_PARSER_ERROR",
            "Cannot deserialize instance of string from START_OBJECT",
        ),
        ({"Willing_to_relocate__c": "maybe"}, "JSON_PARSER_ERROR", "Cannot deserialize instance of boolean"),
        ({"Willing_to_relocate__c": None}, "JSON_PARSER_ERROR", "from VALUE_NULL"),
        ({"Years_of_experience__c": "many"}, "JSON_PARSER_ERROR", "Cannot deserialize instance of double"),
        ({"Years_of_experience__c": True}, "JSON_PARSER_ERROR", "from VALUE_TRUE"),
        ({"Years_of_experience__c": "NaN"}, "JSON_PARSER_ERROR", "Cannot deserialize"),
        ({"Years_of_experience__c": 10**18}, "NUMBER_OUTSIDE_VALID_RANGE", "outside of valid range"),
        ({"AccountId": "nonsense"}, "MALFORMED_ID", "Account ID: id value of incorrect type: nonsense"),
        (
            {"AccountId": "0038c00000Fa1Ke"},
            "FIELD_INTEGRITY_EXCEPTION",
            "Account ID: id value of incorrect type: 003",
        ),
        ({"AccountId": "0018c00000Fa1Ke"}, "INVALID_CROSS_REFERENCE_KEY", "invalid cross reference id"),
        (
            {"RecordTypeId": "0128c00000Fa1Ke"},
            "INVALID_CROSS_REFERENCE_KEY",
            "Record Type ID: this ID value isn't valid for the user: 0128c00000Fa1Ke",
        ),
        ({"MailingCountry": "Atlantis"}, "FIELD_INTEGRITY_EXCEPTION", "There's a problem with this country"),
        (
            {"MailingCountryCode": "Portugal"},
            "FIELD_INTEGRITY_EXCEPTION",
            "There's a problem with this country",
        ),
        ({"MailingCountryCode": "US", "MailingState": "Bavaria"}, "FIELD_INTEGRITY_EXCEPTION", "this state"),
        ({"MailingState": "Texas"}, "FIELD_INTEGRITY_EXCEPTION", "this state"),
    ],
)
def test_what_does_not_fit_is_refused(asymbl: Any, fields: dict[str, Any], code: str, message: str) -> None:
    body = fields if "LastName" in fields or not fields else {"LastName": "Lind", **fields}
    status, said, text = asymbl.no_create("Contact", **body)
    assert (status, said) == (400, code)
    assert message in text


def test_all_that_does_not_fit_is_said_at_once(asymbl: Any) -> None:
    body = {"LastName": "x" * 81, "Email": "nope"}
    errors = asymbl.send("POST", f"{DATA}/sobjects/Contact", json=body).json()
    assert [(error["errorCode"], error["fields"]) for error in errors] == [
        ("STRING_TOO_LONG", ["LastName"]),
        ("INVALID_EMAIL_ADDRESS", ["Email"]),
    ]


def test_bodies_must_be_json_objects(asymbl: Any) -> None:
    path = f"{DATA}/sobjects/Contact"
    for content in ("{", "[]", "", '"x"'):
        answer = asymbl.send("POST", path, content=content, headers={"Content-Type": "application/json"})
        assert (answer.status_code, answer.json()[0]["errorCode"]) == (400, "JSON_PARSER_ERROR")
    plain = asymbl.send("POST", path, content="x", headers={"Content-Type": "text/plain"})
    assert (plain.status_code, plain.json()[0]["errorCode"]) == (415, "UNSUPPORTED_MEDIA_TYPE")
    broken = asymbl.send("POST", path, content="x", headers={"Content-Type": "multipart/form-data"})
    assert broken.json()[0]["errorCode"] == "JSON_PARSER_ERROR"


def test_countries_and_states_have_codes_and_names(asymbl: Any) -> None:
    def address(**fields: str) -> tuple[Any, ...]:
        contact = asymbl.create("Contact", LastName="Lind", **fields)
        row = asymbl.get(f"/sobjects/Contact/{contact}")
        names = ("MailingCountry", "MailingCountryCode", "MailingState", "MailingStateCode")
        return tuple(row[name] for name in names)

    texas = ("United States", "US", "Texas", "TX")
    assert address(MailingCountryCode="US", MailingStateCode="TX") == texas
    assert address(MailingCountry="united states", MailingState="texas") == texas
    assert address(MailingCountryCode="PT") == ("Portugal", "PT", None, None)


def test_codes_are_emptied_with_their_names(asymbl: Any) -> None:
    contact = asymbl.create("Contact", LastName="Lind", MailingCountryCode="US", MailingStateCode="TX")
    asymbl.update("Contact", contact, MailingStateCode="CA")
    assert asymbl.get(f"/sobjects/Contact/{contact}")["MailingState"] == "California"
    asymbl.update("Contact", contact, MailingCountry=None, MailingState=None)
    row = asymbl.get(f"/sobjects/Contact/{contact}")
    assert row["MailingCountryCode"] is None
    assert row["MailingStateCode"] is None
    assert row["MailingAddress"] is None


def test_without_lists_countries_are_what_was_typed(asymbl: Any) -> None:
    asymbl.switch(country_codes=False)
    contact = asymbl.create("Contact", LastName="Lind", MailingCountry="Atlantis")
    assert asymbl.get(f"/sobjects/Contact/{contact}")["MailingCountry"] == "Atlantis"
    assert asymbl.no_create("Contact", LastName="Lind", MailingCountryCode="US")[1] == "INVALID_FIELD"


def test_lead_sources_are_free_unless_the_org_says_otherwise(asymbl: Any) -> None:
    contact = asymbl.create("Contact", LastName="Lind", LeadSource="Example Job Board")
    assert asymbl.get(f"/sobjects/Contact/{contact}")["LeadSource"] == "Example Job Board"
    asymbl.switch(lead_source_restricted=True)
    refused = asymbl.no_create("Contact", LastName="Lind", LeadSource="Example Job Board")
    assert refused[1] == "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST"


def test_changes_touch_what_they_name(asymbl: Any) -> None:
    contact = asymbl.create("Contact", LastName="Lind", Title="Lead", Email="lind@x.example")
    before = asymbl.get(f"/sobjects/Contact/{contact}")
    asymbl.update("Contact", contact[:15], Title=None, FirstName="Mara")
    after = asymbl.get(f"/sobjects/Contact/{contact}")
    changed = {name for name in after if after[name] != before[name]}
    assert changed == {"Title", "FirstName", "Name", "LastModifiedDate", "SystemModstamp"}


def test_a_change_must_fit_as_well(asymbl: Any) -> None:
    contact = asymbl.contact()
    path = f"/sobjects/Contact/{contact}"
    assert asymbl.refusal("PATCH", path, json={"LastName": None})[1] == "REQUIRED_FIELD_MISSING"
    assert asymbl.refusal("PATCH", path, json={"Email": "x"})[1] == "INVALID_EMAIL_ADDRESS"
    assert (
        asymbl.refusal("PATCH", path, json={"MasterRecordId": contact})[1]
        == "INVALID_FIELD_FOR_INSERT_UPDATE"
    )


def test_records_are_read_by_id(asymbl: Any) -> None:
    contact = asymbl.contact()
    row = asymbl.get(f"/sobjects/Contact/{contact}?fields=name,Email")
    assert list(row) == ["attributes", "Name", "Email", "Id"]
    assert "MailingAddress" in asymbl.get(f"/sobjects/Contact/{contact[:15]}")
    user = asymbl.rows("SELECT Id FROM User LIMIT 1")[0]["Id"]
    assert asymbl.refusal("GET", f"/sobjects/Contact/{user}")[:2] == (404, "NOT_FOUND")
    status, code, message = asymbl.refusal("GET", "/sobjects/Contact/nonsense")
    assert (status, code) == (404, "NOT_FOUND")
    assert message == "Provided external ID field does not exist or is not accessible: nonsense"


def test_records_are_found_and_saved_by_external_ids(asymbl: Any) -> None:
    contact = asymbl.contact()
    path = f"{DATA}/sobjects/Contact/Email/MARTA.reis@mail.example"
    assert asymbl.send("GET", path).json()["Id"] == contact
    changed = asymbl.send("PATCH", path, json={"Title": "Boss"})
    assert (changed.status_code, changed.json()["created"], changed.json()["id"]) == (200, False, contact)
    new = asymbl.send("PATCH", f"{DATA}/sobjects/Contact/Email/new@x.example", json={"LastName": "New"})
    assert (new.status_code, new.json()["created"]) == (201, True)
    assert asymbl.get(f"/sobjects/Contact/{new.json()['id']}")["Email"] == "new@x.example"
    by_id = asymbl.send("PATCH", f"{DATA}/sobjects/Contact/Id/{contact}", json={"Title": "Chief"})
    assert by_id.json()["created"] is False
    assert asymbl.refusal("GET", "/sobjects/Contact/Id/003000000000001")[0] == 404
    assert asymbl.refusal("GET", "/sobjects/Contact/Title/Boss")[:2] == (404, "NOT_FOUND")
    assert asymbl.refusal("GET", "/sobjects/Contact/Email/nobody@x.example")[0] == 404


def test_an_external_id_of_several_records_leads_to_all(asymbl: Any) -> None:
    ids = {asymbl.create("Contact", LastName="Twin", Email="twin@x.example") for _ in range(2)}
    for method, options in (("GET", {}), ("PATCH", {"json": {}})):
        response = asymbl.send(method, f"{DATA}/sobjects/Contact/Email/twin@x.example", **options)
        assert response.status_code == 300
        assert {url.rpartition("/")[2] for url in response.json()} == ids


def test_deleted_records_are_gone_and_say_so(asymbl: Any) -> None:
    contact = asymbl.contact()
    asymbl.delete("Contact", contact)
    gone = (404, "ENTITY_IS_DELETED", "entity is deleted")
    for method in ("GET", "DELETE", "PATCH"):
        assert asymbl.refusal(method, f"/sobjects/Contact/{contact}", json={}) == gone
    body = {"bpats__ATS_Applicant__c": contact}
    other = asymbl.rows(f"SELECT Id FROM {APPLICANT} LIMIT 1")[0]["Id"]
    assert (
        asymbl.refusal("PATCH", f"/sobjects/{APPLICANT}/{other}", json=body)[1]
        == "INVALID_CROSS_REFERENCE_KEY"
    )


def test_deleting_empties_lookups_without_a_trace_and_undeleting_fills_them(asymbl: Any) -> None:
    contact = asymbl.contact()
    soql = f"SELECT Id, bpats__ATS_Applicant__c, SystemModstamp FROM {APPLICANT} WHERE Id = "
    applicant = asymbl.rows(f"SELECT Id FROM {APPLICANT} WHERE bpats__ATS_Applicant__c = '{contact}'")[0][
        "Id"
    ]
    before = asymbl.one(f"{soql}'{applicant}'")
    asymbl.delete("Contact", contact)
    after = asymbl.one(f"{soql}'{applicant}'")
    assert after["bpats__ATS_Applicant__c"] is None
    assert after["SystemModstamp"] == before["SystemModstamp"]
    links = f"SELECT Id FROM ContentDocumentLink WHERE LinkedEntityId = '{contact}'"
    assert asymbl.rows(links) == []
    asymbl.happen("undelete_record", id=contact)
    assert asymbl.one(f"{soql}'{applicant}'") == before
    assert len(asymbl.rows(links)) == 3
    assert asymbl.get(f"/sobjects/Contact/{contact}")["IsDeleted"] is False


def test_a_stage_with_applicants_cannot_be_deleted(asymbl: Any) -> None:
    stage = asymbl.rows(f"SELECT bpats__Stage__c FROM {APPLICANT} LIMIT 1")[0]["bpats__Stage__c"]
    status, code, message = asymbl.refusal("DELETE", f"/sobjects/{STAGE}/{stage}")
    assert (status, code) == (400, "DELETE_FAILED")
    assert "associated with the following ATS Applicants.: APP-" in message


def test_deleting_a_job_leaves_its_applicants(asymbl: Any) -> None:
    job = asymbl.job()
    applicants = asymbl.rows(f"SELECT Id FROM {APPLICANT} WHERE bpats__Job__c = '{job}'")
    asymbl.delete(JOB, job)
    ids = "', '".join(row["Id"] for row in applicants)
    rows = asymbl.rows(f"SELECT bpats__Job__c, bpats__Stage__c FROM {APPLICANT} WHERE Id IN ('{ids}')")
    assert {row["bpats__Job__c"] for row in rows} == {None}
    assert all(row["bpats__Stage__c"] for row in rows)


def test_users_cannot_be_deleted(asymbl: Any) -> None:
    user = asymbl.rows("SELECT Id FROM User LIMIT 1")[0]["Id"]
    refused = asymbl.refusal("DELETE", f"/sobjects/User/{user}")
    assert refused[1] == "CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY"


def test_the_recycle_bin_empties_itself_after_fifteen_days(asymbl: Any) -> None:
    contact = asymbl.create("Contact", LastName="Brief")
    asymbl.delete("Contact", contact)
    soql = f"SELECT Id FROM Contact WHERE Id = '{contact}'"
    asymbl.pass_time(15 * 86400 - 60)
    token = asymbl.login()["access_token"]
    assert asymbl.rows(soql, deleted=True, token=token)
    asymbl.pass_time(120)
    assert asymbl.rows(soql, deleted=True, token=token) == []
    assert asymbl.refusal("GET", f"/sobjects/Contact/{contact}", token=token)[:2] == (404, "NOT_FOUND")


def test_unique_user_names_stay_unique(asymbl: Any) -> None:
    users = asymbl.rows("SELECT Id, Username FROM User LIMIT 2")
    refused = asymbl.refusal(
        "PATCH", f"/sobjects/User/{users[0]['Id']}", json={"Username": users[1]["Username"]}
    )
    assert refused[1] == "DUPLICATE_VALUE"
    asymbl.update("User", users[0]["Id"], Username=users[0]["Username"])
