"""Proofs about creating in Flatchr say no when one thing in their evidence is another one."""

from dataclasses import replace
from typing import Any

import orjson
import pytest

from assay.evidence import Played, Trace
from assay.unified.records import Application, Candidate
from assay.wire.exchange import RecordedRequest
from assay_contracts.flatchr import calls
from assay_contracts.flatchr.register import API
from assay_contracts.flatchr.scenarios import creating, creating_oddly, files, sources

from .tampered_flatchr import B, answering, both, each, everywhere, says_no, trace_of
from .tampering import (
    changed,
    dropping,
    in_body,
    putting,
    rewritten,
    saying,
    with_request,
    with_step,
    without_calls,
    without_warnings,
)


def _of(what: str, behaviour: str) -> tuple[str, Trace]:
    clause = f"{B}/create-{what}/{behaviour}"
    return clause, trace_of(clause)


def _renamed(trace: Trace, name: str, remote_id: str | None) -> Trace:
    """The trace with another id in the result of a step."""
    result = trace.step(name).result
    assert result is not None
    return with_step(trace, name, result=replace(result, remote_id=remote_id))


def _warning(trace: Trace, name: str, *warnings: str) -> Trace:
    result = trace.step(name).result
    assert result is not None
    return with_step(trace, name, result=replace(result, warnings=(*result.warnings, *warnings)))


# --- creating ------------------------------------------------------------------------------------


@both
@pytest.mark.parametrize("name", ["first_name", "email_addresses", "phone_numbers"])
def test_a_person_who_reads_otherwise_is_noticed(what: str, name: str) -> None:
    clause = f"action/create-{what}"
    trace = everywhere(trace_of(clause), creating.AGAIN, Candidate, **{name: None})

    assert "was given" in says_no(clause, trace)


@both
@pytest.mark.parametrize("values", [{"job_id": "other"}, {"outcome": "HIRED"}, {"candidate_id": "other"}])
def test_an_application_that_reads_otherwise_is_noticed(what: str, values: dict[str, Any]) -> None:
    clause = f"action/create-{what}"

    assert "was given" in says_no(clause, everywhere(trace_of(clause), creating.AGAIN, Application, **values))


@both
@pytest.mark.parametrize("name", creating.STEPS)
def test_a_result_that_names_nobody_or_somebody_else_is_noticed(what: str, name: str) -> None:
    clause = f"action/create-{what}"
    trace = trace_of(clause)
    other = next(one for one in creating.STEPS if one != name)
    found = trace.step(other).result
    assert found is not None

    for remote_id in (None, "nobody", found.remote_id):
        says_no(clause, _renamed(trace, name, remote_id))


@both
def test_a_person_without_a_cv_who_is_sent_as_json_is_noticed(what: str) -> None:
    clause, trace = _of(what, "without-a-cv-the-form-route-is-used")

    def as_json(one: Played) -> Played:
        return with_request(one, url=one.exchange.request.url.replace("/custom", "/json"))

    assert "it went to" in says_no(clause, changed(trace, creating.LEAST, calls.FORM, as_json))


@both
def test_a_form_at_the_api_is_noticed(what: str) -> None:
    clause, trace = _of(what, "without-a-cv-the-form-route-is-used")

    def at_the_api(one: Played) -> Played:
        return with_request(one, url=f"{API}{calls.FORM}")

    assert "it went to" in says_no(clause, changed(trace, creating.LEAST, calls.FORM, at_the_api))


@both
def test_a_form_with_a_file_is_noticed(what: str) -> None:
    clause, trace = _of(what, "without-a-cv-the-form-route-is-used")
    filed = in_body(b'name="firstname"', b'name="resume"')

    assert "the form has" in says_no(clause, changed(trace, creating.LEAST, calls.FORM, filed))


