"""Tags, attachments, stages, rejections, result links, notes."""

import base64
from typing import Any

import httpx
import pytest

from assay.connector import Complete, Row
from assay.errors import (
    InputError,
    PermissionMissingError,
    VendorNonsenseError,
    VendorRefusedError,
    VendorUnavailableError,
)
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

DETAIL, SEARCH, LIST = "GET /candidates/90", "GET /search/new/candidates", "GET /candidates"


def test_an_action_that_is_not_offered_is_refused(recruitee: Any) -> None:
    with pytest.raises(InputError, match="get candidate attachments"):
        recruitee.connector().act(GetCandidateAttachments(candidate_id="90"))


# --- whose application it is -----------------------------------------------------------------------------

NOTE = AddApplicationNote(application_id="104", content="a <b>bold</b> word\nand more")
NOTES = "POST /candidates/90/notes"


def test_an_application_is_found_by_search_and_then_remembered(recruitee: Any) -> None:
    connector = recruitee.connector()
    connector.act(NOTE)
    connector.act(NOTE)

    (searched,) = recruitee.of(SEARCH)
    assert searched.url.params["sort_by"] == "last_activity_at_desc"
    assert "query" not in searched.url.params
    assert recruitee.calls.count(DETAIL) == 2
    assert recruitee.calls.count(LIST) == 0


def test_an_application_that_the_search_does_not_know_yet_is_found_in_the_list(recruitee: Any) -> None:
    recruitee.on(SEARCH, {"hits": [{"id": 89, "placements": None}], "total": 1})
    recruitee.on(LIST, {"candidates": [{"id": 90, "placements": [{"id": 104}]}]})

    recruitee.connector().act(NOTE)

    assert recruitee.writes == [NOTES]


def test_search_and_list_are_walked_to_their_ends(recruitee: Any) -> None:
    empty = {"id": 1, "placements": []}
    recruitee.on(SEARCH, {"hits": [empty] * 1000, "total": 1001}, {"hits": [empty], "total": 1001})
    recruitee.on(LIST, {"candidates": [empty] * 1000}, {"candidates": [empty]})

    with pytest.raises(InputError, match="no application 104"):
        recruitee.connector().act(NOTE)

    assert [one.url.params["page"] for one in recruitee.of(SEARCH)] == ["1", "2"]
    assert [one.url.params["offset"] for one in recruitee.of(LIST)] == ["0", "1000"]
    assert recruitee.writes == []


def test_a_search_that_counts_more_than_it_shows_ends(recruitee: Any) -> None:
    recruitee.on(SEARCH, {"hits": [], "total": 5})
    with pytest.raises(InputError):
        recruitee.connector().act(NOTE)
    assert recruitee.calls.count(SEARCH) == 1


def test_an_application_whose_candidate_was_merged_away_is_looked_for_again(
    recruitee: Any, make_candidate: Any, make_placement: Any
) -> None:
    connector = recruitee.connector()
    connector.act(NOTE)
    recruitee.on(DETAIL, 404).on(SEARCH, {"hits": [{"id": 91, "placements": [{"id": 104}]}], "total": 1})
    recruitee.on(
        "GET /candidates/91", make_candidate(id=91, placements=[make_placement(candidate_id=91)])
    ).on("POST /candidates/91/notes", {"note": {"id": 6}})

    connector.act(NOTE)

    assert recruitee.writes == [NOTES, "POST /candidates/91/notes"]


def test_an_application_that_only_the_index_still_shows_is_none(recruitee: Any, make_candidate: Any) -> None:
    recruitee.on(DETAIL, make_candidate(placements=[]))
    with pytest.raises(InputError, match="no application"):
        recruitee.connector().act(NOTE)


def test_a_candidate_that_may_not_be_seen_keeps_its_own_error(recruitee: Any) -> None:
    recruitee.on(DETAIL, 403)
    with pytest.raises(PermissionMissingError):
        recruitee.connector().act(NOTE)


# --- notes -----------------------------------------------------------------------------------------------


def test_a_note_is_the_text_as_given_for_all_to_see(recruitee: Any) -> None:
    result = recruitee.connector().act(NOTE)

    assert recruitee.sent(NOTES) == [{"note": {"body": NOTE.content, "visibility": {"level": "public"}}}]
    assert "on the candidate" in result.warnings[0]


