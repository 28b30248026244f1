# ruff: noqa: S608 -- queries made of names that the test itself chose

from typing import Any

APPLICANT = "bpats__ATS_Applicant__c"
TRACKING = "bpats__ATS_Stage_Tracking__c"
STAGE = "bpats__ATS_Stage__c"
JOB = "bpats__Job__c"


def new_contact(asymbl: Any) -> str:
    return str(asymbl.create("Contact", LastName="Lind"))


def test_a_new_applicant_is_active_dated_and_numbered(asymbl: Any) -> None:
    contact, job = new_contact(asymbl), asymbl.job()
    row = asymbl.get(f"/sobjects/{APPLICANT}/{asymbl.apply(contact, job)}")
    assert row["Name"] == "APP-00236"
    assert row["bpats__Applicant_Status__c"] == "Active"
    assert row["bpats__Initial_Application_Date__c"] == row["bpats__Current_Stage_Date__c"] == "2026-06-15"
    assert row["bpats__Contact_Job_Relationship__c"] == f"{contact[:15]}-{job[:15]}"


def test_what_is_given_is_kept(asymbl: Any) -> None:
    job = asymbl.job()
    applicant = asymbl.create(
        APPLICANT,
        bpats__ATS_Applicant__c=new_contact(asymbl),
        bpats__Job__c=job,
        bpats__Stage__c=asymbl.stages(job)[1]["Id"],
        bpats__Initial_Application_Date__c="2026-03-03",
        bpats__Source__c="Website",
        bpats__Internal_Source__c="Example Job Board",
    )
    row = asymbl.get(f"/sobjects/{APPLICANT}/{applicant}")
    assert row["bpats__Initial_Application_Date__c"] == "2026-03-03"
    assert (row["bpats__Source__c"], row["bpats__Internal_Source__c"]) == ("Website", "Example Job Board")


def test_a_stage_contact_and_job_are_needed(asymbl: Any) -> None:
    job = asymbl.job()
    stage = asymbl.stages(job)[0]["Id"]
    missing = asymbl.no_create(APPLICANT, bpats__ATS_Applicant__c=new_contact(asymbl), bpats__Job__c=job)
    assert missing[1:] == ("REQUIRED_FIELD_MISSING", "Required fields are missing: [bpats__Stage__c]")
    for given in ({"bpats__Job__c": job}, {"bpats__ATS_Applicant__c": new_contact(asymbl)}):
        refused = asymbl.no_create(APPLICANT, bpats__Stage__c=stage, **given)
        assert refused[1] == "FIELD_CUSTOM_VALIDATION_EXCEPTION"


def test_lookups_must_lead_to_the_right_objects(asymbl: Any) -> None:
    contact, job = new_contact(asymbl), asymbl.job()
    stage = asymbl.stages(job)[0]["Id"]
    wrong = asymbl.no_create(
        APPLICANT, bpats__ATS_Applicant__c=contact, bpats__Job__c=contact, bpats__Stage__c=stage
    )
    assert wrong[1:] == ("FIELD_INTEGRITY_EXCEPTION", f"Job: id value of incorrect type: {contact}")


def test_nobody_applies_twice_to_a_job(asymbl: Any) -> None:
    contact, job = new_contact(asymbl), asymbl.job()
    first = asymbl.apply(contact, job)
    stage = asymbl.stages(job)[2]["Id"]
    again = asymbl.no_create(
        APPLICANT, bpats__ATS_Applicant__c=contact, bpats__Job__c=job, bpats__Stage__c=stage
    )
    found = f"bpats__Contact_Job_Relationship__c duplicates value on record with id: {first[:15]}"
    assert again == (400, "DUPLICATE_VALUE", f"duplicate value found: {found}")
    asymbl.delete(APPLICANT, first)
    assert asymbl.apply(contact, job) != first


def test_company_applications_cannot_be_repeated_either(asymbl: Any) -> None:
    job, contact = asymbl.job(), asymbl.contact()
    stage = asymbl.stages(job)[0]["Id"]
    again = asymbl.no_create(
        APPLICANT, bpats__ATS_Applicant__c=contact, bpats__Job__c=job, bpats__Stage__c=stage
    )
    assert again[1] == "DUPLICATE_VALUE"


def test_moving_leaves_a_history(asymbl: Any) -> None:
    job = asymbl.job()
    stages = [stage["Id"] for stage in asymbl.stages(job)]
    applicant = asymbl.apply(new_contact(asymbl), job)
    asymbl.pass_time(2 * 86400)
    token = asymbl.login()["access_token"]
    path = f"/services/data/v63.0/sobjects/{APPLICANT}/{applicant}"
    for stage in (stages[0], stages[2]):
        moved = asymbl.send("PATCH", path, token=token, json={"bpats__Stage__c": stage})
        assert moved.status_code == 204
    soql = (
        "SELECT bpats__Type__c, bpats__ATS_Stage__c, bpats__ATS_Stage_Moved_To__c, bpats__End_Date__c, "
        f"bpats__Duration__c FROM {TRACKING} WHERE bpats__ATS_Applicant__c = '{applicant}' ORDER BY Name"
    )
    log, move = ([row[name] for name in list(row)[1:]] for row in asymbl.rows(soql, token=token))
    assert log == ["Log", stages[0], None, "2026-06-17", 2.0]
    assert move == ["Move", stages[0], stages[2], None, None]
    row = asymbl.get(f"/sobjects/{APPLICANT}/{applicant}", token=token)
    assert row["bpats__Current_Stage_Date__c"] == "2026-06-17"


