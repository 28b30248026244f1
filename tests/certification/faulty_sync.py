"""A vendor's sync played with faults in what it is answered, and what comes of them."""

import ast
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from http import HTTPStatus
from importlib.resources import files
from itertools import islice, pairwise
from pathlib import Path
from types import ModuleType
from typing import Any, cast

from assay.case import FULL_SYNC, Case
from assay.checks.truth import is_the_vendors
from assay.contract import Contract
from assay.evidence import Trace
from assay.outcome import Outcome
from assay.tampering.leaves import below, with_replaced
from assay.tampering.payload_faults import (
    VALUE_FAULTS,
    Target,
    ValueFault,
    aims_at,
    as_objects,
    value_fault,
)
from assay.truth import normal
from assay.unified.base import UnifiedRecord
from assay.unified.catalogue import MODELS, enum_of
from tests.certification.bench import bench_of, read_checks

FAULTS = {fault.name: fault for fault in VALUE_FAULTS}


@dataclass
class Effect:
    """What a fault did."""

    changed: set[tuple[str, str]] = field(default_factory=set)
    """Model and field of everything that the data set says differently; the empty field: a record."""
    failed: bool = False
    """Whether the sync failed."""
    red: dict[str, Any] = field(default_factory=dict)
    """Results of the clauses that do not pass any more."""

    @property
    def is_felt(self) -> bool:
        return self.failed or bool(self.changed)


class Sync:
    """The sync of one world of a vendor, played with faults."""

    def __init__(self, vendor: str, world: Any) -> None:
        self._bench, self._world = bench_of(vendor), world
        self.production = self._bench.production(f"{world}-sync")
        assert self._bench.contract.wire is not None
        self.wire = self._bench.contract.wire
        self.exchanges = self.production.cassette.exchanges
        whole = self.production.play()
        self._shipped = dict(_shipped(self._bench.contract))
        self._data = _data(whole, self._shipped)
        self._green = {clause for clause, r in self._judged(whole).items() if r.outcome is Outcome.PASSED}
        self.used = cache(self._used)
        self.effect = cache(self._effect)

    def objects(self, path: str) -> list[dict[str, Any]]:
        """Everything that an endpoint gives, or what is inside it."""
        endpoint, _, inner = path.partition(" ")
        asked = (one for one in self.exchanges if aims_at(endpoint, one))
        answers = (
            below(one.response.json, self.wire.listing_of(one.request.path, one.request.said).items)
            for one in asked
            if one.response.status == HTTPStatus.OK
        )
        items = [item for answer in answers if answer for item in as_objects(answer)]
        return [part for item in items for part in _listed(below(item, inner))] if inner else items

    def case(self, trace: Trace, **facts: Any) -> Case:
        return self._bench.case(traces={FULL_SYNC: trace}, truth=self._bench.truth(self._world), **facts)

    def red_in(self, trace: Trace) -> dict[str, Any]:
        """Results of the clauses that do not pass any more."""
        after = self._judged(trace)
        return {c: after[c] for c in self._green if after[c].outcome is not Outcome.PASSED}

    def with_fault(self, tamper: Any) -> Effect:
        """What comes of tampered traffic; it is judged only when it changes anything."""
        trace = self.production.play(tamper=tamper)
        effect = Effect(failed=trace.error is not None)
        if not effect.failed:
            effect.changed = set(_differences(self._data, _data(trace, self._shipped)))
        if effect.is_felt:
            effect.red = self.red_in(trace)
        return effect

    def targets(self, path: str, name: str) -> Iterator[Target]:
        """Where a fault can strike an endpoint's objects."""
        aims_at = FAULTS[name].aims_at
        if aims_at in ("key", "list"):
            yield Target(path=path)
        elif aims_at == "two fields":
            yield from self._swaps(path)
        else:
            for key in self.used(path):
                if (
                    aims_at == "any field"
                    or (aims_at == "date" and self._are_dates(path, key))
                    or (aims_at == "enum" and _feeds_enum(self.effect("field dropped", path, key)))
                ):
                    yield Target(path=path, field=key)

    def _judged(self, trace: Trace) -> dict[str, Any]:
        return self._bench.verdicts(self.case(trace), read_checks())

    def _used(self, path: str) -> tuple[str, ...]:
        keys = dict.fromkeys(
            key for item in self.objects(path) for key in item if key in _known_keys(self._bench.slug)
        )
        return tuple(key for key in keys if self._is_used(path, key))

    def _is_used(self, path: str, key: str) -> bool:
        """Whether anything changes without the key; what matters in the core matters in the whole company."""
        core = sync_of(self._bench.slug, "core")
        is_used_there = core is not self and core.effect("field dropped", path, key).is_felt
        return is_used_there or self.effect("field dropped", path, key).is_felt

    def _effect(self, name: str, path: str, key: str = "", other: str = "") -> Effect:
        endpoint, _, inner = path.partition(" ")
        fault = _within(inner, FAULTS[name]) if inner else FAULTS[name]
        target = Target(path=endpoint, field=key, other=other)
        return self.with_fault(value_fault(fault, target, self.wire))

    def _swaps(self, path: str) -> Iterator[Target]:
        by_type: dict[type, list[str]] = {}
        for key in self.used(path):
            by_type.setdefault(type(self._value(path, key)), []).append(key)
        for alike in by_type.values():
            for one, other in pairwise([*alike, alike[0]] if len(alike) > 2 else alike):
                yield Target(path=path, field=one, other=other)

    def _value(self, path: str, key: str) -> Any:
        return next((item[key] for item in self.objects(path) if item.get(key) is not None), None)

    def _are_dates(self, path: str, key: str) -> bool:
        value = self._value(path, key)
        try:
            datetime.fromisoformat(value if isinstance(value, str) else "")
        except ValueError:
            return False
        return True


