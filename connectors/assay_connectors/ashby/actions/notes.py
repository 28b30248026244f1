"""Add note to application: a note on the candidate, for Ashby has no other. Source: ashby sheet 3.8, 7.2."""

from typing import Any

from assay.connector import ActionResult
from assay.unified.actions import AddApplicationNote
from assay_connectors.ashby.connection import Connection
from assay_connectors.once import at_most_once, is_younger


def add_application_note(connection: Connection, action: AddApplicationNote) -> ActionResult:
    """Leave the note on the candidate of the application."""
    api, started = connection.api, connection.runtime.now()
    application = api.info(
        "/application.info",
        {
            "applicationId": action.application_id,
        },
    )
    candidate_id = application["candidate"]["id"]
    note = {
        "type": "text/plain",
        "value": action.content,
    }
    body = {"candidateId": candidate_id, "note": note, "sendNotifications": False}

    def find() -> dict[str, Any] | None:
        notes = api.list_all("/candidate.listNotes", {"candidateId": candidate_id})
        return next(
            (
                found
                for found in notes
                if found.get("content") == action.content and is_younger(found.get("createdAt"), started)
            ),
            None,
        )

    at_most_once(lambda: api.call("/candidate.createNote", body, idempotent=False), find)
    return ActionResult(warnings=("the note was put on the candidate: Ashby has no notes on applications",))
