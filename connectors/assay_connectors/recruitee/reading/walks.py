"""Finds the candidates that changed: two walks from the newest change back to the last run's.

``updated_at`` stays as it is when an application moves, and ``last_activity_at`` may stay when a profile is
edited, so both are walked. The server ignores a sort key that it does not know, without a word: a walk
in which the column rises is worth nothing, and everybody is read instead. Source: recruitee sheet 4, 2.6.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from assay.connector import Cursor, Notice, ReadItem
from assay_connectors.recruitee.mapping.payload import Payload
from assay_connectors.recruitee.reading.marks import OVERLAP, Remembered, WalkMark
from assay_connectors.recruitee.reading.paging import Turn
from assay_connectors.recruitee.reading.people import PersonReader
from assay_connectors.recruitee.reading.run import PEOPLE, Run
from assay_connectors.recruitee.reading.search import WALK_LIMIT, search
from assay_connectors.recruitee.reading.sweep import STREAMS, sweep


class SortIgnoredError(Exception):
    """The column that hits should be sorted by rises."""


@dataclass(slots=True)
class Walk:
    """One walk.

    Attributes:
        changed: candidate id -> hit, of those that the last run did not read as they are now.
        memory: what the next run has to know.
    """

    key: str
    mark: WalkMark
    changed: dict[str, Payload] = field(default_factory=dict)
    memory: Remembered = field(default_factory=lambda: Remembered(None))
    _begun: bool = False
    _floor: datetime | None = None

    def go(self, run: Run) -> None:
        """Read pages until they are older than the last run.

        Raises:
            SortIgnoredError: the server sorted by something else.
        """
        end = self.mark.until - OVERLAP
        for turn in search(run.api, f"{self.key}_desc", run.page_size(WALK_LIMIT)):
            now = run.now
            for hit, stamp in self._ordered(turn):
                if self.memory.top is None:
                    self.memory.top = max(stamp, self.mark.until)
                if stamp >= end:
                    self._take(hit, stamp, now)
            if not turn.goes_back and (self._floor is None or self._floor < end):
                return

    def _ordered(self, turn: Turn) -> Iterator[tuple[Payload, datetime]]:
        """Hits with their stamp; those without one come last."""
        before = None if turn.again else self._floor
        begun = not turn.again and self._begun
        for hit in turn.all:
            stamp = hit.moment(self.key)
            if stamp is not None and begun and (before is None or stamp > before):
                raise SortIgnoredError
            before, begun = stamp, True
            if stamp is not None:
                yield hit, stamp
        self._floor, self._begun = before, begun

    def _take(self, hit: Payload, stamp: datetime, now: datetime) -> None:
        candidate_id = hit.identifier()
        if self.mark.seen.get(candidate_id) != stamp:
            self.changed[candidate_id] = hit
        self.memory.take(candidate_id, stamp, now)


def walk(run: Run, reader: PersonReader) -> Iterator[ReadItem]:
    """Candidates that changed since the last run; everybody where that cannot be told."""
    marks = {key: WalkMark.of(run.token(stream)) for key, stream in STREAMS.items()}
    walks = [Walk(key, mark) for key, mark in marks.items() if mark is not None]
    if len(walks) < len(STREAMS):
        yield from sweep(run, reader)
        return
    try:
        for one in walks:
            one.go(run)
    except SortIgnoredError:
        yield Notice(
            f"the vendor does not sort candidates by {one.key}, so that changes cannot be told apart:"
            " all candidates were read instead"
        )
        yield from sweep(run, reader)
        return
    hits = {candidate_id: hit for one in walks for candidate_id, hit in one.changed.items()}
    for candidate_id, hit in hits.items():
        yield from reader.read(candidate_id, hit)
    if reader.hidden:
        yield from run.skipped(PEOPLE, f"{len(reader.hidden)} candidates may not be read: {reader.hidden[0]}")
    for one in walks:
        mark = one.memory.mark() or one.mark
        yield Cursor(STREAMS[one.key], mark.text())
