"""Reads the data set back: single records, whole models, and references that lead nowhere."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import Connection, Select, select

from assay.sync.database import Database
from assay.sync.identity import shape_of
from assay.sync.report import Dangling
from assay.sync.rows import from_json, stored
from assay.sync.schema import RECORDS
from assay.unified.base import UnifiedRecord
from assay.unified.catalogue import MODELS

PAGE_ROWS = 500

_r = RECORDS.c
_SHOWN = (_r.model, _r.id, _r.data, _r.remote_data, _r.changed_at, _r.remote_deleted_at)
_NAMES = tuple(column.name for column in _SHOWN)


class Reading:
    """Questions to the data set of one connection (``owner``)."""

    def __init__(self, database: Database, owner: int) -> None:
        self._database = database
        self._owner = owner
        self._as_read_last: dict[tuple[Any, ...], UnifiedRecord] = {}

    def everything(self) -> dict[str, tuple[UnifiedRecord, ...]]:
        """All records by model, as of one moment, in the order of their ids.

        Whoever asks again after a change gets the very objects of before for what did not change.
        """
        query = self._select().order_by(_r.model, _r.id)
        known, self._as_read_last = self._as_read_last, {}
        found: defaultdict[str, list[UnifiedRecord]] = defaultdict(list)
        with self._database.transaction() as connection:
            for row in map(tuple, connection.execute(query)):
                record = known.get(row) or stored(dict(zip(_NAMES, row, strict=True)))
                self._as_read_last[row] = record
                found[record.store_id].append(record)
        return {model: tuple(found[model]) for model in MODELS if model in found}

    def all_of(self, model: str) -> tuple[UnifiedRecord, ...]:
        """Records of one model, as of one moment, in the order of their ids."""
        shape_of(model)
        with self._database.transaction() as connection:
            query = self._select().where(_r.model == model).order_by(_r.id)
            return tuple(stored(dict(row)) for row in connection.execute(query).mappings())

    def page_by_page(self, model: str) -> Iterator[UnifiedRecord]:
        """Records of one model in the order of their ids, without holding them all."""
        for page in self._pages(model):
            for row in page:
                yield stored(row)

    def one(self, model: str, key: str) -> UnifiedRecord | None:
        """The record of that unified id, deleted or not."""
        shape_of(model)
        with self._database.transaction() as connection:
            query = self._select().where(_r.model == model, _r.id == key)
            row = connection.execute(query).mappings().first()
        return None if row is None else stored(dict(row))

    def remote_key(self, model: str, key: str) -> str | None:
        """The vendor's key of the record of that unified id."""
        shape_of(model)
        query = select(_r.remote_key).where(_r.connection == self._owner, _r.model == model, _r.id == key)
        with self._database.transaction() as connection:
            return connection.scalar(query)

    def dangling(self) -> Iterator[Dangling]:
        """References of records that are not deleted to records that were never read."""
        for model in MODELS:
            if shape_of(model).references:
                for page in self._pages(model):
                    yield from self._dangling_in([row for row in page if row["remote_deleted_at"] is None])

    def _dangling_in(self, page: list[Mapping[str, Any]]) -> list[Dangling]:
        references = [
            Dangling(model=row["model"], id=row["id"], field=field, target=target, target_id=data[field])
            for row in page
            for data in [from_json(row["data"])]
            for field, target in shape_of(row["model"]).references.items()
            if field in data
        ]
        wanted: defaultdict[str, set[str]] = defaultdict(set)
        for reference in references:
            wanted[reference.target].add(reference.target_id)
        with self._database.transaction() as connection:
            known = {
                (target, key) for target in wanted for key in self._known(connection, target, wanted[target])
            }
        return [reference for reference in references if (reference.target, reference.target_id) not in known]

    def _known(self, connection: Connection, model: str, keys: set[str]) -> Iterator[str]:
        query = select(_r.id).where(_r.connection == self._owner, _r.model == model, _r.id.in_(sorted(keys)))
        yield from connection.scalars(query)

    def _pages(self, model: str) -> Iterator[list[Mapping[str, Any]]]:
        """Each page is read on its own, so a slow reader holds nobody up."""
        shape_of(model)
        after = ""
        while True:
            query = self._select().where(_r.model == model, _r.id > after).order_by(_r.id).limit(PAGE_ROWS)
            with self._database.transaction() as connection:
                page = list(connection.execute(query).mappings())
            if not page:
                return
            yield [dict(row) for row in page]
            after = page[-1]["id"]

    def _select(self) -> "Select[*tuple[Any, ...]]":
        return select(*_SHOWN).where(_r.connection == self._owner)
