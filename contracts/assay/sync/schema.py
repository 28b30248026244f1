"""Tables of the data set, for every database that SQLAlchemy knows.

``records`` is what readers see. A run first fills ``staged`` (what was read) and ``completed`` (which
models or groups were read to their end), then one short transaction merges both into ``records``.

Times are text in UTC with milliseconds (unified API 1.8): they sort as they are and mean the same in
every database.
"""

from sqlalchemy import Boolean, Column, Index, Integer, MetaData, String, Table, Text
from sqlalchemy.types import TypeEngine

SCHEMA_VERSION = 1

METADATA = MetaData()


def _exact(length: int) -> TypeEngine[str]:
    """Short text that is compared byte by byte: vendor ids may differ in case alone."""
    return (
        String(length)
        .with_variant(String(length, collation="utf8mb4_bin"), "mysql", "mariadb")
        .with_variant(String(length, collation="C"), "postgresql")
    )


def _long() -> TypeEngine[str]:
    """Text without a limit that matters; MySQL has to be told how long."""
    return Text().with_variant(Text(2**32 - 1), "mysql", "mariadb")


SCHEMA = Table("assay_schema", METADATA, Column("version", Integer, primary_key=True, autoincrement=False))

CONNECTIONS = Table(
    "assay_connections",
    METADATA,
    Column("number", Integer, primary_key=True),
    Column("integration", _exact(255), nullable=False, unique=True),
    # Counts commits. A record carries the revision that last touched it, so a run can tell what was
    # written by others after it had begun to read.
    Column("revision", Integer, nullable=False),
    Column("changed_at", _exact(32), nullable=False),
)

RUNS = Table(
    "assay_runs",
    METADATA,
    Column("number", Integer, primary_key=True),
    Column("connection", Integer, nullable=False, index=True),
    Column("kind", String(16), nullable=False),
    Column("state", String(16), nullable=False),
    Column("started_at", _exact(32), nullable=False),
    Column("finished_at", _exact(32)),
    Column("begun_after", Integer, nullable=False),
)

RECORDS = Table(
    "assay_records",
    METADATA,
    Column("connection", Integer, primary_key=True, autoincrement=False),
    Column("model", _exact(64), primary_key=True),
    Column("id", _exact(24), primary_key=True),
    Column("remote_key", _long(), nullable=False),
    Column("part_of", _exact(255)),
    Column("data", _long(), nullable=False),
    Column("data_hash", _exact(32), nullable=False),
    Column("remote_data", _long()),
    Column("remote_hash", _exact(32), nullable=False),
    Column("parent_1", _exact(24)),
    Column("parent_2", _exact(24)),
    # Whether the vendor still has it, as far as its own model was read. A join row whose parent is
    # deleted may be present and yet deleted; it returns with its parent.
    Column("present", Boolean, nullable=False),
    Column("changed_at", _exact(32), nullable=False),
    Column("remote_deleted_at", _exact(32)),
    Column("revision", Integer, nullable=False),
    Index("assay_records_part_of", "connection", "model", "part_of"),
    Index("assay_records_parent_1", "connection", "model", "parent_1"),
    Index("assay_records_parent_2", "connection", "model", "parent_2"),
    Index("assay_records_revision", "connection", "revision", "model", "id"),
)

STAGED = Table(
    "assay_staged",
    METADATA,
    Column("run", Integer, primary_key=True, autoincrement=False),
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("gone", Boolean, nullable=False),
    Column("model", _exact(64), nullable=False),
    Column("id", _exact(24), nullable=False),
    Column("remote_key", _long(), nullable=False),
    Column("part_of", _exact(255)),
    Column("data", _long()),
    Column("data_hash", _exact(32)),
    Column("remote_data", _long()),
    Column("remote_hash", _exact(32)),
    Column("parent_1", _exact(24)),
    Column("parent_2", _exact(24)),
    Index("assay_staged_id", "run", "model", "id"),
)

COMPLETED = Table(
    "assay_completed",
    METADATA,
    Column("run", Integer, primary_key=True, autoincrement=False),
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("model", _exact(64), nullable=False),
    Column("part_of", _exact(255)),
)

CURSORS = Table(
    "assay_cursors",
    METADATA,
    Column("connection", Integer, primary_key=True, autoincrement=False),
    Column("stream", _exact(255), primary_key=True),
    Column("token", _long(), nullable=False),
)

CREATED = Table(
    "assay_created_applications",
    METADATA,
    Column("connection", Integer, primary_key=True, autoincrement=False),
    Column("remote_id", _exact(255), primary_key=True),
)
