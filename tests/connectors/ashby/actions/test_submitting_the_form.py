"""Create candidate and Create application with answers."""

import base64
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from assay.errors import InputError, VendorNonsenseError, VendorRefusedError, VendorUnavailableError
from assay.unified.actions import CreateApplication, CreateCandidate

INSTANCE = {"submittedFormInstance": {"id": "instance-1"}, "formMessages": {"blocked": False}}
Form = Callable[..., dict[str, Any]]


def order(*answers: tuple[str, Any], **more: Any) -> dict[str, Any]:
    extra = more.pop("candidate", {})
    person = {"first_name": "Marta", "last_name": "Reis Lima", "email_address": "marta@example.org"}
    return {
        "candidate": {**person, **extra},
        "application": {"job_id": "job-1", **more.pop("application", {})},
        "screening_question_answers": [{"question_id": path, "answer": value} for path, value in answers],
        **more,
    }


def file(name: str, type_: str | None = None) -> dict[str, Any]:
    data = {
        "name": name,
        "data": base64.b64encode(name.encode()).decode(),
        "content_type": "application/x-cv",
    }
    return data if type_ is None else {**data, "type": type_}


@pytest.fixture
def asking(ashby: Any, make_form: Form) -> Callable[..., Any]:
    """An Ashby whose job asks the given questions."""

    def ask(*fields: tuple[Any, ...], **surveys: Any) -> Any:
        posting = make_form(*fields, **surveys)
        return (
            ashby.on("/jobPosting.list", [posting])
            .on("/jobPosting.info", posting)
            .on("/applicationForm.submit", INSTANCE)
        )

    return ask


def submitted(ashby: Any) -> dict[str, Any]:
    (body,) = ashby.sent("/applicationForm.submit")
    assert body["jobPostingId"] == "posting-1"
    return {one["path"]: one["value"] for one in body["applicationForm"]["fieldSubmissions"]}


def test_an_answer_goes_through_the_form_which_makes_both_records(asking: Any) -> None:
    ashby = asking(("q-years", "ValueSelect", ("0-2", "3+")))

    result = ashby.connector().act(CreateApplication.model_validate(order(("q-years", "3+"))))

    assert submitted(ashby) == {
        "_systemfield_name": "Marta Reis Lima",
        "_systemfield_email": "marta@example.org",
        "q-years": "3+",
    }
    assert ashby.writes == ["/applicationForm.submit"]
    assert ashby.sent("/application.info")[0] == {"submittedFormInstanceId": "instance-1"}
    assert result.remote_id == "app-1"
    assert result.warnings == ()


def test_the_result_of_create_candidate_is_the_candidate(asking: Any) -> None:
    ashby = asking(("q", "String"))

    assert ashby.connector().act(CreateCandidate.model_validate(order(("q", "a")))).remote_id == "cand-1"


def test_everything_fits_on_a_form_that_asks_for_it(asking: Any) -> None:
    ashby = asking(
        ("_systemfield_phone", "Phone"),
        ("_systemfield_location", "Location"),
        ("_systemfield_resume", "File"),
        ("q", "String"),
    )
    inputs = order(
        ("q", "a"),
        candidate={
            "phone_number": "+351 910 000 001",
            "location": {"city": "Lisbon", "state": "Lisboa", "country": "PT"},
        },
        attachments=[file("cv.pdf", "CV"), file("letter.pdf", "COVER_LETTER"), file("cv2.pdf", "CV")],
    )

    result = ashby.connector().act(CreateCandidate.model_validate(inputs))

    assert submitted(ashby) == {
        "_systemfield_name": "Marta Reis Lima",
        "_systemfield_email": "marta@example.org",
        "_systemfield_phone": "+351 910 000 001",
        "_systemfield_location": {"city": "Lisbon", "region": "Lisboa", "country": "Portugal"},
        "q": "a",
        "_systemfield_resume": "handle-1",
    }
    assert ashby.writes == [
        *("/file.createFileUploadHandle", "//storage.test", "/applicationForm.submit"),
        *("/file.createFileUploadHandle", "//storage.test", "/candidate.uploadFile"),
        *("/file.createFileUploadHandle", "//storage.test", "/candidate.uploadFile"),
    ]
    contexts = [body["fileUploadContext"] for body in ashby.sent("/file.createFileUploadHandle")]
    assert contexts == ["ApplicationForm", "CandidateFiles", "CandidateFiles"]
    assert ["cv2.pdf" in warning for warning in result.warnings] == [True]


