"""Whatever a vendor may get wrong in its answers, some clause of the models that they feed turns red.

Each of the fourteen faults is injected alone into the replayed traffic of a sync, for every endpoint that
the sync reads and every field in it that the connector uses. Which those are is found out by dropping them.
"""

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from importlib.resources import files
from itertools import islice, pairwise
from pathlib import Path
from typing import Any

import pytest

from assay.case import FULL_SYNC, Case
from assay.checks import all_checks
from assay.company import company_truth
from assay.contract.clauses import slug
from assay.drift import shapes_of
from assay.evidence import Trace
from assay.outcome import Outcome
from assay.tampering.payload_faults import (
    LOST,
    NAMES,
    PAGE_FAULTS,
    REFUSED,
    REPEATED,
    VALUE_FAULTS,
    Target,
    ValueFault,
    added_field,
    page_fault,
    value_fault,
)
from assay.unified.catalogue import MODELS, enum_of
from assay.verdict import judge

PROCESS = ("Job-specific application stages",)
QUESTIONS = ("Screening questions", "Job-specific screening questions")
TEAM = ("Job hiring team members", "Job user role assignments")

FEEDS: dict[str, tuple[str, ...]] = {
    "/user.list": ("Users", "User roles", "Roles"),
    "/hiringTeamRole.list": ("Roles", "Job user role assignments"),
    "/interviewPlan.list": ("Application Stages", *PROCESS),
    "/interviewStage.list": ("Application Stages", *PROCESS),
    "/jobBoard.list": ("Jobs", "Job postings"),
    "/jobPosting.list": ("Jobs", "Job postings", *QUESTIONS),
    "/jobPosting.info": ("Jobs", "Job postings", *QUESTIONS),
    "/customField.list": ("Jobs", "Candidates", "Applications", "Offers"),
    "/department.list": ("Jobs",),
    "/job.list": ("Jobs", "Job postings", *QUESTIONS, *PROCESS, *TEAM),
    "/archiveReason.list": ("Rejection reasons",),
    "/candidateTag.list": ("Tags", "Candidate tags"),
    "/candidate.list": ("Candidates", "Candidate tags", "Tags"),
    "/application.list": ("Applications",),
    "/application.info": ("Applications", "Application Stages"),
    "/interview.list": ("Interviews",),
    "/interviewSchedule.list": ("Interviews", "Interviewing team members"),
    "/offer.list": ("Offers",),
    "/offer.info": ("Offers",),
}
"""Endpoint -> titles of the models that its objects feed."""

WITHIN = {
    "/job.list hiringTeam": TEAM,
    "/interviewSchedule.list interviewEvents": ("Interviews", "Interviewing team members"),
    "/offer.list latestVersion": ("Offers",),
}
"""Objects inside those of an endpoint that count as much as a listing of their own."""

DATED = frozenset(
    {"/job.list", "/candidate.list", "/application.info", "/offer.list", *WITHIN} - {"/job.list hiringTeam"}
)
WORDED = frozenset(
    {
        *("/user.list", "/hiringTeamRole.list", "/job.list", "/jobPosting.list", "/jobPosting.info"),
        *("/application.info", "/offer.list", "/job.list hiringTeam", "/offer.list latestVersion"),
    }
)
"""Endpoints of which something becomes one of a fixed list of unified values."""
ONE_FIELD = frozenset({"/interviewPlan.list", "/jobBoard.list", "/application.list", "/offer.info"})
"""Endpoints of which the connector uses a single field, or none like the other."""
KEYED_ELSEWHERE = frozenset(
    {"/jobPosting.info", "/offer.info", *WITHIN} - {"/interviewSchedule.list interviewEvents"}
)
"""Objects whose key is known before they are read, or that have none."""
HARMLESS = frozenset(
    {
        ("/interviewPlan.list", "key duplicated"),
        ("/interviewPlan.list", "field made constant"),
        ("/interviewPlan.list", "empty list"),
        ("/interviewSchedule.list", "key duplicated"),
    }
)
"""Faults that lose nothing: jobs name their plans themselves, and only the events of schedules are read."""

