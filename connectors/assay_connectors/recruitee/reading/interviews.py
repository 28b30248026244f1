"""Reads interviews within a window of time. Source: recruitee sheet 7.1 Interviews, 2.9, 4 [A].

A full run looks far back, so that what it does not find is gone. A delta run looks a month back and a year
ahead, and tells deleted from out of sight by asking for the interview itself.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from assay.connector import Complete, Cursor, Gone, ReadItem, Row
from assay.errors import PermissionMissingError
from assay_connectors.recruitee.api import items_of
from assay_connectors.recruitee.mapping.applications import kinds_in
from assay_connectors.recruitee.mapping.interviews import interview
from assay_connectors.recruitee.mapping.jobs import JOB
from assay_connectors.recruitee.mapping.payload import Payload
from assay_connectors.recruitee.reading.marks import InterviewMarks
from assay_connectors.recruitee.reading.paging import Listing, Page
from assay_connectors.recruitee.reading.run import INTERVIEWS, RESTRICTED, Run, unless_gone

EVENT_LIST = "/interview/events"
EVENT_LIMIT = 100
STATUSES = ("upcoming", "past_due")
"""Without one, only upcoming ones come. Source: recruitee sheet 2.9 [C/A]."""
LONG_AGO = date(2015, 1, 1)
"""Before the vendor existed."""
BACK = timedelta(days=30)
AHEAD = timedelta(days=365)


class InterviewReader:
    """Turns events into rows.

    Args:
        run: the run.
        only: applications whose interviews are wanted; None = all interviews.
    """

    def __init__(self, run: Run, only: frozenset[str] | None = None) -> None:
        self._run = run
        self._only = only

    def rows(self, event: Payload) -> Iterator[ReadItem]:
        """An interview."""
        application_id = self._application_id(event)
        if self._only is None or application_id in self._only:
            yield Row(interview(event, application_id))

    def _application_id(self, event: Payload) -> str | None:
        """The placement of the candidate on the job; the only one on a job where no job is named."""
        candidate_id, job_id = event.reference("candidate_id"), event.reference("offer_id")
        if candidate_id is None:
            return None
        placements = self._run.placements.get(candidate_id)
        if placements is None:
            if job_id is not None:
                return self._asked(candidate_id, job_id)
            placements = self._run.placements[candidate_id] = self._on_jobs(candidate_id)
        if job_id is not None:
            return placements.get(job_id)
        return next(iter(placements.values())) if len(placements) == 1 else None

    def _asked(self, candidate_id: str, job_id: str) -> str | None:
        """The placement of a candidate who was not read in this run. Source: recruitee sheet 2.7 [C]."""
        path = f"/offers/{job_id}/candidates/{candidate_id}/placement"
        try:
            body = unless_gone(self._run.api, path)
        except PermissionMissingError:
            return None
        if body is None or self._run.kinds.get(job_id, JOB) != JOB:
            return None
        return Payload(body, path, "the answer").part("placement").reference("id")

    def _on_jobs(self, candidate_id: str) -> dict[str, str]:
        path = f"/candidates/{candidate_id}"
        try:
            body = unless_gone(self._run.api, path) or {}
        except PermissionMissingError:
            return {}
        answer = Payload(body, path, "the answer")
        kinds = {**kinds_in(answer.parts("references")), **self._run.kinds}
        return {
            job_id: placement.identifier()
            for placement in answer.part("candidate").parts("placements")
            if (job_id := placement.reference("offer_id")) is not None and kinds.get(job_id) == JOB
        }


def events(run: Run, status: str, start: date, end: date) -> Listing:
    """Events of a status between two days."""
    limit = run.page_size(EVENT_LIMIT)

    def read(number: int) -> Page:
        window = {"start_date": start.isoformat(), "end_date": end.isoformat()}
        pages = {"page": number, "limit": limit}
        body = run.api.get(EVENT_LIST, {"scope": "all", "status": status, **window, **pages})
        return Page(items_of(body, "interview_events", EVENT_LIST), None)

    return Listing(read, limit, EVENT_LIST)


def read_interviews(run: Run, only: frozenset[str] | None = None) -> Iterator[ReadItem]:
    """Interviews: all in a full run, those of the window that changed in a delta run."""
    if not run.wants(INTERVIEWS):
        return
    known = InterviewMarks.of(run.token(EVENT_LIST))
    today = run.now.date()
    start, end = today - BACK if known else LONG_AGO, today + AHEAD
    reader, marks = InterviewReader(run, only), {}
    listed: set[str] = set()
    for status in STATUSES:
        for turn in events(run, status, start, end):
            for event in turn.fresh:
                event_id = event.identifier()
                if event_id in listed:
                    continue
                listed.add(event_id)
                mark = (event.text("updated_at"), event.moment("starts_at"))
                if _is_near(mark[1], today):
                    marks[event_id] = mark
                if known is None or _is_news(run, event, mark, known):
                    yield from reader.rows(event)
    if known is not None:
        yield from _missing(run, reader, known, listed)
    elif run.sees_all:
        yield Complete(INTERVIEWS)
    else:
        yield from run.skipped((INTERVIEWS,), RESTRICTED)
    yield Cursor(EVENT_LIST, InterviewMarks(marks).text())


def _is_near(starts_at: datetime | None, today: date) -> bool:
    """Whether the next delta run will look where the event is; unplanned ones may be anywhere."""
    return starts_at is None or starts_at.date() >= today - BACK


def _is_news(
    run: Run, event: Payload, mark: tuple[str | None, datetime | None], known: InterviewMarks
) -> bool:
    """Whether the event, or the placements of its candidate, may differ from what was stored."""
    if event.reference("candidate_id") in run.placements:
        return True
    return mark[0] is None or known.events.get(event.identifier()) != mark


def _missing(
    run: Run, reader: InterviewReader, known: InterviewMarks, listed: set[str]
) -> Iterator[ReadItem]:
    """Events that should have come and did not: gone, unless the vendor still knows them."""
    for event_id in sorted(known.events.keys() - listed, key=int):
        starts_at = known.events[event_id][1]
        if not _is_near(starts_at, run.now.date()):
            continue
        body = unless_gone(run.api, f"{EVENT_LIST}/{event_id}")
        if body is None:
            yield Gone(INTERVIEWS, event_id)
        else:
            event = Payload(body, EVENT_LIST, f"record {event_id}").part("interview_event")
            yield from reader.rows(Payload(event.raw, EVENT_LIST))
