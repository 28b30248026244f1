"""Reads interviews. Source: ashby sheet 7.1 Interviews, 2.10, 7.4 N4."""

from collections.abc import Iterator, Mapping

from assay.connector import Complete, Cursor, ReadItem, Row
from assay_connectors.ashby.mapping.interviews import events, interview, interviewers
from assay_connectors.ashby.mapping.payload import Payload
from assay_connectors.ashby.reading.run import INTERVIEWERS, INTERVIEWS, Run, indexed
from assay_connectors.ashby.reading.stages import StageBook

SCHEDULE_LIST = "/interviewSchedule.list"
INTERVIEW_LIST = "/interview.list"


def read_interviews(run: Run, book: StageBook) -> Iterator[ReadItem]:
    """The events of all schedules, or of those that changed; events that left a schedule are gone."""
    if not run.wants(INTERVIEWS, INTERVIEWERS):
        return
    titles = read_titles(run)
    listing = run.api.list_all(SCHEDULE_LIST, {}, run.token(SCHEDULE_LIST))
    for raw in listing:
        yield from schedule_rows(run, book, Payload(raw, SCHEDULE_LIST), titles)
    if listing.full:
        yield from _completes(run)
    if listing.sync_token:
        yield Cursor(SCHEDULE_LIST, listing.sync_token)


def read_created_interviews(run: Run, book: StageBook) -> Iterator[ReadItem]:
    """Interviews of the applications made through this connection. Source: ashby sheet 7.5."""
    if not run.wants(INTERVIEWS, INTERVIEWERS):
        return
    titles = read_titles(run) if run.request.created_application_ids else {}
    for application_id in run.request.created_application_ids:
        for raw in run.api.list_all(SCHEDULE_LIST, {"applicationId": application_id}):
            yield from schedule_rows(run, book, Payload(raw, SCHEDULE_LIST), titles)
    yield from _completes(run)


def read_titles(run: Run) -> dict[str, str | None]:
    """Id of an interview definition -> title, of all there are."""
    if not run.wants(INTERVIEWS):
        return {}
    body = {"includeArchived": True, "includeNonSharedInterviews": True}
    definitions = indexed(run, INTERVIEW_LIST, body)
    return {id_: definition.text("title") for id_, definition in definitions.items()}


def schedule_rows(
    run: Run, book: StageBook, schedule: Payload, titles: Mapping[str, str | None]
) -> Iterator[ReadItem]:
    """The events of one schedule with their interviewers; none when it is cancelled."""
    group = schedule.identifier()
    for event in events(schedule):
        if run.wants(INTERVIEWS):
            yield from book.refer(schedule.text("interviewStageId"))
            yield Row(interview(event, schedule, titles), group=group)
        if run.wants(INTERVIEWERS):
            for person in interviewers(event):
                yield Row(person, group=group)
    if run.delta:
        for model in (INTERVIEWS, INTERVIEWERS):
            if run.wants(model):
                yield Complete(model, group=group)


def _completes(run: Run) -> Iterator[ReadItem]:
    for model in (INTERVIEWS, INTERVIEWERS):
        if run.wants(model):
            yield Complete(model)
