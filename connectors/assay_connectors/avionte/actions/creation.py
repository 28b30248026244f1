"""Create candidate and Create application: the talent, its place in the pipeline, its files.

Source: avionte sheet 7.8.1, 7.8.2.
"""

from http import HTTPStatus
from typing import Any, Final

from assay.connector import ActionResult, ReadItem, Row
from assay.errors import ConnectorError, InputError, VendorRefusedError
from assay.unified.actions import CreateApplication, CreateCandidate
from assay_connectors.afterwards import read_again
from assay_connectors.avionte import api
from assay_connectors.avionte.actions.files import (
    CV,
    SEVERAL_CVS,
    contradictions,
    partial,
    prepared,
    send,
    step_of,
)
from assay_connectors.avionte.actions.order import Order, Place, ignored_inputs, ordered
from assay_connectors.avionte.actions.stages import at_hand, put_into_pipeline
from assay_connectors.avionte.answers import told_of
from assay_connectors.avionte.connection import Connection
from assay_connectors.avionte.mapping.applications import application, application_id
from assay_connectors.avionte.mapping.payload import Payload
from assay_connectors.avionte.options import LONGEST_ORIGIN
from assay_connectors.avionte.reading.people import talent_items
from assay_connectors.avionte.token import PATIENCE
from assay_connectors.once import outcome_unknown

_GENDERS: Final = {"MALE": "M", "FEMALE": "F", "OTHER": "N"}
"""Source: avionte sheet 7.8.1 [D], OTHER [A]."""
REUSED: Final = "Avionté has this talent already; it was reused, and none of its data was changed"
MAYBE_OURS: Final = "the answer to the first attempt was lost; the talent is that one's, or was there before"
_PIPELINE_STEP: Final = "stage of the pipeline"


def create_candidate(connection: Connection, action: CreateCandidate) -> ActionResult:
    """Create a talent with an application; the result names the talent."""
    talent_id, result = _created(connection, action)
    return ActionResult(remote_id=talent_id, items=result.items, warnings=result.warnings)


def create_application(connection: Connection, action: CreateApplication) -> ActionResult:
    """Create an application with its talent; the result names the application."""
    talent_id, result = _created(connection, action)
    remote_id = application_id(talent_id, action.application.job_id)
    return ActionResult(remote_id=remote_id, items=result.items, warnings=result.warnings)


def _created(connection: Connection, action: CreateCandidate | CreateApplication) -> tuple[str, ActionResult]:
    """Talent id, and what was made.

    Raises:
        InputError: an input or setting cannot be used; nothing was sent.
        ConnectorError: a step failed; once the talent exists, ``detail`` names it and the step.
    """
    warnings = list(ignored_inputs(action))
    order = ordered(action)
    files = [prepared(connection, wanted) for wanted in order.files]
    warnings += contradictions(files)
    body = _talent(connection, order, warnings)
    stage = _first_stage(connection)
    talent_id, talent = _post(connection, body, warnings)
    step = _PIPELINE_STEP
    try:
        standing = put_into_pipeline(connection, talent_id, order.job_id, stage)
        for file in files:
            step = step_of(file)
            send(connection, talent_id, file)
    except ConnectorError as error:
        raise partial(error, talent_id, step) from error
    if sum(file.type == CV for file in files) > 1:
        warnings.append(SEVERAL_CVS)
    items: tuple[ReadItem, ...] = (
        *_candidate(connection, talent_id, talent, warnings),
        Row(application(talent_id, order.job_id, standing)),
    )
    connection.memory.learn(talent_id, order.job_id, standing)
    cursors = tuple(connection.memory.job_cursor(order.job_id))
    return talent_id, ActionResult(items=(*items, *cursors), warnings=tuple(warnings))


# --- before anything is written ----------------------------------------------------------------------


