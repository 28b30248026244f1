"""What an action made, as records for the store. Source: flatchr sheet 7.7."""

from collections.abc import Iterator
from dataclasses import dataclass

from assay.connector import ReadItem, ReadRequest
from assay.connector import Row as Read
from assay_connectors.flatchr.connection import Connection
from assay_connectors.flatchr.mapping import people
from assay_connectors.flatchr.reading.applicants import Applicants
from assay_connectors.flatchr.reading.run import Run


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """An applicant and how its records are called."""

    row: people.Row
    applicants: Applicants
    candidate_id: str | None


def made_of(connection: Connection, row: people.Row) -> Made:
    """The applicant of a row; asks who it is where candidates are persons."""
    applicants = Applicants(Run(connection, ReadRequest(models=frozenset())))
    return Made(row=row, applicants=applicants, candidate_id=applicants.candidate_id(row))


def made_items(made: Made, job_id: str) -> Iterator[ReadItem]:
    """The candidate and the application; asks for the columns to find the stage."""
    if made.candidate_id is not None:
        yield Read(people.candidate(made.row, made.candidate_id))
    yield Read(
        people.application(
            made.row,
            candidate_id=made.candidate_id,
            job_id=job_id,
            stage_id=made.applicants.stage_of(made.row),
        )
    )
