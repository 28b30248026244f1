"""Create candidate and Create application: what is sent, in which order, and what comes of failures."""

import base64
from typing import Any

import httpx
import pytest

from assay.errors import (
    ConnectorError,
    InputError,
    PermissionMissingError,
    VendorNonsenseError,
    VendorRefusedError,
    VendorUnavailableError,
)
from assay.unified.actions import CreateApplication, CreateCandidate
from assay_connectors.avionte.actions.creation import MAYBE_OURS, REUSED
from assay_connectors.avionte.actions.files import EXTENSIONS, SEVERAL_CVS

PDF = base64.b64encode(b"%PDF-1.4 invented").decode()
PERSON = {
    "first_name": "Odalys",
    "last_name": "Reyes-Tan",
    "email_address": "odalys.reyes@example.test",
    "title": "Picker",
    "phone_number": "+1 937 555 0118",
    "location": {"city": "Kettering", "country": "US", "zip_code": "45429"},
    "gender": "FEMALE",
}
CV = {"name": "reyes.pdf", "type": "CV", "data": PDF, "content_type": "application/pdf"}
LETTER = {"name": "letter.txt", "type": "COVER_LETTER", "data": "SGk=", "content_type": "text/plain"}
ADDED = {
    "pipelineId": 660451,
    "talentId": 70110022,
    "jobId": 41200017,
    "stagedDate": "2026-06-15T08:00:00.000Z",
}
DUPLICATE = {"message": "No.", "errors": [{"field": "emailAddress", "existingTalentId": 70110022}]}


@pytest.fixture
def avionte(vendor: Any, says: Any) -> Any:
    """An Avionté that takes everything."""
    created = {**says.talent, "createdDate": "2026-06-15T08:00:00.0017579+00:00", "origin": "Harbor JobsAPI"}
    return (
        vendor.on("TALENT_CREATE", httpx.Response(201, json=created))
        .on("PIPELINE_ADD", ADDED)
        .on("RESUME_PUT", {"resumeId": 5511})
        .on("DOC_ADD", httpx.Response(201, json={"id": 90211}))
    )


def creation(*files: Any, kind: Any = CreateCandidate, candidate: Any = None, **more: Any) -> Any:
    return kind.model_validate(
        {
            "candidate": {**PERSON, **(candidate or {})},
            "application": {"job_id": "41200017"},
            "attachments": list(files),
            **more,
        }
    )


def ready(vendor: Any, says: Any, **options: Any) -> Any:
    """Connected, with stages known and nothing asked since."""
    connector = vendor.connect(**{**says.owner, **options})
    says.sync(connector)
    vendor.requests.clear()
    return connector


def test_talent_then_pipeline_then_files_in_their_order(avionte: Any, says: Any) -> None:
    connector = ready(avionte, says)

    result = connector.act(creation(CV, LETTER, source={"name": "Harbor Jobs"}))

    assert avionte.keys == ["TALENT_CREATE", "PIPELINE_ADD", "RESUME_PUT", "DOC_ADD"]
    assert dict(avionte.sent("TALENT_CREATE")[0].url.params) == {"useNewTalentRequirements": "false"}
    assert avionte.bodies("TALENT_CREATE") == [
        {
            "firstName": "Odalys",
            "lastName": "Reyes-Tan",
            "emailAddress": "odalys.reyes@example.test",
            "latestWork": "Picker",
            "mobilePhone": "+1 937 555 0118",
            "residentAddress": {"city": "Kettering", "country": "US", "postalCode": "45429"},
            "gender": "F",
            "origin": "Harbor Jobs",
            "representativeUser": 550071,
            "statusId": 6,
        }
    ]
    assert avionte.bodies("PIPELINE_ADD") == [
        {
            "talentId": 70110022,
            "jobId": 41200017,
            "jobActivityName": "Pipelined",
            "stageType": "Active",
            "stagedDate": "2026-06-15T08:00:00.000Z",
            "jobActivityDate": "2026-06-15T08:00:00.000Z",
        }
    ]
    assert avionte.bodies("RESUME_PUT") == [{"resumeFilename": "reyes.pdf", "resumeContents": PDF}]
    assert avionte.bodies("DOC_ADD") == [{"talentId": 70110022, "title": "letter.txt", "contents": "SGk="}]
    assert result.warnings == ()
    assert result.remote_id == "70110022"


