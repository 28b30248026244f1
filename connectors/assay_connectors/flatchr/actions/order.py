"""What a caller orders with the two create actions, one line per input.

Every declared input passes through exactly one line of this module; what is missing here is not sent.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from assay.errors import InputError
from assay.unified.actions import AttachmentFile, CreateApplication, CreateCandidate
from assay_connectors.files import WantedFile

_LATIN: Final = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """Everything declared of one create action."""

    first_name: str = ""
    last_name: str = ""
    email_address: str = ""
    phone_number: str | None = None
    job_id: str = ""
    """Encoded id of the vacancy."""
    files: tuple[WantedFile, ...] = ()


def ordered(action: CreateCandidate | CreateApplication) -> Order:
    """The order in a create action.

    Raises:
        InputError: a name that Flatchr refuses.
    """
    candidate = action.candidate
    order = Order(
        first_name=candidate.first_name.strip(),
        last_name=candidate.last_name.strip(),
        email_address=candidate.email_address,
        phone_number=(candidate.phone_number or "").strip() or None,
        job_id=action.application.job_id,
        files=tuple(wanted_file(attachment) for attachment in action.attachments),
    )
    _check_name("candidate.first_name", order.first_name)
    _check_name("candidate.last_name", order.last_name)
    return order


def wanted_file(file: AttachmentFile) -> WantedFile:
    """The file in an action, one line per input."""
    return WantedFile(
        name=file.name,
        content_type=file.content_type,
        data_url=file.data_url,
        data=file.data,
        type=file.type,
    )


def _check_name(field: str, name: str) -> None:
    """Source: flatchr sheet 3.1 [D22]: the name has to match ``/[a-zA-Z]/``."""
    if _LATIN.isdisjoint(name):
        raise InputError(
            f"{field} has no letter from A to Z", hint="Flatchr refuses such names; give it in Latin letters."
        )


def ignored_inputs(action: CreateCandidate | CreateApplication) -> tuple[str, ...]:
    """Warnings for the inputs that are given but not forwarded, one each."""
    return tuple(f"{name} was not forwarded: Flatchr's API has no place for it" for name in _given(action))


def _given(action: CreateCandidate | CreateApplication) -> Iterator[str]:
    candidate = action.candidate
    given = {
        "candidate.additional_email_addresses": candidate.additional_email_addresses,
        "candidate.company": candidate.company,
        "candidate.title": candidate.title,
        "candidate.additional_phone_numbers": candidate.additional_phone_numbers,
        "candidate.location": candidate.location,
        "candidate.gender": candidate.gender,
        "candidate.availability_date": candidate.availability_date,
        "candidate.salary_expectations": candidate.salary_expectations,
        "candidate.social_links": candidate.social_links,
        "application.stage_id": action.application.stage_id,
        "screening_question_answers": action.screening_question_answers,
        "sourced_by": action.sourced_by,
        "gdpr_consent": action.gdpr_consent,
        "remote_fields": action.remote_fields,
    }
    yield from (name for name, value in given.items() if value)
