"""Reads all candidates: the search tells who there is, the details tell the rest. Source: recruitee sheet 4.

Where later runs go on from is looked up before the first page: what changes while the pages are read is newer
than that, so the next run sees it, on whichever page it was meanwhile.
"""

from collections.abc import Iterator
from datetime import datetime

from assay.connector import Complete, Cursor, Notice, ReadItem
from assay_connectors.recruitee.reading.marks import Remembered
from assay_connectors.recruitee.reading.people import PersonReader
from assay_connectors.recruitee.reading.run import PEOPLE, RESTRICTED, Run
from assay_connectors.recruitee.reading.search import SWEEP_LIMIT, first_hit, search

STREAMS = {"updated_at": "candidates by updated_at", "last_activity_at": "candidates by last_activity_at"}
"""Order in which changes are walked -> name of its cursor. Source: recruitee sheet 4."""


def sweep(run: Run, reader: PersonReader) -> Iterator[ReadItem]:
    """All candidates with tags and applications, oldest first, so that new ones come at the end."""
    remembered = {key: Remembered(_top(run, key)) for key in STREAMS}
    listing = search(run.api, "created_at_asc", run.page_size(SWEEP_LIMIT))
    for turn in listing:
        now = run.now
        for hit in turn.fresh:
            for key, memory in remembered.items():
                memory.take(hit.identifier(), hit.moment(key), now)
            yield from reader.read(hit.identifier(), hit)
    if not listing.complete:
        yield Notice("the list of candidates changed while it was read, so that none is treated as deleted")
    yield from ends(run, reader, complete=listing.complete)
    for key, memory in remembered.items():
        yield from _cursor(run, key, memory)


def ends(run: Run, reader: PersonReader, *, complete: bool) -> Iterator[ReadItem]:
    """Says that all candidates came, or why that cannot be said."""
    if not run.sees_all:
        yield from run.skipped(PEOPLE, RESTRICTED)
    elif reader.hidden:
        yield from run.skipped(PEOPLE, f"{len(reader.hidden)} candidates may not be read: {reader.hidden[0]}")
    elif complete:
        for model in PEOPLE:
            if run.wants(model):
                yield Complete(model)


def _top(run: Run, key: str) -> datetime | None:
    hit = first_hit(run.api, f"{key}_desc")
    return None if hit is None else hit.moment(key)


def _cursor(run: Run, key: str, memory: Remembered) -> Iterator[ReadItem]:
    """Where to go on from, unless the server does not sort: then somebody is newer than the newest."""
    mark = memory.mark()
    if mark is None:
        return
    if memory.latest is not None and memory.latest > mark.until:
        top = _top(run, key)
        if top is None or top < memory.latest:
            yield Notice(
                f"the vendor does not sort candidates by {key}, so that the next run has to read everybody"
            )
            return
    yield Cursor(STREAMS[key], mark.text())
