"""Proofs about files at Recruitee say no when their evidence says something else."""

from dataclasses import replace
from typing import Any

import pytest

from assay.connector import ActionResult
from assay.evidence import Played
from assay_contracts.recruitee import calls
from assay_contracts.recruitee.answers import CANDIDATE
from assay_contracts.recruitee.scenarios import (
    attaching,
)

from .tampered_recruitee import (
    B,
    also,
    changed,
    in_body,
    says_no,
    told,
    trace_of,
    with_request,
    without_warnings,
)
from .tampering import rewritten, with_step, without_calls

FILES_OF = f"{B}/get-application-attachments"
ATTACH, ATTACH_TO_APPLICATION = f"{B}/add-attachment-to-candidate", f"{B}/add-attachment-to-application"
READINGS = ("action/get-application-attachments", f"{FILES_OF}/one-cv-and-the-other-files-come-back")

SAME = f"{ATTACH}/other-files-leave-the-cv-alone"
REPLACED = f"{ATTACH}/a-new-cv-replaces-the-old-one"
FETCHED = f"{ATTACH}/linked-files-are-fetched-by-the-connector"
LANDS = f"{ATTACH_TO_APPLICATION}/the-file-lands-on-the-candidate"


@pytest.mark.parametrize("owner", ["candidate", "application"])
def test_a_file_that_is_not_listed_is_noticed(owner: str) -> None:
    clause = f"action/add-attachment-to-{owner}"
    trace = trace_of(clause)
    listed = calls.told(trace, attaching.FILES_AFTER, "attachments")
    names = [file["filename"] for file in listed if "assay" in file["filename"]]

    assert len(names) == 2
    for name in names:
        rest = [file for file in listed if file["filename"] != name]
        assert name in says_no(clause, told(trace, attaching.FILES_AFTER, attachments=rest))


@pytest.mark.parametrize("owner", ["candidate", "application"])
def test_a_content_type_that_got_lost_is_noticed(owner: str) -> None:
    clause = f"action/add-attachment-to-{owner}"
    guessed = in_body(b"application/x-pdf", b"application/pdf")

    said = says_no(clause, changed(trace_of(clause), attaching.LETTER, calls.ATTACHMENTS, guessed, "POST"))

    assert "was sent as" in said


def test_a_cv_that_was_not_replaced_is_noticed() -> None:
    trace = trace_of(REPLACED)
    before = calls.told(trace, attaching.BEFORE, "candidate")

    assert "the CV was" in says_no(REPLACED, told(trace, attaching.AFTER, candidate=before))
    assert says_no(REPLACED, without_calls(trace, attaching.CV, calls.MAKE_CV))


def test_an_old_cv_that_vanished_or_a_new_one_that_is_listed_is_noticed() -> None:
    trace = trace_of(REPLACED)
    known = {file["id"] for file in calls.told(trace, attaching.FILES_BEFORE, "attachments")}
    listed = calls.told(trace, attaching.FILES_AFTER, "attachments")
    old = next(file for file in listed if file["id"] not in known and "assay" not in file["filename"])
    rest = [file for file in listed if file["id"] != old["id"]]
    new = {**old, "filename": attaching.NEW_CV}

    assert "further files" in says_no(REPLACED, told(trace, attaching.FILES_AFTER, attachments=rest))
    swapped = told(trace, attaching.FILES_AFTER, attachments=[*rest, new])
    assert "the new CV is listed" in says_no(REPLACED, swapped)


def test_a_file_that_becomes_the_cv_unasked_is_noticed() -> None:
    path = "/c/41207/candidates/1/set_as_cv/1"

    says_no(SAME, also(trace_of(SAME), attaching.OTHER, "PATCH", path))


def test_a_cv_that_changes_with_another_file_is_noticed() -> None:
    def other(body: dict[str, Any]) -> dict[str, Any]:
        return {**body, "candidate": {**body["candidate"], "cv_original_url": "https://s.test/other"}}

    trace = rewritten(trace_of(SAME), attaching.OTHER, CANDIDATE, response=other)

    assert "the CV was" in says_no(SAME, trace)


def test_a_link_that_is_handed_to_the_vendor_is_noticed() -> None:
    trace = changed(
        trace_of(FETCHED),
        attaching.CV,
        calls.MAKE_CV,
        lambda one: with_request(one, body=attaching.LINK.encode()),
    )

    assert "went to the vendor" in says_no(FETCHED, trace)


def test_other_bytes_than_those_behind_the_link_are_noticed() -> None:
    trace = changed(trace_of(FETCHED), attaching.CV, calls.ATTACHMENTS, in_body(b"%PDF", b"%XDF"), "POST")

    assert "something else" in says_no(FETCHED, trace)


def test_an_upload_that_names_the_job_is_noticed() -> None:
    trace = trace_of(LANDS)
    named = in_body(b"attachment[candidate_id]", b"attachment[offer_id]")

    said = says_no(LANDS, changed(trace, attaching.OTHER, calls.ATTACHMENTS, named, "POST"))
    assert "the upload names" in said


def test_a_file_that_the_other_application_does_not_show_is_noticed() -> None:
    trace = with_step(trace_of(LANDS), attaching.THROUGH_THE_OTHER, result=ActionResult())

    assert "does not show" in says_no(LANDS, trace)


@pytest.mark.parametrize("name", [attaching.LETTER, attaching.OTHER, attaching.CV])
def test_a_fallback_in_silence_is_noticed(name: str) -> None:
    clause = f"{ATTACH_TO_APPLICATION}/the-fallback-to-the-candidate-is-said"

    assert "no warning" in says_no(clause, without_warnings(trace_of(clause), name))


@pytest.mark.parametrize("clause", sorted(READINGS))
def test_a_file_too_many_too_few_or_elsewhere_is_noticed(clause: str) -> None:
    trace = trace_of(clause)
    result = trace.step("read the attachments").result
    assert result is not None
    cv, *others = sorted(result.attachments, key=lambda file: file.type)
    moved = [others[0].model_copy(update={"data_url": "https://s.test/x"}), *others[1:]]
    renamed = [others[0].model_copy(update={"file_name": "x"}), *others[1:]]
    for files in ((cv,), (cv, cv, *others), (*others, others[0]), (cv, *moved), (cv, *renamed)):
        says_no(clause, with_step(trace, "read the attachments", result=replace(result, attachments=files)))


@pytest.mark.parametrize(
    ("name", "headers"), [(attaching.SIGNED, {"authorization": "Bearer x"}), (attaching.OPEN, {})]
)
def test_a_token_at_the_wrong_door_is_noticed(name: str, headers: dict[str, str]) -> None:
    clause = f"{FILES_OF}/signed-links-never-see-the-token"

    def to_file(played: Played) -> bool:
        return "/files/" in played.exchange.request.path

    trace = trace_of(clause)
    played = tuple(
        with_request(one, headers=headers) if to_file(one) else one for one in trace.step(name).played
    )

    assert "the token was sent" in says_no(clause, with_step(trace, name, played=played))
