"""Jobs with their pay, place, stages and team. Source: ashby sheet 7.1."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from assay.connector import JOIN_SEPARATOR
from assay.unified.records import Job, JobRoleAssignment, JobStage, JobTeamMember
from assay_connectors.ashby.mapping.payload import Payload
from assay_connectors.ashby.mapping.people import team_role_type
from assay_connectors.ashby.mapping.postings import Posted
from assay_connectors.ashby.mapping.values import custom_fields, integration_fields, office

ALL_STATUSES = ("Draft", "Open", "Closed", "Archived")
"""The vendor leaves drafts out unless all are asked for. Source: ashby sheet 2.3 [D], Q9."""

_EMPLOYMENT = {
    "FullTime": "FULL_TIME",
    "PartTime": "PART_TIME",
    "Contract": "CONTRACT",
    "Intern": "INTERNSHIP",
}
_STATUS = {"Open": "OPEN", "Closed": "CLOSED", "Draft": "DRAFT", "Archived": "ARCHIVED"}
_WORKPLACE = {"Remote": "REMOTE", "Hybrid": "HYBRID", "OnSite": "ON_SITE"}
_PERIOD = {
    "1 YEAR": "YEAR",
    "1 MONTH": "MONTH",
    "2 WEEK": "TWO_WEEKS",
    "1 WEEK": "WEEK",
    "1 DAY": "DAY",
    "1 HOUR": "HOUR",
    "NONE": None,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class JobParts:
    """A job and everything its record is made of."""

    job: Payload
    posted: Posted | None = None
    """Primary posting, as listed."""
    info: Payload
    """Primary posting in full; empty without one."""
    department: Payload
    location: Payload
    definitions: Sequence[Mapping[str, Any]] | None = None
    """Custom field definitions of jobs; None when they cannot be read."""


def job(parts: JobParts) -> Job:
    """A job."""
    payload, salary = parts.job, _salary(parts.info)
    return Job(
        remote_id=payload.identifier(),
        name=payload.text("title"),
        job_code=payload.text("customRequisitionId"),
        description=parts.info.text("descriptionHtml"),
        confidential=payload.flag("confidential"),
        employment_type=_known(_EMPLOYMENT, payload.text("employmentType")),
        status=_known(_STATUS, payload.text("status")),
        visibility=_visibility(parts),
        department=parts.department.text("name") or _posting(parts).text("departmentName"),
        post_url=_post_url(parts),
        remote_work_status=_remote_work_status(parts),
        salary_amount_from=salary.number("minValue"),
        salary_amount_to=salary.number("maxValue"),
        salary_currency=salary.text("currencyCode"),
        salary_period=_known(_PERIOD, salary.text("interval")),
        location=office(parts.location),
        custom_fields=custom_fields(payload.parts("customFields")),
        integration_fields=integration_fields(parts.definitions, payload.parts("customFields")),
        remote_url=f"https://app.ashbyhq.com/jobs/{payload.identifier()}",
        opened_at=payload.moment("openedAt"),
        closed_at=payload.moment("closedAt"),
        remote_created_at=payload.moment("createdAt"),
        remote_updated_at=payload.moment("updatedAt"),
        remote_data=_sources(parts),
    )


def _known(meanings: Mapping[str, str | None], text: str | None) -> str | None:
    """The meaning of a vendor word of an open enum, else the word itself."""
    return meanings.get(text, text) if text else None


def _posting(parts: JobParts) -> Payload:
    """The primary posting: in full where it was read, else as listed; empty without one."""
    if parts.info:
        return parts.info
    return parts.posted.payload if parts.posted else parts.info


def _visibility(parts: JobParts) -> str | None:
    if parts.job.flag("confidential"):
        return "CONFIDENTIAL"
    posted = parts.posted
    if posted is None or not posted.published:
        return None
    if posted.internal:
        return "INTERNAL"
    return "PUBLIC" if posted.listed else "UNLISTED"


def _post_url(parts: JobParts) -> str | None:
    if parts.posted is None or not parts.posted.published:
        return None
    posting = parts.posted.payload
    return posting.text("externalLink") or posting.text("applyLink")


def _remote_work_status(parts: JobParts) -> str | None:
    for workplace in (_posting(parts).text("workplaceType"), parts.location.text("workplaceType")):
        if workplace in _WORKPLACE:
            return _WORKPLACE[workplace]
    return "REMOTE" if parts.location.flag("isRemote") else None


def _salary(info: Payload) -> Payload:
    """The first component that is a salary: of the summary, else of any tier; empty without one."""
    compensation = info.part("compensation")
    components = [
        *compensation.parts("summaryComponents"),
        *(
            component
            for tier in compensation.parts("compensationTiers")
            for component in tier.parts("components")
        ),
    ]
    salaries = (part for part in components if part.text("compensationType") == "Salary")
    return next(salaries, Payload({}, info.endpoint))


def _sources(parts: JobParts) -> dict[str, Any]:
    sources: dict[str, Any] = {}
    for payload in (parts.job, parts.info, parts.department, parts.location):
        if payload:
            sources.setdefault(payload.endpoint, payload.raw)
    return sources


# --- what belongs to a job ---------------------------------------------------------------------------


def plan_ids(payload: Payload) -> list[str]:
    """The plans whose stages a job uses: the default one, else all of its own."""
    default = payload.text("defaultInterviewPlanId")
    return [default] if default else payload.texts("interviewPlanIds")


def job_stage(payload: Payload, stage: Payload) -> JobStage:
    """A stage that applications to the job may be in."""
    return JobStage(
        index=stage.whole("orderInInterviewPlan"),
        job_id=payload.identifier(),
        stage_id=stage.identifier(),
    )


def team_members(payload: Payload) -> Iterator[JobTeamMember]:
    """The hiring team, each user once."""
    titles: dict[str, list[str | None]] = {}
    for member in payload.parts("hiringTeam"):
        titles.setdefault(member.identifier("userId"), []).append(member.text("role"))
    for user_id, held in titles.items():
        types = (team_role_type(title) for title in held)
        yield JobTeamMember(
            roles=list(dict.fromkeys(type_ for type_ in types if type_)),
            job_id=payload.identifier(),
            user_id=user_id,
        )


def role_assignments(
    payload: Payload, role_ids: Mapping[str, str]
) -> Iterator[tuple[JobRoleAssignment, str]]:
    """Each distinct role of each member, with the role's title; roles that are not listed go by their title.

    Args:
        payload: the job.
        role_ids: trimmed title -> id of the listed hiring team roles.
    """
    seen = set()
    for member in payload.parts("hiringTeam"):
        title = member.text("role")
        if title is None or (member.identifier("userId"), title) in seen:
            continue
        seen.add((member.identifier("userId"), title))
        assignment = JobRoleAssignment(
            job_user_id=JOIN_SEPARATOR.join((payload.identifier(), member.identifier("userId"))),
            role_id=role_ids.get(title.strip(), title),
        )
        yield assignment, title
