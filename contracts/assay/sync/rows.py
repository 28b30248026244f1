"""How a record is written down, and read back.

The record's own unified data, its references already unified ids, is one JSON text with sorted keys;
its hash tells whether the record changed. ``remote_data`` is kept apart: it is the vendor's, and a
difference there is not a change of the record (unified API 1.6).
"""

import json
from collections.abc import Mapping
from hashlib import blake2b
from typing import Any

import orjson
from pydantic import ValidationError

from assay.errors import StoreError
from assay.sync.identity import Identity, shape_of
from assay.unified.base import UnifiedRecord

_KEPT_APART = {"id", "changed_at", "remote_deleted_at", "remote_data"}
_SLOW = " "
"""First character of JSON that only Python's own parser reads as it was: lone surrogates, huge numbers."""


def to_json(value: Any) -> str:
    """JSON text with sorted keys."""
    try:
        return orjson.dumps(value, option=orjson.OPT_SORT_KEYS).decode()
    except TypeError:
        return _SLOW + json.dumps(value, sort_keys=True, separators=(",", ":"))


def from_json(text: str) -> Any:
    """What :func:`to_json` was given."""
    return json.loads(text) if text.startswith(_SLOW) else orjson.loads(text)


def staged(identity: Identity, record: UnifiedRecord, key: str) -> dict[str, Any]:
    """Columns of a record as read."""
    shape = shape_of(record.store_id)
    own = record.model_dump(mode="json", exclude_none=True, exclude=_KEPT_APART)
    for field, target in shape.references.items():
        if field in own:
            own[field] = identity.id_of(target, own[field])
    parents = [own[field] for field in record.join_key]
    data = to_json(own)
    remote = getattr(record, "remote_data", None)
    remote_data = None if remote is None else to_json(remote)
    return {
        "gone": False,
        "model": record.store_id,
        "id": identity.id_of(record.store_id, key),
        "remote_key": key,
        "data": data,
        "data_hash": _hash(data),
        "remote_data": remote_data,
        "remote_hash": _hash(remote_data or ""),
        "parent_1": parents[0] if parents else None,
        "parent_2": parents[1] if parents else None,
    }


def stored(row: Mapping[str, Any]) -> UnifiedRecord:
    """The catalogue object of a row; raises StoreError when the catalogue no longer knows its fields."""
    values = from_json(row["data"])
    if row["remote_data"] is not None:
        values["remote_data"] = from_json(row["remote_data"])
    values["id"] = row["id"]
    values["changed_at"] = row["changed_at"]
    values["remote_deleted_at"] = row["remote_deleted_at"]
    model = shape_of(row["model"]).model
    try:
        return model.model_validate(values)
    except ValidationError as error:
        fault = error.errors(include_input=False, include_url=False)[0]
        at = ".".join(str(part) for part in fault["loc"])
        raise StoreError(
            f"stored record {row['id']} of {row['model']} does not fit the catalogue: {at}: {fault['msg']}",
            hint="it was written by another version; run a full sync to write it again",
        ) from error


def _hash(text: str) -> str:
    return blake2b(text.encode(), digest_size=16).hexdigest()