FAULTS = {fault.name: fault for fault in VALUE_FAULTS}
NEEDS_THE_WHOLE_COMPANY = ("/hiringTeamRole.list", "empty list")
"""In the core somebody holds every role, and the teams name the roles that they hold."""


def _can_strike(path: str, name: str) -> bool:
    """Whether anything of an endpoint's objects can be wrong in this way."""
    everywhere = {*FEEDS, *WITHIN}
    fit = {
        "date": DATED,
        "enum": WORDED,
        "two fields": everywhere - ONE_FIELD,
        "key": everywhere - KEYED_ELSEWHERE,
    }
    return path in fit.get(FAULTS[name].aims_at, everywhere) and (path, name) not in HARMLESS


STRIKES = [(path, name) for path in (*FEEDS, *WITHIN) for name in FAULTS if _can_strike(path, name)]


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
    """The sync of one world, played with faults."""

    def __init__(self, bench: Any, checks: Any, world: Any) -> None:
        self.production = bench.production(f"{world}-sync")
        self.wire = bench.contract.wire
        self.exchanges = self.production.cassette.exchanges
        self._bench, self._checks, self._world = bench, checks, world
        whole = self.production.play()
        self._data = _data(whole)
        self._green = {clause for clause, r in self._judged(whole).items() if r.outcome is Outcome.PASSED}
        self.used = cache(self._used)
        self.effect = cache(self._effect)

    def objects(self, path: str) -> list[dict[str, Any]]:
        """Everything that an endpoint gives, or what is inside it."""
        endpoint, _, inner = path.partition(" ")
        answers = (one.response.json["results"] for one in self.exchanges if one.request.path == endpoint)
        items = [item for answer in answers for item in _listed(answer)]
        return [part for item in items for part in _listed(item.get(inner))] if inner else items

    def case(self, trace: Trace, **facts: Any) -> Case:
        case: Case = self._bench.case(traces={FULL_SYNC: trace}, truth=company_truth(self._world), **facts)
        return case

    def red_in(self, trace: Trace) -> dict[str, Any]:
        """Results of the clauses that do not pass any more."""
        after = self._judged(trace)
        return {c: after[c] for c in self._green if after[c].outcome is not Outcome.PASSED}

    def with_fault(self, tamper: Any) -> Effect:
        """What comes of tampered traffic; it is judged only when it changes anything."""
        trace = self.production.play(tamper=tamper)
        effect = Effect(failed=trace.error is not None)
        if not effect.failed:
            effect.changed = set(_differences(self._data, _data(trace)))
        if effect.is_felt:
            effect.red = self.red_in(trace)
        return effect

    def targets(self, path: str, name: str) -> Iterator[Target]:
        """Where a fault can strike an endpoint's objects."""
        aims_at, used = FAULTS[name].aims_at, self.used(path)
        if aims_at in ("key", "list"):
            yield Target(path=path)
        elif aims_at == "two fields":
            yield from self._swaps(path)
        else:
            for key in used:
                if (
                    aims_at == "any field"
                    or (aims_at == "date" and self._are_dates(path, key))
                    or (aims_at == "enum" and _feeds_enum(self.effect("field dropped", path, key)))
                ):
                    yield Target(path=path, field=key)

    def _judged(self, trace: Trace) -> dict[str, Any]:
        verdicts: dict[str, Any] = self._bench.verdicts(self.case(trace), self._checks)
        return verdicts

    def _used(self, path: str) -> tuple[str, ...]:
        keys = dict.fromkeys(key for item in self.objects(path) for key in item if key in _known_keys())
        return tuple(key for key in keys if self.effect("field dropped", path, key).is_felt)

    def _effect(self, name: str, path: str, key: str = "", other: str = "") -> Effect:
        endpoint, _, inner = path.partition(" ")
        fault = _within(inner, FAULTS[name]) if inner else FAULTS[name]
        target = Target(path=endpoint, field=key, other=other)
        wire = self.wire
        return self.with_fault(value_fault(fault, target, items=wire.listing.items, key=wire.key))

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
    return value if isinstance(value, list) else [value] if value else []


