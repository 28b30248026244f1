"""Create candidate and Create application."""

from collections.abc import Callable
from typing import Any

import httpx
import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assay.connector import Row
from assay.errors import (
    InputError,
    PermissionMissingError,
    VendorRefusedError,
    VendorUnavailableError,
)
from assay_connectors.asymbl.actions.contacts import _money

JOB, STAGE, APPLICANT = "bpats__Job__c", "bpats__ATS_Stage__c", "bpats__ATS_Applicant__c"
OPERATIONS = ("create_candidate", "create_application")
PDF = "JVBERi0xLjQ="


def writes(org: Any) -> list[str]:
    """Objects that were written, in order."""
    return [
        f"{request.method} {request.url.path.split('/')[5]}"
        for request in org.requests
        if request.method != "GET" and "/sobjects/" in request.url.path
    ]


@pytest.mark.parametrize("operation", OPERATIONS)
def test_a_new_address_makes_one_contact_and_then_one_applicant(
    acme: Any, act: Any, order: Any, operation: str
) -> None:
    result = act(operation, order())
    assert writes(acme) == ["POST Contact", f"POST {APPLICANT}"]
    contact, applicant = acme.rows["Contact"][-1], acme.rows[APPLICANT][-1]
    assert acme.sent("POST", "Contact") == [
        {
            "FirstName": "Nia",
            "LastName": "Brandt",
            "Email": "nia.brandt@mail.example",
            "RecordTypeId": "0128c00000Rt1CaAAJ",
        }
    ]
    assert acme.sent("POST", APPLICANT) == [
        {
            "bpats__ATS_Applicant__c": contact["Id"],
            "bpats__Job__c": acme.rows[JOB][0]["Id"],
            "bpats__Stage__c": acme.rows[STAGE][0]["Id"],
            "bpats__Applicant_Status__c": "Active",
            "bpats__Initial_Application_Date__c": "2026-06-15",
        }
    ]
    assert result.remote_id == (contact if operation == "create_candidate" else applicant)["Id"]
    assert result.warnings == ()
    assert [item.record.remote_id for item in result.items if isinstance(item, Row)] == [
        contact["Id"],
        applicant["Id"],
    ]


def test_every_input_about_the_person_arrives(acme: Any, act: Any, order: Any) -> None:
    person = {
        "title": "Shift Supervisor",
        "phone_number": "(512) 757-6000",
        "location": {"city": "Austin", "country": "US", "zip_code": "78701"},
        "availability_date": "2026-08-01T23:30:00-02:00",
        "salary_expectations": {"amount": 5833.333, "period": "MONTH"},
    }
    act("create_candidate", order(person))
    sent = acme.sent("POST", "Contact")[0]
    assert sent["Title"] == "Shift Supervisor"
    assert sent["MobilePhone"] == "(512) 757-6000"
    assert (sent["MailingCity"], sent["MailingCountryCode"], sent["MailingPostalCode"]) == (
        "Austin",
        "US",
        "78701",
    )
    assert sent["bpats__Earliest_Available_Date__c"] == "2026-08-02"
    assert sent["bpats__Desired_Salary__c"] == 70000
    assert "AccountId" not in sent


def test_settings_choose_phone_and_account(acme: Any, act: Any, order: Any) -> None:
    settings = {"options": {"phone_target": "phone", "default_account_id": "0018c00000Po0L1AAJ"}}
    act("create_candidate", order({"phone_number": "1"}), settings)
    sent = acme.sent("POST", "Contact")[0]
    assert (sent["Phone"], sent["AccountId"]) == ("1", "0018c00000Po0L1AAJ")
    assert "MobilePhone" not in sent


def test_without_lists_of_countries_the_name_is_written(acme: Any, act: Any, order: Any) -> None:
    acme.hide("Contact", "MailingCountryCode")
    act("create_candidate", order({"location": {"country": "PT"}}))
    assert acme.sent("POST", "Contact")[0]["MailingCountry"] == "Portugal"


