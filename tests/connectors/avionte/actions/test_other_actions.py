"""Tags, stages, rejections and files: what is sent, and what is refused before anything is."""

import base64
import json
from typing import Any

import httpx
import pytest

from assay.connector import Complete, Row
from assay.errors import InputError, VendorNonsenseError, VendorRefusedError
from assay.unified.actions import (
    AddApplicationAttachment,
    AddApplicationNote,
    AddCandidateAttachment,
    AddCandidateTag,
    GetCandidateAttachments,
    MoveApplicationToStage,
    RejectApplication,
)
from assay_connectors.avionte.actions.attachments import ON_CANDIDATE
from assay_connectors.avionte.actions.stages import NOTE_NOT_SENT, STAGE_UNCHANGED

PDF = base64.b64encode(b"%PDF-1.4 invented").decode()
CV = {"name": "reyes.pdf", "type": "CV", "data": PDF, "content_type": "application/pdf"}
APPLICATION = "70110022:41200017"
NOW = "2026-06-15T08:00:00.000Z"


def echo(request: httpx.Request) -> dict[str, Any]:
    """A nomination as written."""
    return {"id": 523881, **json.loads(request.content)}


@pytest.fixture
def avionte(vendor: Any) -> Any:
    """An Avionté that takes everything."""
    return (
        vendor.on("PIPELINE_ADD", lambda request: {"pipelineId": 660451, **json.loads(request.content)})
        .on("NOM_WRITE", echo)
        .on("TAG_ADD", {"talentTagId": 1, "tagId": 15, "tag": "Forklift", "talentId": 70110022})
        .on("RESUME_PUT", {})
        .on("DOC_ADD", {})
    )


@pytest.fixture
def connector(avionte: Any, says: Any) -> Any:
    """Connected, the job synced (the talent is nominated), and nothing asked since."""
    return synced(avionte, says)


def synced(avionte: Any, says: Any) -> Any:
    connector = avionte.connect(selected_jobs=[41200017])
    says.sync(connector)
    avionte.requests.clear()
    return connector


def without_nomination(avionte: Any, says: Any) -> Any:
    avionte.on("NOM_IDS_BY_JOB", [])
    return synced(avionte, says)


def shown(result: Any, says: Any) -> Any:
    return says.Read(result.items).applications[APPLICATION]


def move(stage_id: str, application_id: str = APPLICATION) -> Any:
    return MoveApplicationToStage(application_id=application_id, stage_id=stage_id)


def reject(reason_id: str = "52090", application_id: str = APPLICATION, **more: Any) -> Any:
    return RejectApplication(application_id=application_id, rejection_reason_id=reason_id, **more)


# --- moving ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("stage", "name"), [("PIPELINE", "Pipeline"), ("WEB_APPLICATION", "Web Application")]
)
def test_our_own_stages_are_no_targets(avionte: Any, connector: Any, stage: str, name: str) -> None:
    with pytest.raises(InputError, match=name):
        connector.act(move(stage))

    assert avionte.requests == []


def test_a_move_to_a_nominated_stage_is_one_write(avionte: Any, connector: Any, says: Any) -> None:
    result = connector.act(move("52001"))

    assert avionte.keys == ["NOM_WRITE"]
    assert avionte.bodies("NOM_WRITE") == [
        {
            "talentId": 70110022,
            "jobId": 41200017,
            "jobActivityId": 52001,
            "jobActivityName": "Submitted",
            "stageType": "Active",
            "stagedDate": NOW,
            "jobActivityDate": NOW,
        }
    ]
    assert shown(result, says).current_stage_id == "52001"
    assert shown(result, says).remote_created_at.year == 2025
    assert result.warnings == ()


def test_a_move_to_a_pipeline_stage_is_one_write(avionte: Any, says: Any) -> None:
    connector = without_nomination(avionte, says)

    result = connector.act(move("51002"))

    assert avionte.keys == ["PIPELINE_ADD"]
    assert avionte.bodies("PIPELINE_ADD") == [
        {
            "talentId": 70110022,
            "jobId": 41200017,
            "jobActivityName": "Pre-Screening",
            "stageType": "Active",
            "stagedDate": NOW,
            "jobActivityDate": NOW,
        }
    ]
    assert shown(result, says).current_stage_id == "PIPELINE"
    assert result.warnings == ()


def test_a_nomination_outlives_a_move_in_the_pipeline(avionte: Any, connector: Any, says: Any) -> None:
    result = connector.act(move("51002"))

    assert avionte.keys == ["PIPELINE_ADD"]
    assert shown(result, says).current_stage_id == "52003"
    assert result.warnings == (STAGE_UNCHANGED,)


