"""Jobs and their hiring teams. Source: asymbl sheet 7.1 Jobs, Job hiring team members; 2.2."""

from collections.abc import Callable, Mapping
from typing import Any, Final, get_args

from assay.unified.records import Job, JobTeamMember, TeamRoleType
from assay.unified.values import Location
from assay_connectors.asymbl.mapping.fields import custom_fields, integration_fields
from assay_connectors.asymbl.mapping.record import Record, at, lines
from assay_connectors.asymbl.options import Options

_STATUSES: Final = {
    "open": "OPEN",
    "active": "OPEN",
    "posted": "OPEN",
    "draft": "DRAFT",
    "new": "DRAFT",
    "pending": "DRAFT",
    "pending approval": "DRAFT",
    "closed": "CLOSED",
    "filled": "CLOSED",
    "on hold": "CLOSED",
    "cancelled": "CLOSED",
    "canceled": "CLOSED",
    "lost": "CLOSED",
    "archived": "ARCHIVED",
}
"""Only ``Open`` is attested. Source: asymbl sheet 7.1 [A]."""
_TYPES: Final = (
    (("intern",), "INTERNSHIP"),
    (("season",), "SEASONAL"),
    (("part", "time"), "PART_TIME"),
    (("contract",), "CONTRACT"),
    (("temp",), "CONTRACT"),
    (("consult",), "CONTRACT"),
    (("freelance",), "CONTRACT"),
    (("permanent",), "FULL_TIME"),
    (("direct hire",), "FULL_TIME"),
    (("full",), "FULL_TIME"),
)
"""What a type has to hold -> what it means; the first that fits. Source: asymbl sheet 7.1."""
_ELSEWHERE: Final = "Other"
"""The package knows the United States and the rest of the world (2.2 [C])."""
_USER: Final = "005"
"""What ids of users begin with; owners may be queues, too. Source: asymbl sheet 1.4."""

OWNER: Final = "owner"
_TEAM: Final[Mapping[str, TeamRoleType]] = {
    OWNER: "RECRUITER",
    "delivery_lead": "RECRUITER",
    "sales_lead": "COORDINATOR",
}
"""Our name of a lookup to users -> role. Source: asymbl sheet 7.1 [A]."""
TEAM_NAMES: Final = ("id", *_TEAM, "hiring_manager_email")
"""Our names of all that a team is told from."""


def job(record: Record, options: Options, origin: str, org_currency: Callable[[], str | None]) -> Job:
    """A job.

    Args:
        record: the row.
        options: of the connection.
        origin: address of the org, for records whose object does not tell theirs.
        org_currency: finds out the org's currency; called only for a salary without one.
    """
    salary = record.number("salary")
    return Job(
        remote_id=record.record_id,
        name=_name(record, options),
        job_code=record.text("number"),
        description=record.text("description"),
        employment_type=employment_type(record.text("type"), options.employment_types),
        status=status(record.text("status"), record.flag("closed"), options.job_statuses),
        visibility=_visibility(record),
        salary_amount=salary,
        salary_currency=None if salary is None else record.text("currency") or org_currency(),
        location=_location(record),
        custom_fields=custom_fields(record, options.mapped("jobs")),
        integration_fields=integration_fields(record),
        remote_url=record.shape.url(record.record_id, origin),
        opened_at=record.day("posted"),
        remote_created_at=record.moment("created"),
        remote_updated_at=record.moment("updated"),
        remote_data=record.data,
    )


def _name(record: Record, options: Options) -> str | None:
    title = record.text("title") if options.job_name == "title" else None
    return title or record.text("name")


def employment_type(kind: str | None, known: Mapping[str, str]) -> str | None:
    """Unified type of employment; of a kind that says nothing known, its own words."""
    if kind is None:
        return None
    word = kind.strip().casefold()
    if word in known:
        return known[word]
    return next((meaning for parts, meaning in _TYPES if all(part in word for part in parts)), kind)


def status(given: str | None, closed: bool | None, known: Mapping[str, str]) -> str | None:  # noqa: FBT001 -- a vendor's flag
    """Unified status; of a status that says nothing known, closed if the job is, else its own words."""
    fallback = "CLOSED" if closed else given
    if given is None:
        return fallback
    word = given.strip().casefold()
    return known.get(word) or _STATUSES.get(word) or fallback


def _visibility(record: Record) -> str | None:
    external = record.flag("external")
    return None if external is None else "PUBLIC" if external else "INTERNAL"


def _location(record: Record) -> Location | None:
    """The place; free text is not taken apart."""
    country, street = record.text("country"), lines(record.text("street"))
    place = Location(
        city=record.text("city"),
        country=None if country == _ELSEWHERE else country,
        raw=record.text("location") or record.text("site"),
        state=record.text("state"),
        street_1=street[0] if street else None,
        street_2=street[1] if len(street) > 1 else None,
        zip_code=record.text("zip"),
    )
    return None if place == Location() else place


# --- hiring team -------------------------------------------------------------------------------------


def hiring_address(record: Record) -> str | None:
    """Address of the hiring manager, who is a contact; in small letters, for comparing."""
    email = record.text("hiring_manager_email")
    return email.strip().casefold() if email and email.strip() else None


def team(record: Record, options: Options, manager_id: str | None) -> list[JobTeamMember]:
    """The users of a job, each with all roles.

    Args:
        record: the row of the job.
        options: of the connection.
        manager_id: the user with the hiring manager's e-mail address, if there is one.
    """
    roles: dict[str, set[TeamRoleType]] = {}
    for user_id, role in _members(record, options, manager_id):
        roles.setdefault(user_id, set()).add(role)
    return [
        JobTeamMember(
            roles=sorted(roles[user_id], key=get_args(TeamRoleType).index),
            job_id=record.record_id,
            user_id=user_id,
        )
        for user_id in roles
    ]


def _members(record: Record, options: Options, manager_id: str | None) -> list[tuple[str, TeamRoleType]]:
    found: list[tuple[Any, Any]] = [(record.text(name), role) for name, role in _TEAM.items()]
    found.append((manager_id, "HIRING_MANAGER"))
    found.extend((at(record.raw, name), role) for name, role in options.team_fields.items())
    return [(id_, role) for id_, role in found if isinstance(id_, str) and id_.startswith(_USER)]
