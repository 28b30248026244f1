"""Every proof about Recruitee's actions says no when its evidence is missing."""

from dataclasses import replace
from typing import Any

import pytest

from assay.errors import InputError
from assay.evidence import Played, Step
from assay_contracts.creations import CREATIONS

from .tampered_recruitee import (
    PROOFS,
    B,
    every_call,
    is_write,
    says_no,
    trace_of,
    with_request,
    with_response,
)
from .tampering import with_steps

MOVE, REJECT, FILES_OF = (
    f"{B}/move-application-to-stage",
    f"{B}/reject-application",
    f"{B}/get-application-attachments",
)
ATTACH, ATTACH_TO_APPLICATION = f"{B}/add-attachment-to-candidate", f"{B}/add-attachment-to-application"


def _of_both(behaviour: str) -> set[str]:
    return {f"{B}/create-{what}/{behaviour}" for what in CREATIONS}


READINGS = {
    "action/get-application-attachments",
    f"{FILES_OF}/one-cv-and-the-other-files-come-back",
    f"{FILES_OF}/signed-links-never-see-the-token",
}
"""They are about what is read alone."""
REFUSALS = {
    *_of_both("a-stage-of-another-pipeline-is-refused"),
    *_of_both("an-unknown-source-id-is-refused"),
    f"{MOVE}/a-disqualified-application-is-not-moved",
    f"{MOVE}/a-stage-of-another-job-is-refused",
    f"{REJECT}/an-unknown-reason-is-refused",
}
"""Nothing may be written there."""
WRITELESS = READINGS | REFUSALS | {f"{MOVE}/the-current-stage-needs-no-write"}
ON_THE_WIRE = {
    *(f"action/{clause}" for clause in ("add-attachment-to-candidate", "add-attachment-to-application")),
    *READINGS,
    f"{ATTACH}/a-new-cv-replaces-the-old-one",
    f"{ATTACH}/other-files-leave-the-cv-alone",
    f"{ATTACH}/linked-files-are-fetched-by-the-connector",
    f"{ATTACH_TO_APPLICATION}/the-fallback-to-the-candidate-is-said",
    *_of_both("answers-to-an-unpublished-job-are-reported"),
    *_of_both("a-source-id-becomes-its-name"),
    *_of_both("an-unknown-source-id-is-refused"),
    *_of_both("a-failed-upload-keeps-the-person"),
    *_of_both("a-creation-is-never-repeated-blindly"),
    *_of_both("a-missing-placement-is-added"),
}
"""These look at what went over the wire, and not at the data set."""

every_proof = pytest.mark.parametrize("clause", sorted(PROOFS))


def test_every_clause_about_an_action_has_a_proof_here() -> None:
    assert len(PROOFS) == 64


@every_proof
def test_a_proof_holds_on_its_recording_and_names_exchanges(clause: str) -> None:
    shown = PROOFS[clause].show(trace_of(clause))

    assert shown.message
    assert shown.played


@every_proof
def test_a_scenario_that_did_nothing_shows_nothing(clause: str) -> None:
    says_no(clause, replace(trace_of(clause), steps=(), exchanges=()))


@every_proof
def test_steps_that_left_nothing_show_nothing(clause: str) -> None:
    nothing: dict[str, Any] = dict.fromkeys(("snapshot", "result", "passthrough", "error"))
    trace = trace_of(clause)

    says_no(clause, with_steps(trace, lambda step: replace(step, played=(), attempted=(), **nothing)))


@every_proof
def test_no_exchange_no_proof(clause: str) -> None:
    says_no(clause, with_steps(trace_of(clause), lambda step: replace(step, played=())))


@every_proof
def test_a_proof_does_not_hold_when_the_vendor_refused_everything(clause: str) -> None:
    refusal = {"status": 403, "body": b'{"error":["Forbidden"]}'}

    says_no(clause, every_call(trace_of(clause), lambda one: with_response(one, **refusal)))


@pytest.mark.parametrize("clause", sorted(PROOFS.keys() - WRITELESS))
def test_what_was_never_written_is_noticed(clause: str) -> None:
    says_no(clause, every_call(trace_of(clause), lambda one: None if is_write(one) else one))


@pytest.mark.parametrize(
    "clause",
    sorted(PROOFS.keys() - WRITELESS - {f"{REJECT}/other-applications-stay-pending"}),
)
def test_a_write_that_says_nothing_is_noticed(clause: str) -> None:
    def emptied(one: Played) -> Played:
        return with_request(one, body=b"{}", headers={}) if is_write(one) else one

    says_no(clause, every_call(trace_of(clause), emptied))


@pytest.mark.parametrize("clause", sorted(PROOFS.keys() - WRITELESS))
def test_a_write_that_is_sent_twice_is_noticed(clause: str) -> None:
    def doubled(step: Step) -> Step:
        again = tuple(one for one in step.played if is_write(one))
        return replace(step, played=(*step.played, *again)) if step.kind == "action" else step

    says_no(clause, with_steps(trace_of(clause), doubled))


@pytest.mark.parametrize("clause", sorted(PROOFS.keys() - ON_THE_WIRE))
def test_no_data_set_no_proof(clause: str) -> None:
    says_no(clause, with_steps(trace_of(clause), lambda step: replace(step, snapshot=None)))


@pytest.mark.parametrize("clause", sorted(clause for clause in PROOFS if clause.startswith("action/")))
def test_an_action_that_failed_is_not_proven(clause: str) -> None:
    trace = trace_of(clause)
    broken = InputError("no")

    says_no(
        clause,
        with_steps(trace, lambda step: replace(step, error=broken) if step.kind == "action" else step),
    )


@pytest.mark.parametrize("clause", sorted(REFUSALS))
def test_a_refusal_that_never_came_is_noticed(clause: str) -> None:
    says_no(clause, with_steps(trace_of(clause), lambda step: replace(step, error=None)))
