"""Recorded traces of reading an Asymbl org, and ways to make its queries and answers say something else."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any
from urllib.parse import quote_plus

import orjson

from assay.evidence import Played, Trace
from assay.unified.base import UnifiedRecord
from assay_contracts.asymbl import reads

from .tampering import with_record, with_request, with_response, with_step

Row = dict[str, Any]


def rows_saying(trace: Trace, name: str, source: str, change: Callable[[Row], Row]) -> Trace:
    """The trace with rows of an object saying something else, on all pages of a step."""
    pages = {played.index for played in reads.pages(trace.step(name), source)}

    def told(played: Played) -> Played:
        document = played.exchange.response.json
        if played.index not in pages or not isinstance(document, dict) or "records" not in document:
            return played
        records = [change(dict(row)) for row in document["records"]]
        return with_response(played, body=orjson.dumps({**document, "records": records}))

    return with_step(trace, name, played=tuple(map(told, trace.step(name).played)))


def row_saying(trace: Trace, name: str, source: str, key: str, **values: Any) -> Trace:
    """The same of the row of one id."""
    return rows_saying(trace, name, source, lambda row: {**row, **values} if row["Id"] == key else row)


def asking(trace: Trace, name: str, source: str, old: str, new: str) -> Trace:
    """The trace with queries for rows of an object saying something else; they must have said the old."""
    found = reads.asked(trace.step(name), source)
    assert any(old in reads.query_of(played) for played in found), f"{old!r} was not asked"
    changed = {played.index for played in found}

    def asked(played: Played) -> Played:
        if played.index not in changed:
            return played
        query = reads.query_of(played).replace(old, new)
        base = played.exchange.request.url.partition("?")[0]
        return with_request(played, url=f"{base}?q={quote_plus(query)}")

    return with_step(trace, name, played=tuple(map(asked, trace.step(name).played)))


def elsewhere(trace: Trace, name: str, old: str, new: str) -> Trace:
    """The trace with requests of a step sent to other addresses."""
    step = trace.step(name)
    assert any(old in played.exchange.request.url for played in step.played), f"{old} was not asked"
    played = tuple(with_request(one, url=one.exchange.request.url.replace(old, new)) for one in step.played)
    return with_step(trace, name, played=played)


def also(trace: Trace, name: str, *played: Played) -> Trace:
    """The trace with further calls at the end of a step."""
    return with_step(trace, name, played=(*trace.step(name).played, *played))


def stored(trace: Trace, name: str, model: type[Any], key: str, **values: Any) -> Trace:
    """The trace with other values in the record of that vendor id after a step."""
    rows = trace.after(name).of(model.store_id)
    numbers = [n for n, row in enumerate(rows) if getattr(row, "remote_id", None) == key]
    assert numbers, f"{key} is not stored"
    return with_step(trace, name, snapshot=with_record(trace.after(name), model, numbers[0], **values))


def record_of(trace: Trace, name: str, model: type[Any], key: str) -> Any:
    """The record of that vendor id after a step."""
    found = trace.after(name).by_remote_id(model.store_id, key)
    assert found is not None
    return found


def first_stored(trace: Trace, name: str, model: type[Any], fits: Callable[[Any], object]) -> Any:
    """The first record after a step that fits."""
    return next(row for row in trace.after(name).of(model.store_id) if fits(row))


def without_record(trace: Trace, name: str, model: type[Any], number: int = 0) -> Trace:
    """The trace with a record less after a step."""
    snapshot = trace.after(name)
    rows = list(snapshot.of(model.store_id))
    del rows[number]
    return with_step(trace, name, snapshot=_with_rows(snapshot, model, rows))


def with_rows_of(trace: Trace, name: str, model: type[Any], other: str) -> Trace:
    """The trace in which a step left the records of a model as they were after another one."""
    snapshot = trace.after(name)
    rows = list(trace.after(other).of(model.store_id))
    return with_step(trace, name, snapshot=_with_rows(snapshot, model, rows))


def _with_rows(snapshot: Any, model: type[Any], rows: list[UnifiedRecord]) -> Any:
    return replace(snapshot, records={**snapshot.records, model.store_id: tuple(rows)})
