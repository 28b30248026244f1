# ruff: noqa: S608 -- queries made of names that the test itself chose

from typing import Any

import pytest

JOB = "bpats__Job__c"
APPLICANT = "bpats__ATS_Applicant__c"
STAGE = "bpats__ATS_Stage__c"


@pytest.fixture
def count(asymbl: Any) -> Any:
    def ask(name: str, where: str = "", *, deleted: bool = False) -> int:
        soql = f"SELECT COUNT() FROM {name}" + (f" WHERE {where}" if where else "")
        page = asymbl.ask(soql, deleted=deleted)
        assert page["records"] == []
        return int(page["totalSize"])

    return ask


def test_names_are_found_in_any_letter_case_and_shown_in_their_own(asymbl: Any) -> None:
    row = asymbl.one("select ID, bpats__job__R.NAME from BPATS__ats_stage__C order by id limit 1")
    assert list(row) == ["attributes", "Id", "bpats__Job__r"]
    assert list(row["bpats__Job__r"]) == ["attributes", "Name"]
    assert row["attributes"]["url"] == f"/services/data/v63.0/sobjects/{STAGE}/{row['Id']}"
    assert asymbl.one("SELECT Contact.Name FROM Contact LIMIT 1")["Name"]


def test_the_version_of_the_request_is_in_the_addresses(asymbl: Any) -> None:
    path = "/services/data/v61.0/query/"
    row = asymbl.send("GET", path, params={"q": "SELECT Id FROM User LIMIT 1"}).json()["records"][0]
    assert row["attributes"]["url"].startswith("/services/data/v61.0/")


def test_empty_fields_and_parents_are_null(asymbl: Any) -> None:
    row = asymbl.one(
        f"SELECT bpats__Salary__c, bpats__Hiring_Manager__r.Email FROM {JOB} WHERE Name = 'Data Intern'"
    )
    del row["attributes"]
    assert row == {"bpats__Salary__c": None, "bpats__Hiring_Manager__r": None}


def test_values_look_as_the_vendor_writes_them(asymbl: Any) -> None:
    dates = "CreatedDate, bpats__Posted_Date__c"
    others = "bpats__Number_of_Openings__c, bpats__Is_Closed__c, Hiring_markets__c"
    row = asymbl.one(f"SELECT {dates}, {others} FROM {JOB} WHERE Name = 'Backend Engineer'")
    del row["attributes"]
    assert row == {
        "CreatedDate": "2026-04-01T09:00:00.000+0000",
        "bpats__Posted_Date__c": "2026-04-02",
        "bpats__Number_of_Openings__c": 1.0,
        "bpats__Is_Closed__c": False,
        "Hiring_markets__c": "Iberia;日本",
    }


def test_parents_of_several_objects_are_called_name(asymbl: Any) -> None:
    rows = asymbl.rows(f"SELECT Owner.Name, Owner.Id FROM {JOB} ORDER BY Owner.Name")
    owners = {(row["Owner"]["attributes"]["type"], row["Owner"]["Name"]) for row in rows}
    assert ("Name", "Recruiting") in owners
    assert ("Name", "Jürgen Weiß") in owners


def test_paths_lead_up_several_levels(asymbl: Any) -> None:
    soql = (
        f"SELECT bpats__Job__r.bpats__Hiring_Manager__r.Account.Name FROM {APPLICANT} "
        "WHERE bpats__Job__r.bpats__Hiring_Manager__r.Email = 'ines.okafor@acme.example' LIMIT 1"
    )
    row = asymbl.one(soql)
    assert row["bpats__Job__r"]["bpats__Hiring_Manager__r"]["Account"]["Name"] == "Brightwater Logistics"


