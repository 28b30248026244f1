"""Recorded traces of Flatchr, and ways to make them say something else."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import orjson
import pytest

from assay.evidence import Played, Trace
from assay_contracts.creations import CREATIONS
from assay_contracts.flatchr import calls
from assay_contracts.flatchr.scenarios import (
    changing,
    columns,
    connecting,
    creating,
    creating_oddly,
    files,
    full_sync,
    hosts,
    outcomes,
    passing,
    searching,
    sources,
    vacancies,
)

from .tampering import Proofs, changed, with_response, with_step

_FLATCHR = Proofs(
    "flatchr",
    changing,
    columns,
    connecting,
    creating,
    creating_oddly,
    files,
    full_sync,
    hosts,
    outcomes,
    passing,
    searching,
    sources,
    vacancies,
)
PROOFS, trace_of, says_no = _FLATCHR.by_clause, _FLATCHR.trace_of, _FLATCHR.says_no

B = "behaviour"
both = pytest.mark.parametrize("what", sorted(CREATIONS))
"""For what both creations have in common."""
REFUSAL = {"status": 400, "body": b'{"statusCode":400,"error":"Bad Request","message":"no"}'}


def of_both(behaviour: str) -> set[str]:
    return {f"{B}/create-{what}/{behaviour}" for what in CREATIONS}


def is_creation(played: Played) -> bool:
    return played.exchange.request.path in (calls.WITH_CV, calls.FORM)


def answering(trace: Trace, name: str, path: str, change: Callable[[Any], Any]) -> Trace:
    """The trace with the JSON of every answer to a path in a step changed."""

    def answer(played: Played) -> Played:
        return with_response(played, body=orjson.dumps(change(played.exchange.response.json)))

    return changed(trace, name, path, answer)


def each(**values: Any) -> Callable[[Any], Any]:
    """Puts values into every object of a list."""
    return lambda rows: [{**row, **values} for row in rows]


def only(fits: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Keeps the objects of a list that fit."""
    return lambda rows: [row for row in rows if fits(row)]


def everywhere(trace: Trace, name: str, model: type[Any], /, **values: Any) -> Trace:
    """The trace with other values in all records of a model after a step."""
    snapshot = trace.after(name)
    rows = tuple(row.model_copy(update=values) for row in snapshot.of(model.store_id))
    records = {**snapshot.records, model.store_id: rows}
    return with_step(trace, name, snapshot=replace(snapshot, records=records))