def test_a_note_whose_answer_is_lost_is_looked_for(recruitee: Any) -> None:
    written = {"id": 5, "body": NOTE.content, "created_at": "2026-06-15T08:00:00.100000Z"}
    recruitee.lose(NOTES).on("GET /candidates/90/notes", {"notes": [{"id": 4, "body": "other"}, written]})

    recruitee.connector().act(NOTE)

    assert recruitee.writes == [NOTES]


# --- tags ------------------------------------------------------------------------------------------------

ADD, REMOVE = "POST /candidates/90/tags", "DELETE /candidates/90/tags"
TAG = AddCandidateTag.model_validate({"candidate_id": "90", "tag": {"name": "strong"}})
UNTAG = RemoveCandidateTag.model_validate({"candidate_id": "90", "tag": {"name": "strong"}})


def test_a_tag_is_put_on_the_candidate_and_looked_at(recruitee: Any, make_candidate: Any) -> None:
    recruitee.on(DETAIL, make_candidate(tags=["strong"]))

    result = recruitee.connector().act(TAG)

    assert recruitee.sent(ADD) == [{"tags": ["strong"]}]
    stores = {item.record.store_id for item in result.items if isinstance(item, Row)}
    assert {"ats_tags", "ats_candidates", "ats_join_candidates_tags"} <= stores


def test_a_tag_that_was_taken_but_does_not_show_is_an_error(recruitee: Any) -> None:
    with pytest.raises(VendorNonsenseError, match="has it not"):
        recruitee.connector().act(TAG)


def test_a_tag_is_removed_with_its_name_in_the_body(recruitee: Any) -> None:
    result = recruitee.connector().act(UNTAG)

    assert recruitee.sent(REMOVE) == [{"tags": ["strong"]}]
    assert Complete("ats_join_candidates_tags", group="90") in result.items


def test_a_tag_that_stays_is_an_error(recruitee: Any, make_candidate: Any) -> None:
    recruitee.on(DETAIL, make_candidate(tags=["strong"]))
    with pytest.raises(VendorNonsenseError, match="still has it"):
        recruitee.connector().act(UNTAG)


def test_a_lost_answer_about_a_tag_is_settled_by_a_look(recruitee: Any, make_candidate: Any) -> None:
    recruitee.on(DETAIL, make_candidate(tags=["strong"])).lose(ADD)
    recruitee.connector().act(TAG)
    assert recruitee.writes == [ADD]


def test_a_tag_on_nobody_is_refused(recruitee: Any) -> None:
    with pytest.raises(InputError, match="candidate_id"):
        recruitee.connector().act(TAG.model_copy(update={"candidate_id": "x"}))


# --- adding attachments ------------------------------------------------------------------------------------

UPLOAD, AS_CV = "POST /attachments", "PATCH /candidates/90/set_as_cv/70"
DATA = base64.b64encode(b"pdf").decode()
FILE = {"name": "cv.pdf", "content_type": "application/pdf", "data": DATA, "type": "CV"}


def to_candidate(**more: Any) -> AddCandidateAttachment:
    return AddCandidateAttachment.model_validate({"candidate_id": "90", "attachment": {**FILE, **more}})


def test_a_cv_is_uploaded_and_made_the_cv(recruitee: Any) -> None:
    result = recruitee.connector().act(to_candidate())

    assert recruitee.writes == [UPLOAD, AS_CV]
    (upload,) = recruitee.of(UPLOAD)
    assert b'name="attachment[file]"; filename="cv.pdf"\r\nContent-Type: application/pdf' in upload.content
    assert b'name="attachment[candidate_id]"\r\n\r\n90\r\n' in upload.content
    assert upload.url.query == b""
    assert result.warnings == ()


@pytest.mark.parametrize("kind", ["COVER_LETTER", "OTHER"])
def test_other_files_leave_the_cv_alone(recruitee: Any, kind: str) -> None:
    recruitee.connector().act(to_candidate(type=kind))
    assert recruitee.writes == [UPLOAD]


def test_a_link_is_opened_by_us_and_not_handed_on(recruitee: Any) -> None:
    recruitee.on(
        "GET //files.example.test/cv", httpx.Response(200, content=b"pdf", headers={"content-type": "a/b"})
    )
    file = {"name": "cv", "type": "CV", "data_url": "https://files.example.test/cv"}

    recruitee.connector().act(
        AddCandidateAttachment.model_validate({"candidate_id": "90", "attachment": file})
    )

    (upload,) = recruitee.of(UPLOAD)
    assert b"Content-Type: a/b\r\n\r\npdf" in upload.content
    assert b"files.example.test" not in upload.content