def test_the_result_shows_the_candidate_and_the_application_in_the_pipeline(avionte: Any, says: Any) -> None:
    result = ready(avionte, says).act(creation(kind=CreateApplication))

    read = says.Read(result.items)
    application = read.applications["70110022:41200017"]
    assert result.remote_id == "70110022:41200017"
    assert (application.current_stage_id, application.outcome) == ("PIPELINE", "PENDING")
    assert application.remote_created_at == says.start
    assert read.one("ats_candidates").source == "Harbor JobsAPI"
    assert read.one("ats_candidates").remote_created_at.microsecond == 1000
    assert set(read.cursors) == {"job:41200017"}


def test_the_webhook_about_the_new_row_makes_no_second_application(avionte: Any, says: Any) -> None:
    connector = ready(avionte, says, selected_jobs=[])
    made = connector.act(creation(kind=CreateApplication)).remote_id

    news = connector.receive(says.delivery("talent_pipelined", {"PipelineId": 660451}), says.secret)

    assert list(says.Read(news).applications) == [made]
    assert avionte.keys[-1] == "PIPELINE_GET"


def test_what_is_not_given_is_not_sent(avionte: Any, says: Any) -> None:
    bare = {"title": " ", "phone_number": None, "location": None, "gender": None}

    ready(avionte, says).act(creation(candidate=bare))

    assert avionte.bodies("TALENT_CREATE") == [
        {
            "firstName": "Odalys",
            "lastName": "Reyes-Tan",
            "emailAddress": "odalys.reyes@example.test",
            "origin": "Assay",
            "representativeUser": 550071,
            "statusId": 6,
        }
    ]


def test_settings_say_branch_stage_origin_and_type_of_documents(avionte: Any, says: Any) -> None:
    options = {"branch_id": 3051, "pipeline_stage": "Pre-Screening", "origin": "Board", "document_type_id": 9}

    ready(avionte, says, **options).act(creation(LETTER))

    (talent,), (row,), (document,) = (
        avionte.bodies(key) for key in ("TALENT_CREATE", "PIPELINE_ADD", "DOC_ADD")
    )
    assert (talent["frontOfficeId"], talent["origin"]) == (3051, "Board")
    assert row["jobActivityName"] == "Pre-Screening"
    assert document["documentTypeId"] == 9


def test_stages_are_read_first_when_they_never_were(avionte: Any, says: Any) -> None:
    avionte.connect(**says.owner).act(creation())

    assert avionte.keys == ["JOB_ACTIVITY_TYPES", "TALENT_CREATE", "PIPELINE_ADD"]


def test_without_a_stage_in_the_pipeline_nothing_is_created(avionte: Any, says: Any) -> None:
    avionte.on("JOB_ACTIVITY_TYPES", [])

    with pytest.raises(InputError, match="pipeline"):
        avionte.connect(**says.owner).act(creation())

    assert avionte.keys == ["JOB_ACTIVITY_TYPES"]


@pytest.mark.parametrize("missing", ["representative_user_id", "status_id"])
def test_without_owner_or_status_nothing_is_sent(avionte: Any, says: Any, missing: str) -> None:
    options = {name: value for name, value in says.owner.items() if name != missing}

    with pytest.raises(InputError, match=missing):
        avionte.connect(**options).act(creation())

    assert avionte.requests == []


