"""Every proof about Flatchr says no when its evidence is missing."""

from dataclasses import replace
from typing import Any

import pytest

from assay.errors import ConnectorError
from assay.evidence import Step
from assay_contracts.creations import CREATIONS as BOTH

from .tampered_flatchr import PROOFS, REFUSAL, B, is_creation, of_both, says_no, trace_of
from .tampering import every_call, with_request, with_response, with_steps

WIRE_ALONE = {
    "feature/connection-guide",
    "feature/prerequisites",
    "feature/create-credentials",
    "feature/api-passthrough",
    f"{B}/api-passthrough/both-apis-are-reached",
    f"{B}/api-passthrough/the-host-cannot-be-left",
    f"{B}/api-passthrough/cv-downloads-keep-to-one-per-second",
    f"{B}/connection-guide/a-slug-of-another-company-is-noticed",
    f"{B}/general/the-key-is-in-no-recording",
    f"{B}/application-stages/hiding-shows-in-no-answer",
    *of_both("only-the-first-cv-is-sent"),
    *of_both("files-not-sent-are-reported"),
    *of_both("a-linked-cv-is-sent-as-bytes-unless-set"),
    *of_both("a-source-needs-an-offerer-id"),
    *of_both("a-malformed-offerer-id-is-refused-when-saved"),
    *of_both("a-name-without-latin-letters-is-refused"),
    *of_both("a-deduplicated-applicant-is-said"),
    *of_both("a-refusal-inside-a-success-fails"),
    *of_both("a-timeout-is-settled-by-search"),
}
"""These look at what went over the wire and came back, and not at the data set."""
FAILURES = {
    f"{B}/general/a-failed-search-deletes-nobody",
    f"{B}/create-credentials/an-expired-key-asks-to-reconnect",
    f"{B}/api-passthrough/the-host-cannot-be-left",
    *of_both("a-source-needs-an-offerer-id"),
    *of_both("a-malformed-offerer-id-is-refused-when-saved"),
    *of_both("a-name-without-latin-letters-is-refused"),
    *of_both("a-refusal-inside-a-success-fails"),
}
"""Something has to fail there."""
_BOTH = tuple(f"{B}/create-{what}/" for what in BOTH)
CREATIONS = sorted(clause for clause in PROOFS if clause.startswith(_BOTH))

every_proof = pytest.mark.parametrize("clause", sorted(PROOFS))


def test_every_clause_that_needs_a_proof_has_one_here() -> None:
    assert len(PROOFS) == 71


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
    nothing: dict[str, Any] = dict.fromkeys(("snapshot", "result", "passthrough", "error", "scopes", "guide"))
    trace = trace_of(clause)

    says_no(clause, with_steps(trace, lambda step: replace(step, played=(), attempted=(), **nothing)))


@every_proof
def test_no_exchange_no_proof(clause: str) -> None:
    says_no(clause, with_steps(trace_of(clause), lambda step: replace(step, played=())))


@every_proof
def test_a_proof_does_not_hold_when_the_vendor_refused_everything(clause: str) -> None:
    says_no(clause, every_call(trace_of(clause), lambda one: with_response(one, **REFUSAL)))


@pytest.mark.parametrize("clause", sorted(PROOFS.keys() - WIRE_ALONE))
def test_no_data_set_no_proof(clause: str) -> None:
    says_no(clause, with_steps(trace_of(clause), lambda step: replace(step, snapshot=None)))


@pytest.mark.parametrize("clause", sorted(PROOFS.keys() - WIRE_ALONE))
def test_an_empty_data_set_is_no_proof(clause: str) -> None:
    def emptied(step: Step) -> Step:
        return replace(step, snapshot=replace(step.snapshot, records={})) if step.snapshot else step

    trace = with_steps(trace_of(clause), emptied)
    if clause in of_both("an-unknown-outcome-is-said"):  # nothing may be stored there
        assert PROOFS[clause].show(trace).played
    else:
        says_no(clause, trace)


@pytest.mark.parametrize("clause", sorted(FAILURES))
def test_a_failure_that_never_came_is_noticed(clause: str) -> None:
    says_no(clause, with_steps(trace_of(clause), lambda step: replace(step, error=None)))


@pytest.mark.parametrize("clause", sorted(FAILURES))
def test_a_failure_of_another_kind_is_noticed(clause: str) -> None:
    other = ConnectorError("something else")

    says_no(clause, with_steps(trace_of(clause), lambda step: replace(step, error=step.error and other)))


@pytest.mark.parametrize("clause", CREATIONS)
def test_a_creation_that_was_never_sent_is_noticed(clause: str) -> None:
    says_no(clause, every_call(trace_of(clause), lambda one: None if is_creation(one) else one))


@pytest.mark.parametrize("clause", CREATIONS)
def test_a_creation_that_is_sent_twice_is_noticed(clause: str) -> None:
    def doubled(step: Step) -> Step:
        again = tuple(one for one in step.played if is_creation(one))
        return replace(step, played=(*step.played, *again)) if step.kind == "action" else step

    says_no(clause, with_steps(trace_of(clause), doubled))


SAY_NOTHING = {
    # What was refused and what was said are in the step; the creation only shows that others work.
    *of_both("a-source-needs-an-offerer-id"),
    *of_both("a-malformed-offerer-id-is-refused-when-saved"),
    *of_both("a-name-without-latin-letters-is-refused"),
    *of_both("a-deduplicated-applicant-is-said"),
    *of_both("a-refusal-inside-a-success-fails"),
    *of_both("a-timeout-is-settled-by-search"),
    *of_both("an-unknown-outcome-is-said"),
    *of_both("files-not-sent-are-reported"),
    *of_both("the-new-application-is-found-by-search"),
}


@pytest.mark.parametrize("clause", sorted(set(CREATIONS) - SAY_NOTHING))
def test_a_creation_that_says_nothing_is_noticed(clause: str) -> None:
    def emptied(step: Step) -> Step:
        played = tuple(
            with_request(one, body=b"", headers={}) if is_creation(one) else one for one in step.played
        )
        return replace(step, played=played)

    says_no(clause, with_steps(trace_of(clause), emptied))
