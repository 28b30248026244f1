"""Tags, attachments, stages, result links, notes."""

import base64
from typing import Any

import httpx
import pytest

from assay.connector import Row
from assay.errors import InputError, VendorRefusedError, VendorUnavailableError
from assay.unified.actions import (
    AddApplicationAttachment,
    AddApplicationNote,
    AddApplicationResultLink,
    AddCandidateAttachment,
    AddCandidateResultLink,
    AddCandidateTag,
    GetApplicationAttachments,
    GetCandidateAttachments,
    MoveApplicationToStage,
    RejectApplication,
    RemoveCandidateTag,
)
from assay_connectors.files import WantedFile, ready


def test_an_action_that_ashby_has_not_is_refused(ashby: Any) -> None:
    with pytest.raises(InputError, match="remove tag from candidate"):
        ashby.connector().act(RemoveCandidateTag.model_validate({"candidate_id": "c", "tag": {"name": "x"}}))


# --- tags --------------------------------------------------------------------------------------------

TAG = AddCandidateTag.model_validate({"candidate_id": "cand-1", "tag": {"name": "Strong"}})


def test_a_tag_is_made_or_found_and_put_on_the_candidate(ashby: Any, make_candidate: Any) -> None:
    ashby.on(
        "/candidate.info", make_candidate(tags=[{"id": "tag-1", "title": "Strong", "isArchived": False}])
    )

    result = ashby.connector().act(TAG)

    assert ashby.sent("/candidateTag.create") == [{"title": "Strong"}]
    assert ashby.sent("/candidate.addTag") == [{"candidateId": "cand-1", "tagId": "tag-1"}]
    stores = [item.record.store_id for item in result.items if isinstance(item, Row)]
    assert stores == ["ats_tags", "ats_candidates", "ats_join_candidates_tags"]


def test_a_key_that_may_not_make_tags_uses_one_that_exists(ashby: Any) -> None:
    ashby.forbid("/candidateTag.create").on(
        "/candidateTag.list", [{"id": "tag-7", "title": "strong"}, {"id": "tag-8", "title": "Strong"}]
    )

    ashby.connector().act(TAG)

    assert ashby.sent("/candidate.addTag") == [{"candidateId": "cand-1", "tagId": "tag-8"}]


def test_a_key_that_may_not_make_the_tag_that_is_missing_fails_without_writing(ashby: Any) -> None:
    ashby.forbid("/candidateTag.create").on("/candidateTag.list", [])

    with pytest.raises(InputError, match="no tag 'Strong'"):
        ashby.connector().act(TAG)

    assert "/candidate.addTag" not in ashby.paths


def test_an_archived_tag_is_warned_of(ashby: Any) -> None:
    ashby.on("/candidateTag.create", {"id": "tag-1", "title": "Strong", "isArchived": True})

    assert "archived" in ashby.connector().act(TAG).warnings[0]


# --- adding attachments ------------------------------------------------------------------------------


def attachment(type_: str = "OTHER", **more: Any) -> dict[str, Any]:
    data = {"data": base64.b64encode(b"%PDF-1").decode(), "content_type": "application/x-letter"}
    return {"name": "letter.pdf", "type": type_, **(more or data)}


def test_a_file_for_an_application_goes_to_its_candidate(ashby: Any, make_application: Any) -> None:
    ashby.on("/application.info", make_application(candidate={"id": "cand-merged"}))
    action = AddApplicationAttachment.model_validate({"application_id": "app-1", "attachment": attachment()})

    result = ashby.connector().act(action)

    assert ashby.paths[:4] == [
        "/application.info",
        "/file.createFileUploadHandle",
        "//storage.test",
        "/candidate.uploadFile",
    ]
    assert ashby.sent("/application.info") == [{"applicationId": "app-1"}]
    assert ashby.sent("/candidate.uploadFile") == [{"candidateId": "cand-merged", "fileHandle": "handle-1"}]
    assert "put on the candidate" in result.warnings[0]


def test_a_cv_becomes_the_resume(ashby: Any) -> None:
    action = AddCandidateAttachment.model_validate({"candidate_id": "cand-1", "attachment": attachment("CV")})

    result = ashby.connector().act(action)

    assert ashby.writes == ["/file.createFileUploadHandle", "//storage.test", "/candidate.uploadResume"]
    assert ashby.sent("/file.createFileUploadHandle")[0]["fileUploadContext"] == "CandidateResume"
    assert result.warnings == ()


