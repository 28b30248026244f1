"""Proofs about files, tags, moves, rejections and passed calls on Avionté notice single things."""

from dataclasses import replace
from typing import Any

import pytest

from assay.evidence import Trace
from assay.unified.records import Application, ApplicationStage
from assay_contracts.avionte import acting
from assay_contracts.avionte.acting import (
    DOCUMENT,
    DOCUMENTS,
    NOMINATE,
    OWN_PIPELINE,
    OWN_WEB,
    PUT_INTO_PIPELINE,
    RESUME,
    TAG,
)
from assay_contracts.avionte.calls import ACTIVITIES, NOMINATION, NOMINATIONS, PREFIX, TAGS, TALENT
from assay_contracts.avionte.scenarios import attaching, moving, passing, reading_files, rejecting, tagging

from .tampered_avionte import B, also, either, given_otherwise, resulting, says_no, shown_otherwise, trace_of
from .tampering import (
    Change,
    changed,
    dropping,
    putting,
    record_after,
    rewritten,
    with_request,
    with_response,
    with_step,
    without_warnings,
)

EXTRA = f"{PREFIX}/branch"


def _resumed(**values: Any) -> Change:
    return lambda talent: {**talent, "talentResume": {**talent["talentResume"], **values}}


def _documents(look: str) -> str:
    return f"{look}, documents"


# --- files ---------------------------------------------------------------------------------------


def _attaching(what: str, behaviour: str) -> str:
    return f"{B}/add-attachment-to-{what}/{behaviour}"


@either
@pytest.mark.parametrize("name", [attaching.CV, attaching.LETTER, attaching.OTHER])
def test_a_file_for_another_talent_is_noticed(what: str, name: str) -> None:
    clause, path = f"action/add-attachment-to-{what}", RESUME if name == attaching.CV else DOCUMENT
    url = f"https://api.avionte.com{path.replace('*', '1')}"
    trace = changed(trace_of(clause), name, path, lambda one: with_request(one, url=url))

    assert "another talent" in says_no(clause, trace)


@either
@pytest.mark.parametrize("name", [attaching.CV, attaching.LETTER, attaching.OTHER])
def test_an_upload_that_took_two_calls_is_noticed(what: str, name: str) -> None:
    clause = f"action/add-attachment-to-{what}"

    assert "not 1" in says_no(clause, also(trace_of(clause), name, "GET", EXTRA))


@either
def test_files_that_do_not_show_are_noticed(what: str) -> None:
    clause = f"action/add-attachment-to-{what}"
    trace = trace_of(clause)

    says_no(clause, shown_otherwise(trace, attaching.AFTER, _resumed(resumeFilename="old.pdf")))
    missing = shown_otherwise(trace, _documents(attaching.AFTER), lambda listed: listed[:-1])
    assert "the documents are" in says_no(clause, missing)


@either
def test_a_look_that_showed_no_documents_is_noticed(what: str) -> None:
    clause = f"action/add-attachment-to-{what}"
    trace = shown_otherwise(trace_of(clause), _documents(attaching.AFTER), lambda _: None)

    assert "showed no documents" in says_no(clause, trace)


@either
def test_other_bytes_are_noticed(what: str) -> None:
    clause = f"action/add-attachment-to-{what}"
    trace = rewritten(trace_of(clause), attaching.OTHER, DOCUMENT, request=putting(contents="AAAA"))

    assert "other bytes" in says_no(clause, trace)


@either
def test_a_cv_that_is_a_document_too_is_noticed(what: str) -> None:
    clause = _attaching(what, "a-cv-becomes-the-resume")
    both = shown_otherwise(
        trace_of(clause), _documents(attaching.BETWEEN), lambda _: [{"title": attaching.SENT[attaching.CV]}]
    )
    fewer = shown_otherwise(trace_of(clause), _documents(attaching.BETWEEN), lambda listed: listed[:-1])

    assert "is a document" in says_no(clause, both)
    assert "the documents are" in says_no(clause, fewer)


@either
def test_a_resume_that_was_not_replaced_is_noticed(what: str) -> None:
    clause = _attaching(what, "a-cv-replaces-the-resume")
    trace = trace_of(clause)
    [sent] = trace.step(attaching.CV).sent(RESUME)
    same_id = _resumed(resumeId=sent.exchange.response.json["resumeId"])
    same_name = _resumed(resumeFilename=attaching.SENT[attaching.CV])

    assert "the ids are" in says_no(clause, shown_otherwise(trace, attaching.BEFORE, same_id))
    assert "same file" in says_no(clause, shown_otherwise(trace, attaching.BEFORE, same_name))
    assert "no resume" in says_no(
        clause, shown_otherwise(trace, attaching.BEFORE, putting(talentResume=None))
    )


