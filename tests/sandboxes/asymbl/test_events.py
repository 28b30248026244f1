# ruff: noqa: S608 -- queries made of names that the test itself chose

from typing import Any

import pytest

JOB = "bpats__Job__c"
APPLICANT = "bpats__ATS_Applicant__c"


def test_people_add_edit_and_delete_records(asymbl: Any) -> None:
    made = asymbl.happen("add_record", object="Contact", fields={"LastName": "Lind"})["id"]
    asymbl.happen("edit_record", id=made, fields={"Title": "Boss"})
    assert asymbl.get(f"/sobjects/Contact/{made}")["Title"] == "Boss"
    asymbl.happen("delete_record", id=made)
    assert "deleted" in asymbl.refuses("edit_record", id=made, fields={"Title": "x"})
    asymbl.happen("undelete_record", id=made)
    assert asymbl.get(f"/sobjects/Contact/{made}")["Title"] == "Boss"


def test_what_the_platform_refuses_is_said(asymbl: Any) -> None:
    refused = asymbl.refuses("add_record", object="Contact", fields={})
    assert refused == "REQUIRED_FIELD_MISSING: Required fields are missing: [LastName]"
    assert "no object" in asymbl.refuses("add_record", object="Nope", fields={})
    assert "no record" in asymbl.refuses("touch_record", id="nonsense")
    assert "not deleted" in asymbl.refuses("undelete_record", id=asymbl.contact())


def test_automation_moves_the_stamp_alone(asymbl: Any) -> None:
    contact = asymbl.contact()
    before = asymbl.get(f"/sobjects/Contact/{contact}")
    stamp = asymbl.happen("touch_record", id=contact)["system_modstamp"]
    after = asymbl.get(f"/sobjects/Contact/{contact}")
    assert {name for name in after if after[name] != before[name]} == {"SystemModstamp"}
    assert after["SystemModstamp"] == stamp.replace("Z", "+0000")


def test_the_recycle_bin_is_emptied(asymbl: Any) -> None:
    contact = asymbl.create("Contact", LastName="A")
    account = asymbl.create("Account", Name="B")
    asymbl.delete("Contact", contact)
    asymbl.delete("Account", account)
    assert asymbl.happen("purge", object="Account")["ids"] == [account]
    assert asymbl.happen("purge")["ids"] == [contact]
    assert asymbl.ask("SELECT COUNT() FROM Contact WHERE IsDeleted = true", deleted=True)["totalSize"] == 0


def test_a_merge_hands_everything_to_the_master(asymbl: Any) -> None:
    master, loser = asymbl.contact(), asymbl.contact("chidi.okonkwo@mail.example")
    sales = asymbl.one(
        f"SELECT Id, SystemModstamp FROM {APPLICANT} WHERE bpats__ATS_Applicant__c = '{loser}'"
    )
    files = f"SELECT COUNT() FROM ContentDocumentLink WHERE LinkedEntityId = '{master}'"
    before = asymbl.ask(files)["totalSize"]
    assert sales["Id"] in asymbl.happen("merge_contacts", master_id=master, loser_id=loser)["handed_over"]
    gone = asymbl.one(f"SELECT IsDeleted, MasterRecordId FROM Contact WHERE Id = '{loser}'", deleted=True)
    assert (gone["IsDeleted"], gone["MasterRecordId"]) == (True, master)
    moved = asymbl.get(f"/sobjects/{APPLICANT}/{sales['Id']}")
    assert moved["bpats__ATS_Applicant__c"] == master
    assert moved["bpats__Contact_Job_Relationship__c"].startswith(master[:15])
    assert moved["SystemModstamp"] > sales["SystemModstamp"]
    assert asymbl.ask(files)["totalSize"] == before + 1
    assert loser in [
        one["id"]
        for one in asymbl.get(
            "/sobjects/Contact/deleted",
            params={"start": "2026-06-15T00:00:00Z", "end": "2026-06-16T00:00:00Z"},
        )["deletedRecords"]
    ]


