"""Webhooks as they arrived, looked at without the connector. Source: ashby sheet 5.2, 5.3."""

import hashlib
import hmac
import json
from dataclasses import dataclass
from typing import Any

from assay.connector import Delivery
from assay.evidence import Played, Snapshot, Step, Trace
from assay.player import WEBHOOK_SECRET
from assay.scenario import NotShown, expect
from assay_contracts import witness
from assay_contracts.ashby import answers

SET_UP = "set up webhooks"
PINGS = "pings"
KINDS = (
    "applicationSubmit",
    "applicationUpdate",
    "candidateHire",
    "candidateStageChange",
    "candidateDelete",
    "interviewScheduleCreate",
    "interviewScheduleUpdate",
    "jobCreate",
    "jobUpdate",
    "jobPostingUpdate",
    "jobPostingDelete",
    "jobPostingPublish",
    "jobPostingUnpublish",
    "offerCreate",
    "offerUpdate",
    "offerDelete",
)
"""What the page names besides ping."""
SIGNATURE = "ashby-signature"


def signature(body: bytes, secret: str = WEBHOOK_SECRET) -> str:
    """How the vendor signs a body."""
    return "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()


def _delivery(step: Step) -> Delivery:
    if step.delivery is None:
        raise NotShown(f"nothing was delivered in {step.name!r}")
    return step.delivery


def message(step: Step) -> dict[str, Any]:
    """What a delivery says."""
    try:
        told = json.loads(_delivery(step).body)
    except ValueError as error:
        raise NotShown(f"the body of {step.name!r} is not JSON") from error
    if not isinstance(told, dict):
        raise NotShown(f"the body of {step.name!r} is no JSON object")
    return told


def expect_signed(step: Step) -> None:
    """The delivery carries the one signature that fits its bytes."""
    delivery = _delivery(step)
    given = delivery.headers.get(SIGNATURE)
    expect(given == signature(delivery.body), f"{step.name!r} is signed {given!r}", *step.played)


def arrived(trace: Trace, batch: str) -> list[Step]:
    """The deliveries that ``stage.receive(batch)`` handed over, in order."""
    return [step for step in trace.steps if step.kind == "webhook" and step.name.startswith(f"{batch} #")]


def subscription(trace: Trace, kind: str, name: str = SET_UP) -> Played:
    """The call that subscribed to a kind; the vendor must say that it is switched on."""
    step = witness.succeeded(trace, name)
    made = [
        call for call in step.sent("/webhook.create") if call.exchange.request.json["webhookType"] == kind
    ]
    expect(len(made) == 1, f"{len(made)} subscriptions to {kind} were made", *made)
    setting = answers.results(made[0])
    expect(setting["enabled"] is True, f"the subscription to {kind} is switched off", *made)
    return made[0]


@dataclass(frozen=True)
class Announcement:
    """A delivery, and the data set before and after it was handled."""

    step: Step
    data: dict[str, Any]
    before: Snapshot
    after: Snapshot
    played: tuple[Played, ...]
    """What subscribed to it, and what was read because of it."""


def snapshot_before(trace: Trace, step: Step) -> Snapshot:
    """The data set as the last step before this one left it."""
    for earlier in reversed(trace.steps[: step.number]):
        if earlier.snapshot is not None:
            return earlier.snapshot
    raise NotShown(f"there is no data set before {step.name!r}")


def announced(trace: Trace, batch: str, kind: str) -> Announcement:
    """The one delivery of that kind in a batch: subscribed to, signed, and handled without error."""
    made = subscription(trace, kind)
    steps = arrived(trace, batch)
    for step in steps:
        expect_signed(step)
    fitting = [step for step in steps if message(step).get("action") == kind]
    expect(len(fitting) == 1, f"{len(fitting)} deliveries of {kind} arrived in {batch!r}", made)
    step = witness.succeeded(trace, fitting[0].name)
    data = message(step).get("data")
    if not isinstance(data, dict):
        raise NotShown(f"{kind} carries no data", made)
    return Announcement(
        step=step,
        data=data,
        before=snapshot_before(trace, step),
        after=witness.after(trace, step.name),
        played=(made, *step.played),
    )
