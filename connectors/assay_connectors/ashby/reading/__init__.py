"""Reads Ashby and streams unified records.

:func:`read` serves a sync run; :mod:`assay_connectors.ashby.reading.again` reads single objects again, for
actions and webhooks. Source: ashby sheet 7.1, 4.3, 7.5.
"""

from collections.abc import Iterator

from assay.connector import Complete, ReadItem, ReadRequest
from assay_connectors.ashby.connection import Connection
from assay_connectors.ashby.reading.applications import (
    APPLICATION_LIST,
    read_applications,
    read_created,
)
from assay_connectors.ashby.reading.candidates import TAG_LIST, read_candidates, read_reasons, read_tags
from assay_connectors.ashby.reading.interviews import read_created_interviews, read_interviews
from assay_connectors.ashby.reading.jobs import JOB_LIST, JOB_MODELS, read_jobs
from assay_connectors.ashby.reading.offers import read_created_offers, read_offers
from assay_connectors.ashby.reading.organisation import USER_LIST, read_roles, read_users
from assay_connectors.ashby.reading.run import (
    APPLICATIONS,
    CANDIDATE_TAGS,
    CANDIDATES,
    INTERVIEWERS,
    INTERVIEWS,
    JOB_STAGES,
    OFFERS,
    REASONS,
    ROLES,
    STAGES,
    TAGS,
    USER_ROLES,
    USERS,
    Run,
)
from assay_connectors.ashby.reading.stages import STAGE_LIST, StageBook, read_stages

__all__ = ["read"]


def read(connection: Connection, request: ReadRequest) -> Iterator[ReadItem]:
    """Stream the wanted models, parents before children.

    Only the endpoints that the wanted models need are called. A model that the key may not read is
    skipped and the others go on; everything else that goes wrong ends the run with the error.

    Raises:
        CredentialError, VendorRefusedError, VendorUnavailableError, VendorNonsenseError.
    """
    run = Run(connection, request)
    book = StageBook(connection.api)
    yield from run.unless_refused((ROLES,), read_roles(run))
    yield from run.unless_refused((USERS, USER_ROLES), read_users(run))
    yield from run.unless_refused((STAGES, JOB_STAGES), read_stages(run, book))
    yield from run.unless_refused(JOB_MODELS, read_jobs(run, book))
    yield from run.unless_refused((REASONS,), read_reasons(run))
    yield from run.unless_refused((TAGS,), read_tags(run))
    if connection.settings.only_created:
        people = (CANDIDATES, CANDIDATE_TAGS, APPLICATIONS)
        yield from run.unless_refused(people, read_created(run, book))
        yield from run.unless_refused((INTERVIEWS, INTERVIEWERS), read_created_interviews(run, book))
        yield from run.unless_refused((OFFERS,), read_created_offers(run))
    else:
        yield from run.unless_refused((CANDIDATES, CANDIDATE_TAGS), read_candidates(run))
        yield from run.unless_refused((APPLICATIONS,), read_applications(run, book))
        yield from run.unless_refused((INTERVIEWS, INTERVIEWERS), read_interviews(run, book))
        yield from run.unless_refused((OFFERS,), read_offers(run))
    yield from _ends(run)


def _ends(run: Run) -> Iterator[ReadItem]:
    """Completeness of the models that other models may still add records to."""
    if run.wants(USERS) and USER_LIST in run.read_in_full:
        yield Complete(USERS)
    if run.wants(TAGS) and TAG_LIST in run.read_in_full:
        yield Complete(TAGS)
    if run.wants(ROLES) and run.role_ids is not None and {USER_LIST, JOB_LIST} <= run.read_in_full:
        yield Complete(ROLES)
    all_referred = not run.wants(APPLICATIONS) or APPLICATION_LIST in run.read_in_full
    if run.wants(STAGES) and not run.delta and STAGE_LIST in run.read_in_full and all_referred:
        yield Complete(STAGES)