@pytest.mark.parametrize(
    ("where", "number"),
    [
        ("Email = 'MARTA.reis@mail.example'", 1),
        ("Email != 'marta.reis@mail.example'", 237 - 1),
        ("Email = null", 6),
        ("Email = ''", 6),
        ("Email != null", 231),
        ("Email IN ('marta.reis@mail.example', 'ZOE@mail.example', null)", 8),
        ("Email NOT IN ('marta.reis@mail.example')", 236),
        ("Email LIKE 'MARTA.r%'", 1),
        ("Email LIKE '_arta.reis@mail.example'", 1),
        (r"Email LIKE 'marta\_reis%'", 0),
        (r"Email LIKE '%\%'", 0),
        ("NOT Email LIKE '%@mail.example'", 237 - 224),
        ("(NOT Email = 'zoe@mail.example') AND Email LIKE 'zoe@%'", 0),
        ("Email = 'zoe@mail.example' OR Email = 'marta.reis@mail.example'", 2),
        ("LastName > 'Z' AND LastName <= 'Zz'", 0),
        ("Willing_to_relocate__c = true AND Email = 'marta.reis@mail.example'", 1),
        ("Willing_to_relocate__c != FALSE AND Email = 'oemer@mail.example'", 0),
        ("Years_of_experience__c = 7.0 AND Email = 'marta.reis@mail.example'", 1),
        ("Years_of_experience__c > 17", None),
        ("Available_from__c = 2026-09-01 AND Email = 'marta.reis@mail.example'", 1),
        ("Available_from__c < 2000-01-01", 0),
        ("Languages__c INCLUDES ('English;Português', 'xx') AND Email = 'marta.reis@mail.example'", 1),
        ("Languages__c INCLUDES ('Deutsch') AND Email = 'marta.reis@mail.example'", 0),
        ("Languages__c EXCLUDES ('Deutsch') AND Email = 'marta.reis@mail.example'", 1),
        ("Languages__c INCLUDES (null) AND FirstName = 'Ömer'", None),
        ("Languages__c = 'English;Português' AND Email = 'marta.reis@mail.example'", 1),
        ("CreatedDate = 2026-05-02T07:00:00Z", 1),
        ("CreatedDate = 2026-05-02T09:00:00+02:00", 1),
        ("CreatedDate >= 2026-05-14T13:00:00.000Z", None),
        ("CreatedDate = TODAY", 0),
        ("CreatedDate != TODAY", 237),
        ("CreatedDate < LAST_N_DAYS:60 AND Email = 'marta.reis@mail.example'", 0),
        ("CreatedDate >= LAST_N_DAYS:60 AND Email = 'marta.reis@mail.example'", 1),
        ("CreatedDate > N_DAYS_AGO:45 AND Email = 'marta.reis@mail.example'", 1),
        ("CreatedDate <= YESTERDAY AND Email = 'marta.reis@mail.example'", 1),
        ("Available_from__c = NEXT_90_DAYS AND Email = 'marta.reis@mail.example'", 1),
        ("Available_from__c != THIS_YEAR AND Email = 'marta.reis@mail.example'", 0),
        ("RecordType.DeveloperName = 'Candidate'", 230),
        ("RecordType.DeveloperName != 'candidate'", 7),
        ("Account.Name = 'Candidate Pool'", 230),
        ("AccountId = null", 0),
    ],
)
def test_conditions_choose_rows(count: Any, where: str, number: int | None) -> None:
    found = count("Contact", where)
    assert found == number if number is not None else 0 < found < 237


