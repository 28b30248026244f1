"""Takes in what a connector yields, in batches, beside the data set that readers see."""

from collections import Counter
from typing import Any

from sqlalchemy import Connection, insert, select

from assay.connector import Complete, Cursor, Gone, Notice, ReadItem, Row, Skipped
from assay.errors import HarnessError, StoreError
from assay.sync.database import Database
from assay.sync.identity import Identity, key_of
from assay.sync.rows import staged
from assay.sync.schema import COMPLETED, RUNS, STAGED
from assay.unified.base import UnifiedRecord
from assay.unified.catalogue import MODELS

BATCH_ROWS = 500
"""How many items are held in memory before they are staged."""


class Intake:
    """Items of one run. Only the last batch is in memory; the merge stages it itself."""

    def __init__(self, database: Database, identity: Identity, run: int) -> None:
        self._database = database
        self._identity = identity
        self._rows: list[dict[str, Any]] = []
        self._completed: list[dict[str, Any]] = []
        self._seq = 0
        self.run = run
        self.read: Counter[str] = Counter()
        self.unidentified: Counter[str] = Counter()
        self.skipped: dict[Skipped, None] = {}
        self.notices: dict[str, None] = {}
        self.cursors: dict[str, str] = {}
        self.completed: dict[str, None] = {}
        self.completed_in_part: set[str] = set()
        self.gone: set[str] = set()

    def take(self, item: ReadItem) -> None:
        """One item; a full batch is staged at once."""
        match item:
            case Row(record=record, group=group):
                self._take_row(record, group)
            case Gone(model=model, remote_id=remote_id):
                self._take_gone(model, remote_id)
            case Complete(model=model, group=group):
                self._take_complete(model, group)
            case Cursor(stream=stream, token=token):
                self.cursors[stream] = token
            case Skipped():
                self.skipped[item] = None
            case Notice(message=message):
                self.notices[message] = None
            case _:
                raise HarnessError(
                    f"a connector yielded {type(item).__name__}, which is no ReadItem",
                    hint="yield Row, Complete, Gone, Cursor, Skipped or Notice",
                )
        if len(self._rows) + len(self._completed) >= BATCH_ROWS:
            with self._database.transaction() as connection:
                self.refuse_if_superseded(connection)
                self.stage(connection)

    def stage(self, connection: Connection) -> None:
        """Write what is held in memory."""
        for table, rows in ((STAGED, self._rows), (COMPLETED, self._completed)):
            if rows:
                connection.execute(insert(table), rows)
                rows.clear()

    def refuse_if_superseded(self, connection: Connection) -> None:
        """Raise StoreError when a later sync of the connection has taken this one's place."""
        state = connection.scalar(select(RUNS.c.state).where(RUNS.c.number == self.run))
        if state != "running":
            raise StoreError(
                "another sync of the same connection was started meanwhile, so this one was dropped",
                where=self._database.where,
                hint="run one sync of a connection at a time",
            )

    @property
    def incomplete(self) -> dict[str, str]:
        """Models of which not everything can have come, whatever the connector says -> why."""
        reasons = {item.model: item.reason for item in self.skipped if item.field is None}
        return reasons | dict.fromkeys(self.unidentified, "rows without a key came")

    def _take_row(self, record: UnifiedRecord, group: str | None) -> None:
        if MODELS.get(record.store_id) is not type(record):
            raise HarnessError(f"{type(record).__name__} is not a model of the unified catalogue")
        self.read[record.store_id] += 1
        key = key_of(record)
        if key is None:
            self.unidentified[record.store_id] += 1
            return
        row = staged(self._identity, record, key)
        self._rows.append(row | {"run": self.run, "seq": self._next(), "part_of": group})

    def _take_gone(self, model: str, remote_id: str) -> None:
        _refuse_unless_known(model)
        self.gone.add(model)
        empty = dict.fromkeys(
            ("part_of", "data", "data_hash", "remote_data", "remote_hash", "parent_1", "parent_2")
        )
        self._rows.append(
            empty
            | {
                "run": self.run,
                "seq": self._next(),
                "gone": True,
                "model": model,
                "id": self._identity.id_of(model, remote_id),
                "remote_key": remote_id,
            }
        )

    def _take_complete(self, model: str, group: str | None) -> None:
        _refuse_unless_known(model)
        if group is None:
            self.completed[model] = None
        else:
            self.completed_in_part.add(model)
        self._completed.append({"run": self.run, "seq": self._next(), "model": model, "part_of": group})

    def _next(self) -> int:
        self._seq += 1
        return self._seq


def _refuse_unless_known(model: str) -> None:
    if model not in MODELS:
        raise HarnessError(
            f"a connector spoke of {model!r}, which is no unified model",
            hint="models are: " + ", ".join(sorted(MODELS)),
        )