@pytest.mark.parametrize("stage", ["99", "52090", "51090", "nowhere"])
def test_an_unknown_stage_and_a_reason_are_no_targets(avionte: Any, connector: Any, stage: str) -> None:
    with pytest.raises(InputError, match="no stage"):
        connector.act(move(stage))

    assert avionte.requests == []


@pytest.mark.parametrize("application", ["70110022", "70110022:", ":41200017", "a:b", "1:2:3"])
def test_what_is_no_application_is_refused(avionte: Any, connector: Any, application: str) -> None:
    for action in (move("52001", application), reject(application_id=application)):
        with pytest.raises(InputError, match="application_id"):
            connector.act(action)

    assert avionte.requests == []


@pytest.mark.parametrize(("stage", "key"), [("52001", "NOM_WRITE"), ("51002", "PIPELINE_ADD")])
def test_a_renamed_stage_is_looked_up_once(
    avionte: Any, connector: Any, says: Any, stage: str, key: str
) -> None:
    avionte.refuse(key, 409, then=echo)
    renamed = [{**one, "name": f"{one['name']} II"} for one in says.activities]
    avionte.on("JOB_ACTIVITY_TYPES", renamed)

    result = connector.act(move(stage))

    assert avionte.keys == [key, "JOB_ACTIVITY_TYPES", key]
    assert avionte.bodies(key)[1]["jobActivityName"].endswith(" II")
    names = {one.name for one in says.Read(result.items).of("ats_application_stages")}
    assert "Submitted II" in names
    assert "stages" in says.Read(result.items).cursors


@pytest.mark.parametrize("there", [True, False])
def test_a_stage_that_was_not_renamed_is_not_tried_again(
    avionte: Any,
    connector: Any,
    says: Any,
    there: bool,  # noqa: FBT001 -- a case
) -> None:
    avionte.refuse("NOM_WRITE", 409).on("JOB_ACTIVITY_TYPES", says.activities if there else [])

    with pytest.raises(VendorRefusedError):
        connector.act(move("52001"))

    assert avionte.keys == ["NOM_WRITE", "JOB_ACTIVITY_TYPES"]


def test_another_refusal_is_not_looked_up(avionte: Any, connector: Any) -> None:
    avionte.refuse("NOM_WRITE", 400)

    with pytest.raises(VendorRefusedError):
        connector.act(move("52001"))

    assert avionte.keys == ["NOM_WRITE"]


def test_stages_that_were_never_read_are_read_first(avionte: Any, says: Any) -> None:
    result = avionte.connect().act(move("52001"))

    assert avionte.keys == ["JOB_ACTIVITY_TYPES", "NOM_WRITE"]
    assert shown(result, says).current_stage_id == "52001"


def test_an_answer_that_says_little_is_completed_by_what_was_sent(
    avionte: Any, connector: Any, says: Any
) -> None:
    avionte.on("NOM_WRITE", {"id": 523881})

    assert shown(connector.act(move("52001")), says).current_stage_id == "52001"


# --- rejecting ---------------------------------------------------------------------------------------


def test_a_nominated_application_is_declined_by_one_write(avionte: Any, connector: Any, says: Any) -> None:
    result = connector.act(reject())

    assert avionte.keys == ["NOM_WRITE"]
    assert avionte.bodies("NOM_WRITE") == [
        {
            "talentId": 70110022,
            "jobId": 41200017,
            "jobActivityId": 52090,
            "jobActivityName": "Underqualified",
            "stageType": "Declined",
            "declinedDate": NOW,
        }
    ]
    application = shown(result, says)
    assert (application.outcome, application.rejection_reason_name) == ("DECLINED", "Underqualified")
    assert application.rejected_at == says.start
    assert application.current_stage_id == "52003"
    assert result.warnings == ()


def test_a_note_is_not_sent_and_that_is_said(avionte: Any, connector: Any) -> None:
    assert connector.act(reject(note="Sorry.")).warnings == (NOTE_NOT_SENT,)
    assert "Sorry" not in avionte.sent("NOM_WRITE")[0].content.decode()


def test_elsewhere_a_rejection_is_refused_for_nothing(avionte: Any, says: Any) -> None:
    connector = without_nomination(avionte, says)
    with pytest.raises(InputError, match="Web Application"):
        connector.act(reject())

    connector.act(move("51002"))
    avionte.requests.clear()
    with pytest.raises(InputError, match="'Pipeline'"):
        connector.act(reject())

    assert avionte.requests == []


