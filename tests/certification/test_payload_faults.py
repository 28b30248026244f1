"""Whatever a vendor may get wrong in its answers, some clause of the models that they feed turns red.

Each of the fourteen faults is injected alone into the replayed traffic of a sync, for every endpoint that
the sync reads and every field in it that the connector uses. Which those are is found out by dropping them.
"""

from typing import Any

import pytest

from assay.checks import all_checks
from assay.contract.part import slug
from assay.drift import name_of, shapes_of
from assay.tampering.payload_faults import (
    LOST,
    NAMES,
    PAGE_FAULTS,
    REFUSED,
    REPEATED,
    VALUE_FAULTS,
    Target,
    added_field,
    aims_at,
    page_fault,
)
from assay.verdict import judge
from tests.certification.bench import bench_of, read_checks
from tests.certification.faulty_sync import FAULTS, Sync, sync_of
from tests.certification.vendors import TABLES

OF_EVERY_OBJECT = [fault.name for fault in VALUE_FAULTS if fault.aims_at in ("any field", "key", "list")]
"""Faults that every object can have."""
OF_SOME_FIELDS = [fault.name for fault in VALUE_FAULTS if fault.name not in OF_EVERY_OBJECT]
"""Faults of dates, enums and pairs of fields, which not every object has."""

ENDPOINTS = [(vendor, path) for vendor, table in TABLES.items() for path in table.feeds if " " not in path]
STRIKES = [
    (vendor, path, name)
    for vendor, table in TABLES.items()
    for path, fed in table.feeds.items()
    for name in OF_EVERY_OBJECT
    if fed and (path, name) not in table.harmless
]
IDLE = [(vendor, path) for vendor, table in TABLES.items() for path, fed in table.feeds.items() if not fed]
GROWING = [(vendor, path) for vendor, path in ENDPOINTS if path not in TABLES[vendor].bare]
FEEDING = [(vendor, path) for vendor, path in ENDPOINTS if TABLES[vendor].feeds[path]]
HARMLESS = [(vendor, path, name) for vendor, table in TABLES.items() for path, name in sorted(table.harmless)]
PAGED = [(vendor, path) for vendor, table in TABLES.items() for path in table.paged]


def _of_fed_models(vendor: str, path: str, red: dict[str, Any]) -> dict[str, Any]:
    groups = {slug(title) for title in TABLES[vendor].feeds[path]}
    return {clause: result for clause, result in red.items() if clause.split("/")[2] in groups}


def _struck(sync: Sync, vendor: str, path: str, name: str) -> tuple[bool, list[str]]:
    """Whether the fault was felt anywhere, and the fields where it was felt and turned nothing red."""
    is_felt, unnoticed = False, []
    for target in sync.targets(path, name):
        effect = sync.effect(name, path, target.field, target.other)
        is_felt = is_felt or effect.is_felt
        is_own = (path, target.field) in TABLES[vendor].own
        if effect.is_felt and not is_own and not _of_fed_models(vendor, path, effect.red):
            unnoticed.append(f"{path} {target.field} {target.other}".strip())
    return is_felt, unnoticed


@pytest.mark.parametrize("vendor", TABLES)
def test_of_every_endpoint_that_the_sync_reads_it_is_said_what_it_feeds(vendor: str) -> None:
    exchanges, told = sync_of(vendor, "core").exchanges, [path for one, path in ENDPOINTS if one == vendor]
    assert [one.request.url for one in exchanges if not any(aims_at(path, one) for path in told)] == []
    assert [path for path in told if not any(aims_at(path, one) for one in exchanges)] == []


@pytest.mark.parametrize(("vendor", "path", "name"), STRIKES)
def test_a_fault_turns_a_clause_of_a_model_red_that_it_feeds(vendor: str, path: str, name: str) -> None:
    world = "full" if (path, name) in TABLES[vendor].needs_the_whole_company else "core"
    is_felt, unnoticed = _struck(sync_of(vendor, world), vendor, path, name)
    assert is_felt
    assert unnoticed == []


@pytest.mark.parametrize("name", OF_SOME_FIELDS)
@pytest.mark.parametrize("vendor", TABLES)
def test_a_fault_of_some_fields_turns_a_clause_red_wherever_it_can_strike(vendor: str, name: str) -> None:
    struck = [_struck(sync_of(vendor, "core"), vendor, path, name) for path in TABLES[vendor].feeds]
    assert sum(is_felt for is_felt, _ in struck) >= 1
    assert [field for _, unnoticed in struck for field in unnoticed] == []


@pytest.mark.parametrize(("vendor", "path", "name"), HARMLESS)
def test_a_fault_that_is_called_harmless_changes_nothing(vendor: str, path: str, name: str) -> None:
    sync = sync_of(vendor, "core")
    effects = [sync.effect(name, path, target.field, target.other) for target in sync.targets(path, name)]
    assert effects
    assert not any(effect.is_felt for effect in effects)