def test_a_file_for_an_application_lands_on_the_candidate_and_this_is_said(recruitee: Any) -> None:
    action = AddApplicationAttachment.model_validate({"application_id": "104", "attachment": FILE})

    result = recruitee.connector().act(action)

    assert recruitee.writes == [UPLOAD, AS_CV]
    assert b"104" not in recruitee.of(UPLOAD)[0].content
    assert "stored on the candidate" in result.warnings[0]


def test_an_upload_whose_answer_is_lost_is_looked_for(recruitee: Any) -> None:
    there = {"id": 70, "filename": "cv.pdf", "file_size": 3, "created_at": "2026-06-15T08:00:00Z"}
    old = {**there, "id": 69, "created_at": "2026-06-01T08:00:00Z"}
    other = {**there, "id": 68, "filename": "b.pdf"}
    recruitee.lose(UPLOAD).on("GET /candidates/90/attachments", {"attachments": [other, old, there]})

    recruitee.connector().act(to_candidate())

    assert recruitee.writes == [UPLOAD, AS_CV]


def test_an_upload_that_did_not_arrive_is_sent_again(recruitee: Any) -> None:
    recruitee.lose(UPLOAD, {"attachment": {"id": 70}})
    recruitee.connector().act(to_candidate(type="OTHER"))
    assert recruitee.writes == [UPLOAD, UPLOAD]


@pytest.mark.parametrize(("listed", "sent"), [([], 1), ([{"id": 70}], 2)])
def test_a_cv_whose_promotion_got_no_answer_is_no_longer_listed(
    recruitee: Any, listed: list[dict[str, Any]], sent: int
) -> None:
    recruitee.lose(AS_CV, {}).on("GET /candidates/90/attachments", {"attachments": listed})
    recruitee.connector().act(to_candidate())
    assert recruitee.calls.count(AS_CV) == sent


# --- reading attachments -----------------------------------------------------------------------------------

GET = GetApplicationAttachments(application_id="104")
STORED = "https://files.recruitee.example/a/70/certificate.pdf?X-Amz-Signature=e1"


def test_cv_letter_and_files_come_back(recruitee: Any, make_candidate: Any) -> None:
    recruitee.on(
        DETAIL,
        make_candidate(
            cv_url="https://files.recruitee.example/cv/a.pdf?X=1",
            cv_original_url="https://files.recruitee.example/cv/orig%20a.docx?X=1",
            cover_letter_file_url="https://files.recruitee.example/l/letter.pdf?X=1",
        ),
    )
    listed = {
        "id": 70,
        "filename": "certificate.pdf",
        "file_url": STORED,
        "created_at": "2026-02-12T10:02:40.551Z",
    }
    recruitee.on("GET /candidates/90/attachments", {"attachments": [listed, {"id": 71, "file_url": None}]})

    result = recruitee.connector().act(GET)

    kept = [(one.remote_id, one.type, one.file_name, one.content_type) for one in result.attachments]
    word = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    assert kept == [
        ("cv:90", "CV", "orig a.docx", word),
        ("cover-letter:90", "COVER_LETTER", "letter.pdf", "application/pdf"),
        ("70", "OTHER", "certificate.pdf", "application/pdf"),
    ]
    assert result.attachments[2].data_url == STORED
    assert result.attachments[2].remote_created_at is not None
    assert not [call for call in recruitee.calls if "files.recruitee.example" in call]


def test_a_path_of_the_api_host_is_opened_with_the_token_and_handed_on_whole(
    recruitee: Any, make_candidate: Any
) -> None:
    recruitee.on(DETAIL, make_candidate(cv_url="/c/41207/files/cv.pdf"))
    recruitee.on("GET /files/cv.pdf", httpx.Response(200, content=b"pdf"))

    (attachment,) = recruitee.connector().act(GET).attachments

    assert attachment.data_url == f"data:application/pdf;base64,{DATA}"
    assert recruitee.of("GET /files/cv.pdf")[0].headers["authorization"] == "Bearer token-invented-0001"


