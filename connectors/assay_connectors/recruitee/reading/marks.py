"""What a run remembers of offers, candidates and interviews for the next one: cursors as text.

Source: recruitee sheet 4: the vendor has no sync token, so a cursor is made of what was seen.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from functools import cache
from typing import Any, Self

import orjson
from pydantic import AwareDatetime, TypeAdapter, ValidationError
from pydantic.dataclasses import dataclass as checked

OVERLAP = timedelta(seconds=300)
"""How far a walk goes back before its cursor: index lag, and stamps in whole seconds. Source: 4 [A]."""
SETTLED_AFTER = timedelta(seconds=5)
"""A stamp younger than this when it was read may still stand for a later change within its second."""
MOST_REMEMBERED = 1000
"""Candidates remembered within the overlap; what is not remembered is merely read again."""


@cache
def _adapter(kind: Any) -> TypeAdapter[Any]:
    return TypeAdapter(kind)


class Token:
    """A cursor as text."""

    def text(self) -> str:
        """For the next run."""
        return orjson.dumps(asdict(self), option=orjson.OPT_SORT_KEYS).decode()  # type: ignore[call-overload]

    @classmethod
    def of(cls, text: str | None) -> Self | None:
        """The cursor of an earlier run; None when there is none, or not one of ours."""
        if text is None:
            return None
        kind: Any = cls
        try:
            parsed: Self = _adapter(kind).validate_json(text)
        except ValidationError:
            return None
        return parsed


@checked(frozen=True, slots=True)
class OfferMarks(Token):
    """All offers as of the last run."""

    refreshed_at: AwareDatetime
    """When the details of all active ones were read last."""
    offers: Mapping[str, tuple[str | None, str]] = field(default_factory=dict)
    """Offer id -> updated_at as listed, kind."""
    stages: list[str] = field(default_factory=list)
    """Ids of all stages that were seen on jobs."""


@checked(frozen=True, slots=True)
class WalkMark(Token):
    """How far candidates were read in one order."""

    until: AwareDatetime
    """Greatest stamp there was when the walk began."""
    seen: Mapping[str, AwareDatetime] = field(default_factory=dict)
    """Candidate id -> stamp, of those within the overlap that were read with exactly that stamp."""


@checked(frozen=True, slots=True)
class InterviewMarks(Token):
    """Interviews of the window as of the last run."""

    events: Mapping[str, tuple[str | None, AwareDatetime | None]] = field(default_factory=dict)
    """Event id -> updated_at, start."""


@checked(frozen=True, slots=True)
class CreatedMarks(Token):
    """Whose applications those are that this connection has created."""

    candidates: Mapping[str, str] = field(default_factory=dict)
    """Application id -> candidate id."""


@dataclass(slots=True)
class Remembered:
    """Collects the mark of one order while candidates are read.

    Attributes:
        top: greatest stamp at the beginning; None when there was no candidate, or none with a stamp.
        latest: greatest stamp met since.
    """

    top: datetime | None
    latest: datetime | None = None
    seen: dict[str, datetime] = field(default_factory=dict)

    def take(self, candidate_id: str, stamp: datetime | None, now: datetime) -> None:
        """Take note of a candidate that is read with this stamp or a later one."""
        if stamp is None or self.top is None:
            return
        self.latest = max(self.latest or stamp, stamp)
        within = stamp >= self.top - OVERLAP
        if within and stamp + SETTLED_AFTER <= now and len(self.seen) < MOST_REMEMBERED:
            self.seen[candidate_id] = stamp

    def mark(self) -> WalkMark | None:
        """For the next run; None when there is nothing to go on from."""
        return None if self.top is None else WalkMark(until=self.top, seen=dict(self.seen))
