"""Reads single objects again, so that what an action or an event changed shows before the next sync.

Every function yields the object's rows, and :class:`~assay.connector.Gone` when the vendor does not know it
any more. Source: recruitee sheet 5 (re-read the object), 7.2.
"""

from collections.abc import Iterator

from assay.connector import Gone, ReadItem, ReadRequest
from assay_connectors.recruitee.connection import Connection
from assay_connectors.recruitee.mapping.jobs import JOB
from assay_connectors.recruitee.reading.jobs import QUESTION_MODELS, JobReader, read_questions
from assay_connectors.recruitee.reading.organisation import read_tags, read_users
from assay_connectors.recruitee.reading.people import PersonReader
from assay_connectors.recruitee.reading.run import JOB_STAGES, JOB_TEAM, JOBS, PEOPLE, STAGES, TAGS, Run


def _run(connection: Connection, *models: str) -> Run:
    return Run(connection, ReadRequest(models=frozenset(models), mode="delta"))


def candidate(
    connection: Connection, candidate_id: str, *, only: frozenset[str] | None = None
) -> Iterator[ReadItem]:
    """A candidate with tags and applications; says of each which it has no more.

    Args:
        connection: the company.
        candidate_id: whom.
        only: applications that are wanted; None = all.
    """
    run = _run(connection, *PEOPLE, TAGS)
    yield from run.unless_refused((), read_tags(run))
    yield from PersonReader(run, JobReader(run), only).read(candidate_id)


def job(connection: Connection, job_id: str) -> Iterator[ReadItem]:
    """A job with its stages, team and, where it is published, questions; nothing for a talent pool."""
    run = _run(connection, JOBS, STAGES, JOB_STAGES, JOB_TEAM, *QUESTION_MODELS)
    list(run.unless_refused((), read_users(run)))  # for their ids; without them the team stays as it was
    reader = JobReader(run)
    yield from reader.read(job_id)
    yield from reader.leftovers()
    if run.kinds.get(job_id) == JOB:
        yield from read_questions(run)
    elif job_id not in run.kinds and not reader.hidden:
        yield Gone(JOBS, job_id)
