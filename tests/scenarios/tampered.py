"""Recorded traces of Ashby, and ways to make them say something else."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache
from typing import Any

import orjson
import pytest

from assay import discover
from assay.contract import load_contract
from assay.evidence import Played, Snapshot, Step, Trace
from assay.replaying import Production
from assay.scenario import NotShown
from assay.wire.cassette import Cassette
from assay_contracts.ashby import REGISTER
from assay_contracts.ashby.scenarios import (
    changing,
    created_only,
    deltas,
    keys,
    merging,
    resilience,
    setup,
    surveys,
    webhooks,
    webhooks_about_jobs,
    webhooks_about_people,
)

MODULES = (
    changing,
    created_only,
    deltas,
    keys,
    merging,
    resilience,
    setup,
    surveys,
    webhooks,
    webhooks_about_jobs,
    webhooks_about_people,
)
NAMES = {module.__name__ for module in MODULES}
PROOFS = {proof.clause: proof for proof in REGISTER.proofs if proof.show.__module__ in NAMES}
NEWS = sorted(
    clause
    for clause in PROOFS
    if PROOFS[clause].show.__module__ in {webhooks_about_jobs.__name__, webhooks_about_people.__name__}
)
"""Clauses about one kind of webhook each."""

Change = Callable[[Any], Any]


@cache
def recorded(scenario: str) -> Trace:
    contract, package = load_contract(discover.contract_path("ashby")), discover.connector("ashby")
    assert package is not None
    cassette = Cassette.load(discover.cassettes_dir() / "ashby" / f"{scenario}.json")
    production = Production(REGISTER.scenarios[scenario], cassette, contract, package, REGISTER.credentials)
    return production.play()


def trace_of(clause: str) -> Trace:
    return recorded(PROOFS[clause].scenario)


def says_no(clause: str, trace: Trace) -> str:
    """What the proof says against the trace; fails when it is content."""
    proof = PROOFS[clause]
    with pytest.raises((NotShown, LookupError)) as refused:
        proof.show(trace)
    return str(refused.value)


def with_steps(trace: Trace, change: Callable[[Step], Step]) -> Trace:
    return replace(trace, steps=tuple(change(step) for step in trace.steps))


def with_step(trace: Trace, name: str, **facts: Any) -> Trace:
    assert trace.step(name)
    return with_steps(trace, lambda step: replace(step, **facts) if step.name == name else step)


def saying(played: Played, request: Change | None, response: Change | None) -> Played:
    exchange = played.exchange
    if request is not None:
        body = orjson.dumps(request(exchange.request.json))
        exchange = replace(exchange, request=replace(exchange.request, body=body))
    if response is not None:
        body = orjson.dumps(response(exchange.response.json))
        exchange = replace(exchange, response=replace(exchange.response, body=body))
    return replace(played, exchange=exchange)


def rewritten(
    trace: Trace, name: str, path: str, *, request: Change | None = None, response: Change | None = None
) -> Trace:
    """The trace with every call of the path in a step saying something else."""
    step = trace.step(name)
    assert step.sent(path), f"{path} was not called in {name}"
    played = tuple(
        saying(one, request, response) if one.exchange.request.path == path else one for one in step.played
    )
    return with_step(trace, name, played=played)


def without_calls(trace: Trace, name: str, path: str) -> Trace:
    step = trace.step(name)
    assert step.sent(path)
    kept = tuple(one for one in step.played if one.exchange.request.path != path)
    return with_step(trace, name, played=kept)


def putting(**values: Any) -> Change:
    """Puts values into a JSON object."""
    return lambda body: {**body, **values}


def dropping(*names: str) -> Change:
    return lambda body: {name: value for name, value in body.items() if name not in names}


def with_record(snapshot: Snapshot, model: type[Any], number: int = 0, **values: Any) -> Snapshot:
    """The data set with other values in one record."""
    rows = list(snapshot.of(model.store_id))
    rows[number] = rows[number].model_copy(update=values)
    records: Mapping[str, Any] = {**snapshot.records, model.store_id: tuple(rows)}
    return replace(snapshot, records=records)


def changed_after(trace: Trace, name: str, model: type[Any], **values: Any) -> Trace:
    """The trace with another value in a record after a step."""
    return with_step(trace, name, snapshot=with_record(trace.after(name), model, **values))
