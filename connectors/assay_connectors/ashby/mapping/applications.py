"""Applications, their stages and reasons. Source: ashby sheet 7.1."""

from collections.abc import Mapping, Sequence
from typing import Any

from assay.unified.records import Application, ApplicationStage, RejectionReason
from assay_connectors.ashby.mapping.answers import answers
from assay_connectors.ashby.mapping.payload import Payload
from assay_connectors.ashby.mapping.values import custom_fields, integration_fields

_APP = "https://app.ashbyhq.com"
_OUTCOME = {"Hired": "HIRED", "Archived": "DECLINED", "Active": "PENDING", "Lead": "PENDING"}
_IN_PIPELINE = frozenset({"Active", "Lead"})


def application(payload: Payload, definitions: Sequence[Mapping[str, Any]] | None) -> Application:
    """An application.

    Args:
        payload: ``application.info`` with its form submissions.
        definitions: custom field definitions of applications; None when they cannot be read.
    """
    status = payload.text("status")
    reason = payload.part("archiveReason").text("text")
    return Application(
        remote_id=payload.identifier(),
        outcome=_OUTCOME.get(status or ""),
        rejection_reason_name=reason if status == "Archived" else None,
        rejected_at=payload.moment("archivedAt"),
        current_stage_id=payload.part("currentInterviewStage").text("id"),
        job_id=payload.part("job").text("id"),
        candidate_id=payload.part("candidate").text("id"),
        screening_question_answers=answers(payload),
        custom_fields=custom_fields(payload.parts("customFields")),
        integration_fields=integration_fields(definitions, payload.parts("customFields")),
        remote_url=_remote_url(payload, status),
        remote_created_at=payload.moment("createdAt"),
        remote_updated_at=payload.moment("updatedAt"),
        remote_data={payload.endpoint: payload.raw},
    )


def _remote_url(payload: Payload, status: str | None) -> str | None:
    """The app's page of the application while it is in a pipeline, else the candidate's profile."""
    candidate_id = payload.part("candidate").text("id")
    if candidate_id is None:
        return None
    if status in _IN_PIPELINE:
        pipeline = f"{_APP}/candidates/pipeline/active/right-side/candidates/{candidate_id}"
        return f"{pipeline}/applications/{payload.identifier()}/feed"
    return f"{_APP}/candidate-searches/new/right-side/candidates/{candidate_id}"


def application_stage(stage: Payload, plan: Payload) -> ApplicationStage:
    """A stage; ``plan`` is empty for a stage known only from an application."""
    sources = {part.endpoint: part.raw for part in (stage, plan) if part}
    return ApplicationStage(
        remote_id=stage.identifier(),
        name=stage.text("title"),
        remote_data=sources,
    )


def rejection_reason(payload: Payload) -> RejectionReason:
    """A reason to archive an application, whoever had it."""
    return RejectionReason(
        remote_id=payload.identifier(),
        name=payload.text("text"),
        remote_data={payload.endpoint: payload.raw},
    )
