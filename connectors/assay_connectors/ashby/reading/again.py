"""Reads single objects again, so that what an action or an event changed shows before the next sync.

Every function yields the object's rows, and :class:`~assay.connector.Gone` when the vendor does not know it
any more. Source: ashby sheet 5.4.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from assay.connector import Gone, ReadItem, ReadRequest, Row
from assay_connectors.ashby.connection import Connection
from assay_connectors.ashby.mapping.interviews import events
from assay_connectors.ashby.mapping.offers import offer as mapped_offer
from assay_connectors.ashby.mapping.payload import Payload
from assay_connectors.ashby.reading.applications import (
    CANDIDATE_INFO,
    application_info,
    application_rows,
    prepare_applications,
)
from assay_connectors.ashby.reading.candidates import candidate_rows, prepare_candidates
from assay_connectors.ashby.reading.interviews import SCHEDULE_LIST, schedule_rows
from assay_connectors.ashby.reading.jobs import JOB_MODELS, JobReader, job_info
from assay_connectors.ashby.reading.offers import offer_info, prepare_offers
from assay_connectors.ashby.reading.organisation import read_roles
from assay_connectors.ashby.reading.run import (
    APPLICATIONS,
    CANDIDATE_TAGS,
    CANDIDATES,
    INTERVIEWERS,
    INTERVIEWS,
    JOBS,
    OFFERS,
    ROLE_ASSIGNMENTS,
    Run,
    unless_gone,
)
from assay_connectors.ashby.reading.stages import STAGE_LIST, StageBook

INTERVIEW_INFO = "/interview.info"


def _run(connection: Connection, *models: str) -> Run:
    return Run(connection, ReadRequest(models=frozenset(models), mode="delta"))


def candidate(connection: Connection, candidate_id: str) -> Iterator[ReadItem]:
    """A candidate with its tags."""
    run = _run(connection, CANDIDATES, CANDIDATE_TAGS)
    raw = unless_gone(lambda: connection.api.info(CANDIDATE_INFO, {"id": candidate_id}))
    if raw is None:
        yield Gone(CANDIDATES, candidate_id)
        return
    yield from prepare_candidates(run)
    yield from candidate_rows(run, Payload(raw, CANDIDATE_INFO))


def application(connection: Connection, application_id: str) -> Iterator[ReadItem]:
    """An application with its answers; the stage it is in and its candidate are not read."""
    run = _run(connection, APPLICATIONS)
    info = application_info(connection.api, application_id)
    if info is None:
        yield Gone(APPLICATIONS, application_id)
        return
    yield from prepare_applications(run)
    yield from application_rows(run, StageBook(connection.api), info)


def jobs(connection: Connection, job_ids: Iterable[str]) -> Iterator[ReadItem]:
    """Jobs with their postings, questions, stages and teams."""
    run = _run(connection, *JOB_MODELS)
    for _ in run.unless_refused((ROLE_ASSIGNMENTS,), read_roles(run)):
        pass  # only the ids of the roles are needed; what cannot be read is told below
    run.read_in_full.add(STAGE_LIST)
    reader = JobReader(run, StageBook(connection.api))
    yield from reader.prepare()
    for job_id in job_ids:
        payload = job_info(run, job_id)
        if payload is None:
            yield Gone(JOBS, job_id)
        else:
            yield from reader.rows(payload)


def schedule(connection: Connection, raw: dict[str, Any]) -> Iterator[ReadItem]:
    """The events of an interview schedule, from the schedule as an event or a listing carries it."""
    run = _run(connection, INTERVIEWS, INTERVIEWERS)
    payload = Payload(raw, SCHEDULE_LIST)
    titles: dict[str, str | None] = {}
    for event in events(payload):
        interview_id = event.text("interviewId")
        if interview_id is not None and interview_id not in titles:
            titles[interview_id] = _title(connection, interview_id)
    yield from schedule_rows(run, StageBook(connection.api), payload, titles)


def _title(connection: Connection, interview_id: str) -> str | None:
    raw = unless_gone(lambda: connection.api.info(INTERVIEW_INFO, {"id": interview_id}))
    return None if raw is None else Payload(raw, INTERVIEW_INFO).text("title")


def offer(connection: Connection, offer_id: str) -> Iterator[ReadItem]:
    """An offer."""
    run = _run(connection, OFFERS)
    info = offer_info(connection.api, offer_id)
    if info is None:
        yield Gone(OFFERS, offer_id)
        return
    yield from prepare_offers(run)
    yield Row(mapped_offer(info, info, run.definitions("Offer")))