@pytest.mark.parametrize(
    ("amount", "sent"), [(70000.0, 70000), (1.005, 1.0), (12.345, 12.35), (0.1 + 0.2, 0.3)]
)
def test_salaries_have_two_decimals(amount: float, sent: float) -> None:
    assert _money(amount) == pytest.approx(sent, abs=0.011)


@given(st.floats(0, 10**9, allow_nan=False))
def test_no_salary_has_more_than_two_decimals(amount: float) -> None:
    money = _money(amount)
    assert money is not None
    assert round(money, 2) == money


# --- known addresses -----------------------------------------------------------------------------------


@pytest.mark.parametrize("operation", OPERATIONS)
def test_a_known_address_uses_the_contact_and_changes_nothing_of_it(
    acme: Any, act: Any, order: Any, operation: str
) -> None:
    mara = acme.rows["Contact"][0]
    before = dict(mara)
    clerk = acme.rows[JOB][1]["Id"]
    inputs = order(
        {"email_address": mara["Email"].upper(), "title": "Boss", "phone_number": "1"},
        application={"job_id": clerk},
    )
    result = act(operation, inputs)
    assert writes(acme) == [f"POST {APPLICANT}"]
    assert acme.sent("POST", APPLICANT)[0]["bpats__ATS_Applicant__c"] == mara["Id"]
    assert mara == before
    assert result.warnings == (
        f"the contact {mara['Id']} has this e-mail address: it was used and not changed",
    )


def test_of_several_contacts_the_oldest_is_used_and_said(acme: Any, act: Any, order: Any) -> None:
    acme.contact("Nia", "New", Email="nia.brandt@mail.example", days_ago=1)
    oldest = acme.contact("Nia", "Old", Email="Nia.Brandt@mail.example", days_ago=9)
    result = act("create_candidate", order())
    assert result.remote_id == oldest["Id"]
    assert "several contacts have this e-mail address; the oldest" in result.warnings[0]


def test_candidates_go_before_other_contacts_who_are_taken_when_there_is_none(
    acme: Any, act: Any, order: Any
) -> None:
    client = acme.contact(
        "Nia", "Client", Email="nia.brandt@mail.example", days_ago=90, RecordType={"DeveloperName": "Client"}
    )
    assert act("create_candidate", order()).remote_id == client["Id"]
    candidate = acme.contact("Nia", "Candidate", Email="nia.brandt@mail.example", days_ago=3)
    assert act("create_candidate", order()).remote_id == candidate["Id"]


@pytest.mark.parametrize("email", ["o'brien@x.example", "o'brien+a@x.example"])
def test_an_address_with_quotes_finds_its_contact_alone(acme: Any, act: Any, order: Any, email: str) -> None:
    known = acme.contact("Pat", "O'Brien", Email=email)
    assert act("create_candidate", order({"email_address": email})).remote_id == known["Id"]


def test_a_server_that_compares_loosely_is_not_believed(acme: Any, act: Any, order: Any) -> None:
    other = {"attributes": {}, "Id": acme.rows["Contact"][0]["Id"], "Email": "someone.else@mail.example"}
    body = {"totalSize": 1, "done": True, "records": [other]}

    def loose(request: httpx.Request) -> httpx.Response | None:
        return httpx.Response(200, json=body) if "Email = '" in request.url.params.get("q", "") else None

    acme.hooks.append(loose)
    act("create_candidate", order())
    assert writes(acme)[0] == "POST Contact"


def test_hidden_addresses_stop_everything(acme: Any, act: Any, order: Any) -> None:
    acme.hide("Contact", "Email")
    with pytest.raises(PermissionMissingError, match="existing contacts cannot be found"):
        act("create_candidate", order())
    assert writes(acme) == []


# --- job and stage -------------------------------------------------------------------------------------


def test_the_wanted_stage_of_the_job_is_taken(acme: Any, act: Any, order: Any) -> None:
    job, stage = acme.rows[JOB][0]["Id"], acme.rows[STAGE][1]["Id"]
    act("create_application", order(application={"job_id": job, "stage_id": stage}))
    assert acme.sent("POST", APPLICANT)[0]["bpats__Stage__c"] == stage


