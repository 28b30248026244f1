"""Web applicants, pipeline rows and nominations as applications. Source: avionte sheet 7.4."""

from datetime import datetime
from typing import Any, Final, Literal

from assay.errors import InputError
from assay.unified.records import Application
from assay_connectors.avionte.mapping.dates import moment_of
from assay_connectors.avionte.mapping.payload import Payload
from assay_connectors.avionte.mapping.stages import PIPELINE, WEB_APPLICATION, Activities
from assay_connectors.avionte.mapping.standing import Standing, is_declined
from assay_connectors.avionte.register import path_of

_HIRED: Final = frozenset({"started", "hired", "placed"})
_SEPARATOR: Final = ":"


def application_id(talent_id: str, job_id: str) -> str:
    """The id of an application: the vendor's three forms of one have none in common (sheet 7.4 [C])."""
    return talent_id + _SEPARATOR + job_id


def parts_of(remote_id: str) -> tuple[str, str]:
    """Talent and job of an application.

    Raises:
        InputError: it is no id of an application.
    """
    talent_id, _, job_id = remote_id.partition(_SEPARATOR)
    for part in (talent_id, job_id):
        if not part.isascii() or not part.isdigit():
            raise InputError(
                "application_id is not an id of an Avionté application",
                hint="It is the id of the talent, a colon, and the id of the job.",
            )
    return talent_id, job_id


def active_stage(nomination: Payload, activities: Activities | None) -> str | None:
    """Number of the stage that a nomination is in; None when it was declined, or when nothing tells."""
    if is_declined(nomination):
        return None
    stage_id = nomination.reference("jobActivityId")
    if stage_id is not None or activities is None:
        return stage_id
    return activities.nominated_stage_called(nomination.line("jobActivityName"))


def application(talent_id: str, job_id: str, standing: Standing) -> Application:
    """The one application of a talent to a job."""
    row, declined = standing.payload, standing.is_declined
    return Application(
        remote_id=application_id(talent_id, job_id),
        outcome=_outcome(standing),
        rejection_reason_name=row.line("jobActivityName") if declined else None,
        rejected_at=_rejected_at(row) if declined else None,
        current_stage_id=_stage(standing),
        job_id=job_id,
        candidate_id=talent_id,
        remote_created_at=moment_of(standing.created_at) if standing.created_at else None,
        remote_data=_sources(standing),
    )


def _outcome(standing: Standing) -> Literal["PENDING", "HIRED", "DECLINED"]:
    if standing.is_declined:
        return "DECLINED"
    stage = standing.payload.line("jobActivityName") if standing.kind == "nominated" else None
    if standing.placement is not None or (stage or "").casefold() in _HIRED:
        return "HIRED"
    return "PENDING"


def _rejected_at(row: Payload) -> datetime | None:
    return row.first_moment("declinedDate", "stagedDate")


def _stage(standing: Standing) -> str | None:
    if standing.kind == "nominated":
        return standing.stage_id
    return PIPELINE if standing.kind == "pipeline" else WEB_APPLICATION


def _sources(standing: Standing) -> dict[str, Any]:
    sources = {standing.endpoint: standing.row}
    if standing.placement is not None:
        sources[path_of("PLACEMENT_GET")] = standing.placement
    return sources
