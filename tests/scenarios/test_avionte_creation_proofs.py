"""Proofs about creating on Avionté notice when a single thing is otherwise."""

from dataclasses import replace
from typing import Any

import pytest

from assay.errors import ConnectorError
from assay.evidence import Trace
from assay.unified.records import Application, Candidate
from assay_contracts.avionte import acting
from assay_contracts.avionte.acting import CREATE, DOCUMENT, PUT_INTO_PIPELINE, RESUME
from assay_contracts.avionte.calls import PREFIX
from assay_contracts.avionte.scenarios import creating_in_part
from assay_contracts.avionte.scenarios.creating import EVERYTHING, LEAST, LETTER, NEWS, STEPS, WORKS

from .tampered_avionte import (
    B,
    also,
    both,
    delivering,
    given_otherwise,
    resulting,
    says_no,
    shown_otherwise,
    trace_of,
    with_another,
)
from .tampering import (
    Change,
    changed,
    dropping,
    putting,
    record_after,
    rewritten,
    with_request,
    with_step,
    without_calls,
    without_warnings,
)


def _seen(step: str) -> str:
    return f"look at who was made {step}"


def _files_seen(step: str) -> str:
    return f"{_seen(step)}, documents"


def _created(trace: Trace, name: str = EVERYTHING) -> Candidate:
    address = trace.step(name).inputs["candidate"]["email_address"]
    return acting.of_address(trace.after(name), address)


def _application(trace: Trace, name: str = EVERYTHING) -> Application:
    [found] = acting.applications_of(trace.after(name), _created(trace, name))
    return found


# --- the actions ---------------------------------------------------------------------------------


@both
@pytest.mark.parametrize("name", STEPS)
@pytest.mark.parametrize(
    "change",
    [
        putting(firstName="Somebody"),
        putting(lastName="Else"),
        putting(emailAddress="somebody.else@mail.example"),
        putting(latestWork="Picker"),
        putting(mobilePhone="1"),
        putting(gender="X"),
        putting(residentAddress={"city": "Elsewhere", "country": "US", "postalCode": "1"}),
    ],
)
def test_a_talent_that_reads_otherwise_is_noticed(what: str, name: str, change: Change) -> None:
    clause = f"action/create-{what}"

    assert "was given" in says_no(clause, shown_otherwise(trace_of(clause), _seen(name), change))


@both
@pytest.mark.parametrize("key", ["firstName", "lastName", "emailAddress"])
def test_a_name_that_is_not_sent_is_noticed(what: str, key: str) -> None:
    clause = f"action/create-{what}"

    assert "sent was" in says_no(clause, rewritten(trace_of(clause), LEAST, CREATE, request=dropping(key)))


@both
def test_a_result_that_names_another_record_is_noticed(what: str) -> None:
    clause = f"action/create-{what}"

    assert "result names" in says_no(clause, resulting(trace_of(clause), LEAST, remote_id="1"))


@both
def test_a_call_too_many_is_noticed(what: str) -> None:
    clause = f"action/create-{what}"

    assert "not 2" in says_no(clause, also(trace_of(clause), LEAST, "GET", f"{PREFIX}/branch"))


@both
def test_a_creation_that_asks_for_the_tenants_requirements_is_noticed(what: str) -> None:
    clause = f"action/create-{what}"
    plain = f"https://api.avionte.com{CREATE}"
    trace = changed(trace_of(clause), LEAST, CREATE, lambda one: with_request(one, url=plain))

    assert "asked for more" in says_no(clause, trace)


@both
def test_a_candidate_stored_under_another_name_is_noticed(what: str) -> None:
    clause = f"action/create-{what}"
    trace = trace_of(clause)
    key = str(_created(trace).id)

    assert "another name" in says_no(clause, record_after(trace, EVERYTHING, Candidate, key, first_name="X"))


@both
def test_an_application_stored_for_another_job_is_noticed(what: str) -> None:
    clause = f"action/create-{what}"
    trace = trace_of(clause)
    key = str(_application(trace).id)

    assert "another job" in says_no(clause, record_after(trace, EVERYTHING, Application, key, job_id="1"))


# --- the pipeline --------------------------------------------------------------------------------


def _piped(what: str) -> str:
    return f"{B}/create-{what}/the-new-application-is-in-the-pipeline"


@both
@pytest.mark.parametrize("name", [EVERYTHING, f"{NEWS} #1"])
def test_a_second_application_is_noticed(what: str, name: str) -> None:
    trace = trace_of(_piped(what))

    assert "has 2 applications" in says_no(_piped(what), with_another(trace, name, _application(trace)))


@both
@pytest.mark.parametrize("values", [{"outcome": "HIRED"}, {"current_stage_id": None}])
@pytest.mark.parametrize("name", [EVERYTHING, f"{NEWS} #1"])
def test_an_application_that_is_not_in_the_pipeline_is_noticed(
    what: str, name: str, values: dict[str, Any]
) -> None:
    trace = trace_of(_piped(what))

    says_no(_piped(what), record_after(trace, name, Application, str(_application(trace).id), **values))


