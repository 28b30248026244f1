"""Move application to stage, and Reject application. Source: recruitee sheet 3.5, 3.6, 7.2."""

from typing import Any

from assay.connector import ActionResult
from assay.errors import InputError, VendorNonsenseError
from assay.unified.actions import MoveApplicationToStage, RejectApplication
from assay_connectors.once import at_most_once
from assay_connectors.recruitee.actions import vendor
from assay_connectors.recruitee.actions.located import located
from assay_connectors.recruitee.actions.placing import PLACEMENTS, moved
from assay_connectors.recruitee.actions.readback import candidate_items
from assay_connectors.recruitee.actions.undeclared import ignored_inputs
from assay_connectors.recruitee.connection import Connection


def move_application(connection: Connection, action: MoveApplicationToStage) -> ActionResult:
    """Move an application to another stage of its job, unless it is there.

    Raises:
        InputError: the application is disqualified (a move would undo that), or the stage is not one of
            the job's; nothing was written.
        VendorNonsenseError: the vendor accepted the move, but the application is not in the stage.
    """
    found = located(connection, action.application_id)
    if vendor.is_disqualified(found.placement):
        raise InputError(
            "the application is disqualified, and a move would undo that",
            hint="Requalify it in Recruitee first.",
        )
    job = vendor.offer(connection, found.placement["offer_id"])
    stage_id = vendor.checked_stage(job, action.stage_id)
    moved(connection, found.candidate_id, found.placement, stage_id)
    warnings: list[str] = []
    items = candidate_items(connection, str(found.candidate_id), warnings)
    return ActionResult(items=items, warnings=tuple(warnings))


def reject_application(connection: Connection, action: RejectApplication) -> ActionResult:
    """Disqualify an application with a reason; its stage and other applications stay as they are.

    Raises:
        InputError: there is no such reason; nothing was written.
        VendorNonsenseError: the vendor accepted the rejection, but the application does not show it.
    """
    reason = _reason(connection, action.rejection_reason_id)
    found = located(connection, action.application_id)
    path = f"{PLACEMENTS}/{found.placement['id']}/disqualify"
    body = {
        "disqualify_reason_id": reason["id"],
    }

    def find() -> dict[str, Any] | None:
        now = vendor.candidate(connection, found.candidate_id).get("placements") or []
        wanted = (found.placement["id"], reason["name"])
        return next((one for one in now if (one.get("id"), one.get("disqualify_reason")) == wanted), None)

    at_most_once(lambda: vendor.write(connection, "PATCH", path, body), find)
    if find() is None:
        raise VendorNonsenseError(
            "Recruitee accepted the rejection, but the application does not show it",
            request=f"PATCH {path}",
        )
    warnings = list(ignored_inputs(action))
    items = candidate_items(connection, str(found.candidate_id), warnings)
    return ActionResult(items=items, warnings=tuple(warnings))


def _reason(connection: Connection, reason_id: str) -> dict[str, Any]:
    """A reason that the vendor knows: an unknown one might be taken for none (recruitee sheet 6)."""
    for reason in vendor.listed(connection, "/disqualify_reasons", "disqualify_reasons"):
        if str(reason.get("id")) == reason_id:
            return reason
    raise InputError(
        f"there is no rejection reason {reason_id}",
        hint="Choose one of Recruitee's disqualify reasons.",
    )