def test_the_storage_gets_its_fields_first_the_file_last_and_no_credential(ashby: Any) -> None:
    action = AddCandidateAttachment.model_validate({"candidate_id": "cand-1", "attachment": attachment()})

    ashby.connector().act(action)

    (upload,) = [request for request in ashby.requests if request.url.host == "storage.test"]
    text = upload.content.decode()
    assert text.index('name="key"') < text.index('name="policy"') < text.index('name="file"')
    assert 'name="file"; filename="letter.pdf"\r\nContent-Type: application/x-letter\r\n\r\n%PDF-1' in text
    assert "authorization" not in upload.headers
    assert "ashby-version" not in upload.headers


@pytest.mark.parametrize(
    ("given", "served", "name", "expected"),
    [
        ("text/x-own", "text/x-served", "cv.pdf", "text/x-own"),
        (None, "text/x-served; charset=utf-8", "cv.pdf", "text/x-served"),
        (None, None, "cv.PDF", "application/pdf"),
        (None, None, "cv", "application/octet-stream"),
        (None, None, "cv.unknown", "application/octet-stream"),
    ],
)
def test_a_content_type_is_taken_from_the_caller_the_download_or_the_name(
    ashby: Any, given: str | None, served: str | None, name: str, expected: str
) -> None:
    headers = {"Content-Type": served} if served else {}
    ashby.on("//files.test", httpx.Response(200, content=b"body", headers=headers))
    wanted = {"name": name, "type": "OTHER", "content_type": given, "data_url": "https://files.test/cv"}

    ashby.connector().act(AddCandidateAttachment.model_validate({"candidate_id": "c", "attachment": wanted}))

    handle = ashby.sent("/file.createFileUploadHandle")[0]
    assert (handle["contentType"], handle["contentLength"]) == (expected, 4)


@pytest.mark.parametrize(("type_", "part"), [("CV", "resume"), ("OTHER", "file")])
def test_without_upload_places_the_file_is_sent_in_one_request(ashby: Any, type_: str, part: str) -> None:
    ashby.on("/file.createFileUploadHandle", httpx.Response(404, text="not here"))
    action = AddCandidateAttachment.model_validate(
        {"candidate_id": "cand-1", "attachment": attachment(type_)}
    )

    ashby.connector().act(action)

    sent = next(request for request in ashby.requests if request.url.path.startswith("/candidate.upload"))
    assert f'name="{part}"; filename="letter.pdf"' in sent.content.decode()
    assert "authorization" in sent.headers


def test_a_refused_upload_place_fails_the_action(ashby: Any) -> None:
    ashby.refuse("/file.createFileUploadHandle", "invalid_input")
    action = AddCandidateAttachment.model_validate({"candidate_id": "cand-1", "attachment": attachment()})

    with pytest.raises(VendorRefusedError):
        ashby.connector().act(action)


def test_a_lost_upload_is_made_again_with_a_new_place(ashby: Any) -> None:
    ashby.on("//storage.test", httpx.ReadTimeout("lost"), httpx.Response(204))
    action = AddCandidateAttachment.model_validate({"candidate_id": "cand-1", "attachment": attachment()})

    ashby.connector().act(action)

    assert len(ashby.sent("/file.createFileUploadHandle")) == 2
    assert len(ashby.sent("/candidate.uploadFile")) == 1


def test_a_storage_that_is_down_fails_the_action(ashby: Any) -> None:
    ashby.on("//storage.test", httpx.Response(503))
    action = AddCandidateAttachment.model_validate({"candidate_id": "cand-1", "attachment": attachment()})

    with pytest.raises(VendorUnavailableError):
        ashby.connector().act(action)


