from collections.abc import Callable
from typing import Any

import pytest

from assay.connector import Complete, Gone, Row, Skipped
from assay.errors import HarnessError, SettingError
from assay.sync import Duplicate, Store, SyncReport
from assay.sync.report import EXAMPLES_KEPT
from assay.unified.base import RemoteRecord
from assay.unified.records import Job

Sync = Callable[..., SyncReport]


def test_of_rows_with_one_key_the_last_is_stored(store: Store, sync: Sync) -> None:
    report = sync(
        Row(Job(remote_id="j1", name="first")),
        Row(Job(remote_id="j2", name="other")),
        Row(Job(remote_id="j1", name="second")),
        Row(Job(remote_id="j1", name="last")),
    )

    job = store.find("ats_jobs", "remote:j1")
    assert isinstance(job, Job)
    assert job.name == "last"
    assert report.duplicates == (Duplicate(model="ats_jobs", key="j1", rows=3),)
    assert report.conflicting == {"ats_jobs": 1}
    assert report.repeated == {}
    assert report.created == {"ats_jobs": 2}


def test_repeated_rows_with_the_same_data_are_counted_apart(sync: Sync) -> None:
    report = sync(*[Row(Job(remote_id="j1", name="same"))] * 3, Row(Job(remote_id="j2")))

    assert report.repeated == {"ats_jobs": 1}
    assert report.duplicates == ()
    assert report.read == {"ats_jobs": 4}


def test_a_difference_in_the_raw_object_alone_is_no_conflict(store: Store, sync: Sync) -> None:
    report = sync(
        Row(Job(remote_id="j1", remote_data={"/job.list": {}})),
        Row(Job(remote_id="j1", remote_data={"/job.info": {}})),
    )

    (job,) = store.records("ats_jobs")
    assert isinstance(job, Job)
    assert job.remote_data == {"/job.info": {}}
    assert (report.repeated, report.duplicates) == ({"ats_jobs": 1}, ())


def test_duplicates_are_counted_in_full_and_named_up_to_a_limit(sync: Sync) -> None:
    rows = [Row(Job(remote_id=f"j{number}", name=name)) for number in range(700) for name in ("old", "new")]

    report = sync(*rows)

    assert report.conflicting == {"ats_jobs": 700}
    assert len(report.duplicates) == EXAMPLES_KEPT
    assert report.created == {"ats_jobs": 700}


def test_the_same_reason_for_skipping_is_told_once(sync: Sync) -> None:
    skipped = Skipped("ats_jobs", "no permission", field="department")

    report = sync(skipped, skipped, Skipped("ats_offers", "no permission"))

    assert report.skipped == (skipped, Skipped("ats_offers", "no permission"))


def test_rows_beyond_the_models_asked_for_are_stored_too(store: Store, vendor: Any) -> None:
    store.sync(vendor([Row(Job(remote_id="j1"))]), models=["ats_users"])

    assert len(store.records("ats_jobs")) == 1


def test_a_sync_of_an_unknown_model_is_refused_before_the_connector_is_asked(
    store: Store, vendor: Any
) -> None:
    connector = vendor([])

    with pytest.raises(SettingError, match="ats_job"):
        store.sync(connector, models=["ats_job"])

    assert connector.requests == []


@pytest.mark.parametrize("item", [Complete("ats_job"), Complete("ats_job", group="x"), Gone("ats_job", "1")])
def test_a_connector_that_speaks_of_an_unknown_model_is_at_fault(sync: Sync, item: Any) -> None:
    with pytest.raises(HarnessError, match="'ats_job', which is no unified model"):
        sync(item)


def test_a_connector_that_yields_something_else_is_at_fault(sync: Sync) -> None:
    with pytest.raises(HarnessError, match="yielded Job, which is no ReadItem"):
        sync(Job(remote_id="j1"))


def test_a_connector_that_makes_up_its_own_model_is_at_fault(store: Store, sync: Sync) -> None:
    class Shift(RemoteRecord):
        store_id = "ats_shifts"
        published_as = "Shifts"

    with pytest.raises(HarnessError, match="Shift is not a model"):
        sync(Row(Job(remote_id="j1")), Row(Shift(remote_id="s1")))

    assert store.records("ats_jobs") == ()


def test_a_webhook_or_action_result_is_a_run_of_its_own(store: Store, sync: Sync) -> None:
    sync(Row(Job(remote_id="j1", name="Cook")), Row(Job(remote_id="j2")))

    report = store.apply((Row(Job(remote_id="j1", name="Chef")), Gone("ats_jobs", "j2")))

    assert (report.kind, report.changed, report.deleted) == ("apply", {"ats_jobs": 1}, {"ats_jobs": 1})


def test_a_webhook_that_brings_nothing_changes_nothing(store: Store, sync: Sync) -> None:
    sync(Row(Job(remote_id="j1")))
    before = store.records("ats_jobs")

    report = store.apply(())

    assert store.records("ats_jobs") == before
    assert (report.read, report.created, report.changed, report.deleted) == ({}, {}, {}, {})