@either
def test_documents_that_touch_the_resume_are_noticed(what: str) -> None:
    clause = _attaching(what, "other-files-become-documents")
    trace = trace_of(clause)

    other = shown_otherwise(trace, attaching.AFTER, _resumed(resumeId=1))
    assert "another one" in says_no(clause, other)
    twice = shown_otherwise(trace, _documents(attaching.AFTER), lambda listed: [*listed, listed[-1]])
    assert "the documents are" in says_no(clause, twice)


def test_a_fallback_without_a_word_is_noticed() -> None:
    clause = _attaching("application", "the-file-goes-to-the-talent")

    assert "no warning" in says_no(clause, without_warnings(trace_of(clause), attaching.LETTER))


def test_a_job_in_the_request_is_noticed() -> None:
    clause = _attaching("application", "the-file-goes-to-the-talent")
    trace = trace_of(clause)
    key = trace.step(attaching.LETTER).inputs["application_id"]
    [application] = [a for a in trace.after(attaching.COMPANY).of(Application.store_id) if a.id == key]
    assert isinstance(application, Application)
    _, job_id = acting.ids_in(application)
    trace = rewritten(trace, attaching.LETTER, DOCUMENT, request=putting(jobId=job_id))

    assert "the job is in" in says_no(clause, trace)


@either
@pytest.mark.parametrize("extension", attaching.TAKEN)
def test_a_type_that_was_not_taken_is_noticed(what: str, extension: str) -> None:
    clause = _attaching(what, "nine-file-types-are-taken")
    trace = trace_of(clause)

    says_no(clause, changed(trace, extension, DOCUMENT, lambda one: with_response(one, status=409)))
    says_no(clause, also(trace, extension, "GET", EXTRA))
    gone = shown_otherwise(
        trace,
        _documents(attaching.AFTER),
        lambda listed: [one for one in listed if not one["title"].endswith(f".{extension}")],
    )
    assert "the documents are" in says_no(clause, gone)


@either
@pytest.mark.parametrize("extension", attaching.NOT_TAKEN)
def test_a_type_that_was_not_refused_is_noticed(what: str, extension: str) -> None:
    clause = _attaching(what, "nine-file-types-are-taken")
    trace = trace_of(clause)

    assert "ended with None" in says_no(clause, with_step(trace, extension, error=None))
    assert "requests were sent" in says_no(clause, also(trace, extension, "GET", EXTRA))
    other = given_otherwise(
        trace, extension, lambda given: {**given, "attachment": {**given["attachment"], "name": "x.pdf"}}
    )
    assert "was given" in says_no(clause, other)


def test_a_forced_file_that_was_taken_is_noticed() -> None:
    clause = _attaching("candidate", "nine-file-types-are-taken")
    trace = trace_of(clause)

    says_no(clause, changed(trace, attaching.FORCED, DOCUMENT, lambda one: with_response(one, status=201)))
    other = rewritten(trace, attaching.FORCED, DOCUMENT, request=putting(title="forced.pdf"))
    assert "forced was" in says_no(clause, other)


# --- reading files -------------------------------------------------------------------------------

READ, BARE = "action/get-candidate-attachments", f"{B}/get-candidate-attachments/a-bare-talent-has-no-files"


@pytest.mark.parametrize(
    "facts",
    [
        {"remote_id": "1"},
        {"type": "OTHER"},
        {"file_name": "other.pdf"},
        {"content_type": "text/plain"},
        {"data_url": "https://files.example/1"},
        {"remote_created_at": None},
    ],
)
def test_a_file_that_comes_back_otherwise_is_noticed(facts: dict[str, Any]) -> None:
    trace = trace_of(READ)
    result = trace.step(reading_files.FILES).result
    assert result is not None
    first, *others = result.attachments
    files = (first.model_copy(update=facts), *others)

    says_no(READ, resulting(trace, reading_files.FILES, attachments=files))


def test_files_that_are_not_the_vendors_are_noticed() -> None:
    trace = trace_of(READ)

    says_no(READ, resulting(trace, reading_files.FILES, attachments=()))
    says_no(READ, resulting(trace, reading_files.LINKS, attachments=()))
    says_no(READ, also(trace, reading_files.FILES, "GET", EXTRA))
    says_no(READ, also(trace, reading_files.LINKS, "GET", EXTRA))
    says_no(
        READ, rewritten(trace, reading_files.FILES, DOCUMENTS, response=lambda listed: [*listed, *listed])
    )


