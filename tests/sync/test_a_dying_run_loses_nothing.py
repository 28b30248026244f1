import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from assay.connector import Complete, Cursor, Gone, ReadItem, Row
from assay.errors import StoreError, VendorUnavailableError
from assay.sync import Store, SyncReport
from assay.sync.intake import BATCH_ROWS
from assay.sync.schema import STAGED
from assay.unified.records import Job

Sync = Callable[..., SyncReport]
MANY = 3 * BATCH_ROWS


def _dies(rows: int, error: BaseException) -> Iterator[ReadItem]:
    yield Gone("ats_jobs", "j0")
    yield Cursor("job.list", "new")
    yield Complete("ats_jobs")
    for number in range(rows):
        yield Row(Job(remote_id=f"new{number}"))
    raise error


def _first_state() -> tuple[ReadItem, ...]:
    return (*(Row(Job(remote_id=f"j{number}")) for number in range(3)), Cursor("job.list", "old"))


@pytest.mark.parametrize("rows", [0, 1, BATCH_ROWS, MANY])
@pytest.mark.parametrize(
    "error", [VendorUnavailableError("acme is down"), KeyboardInterrupt(), GeneratorExit(), ValueError("bug")]
)
def test_the_last_complete_state_stays_whatever_ends_the_run(
    store: Store, sync: Sync, vendor: Any, rows: int, error: BaseException
) -> None:
    sync(*_first_state())
    before = store.snapshot().records

    with pytest.raises(type(error)) as raised:
        store.sync(vendor(_dies(rows, error)), models=["ats_jobs"])

    assert raised.value is error
    assert store.snapshot().records == before
    assert store.cursors() == {"job.list": "old"}


def test_the_run_can_simply_be_repeated(store: Store, sync: Sync, vendor: Any) -> None:
    sync(*_first_state())
    with pytest.raises(VendorUnavailableError):
        store.sync(vendor(_dies(MANY, VendorUnavailableError("acme is down"))), models=["ats_jobs"])

    report = sync(Row(Job(remote_id="j1")), Complete("ats_jobs"), Cursor("job.list", "new"))

    alive = [job for job in store.records("ats_jobs") if job.remote_deleted_at is None]
    assert [job.remote_id for job in alive if isinstance(job, Job)] == ["j1"]
    assert report.deleted == {"ats_jobs": 2}
    assert store.cursors() == {"job.list": "new"}


def test_a_connector_that_fails_before_its_first_item_is_no_different(store: Store) -> None:
    class Unreachable:
        slug = "acme"

        def read(self, _request: object) -> Iterator[ReadItem]:
            raise VendorUnavailableError("acme is down")

    with pytest.raises(VendorUnavailableError):
        store.sync(Unreachable(), models=["ats_jobs"])  # type: ignore[arg-type]

    assert store.apply([Row(Job(remote_id="j1"))]).created == {"ats_jobs": 1}


def test_readers_see_the_last_complete_state_while_a_run_goes_on(
    tmp_path: Path, clock: Any, vendor: Any
) -> None:
    url = f"sqlite:///{tmp_path}/data.db"
    seen: list[int] = []

    def reading() -> Iterator[ReadItem]:
        for number in range(MANY):
            yield Row(Job(remote_id=f"new{number}"))
            if number % BATCH_ROWS == 1:
                seen.append(len(reader.records("ats_jobs")))
        yield Complete("ats_jobs")

    with (
        Store(url, integration_id="acme:1", now=clock) as writer,
        Store(url, integration_id="acme:1", now=clock) as reader,
    ):
        writer.apply([Row(Job(remote_id="j1"))])
        writer.sync(vendor(reading()), models=["ats_jobs"])

        assert seen == [1, 1, 1]
        assert len(reader.records("ats_jobs")) == MANY + 1


def test_the_connectors_stream_is_closed_when_the_store_gives_up(store: Store, vendor: Any) -> None:
    closed = []

    def reading() -> Iterator[Any]:
        try:
            while True:
                yield "no item"
        finally:
            closed.append(True)

    with pytest.raises(Exception, match="no ReadItem"):
        store.sync(vendor(reading()), models=["ats_jobs"])

    assert closed == [True]