def test_a_merge_of_two_who_applied_to_one_job_keeps_both_rows(asymbl: Any) -> None:
    master, loser = asymbl.contact(), asymbl.contact("ewa.kowalski@mail.example")
    asymbl.happen("merge_contacts", master_id=master, loser_id=loser)
    job = asymbl.job()
    rows = asymbl.rows(
        f"SELECT bpats__Contact_Job_Relationship__c FROM {APPLICANT} "
        f"WHERE bpats__ATS_Applicant__c = '{master}' AND bpats__Job__c = '{job}'"
    )
    assert len({row["bpats__Contact_Job_Relationship__c"] for row in rows}) == 2


def test_a_document_of_both_hangs_on_the_master_once(asymbl: Any) -> None:
    master, loser = asymbl.contact(), asymbl.contact("ewa.kowalski@mail.example")
    document = asymbl.rows(
        f"SELECT ContentDocumentId FROM ContentDocumentLink WHERE LinkedEntityId = '{master}'"
    )[0]
    asymbl.create(
        "ContentDocumentLink", ContentDocumentId=document["ContentDocumentId"], LinkedEntityId=loser
    )
    files = f"SELECT COUNT() FROM ContentDocumentLink WHERE LinkedEntityId = '{master}'"
    before = asymbl.ask(files)["totalSize"]
    asymbl.happen("merge_contacts", master_id=master, loser_id=loser)
    assert asymbl.ask(files)["totalSize"] == before


def test_only_two_contacts_are_merged(asymbl: Any) -> None:
    contact, job = asymbl.contact(), asymbl.job()
    for other in (contact, job):
        assert "two different" in asymbl.refuses("merge_contacts", master_id=contact, loser_id=other)


def test_recruiters_move_reject_and_take_back(asymbl: Any) -> None:
    job = asymbl.job()
    applicant = asymbl.apply(asymbl.create("Contact", LastName="Lind"), job)
    hired = asymbl.stages(job)[6]["Id"]
    asymbl.happen("move_applicant", id=applicant, stage_id=hired)
    asymbl.happen("reject_applicant", id=applicant, reason="Client Rejected")
    asymbl.happen("reactivate_applicant", id=applicant)
    row = asymbl.get(f"/sobjects/{APPLICANT}/{applicant}")
    assert row["bpats__Stage__c"] == hired
    assert row["bpats__Applicant_Status__c"] == "Active"
    assert row["bpats__Asymbl_Rejection_Reason__c"] == "Client Rejected"
    assert "restricted picklist" in asymbl.refuses("reject_applicant", id=applicant, reason="Mood")


def test_files_are_hung_up(asymbl: Any) -> None:
    contact = asymbl.create("Contact", LastName="Lind")
    made = asymbl.happen("add_file", place_id=contact, name="cv.pdf", content="aGk=", primary=True)
    version = made["version_id"]
    assert asymbl.get(f"/sobjects/ContentVersion/{version}")["bpats__Is_Primary__c"] is True
    blob = asymbl.send("GET", f"/services/data/v63.0/sobjects/ContentVersion/{version}/VersionData")
    assert blob.content == b"hi"


def test_users_come_and_go(asymbl: Any) -> None:
    made = asymbl.happen("add_user", first_name="Nia", last_name="New", email="nia@acme.example")["id"]
    assert asymbl.get(f"/sobjects/User/{made}")["IsActive"] is True
    asymbl.happen("set_user_active", id=made)
    assert asymbl.get(f"/sobjects/User/{made}")["IsActive"] is False
    assert "no user" in asymbl.refuses("set_user_active", id=asymbl.contact())
    asymbl.happen("set_user_licence", id=made, user_type="PowerPartner")
    assert asymbl.get(f"/sobjects/User/{made}")["UserType"] == "PowerPartner"