@pytest.mark.parametrize(
    ("name", "origin", "is_cut"),
    [
        ("Harbor Jobs", "Harbor Jobs", False),
        ("A" * 20, "A" * 20, False),
        ("The Harbor Jobs Board", "The Harbor Jobs Boar", True),
    ],
)
def test_a_source_is_written_with_twenty_characters(
    avionte: Any,
    says: Any,
    name: str,
    origin: str,
    is_cut: bool,  # noqa: FBT001 -- a case
) -> None:
    result = ready(avionte, says).act(creation(source={"name": name}))

    assert avionte.bodies("TALENT_CREATE")[0]["origin"] == origin
    assert any("source.name" in warning for warning in result.warnings) is is_cut


@pytest.mark.parametrize(("gender", "sent"), [("MALE", "M"), ("FEMALE", "F"), ("OTHER", "N")])
def test_genders_are_written_in_the_vendors_letters(avionte: Any, says: Any, gender: str, sent: str) -> None:
    ready(avionte, says).act(creation(candidate={"gender": gender}))

    assert avionte.bodies("TALENT_CREATE")[0]["gender"] == sent


def test_inputs_without_a_place_are_named(avionte: Any, says: Any) -> None:
    result = ready(avionte, says).act(
        creation(
            candidate={"company": "X", "location": {"country": "US", "state": "OH", "street_1": "4 Mill Ln"}},
            source={"id": "5", "unified_key": "k"},
            remote_fields={"a": 1},
        )
    )

    assert {warning.partition(" ")[0] for warning in result.warnings} == {
        "candidate.company",
        "candidate.location.state",
        "candidate.location.street_1",
        "source.id",
        "source.unified_key",
        "remote_fields",
    }


@pytest.mark.parametrize(
    ("candidate", "job_id", "named"),
    [
        ({"first_name": "  "}, "1", "first_name"),
        ({"last_name": "\t"}, "1", "last_name"),
        ({"email_address": "a@b.x1"}, "1", "email_address"),
        ({}, "forty", "job_id"),
    ],
)
def test_what_cannot_be_used_is_refused_before_anything_is_sent(
    avionte: Any, says: Any, candidate: Any, job_id: str, named: str
) -> None:
    action = creation()
    person = action.candidate.model_copy(update=candidate)
    job = action.application.model_copy(update={"job_id": job_id})

    with pytest.raises(InputError, match=named):
        avionte.connect(**says.owner).act(action.model_copy(update={"candidate": person, "application": job}))

    assert avionte.requests == []


# --- talents that are there --------------------------------------------------------------------------


def test_a_talent_that_is_there_is_reused_and_not_changed(avionte: Any, says: Any) -> None:
    avionte.refuse("TALENT_CREATE", 409, DUPLICATE)

    result = ready(avionte, says).act(creation(CV))

    assert avionte.keys == ["TALENT_CREATE", "PIPELINE_ADD", "RESUME_PUT", "TALENT_GET"]
    assert result.remote_id == "70110022"
    assert result.warnings == (REUSED,)
    assert says.Read(result.items).one("ats_candidates").first_name == "Odalys"


def test_a_reused_talent_that_is_known_is_not_read(avionte: Any, says: Any) -> None:
    avionte.refuse("TALENT_CREATE", 409, DUPLICATE)

    result = ready(avionte, says, selected_jobs=[41200017]).act(creation())

    assert avionte.keys == ["TALENT_CREATE", "PIPELINE_ADD"]
    read = says.Read(result.items)
    assert read.of("ats_candidates") == []
    assert read.applications["70110022:41200017"].current_stage_id == "52003"


@pytest.mark.parametrize("answer", [httpx.Response(404), httpx.Response(400)])
def test_a_reused_talent_that_cannot_be_read_comes_later(avionte: Any, says: Any, answer: Any) -> None:
    avionte.refuse("TALENT_CREATE", 409, DUPLICATE).on("TALENT_GET", answer)

    result = ready(avionte, says).act(creation())

    assert says.Read(result.items).of("ats_candidates") == []
    assert result.remote_id == "70110022"


