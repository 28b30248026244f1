"""Create candidate and Create application: the same chain, another record named as the result.

Whatever can be found wrong without writing is found before the first write. Source: asymbl sheet 7.3, 3.
"""

from functools import partial

from assay.connector import ActionResult
from assay.errors import ConnectorError
from assay.unified.actions import CreateApplication, CreateCandidate
from assay_connectors.afterwards import read_again, tried
from assay_connectors.asymbl import reading
from assay_connectors.asymbl.actions import applicants
from assay_connectors.asymbl.actions.contacts import Contacts, Found
from assay_connectors.asymbl.actions.files import prepared, upload
from assay_connectors.asymbl.actions.jobs import chosen_stage, open_job
from assay_connectors.asymbl.actions.order import Order, ordered
from assay_connectors.asymbl.actions.undeclared import ignored_inputs
from assay_connectors.asymbl.actions.writing import needed
from assay_connectors.asymbl.connection import Connection
from assay_connectors.asymbl.schema import Org


def create_candidate(connection: Connection, action: CreateCandidate) -> ActionResult:
    """Create an application, and its candidate unless the e-mail address is known; names the candidate."""
    contact_id, _, result = _create(connection, action)
    return ActionResult(remote_id=contact_id, items=result.items, warnings=result.warnings)


def create_application(connection: Connection, action: CreateApplication) -> ActionResult:
    """Create an application, and its candidate unless the e-mail address is known; names the application."""
    _, application_id, result = _create(connection, action)
    return ActionResult(remote_id=application_id, items=result.items, warnings=result.warnings)


def _create(
    connection: Connection, action: CreateCandidate | CreateApplication
) -> tuple[str, str, ActionResult]:
    warnings = list(ignored_inputs(action))
    order, org = ordered(action), connection.org()
    files = [prepared(connection, file, warnings) for file in order.files]
    job_id = open_job(connection, org, order)
    stage_id = chosen_stage(connection, org, job_id, order.stage_id)
    body = applicants.values(connection, org, order, job_id=job_id, stage_id=stage_id)
    needed(body.shape, "createable")
    contact = _contact(connection, org, order, warnings)
    try:
        application_id = applicants.create(connection, body, contact.contact_id)
    except ConnectorError as error:
        raise _half_done(error, contact) from error
    warnings.extend(body.warnings)
    for file in files:
        step = partial(upload, connection, org, contact.contact_id, file)
        tried(f"attachment {file.name!r}", step, warnings)
    again = partial(
        reading.read_again, connection, contact_id=contact.contact_id, application_id=application_id
    )
    items = read_again("candidate and application", again, warnings)
    return contact.contact_id, application_id, ActionResult(items=items, warnings=tuple(warnings))


def _contact(connection: Connection, org: Org, order: Order, warnings: list[str]) -> Found:
    """The contact with that address as it is, or a new one (steps 3 and 4)."""
    contacts = Contacts(connection, org, warnings)
    found = contacts.existing(order.email_address)
    if found is not None:
        return found
    needed(contacts.shape, "createable")
    values = contacts.values(order)
    warnings.extend(values.warnings)
    return contacts.create(values.body, order.email_address)


def _half_done(error: ConnectorError, contact: Found) -> ConnectorError:
    """The error of a creation that broke off: it names the contact that was made."""
    if not contact.is_new:
        return error
    return type(error)(
        f"the contact {contact.contact_id} was created, its application was not: {error.message}",
        vendor_code=error.vendor_code,
        status=error.status,
        request=error.request,
        hint="Repeating the action finds that contact by its e-mail address.",
        detail={**error.detail, "candidate_id": contact.contact_id},
    )