def test_a_signed_link_without_extension_is_opened_without_the_token_to_learn_its_type(
    recruitee: Any, make_candidate: Any
) -> None:
    url = "https://files.recruitee.example/cv/90?X-Amz-Signature=d1"
    recruitee.on(DETAIL, make_candidate(cv_url=url))
    told = httpx.Response(200, content=b"png", headers={"content-type": "image/PNG; x=y"})
    recruitee.on("GET //files.recruitee.example/cv/90", told)

    (attachment,) = recruitee.connector().act(GET).attachments

    assert (attachment.content_type, attachment.data_url) == ("image/png", url)
    assert "authorization" not in recruitee.of("GET //files.recruitee.example/cv/90")[0].headers


@pytest.mark.parametrize("status", [404, 503])
def test_a_file_that_cannot_be_opened_is_left_out_with_a_warning(
    recruitee: Any, make_candidate: Any, status: int
) -> None:
    recruitee.on(DETAIL, make_candidate(cv_url="files/cv.pdf")).on("GET /files/cv.pdf", status)

    result = recruitee.connector().act(GET)

    assert result.attachments == ()
    assert "'cv.pdf' was left out" in result.warnings[0]


# --- stages ------------------------------------------------------------------------------------------------

CHANGE = "PATCH /placements/104/change_stage"


def move(stage_id: str = "62") -> MoveApplicationToStage:
    return MoveApplicationToStage(application_id="104", stage_id=stage_id)


def test_an_application_is_moved_and_looked_at(
    recruitee: Any, make_candidate: Any, make_placement: Any
) -> None:
    there = make_candidate(placements=[make_placement(stage_id=62)])
    recruitee.on(DETAIL, make_candidate(), there)

    result = recruitee.connector().act(move())

    assert recruitee.sent(CHANGE) == [{"stage_id": 62}]
    (row,) = [
        item for item in result.items if isinstance(item, Row) and item.record.store_id == "ats_applications"
    ]
    assert row.record.current_stage_id == "62"


def test_a_move_without_effect_is_an_error(recruitee: Any) -> None:
    with pytest.raises(VendorNonsenseError, match="not in the stage"):
        recruitee.connector().act(move())
    assert recruitee.writes == [CHANGE]


def test_a_move_whose_answer_is_lost_is_looked_for(
    recruitee: Any, make_candidate: Any, make_placement: Any
) -> None:
    recruitee.lose(CHANGE).on(
        DETAIL, make_candidate(), make_candidate(placements=[make_placement(stage_id=62)])
    )
    recruitee.connector().act(move())
    assert recruitee.writes == [CHANGE]


def test_the_current_stage_needs_no_write(recruitee: Any) -> None:
    recruitee.connector().act(move("61"))
    assert recruitee.writes == []


def test_a_stage_of_another_job_is_refused(recruitee: Any) -> None:
    with pytest.raises(InputError, match="stage 63"):
        recruitee.connector().act(move("63"))
    assert recruitee.writes == []


@pytest.mark.parametrize("mark", [{"disqualified_at": "2026-01-01T00:00:00Z"}, {"disqualify_kind": "admin"}])
def test_a_disqualified_application_is_not_moved(
    recruitee: Any, make_candidate: Any, make_placement: Any, mark: dict[str, Any]
) -> None:
    recruitee.on(DETAIL, make_candidate(placements=[make_placement(**mark)]))
    with pytest.raises(InputError, match="would undo"):
        recruitee.connector().act(move())
    assert recruitee.writes == []


# --- rejections --------------------------------------------------------------------------------------------

DISQUALIFY = "PATCH /placements/104/disqualify"


def reject(reason_id: str = "22", **more: Any) -> RejectApplication:
    return RejectApplication(application_id="104", rejection_reason_id=reason_id, **more)


def test_a_rejection_carries_its_reason(recruitee: Any, make_candidate: Any, make_placement: Any) -> None:
    declined = make_candidate(placements=[make_placement(disqualify_reason="Not enough experience")])
    recruitee.on(DETAIL, make_candidate(), declined)

    result = recruitee.connector().act(reject(note="sorry"))

    assert recruitee.sent(DISQUALIFY) == [{"disqualify_reason_id": 22}]
    assert result.warnings == ("note was not forwarded: Recruitee's API has no place for it",)


def test_a_rejection_without_effect_is_an_error(recruitee: Any) -> None:
    with pytest.raises(VendorNonsenseError, match="does not show it"):
        recruitee.connector().act(reject())
    assert recruitee.writes == [DISQUALIFY]


def test_an_unknown_reason_is_refused(recruitee: Any) -> None:
    with pytest.raises(InputError, match="no rejection reason 23"):
        recruitee.connector().act(reject("23"))
    assert recruitee.writes == []


