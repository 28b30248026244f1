"""Create candidate and Create application without answers to the form."""

import base64
from typing import Any

import httpx
import pytest

from assay.connector import Row
from assay.errors import (
    CredentialError,
    InputError,
    PermissionMissingError,
    VendorRefusedError,
    VendorUnavailableError,
)
from assay.unified.actions import CreateApplication, CreateCandidate

FULL: dict[str, Any] = {
    "candidate": {
        "first_name": "Marta",
        "last_name": "Reis Lima",
        "email_address": "marta@example.org",
        "additional_email_addresses": [{"type": "WORK", "email_address": "m.lima@work.test"}],
        "phone_number": "+351 910 000 001",
        "location": {"city": "Lisbon", "state": "Lisboa", "country": "PT"},
        "social_links": [
            {"url": "https://pt.linkedin.com/in/marta"},
            {"url": "https://github.com/marta"},
            {"url": "https://marta.example"},
        ],
    },
    "application": {"job_id": "job-1", "stage_id": "stage-2"},
    "source": {"id": "source-1"},
    "sourced_by": {"user_id": "user-1"},
}
PLAIN: dict[str, Any] = {
    "candidate": {"first_name": "Marta", "last_name": "Reis Lima", "email_address": "marta@example.org"},
    "application": {"job_id": "job-1"},
}


def file(name: str, type_: str = "CV", **more: Any) -> dict[str, Any]:
    data = {"data": base64.b64encode(b"%PDF").decode(), "content_type": "application/x-cv"}
    return {"name": name, "type": type_, **(more or data)}


def test_every_input_has_its_place_in_the_two_creations(ashby: Any) -> None:
    result = ashby.connector().act(CreateCandidate.model_validate(FULL))

    assert ashby.sent("/candidate.create") == [
        {
            "name": "Marta Reis Lima",
            "email": "marta@example.org",
            "phoneNumber": "+351 910 000 001",
            "alternateEmailAddresses": ["m.lima@work.test"],
            "location": {"city": "Lisbon", "region": "Lisboa", "country": "Portugal"},
            "linkedInUrl": "https://pt.linkedin.com/in/marta",
            "githubUrl": "https://github.com/marta",
            "website": "https://marta.example",
            "sourceId": "source-1",
            "creditedToUserId": "user-1",
        }
    ]
    assert ashby.sent("/application.create") == [
        {
            "candidateId": "cand-1",
            "jobId": "job-1",
            "interviewStageId": "stage-2",
            "sourceId": "source-1",
            "creditedToUserId": "user-1",
        }
    ]
    assert ashby.writes == ["/candidate.create", "/application.create"]
    assert result.remote_id == "cand-1"
    assert result.warnings == ()
    stores = {item.record.store_id: item.record.remote_id for item in result.items if isinstance(item, Row)}
    assert stores == {"ats_candidates": "cand-1", "ats_applications": "app-1"}


def test_what_is_not_given_is_not_sent(ashby: Any) -> None:
    result = ashby.connector().act(CreateApplication.model_validate(PLAIN))

    assert ashby.sent("/candidate.create") == [{"name": "Marta Reis Lima", "email": "marta@example.org"}]
    assert ashby.sent("/application.create") == [
        {"candidateId": "cand-1", "jobId": "job-1", "interviewStageId": "FirstPreInterviewScreen"}
    ]
    assert result.remote_id == "app-1"


def test_more_links_than_create_has_keys_for_are_given_as_a_whole_list(ashby: Any) -> None:
    urls = [
        "https://github.com/marta",
        "https://github.com/other",
        "https://x.com/marta",
        "https://medium.com/@m",
    ]
    inputs = {**PLAIN, "candidate": {**PLAIN["candidate"], "social_links": [{"url": url} for url in urls]}}

    ashby.connector().act(CreateCandidate.model_validate(inputs))

    assert ashby.writes == ["/candidate.create", "/candidate.update", "/application.create"]
    (update,) = ashby.sent("/candidate.update")
    assert update["sendNotifications"] is False
    assert update["socialLinks"] == [
        {"type": "GitHub", "url": urls[0]},
        {"type": "GitHub", "url": urls[1]},
        {"type": "Twitter", "url": urls[2]},
        {"type": "Medium", "url": urls[3]},
    ]