def _within(inner: str, fault: ValueFault) -> ValueFault:
    """The same fault, in the objects inside the listed ones."""

    def change(items: list[dict[str, Any]], target: Target, key: str) -> list[dict[str, Any]]:
        parts = [part for item in items for part in _listed(item.get(inner))]
        changed = iter(fault.change(parts, target, key))
        return [
            {**item, inner: _like(item[inner], list(islice(changed, len(_listed(item[inner])))))}
            if item.get(inner)
            else item
            for item in items
        ]

    return ValueFault(name=fault.name, aims_at=fault.aims_at, change=change)


def _like(given: Any, parts: list[dict[str, Any]]) -> Any:
    return parts if isinstance(given, list) else next(iter(parts), None)


@cache
def _known_keys() -> frozenset[str]:
    """Every text in the connector's source; a key that is not among them is never read."""
    root = Path(str(files("assay_connectors.ashby")))
    trees = (ast.parse(path.read_text(encoding="utf-8")) for path in root.rglob("*.py"))
    nodes = (node for tree in trees for node in ast.walk(tree))
    return frozenset(
        node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)
    )


Rows = dict[tuple[str, str], dict[str, Any]]


def _data(trace: Trace) -> Rows:
    """(model, id) -> the record without what says nothing of the company."""
    snapshot = trace.steps[-1].snapshot
    assert snapshot is not None
    return {
        (model, str(record.id)): record.model_dump(mode="json", exclude={"remote_data", "changed_at"})
        for model, records in snapshot.records.items()
        for record in records
    }


def _differences(before: Rows, after: Rows) -> Iterator[tuple[str, str]]:
    for model, _ in before.keys() ^ after.keys():
        yield model, ""
    for key in before.keys() & after.keys():
        for name, value in before[key].items():
            if after[key].get(name) != value:
                yield key[0], name


def _feeds_enum(effect: Effect) -> bool:
    return any(name and enum_of(MODELS[model], name) for model, name in effect.changed)


@pytest.fixture(scope="module")
def core(bench: Any, read_checks: Any) -> Sync:
    return Sync(bench, read_checks, "core")


@pytest.fixture(scope="module")
def full(bench: Any, read_checks: Any) -> Sync:
    return Sync(bench, read_checks, "full")


def _of_fed_models(path: str, red: dict[str, Any]) -> dict[str, Any]:
    groups = {slug(title) for title in {**FEEDS, **WITHIN}[path]}
    return {clause: result for clause, result in red.items() if clause.split("/")[2] in groups}


def test_of_every_endpoint_that_the_sync_reads_it_is_said_what_it_feeds(core: Sync) -> None:
    assert {exchange.request.path for exchange in core.exchanges} == set(FEEDS)


@pytest.mark.parametrize(("path", "name"), STRIKES)
def test_a_fault_turns_a_clause_of_a_model_red_that_it_feeds(
    path: str, name: str, core: Sync, full: Sync
) -> None:
    sync = full if (path, name) == NEEDS_THE_WHOLE_COMPANY else core
    targets = list(sync.targets(path, name))
    effects = [sync.effect(name, path, target.field, target.other) for target in targets]
    unnoticed = [
        target
        for target, effect in zip(targets, effects, strict=True)
        if effect.is_felt and not _of_fed_models(path, effect.red)
    ]
    assert any(effect.is_felt for effect in effects)
    assert unnoticed == []


@pytest.mark.parametrize(("path", "name"), sorted(HARMLESS))
def test_a_fault_that_is_called_harmless_changes_nothing(path: str, name: str, core: Sync) -> None:
    effects = [core.effect(name, path, target.field, target.other) for target in core.targets(path, name)]
    assert effects
    assert not any(effect.is_felt for effect in effects)