def test_a_list_without_addresses_is_noticed() -> None:
    trace = trace_of(READ)
    result = trace.step(reading_files.LINKS).result
    assert result is not None
    files = tuple(one.model_copy(update={"data_url": None}) for one in result.attachments)

    assert "the document is at" in says_no(READ, resulting(trace, reading_files.LINKS, attachments=files))


def test_a_talent_that_is_not_bare_is_noticed() -> None:
    trace, name = trace_of(BARE), reading_files.BARE
    files = trace.step(reading_files.FILES).result
    assert files is not None

    says_no(BARE, rewritten(trace, name, TALENT, response=putting(talentResume={"resumeId": 1})))
    says_no(BARE, rewritten(trace, name, TALENT, response=dropping("talentResume")))
    says_no(BARE, rewritten(trace, name, TALENT, response=putting(id=1)))
    says_no(BARE, rewritten(trace, name, DOCUMENTS, response=lambda _: [{"id": 1}]))
    says_no(BARE, resulting(trace, name, attachments=files.attachments))
    says_no(BARE, given_otherwise(trace, name, putting(candidate_id="1")))


def test_a_talent_read_without_its_resume_is_noticed() -> None:
    url = f"https://api.avionte.com{TALENT.replace('*', '1')}"
    trace = changed(trace_of(BARE), reading_files.BARE, TALENT, lambda one: with_request(one, url=url))

    assert "was not asked for" in says_no(BARE, trace)


# --- tags ----------------------------------------------------------------------------------------

TAGGED, REPEATED = "action/add-tag-to-candidate", f"{B}/add-tag-to-candidate/a-repeated-tag-succeeds"


@pytest.mark.parametrize("name", [tagging.NEW, tagging.KNOWN])
@pytest.mark.parametrize(
    "facts",
    [
        {"request": putting(tag="Other")},
        {"request": putting(talentId=1)},
        {"response": putting(tagId=1)},
    ],
)
def test_a_tag_that_went_elsewhere_is_noticed(name: str, facts: dict[str, Any]) -> None:
    says_no(TAGGED, rewritten(trace_of(TAGGED), name, TAG, **facts))


def test_tags_that_do_not_show_are_noticed() -> None:
    trace = shown_otherwise(trace_of(TAGGED), tagging.ALL, lambda told: {**told, "tags": told["tags"][:1]})
    bare = shown_otherwise(trace_of(TAGGED), tagging.ALL, putting(tags=None))

    assert "the talent's tags are" in says_no(TAGGED, trace)
    assert "shows no tags" in says_no(TAGGED, bare)


def test_a_tag_put_on_another_path_or_at_other_cost_is_noticed() -> None:
    url = f"https://api.avionte.com{TAG.replace('*', '1')}"
    trace = trace_of(TAGGED)

    says_no(TAGGED, changed(trace, tagging.NEW, TAG, lambda one: with_request(one, url=url)))
    says_no(TAGGED, also(trace, tagging.NEW, "GET", EXTRA))


def test_a_repeated_tag_that_went_otherwise_is_noticed() -> None:
    trace, name = trace_of(REPEATED), tagging.TWICE

    says_no(REPEATED, changed(trace, name, TAG, lambda one: with_response(one, status=201)))
    says_no(REPEATED, changed(trace, name, TAG, lambda one: replace(one, index=one.index + 9)))
    says_no(REPEATED, rewritten(trace, name, TAGS, response=putting(tags=[])))
    says_no(REPEATED, also(trace, name, "GET", EXTRA))
    twice = shown_otherwise(trace, tagging.ALL, lambda told: {**told, "tags": told["tags"] * 2})
    says_no(REPEATED, twice)
    other = given_otherwise(trace, tagging.KNOWN, putting(tag={"name": "Other"}))
    says_no(REPEATED, rewritten(other, tagging.KNOWN, TAG, request=putting(tag="Other")))


COUNTED = f"{B}/general/calls-are-counted-and-keep-to-the-budget"


