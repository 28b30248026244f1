"""Proofs about Asymbl's files and moves say no when their evidence says something else."""

from dataclasses import replace
from typing import Any

import pytest

from assay.evidence import Trace
from assay.unified.records import Application, Attachment
from assay_contracts.asymbl import calls
from assay_contracts.asymbl.scenarios import attaching, moving

from .tampered_asymbl import B, also, asking, every, none, says_no, shows, trace_of, with_calls, with_inputs
from .tampering import putting, record_after, rewritten, with_step, without_calls, without_warnings

ATTACH, READ = "action/add-attachment-to-application", "action/get-candidate-attachments"
HANGS, ONCE, SAID = (
    f"{B}/add-attachment-to-application/{rule}"
    for rule in (
        "the-file-hangs-on-the-contact",
        "the-file-shows-once-for-all-applications",
        "the-candidate-as-place-is-said",
    )
)
MOVE, FOREIGN = (
    "action/move-application-to-stage",
    f"{B}/move-application-to-stage/a-stage-of-another-job-is-refused",
)
OTHER_ID = "0038c000000zzzzZZZ"

every_upload = pytest.mark.parametrize("name", attaching.STEPS)


def with_files(trace: Trace, name: str, *files: Attachment) -> Trace:
    result = trace.step(name).result
    assert result is not None
    return with_step(trace, name, result=replace(result, attachments=files))


def files_of(trace: Trace, name: str) -> tuple[Attachment, ...]:
    result = trace.step(name).result
    assert result is not None
    return result.attachments


# --- attaching -----------------------------------------------------------------------------------


@every_upload
@pytest.mark.parametrize("clause", [ATTACH, HANGS, ONCE, SAID])
def test_a_file_under_another_name_is_noticed(clause: str, name: str) -> None:
    renamed = rewritten(trace_of(clause), name, calls.FILES, request=putting(PathOnClient="other.pdf"))

    assert "uploaded was other.pdf" in says_no(clause, renamed)


@every_upload
def test_other_bytes_are_noticed(name: str) -> None:
    trace = trace_of(ATTACH)

    assert "bytes were sent" in says_no(
        ATTACH, rewritten(trace, name, calls.FILES, request=putting(VersionData="YQ=="))
    )
    others = [
        file.model_copy(update={"data_url": "data:application/pdf;base64,YQ=="})
        for file in files_of(trace, attaching.READ)
    ]
    assert "other bytes are read" in says_no(ATTACH, with_files(trace, attaching.READ, *others))
    linked = [file.model_copy(update={"data_url": "https://a.example/1"}) for file in others]
    assert "is at https" in says_no(ATTACH, with_files(trace, attaching.READ, *linked))


def test_a_file_that_is_not_read_or_read_twice_is_noticed() -> None:
    for clause in (ATTACH, ONCE):
        assert "read are" in says_no(clause, with_files(trace_of(clause), attaching.READ))
    files = files_of(trace_of(ONCE), attaching.READ)
    assert "read are" in says_no(ONCE, with_files(trace_of(ONCE), attaching.READ, *files, *files))


def test_an_address_that_nobody_opened_is_noticed() -> None:
    shut = without_calls(trace_of(ATTACH), attaching.BY_ADDRESS, "/letter.pdf")

    assert "was opened 0 times" in says_no(ATTACH, shut)


@every_upload
def test_a_file_on_the_application_is_noticed(name: str) -> None:
    trace = trace_of(HANGS)
    elsewhere = rewritten(trace, name, calls.FILES, request=putting(FirstPublishLocationId=OTHER_ID))

    assert "the upload names" in says_no(HANGS, elsewhere)
    for change in (none, every(LinkedEntityId=OTHER_ID)):
        assert "the file hangs on" in says_no(HANGS, shows(trace, attaching.HANGING, change))


def test_an_application_that_nobody_looked_at_is_noticed() -> None:
    trace = trace_of(HANGS)
    applied = trace.step(attaching.BY_CONTENT).inputs["application_id"]
    company = trace.after(attaching.COMPANY)
    [remote_id] = [row.remote_id for row in company.of("ats_applications") if row.id == applied]  # type: ignore[attr-defined]

    said = says_no(HANGS, with_calls(trace, attaching.HANGING, asking(str(remote_id), OTHER_ID)))

    assert "nobody looked at" in said


def test_files_of_somebody_else_or_of_a_single_application_prove_nothing() -> None:
    trace = trace_of(ONCE)

    other = with_inputs(trace, attaching.READ, candidate_id="other")
    assert "somebody else's" in says_no(ONCE, other)
    company = trace.after(attaching.COMPANY)
    applied = trace.step(attaching.BY_CONTENT).inputs["application_id"]
    for row in company.of("ats_applications"):
        if row.id != applied:
            trace = record_after(trace, attaching.COMPANY, Application, str(row.id), candidate_id=None)
    assert "has no other application" in says_no(ONCE, trace)