def test_the_platform_takes_stages_of_other_jobs(asymbl: Any) -> None:
    applicant = asymbl.apply(new_contact(asymbl), asymbl.job())
    foreign = asymbl.stages(asymbl.job("Customer Success Manager"))[0]["Id"]
    asymbl.update(APPLICANT, applicant, bpats__Stage__c=foreign)
    assert asymbl.get(f"/sobjects/{APPLICANT}/{applicant}")["bpats__Stage__c"] == foreign


def test_an_applicant_can_be_given_to_another_contact(asymbl: Any) -> None:
    job, other = asymbl.job(), new_contact(asymbl)
    applicant = asymbl.apply(new_contact(asymbl), job)
    asymbl.update(APPLICANT, applicant, bpats__ATS_Applicant__c=other)
    relation = asymbl.get(f"/sobjects/{APPLICANT}/{applicant}")["bpats__Contact_Job_Relationship__c"]
    assert relation == f"{other[:15]}-{job[:15]}"
    asymbl.update(APPLICANT, applicant, bpats__Job__c=None)
    assert asymbl.get(f"/sobjects/{APPLICANT}/{applicant}")["bpats__Contact_Job_Relationship__c"] is None


def test_a_merge_leaves_rows_without_a_job_nameless(asymbl: Any) -> None:
    master, loser = new_contact(asymbl), new_contact(asymbl)
    applicant = asymbl.apply(loser, asymbl.job())
    asymbl.update(APPLICANT, applicant, bpats__Job__c=None)
    asymbl.happen("merge_contacts", master_id=master, loser_id=loser)
    row = asymbl.get(f"/sobjects/{APPLICANT}/{applicant}")
    assert row["bpats__ATS_Applicant__c"] == master
    assert row["bpats__Contact_Job_Relationship__c"] is None


def test_an_account_that_was_chosen_meanwhile_stays(asymbl: Any) -> None:
    asymbl.switch(candidate_pool=True)
    contact = new_contact(asymbl)
    account = asymbl.create("Account", Name="Own")
    asymbl.update("Contact", contact, AccountId=account)
    asymbl.pass_time(4)
    assert asymbl.get(f"/sobjects/Contact/{contact}")["AccountId"] == account


def test_a_rejected_applicant_moves_and_stays_rejected(asymbl: Any) -> None:
    job = asymbl.job()
    applicant = asymbl.apply(new_contact(asymbl), job)
    asymbl.happen("reject_applicant", id=applicant)
    asymbl.update(APPLICANT, applicant, bpats__Stage__c=asymbl.stages(job)[6]["Id"])
    row = asymbl.get(f"/sobjects/{APPLICANT}/{applicant}")
    assert row["bpats__Applicant_Status__c"] == "Rejected"
    assert row["bpats__Asymbl_Rejection_Reason__c"] == "Internal Rejection"


def test_some_stages_take_one_at_a_time(asymbl: Any) -> None:
    job = asymbl.job("Data Intern")
    stage = asymbl.create(
        STAGE, Name="Final", bpats__Job__c=job, bpats__Sequence__c=1, bpats__Block_Multiple_Candidates__c=True
    )
    first = asymbl.apply(new_contact(asymbl), job)
    other = {"bpats__ATS_Applicant__c": new_contact(asymbl), "bpats__Job__c": job, "bpats__Stage__c": stage}
    assert asymbl.no_create(APPLICANT, **other)[1] == "FIELD_CUSTOM_VALIDATION_EXCEPTION"
    asymbl.update(APPLICANT, first, bpats__Stage__c=stage)
    asymbl.happen("reject_applicant", id=first)
    assert asymbl.create(APPLICANT, **other)


def test_a_new_job_has_the_stages_of_its_template(asymbl: Any) -> None:
    job = asymbl.create(JOB, Name="New")
    assert [stage["Name"] for stage in asymbl.stages(job)][:2] == ["New Lead", "Application Review"]
    assert asymbl.get(f"/sobjects/{JOB}/{job}")["bpats__Job_Number__c"] == "00015"
    other = asymbl.rows("SELECT Id FROM bpats__ATS_Template__c WHERE bpats__Is_Default__c = false LIMIT 1")[
        0
    ]["Id"]
    second = asymbl.create(JOB, Name="Newer", bpats__ATS_Template__c=other)
    assert asymbl.stages(second)[0]["Name"] != "New Lead"


def test_a_new_job_may_have_no_stages_for_a_moment(asymbl: Any) -> None:
    asymbl.switch(stages_delay_s=5)
    job = asymbl.create(JOB, Name="New")
    assert asymbl.stages(job) == []
    asymbl.pass_time(6)
    assert len(asymbl.stages(job)) == 8


def test_the_package_puts_new_contacts_into_the_pool(asymbl: Any) -> None:
    asymbl.switch(candidate_pool=True)
    contact = new_contact(asymbl)
    before = asymbl.get(f"/sobjects/Contact/{contact}")
    assert before["AccountId"] is None
    asymbl.pass_time(4)
    after = asymbl.get(f"/sobjects/Contact/{contact}")
    assert after["AccountId"] is not None
    assert after["LastModifiedDate"] == before["LastModifiedDate"] < after["SystemModstamp"]


def test_what_was_undone_gets_neither_account_nor_stages_later(asymbl: Any) -> None:
    asymbl.switch(candidate_pool=True, stages_delay_s=3)
    records = [
        {"attributes": {"type": "Contact"}, "LastName": "Lind"},
        {"attributes": {"type": JOB}, "Name": "X"},
    ]
    body = {"allOrNone": True, "records": [*records, {"attributes": {"type": "Contact"}}]}
    assert asymbl.send("POST", "/services/data/v63.0/composite/sobjects", json=body).status_code == 200
    before = asymbl.ask(f"SELECT COUNT() FROM {STAGE}")["totalSize"]
    asymbl.pass_time(4)
    assert asymbl.ask(f"SELECT COUNT() FROM {STAGE}")["totalSize"] == before
