"""Reading everything."""

import re
from typing import Any

import httpx
import pytest

from assay.connector import Complete, Row
from assay.errors import VendorNonsenseError, VendorUnavailableError

JOB, STAGE, APPLICANT = "bpats__Job__c", "bpats__ATS_Stage__c", "bpats__ATS_Applicant__c"


def test_every_model_is_read_and_said_to_be_complete(acme: Any) -> None:
    read = acme.read()
    assert [len(read.of(model)) for model in sorted(read.complete)] == [4, 2, 2, 2, 4, 1, 2]
    assert len(read.complete) == 7
    assert read.skipped == []
    assert read.notices == []


def test_objects_are_described_before_they_are_asked_for(acme: Any) -> None:
    described: set[str] = set()
    for request in acme.read().requests:
        found = re.search(r"/sobjects/(\w+)/describe", request.url.path)
        if found:
            described.add(found[1])
        elif "q" in request.url.params:
            source = re.search(r" FROM (\w+)", request.url.params["q"])
            assert source is not None
            assert source[1] in described


def test_only_what_is_wanted_is_asked_for(acme: Any) -> None:
    read = acme.read("ats_users")
    assert read.complete == {"ats_users"}
    assert read.paths == ["/services/oauth2/token", "/sobjects/User/describe", "/query"]


def test_job_board_applications_are_never_asked_for(acme: Any) -> None:
    acme.read(after=acme.read())
    assert not any("Job_Board_Application" in str(request.url) for request in acme.requests)


def test_candidates_are_the_contacts_of_their_record_type(acme: Any) -> None:
    read = acme.read("ats_candidates")
    assert "WHERE RecordType.DeveloperName = 'Candidate' " in read.query_of("Contact")
    assert {one.last_name for one in read.of("ats_candidates")} == {"Lind", "Patel"}


def test_without_record_types_candidates_are_those_who_applied(acme: Any) -> None:
    acme.described["Contact"]["recordTypeInfos"] = []
    acme.hooks.append(_empty_semi_join)
    read = acme.read("ats_candidates")
    assert "WHERE Id IN (SELECT bpats__ATS_Applicant__c FROM bpats__ATS_Applicant__c) " in read.query_of(
        "Contact"
    )


def _empty_semi_join(request: httpx.Request) -> httpx.Response | None:
    if "(SELECT" in request.url.params.get("q", ""):
        return httpx.Response(200, json={"totalSize": 0, "done": True, "records": []})
    return None


def test_all_contacts_are_candidates_where_that_is_set(acme: Any) -> None:
    read = acme.read("ats_candidates", options={"candidate_filter": "all"})
    assert " WHERE " not in read.query_of("Contact")
    assert len(read.of("ats_candidates")) == 3


def test_users_are_people_of_the_org(acme: Any) -> None:
    acme.user("Auto", "Process", UserType="AutomatedProcess")
    read = acme.read("ats_users")
    assert {user.last_name for user in read.of("ats_users")} == {"Ferreira", "Okoye"}
    assert {user.status for user in read.of("ats_users")} == {"ACTIVE", "INACTIVE"}


def test_queries_are_ordered_by_stamp_and_id(acme: Any) -> None:
    for query in acme.read().queries:
        assert query.endswith("ORDER BY SystemModstamp ASC, Id ASC")


def test_a_page_size_is_asked_for_within_what_salesforce_takes(acme: Any) -> None:
    for asked, sent in ((3, "200"), (500, "500"), (9000, "2000")):
        read = acme.read("ats_users", page_size=asked)
        assert read.requests[-1].headers["Sforce-Query-Options"] == f"batchSize={sent}"
    assert "Sforce-Query-Options" not in acme.read("ats_users").requests[-1].headers


# --- names ---------------------------------------------------------------------------------------------


def test_a_hidden_field_costs_only_itself(acme: Any) -> None:
    acme.hide(JOB, "bpats__Salary__c")
    read = acme.read()
    assert read.skipped == [("ats_jobs", "salary_amount")]
    assert "bpats__Salary__c" not in read.query_of(JOB)
    assert [job.salary_amount for job in read.of("ats_jobs")] == [None, None]
    assert len(read.complete) == 7