def _talent(connection: Connection, order: Order, warnings: list[str]) -> dict[str, Any]:
    """The body of the creation. Source: avionte sheet 3.1."""
    options = connection.options
    for name in ("representative_user_id", "status_id"):
        if getattr(options, name) is None:
            raise InputError(
                f"no talent can be created: the setting {name} is missing",
                hint="Avionté wants every talent to have an owner and a status; choose both in the settings.",
            )
    body = {
        "firstName": order.first_name,
        "lastName": order.last_name,
        "emailAddress": order.email_address,
        "latestWork": order.title,
        "mobilePhone": order.phone_number,
        "residentAddress": _address(order.location) if order.location is not None else None,
        "gender": _GENDERS[order.gender] if order.gender is not None else None,
        "origin": _origin(order.source_name, warnings) or options.origin,
        "representativeUser": options.representative_user_id,
        "statusId": options.status_id,
        "frontOfficeId": options.branch_id,
    }
    return {name: value for name, value in body.items() if value is not None}


def _address(place: Place) -> dict[str, str]:
    address = {
        "city": place.city,
        "country": place.country,
        "postalCode": place.zip_code,
    }
    return {name: value for name, value in address.items() if value}


def _origin(name: str | None, warnings: list[str]) -> str | None:
    """The source, as much of it as Avionté takes."""
    if name is not None and len(name) > LONGEST_ORIGIN:
        warnings.append(f"source.name was shortened: Avionté takes {LONGEST_ORIGIN} characters")
        return name[:LONGEST_ORIGIN].strip()
    return name


def _first_stage(connection: Connection) -> str:
    """Name of the stage that new applications are in; asked for only if stages were never read."""
    if connection.options.pipeline_stage is not None:
        return connection.options.pipeline_stage
    activities = at_hand(connection)
    names = [one.name for one in activities.stages if one.is_of_pipeline and one.name]
    if not names or names[0] is None:
        raise InputError(
            "Avionté has no stage in its pipeline that an application could be in",
            hint="Add one to the tenant, or name one in the setting pipeline_stage.",
        )
    return names[0]


# --- the creation ------------------------------------------------------------------------------------


def _post(
    connection: Connection, body: dict[str, Any], warnings: list[str]
) -> tuple[str, dict[str, Any] | None]:
    """Id of the talent, and the talent itself unless it was there before.

    A lost answer is no harm: Avionté refuses a second talent with the same e-mail address (sheet 1.8, 3.1).
    """
    try:
        return _sent(connection, body, warnings, REUSED)
    except ConnectorError as error:
        if not outcome_unknown(error):
            raise
    connection.runtime.sleep(PATIENCE.first_pause_s)
    return _sent(connection, body, warnings, MAYBE_OURS)


def _sent(
    connection: Connection, body: dict[str, Any], warnings: list[str], if_there: str
) -> tuple[str, dict[str, Any] | None]:
    params = {"useNewTalentRequirements": "false"}
    try:
        talent = connection.api.object("TALENT_CREATE", body=body, params=params)
    except VendorRefusedError as error:
        existing = _existing(error)
        if existing is None:
            raise
        warnings.append(if_there)
        return existing, None
    return Payload.of(talent, "TALENT_CREATE").identifier(), talent


def _existing(error: VendorRefusedError) -> str | None:
    """The talent that a refused duplicate names (sheet 3.1 [A])."""
    if error.status != HTTPStatus.CONFLICT:
        return None
    told = told_of(error)
    errors = told.get("errors") if isinstance(told, dict) else None
    named = [one for one in errors if isinstance(one, dict)] if isinstance(errors, list) else []
    ids = (Payload.of(one, "TALENT_CREATE").reference("existingTalentId") for one in named)
    return next((one for one in ids if one), None)


def _candidate(
    connection: Connection, talent_id: str, talent: dict[str, Any] | None, warnings: list[str]
) -> tuple[ReadItem, ...]:
    """The candidate as the creation answered; one that was there before is read if it is not known."""
    if talent is None and connection.memory.knows_talent(talent_id):
        return ()
    if talent is not None:
        found: api.Found | None = api.Found(talent, "TALENT_CREATE")
    else:
        found = _looked_up(connection, talent_id, warnings)
    if found is None:
        return ()
    return tuple(talent_items(connection, found, shown=set(), with_tags=False))


def _looked_up(connection: Connection, talent_id: str, warnings: list[str]) -> api.Found | None:
    held: list[api.Found | None] = []

    def read() -> Any:
        held.append(connection.api.one(api.TALENTS, talent_id))
        return iter(())

    read_again("talent", read, warnings)
    return held[0] if held else None
