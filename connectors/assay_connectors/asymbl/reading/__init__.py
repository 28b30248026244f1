"""Reads Salesforce and streams unified records. Source: asymbl sheet 2, 4, 7.1.

:func:`read` serves a sync run; :func:`read_again` what an action has made.
"""

from collections.abc import Iterator

from assay.connector import ReadItem, ReadRequest
from assay_connectors.asymbl.connection import Connection
from assay_connectors.asymbl.reading.applications import (
    read_applications,
    read_applications_by_id,
    read_created,
)
from assay_connectors.asymbl.reading.candidates import read_candidates, read_candidates_by_id
from assay_connectors.asymbl.reading.jobs import read_jobs
from assay_connectors.asymbl.reading.run import (
    APPLICATIONS,
    CANDIDATES,
    JOB_STAGES,
    JOB_TEAM,
    JOBS,
    STAGES,
    USERS,
    Run,
)
from assay_connectors.asymbl.reading.stages import read_stages
from assay_connectors.asymbl.reading.users import read_users

__all__ = ["read", "read_again"]


def read(connection: Connection, request: ReadRequest) -> Iterator[ReadItem]:
    """Stream the wanted models, parents before children.

    What the org calls its fields is looked up first. A model that the user may not read is skipped, a field
    that is not visible is named, and the others go on; everything else that goes wrong ends the run.

    Raises:
        CredentialError, VendorRefusedError, VendorUnavailableError, VendorNonsenseError.
    """
    run = Run(connection, request)
    yield from run.unless_refused((USERS,), read_users(run))
    yield from run.unless_refused((JOBS, JOB_TEAM), read_jobs(run))
    yield from run.unless_refused((STAGES, JOB_STAGES), read_stages(run))
    if connection.settings.only_created:
        yield from run.unless_refused((CANDIDATES, APPLICATIONS), read_created(run))
        return
    yield from run.unless_refused((CANDIDATES,), read_candidates(run))
    yield from run.unless_refused((APPLICATIONS,), read_applications(run))


def read_again(
    connection: Connection, *, contact_id: str | None = None, application_id: str | None = None
) -> Iterator[ReadItem]:
    """A contact and an applicant as they are now."""
    run = Run(connection, ReadRequest(models=frozenset({CANDIDATES, APPLICATIONS}), mode="delta"))
    if contact_id is not None:
        yield from read_candidates_by_id(run, [contact_id])
    if application_id is not None:
        yield from read_applications_by_id(run, [application_id])