def test_a_link_that_is_no_page_is_dropped_with_a_warning(ashby: Any) -> None:
    links = [{"url": "mailto:marta@example.org"}, {"url": "https://localhost"}, {"url": "https://[oops"}]
    inputs = {**PLAIN, "candidate": {**PLAIN["candidate"], "social_links": links}}

    result = ashby.connector().act(CreateCandidate.model_validate(inputs))

    assert len(result.warnings) == 3
    assert ashby.sent("/candidate.create") == [{"name": "Marta Reis Lima", "email": "marta@example.org"}]


def test_inputs_that_ashby_has_no_place_for_give_one_warning_each(ashby: Any) -> None:
    inputs = {
        **PLAIN,
        "candidate": {
            **PLAIN["candidate"],
            "company": "Oldco",
            "title": "Baker",
            "additional_phone_numbers": [{"type": "WORK", "phone_number": "1"}],
            "location": {"country": "XK", "street_1": "Rua A", "zip_code": "1000"},
            "gender": "OTHER",
            "availability_date": "2026-08-01T00:00:00Z",
            "salary_expectations": {"period": "YEAR", "amount": 1},
        },
        "gdpr_consent": {"given": True},
        "remote_fields": {"ashby": {"x": 1}},
    }

    result = ashby.connector().act(CreateCandidate.model_validate(inputs))

    assert [warning.split(" ")[0] for warning in result.warnings] == [
        "candidate.company",
        "candidate.title",
        "candidate.additional_phone_numbers",
        "candidate.location.street_1",
        "candidate.location.zip_code",
        "candidate.gender",
        "candidate.availability_date",
        "candidate.salary_expectations",
        "gdpr_consent",
        "remote_fields",
    ]
    assert ashby.sent("/candidate.create")[0] == {
        "name": "Marta Reis Lima",
        "email": "marta@example.org",
        "location": {"country": "XK"},
    }


# --- stages and failures -----------------------------------------------------------------------------


def test_a_plan_without_a_first_screen_makes_a_lead_with_a_warning(ashby: Any, make_application: Any) -> None:
    ashby.refuse("/application.create", "interview_stage_not_found", then=make_application())

    result = ashby.connector().act(CreateCandidate.model_validate(PLAIN))

    first, second = ashby.sent("/application.create")
    assert first["interviewStageId"] == "FirstPreInterviewScreen"
    assert "interviewStageId" not in second
    assert "lead" in result.warnings[0]


def test_a_failed_application_names_the_candidate_that_was_made(ashby: Any) -> None:
    ashby.refuse("/application.create", "interview_stage_not_found")

    with pytest.raises(VendorRefusedError) as failure:
        ashby.connector().act(CreateCandidate.model_validate(FULL))

    assert failure.value.detail["candidate_id"] == "cand-1"
    assert failure.value.vendor_code == "interview_stage_not_found"
    assert "cand-1" in str(failure.value)
    assert len(ashby.sent("/application.create")) == 1


@pytest.mark.parametrize(
    ("response", "error"),
    [
        (httpx.Response(401, text="Unauthorized"), CredentialError),
        (httpx.Response(429, text="slow down"), VendorUnavailableError),
    ],
)
def test_a_failed_candidate_leaves_nothing_behind(ashby: Any, response: httpx.Response, error: type) -> None:
    ashby.on("/candidate.create", response)

    with pytest.raises(error):
        ashby.connector().act(CreateCandidate.model_validate(PLAIN))

    assert "/application.create" not in ashby.paths


def test_a_missing_permission_names_who_must_act(ashby: Any) -> None:
    ashby.forbid("/candidate.create")

    with pytest.raises(PermissionMissingError):
        ashby.connector().act(CreateCandidate.model_validate(PLAIN))


