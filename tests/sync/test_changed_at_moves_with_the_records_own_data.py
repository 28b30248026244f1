from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from assay.connector import Complete, Gone, Row
from assay.sync import Store, SyncReport
from assay.unified.records import Candidate, CandidateTag, Interview, Job, Tag
from assay.unified.values import EmailAddress

Sync = Callable[..., SyncReport]


def _changed_at(store: Store, model: str = "ats_jobs") -> datetime:
    (record,) = store.records(model)
    assert record.changed_at is not None
    return record.changed_at


def test_a_new_record_changed_when_it_was_stored(store: Store, sync: Sync, clock: Any) -> None:
    report = sync(Row(Job(remote_id="j1")))

    assert _changed_at(store) == clock.moment
    assert report.created == {"ats_jobs": 1}
    assert report.changed == {}


def test_it_stays_when_nothing_differs(store: Store, sync: Sync) -> None:
    job = Job(remote_id="j1", name="Cook", custom_fields={"Shift": "night", "Floor": 2})
    sync(Row(job))
    before = _changed_at(store)

    report = sync(Row(job))

    assert _changed_at(store) == before
    assert report.changed == {}
    assert report.read == {"ats_jobs": 1}


def test_it_stays_when_the_vendor_only_orders_its_keys_anew(store: Store, sync: Sync) -> None:
    sync(Row(Job(remote_id="j1", custom_fields={"Shift": "night", "Floor": 2})))
    before = _changed_at(store)

    sync(Row(Job(remote_id="j1", custom_fields={"Floor": 2, "Shift": "night"})))

    assert _changed_at(store) == before


def test_it_moves_when_a_field_differs(store: Store, sync: Sync, clock: Any) -> None:
    sync(Row(Job(remote_id="j1", name="Cook")))

    report = sync(Row(Job(remote_id="j1", name="Chef")))

    assert _changed_at(store) == clock.moment
    assert report.changed == {"ats_jobs": 1}


def test_it_moves_when_a_field_is_lost(store: Store, sync: Sync, clock: Any) -> None:
    sync(Row(Job(remote_id="j1", name="Cook")))

    sync(Row(Job(remote_id="j1")))

    assert _changed_at(store) == clock.moment


def test_it_moves_when_something_inside_a_field_differs(store: Store, sync: Sync, clock: Any) -> None:
    sync(Row(Candidate(remote_id="c1", email_addresses=[EmailAddress(email_address="a@acme.test")])))

    sync(Row(Candidate(remote_id="c1", email_addresses=[EmailAddress(email_address="b@acme.test")])))

    assert _changed_at(store, "ats_candidates") == clock.moment


def test_it_moves_when_a_reference_points_elsewhere(store: Store, sync: Sync, clock: Any) -> None:
    sync(Row(Interview(remote_id="i1", application_id="a1")))

    sync(Row(Interview(remote_id="i1", application_id="a2")))

    assert _changed_at(store, "ats_interviews") == clock.moment


def test_it_stays_when_only_the_vendors_raw_object_differs(store: Store, sync: Sync) -> None:
    sync(Row(Job(remote_id="j1", remote_data={"/job.list": {"id": "j1", "rank": 1}})))
    before = _changed_at(store)

    report = sync(Row(Job(remote_id="j1", remote_data={"/job.list": {"id": "j1", "rank": 2}})))

    (job,) = store.records("ats_jobs")
    assert isinstance(job, Job)
    assert job.changed_at == before
    assert job.remote_data == {"/job.list": {"id": "j1", "rank": 2}}
    assert report.changed == {}


def test_it_stays_when_the_vendors_raw_object_is_no_longer_given(store: Store, sync: Sync) -> None:
    sync(Row(Job(remote_id="j1", remote_data={"/job.list": {}})))
    before = _changed_at(store)

    sync(Row(Job(remote_id="j1")))

    (job,) = store.records("ats_jobs")
    assert isinstance(job, Job)
    assert (job.changed_at, job.remote_data) == (before, None)


def test_it_stays_when_a_related_record_changes(store: Store, sync: Sync) -> None:
    sync(Row(Tag(remote_id="t1", name="old")), Row(CandidateTag(candidate_id="c1", tag_id="t1")))
    before = _changed_at(store, "ats_join_candidates_tags")

    sync(Row(Tag(remote_id="t1", name="new")), Row(CandidateTag(candidate_id="c1", tag_id="t1")))

    assert _changed_at(store, "ats_join_candidates_tags") == before


def test_it_stays_when_the_row_is_found_in_another_group(store: Store, sync: Sync) -> None:
    sync(Row(Interview(remote_id="i1"), group="s1"))
    before = _changed_at(store, "ats_interviews")

    sync(Row(Interview(remote_id="i1"), group="s2"))

    assert _changed_at(store, "ats_interviews") == before


def test_it_moves_when_the_record_is_deleted_and_when_it_returns(
    store: Store, sync: Sync, clock: Any
) -> None:
    sync(Row(Job(remote_id="j1")))
    sync(Gone("ats_jobs", "j1"))
    deleted_at = clock.moment
    assert _changed_at(store) == deleted_at

    sync(Row(Job(remote_id="j1")))

    assert _changed_at(store) == clock.moment > deleted_at


def test_it_stays_while_the_record_remains_deleted(store: Store, sync: Sync) -> None:
    sync(Row(Job(remote_id="j1")), Complete("ats_jobs"))
    sync(Complete("ats_jobs"))
    before = _changed_at(store)

    report = sync(Complete("ats_jobs"), Gone("ats_jobs", "j1"))

    assert _changed_at(store) == before
    assert report.deleted == {}


@pytest.mark.parametrize("step", [timedelta(0), timedelta(hours=-3)])
def test_it_moves_forward_even_if_the_clock_does_not(
    store: Store, vendor: Any, clock: Any, step: timedelta
) -> None:
    store.sync(vendor([Row(Job(remote_id="j1", name="Cook"))]), models=["ats_jobs"])
    before = _changed_at(store)
    clock.moment += step

    store.sync(vendor([Row(Job(remote_id="j1", name="Chef"))]), models=["ats_jobs"])

    assert _changed_at(store) == before + timedelta(milliseconds=1)


def test_times_are_kept_to_the_millisecond(store: Store, sync: Sync) -> None:
    moment = datetime(2026, 1, 2, 3, 4, 5, 678901, tzinfo=UTC)

    sync(Row(Job(remote_id="j1", opened_at=moment)))

    (job,) = store.records("ats_jobs")
    assert isinstance(job, Job)
    assert job.opened_at == moment.replace(microsecond=678000)