@pytest.mark.parametrize(("stored", "times"), [(b"%PDF-1", 1), (b"an older file", 2)])
@pytest.mark.parametrize("type_", ["CV", "OTHER"])
def test_a_lost_attachment_is_repeated_only_when_the_file_is_not_there(
    ashby: Any, make_candidate: Any, type_: str, stored: bytes, times: int
) -> None:
    path = "/candidate.uploadResume" if type_ == "CV" else "/candidate.uploadFile"
    handles = [
        {"id": "f0", "name": "other.pdf", "handle": "h0"},
        {"id": "f1", "name": "letter.pdf", "handle": "h1"},
    ]
    holder = make_candidate(fileHandles=handles, resumeFileHandle=handles[1])
    ashby.on("/candidate.info", holder).lose(path, then=holder)
    upload = httpx.Response(204)
    ashby.on(
        "//storage.test",
        lambda request: httpx.Response(200, content=stored) if request.method == "GET" else upload,
    )
    action = AddCandidateAttachment.model_validate(
        {"candidate_id": "cand-1", "attachment": attachment(type_)}
    )

    ashby.connector().act(action)

    assert len(ashby.sent(path)) == times
    assert ashby.sent("/file.info")[0] == {"fileHandle": "h1"}


def test_a_file_without_content_is_refused(ashby: Any) -> None:
    with pytest.raises(InputError, match="neither data nor data_url"):
        ready(ashby.connect().runtime, WantedFile(name="cv.pdf"))


# --- reading attachments -----------------------------------------------------------------------------

HANDLE = {"id": "file-1", "name": "cv.docx", "handle": "h1"}
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def test_the_resume_of_the_application_is_returned(ashby: Any, make_application: Any) -> None:
    ashby.on("/application.info", make_application(resumeFileHandle=HANDLE))

    result = ashby.connector().act(GetApplicationAttachments.model_validate({"application_id": "app-1"}))

    (found,) = result.attachments
    assert (found.remote_id, found.type, found.file_name, found.content_type) == (
        "file-1",
        "CV",
        "cv.docx",
        WORD,
    )
    assert (found.application_id, found.candidate_id) == ("app-1", None)
    assert found.data_url == "https://storage.test/cv.pdf?signed=1"
    assert ashby.paths == ["/application.info", "/file.info"]


def test_an_application_without_resume_falls_back_to_its_candidate(ashby: Any, make_candidate: Any) -> None:
    ashby.on("/candidate.info", make_candidate(resumeFileHandle=HANDLE))

    result = ashby.connector().act(GetApplicationAttachments.model_validate({"application_id": "app-1"}))

    assert [(one.file_name, one.application_id) for one in result.attachments] == [("cv.docx", None)]


def test_only_the_resume_of_a_candidate_is_returned(ashby: Any, make_candidate: Any) -> None:
    letter = {"id": "file-2", "name": "letter.pdf", "handle": "h2"}
    ashby.on("/candidate.info", make_candidate(resumeFileHandle=HANDLE, fileHandles=[HANDLE, letter]))

    result = ashby.connector().act(GetCandidateAttachments.model_validate({"candidate_id": "cand-1"}))

    assert [(one.file_name, one.candidate_id) for one in result.attachments] == [("cv.docx", "cand-1")]
    assert ashby.sent("/candidate.info") == [{"id": "cand-1"}]
    assert ashby.sent("/file.info") == [{"fileHandle": "h1"}]


def test_without_a_resume_nothing_is_returned_and_no_file_is_asked_for(ashby: Any) -> None:
    result = ashby.connector().act(GetCandidateAttachments.model_validate({"candidate_id": "cand-1"}))

    assert result.attachments == ()
    assert "/file.info" not in ashby.paths


# --- stages ------------------------------------------------------------------------------------------

MOVE = MoveApplicationToStage.model_validate({"application_id": "app-1", "stage_id": "stage-2"})
REJECT = RejectApplication.model_validate({"application_id": "app-1", "rejection_reason_id": "reason-1"})
STAGES = [{"id": "stage-1", "type": "Active"}, {"id": "stage-9", "type": "Archived"}]


def test_an_application_is_moved(ashby: Any) -> None:
    result = ashby.connector().act(MOVE)

    assert ashby.sent("/application.changeStage") == [
        {"applicationId": "app-1", "interviewStageId": "stage-2"}
    ]
    assert [item.record.store_id for item in result.items if isinstance(item, Row)] == ["ats_applications"]


def test_moving_to_an_archived_stage_points_to_rejecting(ashby: Any) -> None:
    ashby.refuse("/application.changeStage", "invalid_input")
    ashby.on("/interviewStage.info", {"id": "stage-2", "type": "Archived"})

    with pytest.raises(VendorRefusedError, match="Reject application"):
        ashby.connector().act(MOVE)


