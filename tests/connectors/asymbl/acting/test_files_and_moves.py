"""Files to and from contacts, and moves between stages."""

import base64
from typing import Any

import httpx
import orjson
import pytest

from assay.connector import Row
from assay.errors import InputError, PermissionMissingError, VendorNonsenseError
from assay_connectors.asymbl.actions.attachments import ON_CANDIDATE
from assay_connectors.asymbl.actions.files import full_name, media_type

JOB, STAGE, APPLICANT = "bpats__Job__c", "bpats__ATS_Stage__c", "bpats__ATS_Applicant__c"
PDF = "JVBERi0xLjQ="
CV = {"name": "cv-mara.pdf", "content_type": "application/pdf", "data": PDF, "type": "CV"}


def files_of(act: Any, contact_id: str) -> Any:
    return act("get_candidate_attachments", {"candidate_id": contact_id})


def test_a_file_for_an_application_is_put_on_its_contact_and_that_is_said(acme: Any, act: Any) -> None:
    applicant = acme.rows[APPLICANT][0]
    result = act("add_application_attachment", {"application_id": applicant["Id"], "attachment": CV})
    assert acme.sent("POST", "ContentVersion") == [
        {
            "PathOnClient": "cv-mara.pdf",
            "Title": "cv-mara",
            "VersionData": PDF,
            "FirstPublishLocationId": applicant["bpats__ATS_Applicant__c"],
            "bpats__Is_Primary__c": True,
        }
    ]
    assert result.warnings == (ON_CANDIDATE,)
    listed = files_of(act, applicant["bpats__ATS_Applicant__c"]).attachments
    assert [(one.file_name, one.type, one.content_type) for one in listed] == [
        ("cv-mara.pdf", "CV", "application/pdf")
    ]
    assert listed[0].data_url == f"data:application/pdf;base64,{PDF}"
    assert listed[0].candidate_id == applicant["bpats__ATS_Applicant__c"]
    assert listed[0].application_id is None
    assert listed[0].remote_created_at is not None
    assert listed[0].remote_updated_at is not None


def test_a_file_of_another_kind_is_no_resume(acme: Any, act: Any) -> None:
    applicant = acme.rows[APPLICANT][0]
    letter = {**CV, "type": "COVER_LETTER"}
    act("add_application_attachment", {"application_id": applicant["Id"], "attachment": letter})
    assert "bpats__Is_Primary__c" not in acme.sent("POST", "ContentVersion")[0]
    assert [one.type for one in files_of(act, applicant["bpats__ATS_Applicant__c"]).attachments] == ["OTHER"]


def test_a_file_shows_once_for_all_applications(acme: Any, act: Any) -> None:
    applicant = acme.rows[APPLICANT][0]
    mara = acme.rows["Contact"][0]
    acme.applicant(mara, acme.rows[STAGE][2])
    act("add_application_attachment", {"application_id": applicant["Id"], "attachment": CV})
    assert len(files_of(act, mara["Id"]).attachments) == 1


@pytest.mark.parametrize(
    ("name", "content_type", "stored", "warned"),
    [
        ("cv", "application/pdf", "cv.pdf", False),
        ("cv.2026", "application/msword", "cv.2026.doc", False),
        ("cv.docx", "application/pdf", "cv.docx", False),
        ("photo", "image/jpeg", "photo.jpg", False),
        ("blob", "application/x-unheard-of", "blob", True),
        ("blob.xyz", "application/x-unheard-of", "blob.xyz", False),
    ],
)
def test_the_media_type_gives_the_extension(  # noqa: PLR0917
    acme: Any,
    act: Any,
    name: str,
    content_type: str,
    stored: str,
    warned: bool,  # noqa: FBT001
) -> None:
    file = {"name": name, "content_type": content_type, "data": PDF, "type": "OTHER"}
    result = act(
        "add_application_attachment", {"application_id": acme.rows[APPLICANT][0]["Id"], "attachment": file}
    )
    assert acme.sent("POST", "ContentVersion")[0]["PathOnClient"] == stored
    assert any("has no extension" in warning for warning in result.warnings) is warned


def test_a_file_is_downloaded_without_our_token(acme: Any, act: Any) -> None:
    found = httpx.Response(200, content=b"%PDF-1.4", headers={"Content-Type": "application/pdf"})
    acme.elsewhere["files.assay.test"] = found
    file = {"name": "cv", "data_url": "https://files.assay.test/cv", "type": "CV"}
    act("add_application_attachment", {"application_id": acme.rows[APPLICANT][0]["Id"], "attachment": file})
    asked = [request for request in acme.requests if request.url.host == "files.assay.test"]
    assert "Authorization" not in asked[0].headers
    sent = acme.sent("POST", "ContentVersion")[0]
    assert base64.b64decode(sent["VersionData"]) == b"%PDF-1.4"
    assert sent["PathOnClient"] == "cv.pdf"


