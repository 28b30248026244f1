"""Vacancies as jobs. Source: flatchr sheet 7.1, 7.6."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from assay.unified.records import Job, JobStage
from assay.unified.values import IntegrationField, Location
from assay_connectors.flatchr.api import PUBLISHED, VACANCIES, Tenant
from assay_connectors.flatchr.mapping.payload import Payload
from assay_connectors.flatchr.mapping.salaries import pay, period
from assay_connectors.flatchr.mapping.words import country, employment_type
from assay_connectors.flatchr.options import CAREERS_URL

INTRANET: Final = 152
"""The publication channel that only employees see. Source: flatchr sheet 2.3 [D]."""

_STATUS: Final = {1: "OPEN", 0: "ARCHIVED"}
_EXPERIENCE: Final = {
    1: "Less than 1 year",
    2: "1 to 3 years",
    4: "3 to 5 years",
    6: "More than 6 years",
    11: "More than 10 years",
}
_REMOTE: Final = {"notime": "ON_SITE", "parttime": "HYBRID", "fulltime": "REMOTE"}
_LABELLED: Final = ("education_level", "activity", "channel", "metier", "contract_type")
_TOLD_AS_IS: Final = (
    "reference",
    "experience",
    *_LABELLED,
    "start_date",
    "end_date",
    "driver_license",
    "handicap",
    "partial",
    "kanban",
    "language",
    "skills",
    "worker_status",
    "video_url",
    "apply_url",
    "slug_mail",
    "show_salary",
    "note",
)
"""Vacancy fields that are offered for mapping, in the order of the sheet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class JobParts:
    """A vacancy and everything its record is made of."""

    vacancy: Payload
    publications: Sequence[Payload] | None = ()
    """Its publications on the career site; None when the career site could not be read."""
    on_intranet: bool | None = False
    """None when that could not be read."""
    labels: Mapping[str, str | None] = field(default_factory=dict)
    """``contract_type``, ``channel``, ... -> label."""

    @property
    def published(self) -> list[Payload]:
        """Publications that are out, first ones first."""
        out = [item for item in self.publications or () if item.flag("published") is not False]
        return sorted(out, key=lambda item: item.text("created_at") or "")


def job(parts: JobParts, tenant: Tenant, own_fields: Mapping[str, str]) -> Job:
    """A job.

    Args:
        parts: the vacancy and what belongs to it.
        tenant: whose vacancy it is.
        own_fields: key of the caller's own -> key of the integration field that stands there.
    """
    vacancy = parts.vacancy
    money = pay(vacancy.raw.get("salary"), vacancy.raw.get("salary_max"))
    visibility = _visibility(parts)
    offered = _integration_fields(parts)
    return Job(
        remote_id=vacancy.identifier(),
        name=vacancy.trimmed("title"),
        description=_description(vacancy),
        employment_type=employment_type(
            parts.labels.get("contract_type"), partial=vacancy.flag("partial") is True
        ),
        status=_status(vacancy),
        visibility=visibility,
        category=parts.labels.get("channel") or parts.labels.get("activity"),
        department=_department(vacancy),
        post_url=_post_url(vacancy, tenant) if visibility == "PUBLIC" and parts.published else None,
        experience_level=_experience(vacancy),
        remote_work_status=_remote_work_status(vacancy),
        salary_amount=money.amount,
        salary_amount_from=money.lowest,
        salary_amount_to=money.highest,
        salary_currency=(vacancy.text("currency") or "").upper() or None,
        salary_period=period(vacancy.text("mensuality")),
        location=_location(vacancy),
        custom_fields=_custom_fields(offered, own_fields),
        integration_fields=offered,
        opened_at=parts.published[0].moment("created_at") if parts.published else None,
        remote_created_at=vacancy.moment("created_at"),
        remote_updated_at=vacancy.moment("updated_at"),
        remote_data=_sources(parts),
    )


def _description(vacancy: Payload) -> str | None:
    texts = (vacancy.text(key) for key in ("description", "mission", "profile"))
    return "\n".join(text for text in texts if text and text.strip()) or None


def _status(vacancy: Payload) -> str | None:
    code = vacancy.whole("status")
    return None if code is None else _STATUS.get(code, str(code))


