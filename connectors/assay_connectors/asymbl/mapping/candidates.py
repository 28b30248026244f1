"""Contacts as candidates. Source: asymbl sheet 7.1 Candidates, 2.3."""

from typing import Final

from assay.unified.records import Candidate
from assay.unified.values import EmailAddress, Location, PhoneNumber
from assay_connectors.asymbl.mapping.fields import custom_fields, integration_fields
from assay_connectors.asymbl.mapping.record import Record, lines
from assay_connectors.asymbl.options import Options
from assay_connectors.contacts import valid_email
from assay_connectors.places import country_code

_PHONES: Final = {"phone": "WORK", "mobile": "MOBILE", "home_phone": "HOME", "other_phone": "OTHER"}


def candidate(record: Record, options: Options, origin: str) -> Candidate:
    """A candidate."""
    return Candidate(
        remote_id=record.record_id,
        first_name=record.text("first_name"),
        last_name=record.text("last_name"),
        title=record.text("title"),
        source=record.text("source"),
        phone_numbers=_phone_numbers(record),
        email_addresses=_email_addresses(record),
        location=_mailing_address(record),
        custom_fields=custom_fields(record, options.mapped("candidates")),
        integration_fields=integration_fields(record),
        remote_url=record.shape.url(record.record_id, origin),
        remote_created_at=record.moment("created"),
        remote_updated_at=record.moment("updated"),
        remote_data=record.data,
    )


def _phone_numbers(record: Record) -> list[PhoneNumber]:
    """Numbers as they were typed."""
    numbers = ((record.text(name), kind) for name, kind in _PHONES.items())
    return [PhoneNumber(phone_number=number, type=kind) for number, kind in numbers if number]


def _email_addresses(record: Record) -> list[EmailAddress]:
    address = valid_email((record.text("email") or "").strip())
    return [EmailAddress(email_address=address)] if address else []


def _mailing_address(record: Record) -> Location | None:
    street = lines(record.text("street"))
    city, zip_code = record.text("city"), record.text("zip")
    state, country = record.text("state"), record.text("country")
    parts = (*street, city, state, zip_code, country)
    place = Location(
        city=city,
        country=_country(record),
        raw=", ".join(part for part in parts if part) or None,
        state=record.text("state_code") or state,
        street_1=street[0] if street else None,
        street_2=street[1] if len(street) > 1 else None,
        zip_code=zip_code,
    )
    return None if place == Location() else place


def _country(record: Record) -> str | None:
    """The code, else what the name stands for, else the name."""
    name = record.text("country")
    return record.text("country_code") or (name and (country_code(name) or name))
