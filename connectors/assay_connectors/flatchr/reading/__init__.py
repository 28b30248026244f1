"""Reads Flatchr and streams unified records: always everything, for Flatchr has no deltas.

Order of the calls: columns, vacancies, publications, intranet, reference lists, tags, both searches, tags of
each applicant. Stages are yielded after the searches, because a column that was renamed in between is read
again. Source: flatchr sheet 7 (read plan), 4.
"""

from collections.abc import Iterator

from assay.connector import Complete, Notice, ReadItem, ReadRequest, Row
from assay_connectors.flatchr.connection import Connection
from assay_connectors.flatchr.key import expiry_warning
from assay_connectors.flatchr.mapping.jobs import job_stage
from assay_connectors.flatchr.mapping.stages import application_stage
from assay_connectors.flatchr.reading.applicants import Applicants
from assay_connectors.flatchr.reading.jobs import read_jobs
from assay_connectors.flatchr.reading.run import (
    APPLICATIONS,
    CANDIDATE_TAGS,
    CANDIDATES,
    JOB_STAGES,
    STAGES,
    TAGS,
    Run,
)
from assay_connectors.flatchr.reading.tags import TagBook, read_candidate_tags, read_tags

__all__ = ["read"]


def read(connection: Connection, request: ReadRequest) -> Iterator[ReadItem]:
    """Stream the wanted models.

    Only what the wanted models need is asked for. Whatever fails ends the run with its error, so that
    nothing is taken for deleted; but the career site, the intranet list, the reference lists and the search
    for archived applicants may be refused, and then the run goes on and says what it lacks.

    Raises:
        CredentialError, VendorRefusedError, VendorUnavailableError, VendorNonsenseError.
    """
    warning = expiry_warning(connection.api.api_key, connection.runtime.now())
    if warning:
        yield Notice(warning)
    if request.mode == "delta":
        yield Notice("Flatchr cannot list what changed since a moment; everything was read")
    run = Run(connection, request)
    if run.wants(STAGES, JOB_STAGES, APPLICATIONS):
        run.read_columns()
    yield from read_jobs(run)
    book = TagBook(run) if run.wants(TAGS, CANDIDATE_TAGS) else None
    if book is not None and run.wants(TAGS):
        yield from read_tags(run, book)
    applicants = Applicants(run)
    traits_wanted = book is not None and (run.wants(CANDIDATE_TAGS) or book.by_value)
    if traits_wanted or run.wants(CANDIDATES, APPLICATIONS):
        yield from applicants.search()
    yield from _read_stages(run)
    yield from applicants.read()
    if book is not None and traits_wanted:
        yield from read_candidate_tags(run, book, applicants)
    yield from _ends(run, applicants)


def _read_stages(run: Run) -> Iterator[ReadItem]:
    """The company's columns, and for each job all of them: which are hidden for it, no answer tells."""
    if run.wants(STAGES):
        for column in run.columns:
            yield Row(application_stage(column))
        yield Complete(STAGES)
    if run.wants(JOB_STAGES):
        for vacancy in run.vacancies:
            for index, column in enumerate(run.columns):
                yield Row(job_stage(vacancy, column, index))
        yield Complete(JOB_STAGES)


def _ends(run: Run, applicants: Applicants) -> Iterator[ReadItem]:
    """Completeness of what applicants tell; not when a search may have left some of them out."""
    if run.wants(TAGS) and run.tags_complete:
        yield Complete(TAGS)
    if not applicants.complete:
        return
    if run.wants(CANDIDATES) and applicants.identities_complete:
        yield Complete(CANDIDATES)
    if run.wants(APPLICATIONS):
        yield Complete(APPLICATIONS)
    if run.wants(CANDIDATE_TAGS) and applicants.identities_complete:
        yield Complete(CANDIDATE_TAGS)
