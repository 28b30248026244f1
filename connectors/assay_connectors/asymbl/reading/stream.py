"""One object as a stream: everything, or what changed since the mark of the last run. Source: sheet 4."""

from collections.abc import Iterator
from dataclasses import dataclass

from assay.connector import Cursor, Notice, ReadItem
from assay_connectors.asymbl import soql
from assay_connectors.asymbl.mapping.record import Record
from assay_connectors.asymbl.reading.marks import OVERLAP, RECYCLE_BIN, Mark, shape_of
from assay_connectors.asymbl.reading.rows import Walk
from assay_connectors.asymbl.reading.run import Run
from assay_connectors.asymbl.schema import Shape
from assay_connectors.asymbl.soql import Condition, Query


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is to be read of one object."""

    name: str
    """Of the cursor."""
    models: tuple[str, ...]
    """Models that come of it."""
    shape: Shape
    where: Condition | None = None
    settings: tuple[str, ...] = ()
    """Whatever else decides what rows mean."""


class Stream:
    """The rows of one object in one run.

    Attributes:
        full: whether everything is read, so that what does not come is gone.
    """

    def __init__(self, run: Run, wanted: Wanted) -> None:
        self._run = run
        self._wanted = wanted
        shape = wanted.shape
        mapped = (f"{name}={path}" for name, path in sorted(shape.names.items()))
        models = (model for model in wanted.models if run.wants(model))
        where = wanted.where.soql if wanted.where else ""
        self._sign = shape_of(
            [shape.object, *mapped, *shape.columns(), *sorted(models), where, *wanted.settings]
        )
        self._mark, self._reason = self._begin()
        query = Query(fields=shape.columns(), source=shape.object, where=wanted.where)
        if self._mark is not None and self._mark.stamp is not None:
            since = (self._mark.stamp - OVERLAP).replace(microsecond=0)
            query = query.narrowed(soql.since(shape["modified"], since))
        # What was deleted is in the bin for a while; users, who have no such column, are never deleted (2.1).
        self._walk = Walk(run.api, shape, query, deleted=not self.full and shape.has("deleted"))

    @property
    def full(self) -> bool:
        """Whether everything is read."""
        return self._mark is None

    def _begin(self) -> tuple[Mark | None, str]:
        """The mark to go on from, or None and why everything is read although changes were asked for."""
        if not self._run.delta:
            return None, ""
        mark = Mark.of(self._run.request.cursors.get(self._wanted.name))
        if mark is None or mark.stamp is None:
            return None, ""
        if mark.shape != self._sign:
            return None, "other fields or settings than in the last run"
        if self._run.started_at - mark.read_at > RECYCLE_BIN:
            return None, f"the last run is more than {RECYCLE_BIN.days} days ago"
        return mark, ""

    def notices(self) -> Iterator[ReadItem]:
        """What should be said before the rows: findings on fields, and why everything is read."""
        yield from self._run.findings(self._wanted.shape)
        if self._reason:
            yield Notice(f"{self._wanted.shape.object} is read in full: {self._reason}")

    def pages(self) -> Iterator[list[Record]]:
        """The rows, page by page; deleted ones among them when only changes are read."""
        return self._walk.pages()

    @property
    def is_whole(self) -> bool:
        """Whether everything came, so that what did not is gone."""
        return self.full and self._walk.is_whole

    def ends(self) -> Iterator[ReadItem]:
        """The cursor, after all rows."""
        if not self._walk.is_whole:
            yield Notice(
                f"fewer rows of {self._wanted.shape.object} came than Salesforce had announced, so that none"
                " is treated as deleted"
            )
        stamp = self._walk.stamp
        if self._mark is not None and self._mark.stamp is not None:
            stamp = max(stamp, self._mark.stamp) if stamp is not None else self._mark.stamp
        mark = Mark(stamp=stamp, read_at=self._run.started_at, shape=self._sign)
        yield Cursor(self._wanted.name, mark.text())
