"""Proofs about webhooks say no to deliveries that are missing, forged, doubled or ignored."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from assay.connector import Delivery, Subscriptions
from assay.errors import CredentialError
from assay.evidence import Step, Trace
from assay.unified.records import Candidate, ScreeningQuestion
from assay_contracts.ashby.deliveries import SIGNATURE, signature
from assay_contracts.ashby.scenarios import setup, webhooks

from .tampered import (
    NEWS,
    changed_after,
    putting,
    rewritten,
    says_no,
    trace_of,
    with_record,
    with_step,
    with_steps,
)

W = "behaviour/webhook-subscriptions"
SET_UP = "behaviour/automatic-setup"

# --- news ----------------------------------------------------------------------------------------------


def _deliveries_changed(trace: Trace, change: Callable[[Delivery], Delivery | None]) -> Trace:
    return with_steps(
        trace, lambda step: replace(step, delivery=change(step.delivery)) if step.delivery else step
    )


SIGNED = [
    *NEWS,
    f"{W}/ping",
    f"{W}/repeated-delivery-changes-nothing",
    f"{SET_UP}/one-subscription-per-event",
]


@pytest.mark.parametrize("clause", SIGNED)
def test_a_delivery_without_signature_is_no_evidence(clause: str) -> None:
    said = says_no(clause, _deliveries_changed(trace_of(clause), lambda one: replace(one, headers={})))

    assert "signed" in said


@pytest.mark.parametrize("clause", SIGNED)
def test_a_delivery_whose_bytes_are_not_those_signed_is_no_evidence(clause: str) -> None:
    said = says_no(
        clause, _deliveries_changed(trace_of(clause), lambda one: replace(one, body=one.body + b" "))
    )

    assert "signed" in said


@pytest.mark.parametrize("clause", NEWS)
def test_a_delivery_that_came_twice_is_noticed(clause: str) -> None:
    trace = trace_of(clause)
    twice = [step for step in trace.steps for _ in range(2 if step.kind == "webhook" else 1)]

    says_no(clause, replace(trace, steps=tuple(twice)))


@pytest.mark.parametrize("clause", NEWS)
def test_a_change_without_its_delivery_is_noticed(clause: str) -> None:
    trace = trace_of(clause)

    says_no(clause, replace(trace, steps=tuple(step for step in trace.steps if step.kind != "webhook")))


@pytest.mark.parametrize(
    "clause", [*NEWS, f"{W}/forged-delivery-is-refused", "feature/webhook-subscriptions"]
)
def test_a_subscription_that_is_switched_off_is_noticed(clause: str) -> None:
    def off(body: dict[str, Any]) -> dict[str, Any]:
        return {**body, "results": {**body["results"], "enabled": False}}

    trace = rewritten(trace_of(clause), "set up webhooks", "/webhook.create", response=off)

    assert "switched off" in says_no(clause, trace)


@pytest.mark.parametrize("clause", NEWS)
def test_a_delivery_that_was_refused_is_noticed(clause: str) -> None:
    def refused(step: Step) -> Step:
        return replace(step, error=CredentialError("no")) if step.kind == "webhook" else step

    assert "failed" in says_no(clause, with_steps(trace_of(clause), refused))


def test_a_ping_that_changes_a_record_is_noticed() -> None:
    clause = f"{W}/ping"
    trace = changed_after(trace_of(clause), "pings #7", Candidate, company="Changed by a ping")

    assert "changed a record" in says_no(clause, trace)


def test_a_repetition_that_changes_a_record_is_noticed() -> None:
    clause = f"{W}/repeated-delivery-changes-nothing"
    trace = changed_after(trace_of(clause), f"{webhooks.AGAIN} #1", Candidate, company="Changed twice")

    assert "a record changed" in says_no(clause, trace)


def test_a_repetition_of_something_else_is_noticed() -> None:
    clause = f"{W}/repeated-delivery-changes-nothing"
    trace = trace_of(clause)
    again = trace.step(f"{webhooks.AGAIN} #1")
    assert again.delivery is not None
    body = again.delivery.body.replace(b'"webhookActionId":"', b'"webhookActionId":"f')
    headers = {SIGNATURE: signature(body)}
    other = replace(again.delivery, body=body, headers=headers)

    assert "another message" in says_no(clause, with_step(trace, again.name, delivery=other))


@pytest.mark.parametrize("name", [webhooks.UNSIGNED, webhooks.BADLY_SIGNED, webhooks.ALTERED])
def test_a_forgery_that_is_taken_is_noticed(name: str) -> None:
    clause = f"{W}/forged-delivery-is-refused"

    assert "ended with None" in says_no(clause, with_step(trace_of(clause), name, error=None))


def test_a_forgery_that_changes_a_record_is_noticed() -> None:
    clause = f"{W}/forged-delivery-is-refused"
    trace = changed_after(trace_of(clause), webhooks.UNSIGNED, Candidate, company="Forged")

    assert "a record changed" in says_no(clause, trace)


def test_a_forgery_with_the_right_signature_is_none() -> None:
    clause = f"{W}/forged-delivery-is-refused"
    trace = trace_of(clause)
    forged = trace.step(webhooks.UNSIGNED).delivery
    assert forged is not None
    genuine = replace(forged, headers={SIGNATURE: signature(forged.body)})

    assert "no forgery" in says_no(clause, with_step(trace, webhooks.UNSIGNED, delivery=genuine))


@pytest.mark.parametrize("change", ["tag", "question"])
def test_news_of_what_no_webhook_tells_are_noticed(change: str) -> None:
    clause = f"{W}/{change}-changes-are-not-announced"
    trace = trace_of(clause)
    control = trace.step(f"{webhooks.CONTROL_NEWS} #1")
    loud = replace(control, name=f"{webhooks.SILENCE} #1")

    assert "1 deliveries arrived" in says_no(clause, replace(trace, steps=(*trace.steps, loud)))


def test_a_question_that_a_delta_run_brings_is_noticed() -> None:
    clause = f"{W}/question-changes-are-not-announced"
    trace = trace_of(clause)
    path = trace.step(webhooks.QUESTION).inputs["path"]
    rows = trace.after(webhooks.DELTA).of(ScreeningQuestion.store_id)
    number = next(n for n, row in enumerate(rows) if getattr(row, "remote_id", None) == path)
    title = trace.step(webhooks.QUESTION).inputs["title"]
    early = with_record(trace.after(webhooks.DELTA), ScreeningQuestion, number, title=title)

    assert "titles were" in says_no(clause, with_step(trace, webhooks.DELTA, snapshot=early))


def test_two_deliveries_of_different_events_are_not_one_change() -> None:
    clause = f"{W}/stage-change-arrives-as-two-events"
    trace = trace_of(clause)
    second = trace.step("news: an application moves on #2")
    assert second.delivery is not None
    body = second.delivery.body.replace(b'"webhookActionId":"', b'"webhookActionId":"f')
    other = replace(second.delivery, body=body, headers={SIGNATURE: signature(body)})

    assert "carry 2 ids" in says_no(clause, with_step(trace, second.name, delivery=other))


# --- setting up ----------------------------------------------------------------------------------------


def test_a_lost_ping_is_noticed() -> None:
    clause = f"{SET_UP}/one-subscription-per-event"
    trace = trace_of(clause)
    fewer = tuple(step for step in trace.steps if step.name != "pings #16")

    assert "15 pings" in says_no(clause, replace(trace, steps=fewer))


def test_subscriptions_whose_ids_are_forgotten_are_noticed() -> None:
    clause = f"{SET_UP}/one-subscription-per-event"

    says_no(clause, with_step(trace_of(clause), "set up webhooks", subscriptions=Subscriptions()))


def test_a_second_subscription_of_a_kind_is_noticed() -> None:
    clause = f"{SET_UP}/second-setup-makes-no-duplicates"
    made = putting(success=True, results={"id": "second", "enabled": True})

    assert "was made" in says_no(
        clause, rewritten(trace_of(clause), setup.AGAIN, "/webhook.create", response=made)
    )


def test_an_event_that_arrives_twice_after_a_second_setup_is_noticed() -> None:
    clause = f"{SET_UP}/second-setup-makes-no-duplicates"
    trace = trace_of(clause)
    twice = replace(trace.step(f"{setup.NEWS} #1"), name=f"{setup.NEWS} #2")

    assert "arrived" in says_no(clause, replace(trace, steps=(*trace.steps, twice)))


def test_refused_kinds_that_nobody_is_told_of_are_noticed() -> None:
    clause = f"{SET_UP}/refused-kinds-are-left-to-a-person"
    trace = trace_of(clause)
    told = trace.step("set up webhooks").subscriptions
    assert told is not None
    silent = replace(told, by_hand=())

    assert "left to a person" in says_no(clause, with_step(trace, "set up webhooks", subscriptions=silent))


@pytest.mark.parametrize(
    "clause", [f"{SET_UP}/disconnecting-removes-subscriptions", "feature/automatic-setup"]
)
def test_a_subscription_that_outlives_the_connection_is_noticed(clause: str) -> None:
    trace = trace_of(clause)
    step = trace.step(setup.DISCONNECT)

    assert "15 were deleted" in says_no(clause, with_step(trace, step.name, played=step.played[1:]))


def test_news_after_the_connection_ended_are_noticed() -> None:
    clause = f"{SET_UP}/disconnecting-removes-subscriptions"
    trace = trace_of(clause)
    late = replace(trace.step(f"{setup.NEWS} #1"), name=f"{setup.SILENCE} #1")

    assert "still arrives" in says_no(clause, replace(trace, steps=(*trace.steps, late)))
