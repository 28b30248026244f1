"""What the sheet's chapter 7 makes of the org's answers is the company, wherever the vendor can say it."""

# ruff: noqa: S608 -- queries made of names that the test itself chose

from collections import defaultdict
from typing import Any

import pytest

from assay_company import load
from assay_sandboxes.asymbl import create_app

JOB = "bpats__Job__c"
STAGE = "bpats__ATS_Stage__c"
APPLICANT = "bpats__ATS_Applicant__c"
TYPES = {
    "Permanent": "FULL_TIME",
    "Part Time": "PART_TIME",
    "Contract": "CONTRACT",
    "Internship": "INTERNSHIP",
    "Temporary": "CONTRACT",
}
STATUSES = {"Open": "OPEN", "Draft": "DRAFT", "Closed": "CLOSED", "Filled": "CLOSED"}
COMPANY = load("full")


def moment(text: str) -> str:
    return text.replace("+0000", "Z")


def all_fields(asymbl: Any, name: str) -> str:
    fields = asymbl.get(f"/sobjects/{name}/describe")["fields"]
    return ", ".join(field["name"] for field in fields)


def test_users_are_the_companys(asymbl: Any) -> None:
    rows = asymbl.rows(
        "SELECT FirstName, LastName, Email, IsActive, LastModifiedDate FROM User WHERE UserType = 'Standard'"
    )
    shown = {
        (row["FirstName"], row["LastName"], row["Email"], row["IsActive"], moment(row["LastModifiedDate"]))
        for row in rows
    }
    assert shown == {
        (
            user["first_name"],
            user["last_name"],
            user.get("_email") or user["email"],
            user["status"] == "ACTIVE",
            user["_updated_at"],
        )
        for user in COMPANY.rows("users")
    }


def test_other_kinds_of_users_are_no_people(asymbl: Any) -> None:
    rows = asymbl.rows("SELECT UserType, FirstName FROM User WHERE UserType != 'Standard'")
    assert {row["UserType"] for row in rows} == {"AutomatedProcess", "CloudIntegrationUser"}
    assert {row["FirstName"] for row in rows} == {None}


def test_jobs_are_the_companys(asymbl: Any) -> None:
    rows = {row["Name"]: row for row in asymbl.rows(f"SELECT {all_fields(asymbl, JOB)} FROM {JOB}")}
    assert len(rows) == 14
    for job in COMPANY.rows("jobs"):
        row = rows[job["name"]]
        employment = "CONTRACT" if job["employment_type"] == "SEASONAL" else job["employment_type"]
        assert TYPES[row["bpats__Type__c"]] == employment
        status = "CLOSED" if job["status"] == "ARCHIVED" else job["status"]
        assert STATUSES[row["bpats__Status__c"]] == status
        assert row["bpats__Is_Closed__c"] is (status == "CLOSED")
        assert row["bpats__Post_Externally__c"] is (job["visibility"] == "PUBLIC")
        assert row["bpats__Job_Description__c"] == (job["description"] or None)
        assert row["bpats__Location__c"] == (job["location"] and job["location"]["raw"])
        assert row["bpats__Posted_Date__c"] == (job["opened_at"] and job["opened_at"][:10])
        assert moment(row["CreatedDate"]) == job["remote_created_at"]
        assert moment(row["LastModifiedDate"]) == job["remote_updated_at"]
        if job["salary_amount"] is not None:
            assert row["bpats__Salary__c"] == job["salary_amount"]
            assert row["CurrencyIsoCode"] == job["salary_currency"]


def test_jobs_are_numbered_in_the_order_in_which_they_were_made(asymbl: Any) -> None:
    rows = asymbl.rows(f"SELECT bpats__Job_Number__c FROM {JOB} ORDER BY CreatedDate")
    assert [row["bpats__Job_Number__c"] for row in rows] == [f"{number:05}" for number in range(1, 15)]


def test_places_of_work_have_an_address_of_parts(asymbl: Any) -> None:
    site = "bpats__Work_Site_Location__r"
    parts = ("Address__City__s", "Address__PostalCode__s", "Address__Street__s", "Address__CountryCode__s")
    paths = ", ".join(f"{site}.{name}" for name in (*parts, "bpats__Country_Code__c", "Address__c"))
    rows = {row["Name"]: row for row in asymbl.rows(f"SELECT Name, {paths} FROM {JOB}")}
    for job in COMPANY.rows("jobs"):
        place, shown = job["location"], rows[job["name"]][site]
        if place is None or place["city"] is None:
            assert shown is None
            continue
        assert [shown[name] for name in parts] == [
            place["city"],
            place["zip_code"],
            place["street_1"],
            place["country"],
        ]
        assert shown["bpats__Country_Code__c"] == "Other"
        assert shown["Address__c"]["city"] == place["city"]