@pytest.mark.parametrize("path", FEEDS)
def test_an_endpoint_that_refuses_with_status_200_turns_its_models_red(path: str, core: Sync) -> None:
    refused = page_fault(
        REFUSED, Target(path=path), core.exchanges, core.wire.listing, core.wire.refusal or {}
    )
    assert _of_fed_models(path, core.with_fault(refused).red)


@pytest.mark.parametrize("name", PAGE_FAULTS)
@pytest.mark.parametrize("path", ["/candidate.list", "/application.list"])
def test_a_fault_in_the_pages_turns_a_clause_of_the_model_red(path: str, name: str, full: Sync) -> None:
    tamper = page_fault(name, Target(path=path), full.exchanges, full.wire.listing, full.wire.refusal or {})
    assert _of_fed_models(path, full.with_fault(tamper).red)


def test_all_fourteen_faults_are_injected() -> None:
    assert {name for _, name in STRIKES} | set(PAGE_FAULTS) == set(NAMES)
    assert len(NAMES) == 14


@pytest.mark.parametrize("path", FEEDS)
def test_a_field_that_the_vendor_adds_is_noted_and_turns_nothing_red(
    path: str, core: Sync, read_checks: Any
) -> None:
    target = Target(path=path, field="brandNew")
    trace = core.production.play(tamper=added_field(target, items=core.wire.listing.items))
    case = core.case(trace, shapes=shapes_of(core.exchanges))
    [drift] = [check for check in all_checks() if check.id == "the-vendor-adds-nothing-unnoticed"]
    results = judge(case, (), checks=[*read_checks, drift])
    assert core.red_in(trace) == {}
    [note] = [note for note in results.notes if note.kind == "drift"]
    assert note.subject == f"POST {path}"
    assert note.message.endswith("brandNew")
    assert [core.exchanges[index].request.path for index in note.interactions] == [path]


def test_the_message_about_a_field_that_is_dropped_names_a_record_its_exchange_and_the_field(
    core: Sync,
) -> None:
    found = core.effect("field dropped", "/job.list", "customRequisitionId").red["ashby/field/jobs/job_code"]
    key, _, mismatch = found.message.partition(": ")
    [truth] = [row for row in company_truth("core").records["ats_jobs"] if row["_key"] == key]
    assert mismatch == f"{truth['job_code']!r} expected, None found"
    assert found.path == "ats_jobs.job_code"
    assert [core.exchanges[index].request.path for index in found.interactions] == ["/job.list"]


def test_the_message_about_a_value_of_another_type_names_the_record_and_the_path(core: Sync) -> None:
    found = core.effect("type changed", "/job.list", "openedAt").red["ashby/model/jobs"]
    assert "POST /job.list" in found.message
    assert any(
        f"record {job['id']}.openedAt: expected text" in found.message for job in core.objects("/job.list")
    )


def test_the_message_about_a_lost_page_names_what_is_missing_and_where_the_listing_ended(full: Sync) -> None:
    path = "/candidate.list"
    tamper = page_fault(LOST, Target(path=path), full.exchanges, full.wire.listing, full.wire.refusal or {})
    found = full.with_fault(tamper).red["ashby/model/candidates"]
    *_, before, last = [index for index, one in enumerate(full.exchanges) if one.request.path == path]
    gone = full.exchanges[last].response.json["results"]
    assert found.message.startswith(f"{len(gone)} missing, e.g. candidate-")
    assert found.interactions == (before,)


def test_the_message_about_a_repeated_page_names_the_listing(full: Sync) -> None:
    path = "/application.list"
    tamper = page_fault(REPEATED, Target(path=path), full.exchanges, full.wire.listing, {})
    assert f"POST {path}" in full.with_fault(tamper).red["ashby/model/applications"].message
