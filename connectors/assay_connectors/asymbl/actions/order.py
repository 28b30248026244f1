"""What a caller orders with Create candidate and Create application, one line per input.

Every declared input passes through exactly one line of this module; what is missing here is not sent.
"""

from dataclasses import dataclass
from datetime import datetime

from assay.unified.actions import (
    CreateApplication,
    CreateCandidate,
    File,
    InputLocation,
    SalaryExpectations,
    SourceInput,
)
from assay_connectors.files import WantedFile
from assay_connectors.wanted import WantedSource


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where the candidate lives."""

    city: str | None = None
    country: str | None = None
    """ISO 3166-1 alpha-2."""
    zip_code: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """Everything declared of one create action."""

    first_name: str = ""
    last_name: str = ""
    email_address: str = ""
    title: str | None = None
    phone_number: str | None = None
    place: Place = Place()
    availability_date: datetime | None = None
    salary: float | None = None
    """Per year."""
    job_id: str = ""
    stage_id: str | None = None
    files: tuple[WantedFile, ...] = ()
    source: WantedSource | None = None


def ordered(action: CreateCandidate | CreateApplication) -> Order:
    """The order in a create action."""
    candidate = action.candidate
    return Order(
        first_name=candidate.first_name,
        last_name=candidate.last_name,
        email_address=candidate.email_address,
        title=candidate.title,
        phone_number=candidate.phone_number,
        place=_place(candidate.location) if candidate.location else Place(),
        availability_date=candidate.availability_date,
        salary=_salary(candidate.salary_expectations) if candidate.salary_expectations else None,
        job_id=action.application.job_id,
        stage_id=action.application.stage_id,
        files=tuple(wanted_file(attachment, attachment.type) for attachment in action.attachments),
        source=_source(action.source) if action.source else None,
    )


def _place(location: InputLocation) -> Place:
    return Place(
        city=location.city,
        country=location.country,
        zip_code=location.zip_code,
    )


def _salary(expected: SalaryExpectations) -> float:
    """The package knows salaries of a year. Source: asymbl sheet 7.2 [A]."""
    times = 12 if expected.period == "MONTH" else 1
    return expected.amount * times


def wanted_file(file: File, kind: str) -> WantedFile:
    """The file in an action, one line per input."""
    return WantedFile(
        name=file.name,
        content_type=file.content_type,
        data_url=file.data_url,
        data=file.data,
        type=kind,
    )


def _source(source: SourceInput) -> WantedSource:
    return WantedSource(
        name=source.name,
        unified_key=source.unified_key,
        id=source.id,
    )