def test_what_the_form_does_not_ask_is_added_afterwards(asking: Any, make_candidate: Any) -> None:
    ashby = asking(("q", "String")).on(
        "/candidate.info", make_candidate(socialLinks=[{"type": "Website", "url": "https://old.example"}])
    )
    inputs = order(
        ("q", "a"),
        candidate={
            "phone_number": "+351 910 000 001",
            "location": {"city": "Lisbon", "country": "PT"},
            "social_links": [{"url": "https://github.com/marta"}, {"url": "https://old.example"}],
            "additional_email_addresses": [
                {"type": "WORK", "email_address": "a@work.test"},
                {"type": "WORK", "email_address": "b@work.test"},
            ],
        },
        application={"stage_id": "stage-2"},
        source={"id": "source-1"},
        sourced_by={"user_id": "user-1"},
        attachments=[file("cv.pdf", "CV")],
    )

    ashby.connector().act(CreateCandidate.model_validate(inputs))

    assert ashby.sent("/candidate.update") == [
        {
            "candidateId": "cand-1",
            "phoneNumber": "+351 910 000 001",
            "location": {"city": "Lisbon", "country": "Portugal"},
            "sourceId": "source-1",
            "creditedToUserId": "user-1",
            "socialLinks": [
                {"type": "Website", "url": "https://old.example"},
                {"type": "GitHub", "url": "https://github.com/marta"},
            ],
            "sendNotifications": False,
        },
        {"candidateId": "cand-1", "alternateEmail": "a@work.test", "sendNotifications": False},
        {"candidateId": "cand-1", "alternateEmail": "b@work.test", "sendNotifications": False},
    ]
    assert ashby.sent("/application.changeSource") == [{"applicationId": "app-1", "sourceId": "source-1"}]
    assert ashby.sent("/application.update") == [
        {"applicationId": "app-1", "creditedToUserId": "user-1", "sendNotifications": False}
    ]
    assert ashby.sent("/application.changeStage") == [
        {"applicationId": "app-1", "interviewStageId": "stage-2"}
    ]
    assert ashby.writes == [
        "/applicationForm.submit",
        *["/candidate.update"] * 3,
        "/application.changeSource",
        "/application.update",
        "/application.changeStage",
        *("/file.createFileUploadHandle", "//storage.test", "/candidate.uploadResume"),
    ]


def test_an_application_in_the_wanted_stage_is_not_moved(asking: Any) -> None:
    ashby = asking(("q", "String"))

    ashby.connector().act(
        CreateCandidate.model_validate(order(("q", "a"), application={"stage_id": "stage-1"}))
    )

    assert "/application.changeStage" not in ashby.paths


def test_a_person_whom_ashby_knew_already_keeps_the_source(asking: Any, make_candidate: Any) -> None:
    known = make_candidate(applicationIds=["app-0", "app-1"], source={"id": "source-0", "title": "Fair"})
    ashby = asking(("q", "String")).on("/candidate.info", known)

    ashby.connector().act(CreateCandidate.model_validate(order(("q", "a"), source={"id": "source-1"})))

    assert "/candidate.update" not in ashby.paths
    assert len(ashby.sent("/application.changeSource")) == 1


def test_steps_after_the_form_only_warn_when_they_fail(asking: Any) -> None:
    ashby = asking(("q", "String"))
    for path in (
        "/candidate.update",
        "/application.changeSource",
        "/application.update",
        "/application.changeStage",
    ):
        ashby.refuse(path, "invalid_input")
    inputs = order(
        ("q", "a"),
        candidate={
            "phone_number": "1",
            "additional_email_addresses": [{"type": "WORK", "email_address": "a@b.test"}],
        },
        application={"stage_id": "stage-2"},
        source={"id": "source-1"},
        sourced_by={"user_id": "user-1"},
    )

    result = ashby.connector().act(CreateCandidate.model_validate(inputs))

    assert [warning.partition(":")[0] for warning in result.warnings] == [
        "details of the candidate",
        "additional e-mail address",
        "source",
        "sourced by",
        "stage",
    ]


# --- surveys -----------------------------------------------------------------------------------------

SURVEYS = {"survey-1": [("_systemfield_eeoc_gender", "ValueSelect", ("Male", "Decline"))]}


