"""Applications. Source: recruitee sheet 7.1 Applications, 2.7."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from assay.unified.records import Application
from assay_connectors.recruitee.mapping.answers import QuestionIds, answers
from assay_connectors.recruitee.mapping.fields import default_integration_fields, picked
from assay_connectors.recruitee.mapping.payload import Payload

_DEFAULT_FIELDS = (
    "language",
    "job_starts_at",
    "hired_at",
    "hired_by_id",
    "location_ids",
    "overdue_at",
    "positive_ratings",
    "position",
    "disqualify_kind",
    "department_name",
)
"""Attributes of the vendor that have no unified field. Source: recruitee sheet 7.1 Applications."""
_DISQUALIFIED = ("disqualified_at", "disqualify_kind", "disqualify_reason")
"""Keys that are absent while qualified. Source: recruitee sheet 2.7, 8 no. 4 [C]."""
_OFFER = "Offer"


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicationParts:
    """A placement and everything its record is made of."""

    placement: Payload
    detail: Payload
    """The candidate."""
    stage_id: str | None
    """Where the placement is; None when the job does not have that stage."""
    job_placements: int
    """How many placements of the candidate are on jobs."""
    hit: Payload
    """The same placement in the search; empty when it was not searched for."""
    question_ids: QuestionIds


def kinds_in(references: list[Payload]) -> dict[str, str]:
    """Offer id -> kind, as far as the side-car of an answer says. Source: recruitee sheet 1.6."""
    return {
        reference.identifier(): kind
        for reference in references
        if reference.text("type") == _OFFER and (kind := reference.text("kind")) is not None
    }


def is_declined(placement: Payload) -> bool:
    """Whether the company or the candidate ended it."""
    return any(placement.raw.get(key) is not None for key in _DISQUALIFIED)


def application(parts: ApplicationParts) -> Application:
    """An application: a placement on a job."""
    placement, detail = parts.placement, parts.detail
    declined = is_declined(placement)
    sources, items = _answer_items(parts)
    return Application(
        remote_id=placement.identifier(),
        outcome=_outcome(placement),
        rejection_reason_name=placement.text("disqualify_reason") if declined else None,
        rejected_at=(
            (placement.moment("disqualified_at") or parts.hit.moment("disqualified_at")) if declined else None
        ),
        current_stage_id=parts.stage_id,
        job_id=placement.reference("offer_id"),
        candidate_id=placement.reference("candidate_id") or detail.identifier(),
        screening_question_answers=answers(items, parts.question_ids),
        custom_fields={},
        integration_fields=default_integration_fields(
            {
                **picked(placement, _DEFAULT_FIELDS),
                "eeo_data_status": parts.hit.raw.get("eeo_data_status"),
            }
        ),
        remote_url=detail.text("adminapp_url"),
        remote_created_at=placement.moment("created_at"),
        remote_updated_at=placement.moment("updated_at"),
        remote_data={f"{detail.endpoint}#placements": placement.raw, **sources},
    )


def _outcome(placement: Payload) -> Any:
    """``hired_in_this_placement`` is not looked at: it was seen false for hires (2.7, 8 no. 5 [C])."""
    if is_declined(placement):
        return "DECLINED"
    return "HIRED" if placement.text("hired_at") is not None else "PENDING"


def _answer_items(parts: ApplicationParts) -> tuple[Mapping[str, Any], list[Payload]]:
    """The answers given to this job, and the vendor's objects they were found in."""
    detail, job_id = parts.detail, parts.placement.reference("offer_id")
    for group in detail.parts("grouped_open_question_answers"):
        if group.part("offer").reference("id") == job_id:
            source = {f"{detail.endpoint}#grouped_open_question_answers": group.raw}
            return source, group.parts("open_question_answers")
    flat = detail.parts("open_question_answers")
    if flat and parts.job_placements == 1:
        return {f"{detail.endpoint}#open_question_answers": detail.raw["open_question_answers"]}, flat
    return {}, []