@pytest.mark.parametrize(
    "name", ["LAST_WEEK", "THIS_WEEK", "NEXT_WEEK", "LAST_MONTH", "THIS_MONTH", "NEXT_MONTH"]
)
def test_weeks_and_months_have_edges(asymbl: Any, count: Any, name: str) -> None:
    first_and_last = {
        "LAST_WEEK": ("2026-06-07", "2026-06-13"),
        "THIS_WEEK": ("2026-06-14", "2026-06-20"),
        "NEXT_WEEK": ("2026-06-21", "2026-06-27"),
        "LAST_MONTH": ("2026-05-01", "2026-05-31"),
        "THIS_MONTH": ("2026-06-01", "2026-06-30"),
        "NEXT_MONTH": ("2026-07-01", "2026-07-31"),
    }[name]
    for place, day in enumerate(first_and_last):
        asymbl.create("Contact", LastName=f"Edge {place}", Birthdate=day)
    outside = ("2026-06-06", "2026-08-01", "2026-04-30")
    for day in outside:
        asymbl.create("Contact", LastName="Outside", Birthdate=day)
    assert count("Contact", f"Birthdate = {name} AND LastName LIKE 'Edge%'") == 2
    assert count("Contact", f"Birthdate = {name} AND Birthdate IN ({', '.join(first_and_last)})") == 2
    assert count("Contact", f"Birthdate != {name} AND LastName LIKE 'Edge%'") == 0


def test_ids_compare_in_either_length(asymbl: Any, count: Any) -> None:
    contact = asymbl.contact()
    assert count("Contact", f"Id = '{contact}'") == 1
    assert count("Contact", f"Id = '{contact[:15]}'") == 1
    assert count(APPLICANT, f"bpats__ATS_Applicant__c IN ('{contact[:15]}')") >= 1
    assert count("Contact", "AccountId = ''") == 0


def test_rows_of_another_query_can_be_asked_for(count: Any) -> None:
    inner = f"SELECT bpats__ATS_Applicant__c FROM {APPLICANT} WHERE bpats__Job__r.Name = 'Backend Engineer'"
    inside, outside = count("Contact", f"Id IN ({inner})"), count("Contact", f"Id NOT IN ({inner})")
    assert inside + outside == 237
    assert inside == count(APPLICANT, "bpats__Job__r.Name = 'Backend Engineer'")


def test_counting_fields_leaves_out_null(asymbl: Any) -> None:
    row = asymbl.one("SELECT COUNT(Email) FROM Contact WHERE Email = null OR FirstName = 'Marta'")
    assert row["attributes"] == {"type": "AggregateResult"}
    assert row["expr0"] == asymbl.ask("SELECT COUNT() FROM Contact WHERE FirstName = 'Marta'")["totalSize"]


def test_rows_come_in_the_order_asked_for(asymbl: Any) -> None:
    def names(order: str) -> list[Any]:
        soql = "SELECT FirstName FROM Contact WHERE LastName IN ('Prince', 'Okonkwo', 'Kowalski')"
        return [row["FirstName"] for row in asymbl.rows(f"{soql} ORDER BY {order}")]

    ascending = names("FirstName")
    assert ascending[0] is None
    assert ascending[1:] == sorted(ascending[1:], key=str.casefold)
    assert names("FirstName ASC NULLS LAST")[-1] is None
    assert names("FirstName DESC")[0] is None
    assert names("FirstName DESC NULLS LAST")[-1] is None
    assert names("FirstName DESC NULLS LAST")[:-1] == list(reversed(ascending[1:]))


def test_later_keys_break_ties(asymbl: Any) -> None:
    rows = asymbl.rows(
        f"SELECT bpats__Job__c, bpats__Sequence__c FROM {STAGE} "
        "ORDER BY bpats__Job__c, bpats__Sequence__c DESC"
    )
    keys = [(row["bpats__Job__c"], -row["bpats__Sequence__c"]) for row in rows]
    assert keys == sorted(keys)


def test_limit_and_offset_cut_the_rows(asymbl: Any) -> None:
    def ids(tail: str) -> list[str]:
        return [row["Id"] for row in asymbl.rows(f"SELECT Id FROM Contact ORDER BY Id {tail}")]

    everybody = ids("")
    assert ids("LIMIT 3") == everybody[:3]
    assert ids("LIMIT 3 OFFSET 2") == everybody[2:5]
    assert ids("OFFSET 230") == everybody[230:]
    assert ids("LIMIT 0") == []


