"""The job and the stage of a new application. Source: asymbl sheet 7.3 steps 1 and 2."""

from assay.errors import InputError
from assay_connectors.asymbl import soql
from assay_connectors.asymbl.actions.order import Order
from assay_connectors.asymbl.connection import Connection
from assay_connectors.asymbl.mapping.jobs import status
from assay_connectors.asymbl.mapping.record import Record
from assay_connectors.asymbl.schema import Org, Shape
from assay_connectors.asymbl.soql import Query


def one(connection: Connection, shape: Shape, record_id: str, *columns: str) -> Record | None:
    """A record by its id; None when there is none, or the user may not see it."""
    query = Query(
        fields=shape.columns("id", *columns), source=shape.object, where=soql.equals(shape["id"], record_id)
    )
    return next((Record(row, shape) for row in connection.api.rows(query)), None)


def open_job(connection: Connection, org: Org, order: Order) -> str:
    """The id of the job, as Salesforce spells it.

    Raises:
        InputError: there is no such job, or it is closed and the connection is set to refuse that.
    """
    wanted = soql.checked_id(order.job_id, "application.job_id")
    job = one(connection, org.shape("job"), wanted, "closed", "status")
    if job is None:
        raise InputError(
            f"there is no job {wanted}", hint="It may have been deleted, or the run-as user may not see it."
        )
    closed = job.flag("closed") is True
    if closed and connection.options.closed_jobs == "refuse":
        said = status(job.text("status"), closed, connection.options.job_statuses)
        raise InputError(f"the job {wanted} is closed ({said})", hint="Open it in Salesforce first.")
    return job.record_id


def chosen_stage(connection: Connection, org: Org, job_id: str, stage_id: str | None) -> str:
    """The wanted stage of the job, or its first one.

    Raises:
        InputError: the stage belongs to another job, or the job has none (a new one may have none yet).
    """
    shape = org.shape("stage")
    query = Query(
        fields=shape.columns("id", "name", "sequence"),
        source=shape.object,
        where=soql.equals(shape["job"], job_id),
        order=shape.columns("sequence", "created", "id"),
    )
    stages = [Record(row, shape) for row in connection.api.rows(query)]
    if not stages:
        raise InputError(f"the job {job_id} has no stages", hint="A new job gets them a moment later.")
    if stage_id is None:
        return stages[0].record_id
    for stage in stages:
        if stage.record_id[:15] == stage_id[:15]:
            return stage.record_id
    names = ", ".join(f"{stage.text('name')} ({stage.record_id})" for stage in stages)
    raise InputError(f"stage {stage_id} is not one of job {job_id}", hint=f"Its stages are: {names}.")