def test_who_is_rejected_is_not_rejected_again(avionte: Any, connector: Any) -> None:
    connector.act(reject())
    avionte.requests.clear()

    with pytest.raises(InputError, match="already"):
        connector.act(reject())

    assert avionte.requests == []


@pytest.mark.parametrize("reason", ["99", "52001", "51090"])
def test_an_unknown_reason_is_refused_for_nothing(avionte: Any, connector: Any, reason: str) -> None:
    with pytest.raises(InputError, match="no rejection reason"):
        connector.act(reject(reason))

    assert avionte.requests == []


def test_an_application_that_is_not_known_is_looked_up_first(avionte: Any, says: Any) -> None:
    result = avionte.connect().act(reject())

    assert avionte.keys == ["JOB_ACTIVITY_TYPES", "WEBAPP_JOB", "NOM_IDS_BY_JOB", "NOM_GET", "NOM_WRITE"]
    assert shown(result, says).outcome == "DECLINED"


def test_an_application_that_nobody_knows_is_not_rejected(avionte: Any) -> None:
    avionte.on("NOM_IDS_BY_JOB", []).on("WEBAPP_JOB", [])

    with pytest.raises(InputError, match="no stage"):
        avionte.connect().act(reject())

    assert "NOM_WRITE" not in avionte.keys


# --- tags --------------------------------------------------------------------------------------------


def tagging(name: str = "Forklift", candidate_id: str = "70110022") -> Any:
    return AddCandidateTag(candidate_id=candidate_id, tag={"name": name})


def test_a_tag_is_one_call(avionte: Any, says: Any) -> None:
    result = avionte.connect().act(tagging(" Forklift "))

    assert avionte.keys == ["TAG_ADD"]
    assert avionte.sent("TAG_ADD")[0].url.path.endswith("/talent/70110022/talenttag")
    assert avionte.bodies("TAG_ADD") == [{"talentId": 70110022, "tag": "Forklift"}]
    read = says.Read(result.items)
    assert (read.one("ats_tags").remote_id, read.one("ats_tags").name) == ("15", "Forklift")
    assert read.one("ats_join_candidates_tags").tag_id == "15"
    assert not any(isinstance(item, Complete) for item in result.items)


@pytest.mark.parametrize(
    "answer", [httpx.Response(409), {"talentTagId": 881, "tag": "OSHA 10"}, {"tagId": None}]
)
def test_a_tag_that_is_there_or_not_numbered_is_looked_up(avionte: Any, says: Any, answer: Any) -> None:
    avionte.on("TAG_ADD", answer)

    result = avionte.connect().act(tagging("osha 10"))

    assert avionte.keys == ["TAG_ADD", "TALENT_TAGS"]
    assert says.Read(result.items).one("ats_tags").remote_id == "14"


def test_a_refused_tag_that_is_not_there_stays_refused(avionte: Any) -> None:
    avionte.refuse("TAG_ADD", 409)

    with pytest.raises(VendorRefusedError):
        avionte.connect().act(tagging("Welding"))


def test_a_tag_that_was_taken_and_is_not_shown_is_nonsense(avionte: Any) -> None:
    avionte.on("TAG_ADD", {}).refuse("TALENT_TAGS", 404)

    with pytest.raises(VendorNonsenseError):
        avionte.connect().act(tagging())


def test_another_refusal_of_a_tag_is_not_looked_up(avionte: Any) -> None:
    avionte.refuse("TAG_ADD", 404)

    with pytest.raises(VendorRefusedError):
        avionte.connect().act(tagging())

    assert avionte.keys == ["TAG_ADD"]


@pytest.mark.parametrize(("name", "candidate"), [("  ", "70110022"), ("x", "someone")])
def test_a_blank_tag_and_a_candidate_that_is_none_are_refused(
    avionte: Any, name: str, candidate: str
) -> None:
    with pytest.raises(InputError):
        avionte.connect().act(tagging(name, candidate))

    assert avionte.requests == []


# --- files -------------------------------------------------------------------------------------------


def test_a_cv_for_a_candidate_is_the_resume(avionte: Any) -> None:
    result = avionte.connect().act(AddCandidateAttachment(candidate_id="70110022", attachment=CV))

    assert avionte.keys == ["RESUME_PUT"]
    assert avionte.sent("RESUME_PUT")[0].url.path.endswith("/talent/70110022/resume")
    assert result.warnings == ()


