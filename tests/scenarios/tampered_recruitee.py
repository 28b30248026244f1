"""Recorded traces of Recruitee's actions, and ways to make them say something else."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from assay.evidence import Played, Step, Trace
from assay.wire.exchange import RecordedRequest, RecordedResponse
from assay_contracts.recruitee import calls
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

from .tampering import Proofs, is_call, with_record, with_step, with_steps

_ACTIONS = Proofs(
    "recruitee", attaching, creating, creating_oddly, linking, moving, noting, rejecting, tagging
)
PROOFS, trace_of, says_no = _ACTIONS.by_clause, _ACTIONS.trace_of, _ACTIONS.says_no

B = "behaviour"
both = pytest.mark.parametrize("what", sorted(calls.CREATIONS))
"""For what both creations have in common."""


def every_call(trace: Trace, change: Callable[[Played], Played | None]) -> Trace:
    """The trace with every call changed, or gone where the change gives nothing."""

    def changed(step: Step) -> Step:
        played = (change(one) for one in step.played)
        return replace(step, played=tuple(one for one in played if one is not None))

    return with_steps(trace, changed)


def is_write(played: Played) -> bool:
    return played.exchange.request.method != "GET"


def with_response(played: Played, **facts: Any) -> Played:
    exchange = played.exchange
    return replace(played, exchange=replace(exchange, response=replace(exchange.response, **facts)))


def with_request(played: Played, **facts: Any) -> Played:
    exchange = played.exchange
    return replace(played, exchange=replace(exchange, request=replace(exchange.request, **facts)))


def changed(
    trace: Trace, name: str, path: str, change: Callable[[Played], Played], method: str | None = None
) -> Trace:
    """The trace with calls of a path in a step changed."""
    step = trace.step(name)
    assert any(is_call(one, path, method) for one in step.played), f"{path} was not called in {name}"
    played = tuple(change(one) if is_call(one, path, method) else one for one in step.played)
    return with_step(trace, name, played=played)


def in_body(old: bytes, new: bytes) -> Callable[[Played], Played]:
    """Puts other bytes into what is sent; they must have been there."""

    def change(played: Played) -> Played:
        body = played.exchange.request.body
        assert old in body, f"{old!r} was not sent"
        return with_request(played, body=body.replace(old, new))

    return change


def told(trace: Trace, name: str, **answer: Any) -> Trace:
    """The trace with a look at the vendor showing something else."""
    told = trace.step(name).passthrough
    assert told is not None
    return with_step(trace, name, passthrough=replace(told, data=answer))


def also(trace: Trace, name: str, method: str, path: str) -> Trace:
    """The trace with one call more at the end of a step."""
    step = trace.step(name)
    last = step.played[-1]
    request = RecordedRequest(method, f"https://api.recruitee.com{path}", {}, b"{}")
    exchange = replace(last.exchange, request=request, response=RecordedResponse(200, {}, b"{}"))
    extra = replace(last, index=last.index + 1, exchange=exchange)
    return with_step(trace, name, played=(*step.played, extra))


def record_after(trace: Trace, name: str, model: type[Any], key: str, **values: Any) -> Trace:
    """The trace with other values in one record after a step."""
    snapshot = trace.after(name)
    number = next(n for n, row in enumerate(snapshot.of(model.store_id)) if getattr(row, "id", None) == key)
    return with_step(trace, name, snapshot=with_record(snapshot, model, number, **values))


def without_warnings(trace: Trace, name: str) -> Trace:
    result = trace.step(name).result
    assert result is not None
    return with_step(trace, name, result=replace(result, warnings=()))