@pytest.mark.parametrize(
    "body", ["", "{}", '{"errors": {}}', '{"errors": [1, {"existingTalentId": null}]}', "[]"]
)
def test_a_duplicate_that_is_not_named_is_refused(avionte: Any, says: Any, body: str) -> None:
    avionte.on("TALENT_CREATE", httpx.Response(409, content=body.encode()))

    with pytest.raises(VendorRefusedError):
        ready(avionte, says).act(creation())

    assert avionte.keys == ["TALENT_CREATE"]


def test_another_refusal_is_no_duplicate(avionte: Any, says: Any) -> None:
    avionte.refuse("TALENT_CREATE", 400, DUPLICATE)

    with pytest.raises(VendorRefusedError):
        ready(avionte, says).act(creation())


def test_a_lost_answer_is_settled_by_the_vendors_own_check(avionte: Any, says: Any) -> None:
    avionte.on("TALENT_CREATE", httpx.ReadTimeout("lost"), httpx.Response(409, json=DUPLICATE))

    result = ready(avionte, says).act(creation())

    assert avionte.keys == ["TALENT_CREATE", "TALENT_CREATE", "PIPELINE_ADD", "TALENT_GET"]
    assert result.warnings == (MAYBE_OURS,)


def test_two_lost_answers_leave_the_outcome_unknown(avionte: Any, says: Any) -> None:
    avionte.on("TALENT_CREATE", httpx.ReadTimeout("lost"))

    with pytest.raises(VendorUnavailableError) as caught:
        ready(avionte, says).act(creation())

    assert caught.value.detail["outcome_unknown"] is True
    assert avionte.keys == ["TALENT_CREATE", "TALENT_CREATE"]


def test_a_creation_that_was_surely_refused_is_not_sent_again(avionte: Any, says: Any) -> None:
    avionte.refuse("TALENT_CREATE", 403)

    with pytest.raises(PermissionMissingError):
        ready(avionte, says).act(creation())

    assert avionte.keys == ["TALENT_CREATE"]


def test_a_talent_without_id_is_nonsense(avionte: Any, says: Any) -> None:
    avionte.on("TALENT_CREATE", {"firstName": "Odalys"})

    with pytest.raises(VendorNonsenseError):
        ready(avionte, says).act(creation())


# --- failures after the talent -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("key", "step"), [("PIPELINE_ADD", "pipeline"), ("RESUME_PUT", "reyes.pdf"), ("DOC_ADD", "letter.txt")]
)
@pytest.mark.parametrize("status", [400, 403, 409, 413, 503])
def test_a_later_failure_names_the_talent_and_the_step(
    avionte: Any, says: Any, key: str, step: str, status: int
) -> None:
    avionte.refuse(key, status).on("DOC_LIST", [])

    with pytest.raises(ConnectorError) as caught:
        ready(avionte, says).act(creation(CV, LETTER))

    assert caught.value.status == status
    assert caught.value.detail["partial"] is True
    assert caught.value.detail["talent_id"] == "70110022"
    assert step in caught.value.detail["step"]
    assert "70110022" in caught.value.message
    assert step in caught.value.message


# --- files -------------------------------------------------------------------------------------------


def test_of_several_cvs_the_last_one_is_left_and_that_is_said(avionte: Any, says: Any) -> None:
    result = ready(avionte, says).act(
        creation(CV, {**CV, "name": "newer.docx", "content_type": "application/pdf"})
    )

    assert [body["resumeFilename"] for body in avionte.bodies("RESUME_PUT")] == ["reyes.pdf", "newer.docx"]
    assert SEVERAL_CVS in result.warnings
    assert any("newer.docx" in warning for warning in result.warnings)


