"""The applicant row of a new application. Source: asymbl sheet 3.2, 7.3 step 5."""

from typing import Any

from assay.errors import InputError, VendorRefusedError
from assay_connectors.asymbl import soql
from assay_connectors.asymbl.actions.order import Order
from assay_connectors.asymbl.actions.sources import put_on_application
from assay_connectors.asymbl.actions.writing import Values
from assay_connectors.asymbl.answers import DUPLICATE_VALUE
from assay_connectors.asymbl.connection import Connection
from assay_connectors.asymbl.mapping.record import Record
from assay_connectors.asymbl.schema import Org
from assay_connectors.asymbl.soql import Query
from assay_connectors.once import at_most_once, is_younger

ACTIVE = "Active"


def values(connection: Connection, org: Org, order: Order, *, job_id: str, stage_id: str) -> Values:
    """The body of a new applicant but for the contact; nothing is written yet.

    Raises:
        PermissionMissingError: contact, job or stage cannot be written.
    """
    body = Values(org.shape("application"), strict=connection.options.strict_fields)
    body.check("candidate")
    body.need("job", job_id)
    body.need("stage", stage_id)
    body.put("status", "", ACTIVE)
    body.put("applied", "", connection.runtime.now().date().isoformat())
    put_on_application(body, order.source, connection.settings.source_keys)
    return body


def create(connection: Connection, body: Values, contact_id: str) -> str:
    """Create the applicant of a contact; its id.

    Raises:
        VendorRefusedError: the contact has applied to the job before (``detail["application_id"]`` names
            the application), or the org refuses for another reason.
    """
    shape = body.shape
    content: dict[str, Any] = {**body.body, shape["candidate"]: contact_id}
    started = connection.runtime.now()

    def write() -> str:
        return connection.api.create(shape.object, content)

    def find() -> str | None:
        made = _existing(connection, body, contact_id)
        return made.record_id if made and is_younger(made.value("created"), started) else None

    try:
        return at_most_once(write, find)
    except VendorRefusedError as error:
        if error.vendor_code != DUPLICATE_VALUE:
            raise
        raise _applied_before(error, _existing(connection, body, contact_id), contact_id) from error


def _existing(connection: Connection, body: Values, contact_id: str) -> Record | None:
    """The contact's application to the job, if there is one."""
    shape = body.shape
    query = Query(
        fields=shape.columns("id", "created"),
        source=shape.object,
        where=soql.all_of(
            soql.equals(shape["candidate"], contact_id), soql.equals(shape["job"], body.body[shape["job"]])
        ),
        order=shape.columns("created", "id"),
    )
    rows = [Record(row, shape) for row in connection.api.rows(query)]
    return rows[-1] if rows else None


def _applied_before(
    error: VendorRefusedError, existing: Record | None, contact_id: str
) -> VendorRefusedError:
    detail = {"candidate_id": contact_id}
    if existing is not None:
        detail["application_id"] = existing.record_id
    named = f": application {existing.record_id}" if existing is not None else ""
    return VendorRefusedError(
        f"the candidate has already applied to this job{named}",
        vendor_code=error.vendor_code,
        status=error.status,
        request=error.request,
        hint="Go on with the application that exists.",
        detail=detail,
    )


def located(connection: Connection, org: Org, application_id: str) -> Record:
    """An application with its contact, job and stage.

    Raises:
        InputError: there is none; nothing was written.
    """
    shape = org.shape("application")
    wanted = soql.checked_id(application_id, "application_id")
    query = Query(
        fields=shape.columns("id", "candidate", "job", "stage"),
        source=shape.object,
        where=soql.equals(shape["id"], wanted),
    )
    for row in connection.api.rows(query):
        return Record(row, shape)
    raise InputError(
        f"there is no application {wanted}",
        hint="It may have been deleted, or the run-as user may not see it.",
    )
