"""Users and roles. Source: ashby sheet 7.1 Users, Roles, User roles."""

from assay.unified.records import Role, RoleType, TeamRoleType, User, UserRole
from assay_connectors.ashby.mapping.payload import Payload
from assay_connectors.contacts import valid_email

SYSTEM_ROLES = ("Organization Admin", "Elevated Access", "Limited Access", "External Recruiter")
"""They always exist. Source: ashby sheet 2.0 User [D]."""

_SYSTEM_TYPES: dict[str, RoleType] = {"Organization Admin": "ADMIN", "External Recruiter": "RECRUITER"}
_JOB_TYPES: dict[str, TeamRoleType] = {
    "Hiring Manager": "HIRING_MANAGER",
    "Recruiter": "RECRUITER",
    "Recruiting Coordinator": "COORDINATOR",
    "Sourcer": "SOURCER",
}


def user(payload: Payload) -> User:
    """A user of the organisation."""
    return _user(payload, "id", _user_status(payload))


def team_user(member: Payload) -> User:
    """A user known only as a member of a hiring team."""
    return _user(member, "userId", None)


def _user(payload: Payload, key: str, status: str | None) -> User:
    email = payload.text("email")
    return User(
        remote_id=payload.identifier(key),
        first_name=payload.text("firstName"),
        last_name=payload.text("lastName"),
        email=valid_email(email.lower()) if email else None,
        status=status,
        remote_data={payload.endpoint: payload.raw},
    )


def _user_status(payload: Payload) -> str | None:
    enabled = payload.flag("isEnabled")
    if enabled is None:
        return None
    return "ACTIVE" if enabled else "INACTIVE"


def system_role(label: str) -> Role:
    """A global role; its label is its id."""
    return _role(label, label, "SYSTEM", _SYSTEM_TYPES.get(label.strip()))


def job_role(payload: Payload) -> Role:
    """A role on hiring teams."""
    title = payload.text("title")
    return _role(payload.identifier(), title, "JOB", team_role_type(title))


def unlisted_job_role(title: str) -> Role:
    """A role that a hiring team names but the list of roles does not hold; its title is its id."""
    return _role(title, title, "JOB", team_role_type(title))


def _role(remote_id: str, label: str | None, scope: str, unified_type: RoleType | None) -> Role:
    return Role(
        remote_id=remote_id,
        remote_label=label,
        scope=scope,
        unified_type=unified_type,
    )


def team_role_type(title: str | None) -> TeamRoleType | None:
    """What a hiring team role means; None for the customer's own."""
    return _JOB_TYPES.get(title.strip()) if title else None


def user_role(payload: Payload) -> UserRole | None:
    """The global role of a user; None when the vendor names none."""
    label = payload.text("globalRole")
    if label is None:
        return None
    return UserRole(
        user_id=payload.identifier(),
        role_id=label,
    )
