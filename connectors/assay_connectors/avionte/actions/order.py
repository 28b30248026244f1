"""What a caller orders, one line per input: what is missing here is not sent. Source: avionte sheet 7.8."""

from collections.abc import Iterator
from dataclasses import dataclass

from assay.errors import InputError
from assay.unified.actions import AttachmentFile, CreateApplication, CreateCandidate, InputLocation
from assay_connectors.contacts import valid_email
from assay_connectors.files import WantedFile


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where the candidate lives."""

    city: str | None = None
    country: str | None = None
    zip_code: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """Everything declared of one create action."""

    first_name: str = ""
    last_name: str = ""
    email_address: str = ""
    title: str | None = None
    phone_number: str | None = None
    location: Place | None = None
    gender: str | None = None
    job_id: str = ""
    files: tuple[WantedFile, ...] = ()
    source_name: str | None = None


def ordered(action: CreateCandidate | CreateApplication) -> Order:
    """The order in a create action.

    Raises:
        InputError: a name without letters, an e-mail address that is none, or a job that is none.
    """
    candidate, source = action.candidate, action.source
    order = Order(
        first_name=candidate.first_name.strip(),
        last_name=candidate.last_name.strip(),
        email_address=candidate.email_address.strip(),
        title=(candidate.title or "").strip() or None,
        phone_number=(candidate.phone_number or "").strip() or None,
        location=place(candidate.location) if candidate.location is not None else None,
        gender=candidate.gender,
        job_id=action.application.job_id,
        files=tuple(wanted_file(attachment) for attachment in action.attachments),
        source_name=((source.name if source else None) or "").strip() or None,
    )
    _check(order)
    return order


def place(location: InputLocation) -> Place:
    """The place in an action, one line per input."""
    return Place(
        city=location.city,
        country=location.country,
        zip_code=location.zip_code,
    )


def wanted_file(file: AttachmentFile) -> WantedFile:
    """The file in an action, one line per input."""
    return WantedFile(
        name=file.name,
        content_type=file.content_type,
        data_url=file.data_url,
        data=file.data,
        type=file.type,
    )


def _check(order: Order) -> None:
    for name, value in (("first_name", order.first_name), ("last_name", order.last_name)):
        if not value:
            raise InputError(f"candidate.{name} is blank")
    if valid_email(order.email_address) is None:
        raise InputError("candidate.email_address is not an e-mail address")
    number(order.job_id, "application.job_id")


def number(text: str, name: str) -> int:
    """The vendor's id in an input.

    Raises:
        InputError: it is none.
    """
    if not text.isascii() or not text.isdigit():
        raise InputError(f"{name} is not an id of Avionté", hint="Avionté's ids are numbers.")
    return int(text)


def ignored_inputs(action: CreateCandidate | CreateApplication) -> tuple[str, ...]:
    """Warnings for the inputs that are given but not forwarded, one each."""
    return tuple(f"{name} was not forwarded to Avionté" for name in _given(action))


def _given(action: CreateCandidate | CreateApplication) -> Iterator[str]:
    candidate, location, source = action.candidate, action.candidate.location, action.source
    given = {
        "candidate.additional_email_addresses": candidate.additional_email_addresses,
        "candidate.company": candidate.company,
        "candidate.additional_phone_numbers": candidate.additional_phone_numbers,
        "candidate.location.state": location and location.state,
        "candidate.location.street_1": location and location.street_1,
        "candidate.availability_date": candidate.availability_date,
        "candidate.salary_expectations": candidate.salary_expectations,
        "candidate.social_links": candidate.social_links,
        "application.stage_id": action.application.stage_id,
        "screening_question_answers": action.screening_question_answers,
        "source.unified_key": source and source.unified_key,
        "source.id": source and source.id,
        "sourced_by": action.sourced_by,
        "gdpr_consent": action.gdpr_consent,
        "remote_fields": action.remote_fields,
    }
    yield from (name for name, value in given.items() if value)
