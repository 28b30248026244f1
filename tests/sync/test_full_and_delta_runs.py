from collections.abc import Callable
from typing import Any

from assay.connector import Complete, Cursor, Row
from assay.sync import Store, SyncReport
from assay.unified.records import Application, Job

Sync = Callable[..., SyncReport]
MODELS = ("ats_jobs", "ats_applications")


def test_a_delta_run_passes_on_the_cursors_of_the_last_run(store: Store, sync: Sync, vendor: Any) -> None:
    report = sync(Cursor("job.list", "t1"), Cursor("user.list", "u1"), Cursor("job.list", "t2"))
    connector = vendor([])

    store.sync(connector, mode="delta", models=MODELS)

    (request,) = connector.requests
    assert request.cursors == {"job.list": "t2", "user.list": "u1"}
    assert request.mode == "delta"
    assert request.models == frozenset(MODELS)
    assert report.cursors == ("job.list", "user.list")


def test_a_full_run_passes_on_none(store: Store, sync: Sync, vendor: Any) -> None:
    sync(Cursor("job.list", "t1"))
    connector = vendor([])

    store.sync(connector, models=MODELS)

    assert connector.requests[0].cursors == {}
    assert connector.requests[0].mode == "full"


def test_a_cursor_that_did_not_come_again_is_kept(store: Store, sync: Sync) -> None:
    sync(Cursor("job.list", "t1"), Cursor("user.list", "u1"))

    sync(Cursor("job.list", "t2"), mode="delta")

    assert store.cursors() == {"job.list": "t2", "user.list": "u1"}


def test_cursors_belong_to_one_connection(tmp_path: Any, vendor: Any) -> None:
    url = f"sqlite:///{tmp_path}/data.db"
    with Store(url, integration_id="acme:1") as one, Store(url, integration_id="acme:2") as two:
        one.sync(vendor([Cursor("job.list", "t1")]), models=MODELS)

        assert two.cursors() == {}


def test_a_delta_run_touches_only_what_came(store: Store, sync: Sync) -> None:
    sync(Row(Job(remote_id="j1", name="Cook")), Row(Job(remote_id="j2")), Complete("ats_jobs"))
    other = store.find("ats_jobs", "remote:j2")

    report = sync(Row(Job(remote_id="j1", name="Chef")), mode="delta")

    assert (report.kind, report.changed, report.deleted) == ("delta", {"ats_jobs": 1}, {})
    assert store.find("ats_jobs", "remote:j2") == other


def test_a_model_read_completely_in_a_delta_run_loses_what_did_not_come(sync: Sync) -> None:
    sync(Row(Job(remote_id="j1")), Row(Application(remote_id="a1")))

    report = sync(Complete("ats_jobs"), mode="delta")

    assert report.deleted == {"ats_jobs": 1}


def test_created_applications_are_remembered_once_and_per_connection(tmp_path: Any) -> None:
    url = f"sqlite:///{tmp_path}/data.db"
    with Store(url, integration_id="acme:1") as one, Store(url, integration_id="acme:2") as two:
        for remote_id in ("a2", "a1", "a2"):
            one.remember_created(remote_id)
        two.remember_created("a1")

        assert one.created_application_ids() == ("a1", "a2")
        assert two.created_application_ids() == ("a1",)


def test_created_applications_are_passed_on_only_when_only_they_are_wanted(store: Store, vendor: Any) -> None:
    store.remember_created("a1")
    connector = vendor([])

    store.sync(connector, models=MODELS)
    store.sync(connector, models=MODELS, only_created=True)

    assert [request.created_application_ids for request in connector.requests] == [(), ("a1",)]


def test_turning_to_only_created_applications_deletes_the_others(store: Store, sync: Sync) -> None:
    sync(*(Row(Application(remote_id=f"a{number}")) for number in range(3)), Complete("ats_applications"))
    store.remember_created("a1")

    report = sync(Row(Application(remote_id="a1")), Complete("ats_applications"), only_created=True)

    assert report.deleted == {"ats_applications": 2}