def test_what_cannot_be_read_back_is_a_warning(ashby: Any) -> None:
    ashby.on("/application.info", httpx.Response(500))

    result = ashby.connector().act(CreateApplication.model_validate(PLAIN))

    assert result.remote_id == "app-1"
    assert "could not be read again" in result.warnings[0]


# --- lost answers ------------------------------------------------------------------------------------


def test_a_lost_candidate_is_found_again_and_not_made_twice(ashby: Any, make_candidate: Any) -> None:
    old = make_candidate(id="cand-0", createdAt="2026-01-01T00:00:00.000Z", applicationIds=[])
    busy = make_candidate(id="cand-2")
    other = make_candidate(id="cand-3", name="Someone Else", applicationIds=[])
    ashby.lose("/candidate.create").on(
        "/candidate.search", [old, busy, other, make_candidate(applicationIds=[])]
    )

    result = ashby.connector().act(CreateCandidate.model_validate(PLAIN))

    assert ashby.sent("/candidate.search") == [{"email": "marta@example.org"}]
    assert len(ashby.sent("/candidate.create")) == 1
    assert ashby.sent("/application.create")[0]["candidateId"] == "cand-1"
    assert result.remote_id == "cand-1"


def test_a_lost_candidate_that_was_not_made_is_made_once_more(ashby: Any, make_candidate: Any) -> None:
    ashby.lose("/candidate.create", then=make_candidate(applicationIds=[]))

    ashby.connector().act(CreateCandidate.model_validate(PLAIN))

    assert ashby.paths[:3] == ["/candidate.create", "/candidate.search", "/candidate.create"]


def test_a_second_loss_is_looked_into_as_well(ashby: Any, make_candidate: Any) -> None:
    ashby.lose("/candidate.create").on("/candidate.search", [], [make_candidate(applicationIds=[])])

    ashby.connector().act(CreateCandidate.model_validate(PLAIN))

    assert len(ashby.sent("/candidate.create")) == 2


def test_a_write_that_is_lost_twice_without_trace_fails(ashby: Any) -> None:
    ashby.lose("/candidate.create")

    with pytest.raises(VendorUnavailableError):
        ashby.connector().act(CreateCandidate.model_validate(PLAIN))

    assert len(ashby.sent("/candidate.create")) == 2


def test_a_refusal_after_a_loss_is_the_refusal(ashby: Any) -> None:
    ashby.on("/candidate.create", httpx.ReadTimeout("lost"), httpx.Response(429))

    with pytest.raises(VendorUnavailableError, match="limits"):
        ashby.connector().act(CreateCandidate.model_validate(PLAIN))


def test_a_lost_application_is_found_on_the_candidate(
    ashby: Any, make_candidate: Any, make_application: Any
) -> None:
    ashby.lose("/application.create")
    ashby.on("/candidate.info", make_candidate(applicationIds=["app-9", "app-1"]))
    ashby.on("/application.info", make_application(job={"id": "other"}), make_application())

    result = ashby.connector().act(CreateApplication.model_validate(PLAIN))

    assert result.remote_id == "app-1"
    assert len(ashby.sent("/application.create")) == 1


def test_a_lost_application_that_was_not_made_is_made_once_more(ashby: Any, make_application: Any) -> None:
    ashby.lose("/application.create", then=make_application())
    ashby.on("/application.info", make_application(job=None), make_application())

    ashby.connector().act(CreateApplication.model_validate(PLAIN))

    assert len(ashby.sent("/application.create")) == 2


# --- files -------------------------------------------------------------------------------------------