def _listed(value: Any) -> list[dict[str, Any]]:
    parts = value if isinstance(value, list) else [value] if value else []
    return [part for part in parts if isinstance(part, dict)]


def _within(inner: str, fault: ValueFault) -> ValueFault:
    """The same fault, in the objects inside the listed ones."""

    def change(items: list[dict[str, Any]], target: Target, key: str) -> list[dict[str, Any]]:
        parts = [part for item in items for part in _listed(below(item, inner))]
        changed = iter(fault.change(parts, target, key))

        def instead(given: Any) -> Any:
            return _like(given, list(islice(changed, len(_listed(given)))))

        return [
            with_replaced(item, inner, instead(below(item, inner))) if below(item, inner) else item
            for item in items
        ]

    return ValueFault(name=fault.name, aims_at=fault.aims_at, change=change)


def _like(given: Any, parts: list[dict[str, Any]]) -> Any:
    return parts if isinstance(given, list) else next(iter(parts), None)


@cache
def _known_keys(vendor: str) -> frozenset[str]:
    """Every text in the connector's source, names in its tables included; others are never read."""
    root = Path(str(files(cast("ModuleType", bench_of(vendor).package).__name__)))
    trees = (ast.parse(path.read_text(encoding="utf-8")) for path in root.rglob("*.py"))
    nodes = (node for tree in trees for node in ast.walk(tree))
    texts = {node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    tables = (path.read_text(encoding="utf-8") for path in root.rglob("*.toml"))
    return frozenset(texts.union(*(re.findall(r"\w+", table) for table in tables)))


Rows = dict[tuple[str, str], dict[str, Any]]


def _shipped(contract: Contract) -> Iterator[tuple[str, str | None]]:
    """Model -> which of its custom fields come with the vendor's product."""
    for model in contract.models:
        for one in model.fields:
            if one.name == "integration_fields":
                yield model.record.store_id, one.shipped


def _data(trace: Trace, shipped: Mapping[str, str | None]) -> Rows:
    """(model, id) -> the record without what says nothing of the company: the vendor's own attributes."""
    snapshot = trace.steps[-1].snapshot
    assert snapshot is not None
    return {
        (model, str(record.id)): _said(record, shipped.get(model))
        for model, records in snapshot.records.items()
        for record in records
    }


def _said(record: UnifiedRecord, shipped: str | None) -> dict[str, Any]:
    said = record.model_dump(mode="json", exclude={"remote_data", "changed_at", "integration_fields"})
    given = getattr(record, "integration_fields", None) or []
    own = [one.model_dump(mode="json") for one in given if not is_the_vendors(one, shipped)]
    fields = sorted(own, key=lambda one: str(one["label"]))  # their order says nothing
    return {name: normal(value) for name, value in {**said, "integration_fields": fields}.items()}


def _differences(before: Rows, after: Rows) -> Iterator[tuple[str, str]]:
    for model, _ in before.keys() ^ after.keys():
        yield model, ""
    for key in before.keys() & after.keys():
        for name, value in before[key].items():
            if after[key].get(name) != value:
                yield key[0], name


def _feeds_enum(effect: Effect) -> bool:
    return any(name and enum_of(MODELS[model], name) for model, name in effect.changed)


sync_of = cache(Sync)
"""The sync of a vendor and a world."""
