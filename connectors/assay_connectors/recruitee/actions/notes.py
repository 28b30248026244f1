"""Add note to application: a note on the candidate, for Recruitee has no other.

Source: recruitee sheet 3.10, 7.2.
"""

from assay.connector import ActionResult
from assay.unified.actions import AddApplicationNote
from assay_connectors.once import at_most_once, is_younger
from assay_connectors.recruitee.actions import vendor
from assay_connectors.recruitee.actions.located import located
from assay_connectors.recruitee.api import Item
from assay_connectors.recruitee.connection import Connection


def add_application_note(connection: Connection, action: AddApplicationNote) -> ActionResult:
    """Leave the note, for all to see, on the candidate of the application."""
    started = connection.runtime.now()
    found = located(connection, action.application_id)
    path = f"/candidates/{found.candidate_id}/notes"
    note = {
        "body": action.content,
        "visibility": {"level": "public"},
    }

    def find() -> Item | None:
        notes = vendor.listed(connection, path, "notes", {"limit": 100, "offset": 0})
        return next(
            (
                one
                for one in notes
                if one.get("body") == action.content and is_younger(one.get("created_at"), started)
            ),
            None,
        )

    at_most_once(lambda: vendor.write(connection, "POST", path, {"note": note}), find)
    return ActionResult(
        warnings=("the note was stored on the candidate: Recruitee has no notes on applications",)
    )