KILLED = """
import os, signal, sys
from assay.connector import Complete, Cursor, Row
from assay.sync import Store
from assay.unified.records import Job

class Vendor:
    slug = "acme"
    def read(self, request):
        for number in range(2000):
            yield Row(Job(remote_id=f"new{number}"))
        yield Complete("ats_jobs")
        yield Cursor("job.list", "new")
        if sys.argv[2] == "reading":
            os.kill(os.getpid(), signal.SIGKILL)

if sys.argv[2] == "merging":
    from assay.sync.merge import Merge
    merge = Merge.perform
    def killed(self):
        merge(self)
        os.kill(os.getpid(), signal.SIGKILL)
    Merge.perform = killed

Store(sys.argv[1], integration_id="acme:1").sync(Vendor(), models=["ats_jobs"])
"""


@pytest.mark.skipif(sys.platform == "win32", reason="needs SIGKILL")
@pytest.mark.parametrize("moment", ["reading", "merging"])
def test_a_killed_process_leaves_the_last_complete_state(
    tmp_path: Path, clock: Any, vendor: Any, moment: str
) -> None:
    url = f"sqlite:///{tmp_path}/data.db"
    with Store(url, integration_id="acme:1", now=clock) as store:
        store.apply([Row(Job(remote_id="j1")), Cursor("job.list", "old")])

    killed = subprocess.run([sys.executable, "-c", KILLED, url, moment], check=False, timeout=120)  # noqa: S603 -- our own interpreter and text

    assert killed.returncode == -9
    with Store(url, integration_id="acme:1", now=clock) as store:
        (job,) = store.records("ats_jobs")
        assert isinstance(job, Job)
        assert (job.remote_id, job.remote_deleted_at) == ("j1", None)
        assert store.cursors() == {"job.list": "old"}
        assert len(_staged(store)) == (2000 // BATCH_ROWS) * BATCH_ROWS

        report = store.sync(vendor([Row(Job(remote_id="j2")), Complete("ats_jobs")]), models=["ats_jobs"])

        assert (report.created, report.deleted) == ({"ats_jobs": 1}, {"ats_jobs": 1})
        assert _staged(store) == []


def test_a_sync_that_was_superseded_by_another_is_dropped_with_a_clear_word(
    store: Store, vendor: Any
) -> None:
    def reading() -> Iterator[ReadItem]:
        yield Row(Job(remote_id="stale"))
        store.sync(vendor([Row(Job(remote_id="fresh"))]), models=["ats_jobs"])

    with pytest.raises(StoreError, match="another sync of the same connection"):
        store.sync(vendor(reading()), models=["ats_jobs"])

    assert [getattr(job, "remote_id", "") for job in store.records("ats_jobs")] == ["fresh"]


def test_a_superseded_sync_stages_nothing_more(store: Store, vendor: Any) -> None:
    def reading() -> Iterator[ReadItem]:
        store.sync(vendor([]), models=["ats_jobs"])
        for number in range(MANY):
            yield Row(Job(remote_id=f"stale{number}"))

    with pytest.raises(StoreError, match="another sync of the same connection"):
        store.sync(vendor(reading()), models=["ats_jobs"])

    assert _staged(store) == []


def test_a_sync_does_not_disturb_a_webhook_that_is_being_taken_in(store: Store, vendor: Any) -> None:
    def delivery() -> Iterator[ReadItem]:
        yield Row(Job(remote_id="hooked"))
        store.sync(vendor([Row(Job(remote_id="read")), Complete("ats_jobs")]), models=["ats_jobs"])

    store.apply(delivery())

    assert len(store.records("ats_jobs")) == 2


def test_a_webhook_run_that_died_long_ago_is_swept_away(store: Store, vendor: Any, clock: Any) -> None:
    def delivery() -> Iterator[ReadItem]:
        yield Row(Job(remote_id="old"))
        clock.move(days=2)
        store.sync(vendor([]), models=["ats_jobs"])

    with pytest.raises(StoreError, match="dropped"):
        store.apply(delivery())


def _staged(store: Store) -> list[Any]:
    with store._database.transaction() as connection:
        return list(connection.execute(select(STAGED.c.seq)))