def test_ids_of_15_characters_are_understood(acme: Any, act: Any, order: Any) -> None:
    job, stage = acme.rows[JOB][0], acme.rows[STAGE][1]["Id"]
    acme.rows[JOB].append({**job, "Id": job["Id"][:15]})
    for row in acme.rows[STAGE][:2]:
        row["bpats__Job__c"] = job["Id"][:15]
    act("create_application", order(application={"job_id": job["Id"][:15], "stage_id": stage[:15]}))
    assert acme.sent("POST", APPLICANT)[0]["bpats__Stage__c"] == stage


@pytest.mark.parametrize("operation", OPERATIONS)
def test_a_stage_of_another_job_is_refused_before_anything_is_written(
    acme: Any, act: Any, order: Any, operation: str
) -> None:
    job, stage = acme.rows[JOB][0]["Id"], acme.rows[STAGE][2]["Id"]
    with pytest.raises(InputError, match="is not one of job") as caught:
        act(operation, order(application={"job_id": job, "stage_id": stage}))
    assert "Applied" in caught.value.hint
    assert writes(acme) == []


def test_jobs_that_are_not_there_or_closed_or_without_stages_are_refused(
    acme: Any, act: Any, order: Any
) -> None:
    with pytest.raises(InputError, match="there is no job"):
        act("create_candidate", order(application={"job_id": "a0J8c00000Qr1StEAJ"}))
    with pytest.raises(InputError, match=r"application\.job_id is not an id"):
        act("create_candidate", order(application={"job_id": "x' OR Id != '"}))
    bare = acme.job("Bare")
    with pytest.raises(InputError, match="has no stages"):
        act("create_candidate", order(application={"job_id": bare["Id"]}))
    closed = acme.rows[JOB][0]
    closed.update(bpats__Is_Closed__c=True, bpats__Status__c="Filled")
    with pytest.raises(InputError, match=r"is closed \(CLOSED\)"):
        act("create_candidate", order())
    assert writes(acme) == []
    act("create_candidate", order(), {"options": {"closed_jobs": "accept"}})
    assert len(writes(acme)) == 2


# --- sources -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("source", "listed", "text", "lead"),
    [
        ({"id": "linkedin"}, "LinkedIn", None, None),
        ({"unified_key": "board"}, "Indeed", None, None),
        ({"unified_key": "Website"}, "Website", None, "Website"),
        ({"name": " website "}, "Website", None, "Website"),
        ({"id": "x", "unified_key": "y", "name": "Indeed"}, "Indeed", None, "Indeed"),
        ({"name": "Job Fair"}, None, "Job Fair", "Job Fair"),
        ({"id": "fair-7"}, None, "fair-7", None),
        ({"unified_key": "fair"}, None, "fair", None),
        ({"name": "x" * 300}, None, "x" * 255, "x" * 300),
        ({}, None, None, None),
    ],
)
def test_a_source_goes_into_the_list_else_beside_it(  # noqa: PLR0917
    acme: Any,
    act: Any,
    order: Any,
    source: dict[str, str],
    listed: str | None,
    text: str | None,
    lead: str | None,
) -> None:
    act("create_candidate", order(source=source), {"source_keys": {"board": "Indeed"}})
    applicant, contact = acme.sent("POST", APPLICANT)[0], acme.sent("POST", "Contact")[0]
    assert applicant.get("bpats__Source__c") == listed
    assert applicant.get("bpats__Internal_Source__c") == text
    assert contact.get("LeadSource") == lead


def test_a_closed_list_of_lead_sources_gets_none_of_its_own(acme: Any, act: Any, order: Any) -> None:
    acme.flag("Contact", "LeadSource", restrictedPicklist=True)
    act("create_candidate", order(source={"name": "Job Fair"}))
    assert "LeadSource" not in acme.sent("POST", "Contact")[0]


def test_without_a_list_the_source_is_a_text(acme: Any, act: Any, order: Any) -> None:
    acme.hide(APPLICANT, "bpats__Source__c")
    acme.flag("Contact", "LeadSource", picklistValues=None)
    act("create_candidate", order(source={"name": "LinkedIn"}))
    assert acme.sent("POST", APPLICANT)[0]["bpats__Internal_Source__c"] == "LinkedIn"