def test_an_unusable_file_stops_everything(acme: Any, act: Any, order: Any) -> None:
    with pytest.raises(InputError, match="not base64"):
        act("create_candidate", order(attachments=[{**CV, "data": "%%%"}]))
    with pytest.raises(InputError, match="0 bytes"):
        act("create_candidate", order(attachments=[{**CV, "data": ""}]))
    assert acme.requests == []


def test_files_go_to_the_reused_contact(acme: Any, act: Any, order: Any) -> None:
    mara = acme.rows["Contact"][0]
    wanted = order(
        {"email_address": mara["Email"]}, application={"job_id": acme.rows[JOB][1]["Id"]}, attachments=[CV]
    )
    act("create_candidate", wanted)
    assert acme.sent("POST", "ContentVersion")[0]["FirstPublishLocationId"] == mara["Id"]
    assert len(files_of(act, mara["Id"]).attachments) == 1


def test_a_file_that_fails_does_not_fail_the_creation(acme: Any, act: Any, order: Any, words: Any) -> None:
    full = words.refusal(400, "STORAGE_LIMIT_EXCEEDED", "storage limit exceeded")

    def refuse(request: httpx.Request) -> httpx.Response | None:
        return full if request.method == "POST" and "ContentVersion" in request.url.path else None

    acme.hooks.append(refuse)
    result = act("create_candidate", order(attachments=[CV]))
    assert result.remote_id is not None
    assert "attachment 'cv-mara.pdf': not done" in result.warnings[0]


@pytest.mark.parametrize("done", [True, False])
def test_a_lost_upload_is_looked_for_before_it_is_repeated(acme: Any, act: Any, *, done: bool) -> None:
    left = [True]

    def lose(request: httpx.Request) -> httpx.Response | None:
        if request.method == "POST" and "ContentVersion" in request.url.path and left:
            left.clear()
            if done:
                acme._create("ContentVersion", orjson.loads(request.content))
            raise httpx.ReadTimeout("lost", request=request)
        return None

    acme.hooks.append(lose)
    applicant = acme.rows[APPLICANT][0]
    act("add_application_attachment", {"application_id": applicant["Id"], "attachment": CV})
    assert len(acme.rows["ContentVersion"]) == 1


def test_an_application_without_contact_takes_no_file(acme: Any, act: Any) -> None:
    applicant = acme.rows[APPLICANT][0]
    applicant["bpats__ATS_Applicant__c"] = None
    with pytest.raises(InputError, match="has no candidate"):
        act("add_application_attachment", {"application_id": applicant["Id"], "attachment": CV})
    with pytest.raises(InputError, match="there is no application"):
        act("add_application_attachment", {"application_id": "a0A8c00000Wx1YzEAJ", "attachment": CV})
    assert acme.sent("POST", "ContentVersion") == []


def test_who_may_not_upload_is_told(acme: Any, act: Any) -> None:
    acme.described["ContentVersion"]["createable"] = False
    with pytest.raises(PermissionMissingError, match="may not create records of ContentVersion"):
        act(
            "add_application_attachment",
            {"application_id": acme.rows[APPLICANT][0]["Id"], "attachment": CV},
        )


# --- reading files -------------------------------------------------------------------------------------


def put_file(org: Any, contact_id: str, number: int, **told: Any) -> str:
    version = f"0688c0000000{number:03d}AAA"
    org.files[version] = b"content"
    document = f"0698c0000000{number:03d}AAA"
    moment = "2026-03-03T14:21:14.000+0000"
    base = {
        "Title": "letter",
        "FileExtension": "pdf",
        "ContentSize": 7,
        "LatestPublishedVersionId": version,
        "CreatedDate": moment,
        "LastModifiedDate": moment,
    }
    org.link(contact_id, document, **{**base, **told})
    return document


