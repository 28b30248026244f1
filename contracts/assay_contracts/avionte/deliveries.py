"""Webhooks of Avionté: ordered by mail, looked at without the connector. Source: avionte sheet 5."""

import json
from collections.abc import Mapping
from typing import Any

from assay.connector import Delivery
from assay.evidence import Snapshot, Step, Trace
from assay.player import RECEIVER_URL, WEBHOOK_SECRET
from assay.scenario import NotShown, Stage, expect
from assay_contracts import witness
from assay_contracts.avionte.register import TENANT_ID

SIGNATURE = "x-payload-signature"
ORDERED = "webhooks are ordered by mail"


def order(stage: Stage) -> None:
    """Have every event sent to our receiver, with the secret; no call does that."""
    stage.vendor(ORDERED, "register_webhook", url=f"{RECEIVER_URL}/avionte", value=WEBHOOK_SECRET)


def delivery_of(step: Step) -> Delivery:
    """What was handed over in a step."""
    if step.delivery is None:
        raise NotShown(f"nothing was delivered in {step.name!r}")
    return step.delivery


def message(step: Step) -> Mapping[str, Any]:
    """The envelope of a delivery."""
    return _object(delivery_of(step).body, f"the body of {step.name!r}")


def resource(step: Step) -> Mapping[str, Any]:
    """What a delivery is about: JSON inside a text of the envelope; nothing but ids."""
    text = message(step).get("Resource")
    expect(isinstance(text, str), f"the resource of {step.name!r} is no text")
    return _object(str(text), f"the resource of {step.name!r}")


def _object(text: str | bytes, what: str) -> Mapping[str, Any]:
    try:
        found = json.loads(text)
    except ValueError as error:
        raise NotShown(f"{what} is not JSON") from error
    if not isinstance(found, dict):
        raise NotShown(f"{what} is no JSON object")
    return found


def arrived(trace: Trace, batch: str) -> list[Step]:
    """What ``stage.receive(batch)`` handed over: one at least, all for us and with the secret."""
    steps = [step for step in trace.steps if step.kind == "webhook" and step.name.startswith(f"{batch} #")]
    expect(steps, f"nothing arrived in {batch!r}")
    for step in steps:
        given = delivery_of(step).headers.get(SIGNATURE)
        expect(given == WEBHOOK_SECRET, f"{step.name!r} came with the secret {given!r}", *step.played)
        tenant = message(step).get("FrontOfficeTenantId")
        expect(str(tenant) == TENANT_ID, f"{step.name!r} is about the tenant {tenant}", *step.played)
    return steps


def only(trace: Trace, batch: str) -> Step:
    """The one delivery of a batch, which was handled without error."""
    steps = arrived(trace, batch)
    expect(len(steps) == 1, f"{len(steps)} deliveries arrived in {batch!r}")
    return witness.succeeded(trace, steps[0].name)


def before(trace: Trace, step: Step) -> Snapshot:
    """The data set as the last step before this one left it."""
    for earlier in reversed(trace.steps[: step.number]):
        if earlier.snapshot is not None:
            return earlier.snapshot
    raise NotShown(f"there is no data set before {step.name!r}")


def expect_unchanged(trace: Trace, step: Step) -> None:
    """Nothing was asked for in a step, and every record is as it was."""
    sent = (*step.played, *step.attempted)
    expect(not sent, f"the vendor was asked in {step.name!r}", *step.played)
    if step.snapshot is None:
        raise NotShown(f"{step.name}: no data set was kept")
    known = witness.all_records(before(trace, step))
    expect(known, "there is no record that could change")
    expect(witness.all_records(step.snapshot) == known, f"{step.name!r} changed a record")
