"""Which record of a perturbed run stands for which record of the run before it."""

from collections.abc import Iterator

from assay.evidence import Snapshot
from assay.tampering.perturbation import renamed_within
from assay.unified.base import UnifiedRecord
from assay.unified.catalogue import MODELS


class Counterparts:
    """Pairs the records of two snapshots, the second read from a payload with renamed identifiers.

    A record is found again by its renamed vendor id, or by its old one where that is no identifier of
    the payload; a join row by its renamed parents.

    Args:
        before: read from the payload as it was.
        after: read from the other one.
        prefix: characters at the start of an identifier that were not renamed.
    """

    def __init__(self, before: Snapshot, after: Snapshot, *, prefix: int = 0) -> None:
        self._prefix = prefix
        self._before = before
        self._after = after
        self._renamed: dict[str, str] = {}
        joins = [name for name, model in MODELS.items() if model.join_key]
        for name in (*(name for name in MODELS if name not in joins), *joins, *joins):
            self._rename(name)  # joins twice: a row may be a parent of another one

    def pairs(self, model: str) -> Iterator[tuple[UnifiedRecord, UnifiedRecord]]:
        """Records that exist in both, as they were and as they became."""
        others = {record.id: record for record in self._after.of(model, deleted=False)}
        for record in self._before.of(model, deleted=False):
            other = others.get(self._renamed.get(record.id or ""))
            if other is not None:
                yield record, other

    def _rename(self, model: str) -> None:
        known = {self._name(record): record.id for record in self._after.of(model)}
        for record in self._before.of(model):
            for name in self._new_names(record):
                new_id = known.get(name)
                if new_id is not None and record.id is not None:
                    self._renamed[record.id] = new_id
                    break

    @staticmethod
    def _name(record: UnifiedRecord) -> tuple[str | None, ...]:
        if record.join_key:
            return tuple(getattr(record, name) for name in record.join_key)
        return (getattr(record, "remote_id", None),)

    def _new_names(self, record: UnifiedRecord) -> Iterator[tuple[str | None, ...]]:
        name = self._name(record)
        if record.join_key:
            yield tuple(self._renamed.get(parent or "") for parent in name)
        elif name[0] is not None:
            yield (renamed_within(name[0], self._prefix),)
            yield name