# --- what may not be written ---------------------------------------------------------------------------


def test_an_unwritable_input_is_a_warning(acme: Any, act: Any, order: Any) -> None:
    acme.flag("Contact", "bpats__Desired_Salary__c", createable=False)
    acme.hide("Contact", "Title")
    acme.hide(APPLICANT, "bpats__Source__c", "bpats__Internal_Source__c")
    wanted = order(
        {"title": "Boss", "salary_expectations": {"amount": 1, "period": "YEAR"}}, source={"name": "Fair"}
    )
    result = act("create_candidate", wanted)
    assert set(acme.sent("POST", "Contact")[0]) == {
        "FirstName",
        "LastName",
        "Email",
        "RecordTypeId",
        "LeadSource",
    }
    assert [warning.partition(" was not written")[0] for warning in result.warnings] == [
        "candidate.title",
        "candidate.salary_expectations.amount",
        "source",
    ]
    assert "bpats__Desired_Salary__c of Contact" in result.warnings[1]


def test_strict_settings_make_it_an_error_before_anything_is_written(acme: Any, act: Any, order: Any) -> None:
    acme.hide("Contact", "Title")
    with pytest.raises(InputError, match=r"candidate\.title was not written"):
        act("create_candidate", order({"title": "Boss"}), {"options": {"strict_fields": True}})
    assert writes(acme) == []


@pytest.mark.parametrize("name", ["Contact", APPLICANT])
def test_objects_that_may_not_be_created_stop_everything(acme: Any, act: Any, order: Any, name: str) -> None:
    acme.described[name]["createable"] = False
    with pytest.raises(PermissionMissingError, match=f"may not create records of {name}"):
        act("create_candidate", order())
    assert writes(acme) == []


def test_fields_without_which_there_is_no_point_stop_everything(acme: Any, act: Any, order: Any) -> None:
    acme.flag(APPLICANT, "bpats__Job__c", createable=False)
    with pytest.raises(PermissionMissingError, match="may not write bpats__Job__c"):
        act("create_candidate", order())
    acme.hide("Contact", "LastName")
    acme.flag(APPLICANT, "bpats__Job__c", createable=True)
    with pytest.raises(PermissionMissingError, match="may not write last_name of Contact"):
        act("create_candidate", order())
    assert writes(acme) == []


# --- refusals ------------------------------------------------------------------------------------------


def on_post(org: Any, name: str, *answers: httpx.Response | None) -> None:
    """The answers to the first writes on an object; None lets one through."""
    left = list(answers)

    def answer(request: httpx.Request) -> httpx.Response | None:
        if request.method == "POST" and request.url.path.endswith(f"/sobjects/{name}/") and left:
            return left.pop(0)
        return None

    org.hooks.append(answer)


def duplicates(*ids: str, allow: bool, key: str = "duplicateResut") -> httpx.Response:
    records = [{"record": {"Id": one}} for one in ids]
    result = {"allowSave": allow, "matchResults": [{"matchRecords": records}]}
    body = [{key: result, "errorCode": "DUPLICATES_DETECTED", "message": "Use one of these records?"}]
    return httpx.Response(400, json=body)


@pytest.mark.parametrize("operation", OPERATIONS)
def test_a_rule_that_alerts_is_overridden_once(acme: Any, act: Any, order: Any, operation: str) -> None:
    on_post(acme, "Contact", duplicates(acme.rows["Contact"][0]["Id"], allow=True))
    act(operation, order())
    posts = [one for one in acme.requests if one.method == "POST" and one.url.path.endswith("/Contact/")]
    assert [one.headers.get("Sforce-Duplicate-Rule-Header", "")[:14] for one in posts] == [
        "",
        "allowSave=true",
    ]
    assert orjson.loads(posts[0].content) == orjson.loads(posts[1].content)


def test_a_rule_that_still_objects_is_not_overridden_twice(acme: Any, act: Any, order: Any) -> None:
    alert = duplicates(acme.rows["Contact"][0]["Id"], allow=True)
    on_post(acme, "Contact", alert, alert)
    with pytest.raises(VendorRefusedError, match="Use one of these records"):
        act("create_candidate", order())
    assert writes(acme) == ["POST Contact", "POST Contact"]


