"""The one transaction that turns what a run read into what readers see.

Set-based where rows are plenty (new records), page by page where a decision is needed, so memory does
not grow with the number of records. Steps that cannot find anything to do are not asked.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Update

from assay.sync import statements as sql
from assay.sync.identity import joins, shape_of
from assay.sync.intake import Intake
from assay.sync.report import EXAMPLES_KEPT, Duplicate


class Merge:
    """Merges one run.

    Args:
        connection: inside a transaction that holds the connection's lock.
        intake: what was read, staged to the last row.
        owner: number of the connection (of a customer) in the database.
        revision: number of this commit.
        begun_after: number of the last commit before the run began to read.
        changed_at: the moment of the merge, as text.
    """

    def __init__(
        self,
        connection: Connection,
        intake: Intake,
        *,
        owner: int,
        revision: int,
        begun_after: int,
        changed_at: str,
    ) -> None:
        self._connection = connection
        self._intake = intake
        self._owner = {"owner": owner}
        self._run = {"run": intake.run}
        self._mine = {"owner": owner, "revision": revision}
        self._revision = revision
        self._begun_after = begun_after
        self._changed_at = changed_at
        self._touched: set[str] = set()
        self.created: Counter[str] = Counter()
        self.changed: Counter[str] = Counter()
        self.deleted: Counter[str] = Counter()
        self.returned: Counter[str] = Counter()
        self.repeated: Counter[str] = Counter()
        self.conflicting: Counter[str] = Counter()
        self.duplicates: list[Duplicate] = []

    def perform(self) -> None:
        """Everything, in the order that makes each step simple."""
        for model in self._intake.read:
            self._keep_last_of_each_key(model)
        if self._intake.read:
            self._insert_new()
            self._rewrite_differing()
        self._take_away()
        for model in sorted(self._touched):
            if not shape_of(model).parents:
                self._settle(sql.MODEL_TO_DELETE, sql.MODEL_TO_RETURN, self._mine | {"of_model": model})
        for model in joins():
            self._settle_join(model)
        self._clear()

    def _keep_last_of_each_key(self, model: str) -> None:
        for page in self._pages(sql.REPEATED, self._run | {"of_model": model}):
            for row in page:
                if row.versions == 1:
                    self.repeated[model] += 1
                    continue
                self.conflicting[model] += 1
                if len(self.duplicates) < EXAMPLES_KEPT:
                    self.duplicates.append(Duplicate(model=model, key=row.remote_key, rows=row.rows))
            self._connection.execute(
                sql.FORGET_EARLIER,
                [self._run | {"of_model": model, "of_id": row.id, "last": row.last} for row in page],
            )

    def _insert_new(self) -> None:
        inserted = self._connection.execute(
            sql.INSERT_NEW, self._run | self._mine | {"moment": self._changed_at}
        )
        if inserted.rowcount:
            for row in self._connection.execute(sql.COUNT_NEW, self._mine):
                self.created[row.model] = row.rows
            self._touched.update(self.created)

    def _rewrite_differing(self) -> None:
        after = 0
        while page := self._connection.execute(
            sql.DIFFERING, self._run | self._owner | {"after_seq": after}
        ).all():
            after = page[-1].seq
            self._write(sql.REWRITE, [self._rewritten(row) for row in page])

    def _rewritten(self, row: Any) -> dict[str, Any]:
        """``changed_at`` moves for the record's own data alone (unified API 1.6)."""
        differs = row.data_hash != row.known_hash
        self.changed.update([row.model] if differs else [])
        return {
            "of_model": row.model,
            "of_id": row.id,
            "new_data": row.data,
            "new_data_hash": row.data_hash,
            "new_remote_data": row.remote_data,
            "new_remote_hash": row.remote_hash,
            "new_part_of": row.part_of,
            "new_changed_at": self._changed_at if differs else row.changed_at,
            "new_present": True,
        }

    def _take_away(self) -> None:
        """Records that the vendor says are gone, and those that did not come although all came."""
        where = self._run | self._owner
        reach = where | {"begun_after": self._begun_after}
        intake = self._intake
        for query, parameters, models in (
            (sql.GONE, where, intake.gone),
            (sql.MISSING_IN_MODEL, reach, intake.completed.keys() - intake.incomplete.keys()),
            (sql.MISSING_IN_GROUP, reach, intake.completed_in_part - intake.incomplete.keys()),
        ):
            for model in sorted(models):
                for page in self._pages(query, parameters | {"of_model": model}):
                    self._write(
                        sql.MARK_ABSENT,
                        [{"of_model": model, "of_id": row.id, "new_present": False} for row in page],
                    )

    def _settle_join(self, model: str) -> None:
        """A join row is deleted with either of its parents, and returns with the last of them."""
        first, second = shape_of(model).parents
        parameters = self._mine | {"of_model": model, "first_model": first, "second_model": second}
        moved = self.deleted.keys() | self.returned.keys()
        for name, asked in (
            ("self", model in self._touched),
            ("first", first in moved),
            ("second", second in moved),
        ):
            if asked:
                self._settle(sql.JOIN_TO_DELETE[name], sql.JOIN_TO_RETURN[name], parameters)

    def _settle(self, to_delete: sql.Query, to_return: sql.Query, parameters: Mapping[str, Any]) -> None:
        """Bring ``remote_deleted_at`` in line; it is set once, and ``changed_at`` moves with it."""
        for query, moment, tally in (
            (to_delete, self._changed_at, self.deleted),
            (to_return, None, self.returned),
        ):
            for page in self._pages(query, parameters):
                tally.update(row.model for row in page)
                new = {"new_remote_deleted_at": moment, "new_changed_at": self._changed_at}
                self._write(
                    sql.MARK_DELETED, [{"of_model": row.model, "of_id": row.id} | new for row in page]
                )

    def _clear(self) -> None:
        for statement in (sql.CLEAR_STAGED, sql.CLEAR_COMPLETED):
            self._connection.execute(statement, self._run)

    def _pages(self, query: sql.Query, parameters: Mapping[str, Any]) -> Iterator[Sequence[Any]]:
        after = ""
        while page := self._connection.execute(query, {**parameters, "after": after}).all():
            yield page
            if len(page) < sql.PAGE_ROWS:
                return
            after = page[-1].id

    def _write(self, statement: Update, rows: Iterable[dict[str, Any]]) -> None:
        values = [row | self._owner | {"new_revision": self._revision} for row in rows]
        self._touched.update(row["of_model"] for row in values)
        self._connection.execute(statement, values)
