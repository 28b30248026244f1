"""Proofs about Recruitee's webhooks say no to deliveries that are missing, forged, doubled or ignored."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from assay.connector import Delivery, Subscriptions
from assay.errors import CredentialError, PermissionMissingError
from assay.evidence import Played, Step, Trace
from assay.scenario import NotShown
from assay.unified.records import Application, Candidate, Job
from assay_contracts.recruitee import answers, deliveries
from assay_contracts.recruitee.deliveries import SET_UP, SIGNATURE, WEBHOOK, WEBHOOKS, signature
from assay_contracts.recruitee.scenarios import (
    setup,
    webhooks,
    webhooks_about_jobs,
    webhooks_about_people,
)

from .tampered_recruitee import also, every_call, record_after, with_response
from .tampering import Proofs, changed_after, rewritten, with_step, with_steps, without_calls

_PROOFS = Proofs(
    "recruitee",
    setup,
    webhooks,
    webhooks_about_jobs,
    webhooks_about_people,
)
PROOFS, trace_of, says_no = _PROOFS.by_clause, _PROOFS.trace_of, _PROOFS.says_no

W, SETTING_UP = "behaviour/webhook-subscriptions", "behaviour/automatic-setup"
TEST = f"{W}/the-test-request-needs-no-signature"
REPEATED = f"{W}/a-repeated-delivery-takes-effect-once"
FORGED = f"{W}/a-wrong-signature-changes-nothing"
ONLY_200 = f"{W}/only-status-200-ends-a-delivery"
SILENT = f"{W}/tags-interviews-and-questions-are-not-announced"
MADE = f"{SETTING_UP}/a-subscription-is-made-and-answers-its-test"
MANUAL = f"{SETTING_UP}/without-the-ability-setup-stays-manual"
REMOVED = f"{SETTING_UP}/disconnecting-removes-the-subscription"

NEWS = sorted(
    clause
    for clause, proof in PROOFS.items()
    if proof.show.__module__ in {webhooks_about_jobs.__name__, webhooks_about_people.__name__}
)
"""Clauses about what a kind of event brings."""
SUBSCRIBED = [*NEWS, "feature/webhook-subscriptions", TEST, REPEATED, FORGED, ONLY_200, SILENT, MADE]
SIGNED = [*NEWS, "feature/webhook-subscriptions", REPEATED, ONLY_200, SILENT, MADE]

every_proof = pytest.mark.parametrize("clause", sorted(PROOFS))


@every_proof
def test_the_recording_is_evidence(clause: str) -> None:
    assert PROOFS[clause].show(trace_of(clause)).played


@every_proof
def test_nothing_that_happened_is_no_evidence(clause: str) -> None:
    says_no(clause, replace(trace_of(clause), steps=()))


@every_proof
def test_a_story_of_which_the_wire_shows_nothing_is_no_evidence(clause: str) -> None:
    says_no(clause, every_call(trace_of(clause), lambda _: None))


@every_proof
def test_a_vendor_that_is_out_of_order_is_no_evidence(clause: str) -> None:
    says_no(clause, every_call(trace_of(clause), lambda one: with_response(one, status=500)))


# --- news ----------------------------------------------------------------------------------------------


def _deliveries_changed(trace: Trace, change: Callable[[Delivery], Delivery]) -> Trace:
    return with_steps(
        trace, lambda step: replace(step, delivery=change(step.delivery)) if step.delivery else step
    )


def _signed(delivery: Delivery, body: bytes) -> Delivery:
    """Another body, rightly signed."""
    return replace(delivery, body=body, headers={**delivery.headers, SIGNATURE: signature(body)})


def _saying(trace: Trace, name: str, old: bytes, new: bytes) -> Trace:
    """The trace with another word in a delivery, rightly signed."""
    delivery = trace.step(name).delivery
    assert delivery is not None
    assert old in delivery.body
    return with_step(trace, name, delivery=_signed(delivery, delivery.body.replace(old, new)))


@pytest.mark.parametrize("clause", SIGNED)
def test_a_delivery_without_signature_is_no_evidence(clause: str) -> None:
    trace = _deliveries_changed(trace_of(clause), lambda one: replace(one, headers={}))

    assert "signed" in says_no(clause, trace)


def _longer(delivery: Delivery) -> Delivery:
    """One byte more than was signed; tests are believed unsigned."""
    return delivery if delivery.body == deliveries.TEST else replace(delivery, body=delivery.body + b" ")


@pytest.mark.parametrize("clause", SIGNED)
def test_a_delivery_whose_bytes_are_not_those_signed_is_no_evidence(clause: str) -> None:
    trace = _deliveries_changed(
        trace_of(clause),
        _longer,
    )

    assert "signed" in says_no(clause, trace)


@pytest.mark.parametrize("clause", NEWS)
def test_a_delivery_that_came_twice_is_noticed(clause: str) -> None:
    trace = trace_of(clause)
    twice = [step for step in trace.steps for _ in range(2 if step.kind == "webhook" else 1)]

    says_no(clause, replace(trace, steps=tuple(twice)))


@pytest.mark.parametrize("clause", [*NEWS, *SIGNED])
def test_a_change_without_its_delivery_is_noticed(clause: str) -> None:
    trace = trace_of(clause)

    says_no(clause, replace(trace, steps=tuple(step for step in trace.steps if step.kind != "webhook")))


@pytest.mark.parametrize("clause", NEWS)
def test_a_delivery_of_another_company_is_noticed(clause: str) -> None:
    def elsewhere(one: Delivery) -> Delivery:
        return _signed(one, one.body.replace(b'"company":{"id":41207}', b'"company":{"id":99999}'))

    assert "99999" in says_no(clause, _deliveries_changed(trace_of(clause), elsewhere))


@pytest.mark.parametrize("clause", NEWS)
def test_a_delivery_of_another_kind_is_noticed(clause: str) -> None:
    def other(one: Delivery) -> Delivery:
        return _signed(one, one.body.replace(b'"event_type":"', b'"event_type":"un'))

    assert "0 deliveries" in says_no(clause, _deliveries_changed(trace_of(clause), other))


@pytest.mark.parametrize("clause", NEWS)
def test_a_delivery_of_another_subtype_is_noticed(clause: str) -> None:
    def other(one: Delivery) -> Delivery:
        return _signed(one, one.body.replace(b'"event_subtype":', b'"event_subtype":"un","was":'))

    assert "0 deliveries" in says_no(clause, _deliveries_changed(trace_of(clause), other))


@pytest.mark.parametrize("clause", NEWS)
def test_a_delivery_about_somebody_else_is_noticed(clause: str) -> None:
    def other(one: Delivery) -> Delivery:
        body = one.body.replace(b'"candidate":{"id":', b'"candidate":{"id":7')
        return _signed(one, body.replace(b'"offer":{"id":', b'"offer":{"id":7'))

    assert "it is about" in says_no(clause, _deliveries_changed(trace_of(clause), other))


@pytest.mark.parametrize("clause", SUBSCRIBED)
@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"status": "inactive"}, "is inactive"),
        ({"event_types": ["new_candidate"]}, "the vendor took"),
    ],
)
def test_a_subscription_that_does_not_hold_is_noticed(clause: str, change: dict[str, Any], said: str) -> None:
    def made(body: dict[str, Any]) -> dict[str, Any]:
        return {"webhook": {**body["webhook"], **change}}

    trace = rewritten(trace_of(clause), SET_UP, WEBHOOKS, method="POST", response=made)

    assert said in says_no(clause, trace)


@pytest.mark.parametrize("clause", SUBSCRIBED)
@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"url": "https://elsewhere.example"}, "it goes to"),
        ({"event_types": ["new_candidate"]}, "subscribed to"),
    ],
)
def test_a_subscription_to_something_else_is_noticed(clause: str, change: dict[str, Any], said: str) -> None:
    def asked(body: dict[str, Any]) -> dict[str, Any]:
        return {"webhook": {**body["webhook"], **change}}

    trace = rewritten(trace_of(clause), SET_UP, WEBHOOKS, method="POST", request=asked)

    assert said in says_no(clause, trace)


@pytest.mark.parametrize("clause", NEWS)
def test_a_delivery_that_was_refused_is_noticed(clause: str) -> None:
    def refused(step: Step) -> Step:
        return replace(step, error=CredentialError("no")) if step.kind == "webhook" else step

    assert "failed" in says_no(clause, with_steps(trace_of(clause), refused))


def _reads_in_deliveries(trace: Trace, change: Callable[[Played], Played | None]) -> Trace:
    def changed(step: Step) -> Step:
        if step.kind != "webhook":
            return step
        played = (change(one) for one in step.played)
        return replace(step, played=tuple(one for one in played if one is not None))

    return with_steps(trace, changed)


@pytest.mark.parametrize("clause", [*NEWS, "feature/webhook-subscriptions"])
def test_news_that_were_believed_without_reading_are_noticed(clause: str) -> None:
    assert "was not read" in says_no(clause, _reads_in_deliveries(trace_of(clause), lambda _: None))


@pytest.mark.parametrize("clause", NEWS)
def test_news_that_make_somebody_else_be_read_are_noticed(clause: str) -> None:
    trace = trace_of(clause)
    path = "/c/41207/offers/1" if "job" in clause or "archiving" in clause else "/c/41207/candidates/1"
    for step in [step for step in trace.steps if step.kind == "webhook" and step.played]:
        trace = also(trace, step.name, "GET", path)

    assert "read were" in says_no(clause, trace)


@pytest.mark.parametrize("clause", [*NEWS, "feature/webhook-subscriptions"])
def test_news_that_are_answered_with_a_write_are_noticed(clause: str) -> None:
    trace = trace_of(clause)
    for step in [step for step in trace.steps if step.kind == "webhook" and step.played]:
        trace = also(trace, step.name, "POST", "/c/41207/tags")

    assert "was written" in says_no(clause, trace)


@pytest.mark.parametrize("clause", NEWS)
def test_news_that_stored_nothing_are_noticed(clause: str) -> None:
    trace = trace_of(clause)
    first = next(step.snapshot for step in trace.steps if step.snapshot is not None)

    says_no(clause, with_steps(trace, lambda step: replace(step, snapshot=first) if step.snapshot else step))


@pytest.mark.parametrize("clause", [f"{W}/an-assignment-is-announced", f"{W}/a-stage-change-is-announced"])
def test_a_run_that_might_have_brought_the_change_is_noticed(clause: str) -> None:
    trace = trace_of(clause)
    run = replace(trace.step(webhooks_about_people.READ), name="another run")

    assert "another run" in says_no(clause, replace(trace, steps=(*trace.steps, run)))


def test_a_stage_that_the_event_does_not_name_is_noticed() -> None:
    clause, name = f"{W}/a-stage-change-is-announced", f"news: {webhooks_about_people.MOVE} #1"

    trace = _saying(trace_of(clause), name, b'"to_stage":{"id":', b'"to_stage":{"id":7')

    assert "told was" in says_no(clause, trace)


def test_a_reason_that_the_event_does_not_name_is_noticed() -> None:
    clause = f"{W}/a-rejection-and-its-undoing-are-announced"
    name = f"news: {webhooks_about_people.REJECT} #1"

    trace = _saying(
        trace_of(clause), name, b'"disqualify_reason":{"name":"', b'"disqualify_reason":{"name":"Not '
    )

    assert "told was" in says_no(clause, trace)


def test_what_is_left_of_a_rejection_is_noticed() -> None:
    clause = f"{W}/a-rejection-and-its-undoing-are-announced"
    trace, name = trace_of(clause), f"news: {webhooks_about_people.UNDO} #1"
    remote_id = str(trace.step(webhooks_about_people.UNDO).inputs["placement_id"])
    application = trace.after(name).by_remote_id(Application.store_id, remote_id)
    assert application is not None
    left = record_after(trace, name, Application, str(application.id), rejection_reason_name="Still there")

    assert "is left" in says_no(clause, left)


def test_a_deletion_that_takes_others_along_is_noticed() -> None:
    clause, name = f"{W}/a-deleted-candidate-is-announced", f"news: {webhooks_about_people.DELETE} #1"
    trace = trace_of(clause)
    others = [row for row in trace.after(name).of(Candidate.store_id) if row.remote_deleted_at is None]
    marked = record_after(trace, name, Candidate, str(others[0].id), remote_deleted_at=trace.after(name).at)

    assert "marked are" in says_no(clause, marked)


def test_a_status_that_was_not_read_is_noticed() -> None:
    clause = f"{W}/publishing-a-job-is-announced"
    name = next(
        step.name
        for step in trace_of(clause).steps
        if step.name.startswith("news: a draft is published")
        and step.delivery
        and b'"offer_published"' in step.delivery.body
    )

    def drafted(body: dict[str, Any]) -> dict[str, Any]:
        return {**body, "offer": {**body["offer"], "status": "draft"}}

    trace = rewritten(trace_of(clause), name, answers.OFFER, response=drafted)

    assert "the vendor says draft" in says_no(clause, trace)


# --- how deliveries are taken --------------------------------------------------------------------------


def test_a_test_that_changes_a_record_is_noticed() -> None:
    trace = changed_after(trace_of(TEST), f"{deliveries.PINGS} #1", Candidate, company="Changed by a test")

    assert "changed a record" in says_no(TEST, trace)


def test_a_test_that_was_refused_is_noticed() -> None:
    trace = with_step(trace_of(TEST), webhooks.UNSIGNED_TEST, error=CredentialError("no"))

    assert "failed" in says_no(TEST, trace)


def test_a_test_that_is_signed_shows_nothing_about_unsigned_ones() -> None:
    trace = trace_of(TEST)
    unsigned = trace.step(webhooks.UNSIGNED_TEST).delivery
    assert unsigned is not None

    assert "it is signed" in says_no(
        TEST, with_step(trace, webhooks.UNSIGNED_TEST, delivery=_signed(unsigned, unsigned.body))
    )


def test_a_test_that_was_not_answered_with_200_is_noticed() -> None:
    trace = _deliveries_changed(trace_of(TEST), lambda one: replace(one, answered=204))

    assert "200" in says_no(TEST, trace)


def test_a_test_that_says_more_is_noticed() -> None:
    trace = _saying(trace_of(TEST), f"{deliveries.PINGS} #1", b'{"test":true}', b'{"test":true,"id":1}')

    assert "says" in says_no(TEST, trace)


def test_a_repetition_that_changes_a_record_is_noticed() -> None:
    trace = changed_after(trace_of(REPEATED), f"{webhooks.AGAIN} #1", Candidate, company="Changed twice")

    assert "a record changed" in says_no(REPEATED, trace)


@pytest.mark.parametrize(
    ("clause", "name"), [(REPEATED, f"{webhooks.AGAIN} #1"), (ONLY_200, f"{webhooks.RETRIED} #1")]
)
def test_a_repetition_of_something_else_is_noticed(clause: str, name: str) -> None:
    trace = _saying(trace_of(clause), name, b'"created_at":"2026', b'"created_at":"1999')

    assert "another message" in says_no(clause, trace)


@pytest.mark.parametrize("name", [webhooks.UNSIGNED, webhooks.BADLY_SIGNED, webhooks.ALTERED])
def test_a_forgery_that_is_taken_is_noticed(name: str) -> None:
    assert "ended with None" in says_no(FORGED, with_step(trace_of(FORGED), name, error=None))


@pytest.mark.parametrize("name", [webhooks.UNSIGNED, webhooks.BADLY_SIGNED, webhooks.ALTERED])
def test_a_forgery_that_changes_a_record_is_noticed(name: str) -> None:
    trace = changed_after(trace_of(FORGED), name, Candidate, company="Forged")

    assert "changed a record" in says_no(FORGED, trace)


@pytest.mark.parametrize("name", [webhooks.UNSIGNED, webhooks.BADLY_SIGNED, webhooks.ALTERED])
def test_a_forgery_for_which_the_vendor_was_asked_is_noticed(name: str) -> None:
    trace = trace_of(FORGED)
    played = trace.step(webhooks.READ).played[:1]

    assert "the vendor was asked" in says_no(FORGED, with_step(trace, name, played=played))


def test_a_forgery_with_the_right_signature_is_none() -> None:
    trace = trace_of(FORGED)
    forged = trace.step(webhooks.BADLY_SIGNED).delivery
    assert forged is not None

    assert "no forgery" in says_no(
        FORGED, with_step(trace, webhooks.BADLY_SIGNED, delivery=_signed(forged, forged.body))
    )


@pytest.mark.parametrize(("name", "status"), [(webhooks.NOT_OK, 200), (webhooks.RETRIED, 204)])
def test_other_answers_of_the_receiver_show_nothing(name: str, status: int) -> None:
    trace = trace_of(ONLY_200)
    delivery = trace.step(f"{name} #1").delivery
    assert delivery is not None
    other = with_step(trace, f"{name} #1", delivery=replace(delivery, answered=status))

    assert "answered was" in says_no(ONLY_200, other)


def test_a_delivery_that_comes_again_after_200_is_noticed() -> None:
    trace = trace_of(ONLY_200)
    late = replace(trace.step(f"{webhooks.RETRIED} #1"), name=f"{webhooks.LATER} #1")

    assert "two days after" in says_no(ONLY_200, replace(trace, steps=(*trace.steps, late)))


def test_a_delivery_that_never_comes_again_is_noticed() -> None:
    trace = trace_of(ONLY_200)
    kept = tuple(step for step in trace.steps if not step.name.startswith(webhooks.RETRIED))

    assert "0 deliveries" in says_no(ONLY_200, replace(trace, steps=kept))


def test_a_retry_that_changes_the_job_again_is_noticed() -> None:
    trace, name = trace_of(ONLY_200), f"{webhooks.RETRIED} #1"
    offer = str(trace.step(webhooks.EDIT).inputs["offer_id"])
    job = trace.after(name).by_remote_id(Job.store_id, offer)
    assert job is not None

    again = record_after(trace, name, Job, str(job.id), changed_at=trace.after(name).at)

    assert "changed the job again" in says_no(ONLY_200, again)


def test_news_of_what_no_webhook_tells_are_noticed() -> None:
    trace = trace_of(SILENT)
    loud = replace(trace.step(f"{webhooks.CONTROL_NEWS} #1"), name=f"{webhooks.SILENCE} #1")

    assert "1 deliveries arrived" in says_no(SILENT, replace(trace, steps=(*trace.steps, loud)))


def test_a_receiver_that_hears_nothing_at_all_shows_no_silence() -> None:
    trace = trace_of(SILENT)
    deaf = tuple(step for step in trace.steps if not step.name.startswith(webhooks.CONTROL_NEWS))

    assert "0 deliveries of offer_updated" in says_no(SILENT, replace(trace, steps=deaf))


def test_changes_that_were_stored_before_the_run_are_noticed() -> None:
    trace = trace_of(SILENT)
    early = with_step(trace, f"{webhooks.CONTROL_NEWS} #1", snapshot=trace.after(webhooks.DELTA))

    assert "stored before the run" in says_no(SILENT, early)


def test_changes_that_the_run_does_not_bring_are_noticed() -> None:
    trace = trace_of(SILENT)
    late = with_step(trace, webhooks.DELTA, snapshot=trace.after(webhooks.READ))

    assert "not stored after the run" in says_no(SILENT, late)


def test_a_full_run_is_no_delta_run() -> None:
    assert "a full run" in says_no(SILENT, with_step(trace_of(SILENT), webhooks.DELTA, mode="full"))


# --- setting up ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("clause", [MADE, "feature/automatic-setup"])
@pytest.mark.parametrize(
    "forgotten", [{"ids": {}}, {"secret": "another"}, {"by_hand": ("offer_updated",)}, {"inactive": ("x",)}]
)
def test_what_a_set_up_forgets_is_noticed(clause: str, forgotten: dict[str, Any]) -> None:
    trace = trace_of(clause)
    achieved = trace.step(SET_UP).subscriptions
    assert achieved is not None

    says_no(clause, with_step(trace, SET_UP, subscriptions=replace(achieved, **forgotten)))


def test_a_lost_test_is_noticed() -> None:
    trace = trace_of(MADE)
    fewer = tuple(step for step in trace.steps if not step.name.startswith(f"{deliveries.PINGS} #"))

    assert "0 deliveries tested it" in says_no(MADE, replace(trace, steps=fewer))


def test_an_event_that_arrives_twice_is_noticed() -> None:
    trace = trace_of(MADE)
    twice = replace(trace.step(f"{setup.NEWS} #1"), name=f"{setup.NEWS} #2")

    assert "2 deliveries of one event" in says_no(MADE, replace(trace, steps=(*trace.steps, twice)))


@pytest.mark.parametrize("name", [SET_UP, setup.NO_API])
def test_events_that_nobody_is_told_of_are_noticed(name: str) -> None:
    trace = with_step(trace_of(MANUAL), name, subscriptions=Subscriptions())

    assert "left to a person" in says_no(MANUAL, trace)


@pytest.mark.parametrize("name", [SET_UP, setup.NO_API])
def test_a_set_up_that_was_not_refused_shows_nothing(name: str) -> None:
    trace = trace_of(MANUAL)
    step = trace.step(name)
    played = tuple(with_response(one, status=200) for one in step.played)

    assert "answered was" in says_no(MANUAL, with_step(trace, name, played=played))


def test_a_connection_that_reads_no_more_is_noticed() -> None:
    trace = trace_of(MANUAL)
    empty = replace(trace.after(setup.READ), records={})

    assert "nothing could be read" in says_no(MANUAL, with_step(trace, setup.READ, snapshot=empty))
    failed = with_step(trace, setup.READ, error=PermissionMissingError("no"))
    assert "failed" in says_no(MANUAL, failed)


@pytest.mark.parametrize("clause", [REMOVED, "feature/automatic-setup"])
@pytest.mark.parametrize("name", [setup.DISCONNECT, setup.DISCONNECT_AGAIN])
def test_a_subscription_that_outlives_the_connection_is_noticed(clause: str, name: str) -> None:
    assert "deleted were" in says_no(clause, without_calls(trace_of(clause), name, WEBHOOK))


def test_a_subscription_that_was_still_there_does_not_show_how_gone_ones_are_met() -> None:
    trace = trace_of(REMOVED)
    played = tuple(with_response(one, status=200) for one in trace.step(setup.DISCONNECT_AGAIN).played)

    assert "answered with 200" in says_no(REMOVED, with_step(trace, setup.DISCONNECT_AGAIN, played=played))


def test_news_after_the_connection_ended_are_noticed() -> None:
    trace = trace_of(REMOVED)
    late = replace(trace.step(f"{setup.NEWS} #1"), name=f"{setup.SILENCE} #1")

    assert "still arrives" in says_no(REMOVED, replace(trace, steps=(*trace.steps, late)))


# --- what cannot be read -------------------------------------------------------------------------------


def _step(**facts: Any) -> Step:
    return Step(number=0, name="odd", kind="webhook", **facts)


@pytest.mark.parametrize(
    ("body", "said"), [(b"<html>", "is not JSON"), (b"[]", "no JSON object"), (b"\xff", "is not JSON")]
)
def test_a_body_that_says_nothing_is_no_message(body: bytes, said: str) -> None:
    with pytest.raises(NotShown, match=said):
        deliveries.message(_step(delivery=Delivery(headers={}, body=body)))


def test_a_step_without_delivery_has_none() -> None:
    with pytest.raises(NotShown, match="nothing was delivered"):
        deliveries.expect_signed(_step())


@pytest.mark.parametrize("name", [webhooks.UNSIGNED, webhooks.BADLY_SIGNED, webhooks.ALTERED])
def test_a_forgery_after_which_nobody_looked_is_no_evidence(name: str) -> None:
    assert "no data set" in says_no(FORGED, with_step(trace_of(FORGED), name, snapshot=None))


def test_a_set_up_that_says_nothing_is_no_evidence() -> None:
    assert "says nothing" in says_no(MADE, with_step(trace_of(MADE), SET_UP, subscriptions=None))


@pytest.mark.parametrize("clause", NEWS)
def test_news_before_and_after_which_nothing_was_kept_are_no_evidence(clause: str) -> None:
    says_no(clause, with_steps(trace_of(clause), lambda step: replace(step, snapshot=None)))


def test_what_was_stored_before_anything_is_unknown() -> None:
    trace = trace_of(REPEATED)

    with pytest.raises(NotShown, match="no data set before"):
        deliveries.snapshot_before(trace, trace.steps[0])
