"""Create candidate and Create application: one call, whose answer names nothing.

The new applicant is found by searching before and after. The creation is sent once: when its answer is lost,
the search tells whether it took effect, and when that tells nothing either, the caller decides.
Source: flatchr sheet 3.1, 7.7.
"""

from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from assay.connector import ActionResult, ReadItem
from assay.errors import ConnectorError, InputError, VendorNonsenseError, VendorRefusedError
from assay.unified.actions import CreateApplication, CreateCandidate
from assay_connectors.afterwards import read_again
from assay_connectors.flatchr.actions.looking import Look, newest
from assay_connectors.flatchr.actions.order import Order, ignored_inputs, ordered
from assay_connectors.flatchr.actions.readback import Made, made_items, made_of
from assay_connectors.flatchr.actions.resume import Resume, chosen, prepared
from assay_connectors.flatchr.api import VACANCY
from assay_connectors.flatchr.connection import Connection
from assay_connectors.flatchr.key import expiry_warning
from assay_connectors.flatchr.mapping.payload import Payload
from assay_connectors.flatchr.mapping.people import Row
from assay_connectors.once import outcome_unknown


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """An order with all that had to be looked up for it; nothing is written yet."""

    order: Order
    vacancy: Payload
    slug: str
    resume: Resume | None


def create(connection: Connection, action: CreateCandidate | CreateApplication) -> ActionResult:
    """Create an applicant; the result names its candidate or its application.

    Raises:
        InputError: an input cannot be used; nothing was sent.
        VendorRefusedError: Flatchr refused; nothing was created.
        VendorUnavailableError: ``detail["outcome_unknown"]`` is True when it may have been created.
    """
    warnings = list(ignored_inputs(action))
    expiry = expiry_warning(connection.api.api_key, connection.runtime.now())
    if expiry:
        warnings.append(expiry)
    plan = _planned(connection, action, warnings)
    row = _create(connection, plan, warnings)
    if row is None:
        return ActionResult(warnings=tuple(warnings))
    made = made_of(connection, row)
    remote_id = made.candidate_id if isinstance(action, CreateCandidate) else row.applicant_id
    if remote_id is None:
        warnings.append("Flatchr does not tell which person it is; the candidate comes with a later sync")
    items = _read_back(plan, made, warnings)
    return ActionResult(remote_id=remote_id, items=items, warnings=tuple(warnings))


def _read_back(plan: Plan, made: Made, warnings: list[str]) -> tuple[ReadItem, ...]:
    job_id = plan.vacancy.identifier()
    return read_again("new application", lambda: made_items(made, job_id), warnings)


# --- before anything is written ----------------------------------------------------------------------


def _planned(
    connection: Connection, action: CreateCandidate | CreateApplication, warnings: list[str]
) -> Plan:
    """Everything that can be found out, or found wrong, before the creation; what needs no request first."""
    order = ordered(action)
    _check_source(connection, action, warnings)
    cv = chosen(order.files, warnings)
    resume = prepared(connection, cv) if cv else None
    vacancy = _vacancy(connection, order.job_id)
    slug = vacancy.text("slug")
    if slug is None:
        raise VendorNonsenseError("the vacancy has no slug", request=f"GET {VACANCY}")
    return Plan(order=order, vacancy=vacancy, slug=slug, resume=resume)


def _check_source(
    connection: Connection, action: CreateCandidate | CreateApplication, warnings: list[str]
) -> None:
    """Flatchr knows one source per connection: the offerer that it registered (sheet 1.2, 7.8)."""
    source, offerer_id = action.source, connection.options.offerer_id
    if source is None:
        return
    if offerer_id is None:
        raise InputError(
            "a source cannot be written: the setting offerer_id is missing",
            hint="Enter the offerer id that Flatchr issued to you in the settings, or leave the source out.",
        )
    named = {source.id, connection.settings.source_keys.get(source.unified_key or "")}
    if str(offerer_id) not in named:
        warnings.append(
            f"the source was written as offerer {offerer_id} of the settings; Flatchr takes no other"
        )


def _vacancy(connection: Connection, job_id: str) -> Payload:
    if not job_id.isascii() or not job_id.isalnum():
        raise InputError("application.job_id is not the id of a Flatchr vacancy")
    try:
        return Payload(connection.api.vacancy(job_id), VACANCY)
    except VendorRefusedError as error:
        if error.status != HTTPStatus.NOT_FOUND:
            raise
        raise InputError(
            "Flatchr has no vacancy of that id", status=error.status, request=error.request
        ) from error


# --- the creation ------------------------------------------------------------------------------------


def _create(connection: Connection, plan: Plan, warnings: list[str]) -> Row | None:
    """The new applicant, or the one that it was added to; None when no search shows it."""
    look = Look(connection, plan.vacancy, plan.order.email_address)
    before = look.now()
    try:
        _send(connection, plan)
    except ConnectorError as error:
        if not outcome_unknown(error):
            raise
        found = look.for_new(before)
        if found is None:
            raise
        return found
    found = look.for_new(before)
    if found is not None:
        return found
    there = before or look.archived()
    if there:
        warnings.append(
            "Flatchr had this e-mail address on the job already and made no new applicant; the one returned "
            "was there before"
        )
        return newest(there)
    warnings.append(
        "Flatchr took the candidate, but its search does not show the application yet; a later sync will "
        "bring it"
    )
    return None


def _send(connection: Connection, plan: Plan) -> None:
    if plan.resume is None:
        connection.api.create_without_resume(
            {name: str(value) for name, value in _fields(connection, plan).items()}
        )
        return
    body = {**_fields(connection, plan), "type": plan.resume.type, "resume": plan.resume.resume}
    if connection.options.careers_body_token:
        body["token"] = connection.api.api_key
    connection.api.create_with_resume(body)


def _fields(connection: Connection, plan: Plan) -> dict[str, Any]:
    """What both routes send."""
    order = plan.order
    fields: dict[str, Any] = {
        "vacancy": plan.slug,
        "firstname": order.first_name,
        "lastname": order.last_name,
        "email": order.email_address,
        "phone": order.phone_number,
        "offerer_id": connection.options.offerer_id,
    }
    return {name: value for name, value in fields.items() if value is not None and value != ""}
