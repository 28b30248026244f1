"""Evidence that is missing is named, never stumbled over."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from assay.connector import Delivery
from assay.errors import VendorRefusedError
from assay.evidence import Played, Snapshot, Step, Trace
from assay.scenario import NotShown
from assay.unified.records import Candidate
from assay.wire.exchange import Exchange, RecordedRequest, RecordedResponse
from assay_contracts import witness
from assay_contracts.ashby import answers, deliveries

EMPTY = Snapshot(records={}, at=datetime(2026, 6, 15, tzinfo=UTC))


def call(body: bytes) -> Played:
    request = RecordedRequest("POST", "https://api.ashbyhq.com/job.list")
    return Played(index=0, exchange=Exchange(request, RecordedResponse(200, {}, body)))


def trace(*steps: Step) -> Trace:
    return Trace(
        connector="ashby", scenario="any", origin="sandbox", recorded_at="", steps=steps, exchanges=()
    )


def delivered(body: bytes, *, number: int = 0, name: str = "news #1") -> Step:
    headers = {deliveries.SIGNATURE: deliveries.signature(body)}
    delivery = Delivery(headers=headers, body=body)
    return Step(number=number, name=name, kind="webhook", delivery=delivery, snapshot=EMPTY)


def test_a_step_that_failed_did_not_succeed() -> None:
    step = Step(number=0, name="read", kind="sync", error=VendorRefusedError("no"))

    with pytest.raises(NotShown, match="'read' failed: no"):
        witness.succeeded(trace(step), "read")


def test_a_step_without_data_set_is_told() -> None:
    with pytest.raises(NotShown, match="left no data set"):
        witness.after(trace(Step(number=0, name="read", kind="sync")), "read")


def test_a_call_that_was_never_made_is_told() -> None:
    with pytest.raises(NotShown, match=r"/job\.list was not called in 'read'"):
        witness.calls(Step(number=0, name="read", kind="sync"), "/job.list")


@pytest.mark.parametrize("body", [b"", b"<html>", b"[]"])
def test_an_answer_that_is_no_object_is_told(body: bytes) -> None:
    with pytest.raises(NotShown, match="no JSON object"):
        answers.results(call(body))


def test_a_refused_call_has_no_results() -> None:
    with pytest.raises(NotShown, match="was refused"):
        answers.results(call(b'{"success":false,"errors":["job_not_found"]}'))


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b'{"success":true,"results":[]}', None),
        (b'{"success":false,"errors":["old"],"errorInfo":{"code":"new"}}', "new"),
        (b'{"success":false,"errors":["webhook_not_found"]}', "['webhook_not_found']"),
    ],
)
def test_refusals_tell_their_code(body: bytes, code: str | None) -> None:
    assert answers.refusal_code(call(body)) == code


def test_refused_pages_list_nothing() -> None:
    pages = [call(b'{"success":false}'), call(b'{"success":true,"results":[{"id":"a"},7]}')]

    assert answers.listed(pages) == {"a": {"id": "a"}}


def test_a_record_that_is_not_stored_is_told() -> None:
    with pytest.raises(NotShown, match="Candidates: c is not stored"):
        witness.record(EMPTY, Candidate, "c")
    with pytest.raises(NotShown, match="is not stored"):
        witness.same_record(EMPTY, Candidate(id=None, remote_id="c"))


@pytest.mark.parametrize("body", [b"<xml/>", b"[]", b"\xff"])
def test_a_delivery_that_says_nothing_is_told(body: bytes) -> None:
    with pytest.raises(NotShown, match=r"no(t| JSON) (JSON|object)"):
        deliveries.message(delivered(body))


def test_a_step_without_delivery_is_told() -> None:
    with pytest.raises(NotShown, match="nothing was delivered"):
        deliveries.message(replace(delivered(b"{}"), delivery=None))


def test_a_delivery_to_an_empty_stage_has_nothing_before_it() -> None:
    step = delivered(b"{}")

    with pytest.raises(NotShown, match="there is no data set before"):
        deliveries.snapshot_before(trace(step), step)


def test_a_delivery_without_data_is_told() -> None:
    request = RecordedRequest(
        "POST", "https://api.ashbyhq.com/webhook.create", {}, b'{"webhookType":"jobUpdate"}'
    )
    answered = RecordedResponse(200, {}, b'{"success":true,"results":{"enabled":true}}')
    made = Played(index=0, exchange=Exchange(request, answered))
    set_up = Step(number=0, name=deliveries.SET_UP, kind="subscribe", played=(made,))

    with pytest.raises(NotShown, match="carries no data"):
        deliveries.announced(
            trace(set_up, delivered(b'{"action":"jobUpdate"}', number=1)), "news", "jobUpdate"
        )