def test_all_fields_come_for_few_rows(asymbl: Any) -> None:
    every = asymbl.one("SELECT FIELDS(ALL) FROM Contact LIMIT 1")
    own = asymbl.one("SELECT FIELDS(CUSTOM) FROM Contact LIMIT 1")
    standard = asymbl.one("SELECT FIELDS(STANDARD), Seniority__c FROM Contact LIMIT 1")
    assert set(every) == set(own) | set(standard)
    assert "MailingAddress" in standard
    assert all(name.endswith("__c") for name in own if name != "attributes")
    for tail in ("", " LIMIT 201"):
        assert asymbl.wrong(f"SELECT FIELDS(ALL) FROM Contact{tail}")[1] == "MALFORMED_QUERY"


@pytest.mark.parametrize(
    ("soql", "code", "message"),
    [
        ("SELECT Nope FROM Contact", "INVALID_FIELD", "No such column 'Nope' on entity 'Contact'"),
        ("SELECT Id FROM Nope", "INVALID_TYPE", "sObject type 'Nope' is not supported."),
        ("SELECT Nope.Id FROM Contact", "INVALID_FIELD", "Didn't understand relationship 'Nope'"),
        ("SELECT Owner.Nope FROM Contact", "INVALID_FIELD", "No such column 'Nope' on entity 'Name'"),
        ("SELECT Id, id FROM Contact", "INVALID_FIELD", "duplicate field selected: Id"),
        ("SELECT IsDeleted FROM User", "INVALID_FIELD", "No such column"),
        ("SELECT Id FROM Contact WHERE Nope = 1", "INVALID_FIELD", "No such column"),
        ("SELECT Id FROM Contact ORDER BY Nope", "INVALID_FIELD", "No such column"),
        ("SELECT Id FROM Contact WHERE Description = 'x'", "INVALID_FIELD", "can not be filtered"),
        ("SELECT Id FROM Contact WHERE MailingAddress = 'x'", "INVALID_FIELD", "can not be filtered"),
        ("SELECT Id FROM Contact ORDER BY Languages__c", "INVALID_FIELD", "can not be sorted"),
        ("SELECT Id FROM Contact ORDER BY Description", "INVALID_FIELD", "can not be sorted"),
        ("SELECT Id FROM Contact WHERE CreatedDate = '2026-01-01'", "INVALID_FIELD", "of type dateTime"),
        ("SELECT Id FROM Contact WHERE CreatedDate = 2026-01-01", "INVALID_FIELD", "of type dateTime"),
        ("SELECT Id FROM Contact WHERE LastName = 5", "INVALID_FIELD", "should be enclosed in quotes"),
        ("SELECT Id FROM Contact WHERE Years_of_experience__c = '5'", "INVALID_FIELD", "of type number"),
        ("SELECT Id FROM Contact WHERE LastName = TODAY", "INVALID_FIELD", "of type string"),
        (
            "SELECT Id FROM Contact WHERE Id IN (SELECT LastName FROM Contact)",
            "INVALID_FIELD",
            "must be an id",
        ),
        ("SELECT Id FROM Contact WHERE LastName IN (SELECT Id FROM Contact)", "INVALID_FIELD", "of type"),
        ("SELECT Id FROM Contact WHERE Id = 'x'", "INVALID_QUERY_FILTER_OPERATOR", "invalid ID field: x"),
        ("SELECT Id FROM Contact WHERE Id > '003'", "INVALID_QUERY_FILTER_OPERATOR", "invalid ID field"),
        (
            "SELECT Id FROM Contact WHERE IsDeleted > true",
            "INVALID_QUERY_FILTER_OPERATOR",
            "invalid operator",
        ),
        ("SELECT Id FROM Contact WHERE Id LIKE '003%'", "INVALID_QUERY_FILTER_OPERATOR", "invalid operator"),
        ("SELECT Id FROM Contact WHERE LastName LIKE 5", "INVALID_QUERY_FILTER_OPERATOR", "invalid operator"),
        ("SELECT Id FROM Contact WHERE LastName INCLUDES ('a')", "INVALID_QUERY_FILTER_OPERATOR", "includes"),
        ("SELECT Id FROM Contact OFFSET 2001", "NUMBER_OUTSIDE_VALID_RANGE", "offset"),
        ("SELECT COUNT(), Id FROM Contact", "MALFORMED_QUERY", "Grouped query"),
        ("SELECT COUNT() FROM Contact ORDER BY Id", "MALFORMED_QUERY", "Grouped query"),
        (
            "SELECT Id FROM Contact WHERE CreatedDate = N_DAYS_AGO:900000000",
            "MALFORMED_QUERY",
            "Invalid date",
        ),
        ("SELECT Id FROM ContentDocumentLink", "MALFORMED_QUERY", "Implementation restriction"),
        ("SELECT Id FROM ContentDocumentLink WHERE ShareType = 'V'", "MALFORMED_QUERY", "Implementation"),
        (
            "SELECT Id FROM ContentDocumentLink WHERE LinkedEntityId != null",
            "MALFORMED_QUERY",
            "Implementation",
        ),
        (
            "SELECT Id FROM ContentDocumentLink WHERE LinkedEntityId = '003000000000001' OR IsDeleted = true",
            "MALFORMED_QUERY",
            "Implementation",
        ),
        ("", "MALFORMED_QUERY", "query string"),
    ],
)
def test_what_makes_no_sense_is_refused(asymbl: Any, soql: str, code: str, message: str) -> None:
    status, said, text = asymbl.wrong(soql)
    assert (status, said) == (400, code)
    assert message in text