def test_an_answer_without_the_id_that_went_otherwise_is_noticed() -> None:
    trace, name = trace_of(COUNTED), tagging.KNOWN

    says_no(COUNTED, rewritten(trace, name, TAG, response=putting(tagId=1)))
    says_no(COUNTED, rewritten(trace, name, TAGS, response=putting(tags=[])))
    says_no(COUNTED, rewritten(trace, name, TAGS, response=putting(tags=[{"tag": "Strong", "tagId": 1}])))
    says_no(COUNTED, changed(trace, name, TAG, lambda one: replace(one, index=one.index + 9)))
    says_no(COUNTED, also(trace, name, "GET", EXTRA))
    says_no(COUNTED, with_step(trace, name, billed={}))


# --- moves ---------------------------------------------------------------------------------------

MOVED = "action/move-application-to-stage"
ANYWHERE, BACK, RENAMED, OURS = (
    f"{B}/move-application-to-stage/{one}"
    for one in (
        "any-other-stage-is-one-write",
        "a-nomination-outlives-a-pipeline-move",
        "a-renamed-stage-is-looked-up-once",
        "our-own-stages-are-no-target",
    )
)


@pytest.mark.parametrize(
    "change",
    [
        putting(talentId=1),
        putting(jobId=1),
        putting(jobActivityId=1),
        putting(jobActivityName="Elsewhere"),
        putting(stageType="Declined"),
        putting(stagedDate="2026-06-15"),
        dropping("jobActivityDate"),
    ],
)
def test_a_move_that_says_something_else_is_noticed(change: Change) -> None:
    says_no(MOVED, rewritten(trace_of(MOVED), moving.ON, NOMINATE, request=change))


def _application_of(trace: Trace, name: str) -> str:
    return str(trace.step(name).inputs["application_id"])


@pytest.mark.parametrize("name", [moving.ON, f"{moving.NEWS} #1"])
def test_a_move_that_does_not_show_is_noticed(name: str) -> None:
    trace = trace_of(MOVED)
    key = _application_of(trace, moving.ON)

    says_no(MOVED, record_after(trace, name, Application, key, current_stage_id=None))


def test_a_stage_without_its_row_is_noticed() -> None:
    trace = trace_of(MOVED)
    stage = str(trace.step(moving.ON).inputs["stage_id"])
    bare = record_after(trace, moving.COMPANY, ApplicationStage, stage, remote_data={"/job": None})

    assert "has no row" in says_no(MOVED, bare)


def test_a_vendor_that_shows_another_stage_is_noticed() -> None:
    trace = rewritten(
        trace_of(MOVED), f"{moving.NEWS} #1", NOMINATION, response=putting(jobActivityName="Elsewhere")
    )

    assert "another stage" in says_no(MOVED, trace)


def _moves(trace: Trace) -> list[str]:
    return [step.name for step in trace.steps if step.name.startswith("move into ")]


def test_every_move_must_have_happened_and_shown() -> None:
    trace = trace_of(ANYWHERE)
    names = _moves(trace)
    assert len(names) == 14
    key = _application_of(trace, names[0])
    for name in names:
        says_no(ANYWHERE, also(trace, name, "GET", EXTRA))
        says_no(ANYWHERE, record_after(trace, name, Application, key, current_stage_id=None))
        news = f"{name.replace('move into', 'news of')} #1"
        says_no(ANYWHERE, record_after(trace, news, Application, key, current_stage_id=None))
        says_no(ANYWHERE, given_otherwise(trace, name, putting(stage_id="1")))


@pytest.mark.parametrize("name", [moving.BACK, f"{moving.NEWS} #1"])
@pytest.mark.parametrize("values", [{"current_stage_id": None}, {"outcome": "DECLINED"}])
def test_a_nomination_that_does_not_outlive_is_noticed(name: str, values: dict[str, Any]) -> None:
    trace = trace_of(BACK)

    says_no(BACK, record_after(trace, name, Application, _application_of(trace, moving.BACK), **values))


def test_a_move_back_that_went_otherwise_is_noticed() -> None:
    trace = trace_of(BACK)

    assert "no warning" in says_no(BACK, without_warnings(trace, moving.BACK))
    says_no(BACK, rewritten(trace, moving.BACK, PUT_INTO_PIPELINE, request=putting(jobActivityName="x")))
    anybody = trace.step(_moves(trace)[0]).inputs["application_id"]
    says_no(BACK, given_otherwise(trace, moving.BACK, putting(application_id=anybody)))
    nominated = trace.step(_moves(trace)[-1]).inputs["stage_id"]
    assert "no stage of the pipeline" in says_no(
        BACK, given_otherwise(trace, moving.BACK, putting(stage_id=nominated))
    )


