"""The one transaction that turns what a run read into what readers see.

Set-based where rows are plenty (new records), page by page where a decision is needed, so memory does
not grow with the number of records. Only statements that every database understands are used.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    and_,
    bindparam,
    delete,
    func,
    insert,
    literal,
    or_,
    select,
    true,
    update,
)

from assay.sync.identity import joins, shape_of
from assay.sync.report import EXAMPLES_KEPT, Duplicate
from assay.sync.schema import COMPLETED, RECORDS, STAGED

PAGE_ROWS = 500

_s = STAGED.c
_r = RECORDS.c
_COPIED = (
    *("model", "id", "remote_key", "part_of", "data", "data_hash", "remote_data", "remote_hash"),
    *("parent_1", "parent_2"),
)
_later = STAGED.alias("later")


class Merge:
    """Merges one run.

    Args:
        connection: inside a transaction that holds the connection's lock.
        owner: number of the connection (of a customer) in the database.
        run: whose staged rows are merged.
        revision: number of this commit.
        begun_after: number of the last commit before the run began to read; what others wrote later
            was not there to be read, so it is not missed.
        changed_at: the moment of the merge, as text.
        incomplete: models in which nothing is deleted for not having come.
    """

    def __init__(
        self,
        connection: Connection,
        *,
        owner: int,
        run: int,
        revision: int,
        begun_after: int,
        changed_at: str,
        incomplete: frozenset[str],
    ) -> None:
        self._connection = connection
        self._owner = owner
        self._run = run
        self._revision = revision
        self._begun_after = begun_after
        self._changed_at = changed_at
        self._incomplete = incomplete
        self._staged = and_(_s.run == run, _s.gone.is_(False))
        self._same = and_(_r.connection == owner, _r.model == _s.model, _r.id == _s.id)
        self.created: Counter[str] = Counter()
        self.changed: Counter[str] = Counter()
        self.deleted: Counter[str] = Counter()
        self.returned: Counter[str] = Counter()
        self.repeated: Counter[str] = Counter()
        self.conflicting: Counter[str] = Counter()
        self.duplicates: list[Duplicate] = []

    def perform(self) -> None:
        """Everything, in the order that makes each step simple."""
        self._keep_last_of_each_key()
        self._insert_new()
        self._update_known()
        self._take_away_gone()
        self._take_away_missing()
        self._settle_models()
        for model in joins():
            self._settle_join(model)
        self._clear()

    def _keep_last_of_each_key(self) -> None:
        versions = func.count(_s.data_hash.distinct())
        again = (
            select(_s.model, _s.id, func.count(), versions, func.max(_s.seq), func.max(_s.remote_key))
            .where(self._staged)
            .group_by(_s.model, _s.id)
            .having(func.count() > 1)
            .order_by(func.max(_s.seq))
            .limit(PAGE_ROWS)
        )
        earlier = delete(STAGED).where(
            self._staged,
            _s.model == bindparam("of_model"),
            _s.id == bindparam("of_id"),
            _s.seq < bindparam("last"),
        )
        for page in self._until_empty(again):
            for model, _, rows, differing, _, key in page:
                if differing == 1:
                    self.repeated[model] += 1
                    continue
                self.conflicting[model] += 1
                if len(self.duplicates) < EXAMPLES_KEPT:
                    self.duplicates.append(Duplicate(model=model, remote_key=key, rows=rows))
            self._connection.execute(
                earlier, [{"of_model": row[0], "of_id": row[1], "last": row[4]} for row in page]
            )

    def _insert_new(self) -> None:
        source = (
            select(
                literal(self._owner),
                true(),
                literal(self._changed_at),
                literal(self._revision),
                *(_s[name] for name in _COPIED),
            )
            .select_from(STAGED.outerjoin(RECORDS, self._same))
            .where(self._staged, _r.id.is_(None))
        )
        columns = ["connection", "present", "changed_at", "revision", *_COPIED]
        self._connection.execute(insert(RECORDS).from_select(columns, source))
        counts = (
            select(_r.model, func.count())
            .where(_r.connection == self._owner, _r.revision == self._revision)
            .group_by(_r.model)
        )
        self.created.update({model: count for model, count in self._connection.execute(counts)})

    def _update_known(self) -> None:
        """Write what differs; ``changed_at`` moves for the record's own data alone."""
        own_differs = _s.data_hash != _r.data_hash
        regrouped = and_(_s.part_of.is_not(None), or_(_r.part_of.is_(None), _r.part_of != _s.part_of))
        query = (
            select(
                _s.seq,
                _s.model,
                _s.id,
                _s.data,
                _s.data_hash,
                _s.remote_data,
                _s.remote_hash,
                func.coalesce(_s.part_of, _r.part_of).label("part_of"),
                _r.data_hash.label("known_hash"),
                _r.changed_at,
            )
            .select_from(STAGED.join(RECORDS, self._same))
            .where(
                self._staged,
                _s.seq > bindparam("after"),
                or_(own_differs, _s.remote_hash != _r.remote_hash, regrouped, _r.present.is_(False)),
            )
            .order_by(_s.seq)
            .limit(PAGE_ROWS)
        )
        after = 0
        while page := self._connection.execute(query, {"after": after}).all():
            after = page[-1].seq
            self._write([self._updated(row) for row in page])

    def _updated(self, row: Row[Any]) -> dict[str, Any]:
        values = {
            name: row._mapping[name]  # noqa: SLF001 -- the documented way to a row's columns by name
            for name in (
                "model",
                "id",
                "data",
                "data_hash",
                "remote_data",
                "remote_hash",
                "part_of",
                "changed_at",
            )
        }
        if row.data_hash != row.known_hash:
            self.changed[row.model] += 1
            values["changed_at"] = self._changed_at
        return values | {"present": True}

    def _take_away_gone(self) -> None:
        """Records that the vendor says are gone, unless they came again afterwards."""
        came_again = and_(
            _later.c.run == self._run,
            _later.c.model == _s.model,
            _later.c.id == _s.id,
            _later.c.gone.is_(False),
            _later.c.seq > _s.seq,
        )
        gone = (
            select(_r.model, _r.id)
            .select_from(STAGED.join(RECORDS, self._same).outerjoin(_later, came_again))
            .where(_s.run == self._run, _s.gone.is_(True), _later.c.seq.is_(None), _r.present.is_(True))
            .distinct()
            .limit(PAGE_ROWS)
        )
        self._take_away(gone)

    def _take_away_missing(self) -> None:
        """Records that did not come although their model, or their group, was read to its end."""
        came = and_(self._staged, _s.model == _r.model, _s.id == _r.id)
        for whole in (True, False):
            reach = COMPLETED.c.part_of.is_(None) if whole else COMPLETED.c.part_of == _r.part_of
            completed = and_(COMPLETED.c.run == self._run, COMPLETED.c.model == _r.model, reach)
            missing = (
                select(_r.model, _r.id)
                .select_from(COMPLETED.join(RECORDS, completed).outerjoin(STAGED, came))
                .where(
                    _r.connection == self._owner,
                    _r.present.is_(True),
                    _r.revision <= self._begun_after,
                    _r.model.not_in(sorted(self._incomplete)),
                    _s.seq.is_(None),
                )
                .distinct()
                .limit(PAGE_ROWS)
            )
            self._take_away(missing)

    def _take_away(self, query: Select[Any]) -> None:
        for page in self._until_empty(query):
            self._write([{"model": model, "id": key, "present": False} for model, key in page])

    def _settle_models(self) -> None:
        touched = and_(_r.connection == self._owner, _r.revision == self._revision)
        base = select(_r.model, _r.id).where(touched, _r.model.not_in(joins())).limit(PAGE_ROWS)
        self._settle(base, gone=_r.present.is_(False), there=_r.present.is_(True))

    def _settle_join(self, model: str) -> None:
        """A join row is deleted with either of its parents, and returns with the last of them."""
        parents = (RECORDS.alias("first"), RECORDS.alias("second"))
        source: Any = RECORDS
        for parent, store_id, column in zip(
            parents, shape_of(model).parents, (_r.parent_1, _r.parent_2), strict=True
        ):
            source = source.outerjoin(
                parent,
                and_(parent.c.connection == self._owner, parent.c.model == store_id, parent.c.id == column),
            )
        gone = or_(_r.present.is_(False), *(parent.c.remote_deleted_at.is_not(None) for parent in parents))
        there = and_(_r.present.is_(True), *(parent.c.remote_deleted_at.is_(None) for parent in parents))
        for touched in (RECORDS, *parents):
            base = (
                select(_r.model, _r.id)
                .select_from(source)
                .where(
                    _r.connection == self._owner,
                    _r.model == model,
                    touched.c.connection == self._owner,
                    touched.c.revision == self._revision,
                )
                .limit(PAGE_ROWS)
            )
            self._settle(base, gone=gone, there=there)

    def _settle(self, base: Select[Any], *, gone: ColumnElement[bool], there: ColumnElement[bool]) -> None:
        """Bring ``remote_deleted_at`` in line; it is set once, and ``changed_at`` moves with it."""
        for query, moment, tally in (
            (base.where(gone, _r.remote_deleted_at.is_(None)), self._changed_at, self.deleted),
            (base.where(there, _r.remote_deleted_at.is_not(None)), None, self.returned),
        ):
            for page in self._until_empty(query):
                tally.update(model for model, _ in page)
                self._write(
                    [
                        {
                            "model": model,
                            "id": key,
                            "remote_deleted_at": moment,
                            "changed_at": self._changed_at,
                        }
                        for model, key in page
                    ]
                )

    def _clear(self) -> None:
        for table in (STAGED, COMPLETED):
            self._connection.execute(delete(table).where(table.c.run == self._run))

    def _until_empty(self, query: Select[Any]) -> Iterator[Sequence[Row[Any]]]:
        """Pages of a query whose rows no longer match once they were dealt with."""
        while page := self._connection.execute(query).all():
            yield page
            if len(page) < PAGE_ROWS:
                return

    def _write(self, rows: list[dict[str, Any]]) -> None:
        """Update records by key; all rows name the same columns."""
        columns = [name for name in rows[0] if name not in ("model", "id")]
        statement = (
            update(RECORDS)
            .where(
                _r.connection == self._owner,
                _r.model == bindparam("of_model"),
                _r.id == bindparam("of_id"),
            )
            .values(revision=self._revision, **{name: bindparam(f"new_{name}") for name in columns})
        )
        values = [
            {"of_model": row["model"], "of_id": row["id"]} | {f"new_{name}": row[name] for name in columns}
            for row in rows
        ]
        self._connection.execute(statement, values)