@every_upload
def test_a_place_that_is_not_said_is_noticed(name: str) -> None:
    assert "stored on the candidate" in says_no(SAID, without_warnings(trace_of(SAID), name))


# --- reading -------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", [attaching.READ_ALL, attaching.READ_NOTED])
def test_files_that_read_otherwise_are_noticed(name: str) -> None:
    trace = trace_of(READ)
    first, *rest = files_of(trace, name)
    changes: tuple[dict[str, Any], ...] = (
        {"file_name": "other.pdf"},
        {"type": "COVER_LETTER"},
        {"remote_id": "1"},
    )

    for change in changes:
        other = with_files(trace, name, first.model_copy(update=change), *rest)
        assert f"{name}: read are" in says_no(READ, other)
    assert f"{name}: read are" in says_no(READ, with_files(trace, name, *rest))
    for change in ({"content_type": ""}, {"remote_created_at": None}):
        other = with_files(trace, name, first.model_copy(update=change), *rest)
        assert "has no type or no date" in says_no(READ, other)
    empty = first.model_copy(update={"data_url": "data:application/pdf;base64,"})
    assert "has other bytes" in says_no(READ, with_files(trace, name, empty, *rest))


def test_an_org_without_notes_or_old_files_or_cvs_proves_nothing() -> None:
    trace = trace_of(READ)

    def without_notes(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
        return [row for row in rows if row["ContentDocument"]["FileType"] != attaching.NOTE]

    assert "has no note" in says_no(READ, shows(trace, attaching.THEIR_LINKS, without_notes))
    assert "read are" in says_no(READ, shows(trace, attaching.THEIR_OLD_FILES, none))
    plain = every(bpats__Is_Primary__c=False)
    assert "read are" in says_no(READ, shows(trace, attaching.THEIR_VERSIONS, plain))


def test_a_file_that_was_not_opened_is_noticed() -> None:
    path = "/services/data/v63.0/sobjects/Attachment/*/Body"

    assert "files were opened" in says_no(READ, without_calls(trace_of(READ), attaching.READ_ALL, path))


# --- moving --------------------------------------------------------------------------------------


def test_a_move_elsewhere_or_of_another_one_is_noticed() -> None:
    trace = trace_of(MOVE)

    for sent in (putting(bpats__Stage__c=OTHER_ID), putting(bpats__Applicant_Status__c="Rejected")):
        elsewhere = rewritten(trace, moving.MOVE_ON, calls.APPLICANT, method="PATCH", request=sent)
        assert "sent was" in says_no(MOVE, elsewhere)
    applied = trace.step(moving.MOVE_ON).inputs["application_id"]
    [row] = [one for one in trace.after(moving.COMPANY).of("ats_applications") if one.id == applied]
    other = with_calls(trace, moving.MOVE_ON, asking(str(getattr(row, "remote_id", "")), OTHER_ID))
    assert "was changed" in says_no(MOVE, other)


def test_others_that_moved_along_are_noticed() -> None:
    trace = trace_of(MOVE)

    for row in trace.after(moving.AGAIN).of("ats_applications"):
        moved = record_after(trace, moving.AGAIN, Application, str(row.id), current_stage_id="other")
        assert "moved were" in says_no(MOVE, moved)


def test_a_stage_that_the_job_has_is_not_foreign() -> None:
    trace = trace_of(FOREIGN)
    wanted = trace.step(moving.FOREIGN).inputs["stage_id"]
    stages = trace.after(moving.COMPANY).of("ats_application_stages")
    [foreign] = [getattr(row, "remote_id", None) for row in stages if row.id == wanted]

    def with_it(body: dict[str, Any]) -> dict[str, Any]:
        return {**body, "records": [*body["records"], {"Id": foreign}]}

    assert "the job has the stages" in says_no(
        FOREIGN, rewritten(trace, moving.FOREIGN, calls.QUERY, response=with_it)
    )
    unread = with_calls(trace, moving.FOREIGN, asking("ATS_Stage__c", "Other__c"))
    assert "were not read" in says_no(FOREIGN, unread)


def test_a_move_that_is_sent_or_happens_all_the_same_is_noticed() -> None:
    trace = trace_of(FOREIGN)
    step = trace.step(moving.FOREIGN)
    path = f"{calls.APPLICANTS}{OTHER_ID}"

    assert "wrote something" in says_no(FOREIGN, also(trace, moving.FOREIGN, "PATCH", path))
    moved = record_after(
        trace,
        moving.AGAIN,
        Application,
        str(step.inputs["application_id"]),
        current_stage_id=step.inputs["stage_id"],
    )
    assert "it is in that stage" in says_no(FOREIGN, moved)