def test_links_are_asked_for_by_their_ends(asymbl: Any, count: Any) -> None:
    contact = asymbl.contact()
    links = count("ContentDocumentLink", f"LinkedEntityId = '{contact}'")
    assert links == 3
    assert count("ContentDocumentLink", f"LinkedEntityId IN ('{contact}') AND ShareType = 'I'") == links
    everything = asymbl.token_with(all_files=True)
    assert asymbl.ask("SELECT COUNT() FROM ContentDocumentLink", token=everything)["totalSize"] > 100


def test_formulas_are_worked_out_when_asked(asymbl: Any) -> None:
    soql = (
        "SELECT bpats__Applicant_Email__c, bpats__Applicant_Name__c, bpats__Days_in_Current_Stage__c, "
        "bpats__Days_Since_Initial_Application__c, bpats__Hiring_Manager_Name__c "
        f"FROM {APPLICANT} WHERE bpats__Applicant_Email__c = 'marta.reis@mail.example'"
    )
    row = asymbl.one(soql)
    assert row["bpats__Applicant_Name__c"] == "Marta Reis Lima"
    assert row["bpats__Hiring_Manager_Name__c"] == "Ines Okafor"
    asymbl.pass_time(86400)
    later = asymbl.one(soql, token=asymbl.login()["access_token"])
    assert later["bpats__Days_in_Current_Stage__c"] == row["bpats__Days_in_Current_Stage__c"] + 1


def test_deleted_rows_come_only_when_asked_for(asymbl: Any, count: Any) -> None:
    contact = asymbl.create("Contact", LastName="Brief")
    asymbl.delete("Contact", contact)
    assert count("Contact", f"Id = '{contact}'") == 0
    assert count("Contact", f"Id = '{contact}'", deleted=True) == 1
    assert count("Contact", "IsDeleted = true", deleted=True) == 1


def test_a_query_that_is_too_long_for_an_address_is_refused(asymbl: Any) -> None:
    response = asymbl.send("GET", "/services/data/v63.0/query", params={"q": "x" * 17000})
    assert response.status_code == 414
    response = asymbl.send("GET", "/services/data/v63.0/limits", headers={"X-Long": "x" * 17000})
    assert response.status_code == 431
