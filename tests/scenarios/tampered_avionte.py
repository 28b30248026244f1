"""Recorded traces of Avionté's actions, and ways to make them say something else."""

from dataclasses import replace
from typing import Any

import pytest

from assay.evidence import Played, Trace
from assay.wire.exchange import RecordedRequest, RecordedResponse
from assay_contracts.avionte.scenarios import (
    attaching,
    creating,
    creating_in_part,
    creating_of_known,
    moving,
    passing,
    reading_files,
    rejecting,
    tagging,
)
from assay_contracts.creations import CREATIONS

from .tampering import Change, Proofs, with_step

_ACTIONS = Proofs(
    "avionte",
    attaching,
    creating,
    creating_in_part,
    creating_of_known,
    moving,
    passing,
    reading_files,
    rejecting,
    tagging,
)
PROOFS, trace_of, says_no = _ACTIONS.by_clause, _ACTIONS.trace_of, _ACTIONS.says_no

B = "behaviour"
both = pytest.mark.parametrize("what", sorted(CREATIONS))
"""For what both creations have in common."""
either = pytest.mark.parametrize("what", ["candidate", "application"])
"""For what attaching to either has in common."""


def is_write(played: Played) -> bool:
    return played.exchange.request.method != "GET"


def also(trace: Trace, name: str, method: str, path: str, body: bytes = b"{}") -> Trace:
    """The trace with one billed and reported call more at the end of a step."""
    step = trace.step(name)
    last = next(one for one in reversed([p for s in trace.steps for p in s.played]))
    request = RecordedRequest(method, f"https://api.avionte.com{path}", {}, body)
    exchange = replace(last.exchange, request=request, response=RecordedResponse(200, {}, b"{}"))
    extra = replace(last, index=last.index + 1, exchange=exchange)
    billed = {**(step.billed or {}), "EXTRA": 1}
    return with_step(trace, name, played=(*step.played, extra), billed=billed)


def shown_otherwise(trace: Trace, name: str, change: Change) -> Trace:
    """The trace with a look at the vendor showing something else."""
    given = trace.step(name).passthrough
    assert given is not None
    return with_step(trace, name, passthrough=replace(given, data=change(given.data)))


def with_another(trace: Trace, name: str, known: Any) -> Trace:
    """The trace with a second record like one, under another id, after a step."""
    snapshot = trace.after(name)
    rows = (*snapshot.of(type(known).store_id), known.model_copy(update={"id": "another"}))
    return with_step(
        trace, name, snapshot=replace(snapshot, records={**snapshot.records, type(known).store_id: rows})
    )


def resulting(trace: Trace, name: str, **facts: Any) -> Trace:
    """The trace with another result of an action."""
    result = trace.step(name).result
    assert result is not None
    return with_step(trace, name, result=replace(result, **facts))


def delivering(trace: Trace, name: str, old: bytes, new: bytes) -> Trace:
    """The trace with other bytes in a delivery; the old ones must be there."""
    delivery = trace.step(name).delivery
    assert delivery is not None
    assert old in delivery.body
    return with_step(trace, name, delivery=replace(delivery, body=delivery.body.replace(old, new)))


def given_otherwise(trace: Trace, name: str, change: Change) -> Trace:
    """The trace with other inputs of a step."""
    return with_step(trace, name, inputs=change(trace.step(name).inputs))
