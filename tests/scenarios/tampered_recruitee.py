"""Recorded traces of Recruitee's actions, and ways to make them say something else."""

from dataclasses import replace

import pytest

from assay.evidence import Played, Trace
from assay.wire.exchange import RecordedRequest, RecordedResponse
from assay_contracts.creations import CREATIONS
from assay_contracts.recruitee.scenarios import (
    attaching,
    creating,
    creating_oddly,
    linking,
    moving,
    noting,
    rejecting,
    tagging,
)

from .tampering import (
    Proofs,
    changed,
    every_call,
    in_body,
    record_after,
    told,
    with_request,
    with_response,
    with_step,
    without_warnings,
)

__all__ = [
    "PROOFS",
    "B",
    "also",
    "both",
    "changed",
    "every_call",
    "in_body",
    "is_write",
    "record_after",
    "says_no",
    "told",
    "trace_of",
    "with_request",
    "with_response",
    "without_warnings",
]

_ACTIONS = Proofs(
    "recruitee", attaching, creating, creating_oddly, linking, moving, noting, rejecting, tagging
)
PROOFS, trace_of, says_no = _ACTIONS.by_clause, _ACTIONS.trace_of, _ACTIONS.says_no

B = "behaviour"
both = pytest.mark.parametrize("what", sorted(CREATIONS))
"""For what both creations have in common."""


def is_write(played: Played) -> bool:
    return played.exchange.request.method != "GET"


def also(trace: Trace, name: str, method: str, path: str) -> Trace:
    """The trace with one call more at the end of a step."""
    step = trace.step(name)
    last = step.played[-1]
    request = RecordedRequest(method, f"https://api.recruitee.com{path}", {}, b"{}")
    exchange = replace(last.exchange, request=request, response=RecordedResponse(200, {}, b"{}"))
    extra = replace(last, index=last.index + 1, exchange=exchange)
    return with_step(trace, name, played=(*step.played, extra))
