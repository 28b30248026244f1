"""Interviews. Source: recruitee sheet 7.1 Interviews, 2.9."""

from datetime import datetime, timedelta

from assay.unified.records import Interview
from assay.unified.values import Location
from assay_connectors.recruitee.mapping.payload import Payload

_BUILT_IN = "recruitee"
"""Video provider whose rooms have no address of their own. Source: recruitee sheet 2.9 [C]."""


def interview(event: Payload, application_id: str | None) -> Interview:
    """An interview.

    Args:
        event: as listed.
        application_id: the placement of its candidate on its job; None when there is none.
    """
    place = event.line("location")
    return Interview(
        remote_id=event.identifier(),
        starting_at=event.moment("starts_at"),
        ending_at=_end(event),
        location=Location(raw=place) if place and not _is_address(place) else None,
        video_conferencing_url=_video_url(event, place),
        application_id=application_id,
        remote_data={event.endpoint: event.raw},
    )


def _end(event: Payload) -> datetime | None:
    """The vendor has a duration in minutes and no end. Source: recruitee sheet 2.9 [C]."""
    start, minutes = event.moment("starts_at"), event.number("duration")
    if start is None or minutes is None:
        return None
    try:
        return start + timedelta(minutes=minutes)
    except OverflowError:
        return None


def _video_url(event: Payload, place: str | None) -> str | None:
    given = event.text("video_url")
    if given is not None:
        return given
    if place and _is_address(place):
        return place
    built_in = event.text("kind") == "video" and event.text("video_provider") == _BUILT_IN
    return event.text("event_url") if built_in else None


def _is_address(text: str) -> bool:
    return text.lower().startswith(("http://", "https://")) and " " not in text
