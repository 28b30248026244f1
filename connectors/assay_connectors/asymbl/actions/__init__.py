"""All unified actions on Asymbl. Source: asymbl sheet 7.2, 7.3."""

from collections.abc import Callable
from typing import Any, Final

from assay.connector import ActionResult
from assay.errors import InputError
from assay.unified import actions as unified
from assay.unified.actions import ActionInput
from assay_connectors.asymbl.actions.attachments import (
    add_application_attachment,
    get_candidate_attachments,
)
from assay_connectors.asymbl.actions.creation import create_application, create_candidate
from assay_connectors.asymbl.actions.stages import move_application
from assay_connectors.asymbl.connection import Connection

__all__ = ["perform"]

_PERFORMERS: Final[dict[type[ActionInput], Callable[[Connection, Any], ActionResult]]] = {
    unified.CreateCandidate: create_candidate,
    unified.CreateApplication: create_application,
    unified.AddApplicationAttachment: add_application_attachment,
    unified.MoveApplicationToStage: move_application,
    unified.GetCandidateAttachments: get_candidate_attachments,
}


def perform(connection: Connection, action: ActionInput) -> ActionResult:
    """Perform one unified action; references in it are ids of Salesforce.

    Raises:
        ConnectorError: the action failed; the kind of error says who must act.
    """
    performer = _PERFORMERS.get(type(action))
    if performer is None:
        raise InputError(f"Asymbl's connector has no way to {action.published_as.lower()}")
    return performer(connection, action)