@both
@pytest.mark.parametrize(
    "facts",
    [{"request": putting(talentId=1)}, {"response": putting(pipelineId=1)}],
)
def test_a_pipeline_of_somebody_else_is_noticed(what: str, facts: dict[str, Any]) -> None:
    says_no(_piped(what), rewritten(trace_of(_piped(what)), EVERYTHING, PUT_INTO_PIPELINE, **facts))


@both
def test_a_webhook_about_another_row_is_noticed(what: str) -> None:
    trace = delivering(trace_of(_piped(what)), f"{NEWS} #1", b"PipelineId", b"PipelinesId")

    assert "the webhook is about" in says_no(_piped(what), trace)


@both
def test_a_webhook_that_is_missing_is_noticed(what: str) -> None:
    trace = trace_of(_piped(what))
    kept = tuple(step for step in trace.steps if step.name != f"{NEWS} #1")

    assert "3 webhooks came" in says_no(_piped(what), replace(trace, steps=kept))


@both
def test_a_talent_that_is_made_after_its_place_in_the_pipeline_is_noticed(what: str) -> None:
    trace = changed(trace_of(_piped(what)), LEAST, CREATE, lambda one: replace(one, index=one.index + 50))

    assert "came first" in says_no(_piped(what), trace)


# --- files ---------------------------------------------------------------------------------------


def _resumed(**values: Any) -> Change:
    return lambda talent: {**talent, "talentResume": {**talent["talentResume"], **values}}


@both
@pytest.mark.parametrize(
    "change",
    [
        putting(talentResume=None),
        _resumed(resumeId=1),
        _resumed(resumeFilename="other.pdf"),
        _resumed(resumeContents=""),
    ],
)
@pytest.mark.parametrize("behaviour", ["a-cv-becomes-the-resume", "other-files-become-documents"])
def test_another_resume_is_noticed(what: str, behaviour: str, change: Change) -> None:
    clause = f"{B}/create-{what}/{behaviour}"

    says_no(clause, shown_otherwise(trace_of(clause), _seen(EVERYTHING), change))


@both
def test_a_cv_among_the_documents_is_noticed(what: str) -> None:
    clause = f"{B}/create-{what}/a-cv-becomes-the-resume"
    listed = [{"title": "cv-of-assay.pdf"}]
    trace = shown_otherwise(trace_of(clause), _files_seen(EVERYTHING), lambda _: listed)

    assert "is a document" in says_no(clause, trace)


@both
@pytest.mark.parametrize("times", [0, 2])
@pytest.mark.parametrize("title", [f"{LETTER}.docx", WORKS])
def test_a_document_that_is_not_there_once_is_noticed(what: str, title: str, times: int) -> None:
    clause = f"{B}/create-{what}/other-files-become-documents"

    def repeated(listed: list[dict[str, Any]]) -> list[dict[str, Any]]:
        return [one for one in listed if one["title"] != title] + [{"title": title}] * times

    trace = shown_otherwise(trace_of(clause), _files_seen(EVERYTHING), repeated)

    assert "the documents are" in says_no(clause, trace)


@both
def test_documents_that_went_before_the_resume_are_noticed(what: str) -> None:
    clause = f"{B}/create-{what}/other-files-become-documents"
    trace = changed(trace_of(clause), EVERYTHING, DOCUMENT, lambda one: replace(one, index=0))

    assert "before the resume" in says_no(clause, trace)


# --- source --------------------------------------------------------------------------------------

SOURCE = f"{B}/source-writing/the-source-comes-back-with-the-vendors-suffix"


@pytest.mark.parametrize("clause", [SOURCE, "feature/source-writing"])
@pytest.mark.parametrize("name", [EVERYTHING, LEAST])
def test_a_source_that_is_lost_anywhere_is_noticed(clause: str, name: str) -> None:
    trace = trace_of(clause)
    key = str(_created(trace, name).id)

    says_no(clause, rewritten(trace, name, CREATE, request=putting(origin="Elsewhere")))
    says_no(clause, shown_otherwise(trace, _seen(name), putting(origin="Harbor Jobs")))
    says_no(clause, record_after(trace, name, Candidate, key, source=None))


def test_a_source_that_was_not_given_is_noticed() -> None:
    trace = given_otherwise(trace_of(SOURCE), EVERYTHING, putting(source={"name": "Elsewhere"}))

    assert "the source given was" in says_no(SOURCE, trace)


# --- known talents -------------------------------------------------------------------------------


def _reused(what: str) -> str:
    return f"{B}/create-{what}/a-known-email-reuses-the-talent"


@both
@pytest.mark.parametrize("method_and_path", [("PUT", "/talent/1"), ("POST", "/talent/1")])
def test_a_known_talent_that_is_written_to_is_noticed(what: str, method_and_path: tuple[str, str]) -> None:
    method, path = method_and_path
    trace = also(trace_of(_reused(what)), f"{what} with a CV", method, PREFIX + path)

    assert "written to" in says_no(_reused(what), trace)


@both
def test_a_known_talent_that_reads_otherwise_is_noticed(what: str) -> None:
    trace = shown_otherwise(trace_of(_reused(what)), f"{what}: between", putting(lastName="Sonderfall"))

    assert "lastName" in says_no(_reused(what), trace)


