"""Users. Source: recruitee sheet 7.1 Users."""

from assay.unified.records import User
from assay_connectors.contacts import valid_email
from assay_connectors.recruitee.mapping.payload import Payload


def is_returned(admin: Payload) -> bool:
    """Whether a listed admin counts: removed users stay behind without a name. Source: 7.1 Users."""
    return admin.text("anonymized_at") is None


def user(admin: Payload) -> User:
    """A user; whoever is listed is active, because the vendor lists nobody else."""
    email = admin.line("email")
    return User(
        remote_id=admin.identifier(),
        first_name=admin.line("first_name"),
        last_name=admin.line("last_name"),
        email=valid_email(email.lower()) if email else None,
        status="ACTIVE",
        remote_data={admin.endpoint: admin.raw},
    )


class Directory:
    """The users of a company, to look up whom a job means.

    The ids on jobs may be ids of users or of their memberships. Source: recruitee sheet 7.1 Job hiring
    team members [A], 9.8.
    """

    def __init__(self) -> None:
        self._users: set[str] = set()
        self._members: dict[str, str] = {}

    def add(self, admin: Payload) -> None:
        """Take note of a user."""
        self._users.add(admin.identifier())
        membership = admin.part("membership").reference("id")
        if membership is not None:
            self._members[membership] = admin.identifier()

    def user_id(self, reference: str) -> str | None:
        """Whom an id on a job means; None for nobody we know."""
        return reference if reference in self._users else self._members.get(reference)