def test_own_fields_hold_the_companys_custom_values(asymbl: Any) -> None:
    row = asymbl.one(f"SELECT FIELDS(CUSTOM) FROM {JOB} WHERE Name = 'Backend Engineer' LIMIT 1")
    assert {name: row[name] for name in row if name.endswith("__c") and "bpats__" not in name} == {
        "Cost_centre__c": "CC-17",
        "Headcount__c": 2.0,
        "Backfill__c": False,
        "Target_start__c": "2026-09-01",
        "Level__c": "Senior",
        "Hiring_markets__c": "Iberia;日本",
        "Briefing__c": "Replaces two people who left in spring.",
    }


def test_candidates_are_the_companys(asymbl: Any) -> None:
    soql = f"SELECT {all_fields(asymbl, 'Contact')} FROM Contact WHERE RecordType.DeveloperName = 'Candidate'"
    rows = {(row["FirstName"], row["LastName"]): row for row in asymbl.rows(soql)}
    assert len(rows) == 230
    for person in COMPANY.rows("candidates"):
        first, last = person["first_name"], person["last_name"]
        row = rows[(first, last) if last else (None, first)]
        assert row["Title"] == person["title"]
        assert row["LeadSource"] == person["source"]
        emails = [item["email_address"] for item in person["email_addresses"]]
        assert row["Email"] == (emails[0] if emails else None)
        phones = {"PERSONAL": "MobilePhone", "WORK": "Phone", "OTHER": "OtherPhone"}
        assert {row[name] for name in phones.values()} - {None} == {
            item["phone_number"] for item in person["phone_numbers"]
        }
        for item in person["phone_numbers"]:
            assert row[phones[item["type"]]] == item["phone_number"]
        place = person["location"] or {"city": None, "country": None, "state": None, "zip_code": None}
        shown = [
            row[name] for name in ("MailingCity", "MailingCountryCode", "MailingState", "MailingPostalCode")
        ]
        assert shown == [place["city"], place["country"], place["state"], place["zip_code"]]
        assert row["MailingStateCode"] is None
        assert moment(row["CreatedDate"]) == person["remote_created_at"]
        assert moment(row["LastModifiedDate"]) == person["remote_updated_at"]
        assert row["SystemModstamp"] > row["LastModifiedDate"]


def test_stages_are_copied_per_job_and_ranked(asymbl: Any) -> None:
    rows = asymbl.rows(f"SELECT Name, bpats__Job__r.Name, bpats__Sequence__c FROM {STAGE}")
    ranked: dict[str, list[tuple[float, str]]] = defaultdict(list)
    for row in rows:
        ranked[row["bpats__Job__r"]["Name"]].append((row["bpats__Sequence__c"], row["Name"]))
    jobs, stages = COMPANY.keyed("jobs"), COMPANY.keyed("application_stages")
    expected: dict[str, list[tuple[float, str]]] = defaultdict(list)
    for join in COMPANY.rows("join_jobs_application_stages"):
        stage = stages[join["stage_id"]]["name"]
        expected[jobs[join["job_id"]]["name"]].append((join["index"] + 1, stage))
    assert {name: sorted(found) for name, found in ranked.items()} == {
        name: sorted(found) for name, found in expected.items()
    }


def outcome(row: Any) -> str:
    if row["bpats__Applicant_Status__c"] == "Rejected":
        return "DECLINED"
    stage = row["bpats__Stage__r"]
    hired = "Hired" in (stage["Name"], stage["bpats__Stage_Type__c"])
    return "HIRED" if hired else "PENDING"