def test_old_attachments_come_too_and_notes_do_not(acme: Any, act: Any) -> None:
    contact_id = acme.rows["Contact"][0]["Id"]
    put_file(acme, contact_id, 1)
    put_file(acme, contact_id, 2, FileType="SNOTE")
    moment = "2020-01-01T00:00:00.000+0000"
    old = acme.put(
        "Attachment", "00P", ParentId=contact_id, Name="old.bin", ContentType="image/png", CreatedDate=moment
    )
    acme.files[old["Id"]] = b"old"
    listed = files_of(act, contact_id).attachments
    assert [(one.file_name, one.content_type) for one in listed] == [
        ("letter.pdf", "application/pdf"),
        ("old.bin", "image/png"),
    ]
    assert listed[1].data_url == "data:image/png;base64,b2xk"


def test_a_file_that_cannot_be_read_is_left_out_and_said(acme: Any, act: Any) -> None:
    contact_id = acme.rows["Contact"][0]["Id"]
    put_file(acme, contact_id, 1)
    acme.files.clear()
    result = files_of(act, contact_id)
    assert result.attachments == ()
    assert "'letter.pdf' was left out" in result.warnings[0]


def test_orgs_without_the_old_kind_or_the_mark_are_fine(acme: Any, act: Any) -> None:
    contact_id = acme.rows["Contact"][0]["Id"]
    put_file(acme, contact_id, 1)
    del acme.described["Attachment"]
    acme.hide("ContentVersion", "bpats__Is_Primary__c")
    assert [one.type for one in files_of(act, contact_id).attachments] == ["OTHER"]
    del acme.described["ContentVersion"]
    assert len(files_of(act, contact_id).warnings) == 1  # without versions there are no bytes, either


def test_a_candidate_id_that_is_none_never_reaches_a_query(acme: Any, act: Any) -> None:
    with pytest.raises(InputError, match="candidate_id is not an id"):
        files_of(act, "003' OR Id != '")
    assert acme.requests == []


def test_names_get_their_extension_once() -> None:
    assert full_name("cv", "pdf") == "cv.pdf"
    assert full_name("cv.PDF", "pdf") == "cv.PDF"
    assert full_name("cv", None) == "cv"
    assert full_name(None, "pdf") == "file.pdf"
    assert media_type("x.unheard-of") == "application/octet-stream"
    assert media_type("x.pdf", "text/plain") == "text/plain"


# --- moves ---------------------------------------------------------------------------------------------


def test_a_move_changes_the_stage_alone(acme: Any, act: Any) -> None:
    applicant, target = acme.rows[APPLICANT][0], acme.rows[STAGE][1]
    result = act("move_application_to_stage", {"application_id": applicant["Id"], "stage_id": target["Id"]})
    assert acme.sent("PATCH", APPLICANT) == [{"bpats__Stage__c": target["Id"]}]
    (row,) = result.items
    assert isinstance(row, Row)
    assert getattr(row.record, "current_stage_id", None) == target["Id"]


def test_a_move_to_a_stage_of_another_job_is_refused(acme: Any, act: Any) -> None:
    applicant, target = acme.rows[APPLICANT][0], acme.rows[STAGE][2]
    with pytest.raises(InputError, match="is not one of job"):
        act("move_application_to_stage", {"application_id": applicant["Id"], "stage_id": target["Id"]})
    assert acme.sent("PATCH") == []


def test_a_move_that_shows_no_effect_is_nonsense(acme: Any, act: Any) -> None:
    acme.hooks.append(lambda request: httpx.Response(204) if request.method == "PATCH" else None)
    applicant, target = acme.rows[APPLICANT][0], acme.rows[STAGE][1]
    with pytest.raises(VendorNonsenseError, match="is not in the stage"):
        act("move_application_to_stage", {"application_id": applicant["Id"], "stage_id": target["Id"]})


def test_who_may_not_move_is_told_before_anything_is_sent(acme: Any, act: Any) -> None:
    inputs = {"application_id": acme.rows[APPLICANT][0]["Id"], "stage_id": acme.rows[STAGE][1]["Id"]}
    acme.flag(APPLICANT, "bpats__Stage__c", updateable=False)
    with pytest.raises(PermissionMissingError, match="may not write bpats__Stage__c"):
        act("move_application_to_stage", inputs)
    acme.described[APPLICANT]["updateable"] = False
    with pytest.raises(PermissionMissingError, match="may not change records"):
        act("move_application_to_stage", inputs)
    assert acme.sent("PATCH") == []


def test_an_application_without_job_cannot_move(acme: Any, act: Any) -> None:
    acme.rows[APPLICANT][0]["bpats__Job__c"] = None
    inputs = {"application_id": acme.rows[APPLICANT][0]["Id"], "stage_id": acme.rows[STAGE][1]["Id"]}
    with pytest.raises(InputError, match="has no job"):
        act("move_application_to_stage", inputs)
