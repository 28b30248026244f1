"""Users. Source: asymbl sheet 7.1 Users, 2.1."""

from assay.unified.records import User
from assay_connectors.asymbl.mapping.record import Record
from assay_connectors.contacts import valid_email

INTERNAL = "Standard"
"""Type of users who are people of the org. Source: asymbl sheet 2.1 [A]."""


def user(record: Record) -> User:
    """A user."""
    active = record.flag("active")
    return User(
        remote_id=record.record_id,
        first_name=record.text("first_name"),
        last_name=record.text("last_name"),
        email=valid_email(record.text("email")),
        status=None if active is None else "ACTIVE" if active else "INACTIVE",
        remote_data=record.data,
    )