@pytest.mark.parametrize("category", ["Nominated", "Pipeline"])
def test_a_renamed_stage_that_went_otherwise_is_noticed(category: str) -> None:
    trace = trace_of(RENAMED)
    path = NOMINATE if category == "Nominated" else PUT_INTO_PIPELINE
    stage = trace.step(category).inputs["stage_id"]

    says_no(RENAMED, changed(trace, category, path, lambda one: with_response(one, status=200)))
    says_no(RENAMED, rewritten(trace, category, path, request=putting(jobActivityName="x")))
    says_no(RENAMED, rewritten(trace, category, ACTIVITIES, response=lambda rows: rows[:1]))
    says_no(RENAMED, also(trace, category, "GET", EXTRA))
    says_no(RENAMED, record_after(trace, category, ApplicationStage, stage, name="x"))
    key = _application_of(trace, category)
    says_no(RENAMED, record_after(trace, category, Application, key, current_stage_id="1"))
    says_no(RENAMED, given_otherwise(trace, category, putting(stage_id="1")))


@pytest.mark.parametrize("name", [OWN_PIPELINE, OWN_WEB])
def test_a_move_into_our_own_stage_that_was_sent_is_noticed(name: str) -> None:
    trace = trace_of(OURS)

    assert "requests were sent" in says_no(OURS, also(trace, name, "POST", NOMINATE))
    other = OWN_WEB if name == OWN_PIPELINE else OWN_PIPELINE
    swapped = putting(stage_id=trace.step(other).inputs["stage_id"])
    assert "the target was" in says_no(OURS, given_otherwise(trace, name, swapped))


# --- rejections ----------------------------------------------------------------------------------

DECLINED = f"{B}/reject-application/a-nominated-application-is-declined"
ELSEWHERE = f"{B}/reject-application/elsewhere-a-rejection-is-refused"


@pytest.mark.parametrize(
    "change",
    [
        putting(talentId=1),
        putting(jobId=1),
        putting(jobActivityId=1),
        putting(jobActivityName="Other"),
        putting(stageType="Active"),
        dropping("declinedDate"),
    ],
)
def test_a_rejection_that_says_something_else_is_noticed(change: Change) -> None:
    says_no(DECLINED, rewritten(trace_of(DECLINED), rejecting.REJECT, NOMINATE, request=change))


@pytest.mark.parametrize("name", [rejecting.REJECT, f"{rejecting.NEWS} #1"])
@pytest.mark.parametrize(
    "values", [{"outcome": "PENDING"}, {"rejection_reason_name": "Other"}, {"rejected_at": None}]
)
def test_a_rejection_that_does_not_show_is_noticed(name: str, values: dict[str, Any]) -> None:
    trace = trace_of(DECLINED)
    key = _application_of(trace, rejecting.REJECT)

    says_no(DECLINED, record_after(trace, name, Application, key, **values))


def test_a_rejection_of_others_too_is_noticed() -> None:
    trace = trace_of(DECLINED)
    mine = _application_of(trace, rejecting.REJECT)
    other = next(
        str(a.id)
        for a in trace.after(rejecting.REJECT).of(Application.store_id)
        if isinstance(a, Application) and a.id != mine and a.outcome == "PENDING"
    )

    assert "others" in says_no(
        DECLINED, record_after(trace, rejecting.REJECT, Application, other, outcome="DECLINED")
    )


def test_a_second_rejection_that_was_sent_is_noticed() -> None:
    trace = trace_of(DECLINED)

    says_no(DECLINED, with_step(trace, rejecting.AGAIN, error=None))
    says_no(DECLINED, also(trace, rejecting.AGAIN, "POST", NOMINATE))
    says_no(
        DECLINED,
        rewritten(trace, f"{rejecting.NEWS} #1", NOMINATION, response=putting(stageType="Active")),
    )


@pytest.mark.parametrize("name", [OWN_PIPELINE, OWN_WEB])
def test_a_rejection_elsewhere_that_was_sent_is_noticed(name: str) -> None:
    trace = trace_of(ELSEWHERE)
    last = next(step.name for step in reversed(trace.steps) if step.snapshot is not None)
    key = _application_of(trace, name)

    assert "requests were sent" in says_no(ELSEWHERE, also(trace, name, "POST", NOMINATE))
    says_no(ELSEWHERE, record_after(trace, last, Application, key, outcome="DECLINED"))
    other = OWN_WEB if name == OWN_PIPELINE else OWN_PIPELINE
    swapped = putting(application_id=_application_of(trace, other))
    assert "it is in" in says_no(ELSEWHERE, given_otherwise(trace, name, swapped))


