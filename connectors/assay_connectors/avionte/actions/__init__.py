"""All unified actions on Avionté. Source: avionte sheet 7.8."""

from collections.abc import Callable
from typing import Any, Final

from assay.connector import ActionResult
from assay.errors import InputError
from assay.unified import actions as unified
from assay.unified.actions import ActionInput
from assay_connectors.avionte.actions.attachments import (
    add_application_attachment,
    add_candidate_attachment,
    get_candidate_attachments,
)
from assay_connectors.avionte.actions.creation import create_application, create_candidate
from assay_connectors.avionte.actions.stages import move_application, reject_application
from assay_connectors.avionte.actions.tags import add_candidate_tag
from assay_connectors.avionte.connection import Connection

__all__ = ["perform"]

_PERFORMERS: Final[dict[type[ActionInput], Callable[[Connection, Any], ActionResult]]] = {
    unified.CreateCandidate: create_candidate,
    unified.CreateApplication: create_application,
    unified.AddCandidateTag: add_candidate_tag,
    unified.AddApplicationAttachment: add_application_attachment,
    unified.AddCandidateAttachment: add_candidate_attachment,
    unified.MoveApplicationToStage: move_application,
    unified.RejectApplication: reject_application,
    unified.GetCandidateAttachments: get_candidate_attachments,
}


def perform(connection: Connection, action: ActionInput) -> ActionResult:
    """Perform one action; references in it are vendor ids.

    Raises:
        ConnectorError: the action failed; the kind of error says who must act.
    """
    performer = _PERFORMERS.get(type(action))
    if performer is None:
        raise InputError(f"Avionté's connector has no way to {action.published_as.lower()}")
    return performer(connection, action)