def _visibility(parts: JobParts) -> str | None:
    """Who sees the job; None as soon as an answer that would decide it is missing."""
    if parts.published or _on_a_board(parts.vacancy):
        return "PUBLIC"
    if parts.publications is None:
        return None
    if parts.on_intranet is None:
        return None
    return "INTERNAL" if parts.on_intranet else "UNLISTED"


def _on_a_board(vacancy: Payload) -> bool:
    """Whether the vacancy's own publications, where they are given, name a public channel."""
    return any(
        item.flag("published") is True and item.whole("offer_id") not in {INTRANET, None}
        for item in vacancy.parts("items")
    )


def _department(vacancy: Payload) -> str | None:
    titles = (tag.trimmed("title") for tag in vacancy.parts("tags") if _is_folder(tag))
    return next((title for title in titles if title), None)


def _is_folder(tag: Payload) -> bool:
    return tag.text("type") == "vacancies" and tag.flag("folder") is True


def _post_url(vacancy: Payload, tenant: Tenant) -> str | None:
    slug = vacancy.text("slug")
    return f"{CAREERS_URL}/fr/company/{tenant.slug}/vacancy/{slug}/" if slug else None


def _experience(vacancy: Payload) -> str | None:
    code = vacancy.whole("experience")
    return None if code is None else _EXPERIENCE.get(code, str(code))


def _remote_work_status(vacancy: Payload) -> str | None:
    value = vacancy.raw.get("remote")
    if isinstance(value, bool):  # older companies (sheet 2.2 [D22])
        return "HYBRID" if value else "ON_SITE"
    return _REMOTE.get(vacancy.text("remote") or "")


def _location(vacancy: Payload) -> Location | None:
    """The place; an older client met its text where the object should be (sheet 2.2 [C])."""
    written = vacancy.raw.get("address")
    address = Payload({"formatted_address": written}, VACANCIES) if isinstance(written, str) else None
    address = address or vacancy.part("address")
    street = (address.text_or_number("street_number"), address.text("route"))
    place = Location(
        city=address.text("locality"),
        country=country(address.text("country")),
        raw=address.text("formatted_address") or vacancy.text("addressFormatted"),
        state=address.text("administrative_area_level_1"),
        street_1=" ".join(part for part in street if part) or None,
        zip_code=address.text_or_number("postal_code"),
    )
    return place if any(dict(place).values()) else None


def _integration_fields(parts: JobParts) -> list[IntegrationField]:
    """Flatchr's fields, then one per tag of the vacancy: what is listed with a tag, or that it is there."""
    return [
        *(_offered(name, name.replace("_", " ").capitalize(), _told(parts, name)) for name in _TOLD_AS_IS),
        *(
            _offered(f"tag:{tag.identifier()}", tag.trimmed("title"), tag.trimmed("values") or True)
            for tag in parts.vacancy.parts("tags")
        ),
    ]


def _offered(key: str, label: str | None, value: Any) -> IntegrationField:
    """A field for mapping; all are the vendor's own, for Flatchr has no custom fields beside its tags."""
    return IntegrationField(
        id=key,
        key=key,
        type="DEFAULT",
        label=label,
        value=value,
    )


def _told(parts: JobParts, name: str) -> Any:
    if name in _LABELLED:
        return parts.labels.get(name)
    value = parts.vacancy.raw.get(name)
    if name == "skills" and isinstance(value, str):
        return [part for piece in value.split(";") if (part := piece.strip())]
    return value


def _custom_fields(offered: Sequence[IntegrationField], own_fields: Mapping[str, str]) -> dict[str, Any]:
    """What the caller mapped; nothing else, for Flatchr has no custom fields (sheet 7.1)."""
    values = {one.key: one.value for one in offered}
    return {name: values[key] for name, key in own_fields.items() if values.get(key) is not None}


def _sources(parts: JobParts) -> dict[str, Any]:
    sources: dict[str, Any] = {VACANCIES: parts.vacancy.raw}
    if parts.publications is not None:
        listed = [*parts.published, *parts.publications]
        sources[PUBLISHED] = listed[0].raw if listed else None
    return sources


def job_stage(vacancy: Payload, column: Payload, index: int) -> JobStage:
    """A column that applications to the vacancy may be in: each of the company's (sheet 7.6)."""
    return JobStage(index=index, job_id=vacancy.identifier(), stage_id=column.identifier())
