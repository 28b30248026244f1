"""Move application to stage, Reject application: single writes, refused here where Avionté cannot.

Source: avionte sheet 7.8.6, 7.8.7.
"""

from http import HTTPStatus
from typing import Any, Final

from assay.connector import ActionResult, ReadItem, Row
from assay.errors import InputError, VendorRefusedError
from assay.unified.actions import MoveApplicationToStage, RejectApplication
from assay_connectors.avionte.connection import Connection
from assay_connectors.avionte.mapping.applications import active_stage, application, parts_of
from assay_connectors.avionte.mapping.dates import written
from assay_connectors.avionte.mapping.payload import Payload
from assay_connectors.avionte.mapping.stages import OWN_STAGES, Activities, Activity
from assay_connectors.avionte.mapping.standing import Standing, joined, nominated, pipelined
from assay_connectors.avionte.reading.people import standings_of_job
from assay_connectors.avionte.reading.stages import known, listed, stage_items

STAGE_UNCHANGED: Final = "the talent is nominated, which counts more than the pipeline: the stage stays"
NOTE_NOT_SENT: Final = "note was not forwarded to Avionté"


def move_application(connection: Connection, action: MoveApplicationToStage) -> ActionResult:
    """Put an application into a stage of the vendor's own; ours are no targets.

    Raises:
        InputError: the stage is ours or unknown; nothing was sent.
        VendorRefusedError: Avionté does not know the stage, even by the name it has now.
    """
    talent_id, job_id = parts_of(action.application_id)
    stage_id = action.stage_id
    if stage_id in OWN_STAGES:
        raise InputError(
            f"an application cannot be moved into {OWN_STAGES[stage_id]!r}",
            hint="Web applications are made on the careers page; choose one of Avionté's own stages.",
        )
    stage = _stage(connection, stage_id)
    news: list[ReadItem] = []
    try:
        now = _moved(connection, talent_id, job_id, stage)
    except VendorRefusedError as error:
        renamed = _renamed(connection, stage, error, news)
        if renamed is None:
            raise
        now = _moved(connection, talent_id, job_id, renamed)
    before = connection.memory.standing(talent_id, job_id)
    stays = stage.is_of_pipeline and before is not None and before.kind == "nominated"
    warnings = (STAGE_UNCHANGED,) if stays else ()
    return ActionResult(items=(*news, *_stored(connection, talent_id, job_id, now)), warnings=warnings)


def reject_application(connection: Connection, action: RejectApplication) -> ActionResult:
    """Decline a nominated application; elsewhere only Avionté's own screens can.

    Raises:
        InputError: the application is not nominated or declined already, or the reason is unknown; nothing
            was written.
    """
    talent_id, job_id = parts_of(action.application_id)
    reason_id = action.rejection_reason_id
    reason = _reason(connection, reason_id)
    _check_declinable(_standing(connection, talent_id, job_id))
    body = {
        **_who(talent_id, job_id),
        "jobActivityId": int(reason.id),
        "jobActivityName": reason.name,
        "stageType": "Declined",
        "declinedDate": written(connection.runtime.now()),
    }
    now = _nominated(connection, body)
    warnings = (NOTE_NOT_SENT,) if action.note else ()
    return ActionResult(items=_stored(connection, talent_id, job_id, now), warnings=warnings)


def put_into_pipeline(connection: Connection, talent_id: str, job_id: str, stage: str) -> Standing:
    """Put a talent into the pipeline of a job, in the stage of that name; one call (sheet 3.5)."""
    moment = written(connection.runtime.now())
    body = {
        **_who(talent_id, job_id),
        "jobActivityName": stage,
        "stageType": "Active",
        "stagedDate": moment,
        "jobActivityDate": moment,
    }
    answer = connection.api.object("PIPELINE_ADD", body=body, repeatable=True)
    row = Payload.of({**_who(talent_id, job_id), **answer}, "PIPELINE_ADD")
    return joined(connection.memory.standing(talent_id, job_id), pipelined(row, connection.runtime.now()))


# --- what is known -----------------------------------------------------------------------------------


def at_hand(connection: Connection) -> Activities:
    """Stages and reasons as read last; asked for only if they never were."""
    there = known(connection.memory)
    return listed(connection.api, connection.memory) if there is None else there


def _stage(connection: Connection, stage_id: str) -> Activity:
    stage = at_hand(connection).stage(stage_id)
    if stage is None:
        raise InputError(
            f"there is no stage {stage_id}", hint="Choose a stage that was synced, or sync once more."
        )
    return stage


def _reason(connection: Connection, reason_id: str) -> Activity:
    reason = at_hand(connection).reason(reason_id)
    if reason is None:
        raise InputError(
            f"there is no rejection reason {reason_id}",
            hint="Choose a reason that was synced, or sync once more.",
        )
    return reason


def _standing(connection: Connection, talent_id: str, job_id: str) -> Standing | None:
    """How the application stands; one that we never met is looked up among the nominations of its job."""
    standing = connection.memory.standing(talent_id, job_id)
    if standing is not None:
        return standing
    return standings_of_job(connection.api, job_id, known(connection.memory)).get(talent_id)


def _check_declinable(standing: Standing | None) -> None:
    if standing is None or standing.kind != "nominated":
        kind = standing.kind if standing is not None else None
        stage = OWN_STAGES["PIPELINE" if kind == "pipeline" else "WEB_APPLICATION"] if kind else "no stage"
        raise InputError(
            f"an application in {stage!r} cannot be rejected: Avionté declines nominated talents only",
            hint="Decline it in Avionté, or nominate the talent first.",
        )
    if standing.is_declined:
        raise InputError("the application is rejected already")


# --- the writes --------------------------------------------------------------------------------------


def _moved(connection: Connection, talent_id: str, job_id: str, stage: Activity) -> Standing:
    name = stage.name or ""
    if stage.is_of_pipeline:
        return put_into_pipeline(connection, talent_id, job_id, name)
    moment = written(connection.runtime.now())
    body = {
        **_who(talent_id, job_id),
        "jobActivityId": int(stage.id),
        "jobActivityName": name,
        "stageType": "Active",
        "stagedDate": moment,
        "jobActivityDate": moment,
    }
    return _nominated(connection, body)


def _nominated(connection: Connection, body: dict[str, Any]) -> Standing:
    """Write a nomination; sending it twice leaves the same one (sheet 1.8 [A])."""
    answer = connection.api.object("NOM_WRITE", body=body, repeatable=True)
    row = Payload.of({**body, **answer}, "NOM_WRITE")
    return nominated(row, active_stage(row, known(connection.memory)))


def _who(talent_id: str, job_id: str) -> dict[str, int]:
    return {"talentId": int(talent_id), "jobId": int(job_id)}


def _renamed(
    connection: Connection, stage: Activity, error: VendorRefusedError, news: list[ReadItem]
) -> Activity | None:
    """The stage as it is called now, after Avionté did not know it by the name that we had; one call."""
    if error.status != HTTPStatus.CONFLICT:
        return None
    activities = listed(connection.api, connection.memory)
    news.extend(stage_items(activities, connection.memory))
    now = activities.stage(stage.id)
    return now if now is not None and now.name != stage.name else None


def _stored(connection: Connection, talent_id: str, job_id: str, now: Standing) -> tuple[ReadItem, ...]:
    memory = connection.memory
    standing = joined(memory.standing(talent_id, job_id), now)
    memory.learn(talent_id, job_id, standing)
    return (Row(application(talent_id, job_id, standing)), *memory.job_cursor(job_id))