def test_the_next_name_of_a_renamed_field_is_used_and_told(acme: Any) -> None:
    for one in acme.described[JOB]["fields"]:
        if one["name"] == "bpats__Status__c":
            one["name"] = "bpats__Job_Status__c"
    for row in acme.rows[JOB]:
        row["bpats__Job_Status__c"] = row.pop("bpats__Status__c")
    read = acme.read("ats_jobs")
    assert {job.status for job in read.of("ats_jobs")} == {"OPEN", "CLOSED"}
    assert read.notices == ["bpats__Job__c shows no bpats__Status__c; bpats__Job_Status__c is read instead"]
    assert "bpats__Status__c" not in read.query_of(JOB)


def test_a_field_that_no_name_shows_is_named(acme: Any) -> None:
    acme.hide(JOB, "bpats__Status__c")
    read = acme.read("ats_jobs")
    (skipped,) = [item for item in read.items if getattr(item, "field", None) == "status"]
    assert "bpats__Status__c or bpats__Job_Status__c" in skipped.reason


def test_names_of_the_connection_come_first(acme: Any, words: Any) -> None:
    acme.described[JOB]["fields"].append(words.field("Pay__c", "currency"))
    acme.rows[JOB][0]["Pay__c"] = 12.5
    read = acme.read("ats_jobs", options={"names": {"job.salary": ["Pay__c", "bpats__Salary__c"]}})
    assert read.of("ats_jobs")[0].salary_amount == 12.5


def test_a_lookup_to_another_object_is_not_taken_for_ours(acme: Any) -> None:
    acme.flag(JOB, "bpats__Sales_Lead__c", referenceTo=["Contact"])
    acme.rows[JOB][0]["bpats__Sales_Lead__c"] = acme.rows["User"][1]["Id"]
    read = acme.read()
    assert ("ats_join_jobs_users", "roles") in read.skipped
    assert len(read.of("ats_join_jobs_users")) == 1


def test_an_object_that_is_not_visible_skips_its_models_and_no_others(acme: Any) -> None:
    del acme.described[JOB]
    read = acme.read()
    assert {model for model, field in read.skipped if field is None} == {"ats_jobs", "ats_join_jobs_users"}
    assert "ats_candidates" in read.complete
    assert "ats_jobs" not in read.complete


def test_an_object_without_what_makes_it_usable_is_skipped(acme: Any) -> None:
    acme.hide(APPLICANT, "bpats__Stage__c")
    read = acme.read()
    assert ("ats_applications", None) in read.skipped
    assert "ats_applications" not in read.complete


def test_a_hidden_parent_hides_only_its_fields(acme: Any) -> None:
    del acme.described["bpats__Work_Site_Location__c"]
    read = acme.read("ats_jobs")
    assert len(read.of("ats_jobs")) == 2
    assert "Work_Site_Location__r" not in read.query_of(JOB)


def test_mapped_fields_fill_custom_fields(acme: Any) -> None:
    acme.rows[JOB][0]["Cost_Centre__c"] = "CC-7"
    plain = acme.read("ats_jobs")
    assert "Cost_Centre__c" not in plain.query_of(JOB)
    assert plain.of("ats_jobs")[0].custom_fields == {}
    mapping = {"jobs": {"cost_centre": "Cost_Centre__c"}}
    read = acme.read("ats_jobs", options={"custom_fields": mapping})
    assert "Cost_Centre__c" in read.query_of(JOB)
    assert [job.custom_fields for job in read.of("ats_jobs")] == [{"cost_centre": "CC-7"}, {}]


def test_a_mapped_field_that_is_not_there_is_said(acme: Any) -> None:
    mapping = {model: {"mine": "Gone__c"} for model in ("jobs", "candidates", "applications")}
    read = acme.read(options={"custom_fields": mapping, "team_fields": {"Coach__c": "SOURCER"}})
    assert sorted(read.notices) == [
        "Contact shows no Gone__c, which the settings name",
        "bpats__ATS_Applicant__c shows no Gone__c, which the settings name",
        "bpats__Job__c shows no Coach__c, which the settings name",
        "bpats__Job__c shows no Gone__c, which the settings name",
    ]