def test_a_rule_that_blocks_is_an_error_with_its_message(acme: Any, act: Any, order: Any) -> None:
    on_post(acme, "Contact", duplicates(acme.rows["Contact"][0]["Id"], "bad id", allow=False))
    with pytest.raises(VendorRefusedError, match="Use one of these records"):
        act("create_candidate", order())
    assert writes(acme) == ["POST Contact"]


@pytest.mark.parametrize("key", ["duplicateResut", "duplicateResult"])
def test_a_match_with_the_same_address_is_used(acme: Any, act: Any, order: Any, key: str) -> None:
    late = acme.contact("Nia", "B", Email="elsewhere@mail.example")
    stranger = acme.rows["Contact"][0]["Id"]

    def appear(request: httpx.Request) -> httpx.Response | None:
        """Between the look and the write somebody gives the contact the address."""
        if request.method == "POST" and request.url.path.endswith("/Contact/"):
            late["Email"] = "NIA.brandt@mail.example"
            return duplicates(stranger, late["Id"], allow=False, key=key)
        return None

    acme.hooks.append(appear)
    result = act("create_candidate", order())
    assert result.remote_id == late["Id"]
    assert writes(acme) == ["POST Contact", f"POST {APPLICANT}"]


def test_an_alert_without_any_result_is_an_error(acme: Any, act: Any, order: Any) -> None:
    bare = [{"errorCode": "DUPLICATES_DETECTED", "message": "no"}]
    on_post(acme, "Contact", httpx.Response(400, json=bare))
    with pytest.raises(VendorRefusedError):
        act("create_candidate", order())


@pytest.mark.parametrize("operation", OPERATIONS)
def test_a_second_application_names_the_first(
    acme: Any, act: Any, order: Any, words: Any, operation: str
) -> None:
    mara, first = acme.rows["Contact"][0], acme.rows[APPLICANT][0]
    on_post(acme, APPLICANT, words.refusal(400, "DUPLICATE_VALUE", "duplicate value found", fields=[]))
    with pytest.raises(VendorRefusedError, match="has already applied to this job") as caught:
        act(operation, order({"email_address": mara["Email"]}))
    assert caught.value.detail == {"candidate_id": mara["Id"], "application_id": first["Id"]}
    assert caught.value.vendor_code == "DUPLICATE_VALUE"


def test_a_second_application_that_cannot_be_seen_is_one_all_the_same(
    acme: Any, act: Any, order: Any, words: Any
) -> None:
    acme.rows[APPLICANT].clear()
    on_post(acme, APPLICANT, words.refusal(400, "DUPLICATE_VALUE", "duplicate value found", fields=[]))
    with pytest.raises(VendorRefusedError, match="already applied") as caught:
        act("create_candidate", order({"email_address": acme.rows["Contact"][0]["Email"]}))
    assert "application_id" not in caught.value.detail


def test_a_new_contact_without_application_is_named(acme: Any, act: Any, order: Any, words: Any) -> None:
    on_post(acme, APPLICANT, words.refusal(400, "FIELD_CUSTOM_VALIDATION_EXCEPTION", "not today"))
    with pytest.raises(
        VendorRefusedError, match=r"was created, its application was not: .*not today"
    ) as caught:
        act("create_candidate", order())
    contact = acme.rows["Contact"][-1]["Id"]
    assert caught.value.detail["candidate_id"] == contact
    assert act("create_candidate", order()).remote_id == contact
    assert [row["Id"] for row in acme.rows["Contact"]].count(contact) == 1


# --- lost answers and sessions -------------------------------------------------------------------------


def lost(org: Any, name: str, *, done: bool) -> None:
    """The answer to the first write on an object is lost, after it was done or not."""
    left = [True]

    def lose(request: httpx.Request) -> httpx.Response | None:
        if request.method == "POST" and request.url.path.endswith(f"/sobjects/{name}/") and left:
            left.clear()
            if done:
                org._create(name, orjson.loads(request.content))
            raise httpx.ReadTimeout("lost", request=request)
        return None

    org.hooks.append(lose)


