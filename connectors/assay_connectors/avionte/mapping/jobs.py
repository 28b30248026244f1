"""Job orders as jobs. Source: avionte sheet 2.1, 7.1."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from assay.unified.records import Job
from assay_connectors.avionte.mapping.fields import custom_details, mapped, own_attributes, values_by_label
from assay_connectors.avionte.mapping.payload import Payload, kept
from assay_connectors.avionte.mapping.places import location
from assay_connectors.avionte.mapping.words import employment_type, job_status, salary_period

ATTRIBUTES: Final = (
    "companyName",
    "companyId",
    "frontOfficeId",
    "positions",
    "placed",
    "orderType",
    "employeeType",
    "startDate",
    "endDate",
    "payPeriod",
    "shiftName",
    "ownerUserId",
)
"""The vendor's own that are offered for mapping, in the order of the sheet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """What a customer set about jobs."""

    status_map: Mapping[str, str] = field(default_factory=dict)
    post_url: str | None = None
    custom_fields: Mapping[str, str] = field(default_factory=dict)


def job(order: Payload, wishes: Wishes) -> Job:
    """A job."""
    offered = [*custom_details(order.parts("customJobDetails")), *own_attributes(order, ATTRIBUTES)]
    return Job(
        remote_id=order.identifier(),
        name=order.line("title"),
        job_code=order.identifier(),
        description=order.text("description"),
        weekly_hours=order.amount("estimatedHours"),
        employment_type=employment_type(order.line("orderType"), order.line("employeeType")),
        status=_status(order, wishes.status_map),
        visibility=_visibility(order),
        department=order.line("department") or order.line("division"),
        post_url=_post_url(order, wishes.post_url),
        salary_amount=order.amount("targetPayRate") or order.part("payRates").amount("regular"),
        salary_amount_from=order.amount("minPayRate"),
        salary_amount_to=order.amount("maxPayRate"),
        salary_period=salary_period(order.raw.get("rateType")),
        location=location([order.part("worksiteAddress")]),
        custom_fields={**values_by_label(offered), **mapped(offered, wishes.custom_fields)},
        integration_fields=offered,
        remote_created_at=order.moment("createdDate"),
        remote_updated_at=order.moment("lastUpdatedDate"),
        remote_data={order.endpoint: kept(order.raw)},
    )


def _status(order: Payload, own: Mapping[str, str]) -> str | None:
    if order.flag("isArchived"):
        return "ARCHIVED"
    return job_status(order.line("status"), own)


def _visibility(order: Payload) -> str | None:
    posted = order.flag("posted")
    if posted is None:
        return None
    return "PUBLIC" if posted else "INTERNAL"


def _post_url(order: Payload, template: str | None) -> str | None:
    """The vendor tells no public address; a customer may know how its own are made (sheet 7.1)."""
    if template is None or not order.flag("posted"):
        return None
    return template.replace("{jobId}", order.identifier())