@both
@pytest.mark.parametrize("filters", [{"email": "else@a.example"}, {"vacancy": 91234}])
def test_a_search_for_somebody_else_is_noticed(what: str, filters: dict[str, Any]) -> None:
    clause, trace = _of(what, "the-new-application-is-found-by-search")

    says_no(clause, rewritten(trace, creating.EVERYTHING, calls.SEARCH, request=putting(**filters)))


@both
@pytest.mark.parametrize("is_kept", [lambda at, made: at < made, lambda at, made: at > made])
def test_a_search_on_one_side_of_the_creation_alone_is_noticed(what: str, is_kept: Any) -> None:
    clause, trace = _of(what, "the-new-application-is-found-by-search")
    step = trace.step(creating.EVERYTHING)
    made = calls.creation(step).index
    searches = step.sent(calls.SEARCH)
    played = tuple(one for one in step.played if one not in searches or is_kept(one.index, made))

    assert "before and after" in says_no(clause, with_step(trace, step.name, played=played))


@both
def test_an_applicant_who_was_there_before_is_noticed(what: str) -> None:
    clause, trace = _of(what, "the-new-application-is-found-by-search")
    step = trace.step(creating.EVERYTHING)
    *_, last = step.sent(calls.SEARCH)
    everywhere_the_same = tuple(
        replace(one, exchange=replace(one.exchange, response=last.exchange.response))
        if one in step.sent(calls.SEARCH)
        else one
        for one in step.played
    )

    assert "new are []" in says_no(clause, with_step(trace, step.name, played=everywhere_the_same))


@both
def test_an_answer_that_names_the_applicant_is_another_vendor(what: str) -> None:
    clause, trace = _of(what, "the-new-application-is-found-by-search")
    named = answering(trace, creating.EVERYTHING, calls.WITH_CV, putting(id="b8TqLr4YwZ2nXk6P"))

    assert "the answer says" in says_no(clause, named)


# --- files ---------------------------------------------------------------------------------------


@both
def test_the_second_cv_is_noticed(what: str) -> None:
    clause, trace = _of(what, "only-the-first-cv-is-sent")

    def second(body: dict[str, Any]) -> dict[str, Any]:
        return {**body, "resume": {**body["resume"], "fileName": files.SECOND_CV}}

    assert "sent was" in says_no(clause, rewritten(trace, files.SEVERAL, calls.WITH_CV, request=second))


@both
@pytest.mark.parametrize("name", [files.LETTER, files.SECOND_CV])
@pytest.mark.parametrize("key", ["name", "data"])
def test_a_file_that_leaks_into_another_request_is_noticed(what: str, name: str, key: str) -> None:
    clause, trace = _of(what, "only-the-first-cv-is-sent")
    step = trace.step(files.SEVERAL)
    file = next(one for one in step.inputs["attachments"] if one["name"] == name)
    leak = putting(comment=file[key])

    assert name in says_no(clause, rewritten(trace, step.name, calls.SEARCH, request=leak))


@both
def test_silence_about_files_is_noticed(what: str) -> None:
    clause, trace = _of(what, "files-not-sent-are-reported")

    assert "speak of" in says_no(clause, without_warnings(trace, files.SEVERAL))
    told = _warning(trace, files.SEVERAL, f"the file {files.CV!r} (CV) was not there")
    assert "the warnings are" in says_no(clause, told)


@both
def test_a_linked_cv_in_another_form_is_noticed(what: str) -> None:
    clause, trace = _of(what, "a-linked-cv-is-sent-as-bytes-unless-set")
    link = rewritten(trace, files.FETCHED, calls.WITH_CV, request=putting(type="link", resume=files.LINK))
    other = rewritten(
        trace, files.FETCHED, calls.WITH_CV, request=putting(resume={"data": "UERG", "fileName": "a.pdf"})
    )
    document = rewritten(trace, files.LINKED, calls.WITH_CV, request=putting(type="document"))

    assert "sent as link" in says_no(clause, link)
    assert "sent as document" in says_no(clause, other)
    assert "as a link it was sent" in says_no(clause, document)


