"""Webhooks as they arrived, looked at without the connector. Source: recruitee sheet 5."""

import hashlib
import hmac
import json
from collections.abc import Iterable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from assay.connector import Delivery
from assay.evidence import Played, Snapshot, Step, Trace
from assay.player import RECEIVER_URL, WEBHOOK_SECRET
from assay.scenario import NotShown, expect
from assay_contracts import witness
from assay_contracts.recruitee import calls
from assay_contracts.recruitee.register import COMPANY

SET_UP, PINGS = "set up webhooks", "the test arrives"
EVENTS = (
    "new_candidate",
    "candidate_assigned",
    "candidate_moved",
    "candidate_deleted",
    "offer_published",
    "offer_unpublished",
    "offer_updated",
)
"""All that the vendor tells of."""
WEBHOOKS, WEBHOOK = "/c/*/webhooks", "/c/*/webhooks/*"
SIGNATURE = "x-recruitee-signature"
TEST = b'{"test":true}'
"""What arrives before a subscription comes to be."""

Message = dict[str, Any]


def signature(body: bytes, secret: str = WEBHOOK_SECRET) -> str:
    """How the vendor signs a body."""
    return hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()


def signed(body: bytes, secret: str = WEBHOOK_SECRET) -> dict[str, str]:
    """Headers of a delivery of that body."""
    return {"content-type": "application/json", SIGNATURE: signature(body, secret)}


def delivery_of(step: Step) -> Delivery:
    """What was handed over in a step."""
    if step.delivery is None:
        raise NotShown(f"nothing was delivered in {step.name!r}")
    return step.delivery


def message(step: Step) -> Message:
    """What a delivery says."""
    try:
        told = json.loads(delivery_of(step).body)
    except ValueError as error:
        raise NotShown(f"the body of {step.name!r} is not JSON") from error
    if not isinstance(told, dict):
        raise NotShown(f"the body of {step.name!r} is no JSON object")
    return told


def expect_signed(step: Step) -> None:
    """The delivery carries the one signature that fits its bytes."""
    delivery = delivery_of(step)
    given = delivery.headers.get(SIGNATURE)
    expect(given == signature(delivery.body), f"{step.name!r} is signed {given!r}", *step.played)


def arrived(trace: Trace, batch: str) -> list[Step]:
    """The deliveries that ``stage.receive(batch)`` handed over, in order."""
    return [step for step in trace.steps if step.kind == "webhook" and step.name.startswith(f"{batch} #")]


def subscription(trace: Trace, name: str = SET_UP) -> Played:
    """The one call that subscribed to all events for our address; the vendor says that it is active."""
    step = witness.succeeded(trace, name)
    made = witness.only(step, "POST", WEBHOOKS)
    asked, given = witness.body(made).get("webhook") or {}, calls.answered(made, "webhook")
    expect(str(asked.get("url")).startswith(RECEIVER_URL), f"it goes to {asked.get('url')}", made)
    kinds = sorted(asked.get("event_types") or ())
    expect(kinds == sorted(EVENTS), f"subscribed to: {kinds}", made)
    expect(sorted(given["event_types"]) == kinds, f"the vendor took {given['event_types']}", made)
    expect(given.get("status") == "active", f"the subscription is {given.get('status')}", made)
    return made


@dataclass(frozen=True)
class Announcement:
    """A delivery, and the data set before and after it was handled."""

    step: Step
    told: Message
    before: Snapshot
    after: Snapshot
    played: tuple[Played, ...]
    """What subscribed to it, and what was read because of it."""

    @property
    def payload(self) -> Message:
        """What it is about."""
        payload: Message = self.told["payload"]
        return payload

    def read(self, path: str) -> tuple[Played, ...]:
        """Good reads of a path because of it: one at least, and not the listing of everybody."""
        step = self.step
        found = tuple(call for call in witness.sent(step, "GET", path))
        expect(found, f"{path} was not read in {step.name!r}", *self.played)
        written = witness.writes(step)
        expect(not written, f"something was written in {step.name!r}", *written)
        return found


def snapshot_before(trace: Trace, step: Step) -> Snapshot:
    """The data set as the last step before this one left it."""
    for earlier in reversed(trace.steps[: step.number]):
        if earlier.snapshot is not None:
            return earlier.snapshot
    raise NotShown(f"there is no data set before {step.name!r}")


def announced(trace: Trace, batch: str, kind: str, subtype: str | None = None) -> Announcement:
    """The one delivery of that kind in a batch: subscribed to, signed, about us, handled without error."""
    made = subscription(trace)
    steps = arrived(trace, batch)
    for step in steps:
        expect_signed(step)
        company = (message(step).get("payload") or {}).get("company") or {}
        expect(str(company.get("id")) == COMPANY, f"{step.name!r} is about company {company}", made)
    fitting = [step for step in steps if _kind(step) == (kind, subtype)]
    expect(
        len(fitting) == 1, f"{len(fitting)} deliveries of {kind} {subtype or ''} arrived in {batch!r}", made
    )
    step = witness.succeeded(trace, fitting[0].name)
    return Announcement(
        step=step,
        told=message(step),
        before=snapshot_before(trace, step),
        after=witness.after(trace, step.name),
        played=(made, *step.played),
    )


def _kind(step: Step) -> tuple[Any, Any]:
    told = message(step)
    return told.get("event_type"), told.get("event_subtype")


def answered_with(step: Step) -> int:
    """The status with which our receiver took a delivery."""
    return delivery_of(step).answered


def taken(steps: Iterable[Step]) -> list[Step]:
    """Deliveries that the vendor counts as delivered: answered with exactly 200."""
    return [step for step in steps if answered_with(step) == HTTPStatus.OK]


def expect_unchanged(trace: Trace, step: Step) -> None:
    """Nothing was asked for in a step, and every record is as it was."""
    expect(not step.played, f"the vendor was asked in {step.name!r}", *step.played)
    if step.snapshot is None:
        raise NotShown(f"{step.name}: no data set was kept")
    before = witness.all_records(snapshot_before(trace, step))
    expect(before, "there is no record that could change")
    expect(witness.all_records(step.snapshot) == before, f"{step.name!r} changed a record")
