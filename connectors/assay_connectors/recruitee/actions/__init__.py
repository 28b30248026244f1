"""All unified actions on Recruitee. Source: recruitee sheet 7.2."""

from collections.abc import Callable
from typing import Any, Final

from assay.connector import ActionResult
from assay.errors import InputError
from assay.unified import actions as unified
from assay.unified.actions import ActionInput
from assay_connectors.recruitee.actions.attachments import (
    add_application_attachment,
    add_candidate_attachment,
    get_application_attachments,
)
from assay_connectors.recruitee.actions.creation import create_application, create_candidate
from assay_connectors.recruitee.actions.notes import add_application_note
from assay_connectors.recruitee.actions.result_links import (
    add_application_result_link,
    add_candidate_result_link,
)
from assay_connectors.recruitee.actions.stages import move_application, reject_application
from assay_connectors.recruitee.actions.tags import add_candidate_tag, remove_candidate_tag
from assay_connectors.recruitee.connection import Connection

__all__ = ["perform"]

_PERFORMERS: Final[dict[type[ActionInput], Callable[[Connection, Any], ActionResult]]] = {
    unified.CreateCandidate: create_candidate,
    unified.CreateApplication: create_application,
    unified.AddCandidateTag: add_candidate_tag,
    unified.RemoveCandidateTag: remove_candidate_tag,
    unified.AddApplicationAttachment: add_application_attachment,
    unified.AddCandidateAttachment: add_candidate_attachment,
    unified.MoveApplicationToStage: move_application,
    unified.RejectApplication: reject_application,
    unified.AddApplicationResultLink: add_application_result_link,
    unified.AddCandidateResultLink: add_candidate_result_link,
    unified.AddApplicationNote: add_application_note,
    unified.GetApplicationAttachments: get_application_attachments,
}


def perform(connection: Connection, action: ActionInput) -> ActionResult:
    """Perform one action; references in it are vendor ids.

    Raises:
        ConnectorError: the action failed; the kind of error says who must act.
    """
    performer = _PERFORMERS.get(type(action))
    if performer is None:
        raise InputError(f"Recruitee's connector has no way to {action.published_as.lower()}")
    return performer(connection, action)
