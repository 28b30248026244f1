"""The database behind a store: opening it, transactions, and what its errors mean."""

import sqlite3
import threading
import weakref
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from functools import cache
from typing import Any

from sqlalchemy import Connection, Dialect, Engine, create_engine, event, insert, make_url, select
from sqlalchemy.engine import URL
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, SQLAlchemyError
from sqlalchemy.pool import StaticPool

from assay.errors import SettingError, StoreError
from assay.sync.schema import METADATA, SCHEMA, SCHEMA_VERSION

LOCK_TIMEOUT_S = 30
"""How long SQLite waits for another process to finish writing."""

_COMPILED: dict[Any, Any] = {}
"""SQL of the store, compiled; its statements are few and fixed."""
_MADE_BY_OTHERS = ("already exists", "duplicate", "unique")
"""Words of a database that was asked to make what is there already."""


class Database:
    """A database with the store's tables in it; they are made on first use.

    Raises:
        SettingError: the URL cannot be understood, its driver is missing, or nothing answers there.
        StoreError: the database is full, locked, or was written by another version.
    """

    def __init__(self, url: str) -> None:
        self.engine, self._turn = _open(url)
        self.where = self.engine.url.render_as_string(hide_password=True)
        # A store that is simply dropped must not leave a connection behind.
        self.close = weakref.finalize(self, self.engine.dispose)
        if not _is_in_memory(self.engine.url):
            self._prepare()

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """All or nothing; database errors leave as StoreError and change nothing."""
        with self._turn, self._explaining(), self.engine.begin() as connection:
            yield connection

    def _prepare(self) -> None:
        try:
            with self.engine.connect():
                pass
        except SQLAlchemyError as error:
            raise SettingError(
                f"the database cannot be opened: {_cause(error)}",
                where=self.where,
                hint="check path, host, name and rights; every SQLAlchemy URL works, e.g. sqlite:///data.db",
            ) from error
        for _ in METADATA.tables:
            try:
                return self._create()
            except StoreError as error:
                # Somebody else may make a table between our look and our attempt; each time one less.
                if not any(word in error.message.lower() for word in _MADE_BY_OTHERS):
                    raise
        return self._create()

    def _create(self) -> None:
        with self.transaction() as connection:
            version = _make_tables(connection)
        if version not in (None, SCHEMA_VERSION):
            raise SettingError(
                f"the database has version {version} of the store's tables, this is version {SCHEMA_VERSION}",
                where=self.where,
                hint="give the URL of another database and run a full sync into it",
            )

    @contextmanager
    def _explaining(self) -> Iterator[None]:
        try:
            yield
        except SQLAlchemyError as error:
            cause = _cause(error)
            raise StoreError(
                f"the database refused: {cause}", where=self.where, hint=_advice(cause)
            ) from error


def _open(text: str) -> tuple[Engine, AbstractContextManager[Any]]:
    try:
        url = make_url(text)
    except ArgumentError as error:
        raise SettingError(
            "this is not a database URL",
            hint="write it like sqlite:///data.db or postgresql+psycopg://host/name",
        ) from error
    try:
        if url.get_backend_name() == "sqlite":
            return _open_sqlite(url)
        return create_engine(url), nullcontext()
    except (NoSuchModuleError, ImportError) as error:
        raise SettingError(
            f"no driver for {url.drivername!r} is installed",
            where=url.render_as_string(hide_password=True),
            hint="install the driver's package, or name another one: dialect+driver://...",
        ) from error
    except (ArgumentError, TypeError, ValueError) as error:
        raise SettingError(
            f"the database URL cannot be used: {error}", where=url.render_as_string(hide_password=True)
        ) from error


def _open_sqlite(url: URL) -> tuple[Engine, AbstractContextManager[Any]]:
    if _is_in_memory(url):
        if url.get_driver_name() != "pysqlite":
            raise SettingError(
                "a database in memory needs Python's own SQLite driver",
                where=url.render_as_string(hide_password=True),
                hint="write sqlite://, or name a file",
            )
        # One connection is the whole database, so threads take turns.
        return _in_memory(url), threading.RLock()
    engine = create_engine(url, connect_args={} if "timeout" in url.query else {"timeout": LOCK_TIMEOUT_S})
    event.listen(engine, "connect", _let_readers_read)
    return engine, nullcontext()


def _is_in_memory(url: URL) -> bool:
    return url.get_backend_name() == "sqlite" and url.database in (None, "", ":memory:")


def _in_memory(url: URL) -> Engine:
    def connect() -> Any:
        connection = sqlite3.connect(":memory:", check_same_thread=False)
        connection.executescript(_empty())
        return connection

    return Engine(
        StaticPool(connect), _shared_dialect(), url, execution_options={"compiled_cache": _COMPILED}
    )


@cache
def _shared_dialect() -> Dialect:
    """The dialect of all databases in memory; SQL is then compiled once per process."""
    engine = create_engine("sqlite://")
    with engine.connect():
        pass  # the first connection completes the dialect
    engine.dispose()
    return engine.dialect


@cache
def _empty() -> str:
    """What makes the store's tables in a database of which it is known that they are not there."""
    raw = sqlite3.connect(":memory:")
    engine = create_engine("sqlite://", creator=lambda: raw, poolclass=StaticPool)
    with engine.begin() as connection:
        _make_tables(connection)
    script = "\n".join(raw.iterdump())
    engine.dispose()
    return script


def _make_tables(connection: Connection) -> int | None:
    """Make what is missing; the version that was there before, None when there was none."""
    METADATA.create_all(connection)
    version: int | None = connection.scalar(select(SCHEMA.c.version))
    if version is None:
        connection.execute(insert(SCHEMA).values(version=SCHEMA_VERSION))
    return version


def _let_readers_read(connection: Any, _record: object) -> None:
    """Write-ahead logging: readers see the last commit while another process writes the next.

    It is a lasting property of the file; when the file is in use just now, whoever opens it next sets it.
    """
    with suppress(sqlite3.OperationalError):
        connection.execute("PRAGMA journal_mode=WAL").close()


def _cause(error: SQLAlchemyError) -> str:
    """The driver's own words without statement and parameters, which hold personal data."""
    text = str(error.orig) if isinstance(error, DBAPIError) else str(error)
    return text.strip().split("\n")[0]


def _advice(cause: str) -> str:
    if "locked" in cause or "lock timeout" in cause:
        return "another process is writing to it; the last complete state is untouched, try again"
    if "full" in cause or "No space" in cause:
        return "make room; the last complete state is untouched, then run again"
    return "the last complete state is untouched"
