"""Every proof about Asymbl's actions says no when its evidence is missing."""

from dataclasses import replace
from typing import Any

import pytest

from assay.errors import InputError
from assay.evidence import Played, Step
from assay_contracts.creations import CREATIONS

from .tampered_asymbl import PROOFS, B, is_write, says_no, trace_of
from .tampering import every_call, with_request, with_response, with_steps


def _of_both(behaviour: str) -> set[str]:
    return {f"{B}/create-{what}/{behaviour}" for what in CREATIONS}


MOVE, ATTACH = f"{B}/move-application-to-stage", f"{B}/add-attachment-to-application"
READINGS = {"action/get-candidate-attachments"}
"""They are about what is read alone."""
REFUSALS = {
    *_of_both("a-stage-of-another-job-is-refused"),
    f"{MOVE}/a-stage-of-another-job-is-refused",
}
"""Nothing may be written there."""
REFUSED = {
    *REFUSALS,
    *_of_both("a-second-application-to-one-job-is-refused"),
    *_of_both("a-duplicate-rule-that-blocks-is-an-error"),
}
"""The action has to fail there."""
WRITELESS = READINGS | REFUSALS
ON_THE_WIRE = {
    *READINGS,
    "action/add-attachment-to-application",
    f"{ATTACH}/the-candidate-as-place-is-said",
    f"{B}/general/values-never-leave-their-quotes",
    f"{B}/general/an-expired-token-is-renewed-once",
    *_of_both("a-known-email-reuses-the-contact-unchanged"),
    *_of_both("a-new-email-makes-one-contact"),
    *_of_both("files-go-to-the-reused-contact"),
    *_of_both("of-several-equal-emails-the-oldest-is-used"),
    *_of_both("a-duplicate-rule-that-alerts-is-overridden-once"),
    *_of_both("a-duplicate-rule-that-blocks-is-an-error"),
    *_of_both("a-duplicate-of-the-same-email-is-reused"),
    *_of_both("an-unwritable-input-is-a-warning"),
}
"""These look at what went over the wire, and not at the data set."""

every_proof = pytest.mark.parametrize("clause", sorted(PROOFS))


def test_every_clause_about_an_action_has_a_proof_here() -> None:
    assert len(PROOFS) == 5 + 2 * 10 + 3 + 1 + 2


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
    refusal = {"status": 403, "body": b'[{"errorCode":"API_DISABLED_FOR_ORG","message":"no"}]'}

    says_no(clause, every_call(trace_of(clause), lambda one: with_response(one, **refusal)))


@pytest.mark.parametrize("clause", sorted(PROOFS.keys() - WRITELESS))
def test_what_was_never_written_is_noticed(clause: str) -> None:
    says_no(clause, every_call(trace_of(clause), lambda one: None if is_write(one) else one))


@pytest.mark.parametrize("clause", sorted(PROOFS.keys() - WRITELESS))
def test_a_write_that_says_nothing_is_noticed(clause: str) -> None:
    def emptied(one: Played) -> Played:
        return with_request(one, body=b"{}") if is_write(one) else one

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


@pytest.mark.parametrize("clause", sorted(PROOFS.keys() - REFUSED))
def test_an_action_that_failed_is_not_proven(clause: str) -> None:
    broken = InputError("no")

    def failing(step: Step) -> Step:
        return replace(step, error=broken) if step.kind == "action" else step

    says_no(clause, with_steps(trace_of(clause), failing))


@pytest.mark.parametrize("clause", sorted(REFUSED))
def test_a_refusal_that_never_came_is_noticed(clause: str) -> None:
    says_no(clause, with_steps(trace_of(clause), lambda step: replace(step, error=None)))


@pytest.mark.parametrize("clause", sorted(REFUSED))
def test_a_failure_of_another_kind_is_no_refusal(clause: str) -> None:
    def crashing(step: Step) -> Step:
        return replace(step, error=AssertionError("crashed")) if step.error is not None else step  # type: ignore[arg-type]

    says_no(clause, with_steps(trace_of(clause), crashing))
