"""Every proof about Avionté's actions says no when its evidence is missing or says something else."""

from dataclasses import replace
from typing import Any

import pytest

from assay.errors import InputError
from assay.evidence import Played, Step
from assay_contracts.creations import CREATIONS

from .tampered_avionte import PROOFS, B, is_write, says_no, trace_of
from .tampering import every_call, with_request, with_response, with_steps

MOVE, REJECT, FILES_OF = (
    f"{B}/move-application-to-stage",
    f"{B}/reject-application",
    f"{B}/get-candidate-attachments",
)


def _of_both(behaviour: str) -> set[str]:
    return {f"{B}/create-{what}/{behaviour}" for what in CREATIONS}


READINGS = {"action/get-candidate-attachments", f"{FILES_OF}/a-bare-talent-has-no-files"}
"""They are about what is read alone."""
REFUSED_HERE = {
    f"{MOVE}/our-own-stages-are-no-target",
    f"{REJECT}/elsewhere-a-rejection-is-refused",
}
"""The actions send nothing at all."""
FAILING = REFUSED_HERE | _of_both("a-failure-after-the-talent-is-partial")
"""The actions end with an error."""
WRITELESS = READINGS | REFUSED_HERE
PASSED_THROUGH = {"feature/api-passthrough", f"{B}/api-passthrough/the-callers-authorization-is-replaced"}
"""No action is performed, and nothing is stored."""
ON_THE_WIRE = PASSED_THROUGH | {
    "action/get-candidate-attachments",
    *_of_both("a-cv-replaces-the-resume"),
    *_of_both("a-failure-after-the-talent-is-partial"),
}
"""These look at what went over the wire, and not at the data set."""
every_proof = pytest.mark.parametrize("clause", sorted(PROOFS))


def test_every_clause_about_an_action_has_a_proof_here() -> None:
    assert len(PROOFS) == 42


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
    refusal = {"status": 403, "body": b'{"message":"Forbidden"}'}

    says_no(clause, every_call(trace_of(clause), lambda one: with_response(one, **refusal)))


@pytest.mark.parametrize("clause", sorted(PROOFS.keys() - WRITELESS))
def test_what_was_never_written_is_noticed(clause: str) -> None:
    says_no(clause, every_call(trace_of(clause), lambda one: None if is_write(one) else one))


@pytest.mark.parametrize("clause", sorted(PROOFS.keys() - WRITELESS))
def test_a_write_that_says_nothing_is_noticed(clause: str) -> None:
    def emptied(one: Played) -> Played:
        return with_request(one, body=b"{}", headers={}) if is_write(one) else one

    says_no(clause, every_call(trace_of(clause), emptied))


@pytest.mark.parametrize("clause", sorted(PROOFS.keys() - WRITELESS))
def test_a_write_that_is_sent_twice_is_noticed(clause: str) -> None:
    def doubled(step: Step) -> Step:
        again = tuple(one for one in step.played if is_write(one))
        acts = step.kind in ("action", "passthrough")
        return replace(step, played=(*step.played, *again)) if acts else step

    says_no(clause, with_steps(trace_of(clause), doubled))


@pytest.mark.parametrize("clause", sorted(PROOFS.keys() - ON_THE_WIRE))
def test_no_data_set_no_proof(clause: str) -> None:
    says_no(clause, with_steps(trace_of(clause), lambda step: replace(step, snapshot=None)))


@pytest.mark.parametrize("clause", sorted(PROOFS.keys() - FAILING - PASSED_THROUGH))
def test_an_action_that_failed_is_not_proven(clause: str) -> None:
    trace = trace_of(clause)
    broken = InputError("no")

    says_no(
        clause,
        with_steps(trace, lambda step: replace(step, error=broken) if step.kind == "action" else step),
    )


@pytest.mark.parametrize("clause", sorted(FAILING))
def test_a_refusal_that_never_came_is_noticed(clause: str) -> None:
    says_no(clause, with_steps(trace_of(clause), lambda step: replace(step, error=None)))


@pytest.mark.parametrize("clause", sorted(FAILING))
def test_a_refusal_that_says_nothing_is_noticed(clause: str) -> None:
    trace, wordless = trace_of(clause), InputError("no")

    says_no(clause, with_steps(trace, lambda s: replace(s, error=wordless) if s.error else s))


@pytest.mark.parametrize("clause", sorted(clause for clause in PROOFS if clause.startswith("action/")))
def test_calls_that_were_not_reported_are_noticed(clause: str) -> None:
    says_no(clause, with_steps(trace_of(clause), lambda step: replace(step, billed={})))