def test_a_rejection_whose_answer_is_lost_is_looked_for(
    recruitee: Any, make_candidate: Any, make_placement: Any
) -> None:
    declined = make_candidate(placements=[make_placement(disqualify_reason="Not enough experience")])
    recruitee.lose(DISQUALIFY).on(DETAIL, make_candidate(), declined)
    recruitee.connector().act(reject())
    assert recruitee.writes == [DISQUALIFY]


# --- result links ------------------------------------------------------------------------------------------

FIELDS = "POST /custom_fields/candidates/90/fields"
DETAILS = {
    "custom_field_name_prefix": "Acme:",
    "attributes": [{"key": "Score", "value": "87"}, {"key": "Level", "value": "B"}],
}


def link(**more: Any) -> AddCandidateResultLink:
    given = {"candidate_id": "90", "label": "Test", "url": "https://x.test/1", **more}
    return AddCandidateResultLink.model_validate(given)


def field(number: int | None, name: str | None, kind: str = "single_line") -> dict[str, Any]:
    return {"id": number, "kind": kind, "name": name, "values": []}


def said(name: str, text: str) -> dict[str, Any]:
    return {"field": {"kind": "single_line", "name": name, "values": [{"text": text}]}}


def test_a_link_and_its_attributes_become_profile_fields(recruitee: Any) -> None:
    recruitee.connector().act(link(details=DETAILS))

    assert recruitee.sent(FIELDS) == [
        said("Test", "https://x.test/1"),
        said("Acme: Score", "87"),
        said("Acme: Level", "B"),
    ]


def test_a_link_on_an_application_is_one_on_its_candidate(recruitee: Any) -> None:
    action = AddApplicationResultLink.model_validate(
        {"application_id": "104", "label": "Test", "url": "https://x.test/1"}
    )

    result = recruitee.connector().act(action)

    assert recruitee.sent(FIELDS) == [said("Test", "https://x.test/1")]
    assert "stored on the candidate" in result.warnings[0]


def test_a_field_that_is_there_is_changed_and_none_piled_up(recruitee: Any, make_candidate: Any) -> None:
    fields = [field(None, "Test"), field(81, "Test", "boolean"), field(82, "Test"), field(83, "Test")]
    recruitee.on(DETAIL, make_candidate(fields=fields))
    recruitee.on("PATCH /custom_fields/candidates/fields/82", {})

    recruitee.connector().act(link())

    assert recruitee.writes == ["PATCH /custom_fields/candidates/fields/82"]
    assert recruitee.sent(recruitee.writes[0]) == [{"field": {"values": [{"text": "https://x.test/1"}]}}]


def test_an_attribute_that_is_refused_is_a_warning(recruitee: Any) -> None:
    recruitee.on(FIELDS, {"field": {"id": 88}}, 422, {"field": {"id": 89}})

    result = recruitee.connector().act(link(details=DETAILS))

    assert len(recruitee.sent(FIELDS)) == 3
    assert result.warnings[0].startswith("attribute 'Acme: Score': not done")


def test_a_link_that_is_refused_fails_the_action(recruitee: Any) -> None:
    recruitee.on(FIELDS, 422)
    with pytest.raises(VendorRefusedError):
        recruitee.connector().act(link(details=DETAILS))
    assert recruitee.writes == [FIELDS]


def test_a_field_whose_answer_is_lost_is_looked_for(recruitee: Any, make_candidate: Any) -> None:
    recruitee.lose(FIELDS).on(DETAIL, make_candidate(), make_candidate(fields=[field(82, "Test")]))
    recruitee.connector().act(link())
    assert recruitee.writes == [FIELDS]


# --- reading again -----------------------------------------------------------------------------------------


def test_what_cannot_be_read_again_is_a_warning(recruitee: Any, make_candidate: Any) -> None:
    recruitee.on(DETAIL, make_candidate(), 503)

    result = recruitee.connector().act(to_candidate(type="OTHER"))
    assert result.warnings == () or "could not be read again" in result.warnings[0]

    recruitee.on(DETAIL, 503)
    result = recruitee.connector().act(to_candidate(type="OTHER"))
    assert "could not be read again" in result.warnings[0]
    assert result.items == ()


def test_a_vendor_that_is_down_is_unavailable(recruitee: Any) -> None:
    recruitee.on(DETAIL, 503)
    with pytest.raises(VendorUnavailableError):
        recruitee.connector().act(NOTE)