@both
def test_a_link_that_is_fetched_though_it_is_sent_is_noticed(what: str) -> None:
    clause, trace = _of(what, "a-linked-cv-is-sent-as-bytes-unless-set")
    fetched = [one for one in trace.step(files.FETCHED).played if one.exchange.request.url == files.LINK]
    step = trace.step(files.LINKED)

    said = says_no(clause, with_step(trace, step.name, played=(*fetched, *step.played)))

    assert "was fetched" in said


# --- sources -------------------------------------------------------------------------------------


@both
@pytest.mark.parametrize("value", [str(sources.OFFERER_ID), 75, True])
def test_an_offerer_id_that_is_not_that_integer_is_noticed(what: str, value: Any) -> None:
    clause, trace = _of(what, "a-source-is-written-with-an-offerer-id")
    trace = rewritten(trace, sources.BY_CV, calls.WITH_CV, request=putting(offerer_id=value))

    assert "sent was" in says_no(clause, trace)


@both
def test_an_offerer_id_that_is_missing_is_noticed(what: str) -> None:
    clause, trace = _of(what, "a-source-is-written-with-an-offerer-id")
    trace = rewritten(trace, sources.BY_CV, calls.WITH_CV, request=dropping("offerer_id"))

    assert "sent was" in says_no(clause, trace)


@both
def test_a_source_that_is_not_that_of_the_board_is_noticed(what: str) -> None:
    clause, trace = _of(what, "a-source-is-written-with-an-offerer-id")

    assert "the vendor says" in says_no(
        clause, answering(trace, sources.READ, calls.SEARCH, each(source="Site carrière"))
    )
    kept = everywhere(trace, sources.READ, Candidate, remote_data={"/search": {"source": None}})
    assert "the source reads" in says_no(clause, kept)


@both
@pytest.mark.parametrize("value", [sources.OFFERER_ID, None])
def test_an_offerer_id_that_nobody_set_is_noticed(what: str, value: int | None) -> None:
    clause, trace = _of(what, "without-an-offerer-id-no-source-is-sent")
    trace = rewritten(trace, sources.WITHOUT, calls.WITH_CV, request=putting(offerer_id=value))

    assert "sent was" in says_no(clause, trace)


def test_source_writing_needs_both_sides() -> None:
    clause = "feature/source-writing"
    trace = trace_of(clause)

    for name in (sources.BY_CV, sources.WITHOUT):
        says_no(clause, without_calls(trace, name, calls.WITH_CV))


REFUSALS = {
    "a-source-needs-an-offerer-id": sources.NAMED,
    "a-malformed-offerer-id-is-refused-when-saved": sources.ODD,
    "a-name-without-latin-letters-is-refused": sources.FOREIGN,
}


@both
@pytest.mark.parametrize("behaviour", REFUSALS)
def test_a_refusal_after_something_was_sent_is_noticed(what: str, behaviour: str) -> None:
    clause, trace = _of(what, behaviour)
    played = trace.step(sources.WITHOUT).played

    assert "sent something" in says_no(clause, with_step(trace, REFUSALS[behaviour], played=played))


@both
@pytest.mark.parametrize("behaviour", REFUSALS)
def test_a_request_that_was_only_tried_is_noticed(what: str, behaviour: str) -> None:
    clause, trace = _of(what, behaviour)
    tried = (replace(trace.step(sources.WITHOUT).played[0].exchange, request=RecordedRequest("GET", API)),)

    assert "sent something" in says_no(clause, with_step(trace, REFUSALS[behaviour], attempted=tried))


@both
@pytest.mark.parametrize("behaviour", REFUSALS)
def test_a_refusal_that_does_not_say_what_is_wrong_is_noticed(what: str, behaviour: str) -> None:
    clause, trace = _of(what, behaviour)
    error = trace.step(REFUSALS[behaviour]).error
    assert error is not None

    assert "it says" in says_no(clause, with_step(trace, REFUSALS[behaviour], error=type(error)("no")))


# --- what the vendor does ------------------------------------------------------------------------


