"""Jobs with their pay, place, stages and team. Source: recruitee sheet 7.1."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from assay.unified.records import ApplicationStage, Job, JobStage, JobTeamMember, TeamRoleType
from assay.unified.values import Location
from assay_connectors.places import country_code
from assay_connectors.recruitee.mapping.fields import (
    custom_fields,
    custom_integration_fields,
    default_integration_fields,
    picked,
)
from assay_connectors.recruitee.mapping.payload import Payload

_STATUS = {
    "draft": "DRAFT",
    "published": "OPEN",
    "internal": "OPEN",
    "closed": "CLOSED",
    "archived": "ARCHIVED",
}
_VISIBILITY = {"published": "PUBLIC", "internal": "INTERNAL"}
_EMPLOYMENT = {
    "internship": "INTERNSHIP",
    "traineeship": "INTERNSHIP",
    "freelance": "CONTRACT",
    "contract": "CONTRACT",
    "temporary": "CONTRACT",
    "seasonal": "SEASONAL",
}
_EMPLOYMENT_BEGINS = {
    "fulltime": "FULL_TIME",
    "parttime": "PART_TIME",
    "mini_job": "PART_TIME",
    "minijob": "PART_TIME",
}
_DEFAULT_FIELDS = (
    "guid",
    "slug",
    "education",
    "visibility_options",
    "location_ids",
    "number_of_openings",
    "priority",
    "options_cv",
    "options_cover_letter",
    "options_phone",
    "options_photo",
    "open_question_template_id",
    "pipeline_template_id",
    "tags",
    "lang_code",
    "min_hours",
    "max_hours",
    "mailbox_email",
    "highlight_html",
)
"""Attributes of the vendor that have no unified field. Source: recruitee sheet 7.1 Jobs."""

PUBLISHED = "published"
JOB = "job"
STAGES_OF_OFFER = "/offers/{id}#pipeline_template.stages"


@dataclass(frozen=True, slots=True, kw_only=True)
class JobParts:
    """A job and everything its record is made of."""

    offer: Payload
    """The offer in full."""
    careers: Mapping[str, Any] | None = None
    """The same job on the careers site; None when it is not there."""
    department: str | None = None
    """Name of its department, where the offer has only the id."""
    location: Payload = field(default_factory=lambda: Payload({}, "/locations"))
    """First of its locations, where the offer has only the ids."""


def is_job(offer: Payload) -> bool:
    """Whether an offer is a job, and not a talent pool. Source: recruitee sheet 2.3 [D], 8 no. 17."""
    return offer.text("kind") == JOB


def job(parts: JobParts) -> Job:
    """A job."""
    offer, salary = parts.offer, parts.offer.part("salary")
    low, high = salary.amount("min"), salary.amount("max")
    return Job(
        remote_id=offer.identifier(),
        name=offer.text("title"),
        job_code=offer.text("guid"),
        description=_description(offer),
        weekly_hours=_weekly_hours(offer),
        employment_type=_employment_type(offer.text("employment_type")),
        status=_known(_STATUS, offer.text("status")),
        visibility=_VISIBILITY.get(offer.text("status") or ""),
        category=offer.text("category"),
        department=offer.text("department") or parts.department,
        post_url=offer.text("careers_url") if offer.text("status") == PUBLISHED else None,
        experience_level=offer.text("experience"),
        remote_work_status=_remote_work_status(offer),
        salary_amount=_exact(low, high),
        salary_amount_from=low,
        salary_amount_to=high,
        salary_currency=_upper(salary.text("currency")),
        salary_period=_upper(salary.text("period")),
        location=_location(offer, parts.location),
        custom_fields=custom_fields(offer.parts("fields")),
        integration_fields=[
            *custom_integration_fields(offer.parts("fields")),
            *default_integration_fields(picked(offer, _DEFAULT_FIELDS)),
        ],
        remote_url=offer.text("adminapp_url"),
        opened_at=offer.moment("published_at"),
        closed_at=offer.moment("closed_at"),
        remote_created_at=offer.moment("created_at"),
        remote_updated_at=offer.moment("updated_at"),
        remote_data={"/offers/{id}": offer.raw, "/api/offers/{slug}": parts.careers},
    )


def _known(meanings: Mapping[str, str], text: str | None) -> str | None:
    """The meaning of a vendor word of an open enum, else the word itself."""
    return meanings.get(text, text) if text else None


def _upper(text: str | None) -> str | None:
    return text.upper() if text else None


def _description(offer: Payload) -> str | None:
    pieces = [
        offer.text("description_html") or offer.text("description"),
        offer.text("requirements_html") or offer.text("requirements"),
    ]
    return "\n".join(piece for piece in pieces if piece) or None


def _weekly_hours(offer: Payload) -> float | None:
    """The upper bound, else the lower one; zero means that nobody said. Source: 7.1 Jobs [A]."""
    keys = ("max_hours_per_week", "max_hours", "min_hours_per_week", "min_hours")
    return next((hours for key in keys if (hours := offer.amount(key))), None)


def _employment_type(code: str | None) -> str | None:
    if code is None:
        return None
    for beginning, meaning in _EMPLOYMENT_BEGINS.items():
        if code.startswith(beginning):
            return meaning
    return _EMPLOYMENT.get(code, code)


def _remote_work_status(offer: Payload) -> str | None:
    hybrid, remote, on_site = (offer.flag(key) for key in ("hybrid", "remote", "on_site"))
    if hybrid or (remote and on_site):
        return "HYBRID"
    if remote:
        return "REMOTE"
    return "ON_SITE" if on_site else None


def _exact(low: float | None, high: float | None) -> float | None:
    """The one amount that is meant, where bounds are the same or only one is set."""
    if low is None or high is None:
        return high if low is None else low
    return low if low == high else None


def _location(offer: Payload, listed: Payload) -> Location | None:
    """The first place of a job; the vendor's composed text says what cannot be taken apart."""
    flat = _place(offer, _full_address(offer) or offer.text("location"))
    if flat is not None or not listed:
        return flat
    return _place(listed, listed.text("full_address") or listed.text("name"))