def test_survey_answers_go_to_the_survey_and_never_into_the_form(asking: Any) -> None:
    ashby = asking(("q", "String"), surveys=SURVEYS)
    answers = [("q", "a"), ("survey-1:_systemfield_eeoc_gender", "Decline")]

    ashby.connector().act(CreateCandidate.model_validate(order(*answers)))

    assert "Decline" not in str(submitted(ashby))
    assert ashby.sent("/surveySubmission.create") == [
        {
            "candidateId": "cand-1",
            "applicationId": "app-1",
            "surveyFormDefinitionId": "survey-1",
            "submittedValues": {"_systemfield_eeoc_gender": "Decline"},
        }
    ]


def test_survey_answers_alone_need_no_form(asking: Any) -> None:
    ashby = asking(surveys=SURVEYS)

    ashby.connector().act(
        CreateCandidate.model_validate(order(("survey-1:_systemfield_eeoc_gender", "Decline")))
    )

    assert ashby.writes == ["/candidate.create", "/application.create", "/surveySubmission.create"]


def test_a_lost_survey_is_not_sent_again(asking: Any) -> None:
    ashby = asking(surveys=SURVEYS).lose("/surveySubmission.create")

    result = ashby.connector().act(
        CreateCandidate.model_validate(order(("survey-1:_systemfield_eeoc_gender", "Decline")))
    )

    assert len(ashby.sent("/surveySubmission.create")) == 1
    assert "unknown whether it was done" in result.warnings[0]


def test_a_blocked_form_fails_and_sends_no_survey(asking: Any) -> None:
    blocked = {**INSTANCE, "formMessages": {"blocked": True, "blockMessageForCandidateHtml": "too often"}}
    ashby = asking(("q", "String"), surveys=SURVEYS).on("/applicationForm.submit", blocked)
    answers = [("q", "a"), ("survey-1:_systemfield_eeoc_gender", "Decline")]

    with pytest.raises(VendorRefusedError, match="too often") as refusal:
        ashby.connector().act(CreateApplication.model_validate(order(*answers)))

    assert refusal.value.vendor_code == "application_blocked"
    assert ashby.writes == ["/applicationForm.submit"]


# --- answers that cannot be used ---------------------------------------------------------------------


def test_questions_that_are_not_asked_or_cannot_be_answered_are_warned_of(asking: Any) -> None:
    ashby = asking(("q-place", "Location"), ("q", "String"), surveys={"survey-1": [("p", "File")]})
    answers = [
        ("q", "a"),
        ("q-place", {"city": "Lisbon"}),
        ("q-unknown", "x"),
        ("_systemfield_name", "Mallory"),
        ("survey-1:p", file("x.pdf")),
        ("survey-9:p", "x"),
    ]

    result = ashby.connector().act(CreateCandidate.model_validate(order(*answers)))

    assert len(result.warnings) == 5
    assert set(submitted(ashby)) == {"_systemfield_name", "_systemfield_email", "q"}
    assert submitted(ashby)["_systemfield_name"] == "Marta Reis Lima"


def test_a_wrong_kind_of_answer_fails_before_anything_is_written(asking: Any) -> None:
    ashby = asking(("q", "Boolean"))

    with pytest.raises(InputError, match="q is not true or false"):
        ashby.connector().act(CreateCandidate.model_validate(order(("q", "yes"))))

    assert ashby.writes == []


def test_a_refused_form_writes_nothing_else(asking: Any) -> None:
    ashby = asking(("q", "String")).refuse("/applicationForm.submit", "invalid_input")

    with pytest.raises(VendorRefusedError, match="invalid_input"):
        ashby.connector().act(CreateCandidate.model_validate(order(("q", "a"))))

    assert ashby.writes == ["/applicationForm.submit"]


# --- files on the form -------------------------------------------------------------------------------


def test_a_file_answers_a_file_question_with_its_handle(asking: Any) -> None:
    ashby = asking(("q-file", "File"))

    ashby.connector().act(CreateCandidate.model_validate(order(("q-file", file("work.pdf")))))

    assert submitted(ashby)["q-file"] == "handle-1"
    assert ashby.sent("/file.createFileUploadHandle")[0]["filename"] == "work.pdf"


