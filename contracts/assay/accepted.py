"""Accepted records: what a person has reviewed takes the place of a truth that nobody knows.

A recording from a live vendor shows people and jobs that no company of ours describes. Its unified
records are written out once, read by a person, and kept; from then on they are what is expected.
"""

from collections import defaultdict
from pathlib import Path
from typing import Any

import orjson

from assay.atomic import write_atomically
from assay.errors import UsageError
from assay.evidence import Snapshot
from assay.truth import STORE_FIELDS, Expected, Truth
from assay.unified.catalogue import MODELS

ACCEPTED_FILE = "accepted.jsonl"
"""Beside the contract, one record per line."""


def write_accepted(path: Path, snapshot: Snapshot) -> int:
    """Write the records of a data set, in a stable order; returns how many."""
    lines = [
        {"model": model, "_key": record.id, **_shown(record.model_dump(mode="json"))}
        for model in MODELS
        for record in sorted(snapshot.of(model, deleted=False), key=lambda record: record.id or "")
    ]
    write_atomically(path, b"".join(orjson.dumps(line) + b"\n" for line in lines))
    return len(lines)


def read_accepted(path: Path) -> Truth | None:
    """The accepted records as truth, or None when none were accepted; raises UsageError when broken."""
    if not path.is_file():
        return None
    records: defaultdict[str, list[Expected]] = defaultdict(list)
    for number, text in enumerate(path.read_bytes().splitlines(), start=1):
        try:
            line = orjson.loads(text)
            records[line.pop("model")].append(line)
        except (ValueError, KeyError, AttributeError, TypeError) as error:
            raise UsageError(
                f"not an accepted record: {error}", where=f"{path}:{number}", hint="accept the records again"
            ) from error
    return Truth(
        records={model: tuple(rows) for model, rows in records.items()},
        match=dict.fromkeys(MODELS, ("id",)),
        definitions={},
    )


def _shown(record: dict[str, Any]) -> dict[str, Any]:
    """What is compared: neither what the store computes nor the vendor's own object."""
    hidden = STORE_FIELDS - {"id"} | {"remote_data"}
    return {key: value for key, value in record.items() if key not in hidden and value is not None}