@pytest.mark.parametrize("kind", ["COVER_LETTER", "OTHER"])
def test_a_file_for_an_application_goes_to_its_talent_and_says_so(avionte: Any, kind: str) -> None:
    action = AddApplicationAttachment(application_id=APPLICATION, attachment={**CV, "type": kind})

    result = avionte.connect().act(action)

    assert avionte.keys == ["DOC_ADD"]
    assert avionte.sent("DOC_ADD")[0].url.path.endswith("/talent/70110022/document-from-body")
    assert "41200017" not in avionte.sent("DOC_ADD")[0].content.decode()
    assert result.warnings == (ON_CANDIDATE,)


def test_files_for_nobody_are_refused(avionte: Any) -> None:
    for action in (
        AddCandidateAttachment(candidate_id="x", attachment=CV),
        AddApplicationAttachment(application_id="x", attachment=CV),
        GetCandidateAttachments(candidate_id="x"),
    ):
        with pytest.raises(InputError):
            avionte.connect().act(action)

    assert avionte.requests == []


RESUME = {
    "resumeId": 5510,
    "resumeFilename": "reyes.pdf",
    "resumeContents": PDF,
    "createdDate": "2025-02-10T19:41:00",
    "lastUpdatedDate": "2025-02-11T19:41:00",
}
LETTER = {
    "id": 90210,
    "title": "letter.txt",
    "uploadDate": "2025-02-11T08:10:44.120",
    "documentType": "Cover Letter",
}
CARD = {"id": 90211, "documentName": "card.bin", "documentType": None}


def test_files_come_with_their_contents(avionte: Any, says: Any) -> None:
    avionte.on("TALENT_GET", {**says.talent, "talentResume": RESUME}).on("DOC_LIST", [LETTER, CARD])
    avionte.on("DOC_GET", {**LETTER, "contents": "SGk="}, {**CARD, "contents": "SG8="})

    result = avionte.connect().act(GetCandidateAttachments(candidate_id="70110022"))

    assert avionte.keys == ["TALENT_GET", "DOC_LIST", "DOC_GET", "DOC_GET"]
    assert dict(avionte.sent("TALENT_GET")[0].url.params) == {"includeResume": "True"}
    resume, letter, card = result.attachments
    assert (resume.remote_id, resume.type, resume.content_type) == ("resume:5510", "CV", "application/pdf")
    assert (resume.file_name, resume.data_url) == ("reyes.pdf", f"data:application/pdf;base64,{PDF}")
    assert (resume.remote_created_at.day, resume.remote_updated_at.day) == (10, 11)
    assert (letter.remote_id, letter.type, letter.file_name) == ("90210", "COVER_LETTER", "letter.txt")
    assert letter.data_url == "data:text/plain;base64,SGk="
    assert letter.remote_created_at.microsecond == 120000
    assert (card.type, card.file_name, card.content_type) == ("OTHER", "card.bin", "application/octet-stream")
    assert {one.candidate_id for one in result.attachments} == {"70110022"}
    assert {one.application_id for one in result.attachments} == {None}


def test_a_talent_without_files_has_none(avionte: Any) -> None:
    avionte.on("DOC_LIST", [])

    result = avionte.connect().act(GetCandidateAttachments(candidate_id="70110022"))

    assert avionte.keys == ["TALENT_GET", "DOC_LIST"]
    assert result.attachments == result.warnings == ()


def test_without_contents_documents_are_where_the_vendor_has_them(avionte: Any) -> None:
    avionte.on("DOC_LIST", [LETTER])

    result = avionte.connect(attachment_bytes=False).act(GetCandidateAttachments(candidate_id="70110022"))

    assert avionte.keys == ["TALENT_GET", "DOC_LIST"]
    assert result.attachments[0].data_url == (
        "https://api.avionte.com/front-office/v1/talent/70110022/document/90210"
    )


def test_files_that_the_vendor_does_not_give_are_named(avionte: Any, says: Any) -> None:
    avionte.on("TALENT_GET", {**says.talent, "talentResume": {"resumeId": 1}}).on("DOC_LIST", [LETTER])
    avionte.on("DOC_GET", LETTER)

    result = avionte.connect().act(GetCandidateAttachments(candidate_id="70110022"))

    assert result.attachments == ()
    assert len(result.warnings) == 2


def test_what_avionte_cannot_do_is_said(avionte: Any) -> None:
    with pytest.raises(InputError, match="add note"):
        avionte.connect().act(AddApplicationNote(application_id=APPLICATION, content="Hi"))


def test_items_of_actions_are_rows_and_cursors_alone(connector: Any) -> None:
    items = connector.act(move("52001")).items

    assert isinstance(items[0], Row)
    assert [type(item).__name__ for item in items] == ["Row", "Cursor"]