def test_applications_are_the_companys(asymbl: Any) -> None:
    soql = (
        "SELECT bpats__ATS_Applicant__r.Name, bpats__Job__r.Name, bpats__Stage__r.Name, "
        "bpats__Stage__r.bpats__Stage_Type__c, bpats__Applicant_Status__c, "
        "bpats__Asymbl_Rejection_Reason__c, "
        f"Screening_score__c, CreatedDate, LastModifiedDate FROM {APPLICANT}"
    )
    shown = {
        (
            row["bpats__ATS_Applicant__r"]["Name"],
            row["bpats__Job__r"]["Name"],
            row["bpats__Stage__r"]["Name"],
            outcome(row),
            row["bpats__Asymbl_Rejection_Reason__c"],
            row["Screening_score__c"],
            moment(row["CreatedDate"]),
            moment(row["LastModifiedDate"]),
        )
        for row in asymbl.rows(soql)
    }
    people, jobs, stages = (COMPANY.keyed(name) for name in ("candidates", "jobs", "application_stages"))
    assert shown == {
        (
            " ".join(
                filter(None, (people[row["candidate_id"]][name] for name in ("first_name", "last_name")))
            ),
            jobs[row["job_id"]]["name"],
            stages[row["current_stage_id"]]["name"],
            row["outcome"],
            row["rejection_reason_name"],
            row["custom_fields"].get("Screening score"),
            row["remote_created_at"],
            row["remote_updated_at"],
        )
        for row in COMPANY.rows("applications")
    }


def test_hiring_teams_hold_whoever_the_lookups_can_name(asymbl: Any) -> None:
    users = {row["Id"]: row for row in asymbl.rows("SELECT Id, FirstName, Email, IsActive FROM User")}
    by_email = {row["Email"].lower(): row["FirstName"] for row in users.values() if row["IsActive"]}
    soql = (
        "SELECT Name, OwnerId, bpats__Sales_Lead__c, bpats__Delivery_Lead__c, bpats__Hiring_Manager__r.Email "
        f"FROM {JOB}"
    )
    shown = set()
    for row in asymbl.rows(soql):
        for lookup, role in (
            ("OwnerId", "RECRUITER"),
            ("bpats__Delivery_Lead__c", "RECRUITER"),
            ("bpats__Sales_Lead__c", "COORDINATOR"),
        ):
            if row[lookup] in users:
                shown.add((row["Name"], users[row[lookup]]["FirstName"], role))
        manager = row["bpats__Hiring_Manager__r"]
        if manager is not None and manager["Email"].lower() in by_email:
            shown.add((row["Name"], by_email[manager["Email"].lower()], "HIRING_MANAGER"))
    jobs, people = COMPANY.keyed("jobs"), COMPANY.keyed("users")
    assert shown == {
        (jobs[join["job_id"]]["name"], people[join["user_id"]]["first_name"], role)
        for join in COMPANY.rows("join_jobs_users")
        for role in join["roles"]
        if role in ("RECRUITER", "COORDINATOR", "HIRING_MANAGER")
    }


def test_some_hiring_managers_are_nobodys_users(asymbl: Any) -> None:
    rows = asymbl.rows(
        f"SELECT Name FROM {JOB} WHERE bpats__Hiring_Manager__r.Email LIKE '%@brightwater.example'"
    )
    assert {row["Name"] for row in rows} == {"Chief Financial Officer", "Warehouse Associate"}


def test_files_are_those_of_the_company(asymbl: Any) -> None:
    links = asymbl.rows(
        "SELECT LinkedEntityId, ContentDocument.Title, ContentDocument.FileExtension, "
        "ContentDocument.FileType FROM ContentDocumentLink WHERE LinkedEntityId IN (SELECT Id FROM Contact)"
    )
    old = asymbl.rows("SELECT Name FROM Attachment")
    files = [row["ContentDocument"] for row in links if row["ContentDocument"]["FileType"] != "SNOTE"]
    names = sorted([f"{one['Title']}.{one['FileExtension']}" for one in files] + [row["Name"] for row in old])
    known = COMPANY.keyed("files")
    expected = [
        known[key]["name"]
        for person in COMPANY.rows("candidates")
        for key in (*filter(None, [person.get("_cv")]), *person.get("_files", ()))
    ]
    assert names == sorted(expected)


@pytest.mark.parametrize("world", ["core", "full"])
def test_a_lookup_leads_to_what_there_is(world: str) -> None:
    app = create_app()
    app.state.sandbox.reset(world)
    org = app.state.sandbox.tenant
    for one in org.schema:
        for record in org.records.of(one.name):
            for field in one.fields:
                value = record.values.get(field.name)
                if field.type == "reference" and value is not None:
                    assert org.schema.of_id(value).name in field.refers_to, (one.name, field.name)
                    assert org.record(value) is not None, (one.name, field.name)
                if field.type in ("picklist", "multipicklist") and field.restricted and value is not None:
                    listed = {choice.value for choice in field.choices}
                    assert set(str(value).split(";")) <= listed, (one.name, field.name, value)
                if isinstance(value, str) and field.length:
                    assert len(value) <= field.length, (one.name, field.name)