def _place(source: Payload, raw: str | None) -> Location | None:
    country = source.text("country_code")
    place = Location(
        city=source.text("city"),
        country=(country_code(country) or country) if country else None,
        raw=raw,
        state=source.text("state_name"),
        street_1=source.text("street"),
        zip_code=source.text("postal_code"),
    )
    return None if place == Location() else place


def _full_address(offer: Payload) -> str | None:
    first = next(iter(offer.parts("locations")), None)
    return first.text("full_address") if first is not None else None


# --- what belongs to a job ---------------------------------------------------------------------------


def stages_of(offer: Payload) -> list[Payload]:
    """The stages of a job's pipeline in their order; positions begin below zero. Source: 2.3 [C]."""
    stages = offer.part("pipeline_template").parts("stages")
    return sorted(stages, key=lambda stage: stage.number("position") or 0)


def application_stage(stage: Payload) -> ApplicationStage:
    """A stage, whichever jobs use it."""
    return ApplicationStage(
        remote_id=stage.identifier(),
        name=stage.text("name"),
        remote_data={STAGES_OF_OFFER: stage.raw},
    )


def job_stages(offer: Payload) -> Iterator[JobStage]:
    """The stages that applications to the job may be in."""
    for index, stage in enumerate(stages_of(offer)):
        yield JobStage(index=index, job_id=offer.identifier(), stage_id=stage.identifier())


def team_of(offer: Payload) -> dict[str, list[TeamRoleType]]:
    """Whom a job names -> as what; followers are no members. Source: 7.1 Job hiring team members [A]."""
    roles: dict[str, list[TeamRoleType]] = {}
    for key, role in (("recruiter_id", "RECRUITER"), ("hiring_manager_id", "HIRING_MANAGER")):
        person = offer.reference(key)
        if person is not None:
            roles.setdefault(person, []).append(role)  # type: ignore[arg-type]  # the two literals above
    for person in _members(offer):
        roles.setdefault(person, [])
    return roles


def _members(offer: Payload) -> Iterator[str]:
    """Items of ``admins`` are ids or users. Source: recruitee sheet 2.3 [A shape]."""
    items = offer.raw.get("admins")
    for index, item in enumerate(items if isinstance(items, list) else []):
        user = item if isinstance(item, dict) else {"id": item}
        yield Payload(user, offer.endpoint, f"admins[{index}]").identifier()


def team_member(job_id: str, user_id: str, roles: list[TeamRoleType]) -> JobTeamMember:
    """A user on the hiring team of a job."""
    return JobTeamMember(roles=roles, job_id=job_id, user_id=user_id)
