"""Recorded traces of a vendor, and ways to make them say something else."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache
from types import ModuleType
from typing import Any

import orjson
import pytest

from assay import discover
from assay.contract import load_contract
from assay.contract.paths import matches
from assay.evidence import Played, Snapshot, Step, Trace
from assay.replaying import Production
from assay.scenario import NotShown, Proof
from assay.wire.cassette import Cassette

Change = Callable[[Any], Any]


@cache
def recorded(slug: str, scenario: str) -> Trace:
    """What a scenario leaves when it is played on its recording."""
    contract, package = load_contract(discover.contract_path(slug)), discover.connector(slug)
    register = discover.register(slug)
    assert package is not None
    cassette = Cassette.load(discover.cassettes_dir() / slug / f"{scenario}.json")
    return Production(register.scenarios[scenario], cassette, contract, package, register.credentials).play()


class Proofs:
    """The proofs of a vendor that stand in some modules, by clause."""

    def __init__(self, slug: str, *modules: ModuleType) -> None:
        self._slug = slug
        register, names = discover.register(slug), {module.__name__ for module in modules}
        proofs = [proof for proof in register.proofs if proof.show.__module__ in names]
        self.by_clause: Mapping[str, Proof] = {proof.clause: proof for proof in proofs}

    def trace_of(self, clause: str) -> Trace:
        return recorded(self._slug, self.by_clause[clause].scenario)

    def says_no(self, clause: str, trace: Trace) -> str:
        """What the proof says against the trace; fails when it is content."""
        proof = self.by_clause[clause]
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


def is_call(played: Played, path: str, method: str | None = None) -> bool:
    """Whether it is a call of that path, in which ``*`` is any segment, and of that method, if any."""
    request = played.exchange.request
    return matches(path, request.path) and method in (None, request.method)


def rewritten(
    trace: Trace,
    name: str,
    path: str,
    *,
    method: str | None = None,
    request: Change | None = None,
    response: Change | None = None,
) -> Trace:
    """The trace with every call of the path in a step saying something else."""
    step = trace.step(name)
    assert any(is_call(one, path, method) for one in step.played), f"{path} was not called in {name}"
    played = tuple(
        saying(one, request, response) if is_call(one, path, method) else one for one in step.played
    )
    return with_step(trace, name, played=played)


def without_calls(trace: Trace, name: str, path: str, method: str | None = None) -> Trace:
    step = trace.step(name)
    kept = tuple(one for one in step.played if not is_call(one, path, method))
    assert len(kept) < len(step.played), f"{path} was not called in {name}"
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


def every_call(trace: Trace, change: Callable[[Played], Played | None]) -> Trace:
    """The trace with every call changed, or gone where the change gives nothing."""

    def changed(step: Step) -> Step:
        played = (change(one) for one in step.played)
        return replace(step, played=tuple(one for one in played if one is not None))

    return with_steps(trace, changed)


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


def record_after(trace: Trace, name: str, model: type[Any], key: str, /, **values: Any) -> Trace:
    """The trace with other values in one record after a step."""
    snapshot = trace.after(name)
    number = next(n for n, row in enumerate(snapshot.of(model.store_id)) if getattr(row, "id", None) == key)
    return with_step(trace, name, snapshot=with_record(snapshot, model, number, **values))


def without_warnings(trace: Trace, name: str) -> Trace:
    result = trace.step(name).result
    assert result is not None
    return with_step(trace, name, result=replace(result, warnings=()))
