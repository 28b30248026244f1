"""Talents as candidates. Source: avionte sheet 2.2, 2.3, 7.2."""

from collections.abc import Iterator
from typing import Any, Final

from assay.unified.records import Candidate
from assay.unified.values import EmailAddress, PhoneNumber
from assay_connectors.avionte.mapping.fields import own_attributes
from assay_connectors.avionte.mapping.payload import Payload, kept
from assay_connectors.avionte.mapping.places import location
from assay_connectors.contacts import valid_email

ATTRIBUTES: Final = (
    "status",
    "statusId",
    "officeName",
    "officeDivision",
    "availabilityDate",
    "flag",
    "textConsent",
    "placementStatus",
    "isArchived",
    "latestWork",
    "employmentTypeName",
)
"""The vendor's own that are offered for mapping, in the order of the sheet."""

_PHONES: Final = {"mobilePhone": "MOBILE", "homePhone": "HOME", "workPhone": "WORK"}


def candidate(talent: Payload, tags: Payload | None) -> Candidate:
    """A candidate.

    Args:
        talent: the talent.
        tags: what is kept beside it (tags, sources, custom fields); None when that was not read.
    """
    return Candidate(
        remote_id=talent.identifier(),
        first_name=talent.line("firstName"),
        last_name=talent.line("lastName"),
        source=_source(talent, tags),
        phone_numbers=list(_phone_numbers(talent)),
        email_addresses=list(_email_addresses(talent)),
        location=location(_addresses(talent)),
        custom_fields=_custom_fields(tags),
        integration_fields=own_attributes(talent, ATTRIBUTES),
        remote_created_at=talent.moment("createdDate"),
        remote_updated_at=talent.moment("lastUpdatedDate"),
        remote_data={part.endpoint: kept(part.raw) for part in (talent, tags) if part is not None},
    )


def _source(talent: Payload, tags: Payload | None) -> str | None:
    """The partner that made the record, else the first source that a recruiter noted (sheet 7.2)."""
    origin = talent.line("origin")
    if origin is not None or tags is None:
        return origin
    named = (source.line("sourceName") for source in tags.parts("sources"))
    return next((name for name in named if name), None)


def _phone_numbers(talent: Payload) -> Iterator[PhoneNumber]:
    for key, kind in _PHONES.items():
        number = talent.line(key)
        if number:
            yield PhoneNumber(
                phone_number=number,
                type=kind,
            )


def _email_addresses(talent: Payload) -> Iterator[EmailAddress]:
    told = (valid_email(talent.line(key)) for key in ("emailAddress", "emailAddress2"))
    for address in dict.fromkeys(told):
        if address is not None:
            yield EmailAddress(email_address=address)


def _addresses(talent: Payload) -> Iterator[Payload]:
    yield talent.part("residentAddress")
    yield from talent.parts("addresses")[:1]
    yield talent.part("mailingAddress")


def _custom_fields(tags: Payload | None) -> dict[str, Any]:
    return dict(tags.part("customFields").raw) if tags is not None else {}