def test_a_nomination_that_came_to_be_is_noticed() -> None:
    trace = rewritten(trace_of(ELSEWHERE), rejecting.NOMINATIONS, NOMINATIONS, response=lambda _: [1])

    assert "are nominated" in says_no(ELSEWHERE, trace)


# --- passed calls --------------------------------------------------------------------------------

PASSED = "feature/api-passthrough"
OURS_SENT = f"{B}/api-passthrough/the-callers-authorization-is-replaced"
BRANCH = f"{PREFIX}/branch"


@pytest.mark.parametrize("clause", [PASSED, OURS_SENT])
@pytest.mark.parametrize(
    "headers",
    [
        {"authorization": ""},
        {"x-api-key": ""},
        {"frontofficetenantid": "3077"},
        {"tenant": "boreal"},
        {"authorization": "Bearer of-the-callers-own"},
    ],
)
def test_a_call_that_is_not_sent_as_ours_is_noticed(clause: str, headers: dict[str, str]) -> None:
    def as_somebody(one: Any) -> Any:
        return with_request(one, headers={**one.exchange.request.headers, **headers})

    says_no(clause, changed(trace_of(clause), passing.BRANCHES, BRANCH, as_somebody))


@pytest.mark.parametrize("clause", [PASSED, OURS_SENT])
@pytest.mark.parametrize("facts", [{"status": 500}, {"data": None}, {"headers": {}}])
def test_an_answer_that_was_changed_is_noticed(clause: str, facts: dict[str, Any]) -> None:
    trace = trace_of(clause)
    given = trace.step(passing.BRANCHES).passthrough
    assert given is not None

    says_no(clause, with_step(trace, passing.BRANCHES, passthrough=replace(given, **facts)))


@pytest.mark.parametrize("clause", [PASSED, OURS_SENT])
def test_a_passed_call_that_was_not_counted_is_noticed(clause: str) -> None:
    says_no(clause, with_step(trace_of(clause), passing.BRANCHES, billed={}))
    says_no(clause, also(trace_of(clause), passing.BRANCHES, "GET", EXTRA))


@pytest.mark.parametrize(
    ("name", "path", "facts"),
    [
        (passing.EDIT, TALENT, {"request": putting(latestWork="Other")}),
        (passing.TALENT, TALENT, {"response": putting(latestWork="Other")}),
        (passing.DOCUMENTS, DOCUMENTS, {"response": lambda _: []}),
    ],
)
def test_a_passed_call_without_effect_is_noticed(name: str, path: str, facts: dict[str, Any]) -> None:
    says_no(PASSED, rewritten(trace_of(PASSED), name, path, **facts))


def test_what_was_not_sent_as_it_was_given_is_noticed() -> None:
    trace, activity = trace_of(PASSED), f"{PREFIX}/talent/*/activity"

    says_no(PASSED, changed(trace, passing.PLAIN, activity, lambda one: with_request(one, body=b"{}")))
    says_no(PASSED, changed(trace, passing.UPLOAD, DOCUMENTS, lambda one: with_request(one, body=b"")))
    plain = {"content-type": "text/plain"}

    def untyped(one: Any) -> Any:
        return with_request(one, headers={**one.exchange.request.headers, **plain})

    says_no(PASSED, changed(trace, passing.UPLOAD, DOCUMENTS, untyped))
    url = f"https://api.avionte.com{BRANCH}/1"
    says_no(PASSED, changed(trace, passing.BRANCHES, BRANCH, lambda one: with_request(one, url=url)))


@pytest.mark.parametrize("name", passing.LEAVING)
def test_a_way_out_is_noticed(name: str) -> None:
    assert "ended with None" in says_no(PASSED, with_step(trace_of(PASSED), name, error=None))
    assert "requests were sent" in says_no(PASSED, also(trace_of(PASSED), name, "GET", EXTRA))


def test_a_caller_who_gave_nothing_proves_nothing() -> None:
    assert "the caller gave" in says_no(
        OURS_SENT, given_otherwise(trace_of(OURS_SENT), passing.BRANCHES, putting(headers={}))
    )


def test_a_refusal_that_came_back_as_another_is_noticed() -> None:
    trace = trace_of(OURS_SENT)
    given = trace.step(passing.NOBODY).passthrough
    assert given is not None
    trace = with_step(trace, passing.NOBODY, passthrough=replace(given, status=410))
    trace = changed(trace, passing.NOBODY, TALENT, lambda one: with_response(one, status=410))

    assert "410" in says_no(OURS_SENT, trace)