def test_fields_are_added_renamed_and_removed(asymbl: Any) -> None:
    asymbl.happen(
        "add_field",
        object=JOB,
        name="Grade__c",
        label="Grade",
        choices=["A", "B"],
        type="picklist",
        value="A",
    )
    job = asymbl.job()
    assert asymbl.one(f"SELECT Grade__c FROM {JOB} WHERE Id = '{job}'")["Grade__c"] == "A"
    asymbl.happen("rename_field", object=JOB, name="bpats__Status__c", to="bpats__Job_Status__c")
    assert asymbl.wrong(f"SELECT bpats__Status__c FROM {JOB}")[1] == "INVALID_FIELD"
    assert (
        asymbl.one(f"SELECT bpats__Job_Status__c FROM {JOB} WHERE Id = '{job}'")["bpats__Job_Status__c"]
        == "Open"
    )
    asymbl.happen("remove_field", object=JOB, name="Grade__c")
    assert asymbl.wrong(f"SELECT Grade__c FROM {JOB}")[1] == "INVALID_FIELD"
    asymbl.happen("add_field", object=JOB, name="Flag__c", label="Flag", type="boolean")
    asymbl.happen("add_field", object=JOB, name="Bonus_Pay__c", label="Bonus", type="currency")
    new = asymbl.create(JOB, Name="New", Bonus_Pay__c=12.345)
    row = asymbl.one(f"SELECT Flag__c, Bonus_Pay__c FROM {JOB} WHERE Id = '{new}'")
    assert (row["Flag__c"], row["Bonus_Pay__c"]) == (False, 12.35)


@pytest.mark.parametrize(
    ("event", "parameters", "message"),
    [
        ("add_field", {"object": JOB, "name": "Level__c", "label": "x"}, "already"),
        ("rename_field", {"object": JOB, "name": "Nope__c", "to": "x"}, "no field"),
        ("remove_field", {"object": "Nope", "name": "x"}, "no object"),
    ],
)
def test_changes_of_metadata_must_make_sense(asymbl: Any, event: str, parameters: Any, message: str) -> None:
    assert message in asymbl.refuses(event, **parameters)


def test_a_field_of_moments_keeps_them_in_utc(asymbl: Any) -> None:
    asymbl.happen("add_field", object="Contact", name="Called__c", label="Called", type="datetime")
    made = asymbl.create("Contact", LastName="Lind", Called__c="2026-03-02T10:15:00+01:00")
    assert asymbl.get(f"/sobjects/Contact/{made}")["Called__c"] == "2026-03-02T09:15:00.000+0000"
    assert asymbl.no_create("Contact", LastName="X", Called__c="then")[1] == "JSON_PARSER_ERROR"
    assert asymbl.no_create("Contact", LastName="X", Called__c=5)[1] == "JSON_PARSER_ERROR"


def test_company_fields_of_files_and_applicants_stay_with_their_records(asymbl: Any) -> None:
    contact, job = asymbl.create("Contact", LastName="Lind"), asymbl.job()
    applicant = asymbl.apply(contact, job)
    asymbl.delete(APPLICANT, applicant)
    tracking = (
        f"SELECT COUNT() FROM bpats__ATS_Stage_Tracking__c WHERE bpats__ATS_Applicant__c = '{applicant}'"
    )
    assert asymbl.ask(tracking)["totalSize"] == 0
    asymbl.happen("undelete_record", id=applicant)
    assert asymbl.ask(tracking)["totalSize"] == 1


def test_picklists_grow(asymbl: Any) -> None:
    asymbl.happen("set_picklist_value", object=APPLICANT, field="bpats__Source__c", value="Fair")
    job = asymbl.job()
    applicant = asymbl.apply(asymbl.create("Contact", LastName="Lind"), job)
    asymbl.update(APPLICANT, applicant, bpats__Source__c="Fair")
    asymbl.happen(
        "set_picklist_value", object=APPLICANT, field="bpats__Source__c", value="Fair", active=False
    )
    refused = asymbl.refusal("PATCH", f"/sobjects/{APPLICANT}/{applicant}", json={"bpats__Source__c": "Fair"})
    assert refused[1] == "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST"


def test_sessions_of_one_app_can_be_ended(asymbl: Any) -> None:
    other = asymbl.token_with()
    assert asymbl.get("/limits")
    assert asymbl.happen("end_sessions", client_id="of-a-profile")["ended"] == 1
    assert asymbl.refusal("GET", "/limits", token=other)[0] == 401
    assert asymbl.get("/limits")
