"""What each of Recruitee's events changes. Source: recruitee sheet 5, 7.3.

A delivery only says that something happened; what is true now is read again by id, because deliveries may
come late, twice, or in another order, and none of them names the application that it is about.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from assay.connector import Gone, ReadItem, Row
from assay.errors import VendorNonsenseError
from assay.unified.records import Application
from assay_connectors.recruitee.connection import Connection
from assay_connectors.recruitee.reading import again


@dataclass(frozen=True, slots=True)
class Event:
    """One event."""

    kind: str
    payload: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Receiver:
    """Who an event is for."""

    connection: Connection
    created: Callable[[str], bool]
    """Whether an application was created through us."""

    def wanted(self, items: Iterator[ReadItem]) -> Iterator[ReadItem]:
        """All news, or only those of created applications and their candidates (sheet 7.3)."""
        if not self.connection.settings.only_created:
            yield from items
            return
        told = list(items)
        ours = [item for item in told if not _is_foreign(item, self.created)]
        if any(isinstance(item, Gone) or _is_application(item) for item in ours):
            yield from ours


def _is_application(item: ReadItem) -> bool:
    return isinstance(item, Row) and isinstance(item.record, Application)


def _is_foreign(item: ReadItem, created: Callable[[str], bool]) -> bool:
    if not isinstance(item, Row) or not isinstance(item.record, Application):
        return False
    return not created(str(item.record.remote_id))


def changes(receiver: Receiver, event: Event) -> Iterator[ReadItem]:
    """What an event changed; nothing for kinds that are not heeded.

    Raises:
        VendorNonsenseError: the event does not say what it is about.
    """
    if event.kind in _ABOUT_CANDIDATES:
        candidate_id = _id(event, "candidate")
        yield from receiver.wanted(again.candidate(receiver.connection, candidate_id))
    elif event.kind in _ABOUT_OFFERS:
        yield from again.job(receiver.connection, _id(event, "offer"))


_ABOUT_CANDIDATES: Final = frozenset(
    {"new_candidate", "candidate_assigned", "candidate_moved", "candidate_deleted"}
)
_ABOUT_OFFERS: Final = frozenset({"offer_published", "offer_unpublished", "offer_updated"})


def _id(event: Event, part: str) -> str:
    thing = event.payload.get(part)
    value = thing.get("id") if isinstance(thing, dict) else None
    if isinstance(value, bool) or not isinstance(value, int):
        raise VendorNonsenseError(f"a webhook {event.kind} that names no {part}")
    return str(value)