def test_what_is_no_file_is_refused_as_answer_to_a_file_question(asking: Any) -> None:
    ashby = asking(("q-file", "File"))

    with pytest.raises(InputError, match="q-file is not a file"):
        ashby.connector().act(CreateCandidate.model_validate(order(("q-file", "work.pdf"))))


def test_a_file_that_cannot_be_uploaded_is_left_off_the_form(asking: Any) -> None:
    ashby = asking(("q-file", "File"), ("q", "String")).on("//storage.test", httpx.Response(400))

    result = ashby.connector().act(
        CreateCandidate.model_validate(order(("q-file", file("work.pdf")), ("q", "a")))
    )

    assert "q-file" not in submitted(ashby)
    assert "could not be uploaded" in result.warnings[0]


def test_without_upload_places_the_form_is_sent_with_its_files(asking: Any) -> None:
    ashby = asking(("q-file", "File"), ("q", "String"))
    refusal = {"success": False, "errors": ["endpoint_not_found"]}
    ashby.on("/file.createFileUploadHandle", httpx.Response(404, json=refusal))

    ashby.connector().act(CreateCandidate.model_validate(order(("q-file", file("work.pdf")), ("q", "a"))))

    (sent,) = [request for request in ashby.requests if request.url.path == "/applicationForm.submit"]
    assert sent.headers["Content-Type"].startswith("multipart/form-data")
    text = sent.content.decode()
    assert 'name="jobPostingId"' in text
    assert '{"path": "q-file", "value": "file_1"}' in text
    assert 'name="file_1"; filename="work.pdf"' in text


# --- lost answers ------------------------------------------------------------------------------------


def test_a_lost_form_is_found_again_by_its_application(
    asking: Any, make_candidate: Any, make_application: Any
) -> None:
    ashby = asking(("q", "String")).lose("/applicationForm.submit")
    ashby.on(
        "/candidate.search",
        [make_candidate(name="Someone Else"), make_candidate(applicationIds=["a", "app-1"])],
    )
    ashby.on("/application.info", make_application(), make_application(appliedViaJobPostingId="posting-1"))

    result = ashby.connector().act(CreateApplication.model_validate(order(("q", "a"))))

    assert result.remote_id == "app-1"
    assert len(ashby.sent("/applicationForm.submit")) == 1


def test_an_older_application_by_the_same_posting_is_not_taken_for_ours(
    asking: Any, make_candidate: Any, make_application: Any
) -> None:
    ashby = asking(("q", "String")).lose("/applicationForm.submit", then=INSTANCE)
    old = make_application(appliedViaJobPostingId="posting-1", createdAt="2026-01-01T00:00:00.000Z")
    ashby.on("/candidate.search", [make_candidate()]).on("/application.info", old, make_application())

    ashby.connector().act(CreateApplication.model_validate(order(("q", "a"))))

    assert len(ashby.sent("/applicationForm.submit")) == 2


def test_an_application_that_cannot_be_read_after_the_form_was_taken_is_told(asking: Any) -> None:
    ashby = asking(("q", "String")).on("/application.info", httpx.Response(500))

    with pytest.raises(VendorUnavailableError, match="was submitted") as failure:
        ashby.connector().act(CreateApplication.model_validate(order(("q", "a"))))

    assert failure.value.detail["submitted_form_instance_id"] == "instance-1"


def test_a_form_reply_without_id_is_nonsense(asking: Any) -> None:
    ashby = asking(("q", "String")).on("/applicationForm.submit", {})

    with pytest.raises(VendorNonsenseError, match="without id"):
        ashby.connector().act(CreateApplication.model_validate(order(("q", "a"))))


@pytest.mark.parametrize(("known", "times"), [(["A@work.test"], 1), ([], 2)])
def test_a_lost_additional_address_is_looked_for_before_it_is_added_again(
    asking: Any, make_candidate: Any, known: list[str], times: int
) -> None:
    ashby = asking(("q", "String")).lose("/candidate.update", then=make_candidate())
    emails = [{"value": address, "type": "Personal", "isPrimary": False} for address in known]
    ashby.on("/candidate.info", make_candidate(emailAddresses=emails))
    addresses = [{"type": "WORK", "email_address": "a@work.test"}]

    result = ashby.connector().act(
        CreateCandidate.model_validate(order(("q", "a"), candidate={"additional_email_addresses": addresses}))
    )

    assert len(ashby.sent("/candidate.update")) == times
    assert result.warnings == ()