@both
def test_an_unknown_outcome_that_is_guessed_or_hushed_up_is_noticed(what: str) -> None:
    clause, trace = _of(what, "an-unknown-outcome-is-said")

    assert "has an id" in says_no(clause, _renamed(trace, creating_oddly.CREATE, "guessed"))
    assert "speak of" in says_no(clause, without_warnings(trace, creating_oddly.CREATE))


@both
def test_a_single_look_for_the_outcome_is_too_few(what: str) -> None:
    clause, trace = _of(what, "an-unknown-outcome-is-said")
    step = trace.step(creating_oddly.CREATE)
    late = step.sent(calls.SEARCH)[2:]
    played = tuple(one for one in step.played if one not in late)

    assert "1 times afterwards" in says_no(clause, with_step(trace, step.name, played=played))


@both
def test_an_applicant_whom_the_search_shows_is_noticed(what: str) -> None:
    clause, trace = _of(what, "an-unknown-outcome-is-said")
    shown = answering(trace, creating_oddly.CREATE, calls.SEARCH, lambda _: [{"applicant": "x"}])

    assert "the search shows" in says_no(clause, shown)


@both
def test_a_merge_that_is_not_told_from_a_creation_is_noticed(what: str) -> None:
    clause, trace = _of(what, "a-deduplicated-applicant-is-said")

    assert "speak of" in says_no(clause, without_warnings(trace, creating_oddly.TWICE))
    assert "names other" in says_no(clause, _renamed(trace, creating_oddly.TWICE, "other"))
    warned = _warning(trace, creating_oddly.CREATE, "no new applicant")
    assert "warns as well" in says_no(clause, warned)


@both
def test_a_second_applicant_is_no_merge(what: str) -> None:
    clause, trace = _of(what, "a-deduplicated-applicant-is-said")

    def twice(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
        return [*rows, *({**row, "applicant": f"{row['applicant']}2"} for row in rows)]

    read = answering(trace, creating_oddly.READ, calls.SEARCH, twice)

    assert "the vendor has" in says_no(clause, read)


@both
def test_a_refusal_in_other_words_is_noticed(what: str) -> None:
    clause, trace = _of(what, "a-refusal-inside-a-success-fails")

    for answer in (putting(response="other words"), putting(status=200)):
        says_no(clause, answering(trace, creating_oddly.CREATE, calls.WITH_CV, answer))


@both
def test_a_refused_person_who_is_there_all_the_same_is_noticed(what: str) -> None:
    clause, trace = _of(what, "a-refusal-inside-a-success-fails")
    address = trace.step(creating_oddly.CREATE).inputs["candidate"]["email_address"]

    assert "all the same" in says_no(
        clause, answering(trace, creating_oddly.READ, calls.SEARCH, each(email=address))
    )


@both
def test_a_lost_answer_that_came_after_all_is_noticed(what: str) -> None:
    clause, trace = _of(what, "a-timeout-is-settled-by-search")
    step = trace.step(creating_oddly.CREATE)
    played = tuple(
        replace(
            one,
            exchange=replace(
                one.exchange,
                response=replace(one.exchange.response, status=200, body=orjson.dumps({"status": 200})),
            ),
        )
        if one.exchange.request.path == calls.WITH_CV
        else one
        for one in step.played
    )

    assert "an answer came" in says_no(clause, with_step(trace, step.name, played=played))


@both
def test_an_applicant_returned_without_a_search_is_noticed(what: str) -> None:
    clause, trace = _of(what, "a-timeout-is-settled-by-search")
    step = trace.step(creating_oddly.CREATE)
    made = next(one.index for one in step.played if one.exchange.request.path == calls.WITH_CV)
    late = tuple(one for one in step.sent(calls.SEARCH) if one.index > made)
    blind = tuple(saying(one, None, lambda _: []) if one in late else one for one in step.played)

    assert "found were []" in says_no(clause, with_step(trace, step.name, played=blind))
    assert "names other" in says_no(clause, _renamed(trace, step.name, "other"))
