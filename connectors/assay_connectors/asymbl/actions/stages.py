"""Move application to stage. Source: asymbl sheet 3.4, 7.3."""

from functools import partial

from assay.connector import ActionResult
from assay.errors import InputError, VendorNonsenseError
from assay.unified.actions import MoveApplicationToStage
from assay_connectors.afterwards import read_again
from assay_connectors.asymbl import reading, soql
from assay_connectors.asymbl.actions.applicants import located
from assay_connectors.asymbl.actions.jobs import chosen_stage
from assay_connectors.asymbl.actions.writing import Values, needed
from assay_connectors.asymbl.connection import Connection


def move_application(connection: Connection, action: MoveApplicationToStage) -> ActionResult:
    """Move an application to another stage of its job.

    Salesforce itself would take the stage of any job (sheet 3.4 [A]), so that is looked at first.

    Raises:
        InputError: the stage belongs to another job; nothing was written.
        PermissionMissingError: the user may not change applicants, or not their stage.
        VendorNonsenseError: Salesforce took the move, but the application is not in the stage.
    """
    org = connection.org()
    stage_id = soql.checked_id(action.stage_id, "stage_id")
    found = located(connection, org, action.application_id)
    job_id = found.text("job")
    if job_id is None:
        raise InputError(f"the application {found.record_id} has no job any more")
    stage_id = chosen_stage(connection, org, job_id, stage_id)
    needed(found.shape, "updateable")
    values = Values(found.shape, ability="updateable")
    values.need("stage", stage_id)
    connection.api.update(found.shape.object, found.record_id, values.body)
    if located(connection, org, found.record_id).text("stage") != stage_id:
        raise VendorNonsenseError(
            "Salesforce took the move, but the application is not in the stage",
            request=f"PATCH {found.shape.endpoint}/{found.record_id}",
        )
    warnings: list[str] = []
    again = partial(reading.read_again, connection, application_id=found.record_id)
    items = read_again("application", again, warnings)
    return ActionResult(items=items, warnings=tuple(warnings))