@pytest.mark.parametrize("extension", [*EXTENSIONS, "PDF", "Docx"])
def test_nine_kinds_of_files_are_taken(avionte: Any, says: Any, extension: str) -> None:
    ready(avionte, says).act(creation({**LETTER, "name": f"file.{extension}"}))

    assert avionte.bodies("DOC_ADD")[0]["title"] == f"file.{extension}"


@pytest.mark.parametrize("name", ["run.exe", "all.zip", "cat.gif", "cv.pdf.rtf"])
def test_another_kind_of_file_refuses_the_whole_action(avionte: Any, says: Any, name: str) -> None:
    with pytest.raises(InputError, match="takes no files"):
        avionte.connect(**says.owner).act(creation(CV, {**CV, "name": name}))

    assert avionte.requests == []


@pytest.mark.parametrize(
    ("content_type", "name"),
    [
        ("application/pdf", "letter.pdf"),
        ("text/plain", "letter.txt"),
        ("image/jpeg", "letter.jpg"),
        ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "letter.xlsx"),
    ],
)
def test_a_missing_extension_comes_from_the_content_type(
    avionte: Any, says: Any, content_type: str, name: str
) -> None:
    result = ready(avionte, says).act(creation({**LETTER, "name": "letter", "content_type": content_type}))

    assert avionte.bodies("DOC_ADD")[0]["title"] == name
    assert result.warnings == ()


def test_a_name_without_extension_and_without_a_usable_type_is_refused(avionte: Any, says: Any) -> None:
    with pytest.raises(InputError, match="takes no files"):
        avionte.connect(**says.owner).act(creation({**LETTER, "name": "letter", "content_type": "text/html"}))


def test_a_linked_file_is_downloaded_before_anything_is_sent(avionte: Any, says: Any) -> None:
    avionte.on("FILE", httpx.Response(200, content=b"hello", headers={"Content-Type": "text/plain"}))
    linked = {"name": "note", "type": "OTHER", "data_url": "https://files.example/note"}

    ready(avionte, says).act(creation(linked))

    assert [key for key, _ in avionte.requests] == ["FILE", "TALENT_CREATE", "PIPELINE_ADD", "DOC_ADD"]
    assert avionte.bodies("DOC_ADD")[0]["title"] == "note.txt"
    assert avionte.bodies("DOC_ADD")[0]["contents"] == base64.b64encode(b"hello").decode()


@pytest.mark.parametrize(
    ("file", "answer"),
    [
        ({"name": "a.pdf", "type": "CV", "data": "no base64!", "content_type": "application/pdf"}, None),
        ({"name": "a.pdf", "type": "CV", "data_url": "https://files.example/a"}, httpx.Response(404)),
        ({"name": "a" * 500 + ".pdf", "type": "CV", "data": PDF, "content_type": "application/pdf"}, None),
        (
            {"name": "a.pdf", "type": "CV", "data_url": "https://files.example/a"},
            httpx.Response(200, content=b"x" * 7_300_001),
        ),
    ],
)
def test_a_file_that_cannot_be_had_refuses_the_whole_action(
    avionte: Any, says: Any, file: dict[str, str], answer: Any
) -> None:
    avionte.on("FILE", answer)

    with pytest.raises(InputError):
        avionte.connect(**says.owner).act(creation(file))

    assert avionte.keys == []


def test_a_document_whose_answer_was_lost_is_looked_for(avionte: Any, says: Any) -> None:
    there = {"id": 1, "title": "letter.txt", "uploadDate": "2026-06-15T08:00:00.120"}
    older = {**there, "uploadDate": "2020-01-01T00:00:00"}
    avionte.on("DOC_ADD", httpx.ReadTimeout("lost")).on("DOC_LIST", [older, {**there, "title": "x"}, there])

    ready(avionte, says).act(creation(LETTER))

    assert avionte.keys == ["TALENT_CREATE", "PIPELINE_ADD", "DOC_ADD", "DOC_LIST"]
