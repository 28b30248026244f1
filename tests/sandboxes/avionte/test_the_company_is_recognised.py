"""What chapter 7 of the sheet makes of the answers is the company, where the vendor can say it."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import pytest

from assay_company import load

COMPANY = load("full")
STAGES, REASONS = COMPANY.keyed("application_stages"), COMPANY.keyed("rejection_reasons")
EMPLOYMENT = {
    "contract": "CONTRACT",
    "contract to hire": "CONTRACT",
    "direct hire": "FULL_TIME",
    "permanent": "FULL_TIME",
    "part time": "PART_TIME",
    "seasonal": "SEASONAL",
    "internship": "INTERNSHIP",
}
STATUS = {
    "open": "OPEN",
    "active": "OPEN",
    "in progress": "OPEN",
    "completed": "CLOSED",
    "filled": "CLOSED",
    "pending approval": "DRAFT",
}
PERIOD = {
    "HourlyRate": "HOUR",
    0: "HOUR",
    "DailyRate": "DAY",
    "WeeklyRate": "WEEK",
    "MonthlyRate": "MONTH",
    "AnnualRate": "YEAR",
    "YearlyRate": "YEAR",
    "Salary": "YEAR",
    None: None,
}
PARTS = {
    "city": "city",
    "country": "country",
    "state": "state_Province",
    "street_1": "street1",
    "street_2": "street2",
    "zip_code": "postalCode",
}


def _moment(text: str | None) -> str | None:
    """Sheet 8 no. 3: no zone is UTC, more than milliseconds is cut off, year 1 is none."""
    if text is None or text.startswith("0001-01-01"):
        return None
    moment = datetime.fromisoformat(re.sub(r"(\.\d{6})\d+", r"\1", text))
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _place(address: Mapping[str, Any] | None) -> dict[str, Any] | None:
    parts = {ours: (address or {}).get(theirs) or None for ours, theirs in PARTS.items()}
    return parts if any(parts.values()) else None


def _without_raw(location: Mapping[str, Any] | None) -> dict[str, Any] | None:
    parts = {name: (location or {}).get(name) for name in PARTS}
    return parts if any(parts.values()) else None


def test_jobs_are_those_of_the_company(avionte: Any) -> None:
    shown = {job["id"]: job for job in avionte.post("/jobs/multi-query", avionte.ids("jobs"))}
    assert len(shown) == len(COMPANY.rows("jobs"))
    for row in COMPANY.rows("jobs"):
        job = shown[avionte.job(row["_key"])]
        assert job["title"] == row["name"]
        assert job["description"] == row["description"]
        assert (job["estimatedHours"] or None) == (row["weekly_hours"] and int(row["weekly_hours"]))
        assert EMPLOYMENT[(job["orderType"] or job["employeeType"]).lower()] == row["employment_type"]
        status = "ARCHIVED" if job["isArchived"] else STATUS[job["status"].lower()]
        assert status == row["status"]
        assert job["posted"] is (row["visibility"] == "PUBLIC")
        assert (job["department"] or job["division"]) == row["department"]
        rates = job["payRates"] or {"regular": 0}
        assert (job["targetPayRate"] or rates["regular"] or None) == row["salary_amount"]
        assert (job["minPayRate"] or None) == row["salary_amount_from"]
        assert (job["maxPayRate"] or None) == row["salary_amount_to"]
        said = None if row["salary_period"] == "TWO_WEEKS" else row["salary_period"]
        assert PERIOD[job["rateType"]] == said
        assert _place(job["worksiteAddress"]) == _without_raw(row["location"])
        assert _moment(job["createdDate"]) == row["remote_created_at"]
        edited = row["remote_updated_at"] != row["remote_created_at"]
        assert _moment(job["lastUpdatedDate"]) == (row["remote_updated_at"] if edited else None)
        assert {one["name"] for one in job["customJobDetails"]} == set(row["custom_fields"])


def test_custom_values_of_jobs_are_texts(avionte: Any) -> None:
    job = avionte.get(f"/job/{avionte.job('job-backend')}")
    assert {one["name"]: one["value"] for one in job["customJobDetails"]} == {
        "Cost centre": "CC-17",
        "Headcount": "2",
        "Backfill": "false",
        "Target start": "2026-09-01T00:00:00.000Z",
        "Level": "Senior",
        "Hiring markets": "Iberia, 日本",
        "Briefing": "Replaces two people who left in spring.",
    }


def test_talents_are_the_candidates_of_the_company(avionte: Any) -> None:
    numbers = avionte.ids("talents")
    batches = [numbers[start : start + 100] for start in range(0, len(numbers), 100)]
    shown = {one["id"]: one for batch in batches for one in avionte.post("/talents/multi-query", batch)}
    assert len(shown) == len(COMPANY.rows("candidates"))
    kinds = {"mobilePhone": "PERSONAL", "homePhone": "OTHER", "workPhone": "WORK"}
    for row in COMPANY.rows("candidates"):
        talent = shown[avionte.talent(row["_key"])]
        assert (talent["firstName"], talent["lastName"]) == (row["first_name"], row["last_name"])
        phones = {kind: talent[key] for key, kind in kinds.items() if talent[key]}
        assert phones == {one["type"]: re.sub(r"\D", "", one["phone_number"]) for one in row["phone_numbers"]}
        emails = [talent[key] for key in ("emailAddress", "emailAddress2") if "@" in (talent[key] or "")]
        assert emails == [one["email_address"] for one in row["email_addresses"]]
        first = next(iter(talent["addresses"]), None)
        assert _place(talent["residentAddress"] or first or talent["mailingAddress"]) == _without_raw(
            row["location"]
        )
        assert _moment(talent["createdDate"]) == row["remote_created_at"]
        edited = row["remote_updated_at"] != row["remote_created_at"]
        assert _moment(talent["lastUpdatedDate"]) == (row["remote_updated_at"] if edited else None)


def test_tags_sources_and_custom_fields_hang_on_talents(avionte: Any) -> None:
    names = {key: tag["name"] for key, tag in COMPANY.keyed("tags").items()}
    tagged: dict[str, list[str]] = {}
    for join in COMPANY.rows("join_candidates_tags"):
        tagged.setdefault(join["candidate_id"], []).append(names[join["tag_id"]])
    for row in COMPANY.rows("candidates"):
        number = avionte.talent(row["_key"])
        shown = avionte.get(f"/talent/{number}/all-tags")
        assert [tag["tag"] for tag in shown["tags"]] == tagged.get(row["_key"], [])
        assert shown["customFields"] == row["custom_fields"]
        origin = avionte.get(f"/talent/{number}")["origin"]
        by_partner = row.get("_source") == "source-agency"
        assert origin == (f"{row['source']}API" if by_partner else None)
        assert next((source["sourceName"] for source in shown["sources"]), None) == row["source"]


def test_stages_and_reasons_are_those_of_the_company_but_for_where_the_rejected_are(avionte: Any) -> None:
    rows = avionte.get("/job/activity-types")
    active = [one for one in rows if one["stageType"] == "Active"]
    order = {"Pipeline": 0, "Nominated": 1}
    names = [
        one["name"] for one in sorted(active, key=lambda one: (order[one["category"]], one["sortOrder"]))
    ]
    said = [row for row in COMPANY.rows("application_stages") if row["_type"] != "Archived"]
    early = [row["name"] for row in said if row["_type"] in ("Lead", "PreInterviewScreen")]
    assert names == early + [row["name"] for row in said if row["name"] not in early]
    declined = {one["name"]: one["category"] for one in rows if one["stageType"] == "Declined"}
    assert declined.pop("Not interested") == "Pipeline"
    assert declined == dict.fromkeys((row["name"] for row in REASONS.values()), "Nominated")


def _forms(avionte: Any) -> dict[tuple[int, int], dict[str, Any]]:
    """What is known of each application, as far as lists tell."""
    forms: dict[tuple[int, int], dict[str, Any]] = {}
    for job in avionte.ids("jobs"):
        for row in avionte.get(f"/webapplicants/job/{job}"):
            forms.setdefault((row["talentId"], job), {})["web"] = row
        for number in avionte.get(f"/talent/stages/job/{job}"):
            row = avionte.get(f"/talent/stage/{number}")
            forms.setdefault((row["talentId"], job), {})["nominated"] = row
    return forms


def test_applications_are_those_of_the_company_but_for_hidden_ones(avionte: Any) -> None:
    shown = _forms(avionte)
    hidden = 0
    for row in COMPANY.rows("applications"):
        key = avionte.talent(row["candidate_id"]), avionte.job(row["job_id"])
        stage, form = STAGES[row["current_stage_id"]], shown.pop(key, None)
        if form is None:
            hidden += 1
            assert (stage["_type"], row.get("_submitted")) == ("PreInterviewScreen", None)
            continue
        created = form["web"]["applyDate"] if "web" in form else form["nominated"]["jobActivityDate"]
        assert _moment(created) == row["remote_created_at"]
        nomination = form.get("nominated")
        if nomination is None:
            assert row["outcome"] == "PENDING"
            assert stage["_type"] in ("Lead", "PreInterviewScreen")
        elif nomination["stageType"] == "Declined":
            assert row["outcome"] == "DECLINED"
            assert nomination["jobActivityName"] == row["rejection_reason_name"]
            declined = nomination["declinedDate"] or nomination["stagedDate"]
            assert _moment(declined) == row["rejected_at"]
        else:
            assert row["outcome"] != "DECLINED"
            assert nomination["jobActivityName"] == stage["name"]
            assert (nomination["acceptedDate"] is not None) is (row["outcome"] == "HIRED")
    assert not shown
    assert hidden > 5


def test_hired_people_have_placements(avionte: Any) -> None:
    placements = avionte.post("/placements/multi-query", avionte.ids("placements"))
    hired = [row for row in COMPANY.rows("applications") if row["outcome"] == "HIRED"]
    assert {(one["talentId"], one["jobId"]) for one in placements} == {
        (avionte.talent(row["candidate_id"]), avionte.job(row["job_id"])) for row in hired
    }


def test_some_are_applicant_pipelined_and_nominated_for_one_job_at_once(avionte: Any) -> None:
    talent, job = avionte.talent("candidate-marta"), avionte.job("job-backend")
    assert talent in [row["talentId"] for row in avionte.get(f"/webapplicants/job/{job}")]
    nomination = avionte.nomination(talent, job)
    assert nomination["jobActivityName"] == "Technical Interview"
    row = avionte.sandbox.tenant.acme.pipeline_row(talent, job)
    shown = avionte.get(f"/pipeline/{row.id}")
    assert shown == {
        "pipelineId": row.id,
        "talentId": talent,
        "jobId": job,
        "createdDate": "2026-05-02T07:00:01",
    }


def test_web_applications_are_listed_by_job_by_talent_and_by_several_jobs(avionte: Any) -> None:
    jobs = avionte.job("job-backend"), avionte.job("job-hostile")
    each = [avionte.get(f"/webapplicants/job/{job}") for job in jobs]
    together = avionte.post("/webapplicants/job/multi-query", list(jobs))
    assert sorted(map(str, together)) == sorted(map(str, [*each[0], *each[1]]))
    talent = avionte.talent("candidate-marta")
    assert avionte.get(f"/webapplicants/talent/{talent}") == [
        row for row in each[0] if row["talentId"] == talent
    ]
    posted = avionte.get(f"/webapplicants/talent/{talent}/posted-jobs")
    assert [(one["jobId"], one["title"]) for one in posted] == [(jobs[0], "Backend Engineer")]


def test_the_resume_is_one_thing_and_documents_are_others(avionte: Any) -> None:
    number = avionte.talent("candidate-zoe")
    assert avionte.get(f"/talent/{number}")["talentResume"] is None
    shown = avionte.get(f"/talent/{number}?includeResume=True")
    assert shown["talentResume"]["resumeFilename"] == "cv.pdf"
    assert avionte.get(f"/talent/{number}?includeResume=False")["talentResume"] is None
    assert avionte.refused("GET", f"/talent/{number}?includeResume=yes") == 400
    documents = avionte.get(f"/talent/{number}/document")
    assert [(one["title"], one["documentType"]) for one in documents] == [
        ("Zeugnis Müller.pdf", "Certification"),
        ("photo.png", "Other"),
    ]
    assert {one["contents"] for one in documents} == {None}
    assert avionte.get(f"/talent/{number}/document/{documents[0]['id']}")["contents"].startswith("JVBER")
    other = avionte.talent("candidate-marta")
    assert avionte.refused("GET", f"/talent/{other}/document/{documents[0]['id']}") == 404
    assert avionte.refused("GET", f"/talent/{number}/document/1") == 404


def test_tax_numbers_are_there_to_be_left_out(avionte: Any) -> None:
    assert len(avionte.get(f"/talent/{avionte.talent('candidate-marta')}")["taxIdNumber"]) == 9
    assert avionte.get(f"/talent/{avionte.talent('candidate-ewa')}")["taxIdNumber"] is None


def test_oddities_of_the_sheet_are_there(avionte: Any) -> None:
    jobs = avionte.post("/jobs/multi-query", avionte.ids("jobs"))
    assert all(job["worksiteaddressId"] == job["worksiteAddressId"] for job in jobs)
    assert {type(job["rateType"]) for job in jobs} == {str, int, type(None)}
    assert {len(job) for job in jobs} != {len(jobs[0])}  # some keys are absent
    dates = [job["createdDate"] for job in jobs] + [job["endDate"] for job in jobs]
    assert "0001-01-01T00:00:00Z" in dates
    assert any(date and re.search(r"\.\d{7}\+00:00$", date) for date in dates)
    assert any(date and re.fullmatch(r"[0-9T:-]+", date) for date in dates)
    raw = avionte.send("GET", f"/job/{jobs[0]['id']}").text
    assert '"oT_Type"' in raw
    assert '"overtimeRuleID"' in raw
    assert '"state_Province"' in raw


@pytest.mark.parametrize("world", ["core", "full"])
def test_the_small_world_is_closed(avionte: Any, world: str) -> None:
    avionte.control("reset", {"world": world})
    avionte._token = None
    known = set(avionte.ids("talents"))
    assert {talent for talent, _ in _forms(avionte)} <= known
    assert len(known) == len(load(world).rows("candidates"))  # type: ignore[arg-type]