def test_all_fields_are_read_as_far_as_a_query_has_room(acme: Any, words: Any) -> None:
    acme.rows[JOB][0]["Cost_Centre__c"] = "CC-7"
    everything = {"read_all_fields": True}
    read = acme.read("ats_jobs", options=everything)
    fields = {one.key: one.value for one in read.of("ats_jobs")[0].integration_fields}
    assert fields["Cost_Centre__c"] == "CC-7"
    assert read.notices == []
    many = [words.field(f"Field_with_a_rather_long_name_{number:04d}__c") for number in range(400)]
    acme.described[JOB]["fields"].extend(many)
    read = acme.read("ats_jobs", options=everything)
    assert all(len(str(request.url)) < 16_000 for request in read.requests)
    assert "has more fields than a query holds" in read.notices[0]
    assert "bpats__Salary__c" in read.query_of(JOB)


# --- teams, stages, money ------------------------------------------------------------------------------


def test_a_hiring_manager_is_a_member_only_as_an_active_user(acme: Any) -> None:
    ilse, tom = acme.rows["User"]
    first, second = acme.rows[JOB]
    first.update(
        bpats__Hiring_Manager__c="0038c00000Fa1KeAAJ",
        bpats__Hiring_Manager__r={"Email": "ILSE.Ferreira@acme.example"},
    )
    second.update(bpats__Hiring_Manager__c="003x", bpats__Hiring_Manager__r={"Email": tom["Email"]})
    members = acme.read().of("ats_join_jobs_users")
    assert [(one.job_id, one.user_id, one.roles) for one in members] == [
        (first["Id"], ilse["Id"], ["HIRING_MANAGER", "RECRUITER"])
    ]


def test_addresses_of_managers_cannot_break_the_query(acme: Any, words: Any) -> None:
    nasty = "x' OR Name != 'y@acme.example"
    acme.rows[JOB][0]["bpats__Hiring_Manager__r"] = {"Email": nasty}
    read = acme.read("ats_join_jobs_users")
    asked = words.soql(next(text for text in read.queries if " FROM User " in text))
    assert asked.texts == ["Standard", nasty.casefold()]
    assert len(read.of("ats_join_jobs_users")) == 1


def test_managers_are_not_looked_for_where_users_cannot_be_seen(acme: Any) -> None:
    acme.rows[JOB][0]["bpats__Hiring_Manager__r"] = {"Email": "ilse.ferreira@acme.example"}
    acme.hide("User", "Email")
    assert acme.read("ats_join_jobs_users").one("ats_join_jobs_users").roles == ["RECRUITER"]
    del acme.described["User"]
    read = acme.read("ats_join_jobs_users")
    assert read.one("ats_join_jobs_users").roles == ["RECRUITER"]


def test_further_lookups_give_further_roles(acme: Any, words: Any) -> None:
    acme.described[JOB]["fields"].append(words.field("Coach__c", refers=("User",)))
    acme.rows[JOB][1]["Coach__c"] = acme.rows["User"][0]["Id"]
    read = acme.read("ats_join_jobs_users", options={"team_fields": {"Coach__c": "SOURCER"}})
    assert [one.roles for one in read.of("ats_join_jobs_users")] == [["RECRUITER"], ["SOURCER"]]


def test_stages_are_counted_from_zero_within_their_job(acme: Any) -> None:
    lead = acme.rows[JOB][0]
    acme.stage(lead, "Offer", 1.0, days_ago=5)
    acme.stage(lead, "Odd", None)
    acme.stage(None, "Orphan", 1.0)
    joins = [one for one in acme.read().of("ats_join_jobs_application_stages") if one.job_id == lead["Id"]]
    names = {row["Id"]: row["Name"] for row in acme.rows[STAGE]}
    assert [(one.index, names[one.stage_id]) for one in joins] == [
        (0, "Applied"),
        (1, "Offer"),
        (2, "Hired"),
        (3, "Odd"),
    ]