@pytest.mark.parametrize("stage", [{"id": "stage-2", "type": "Active"}, None])
def test_another_refusal_of_a_move_is_handed_on(ashby: Any, stage: dict[str, str] | None) -> None:
    ashby.refuse("/application.changeStage", "invalid_input")
    if stage is None:
        ashby.forbid("/interviewStage.info")
    else:
        ashby.on("/interviewStage.info", stage)

    with pytest.raises(VendorRefusedError, match="no: invalid_input"):
        ashby.connector().act(MOVE)


def test_a_lost_move_that_took_effect_is_not_repeated(ashby: Any, make_application: Any) -> None:
    ashby.lose("/application.changeStage")
    ashby.on("/application.info", make_application(currentInterviewStage={"id": "stage-2"}))

    ashby.connector().act(MOVE)

    assert len(ashby.sent("/application.changeStage")) == 1


def test_rejecting_archives_with_the_reason_in_the_stage_of_the_plan(ashby: Any) -> None:
    ashby.on("/interviewStage.list", STAGES)

    result = ashby.connector().act(REJECT)

    assert ashby.paths[:3] == ["/application.info", "/interviewStage.list", "/application.changeStage"]
    assert ashby.sent("/interviewStage.list") == [{"interviewPlanId": "plan-1"}]
    assert ashby.sent("/application.changeStage") == [
        {"applicationId": "app-1", "interviewStageId": "stage-9", "archiveReasonId": "reason-1"}
    ]
    assert result.warnings == ()


def test_a_note_on_a_rejection_is_not_forwarded(ashby: Any) -> None:
    ashby.on("/interviewStage.list", STAGES)

    result = ashby.connector().act(REJECT.model_copy(update={"note": "sorry"}))

    assert "sorry" not in str(ashby.sent("/application.changeStage"))
    assert result.warnings == ("note was not forwarded: Ashby's API has no place for it",)


def test_a_plan_without_an_archived_stage_rejects_nothing(ashby: Any) -> None:
    ashby.on("/interviewStage.list", STAGES[:1])

    with pytest.raises(InputError, match="no Archived stage"):
        ashby.connector().act(REJECT)

    assert ashby.writes == []


def test_a_lost_rejection_with_another_reason_is_repeated(ashby: Any, make_application: Any) -> None:
    ashby.on("/interviewStage.list", STAGES).lose("/application.changeStage", then=make_application())
    archived = make_application(currentInterviewStage={"id": "stage-9"}, archiveReason={"id": "reason-0"})
    ashby.on("/application.info", make_application(), archived, make_application())

    ashby.connector().act(REJECT)

    assert len(ashby.sent("/application.changeStage")) == 2


# --- result links ------------------------------------------------------------------------------------

LINK: dict[str, Any] = {
    "label": "Result",
    "url": "https://results.example/1",
    "details": {
        "custom_field_name_prefix": "Acme:",
        "attributes": [{"key": "Score", "value": "87%"}, {"key": "Level", "value": "B2"}],
    },
}


def field(number: int, title: str, kind: str, owner: str = "Application", **more: Any) -> dict[str, Any]:
    return {
        "id": f"field-{number}",
        "title": title,
        "fieldType": kind,
        "objectType": owner,
        "isArchived": False,
        **more,
    }


def test_missing_fields_are_made_and_all_values_set_at_once(ashby: Any) -> None:
    ashby.on(
        "/customField.list", [field(1, "Acme: Score", "String"), field(2, "Acme: Result", "Url", "Candidate")]
    )
    ashby.on("/customField.create", field(3, "Acme: Result", "Url"), field(4, "Acme: Level", "String"))

    ashby.connector().act(AddApplicationResultLink.model_validate({"application_id": "app-1", **LINK}))

    assert ashby.sent("/customField.create") == [
        {"fieldType": "Url", "objectType": "Application", "title": "Acme: Result"},
        {"fieldType": "String", "objectType": "Application", "title": "Acme: Level"},
    ]
    assert ashby.sent("/customField.setValues") == [
        {
            "objectId": "app-1",
            "objectType": "Application",
            "values": [
                {"fieldId": "field-3", "fieldValue": "https://results.example/1"},
                {"fieldId": "field-1", "fieldValue": "87%"},
                {"fieldId": "field-4", "fieldValue": "B2"},
            ],
        }
    ]