@both
def test_a_second_talent_is_noticed(what: str) -> None:
    name = f"{what} with a CV"
    trace = rewritten(trace_of(_reused(what)), name, PUT_INTO_PIPELINE, request=putting(talentId=1))

    assert "sent was" in says_no(_reused(what), trace)


@both
def test_a_duplicate_that_was_not_refused_is_noticed(what: str) -> None:
    def taken(one: Any) -> Any:
        return replace(
            one, exchange=replace(one.exchange, response=replace(one.exchange.response, status=201))
        )

    trace = changed(trace_of(_reused(what)), f"{what} with a CV", CREATE, taken)

    assert "201" in says_no(_reused(what), trace)


@both
def test_a_reuse_without_a_word_is_noticed(what: str) -> None:
    assert "reused" in says_no(_reused(what), without_warnings(trace_of(_reused(what)), f"{what} with a CV"))


@both
def test_the_name_of_the_known_talent_proves_nothing(what: str) -> None:
    trace = trace_of(_reused(what))
    known = trace.step(f"{what}: before").passthrough
    assert known is not None
    same = putting(firstName=known.data["firstName"], lastName=known.data["lastName"])

    assert "was that of" in says_no(
        _reused(what), rewritten(trace, f"{what} with a CV", CREATE, request=same)
    )


@both
def test_a_stored_name_that_changed_is_noticed(what: str) -> None:
    trace, name = trace_of(_reused(what)), f"{what} with a CV"
    key = str(_created(trace, name).id)

    says_no(_reused(what), record_after(trace, name, Candidate, key, first_name="Odile"))


def _replaced(what: str) -> str:
    return f"{B}/create-{what}/a-cv-replaces-the-resume"


@both
@pytest.mark.parametrize("look", ["between", "after"])
@pytest.mark.parametrize("change", [_resumed(resumeId=1), _resumed(resumeFilename="earlier-resume.pdf")])
def test_a_resume_that_is_not_the_last_one_is_noticed(what: str, look: str, change: Change) -> None:
    says_no(_replaced(what), shown_otherwise(trace_of(_replaced(what)), f"{what}: {look}", change))


@both
def test_a_resume_that_keeps_its_id_is_noticed(what: str) -> None:
    trace = trace_of(_replaced(what))
    [sent] = trace.step(f"{what} with a CV").sent(RESUME)
    number = sent.exchange.response.json["resumeId"]
    trace = shown_otherwise(trace, f"{what}: before", _resumed(resumeId=number))

    assert "the ids are" in says_no(_replaced(what), trace)


@both
def test_two_cvs_without_a_word_are_noticed(what: str) -> None:
    trace = without_warnings(trace_of(_replaced(what)), f"{what} with two CVs")

    assert "several CVs" in says_no(_replaced(what), trace)


@both
def test_one_cv_that_is_warned_of_is_noticed(what: str) -> None:
    trace = resulting(trace_of(_replaced(what)), f"{what} with a CV", warnings=("several CVs, the last one",))

    assert "one CV" in says_no(_replaced(what), trace)


@both
def test_a_resume_among_the_documents_is_noticed(what: str) -> None:
    listed = [{"title": "last-resume.pdf"}]
    trace = shown_otherwise(trace_of(_replaced(what)), f"{what}: after, documents", lambda _: listed)

    assert "the documents are" in says_no(_replaced(what), trace)


# --- in part -------------------------------------------------------------------------------------


def _partial(what: str) -> str:
    return f"{B}/create-{what}/a-failure-after-the-talent-is-partial"


@both
def test_a_talent_that_is_taken_back_is_noticed(what: str) -> None:
    trace = trace_of(_partial(what))

    assert "not 2" in says_no(_partial(what), also(trace, what, "DELETE", f"{PREFIX}/talent/1"))
    gone = shown_otherwise(trace, f"look at the talent of the {what}", putting(id=1))
    assert "is not there" in says_no(_partial(what), gone)


@both
@pytest.mark.parametrize("word", ["pipeline", "talent"])
def test_an_error_that_names_half_is_noticed(what: str, word: str) -> None:
    trace = trace_of(_partial(what))
    error = trace.step(what).error
    assert isinstance(error, ConnectorError)
    number = str(error.detail["talent_id"])
    text = number if word == "pipeline" else "the pipeline"

    assert "does not name" in says_no(_partial(what), with_step(trace, what, error=type(error)(text)))


@both
def test_a_pipeline_that_took_the_talent_is_noticed(what: str) -> None:
    def taken(one: Any) -> Any:
        return replace(
            one, exchange=replace(one.exchange, response=replace(one.exchange.response, status=200))
        )

    trace = changed(trace_of(_partial(what)), what, PUT_INTO_PIPELINE, taken)

    assert "200" in says_no(_partial(what), trace)
    assert trace.scenario == creating_in_part.REFUSED


@both
def test_a_pipeline_that_was_never_asked_is_noticed(what: str) -> None:
    says_no(_partial(what), without_calls(trace_of(_partial(what)), what, PUT_INTO_PIPELINE))