def test_rows_of_joins_know_their_job(acme: Any) -> None:
    for item in acme.read().items:
        if isinstance(item, Row) and hasattr(item.record, "job_id") and not hasattr(item.record, "outcome"):
            assert item.group == item.record.job_id
        assert not isinstance(item, Complete) or item.group is None


def test_the_currency_is_the_records_else_the_orgs_else_the_settings(acme: Any, words: Any) -> None:
    assert acme.read("ats_jobs").of("ats_jobs")[0].salary_currency == "EUR"
    acme.currency = None
    assert acme.read("ats_jobs").of("ats_jobs")[0].salary_currency is None
    read = acme.read("ats_jobs", options={"default_currency": "GBP"})
    assert [job.salary_currency for job in read.of("ats_jobs")] == ["GBP", None]
    assert sum("connect/organization" in path for path in read.paths) == 1
    acme.described[JOB]["fields"].append(words.field("CurrencyIsoCode", "picklist"))
    acme.rows[JOB][0]["CurrencyIsoCode"] = "USD"
    assert acme.read("ats_jobs").of("ats_jobs")[0].salary_currency == "USD"


# --- what may go wrong ---------------------------------------------------------------------------------


def test_fewer_rows_than_announced_are_no_reason_to_delete(acme: Any) -> None:
    def short(request: httpx.Request) -> httpx.Response | None:
        if " FROM User " in request.url.params.get("q", ""):
            return httpx.Response(200, json={"totalSize": 3, "done": True, "records": []})
        return None

    acme.hooks.append(short)
    read = acme.read("ats_users")
    assert read.complete == set()
    assert "fewer rows of User came" in read.notices[0]


@pytest.mark.parametrize(
    "body",
    [
        {"done": True},
        {"records": [], "totalSize": 0},
        {"records": [], "done": False},
        {"records": [], "done": False, "nextRecordsUrl": "https://evil.example/services/data/v63.0/query/x"},
        {"records": [], "done": False, "nextRecordsUrl": "//evil.example/query/x"},
        {"records": [], "done": False, "nextRecordsUrl": "/services/data/v63.0/query/../sobjects"},
        {"records": ["text"], "done": True},
        {"records": [{"Id": "0058c00000Ab2EfAAJ"}], "done": True},
        {"records": [{"SystemModstamp": "2026-03-05T12:00:00.000+0000"}], "done": True},
        {"records": [{"Id": "005", "SystemModstamp": "yesterday"}], "done": True},
        ["nothing"],
    ],
)
def test_an_answer_outside_what_is_documented_ends_the_run(acme: Any, body: Any) -> None:
    acme.hooks.append(lambda request: httpx.Response(200, json=body) if "q" in request.url.params else None)
    with pytest.raises(VendorNonsenseError):
        acme.read("ats_users")


def test_pages_that_come_in_a_circle_end_the_run(acme: Any) -> None:
    circle = {"records": [], "done": False, "nextRecordsUrl": "/services/data/v63.0/query/01gAround-1"}

    def around(request: httpx.Request) -> httpx.Response | None:
        return httpx.Response(200, json=circle) if "/query" in request.url.path else None

    acme.hooks.append(around)
    for models in (("ats_users",), ("ats_join_jobs_users",)):
        with pytest.raises(VendorNonsenseError, match="circle"):
            acme.read(*models)


def test_a_used_up_quota_names_no_permission(acme: Any, words: Any) -> None:
    over = words.refusal(403, "REQUEST_LIMIT_EXCEEDED", "TotalRequests Limit exceeded.")
    acme.hooks.append(lambda request: over if "q" in request.url.params else None)
    with pytest.raises(VendorUnavailableError) as caught:
        acme.read()
    assert "request limit" in caught.value.message
    assert "Come back later" in caught.value.hint
    assert "permission" not in str(caught.value).lower()
    assert acme.slept_s == []
