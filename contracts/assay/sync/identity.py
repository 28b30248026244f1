"""Who a record is: keys, ids and parents, worked out from the catalogue alone.

Ids are computed, never looked up, so a reference can be stored before the record it names was read.
Source: unified API 1.7 (recipe ours), 5.2 (joins).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from assay.connector import JOIN_SEPARATOR
from assay.errors import HarnessError, SettingError
from assay.unified.base import UnifiedRecord
from assay.unified.catalogue import MODELS, references_of
from assay.unified.ids import join_id, record_id

IDS_KEPT = 4096
"""How many computed ids are remembered; references repeat, and memory must not grow with the records."""


@dataclass(frozen=True, slots=True)
class Shape:
    """What the store needs to know of one unified model."""

    model: type[UnifiedRecord]
    references: Mapping[str, str]
    """Reference field -> store id of the model it names."""
    parents: tuple[str, ...]
    """Of a join: store ids of its parents, in the order of its join key."""
    level: int
    """0 for a model, 1 for a join of models, 2 for a join with such a join."""
    parts: int
    """How many remote ids make up its key."""


@cache
def shape_of(store_id: str) -> Shape:
    """The shape of a model; raises SettingError when the catalogue has no such model."""
    model = MODELS.get(store_id)
    if model is None:
        raise SettingError(
            f"there is no unified model {store_id!r}", hint="models are: " + ", ".join(sorted(MODELS))
        )
    references = references_of(model)
    parents = tuple(references[field] for field in model.join_key)
    shapes = [shape_of(parent) for parent in parents]
    return Shape(
        model=model,
        references=references,
        parents=parents,
        level=1 + max(shape.level for shape in shapes) if shapes else 0,
        parts=sum(shape.parts for shape in shapes) if shapes else 1,
    )


@cache
def joins() -> tuple[str, ...]:
    """Store ids of all join models, those first whose rows are parents of others."""
    return tuple(sorted((name for name in MODELS if shape_of(name).level), key=lambda n: shape_of(n).level))


def key_of(record: UnifiedRecord) -> str | None:
    """The vendor's key of a record as read; None when the vendor did not give one."""
    if record.join_key:
        parts = [getattr(record, field) for field in record.join_key]
        return JOIN_SEPARATOR.join(parts) if all(parts) else None
    return getattr(record, "remote_id", None) or None


class Identity:
    """Ids of one connection."""

    def __init__(self, integration: str) -> None:
        self.integration = integration
        self.id_of = lru_cache(maxsize=IDS_KEPT)(self._id_of)
        """(store id, remote key) -> unified id."""

    def _id_of(self, store_id: str, key: str) -> str:
        shape = shape_of(store_id)
        if not shape.parents:
            return record_id(self.integration, key)
        parts = key.split(JOIN_SEPARATOR)
        if len(parts) != shape.parts:
            raise HarnessError(
                f"a reference to {store_id} has {len(parts)} remote ids, expected {shape.parts}",
                hint="the connector must join the remote ids of all parents with JOIN_SEPARATOR",
            )
        parent_ids, start = [], 0
        for parent in shape.parents:
            end = start + shape_of(parent).parts
            parent_ids.append(self.id_of(parent, JOIN_SEPARATOR.join(parts[start:end])))
            start = end
        return join_id(self.integration, store_id, *parent_ids)
