"""Rows of the applicant search as candidates and applications. Source: flatchr sheet 7.2, 7.4."""

import re
from typing import Any, ClassVar, Final

from assay.unified.records import Application, Candidate
from assay.unified.values import EmailAddress, PhoneNumber
from assay_connectors.flatchr.api import SEARCH
from assay_connectors.flatchr.mapping.payload import Payload

_EMAIL: Final = re.compile(r"[\w'+\-]+(\.[\w'+\-]+)*@[a-z0-9\-]+(\.[a-z0-9\-]+)*\.[a-z]{2,}", re.IGNORECASE)
"""Source: unified API 1.8."""
_ARCHIVED: Final = 0


class Row(Payload):
    """One row of the applicant search: one person on one vacancy."""

    __slots__ = ()

    method: ClassVar[str] = "POST"

    def __init__(self, raw: Any, endpoint: str = SEARCH, path: str = "") -> None:
        super().__init__(raw, endpoint, path or f"applicant {raw.get('applicant')}")

    @property
    def applicant_id(self) -> str:
        """The encoded id of the applicant."""
        return self.identifier("applicant")


def candidate(row: Row, remote_id: str) -> Candidate:
    """The person of a row."""
    return Candidate(
        remote_id=remote_id,
        first_name=row.trimmed("firstname"),
        last_name=row.trimmed("lastname"),
        phone_numbers=_phone_numbers(row),
        email_addresses=_email_addresses(row),
        remote_data={row.endpoint: row.raw},
    )


def application(
    row: Row, *, candidate_id: str | None, job_id: str | None, stage_id: str | None
) -> Application:
    """The application of a row, with what was found for its references."""
    return Application(
        remote_id=row.applicant_id,
        outcome=_outcome(row),
        current_stage_id=stage_id,
        job_id=job_id,
        candidate_id=candidate_id,
        remote_data={row.endpoint: row.raw},
    )


def _phone_numbers(row: Row) -> list[PhoneNumber]:
    number = row.trimmed("phone")
    return [PhoneNumber(phone_number=number)] if number else []


def _email_addresses(row: Row) -> list[EmailAddress]:
    address = row.text("email")
    return [EmailAddress(email_address=address)] if address and _EMAIL.fullmatch(address) else []


def _outcome(row: Row) -> Any:
    """A hire outlives archiving; whoever is archived without one was declined (sheet 7.4 [A])."""
    if row.flag("hired"):
        return "HIRED"
    return "DECLINED" if row.whole("status") == _ARCHIVED else "PENDING"
