"""All unified actions on Ashby. Source: ashby sheet 7.2."""

from collections.abc import Callable
from typing import Any, Final

from assay.connector import ActionResult, Row
from assay.errors import InputError
from assay.unified import actions as unified
from assay.unified.actions import ActionInput, CreateApplication, CreateCandidate
from assay.unified.records import Application
from assay_connectors.ashby.actions.attachments import (
    add_application_attachment,
    add_candidate_attachment,
    get_application_attachments,
    get_candidate_attachments,
)
from assay_connectors.ashby.actions.creation import create_application, create_candidate
from assay_connectors.ashby.actions.notes import add_application_note
from assay_connectors.ashby.actions.result_links import (
    add_application_result_link,
    add_candidate_result_link,
)
from assay_connectors.ashby.actions.stages import move_application, reject_application
from assay_connectors.ashby.actions.tags import add_candidate_tag
from assay_connectors.ashby.connection import Connection

__all__ = ["created_applications", "perform"]

_PERFORMERS: Final[dict[type[ActionInput], Callable[[Connection, Any], ActionResult]]] = {
    unified.CreateCandidate: create_candidate,
    unified.CreateApplication: create_application,
    unified.AddCandidateTag: add_candidate_tag,
    unified.AddApplicationAttachment: add_application_attachment,
    unified.AddCandidateAttachment: add_candidate_attachment,
    unified.MoveApplicationToStage: move_application,
    unified.RejectApplication: reject_application,
    unified.AddApplicationResultLink: add_application_result_link,
    unified.AddCandidateResultLink: add_candidate_result_link,
    unified.AddApplicationNote: add_application_note,
    unified.GetApplicationAttachments: get_application_attachments,
    unified.GetCandidateAttachments: get_candidate_attachments,
}


def perform(connection: Connection, action: ActionInput) -> ActionResult:
    """Perform one action; references in it are vendor ids.

    Raises:
        ConnectorError: the action failed; the kind of error says who must act.
    """
    performer = _PERFORMERS.get(type(action))
    if performer is None:
        raise InputError(f"Ashby's API offers no way to {action.published_as.lower()}")
    return performer(connection, action)


def created_applications(action: ActionInput, result: ActionResult) -> frozenset[str]:
    """Remote ids of the applications that an action has created."""
    if not isinstance(action, CreateCandidate | CreateApplication):
        return frozenset()
    ids = {
        item.record.remote_id
        for item in result.items
        if isinstance(item, Row) and isinstance(item.record, Application)
    }
    if isinstance(action, CreateApplication):
        ids.add(result.remote_id)
    return frozenset(one for one in ids if one)
