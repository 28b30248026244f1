"""Move application to stage, and Reject application. Source: ashby sheet 3.5, 7.2."""

from typing import Any

from assay.connector import ActionResult
from assay.errors import ConnectorError, InputError, VendorRefusedError
from assay.unified.actions import MoveApplicationToStage, RejectApplication
from assay_connectors.ashby.actions.readback import application_items
from assay_connectors.ashby.actions.undeclared import ignored_inputs
from assay_connectors.ashby.connection import Connection
from assay_connectors.once import at_most_once


def move_application(connection: Connection, action: MoveApplicationToStage) -> ActionResult:
    """Move an application to another stage of its plan.

    Raises:
        VendorRefusedError: the stage is not in the plan, or is the plan's Archived stage.
    """
    body = {
        "applicationId": action.application_id,
        "interviewStageId": action.stage_id,
    }
    try:
        change_stage(connection, body)
    except VendorRefusedError as error:
        if error.vendor_code == "invalid_input" and _is_archived(connection, action.stage_id):
            raise VendorRefusedError(
                "an application gets into an Archived stage only by being rejected",
                vendor_code=error.vendor_code,
                status=error.status,
                request=error.request,
                hint='Use "Reject application" with a rejection reason.',
            ) from error
        raise
    warnings: list[str] = []
    items = application_items(connection, action.application_id, warnings)
    return ActionResult(items=items, warnings=tuple(warnings))


def reject_application(connection: Connection, action: RejectApplication) -> ActionResult:
    """Archive an application with a reason.

    Raises:
        InputError: the plan of the application has no Archived stage; nothing was written.
    """
    api = connection.api
    application = api.info(
        "/application.info",
        {
            "applicationId": action.application_id,
        },
    )
    plan_id = application["currentInterviewStage"]["interviewPlanId"]
    stages = api.list_once("/interviewStage.list", {"interviewPlanId": plan_id})
    archived = next((stage["id"] for stage in stages if stage.get("type") == "Archived"), None)
    if archived is None:
        raise InputError(
            "the interview plan of the application has no Archived stage",
            hint="Add one to the plan in Ashby; without it no application of the plan can be rejected.",
        )
    change_stage(
        connection,
        {
            "applicationId": application["id"],
            "interviewStageId": archived,
            "archiveReasonId": action.rejection_reason_id,
        },
    )
    warnings = list(ignored_inputs(action))
    items = application_items(connection, application["id"], warnings)
    return ActionResult(items=items, warnings=tuple(warnings))


def change_stage(connection: Connection, body: dict[str, str]) -> dict[str, Any]:
    """``application.changeStage``, once; after a lost answer the application tells whether it took effect."""
    api = connection.api

    def find() -> dict[str, Any] | None:
        application = api.info("/application.info", {"applicationId": body["applicationId"]})
        stage_id = (application.get("currentInterviewStage") or {}).get("id")
        reason_id = (application.get("archiveReason") or {}).get("id")
        arrived = stage_id == body["interviewStageId"] and body.get("archiveReasonId") in {None, reason_id}
        return application if arrived else None

    application: dict[str, Any] = at_most_once(
        lambda: api.call("/application.changeStage", body, idempotent=False), find
    )
    return application


def _is_archived(connection: Connection, stage_id: str) -> bool:
    try:
        stage = connection.api.info("/interviewStage.info", {"interviewStageId": stage_id})
    except ConnectorError:
        return False
    return stage.get("type") == "Archived"
