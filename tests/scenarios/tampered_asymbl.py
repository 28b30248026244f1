"""Recorded traces of Asymbl's actions, and ways to make them say something else."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import orjson
import pytest

from assay.evidence import Played, Trace
from assay.wire.exchange import RecordedRequest, RecordedResponse
from assay_contracts.asymbl import calls
from assay_contracts.asymbl.register import ORIGIN
from assay_contracts.asymbl.scenarios import (
    attaching,
    creating,
    creating_of_known_people,
    creating_safely,
    creating_under_rules,
    moving,
)
from assay_contracts.creations import CREATIONS

from .tampering import Change, Proofs, rewritten, with_response, with_step

_ACTIONS = Proofs(
    "asymbl", attaching, creating, creating_of_known_people, creating_safely, creating_under_rules, moving
)
PROOFS, trace_of, says_no = _ACTIONS.by_clause, _ACTIONS.trace_of, _ACTIONS.says_no

B = "behaviour"
both = pytest.mark.parametrize("what", sorted(CREATIONS))
"""For what both creations have in common."""


def is_write(played: Played) -> bool:
    request = played.exchange.request
    return request.method != "GET" and request.path != calls.TOKEN


def also(trace: Trace, name: str, method: str, path: str) -> Trace:
    """The trace with one call more at the end of a step, which went well."""
    step = trace.step(name)
    last = step.played[-1] if step.played else trace.steps[0].played[-1]
    request = RecordedRequest(method, f"{ORIGIN}{path}", {}, b"{}")
    response = RecordedResponse(201, {}, b'{"id":"003000000000000AAA","success":true,"errors":[]}')
    exchange = replace(last.exchange, request=request, response=response)
    extra = replace(last, index=last.index + 1, exchange=exchange)
    return with_step(trace, name, played=(*step.played, extra))


def shows(trace: Trace, name: str, change: Change) -> Trace:
    """The trace with a look at the org showing other rows."""

    def other(body: dict[str, Any]) -> dict[str, Any]:
        return {**body, "records": change(body["records"])}

    return rewritten(trace, name, calls.QUERY, response=other)


def every(**values: Any) -> Change:
    """Other values in every row."""
    return lambda rows: [{**row, **values} for row in rows]


def none(_rows: list[Any]) -> list[Any]:
    """No row."""
    return []


def twice(rows: list[Any]) -> list[Any]:
    """Every row, and a second one like it."""
    return [*rows, *({**row, "Id": f"{row['Id'][:12]}AAA{row['Id'][15:]}"} for row in rows)]


def asking(old: str, new: str) -> Change:
    """Other words in a query that a step asked."""

    def change(played: Played) -> Played:
        request = played.exchange.request
        if old not in request.url:
            return played
        exchange = replace(played.exchange, request=replace(request, url=request.url.replace(old, new)))
        return replace(played, exchange=exchange)

    return change


def with_calls(trace: Trace, name: str, change: Change) -> Trace:
    """The trace with every call of a step changed."""
    step = trace.step(name)
    return with_step(trace, name, played=tuple(change(one) for one in step.played))


def with_inputs(trace: Trace, name: str, **inputs: Any) -> Trace:
    """The trace with other inputs of an action, one below another by ``__``."""
    given: dict[str, Any] = {**trace.step(name).inputs}
    for path, value in inputs.items():
        outer, _, inner = path.partition("__")
        given[outer] = {**_mapping(given.get(outer)), inner: value} if inner else value
    return with_step(trace, name, inputs=given)


def _mapping(value: Any) -> Mapping[str, Any]:
    assert isinstance(value, Mapping)
    return value


def in_searches(trace: Trace, name: str, address: str, answer: Change) -> Trace:
    """The trace with something else found by the first search for an address."""
    search = calls.looked_up(trace.step(name), address)[0].index

    def change(played: Played) -> Played:
        if played.index != search:
            return played
        return with_response(played, body=orjson.dumps(answer(played.exchange.response.json)))

    return with_calls(trace, name, change)