@pytest.mark.parametrize(("vendor", "path"), IDLE)
def test_an_endpoint_that_feeds_nothing_changes_nothing_whatever_it_says(vendor: str, path: str) -> None:
    sync = sync_of(vendor, "core")
    keys = dict.fromkeys(key for item in sync.objects(path) for key in item)
    assert keys
    assert not any(sync.effect("field dropped", path, key).changed for key in keys)


@pytest.mark.parametrize(("vendor", "path"), FEEDING)
def test_an_endpoint_that_refuses_with_status_200_turns_its_models_red(vendor: str, path: str) -> None:
    sync = sync_of(vendor, "core")
    refused = page_fault(REFUSED, Target(path=path), sync.exchanges, sync.wire)
    assert _of_fed_models(vendor, path, sync.with_fault(refused).red)


@pytest.mark.parametrize("name", PAGE_FAULTS)
@pytest.mark.parametrize(("vendor", "path"), PAGED)
def test_a_fault_in_the_pages_turns_a_clause_of_the_model_red(vendor: str, path: str, name: str) -> None:
    sync = sync_of(vendor, "full")
    tamper = page_fault(name, Target(path=path), sync.exchanges, sync.wire)
    assert _of_fed_models(vendor, path, sync.with_fault(tamper).red)


def test_all_fourteen_faults_are_injected() -> None:
    assert {*OF_EVERY_OBJECT, *OF_SOME_FIELDS, *PAGE_FAULTS} == set(NAMES)
    assert set(FAULTS) == {*OF_EVERY_OBJECT, *OF_SOME_FIELDS}
    assert len(NAMES) == 14


@pytest.mark.parametrize(("vendor", "path"), GROWING)
def test_a_field_that_the_vendor_adds_is_noted_and_turns_nothing_red(vendor: str, path: str) -> None:
    sync = sync_of(vendor, "core")
    trace = sync.production.play(tamper=added_field(Target(path=path, field="brandNew"), sync.wire))
    case = sync.case(trace, shapes=shapes_of(sync.exchanges, sync.wire))
    [drift] = [check for check in all_checks() if check.id == "the-vendor-adds-nothing-unnoticed"]
    results = judge(case, (), checks=[*read_checks(), drift])
    asked = {name_of(one, sync.wire) for one in sync.exchanges if aims_at(path, one)}
    notes = [note for note in results.notes if note.kind == "drift"]
    assert sync.red_in(trace) == {}
    assert {note.subject for note in notes} == asked
    assert all(note.message.endswith("brandNew") for note in notes)
    assert {name_of(sync.exchanges[note.interactions[0]], sync.wire) for note in notes} == asked


def test_the_message_about_a_field_that_is_dropped_names_a_record_its_exchange_and_the_field() -> None:
    core = sync_of("ashby", "core")
    found = core.effect("field dropped", "/job.list", "customRequisitionId").red["ashby/field/jobs/job_code"]
    key, _, mismatch = found.message.partition(": ")
    [truth] = [row for row in bench_of("ashby").truth("core").records["ats_jobs"] if row["_key"] == key]
    assert mismatch == f"{truth['job_code']!r} expected, None found"
    assert found.path == "ats_jobs.job_code"
    assert [core.exchanges[index].request.path for index in found.interactions] == ["/job.list"]


def test_the_message_about_a_value_of_another_type_names_the_record_and_the_path() -> None:
    core = sync_of("ashby", "core")
    found = core.effect("type changed", "/job.list", "openedAt").red["ashby/model/jobs"]
    assert "POST /job.list" in found.message
    assert any(
        f"record {job['id']}.openedAt: expected text" in found.message for job in core.objects("/job.list")
    )


def test_the_message_about_a_lost_page_names_what_is_missing_and_where_the_listing_ended() -> None:
    path, full = "/candidate.list", sync_of("ashby", "full")
    tamper = page_fault(LOST, Target(path=path), full.exchanges, full.wire)
    found = full.with_fault(tamper).red["ashby/model/candidates"]
    *_, before, last = [index for index, one in enumerate(full.exchanges) if one.request.path == path]
    gone = full.exchanges[last].response.json["results"]
    assert found.message.startswith(f"{len(gone)} missing, e.g. candidate-")
    assert found.interactions == (before,)


def test_the_message_about_a_repeated_page_names_the_listing() -> None:
    path, full = "/application.list", sync_of("ashby", "full")
    tamper = page_fault(REPEATED, Target(path=path), full.exchanges, full.wire)
    assert f"POST {path}" in full.with_fault(tamper).red["ashby/model/applications"].message