@pytest.mark.parametrize("name", ["Contact", APPLICANT])
@pytest.mark.parametrize("done", [True, False])
def test_a_lost_answer_never_makes_a_second_record(
    acme: Any, act: Any, order: Any, name: str, *, done: bool
) -> None:
    lost(acme, name, done=done)
    before = {key: len(rows) for key, rows in acme.rows.items()}
    result = act("create_candidate", order())
    assert result.remote_id == acme.rows["Contact"][-1]["Id"]
    for key in ("Contact", APPLICANT):
        assert len(acme.rows[key]) == before[key] + 1


def test_a_lost_answer_about_an_old_application_is_not_taken_for_ours(
    acme: Any, act: Any, order: Any, words: Any
) -> None:
    lost(acme, APPLICANT, done=False)
    on_post(acme, APPLICANT, words.refusal(400, "DUPLICATE_VALUE", "duplicate value found"))
    with pytest.raises(VendorRefusedError, match="already applied"):
        act("create_candidate", order({"email_address": acme.rows["Contact"][0]["Email"]}))


def test_a_write_that_stays_unanswered_is_unknown(acme: Any, act: Any, order: Any) -> None:
    def lose(request: httpx.Request) -> httpx.Response | None:
        if request.method == "POST" and request.url.path.endswith("/Contact/"):
            raise httpx.ReadTimeout("lost", request=request)
        return None

    acme.hooks.append(lose)
    with pytest.raises(VendorUnavailableError) as caught:
        act("create_candidate", order())
    assert caught.value.detail["outcome_unknown"] is True


@pytest.mark.parametrize("number", range(2, 14))
def test_a_session_that_ends_anywhere_in_the_chain_is_renewed_once(
    acme: Any, act: Any, order: Any, number: int
) -> None:
    def end(_: httpx.Request) -> None:
        if len(acme.requests) == number and len(acme.tokens) == 1:
            acme.valid.clear()

    def ended(request: httpx.Request) -> httpx.Response | None:
        end(request)
        return None

    acme.hooks.append(ended)
    act(
        "create_candidate",
        order(attachments=[{"name": "cv.pdf", "type": "CV", "data": PDF, "content_type": "application/pdf"}]),
    )
    assert len(acme.tokens) == 2
    assert len(acme.rows["Contact"]) == 4
    assert len(acme.rows[APPLICANT]) == 3
    assert len(acme.rows["ContentVersion"]) == 1


def test_what_is_created_but_cannot_be_read_again_is_a_warning(
    acme: Any, act: Any, order: Any, words: Any
) -> None:
    down = words.refusal(400, "STORAGE_LIMIT_EXCEEDED", "no")

    def refuse(request: httpx.Request) -> httpx.Response | None:
        return down if "Id IN (" in request.url.params.get("q", "") else None

    acme.hooks.append(refuse)
    result = act("create_candidate", order())
    assert result.items == ()
    assert "shown with the next sync" in result.warnings[0]


def test_inputs_without_a_place_are_said(act: Any, order: Any) -> None:
    person = {
        "company": "Acme",
        "gender": "OTHER",
        "location": {"country": "US", "state": "TX", "street_1": "Elm"},
        "social_links": [{"url": "https://x.example"}],
    }
    more = {
        "gdpr_consent": {"given": True},
        "sourced_by": {"user_id": "005"},
        "remote_fields": {"asymbl": {"contact": {}}, "ashby": {"x": 1}},
    }
    warnings = act("create_candidate", order(person, **more)).warnings
    assert [warning.partition(" was not forwarded")[0] for warning in warnings] == [
        "candidate.company",
        "candidate.location.state",
        "candidate.location.street_1",
        "candidate.gender",
        "candidate.social_links",
        "sourced_by",
        "gdpr_consent",
        "remote_fields.asymbl.contact",
    ]


def test_other_actions_are_refused(act: Any) -> None:
    with pytest.raises(InputError, match="no way to add note to application"):
        act("add_application_note", {"application_id": "a0A", "content": "x"})


Maker = Callable[..., Any]