def test_files_are_attached_after_the_application_exists(ashby: Any) -> None:
    inputs = {**PLAIN, "attachments": [file("cv.pdf"), file("letter.pdf", "COVER_LETTER"), file("cv2.pdf")]}

    result = ashby.connector().act(CreateCandidate.model_validate(inputs))

    assert ashby.writes == [
        "/candidate.create",
        "/application.create",
        *("/file.createFileUploadHandle", "//storage.test", "/candidate.uploadResume"),
        *("/file.createFileUploadHandle", "//storage.test", "/candidate.uploadFile"),
        *("/file.createFileUploadHandle", "//storage.test", "/candidate.uploadFile"),
    ]
    handle = ashby.sent("/file.createFileUploadHandle")[0]
    assert handle == {
        "fileUploadContext": "CandidateResume",
        "filename": "cv.pdf",
        "contentType": "application/x-cv",
        "contentLength": 4,
    }
    assert ashby.sent("/candidate.uploadResume") == [{"candidateId": "cand-1", "resumeHandle": "handle-1"}]
    assert ashby.sent("/candidate.uploadFile")[0] == {"candidateId": "cand-1", "fileHandle": "handle-1"}
    assert "further CV" in result.warnings[0]


def test_an_upload_that_fails_is_a_warning(ashby: Any) -> None:
    ashby.on("//storage.test", httpx.Response(403, text="<Error/>"))

    result = ashby.connector().act(CreateCandidate.model_validate({**PLAIN, "attachments": [file("cv.pdf")]}))

    assert "attachment 'cv.pdf': not done" in result.warnings[0]
    assert "403" in result.warnings[0]


@pytest.mark.parametrize(
    "bad",
    [
        {"data": "no base64!", "content_type": "text/plain"},
        {"data": "", "content_type": "text/plain"},
        {"data_url": "http://10.0.0.1/x"},
    ],
)
def test_a_file_that_cannot_be_read_fails_before_anything_is_written(ashby: Any, bad: dict[str, str]) -> None:
    with pytest.raises(InputError):
        ashby.connector().act(CreateCandidate.model_validate({**PLAIN, "attachments": [file("x", **bad)]}))
    assert ashby.paths == []


# --- sources -----------------------------------------------------------------------------------------

SOURCES = [
    {"id": "source-archived", "title": "LinkedIn", "isArchived": True},
    {"id": "source-linkedin", "title": " linkedin", "isArchived": False},
    {"id": "source-second", "title": "LinkedIn", "isArchived": False},
]


@pytest.mark.parametrize(
    ("source", "expected", "warnings"),
    [
        ({"id": "a", "unified_key": "board", "name": "LinkedIn"}, "a", 0),
        ({"unified_key": "board", "name": "LinkedIn"}, "source-board", 0),
        ({"unified_key": "unmapped", "name": "LinkedIn"}, "source-linkedin", 1),
        ({"unified_key": "unmapped"}, None, 1),
        ({"name": "LINKEDIN "}, "source-linkedin", 0),
        ({"name": "Nowhere"}, None, 1),
        ({}, None, 0),
    ],
)
def test_a_source_is_chosen_by_id_then_key_then_name(
    ashby: Any, source: dict[str, str], expected: str | None, warnings: int
) -> None:
    ashby.on("/source.list", SOURCES)
    connector = ashby.connector(source_keys={"board": "source-board"})

    result = connector.act(CreateCandidate.model_validate({**PLAIN, "source": source}))

    assert ashby.sent("/candidate.create")[0].get("sourceId") == expected
    assert ashby.sent("/application.create")[0].get("sourceId") == expected
    assert len(result.warnings) == warnings


def test_answers_without_a_posting_are_warned_of(ashby: Any) -> None:
    inputs = {**PLAIN, "screening_question_answers": [{"question_id": "q", "answer": "a"}]}

    result = ashby.connector().act(CreateCandidate.model_validate(inputs))

    assert ashby.writes == ["/candidate.create", "/application.create"]
    assert "answers not stored" in result.warnings[0]


def test_an_upload_place_without_url_is_told(ashby: Any) -> None:
    ashby.on("/file.createFileUploadHandle", {"handle": "h"})

    result = ashby.connector().act(CreateCandidate.model_validate({**PLAIN, "attachments": [file("cv.pdf")]}))

    assert "without handle, url or fields" in result.warnings[0]
