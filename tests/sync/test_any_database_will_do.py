import gc
import sqlite3
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event, inspect, update

from assay.connector import Complete, Row
from assay.errors import SettingError, StoreError
from assay.sync import Store, SyncReport
from assay.sync.schema import METADATA, SCHEMA
from assay.unified.records import Job

Sync = Callable[..., SyncReport]


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("", "not a database URL"),
        ("data.db", "not a database URL"),
        ("acme://host/name", "no driver for 'acme'"),
        ("postgresql+pg8000missing://host/name", "no driver for"),
        ("sqlite+aiosqlite://", "in memory needs Python's own SQLite driver"),
        ("sqlite:////nowhere/at/all/data.db", "cannot be opened: unable to open database file"),
        ("sqlite:///x.db?timeout=soon", "cannot be used: could not convert string to float"),
    ],
)
def test_a_url_that_leads_nowhere_is_refused_with_a_reason(url: str, words: str) -> None:
    with pytest.raises(SettingError, match=words):
        Store(url, integration_id="acme:1")


def test_a_refusal_shows_no_password() -> None:
    with pytest.raises(SettingError) as refused:
        Store("acme://user:topsecret@host/name", integration_id="acme:1")

    assert "topsecret" not in str(refused.value)
    assert "user:***@host" in str(refused.value)


def test_a_store_without_a_connection_id_is_refused() -> None:
    with pytest.raises(SettingError, match="id of its connection"):
        Store(integration_id="")


def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "data.db"
    path.write_text("name,email\n" * 200)

    with pytest.raises(SettingError, match="file is not a database"):
        Store(f"sqlite:///{path}", integration_id="acme:1")


def test_a_database_of_another_version_is_refused_and_left_alone(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/data.db"
    with Store(url, integration_id="acme:1") as store, store._database.transaction() as connection:
        connection.execute(update(SCHEMA).values(version=99))

    with pytest.raises(SettingError, match="version 99 of the store's tables, this is version 1"):
        Store(url, integration_id="acme:1")


def test_records_outlive_the_process(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/data.db"
    with Store(url, integration_id="acme:1") as store:
        store.apply([Row(Job(remote_id="j1"))])
        before = store.records("ats_jobs")

    with Store(url, integration_id="acme:1") as store:
        assert store.records("ats_jobs") == before


def test_each_store_in_memory_is_its_own() -> None:
    with Store(integration_id="acme:1") as one, Store(integration_id="acme:1") as two:
        one.apply([Row(Job(remote_id="j1"))])

        assert two.records("ats_jobs") == ()


def test_a_store_in_memory_serves_all_threads(store: Store) -> None:
    def work(number: int) -> None:
        store.apply([Row(Job(remote_id=f"j{number}"))])

    threads = [threading.Thread(target=work, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(store.records("ats_jobs")) == 8


def test_several_processes_worth_of_stores_write_one_file(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/data.db"
    failures: list[BaseException] = []

    def work(number: int) -> None:
        try:
            with Store(url, integration_id=f"acme:{number % 2}") as store:
                for turn in range(5):
                    store.apply([Row(Job(remote_id=f"j{number}-{turn}"))])
        except BaseException as error:  # noqa: BLE001 -- a thread's failure must reach the test
            failures.append(error)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert failures == []
    for integration in ("acme:0", "acme:1"):
        with Store(url, integration_id=integration) as store:
            assert len(store.records("ats_jobs")) == 15


def test_a_locked_database_gives_a_clear_error_and_loses_nothing(tmp_path: Path) -> None:
    path = tmp_path / "data.db"
    with Store(f"sqlite:///{path}?timeout=0.05", integration_id="acme:1") as store:
        store.apply([Row(Job(remote_id="j1"))])
        before = store.records("ats_jobs")
        other = sqlite3.connect(path, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")

        with pytest.raises(StoreError, match="database is locked") as refused:
            store.apply([Row(Job(remote_id="j2"))])

        other.close()
        assert "another process is writing" in refused.value.hint
        assert store.records("ats_jobs") == before
        assert store.apply([Row(Job(remote_id="j2"))]).created == {"ats_jobs": 1}


@pytest.mark.parametrize("rows", [200, 5000])
def test_a_full_disk_gives_a_clear_error_and_loses_nothing(tmp_path: Path, vendor: Any, rows: int) -> None:
    with Store(f"sqlite:///{tmp_path}/data.db", integration_id="acme:1") as store:
        store.apply([Row(Job(remote_id="j1"))])
        before = store.records("ats_jobs")
        limit = event.listens_for(store._database.engine, "begin")(_only_60_pages)
        flood = [Row(Job(remote_id=f"new{n}", description="x" * 2000)) for n in range(rows)]

        with pytest.raises(StoreError, match="full") as refused:
            store.sync(vendor([*flood, Complete("ats_jobs")]), models=["ats_jobs"])

        event.remove(store._database.engine, "begin", limit)
        assert "make room" in refused.value.hint
        assert store.records("ats_jobs") == before


def test_what_a_database_refuses_is_told_without_the_records() -> None:
    store = Store(integration_id="acme:1")
    with store._database.transaction() as connection:
        connection.exec_driver_sql("DROP TABLE assay_cursors")

    with pytest.raises(StoreError, match="no such table: assay_cursors") as refused:
        store.cursors()

    assert "SELECT" not in str(refused.value)


def test_tables_that_somebody_else_makes_meanwhile_are_no_obstacle(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = f"sqlite:///{tmp_path}/data.db"
    create = METADATA.create_all
    calls = []

    def late(connection: Any) -> None:
        calls.append(connection)
        if len(calls) == 1:
            with Store(url, integration_id="acme:2"):
                create(connection, checkfirst=False)
        else:
            create(connection)

    monkeypatch.setattr(METADATA, "create_all", late)

    with Store(url, integration_id="acme:1") as store:
        assert store.records("ats_jobs") == ()
    assert len(calls) == 3


def test_a_connection_that_somebody_else_adds_meanwhile_is_shared(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = f"sqlite:///{tmp_path}/data.db"
    look = Store._connection_number
    looked = []

    def blind_at_first(store: Store) -> int | None:
        looked.append(store)
        if len(looked) > 1:
            return look(store)
        Store(url, integration_id="acme:1").close()
        return None

    monkeypatch.setattr(Store, "_connection_number", blind_at_first)

    with Store(url, integration_id="acme:1") as store:
        assert store.apply([Row(Job(remote_id="j1"))]).created == {"ats_jobs": 1}


def test_a_dropped_store_leaves_no_connection_behind(recwarn: pytest.WarningsRecorder) -> None:
    store = Store(integration_id="acme:1")
    finalizer = store._database.close
    del store
    gc.collect()

    assert not finalizer.alive
    assert [str(warning.message) for warning in recwarn] == []


def test_the_tables_can_stand_beside_others(tmp_path: Path) -> None:
    with Store(f"sqlite:///{tmp_path}/data.db", integration_id="acme:1") as store:
        names = inspect(store._database.engine).get_table_names()

    assert names
    assert all(name.startswith("assay_") for name in names)


def _only_60_pages(connection: Any) -> None:
    connection.connection.execute("PRAGMA max_page_count=60").close()
