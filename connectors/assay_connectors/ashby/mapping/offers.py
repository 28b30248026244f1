"""Offers. Source: ashby sheet 7.1 Offers, 2.11."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from assay.unified.records import Offer
from assay_connectors.ashby.mapping.payload import Payload
from assay_connectors.ashby.mapping.values import custom_fields, integration_fields

_STATUS = {
    "CandidateAccepted": "ACCEPTED",
    "CandidateRejected": "DECLINED",
    "WaitingOnCandidateResponse": "SENT",
    "OfferCancelled": "ABANDONED",
}
_BEFORE_SENDING = frozenset(
    {"WaitingOnApprovalStart", "WaitingOnOfferApproval", "WaitingOnApprovalDefinition"}
)


def offer(payload: Payload, info: Payload, definitions: Sequence[Mapping[str, Any]] | None) -> Offer:
    """An offer.

    Args:
        payload: the offer as listed.
        info: the offer with all its versions; empty when only the listing is known.
        definitions: custom field definitions of offers; None when they cannot be read.
    """
    latest = payload.part("latestVersion")
    return Offer(
        remote_id=payload.identifier(),
        status=_status(payload, latest),
        employment_start_date=latest.day("startDate"),
        application_id=payload.text("applicationId"),
        custom_fields=custom_fields(latest.parts("customFields")),
        integration_fields=integration_fields(definitions, latest.parts("customFields")),
        remote_created_at=_first_version(info) or latest.moment("createdAt"),
        remote_updated_at=_last_touched(payload, latest),
        remote_data={part.endpoint: part.raw for part in (payload, info) if part},
    )


def _status(payload: Payload, latest: Payload) -> str | None:
    status = payload.text("offerStatus")
    if status in _BEFORE_SENDING:
        return "APPROVED" if latest.text("approvalStatus") == "Approved" else "DRAFT"
    return _STATUS.get(status or "")


def _first_version(info: Payload) -> datetime | None:
    moments = (version.moment("createdAt") for version in info.parts("versions"))
    return min((moment for moment in moments if moment), default=None)


def _last_touched(payload: Payload, latest: Payload) -> datetime | None:
    moments = (latest.moment("createdAt"), payload.moment("decidedAt"))
    return max((moment for moment in moments if moment), default=None)
