"""The data set of one connection, and the runs that fill it. Source: unified API 6.1, 6.2."""

from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import closing, nullcontext, suppress
from datetime import UTC, datetime, timedelta
from typing import Literal, Self

from sqlalchemy import Connection, delete, insert, or_, select, update

from assay.connector import Connector, ReadItem, ReadRequest, Trigger
from assay.errors import HarnessError, InputError, SettingError, StoreError
from assay.evidence import Snapshot
from assay.sync.database import Database
from assay.sync.identity import Identity, shape_of
from assay.sync.inputs import REMOTE_PREFIX
from assay.sync.intake import Intake
from assay.sync.merge import Merge
from assay.sync.reading import Reading
from assay.sync.report import Dangling, SyncReport
from assay.sync.schema import COMPLETED, CONNECTIONS, CREATED, CURSORS, RUNS, STAGED
from assay.unified.base import UnifiedRecord, in_milliseconds

Kind = Literal["full", "delta", "apply"]

APPLY_GIVEN_UP_AFTER = timedelta(days=1)
"""A small run older than this has died; several may be at work at once, so age is all there is to go by."""
BEFORE_ALL_RUNS = "1970-01-01T00:00:00.000Z"


def _utc_now() -> datetime:
    return datetime.now(UTC)


class Store:
    """The unified data set of one connection, in a database that others may share.

    Args:
        url: any SQLAlchemy URL; the default is a private SQLite database in memory.
        integration_id: the connection's id, ``ashby:<24 characters>``; all ids derive from it.
        now: aware time, for ``changed_at`` and ``remote_deleted_at``.

    Raises:
        SettingError: the database cannot be opened.
        StoreError: it refused; from any method. What was committed before stays as it is.
    """

    def __init__(
        self, url: str = "sqlite://", *, integration_id: str, now: Callable[[], datetime] = _utc_now
    ) -> None:
        if not integration_id:
            raise SettingError("a store needs the id of its connection", hint="e.g. ashby:<24 characters>")
        self.integration_id = integration_id
        self._now = now
        self._identity = Identity(integration_id)
        self._database = Database(url)
        self._owner = self._find_or_add_connection()
        self._reading = Reading(self._database, self._owner)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the database; a store that is dropped does so by itself."""
        self._database.close()

    # --- runs --------------------------------------------------------------------------------------

    def sync(
        self,
        connector: Connector,
        *,
        mode: Literal["full", "delta"] = "full",
        models: Iterable[str],
        trigger: Trigger = "person",
        only_created: bool = False,
    ) -> SyncReport:
        """Read the models through the connector and bring the data set in line.

        Whatever ends the run early (an error of the connector, a signal, a killed process) leaves the
        last complete state as it was, cursors included; simply run again. Rows that the connector
        yields beyond ``models`` are stored too.

        Args:
            connector: what reads from the vendor.
            mode: ``delta`` passes on the cursors of the last run; what has none is read in full.
            models: store ids that are wanted.
            trigger: who wants it; passed on.
            only_created: pass on the applications created through this connection (unified API 6.2).

        Raises:
            SettingError: a model is unknown.
            ConnectorError: whatever the connector raised.
        """
        wanted = frozenset(models)
        for model in wanted:
            shape_of(model)
        request = ReadRequest(
            models=wanted,
            mode=mode,
            trigger=trigger,
            cursors=self.cursors() if mode == "delta" else {},
            created_application_ids=self.created_application_ids() if only_created else (),
        )
        return self._run(mode, lambda: connector.read(request))

    def apply(self, items: Iterable[ReadItem]) -> SyncReport:
        """Store what a webhook or an action brought, as a small run of its own."""
        return self._run("apply", lambda: items)

    def cursors(self) -> dict[str, str]:
        """Stream -> token, as stored by completed runs."""
        query = select(CURSORS.c.stream, CURSORS.c.token).where(CURSORS.c.connection == self._owner)
        with self._database.transaction() as connection:
            return {row.stream: row.token for row in connection.execute(query.order_by(CURSORS.c.stream))}

    def remember_created(self, remote_id: str) -> None:
        """Note that this application was created through the connection; twice is no error."""
        known = select(CREATED.c.remote_id).where(
            CREATED.c.connection == self._owner, CREATED.c.remote_id == remote_id
        )
        with self._database.transaction() as connection:
            self._lock(connection)
            if connection.scalar(known) is None:
                connection.execute(insert(CREATED).values(connection=self._owner, remote_id=remote_id))

    def created_application_ids(self) -> tuple[str, ...]:
        """Remote ids given to :meth:`remember_created`, sorted."""
        query = select(CREATED.c.remote_id).where(CREATED.c.connection == self._owner)
        with self._database.transaction() as connection:
            return tuple(sorted(connection.scalars(query)))

    def _run(self, kind: Kind, read: Callable[[], Iterable[ReadItem]]) -> SyncReport:
        run, begun_after = self._begin(kind)
        try:
            intake = Intake(self._database, self._identity, run)
            items = read()
            with closing(items) if isinstance(items, Generator) else nullcontext():
                for item in items:
                    intake.take(item)
            return self._commit(intake, kind, begun_after)
        except BaseException:
            # Tidiness only: what a killed process leaves behind is swept away by the next sync.
            with suppress(StoreError):
                self._give_up(run)
            raise

    def _begin(self, kind: Kind) -> tuple[int, int]:
        """Number of the new run, and of the last commit before it."""
        now = self._now()
        with self._database.transaction() as connection:
            if kind != "apply":
                self._lock(connection)
                self._sweep(connection, now)
            begun_after = connection.scalar(
                select(CONNECTIONS.c.revision).where(CONNECTIONS.c.number == self._owner)
            )
            key = connection.execute(
                insert(RUNS).values(
                    connection=self._owner,
                    kind=kind,
                    state="running",
                    started_at=in_milliseconds(now),
                    begun_after=begun_after,
                )
            ).inserted_primary_key
        if key is None or begun_after is None:
            raise HarnessError("the database did not tell the number of a new run")
        return int(key[0]), begun_after

    def _sweep(self, connection: Connection, now: datetime) -> None:
        """Clear away syncs that never ended; one that is still alive will find that it was superseded."""
        unfinished = select(RUNS.c.number).where(
            RUNS.c.connection == self._owner,
            RUNS.c.state == "running",
            or_(RUNS.c.kind != "apply", RUNS.c.started_at < in_milliseconds(now - APPLY_GIVEN_UP_AFTER)),
        )
        for run in connection.scalars(unfinished).all():
            self._drop(connection, run, "abandoned")

    def _give_up(self, run: int) -> None:
        with self._database.transaction() as connection:
            self._drop(connection, run, "failed")

    def _drop(self, connection: Connection, run: int, state: str) -> None:
        connection.execute(
            update(RUNS)
            .where(RUNS.c.number == run, RUNS.c.state == "running")
            .values(state=state, finished_at=in_milliseconds(self._now()))
        )
        for table in (STAGED, COMPLETED):
            connection.execute(delete(table).where(table.c.run == run))

    def _commit(self, intake: Intake, kind: Kind, begun_after: int) -> SyncReport:
        with self._database.transaction() as connection:
            revision, last_changed_at = self._lock(connection)
            intake.refuse_if_superseded(connection)
            intake.stage(connection)
            changed_at = self._later_than(last_changed_at)
            merge = Merge(
                connection,
                intake,
                owner=self._owner,
                revision=revision + 1,
                begun_after=begun_after,
                changed_at=changed_at,
            )
            merge.perform()
            self._store_cursors(connection, intake.cursors)
            connection.execute(
                update(CONNECTIONS)
                .where(CONNECTIONS.c.number == self._owner)
                .values(revision=revision + 1, changed_at=changed_at)
            )
            connection.execute(
                update(RUNS)
                .where(RUNS.c.number == intake.run)
                .values(state="committed", finished_at=changed_at)
            )
        return _report(kind, changed_at, intake, merge)

    def _store_cursors(self, connection: Connection, cursors: dict[str, str]) -> None:
        for stream, token in cursors.items():
            connection.execute(
                delete(CURSORS).where(CURSORS.c.connection == self._owner, CURSORS.c.stream == stream)
            )
            connection.execute(insert(CURSORS).values(connection=self._owner, stream=stream, token=token))

    def _later_than(self, last: str) -> str:
        """Now, but later than the last run even if the clock was set back or has not moved on."""
        earliest = datetime.fromisoformat(last) + timedelta(milliseconds=1)
        return in_milliseconds(max(self._now(), earliest))

    def _lock(self, connection: Connection) -> tuple[int, str]:
        """Commits of one connection take turns; number and ``changed_at`` of the last one."""
        mine = CONNECTIONS.c.number == self._owner
        connection.execute(update(CONNECTIONS).where(mine).values(revision=CONNECTIONS.c.revision))
        row = connection.execute(select(CONNECTIONS.c.revision, CONNECTIONS.c.changed_at).where(mine)).one()
        return row.revision, row.changed_at

    def _find_or_add_connection(self) -> int:
        number = self._connection_number()
        if number is None:
            # Somebody else may add it between our look and our attempt; then theirs is as good.
            with suppress(StoreError), self._database.transaction() as connection:
                connection.execute(
                    insert(CONNECTIONS).values(
                        integration=self.integration_id, revision=0, changed_at=BEFORE_ALL_RUNS
                    )
                )
            number = self._connection_number()
        if number is None:
            raise StoreError("the database did not keep a new row", where=self._database.where)
        return number

    def _connection_number(self) -> int | None:
        query = select(CONNECTIONS.c.number).where(CONNECTIONS.c.integration == self.integration_id)
        with self._database.transaction() as connection:
            return connection.scalar(query)

    # --- reading back ------------------------------------------------------------------------------

    def records(self, model: str) -> tuple[UnifiedRecord, ...]:
        """All records of a model, deleted ones too, as of one moment, in the order of their ids."""
        return self._reading.all_of(model)

    def iterate(self, model: str) -> Iterator[UnifiedRecord]:
        """The same, page by page: memory does not grow; a run that ends meanwhile may show in later pages."""
        return self._reading.page_by_page(model)

    def snapshot(self) -> Snapshot:
        """The whole data set as of one moment."""
        return Snapshot(records=self._reading.everything(), at=self._now())

    def find(self, model: str, key: str) -> UnifiedRecord | None:
        """The record of that unified id or ``remote:<id>``, deleted or not; None if it was never read."""
        if key.startswith(REMOTE_PREFIX):
            key = self._identity.id_of(model, key.removeprefix(REMOTE_PREFIX))
        return self._reading.one(model, key)

    def remote_id(self, model: str, key: str) -> str:
        """The vendor's id for a unified id, or for ``remote:<id>``, which is taken as it is.

        Raises:
            InputError: no record has that unified id, or nothing follows ``remote:``.
        """
        if key.startswith(REMOTE_PREFIX):
            found: str | None = key.removeprefix(REMOTE_PREFIX)
        else:
            found = self._reading.remote_key(model, key)
        if not found:
            raise InputError(
                f"there is no record {key!r} in {model}",
                hint="use the id of a synced record, or remote:<the vendor's id>",
            )
        return found

    def dangling(self) -> tuple[Dangling, ...]:
        """References of records that are not deleted to records that were never read."""
        return tuple(self._reading.dangling())


def _report(kind: Kind, changed_at: str, intake: Intake, merge: Merge) -> SyncReport:
    return SyncReport(
        run=intake.run,
        kind=kind,
        changed_at=changed_at,
        read=dict(intake.read),
        created=dict(merge.created),
        changed=dict(merge.changed),
        deleted=dict(merge.deleted),
        returned=dict(merge.returned),
        completed=tuple(intake.completed),
        incomplete=intake.incomplete,
        skipped=tuple(intake.skipped),
        notices=tuple(intake.notices),
        repeated=dict(merge.repeated),
        conflicting=dict(merge.conflicting),
        duplicates=tuple(merge.duplicates),
        unidentified=dict(intake.unidentified),
        cursors=tuple(intake.cursors),
    )
