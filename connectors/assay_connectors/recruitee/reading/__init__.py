"""Reads Recruitee and streams unified records.

:func:`read` serves a sync run; :mod:`assay_connectors.recruitee.reading.again` reads single objects again,
for actions and webhooks. Source: recruitee sheet 4, 7.1.
"""

from collections.abc import Iterator

from assay.connector import Complete, ReadItem, ReadRequest
from assay_connectors.recruitee.connection import Connection
from assay_connectors.recruitee.created import Created
from assay_connectors.recruitee.reading.created_only import read_created
from assay_connectors.recruitee.reading.interviews import read_interviews
from assay_connectors.recruitee.reading.jobs import (
    DETAIL_MODELS,
    QUESTION_MODELS,
    JobReader,
    read_jobs,
    read_questions,
)
from assay_connectors.recruitee.reading.organisation import read_reasons, read_tags, read_users
from assay_connectors.recruitee.reading.people import PersonReader
from assay_connectors.recruitee.reading.run import (
    INTERVIEWS,
    JOB_TEAM,
    PEOPLE,
    REASONS,
    TAGS,
    USERS,
    Run,
)
from assay_connectors.recruitee.reading.sweep import sweep
from assay_connectors.recruitee.reading.walks import walk

__all__ = ["read"]


def read(connection: Connection, request: ReadRequest, created: Created) -> Iterator[ReadItem]:
    """Stream the wanted models, parents before children.

    Only the calls that the wanted models need are made. A model that the role may not read is skipped
    and the others go on; everything else that goes wrong ends the run with the error.

    Args:
        connection: the company.
        request: what to read.
        created: what this connection has created; matters when nothing else is to be read.

    Raises:
        CredentialError, VendorRefusedError, VendorUnavailableError, VendorNonsenseError.
    """
    run = Run(connection, request)
    jobs = JobReader(run)
    yield from run.unless_refused((USERS, JOB_TEAM), read_users(run))
    yield from run.unless_refused(DETAIL_MODELS, read_jobs(run, jobs))
    if run.stage_ids is None:
        yield from run.skipped(QUESTION_MODELS, "the jobs that ask them may not be listed")
    else:
        yield from run.unless_refused(QUESTION_MODELS, read_questions(run))
    yield from run.unless_refused((TAGS,), read_tags(run))
    yield from run.unless_refused((REASONS,), read_reasons(run))
    yield from run.unless_refused(PEOPLE, _read_people(run, jobs, created))
    only = frozenset(request.created_application_ids) if connection.settings.only_created else None
    yield from run.unless_refused((INTERVIEWS,), read_interviews(run, only))
    if run.wants(TAGS) and run.tags is not None:
        yield Complete(TAGS)


def _read_people(run: Run, jobs: JobReader, created: Created) -> Iterator[ReadItem]:
    if run.connection.settings.only_created:
        yield from read_created(run, jobs, created)
    elif run.wants(*PEOPLE):
        reader = PersonReader(run, jobs)
        yield from walk(run, reader) if run.delta else sweep(run, reader)