def test_a_link_on_a_candidate_without_details_is_one_field(ashby: Any) -> None:
    ashby.on("/customField.list", [field(1, "Result", "Url", "Candidate")])
    action = {"candidate_id": "cand-1", "label": "Result", "url": "https://results.example/1"}

    ashby.connector().act(AddCandidateResultLink.model_validate(action))

    assert ashby.writes == ["/customField.setValues"]
    assert ashby.sent("/customField.setValues")[0] == {
        "objectId": "cand-1",
        "objectType": "Candidate",
        "values": [{"fieldId": "field-1", "fieldValue": "https://results.example/1"}],
    }


def test_text_fields_of_the_title_are_reused_and_others_left_alone(ashby: Any) -> None:
    ashby.on(
        "/customField.list",
        [
            field(1, "Acme: Result", "LongText"),
            field(2, "Acme: Score", "Number"),
            field(3, "Acme: Level", "String", isArchived=True),
        ],
    ).on("/customField.create", field(4, "Acme: Level", "String"))

    result = ashby.connector().act(
        AddApplicationResultLink.model_validate({"application_id": "app-1", **LINK})
    )

    values = {one["fieldId"]: one["fieldValue"] for one in ashby.sent("/customField.setValues")[0]["values"]}
    assert values == {"field-1": "https://results.example/1", "field-4": "B2"}
    assert "'Acme: Score'" in result.warnings[0]


def test_a_label_whose_field_takes_no_text_is_refused(ashby: Any) -> None:
    ashby.on("/customField.list", [field(1, "Acme: Result", "Boolean")])

    with pytest.raises(InputError, match="Acme: Result"):
        ashby.connector().act(AddApplicationResultLink.model_validate({"application_id": "app-1", **LINK}))

    assert ashby.writes == []


@pytest.mark.parametrize("url", ["ftp://results.example/1", "mailto:a@b.test", "https:/1"])
def test_a_link_that_is_no_page_is_refused(ashby: Any, url: str) -> None:
    action = {"candidate_id": "cand-1", "label": "Result", "url": url}

    with pytest.raises(InputError, match="not the address"):
        ashby.connector().act(AddCandidateResultLink.model_validate(action))

    assert ashby.paths == []


def test_a_lost_field_is_found_and_not_made_twice(ashby: Any) -> None:
    ashby.lose("/customField.create").on("/customField.list", [], [field(1, "Result", "Url", "Candidate")])
    action = {"candidate_id": "cand-1", "label": "Result", "url": "https://results.example/1"}

    ashby.connector().act(AddCandidateResultLink.model_validate(action))

    assert len(ashby.sent("/customField.create")) == 1
    assert ashby.sent("/customField.setValues")[0]["values"][0]["fieldId"] == "field-1"


# --- notes -------------------------------------------------------------------------------------------

NOTE = AddApplicationNote.model_validate({"application_id": "app-1", "content": "Passed."})


def test_a_note_lands_on_the_candidate_of_the_application(ashby: Any) -> None:
    result = ashby.connector().act(NOTE)

    assert ashby.sent("/application.info") == [{"applicationId": "app-1"}]
    assert ashby.sent("/candidate.createNote") == [
        {
            "candidateId": "cand-1",
            "note": {"type": "text/plain", "value": "Passed."},
            "sendNotifications": False,
        }
    ]
    assert "on the candidate" in result.warnings[0]


@pytest.mark.parametrize(
    ("notes", "times"),
    [
        ([{"content": "Passed.", "createdAt": "2026-06-15T08:00:01.000Z"}], 1),
        ([{"content": "Passed.", "createdAt": "2026-06-15T08:00:01"}], 1),
        ([{"content": "Passed.", "createdAt": "2026-01-01T08:00:01.000Z"}], 2),
        ([{"content": "Passed.", "createdAt": None}], 2),
        ([{"content": "Passed.", "createdAt": "yesterday"}], 2),
        ([{"content": "Failed.", "createdAt": "2026-06-15T08:00:01.000Z"}], 2),
    ],
)
def test_a_lost_note_is_looked_for_before_it_is_written_again(
    ashby: Any, notes: list[dict[str, Any]], times: int
) -> None:
    ashby.lose("/candidate.createNote", then={"id": "note-1"}).on("/candidate.listNotes", notes)

    ashby.connector().act(NOTE)

    assert len(ashby.sent("/candidate.createNote")) == times
