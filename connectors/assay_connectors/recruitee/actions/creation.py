"""Create candidate and Create application: the same work, another record named as the result.

Source: recruitee sheet 3.1, 7.2. The steps after the person exists are not repeated and do not create it
again: what only completes the record (source, links, files, consent) warns when it fails.
"""

from datetime import UTC, datetime
from functools import partial

from assay.connector import ActionResult
from assay.errors import ConnectorError
from assay.unified.actions import CreateApplication, CreateCandidate
from assay_connectors.afterwards import tried
from assay_connectors.recruitee.actions import vendor
from assay_connectors.recruitee.actions.files import attach
from assay_connectors.recruitee.actions.order import ordered
from assay_connectors.recruitee.actions.person import create_person
from assay_connectors.recruitee.actions.placing import half_done, moved, placed
from assay_connectors.recruitee.actions.plan import Plan, planned
from assay_connectors.recruitee.actions.readback import candidate_items
from assay_connectors.recruitee.actions.undeclared import ignored_inputs
from assay_connectors.recruitee.connection import Connection


def create_candidate(connection: Connection, action: CreateCandidate) -> ActionResult:
    """Create a candidate with one application; the result names the candidate."""
    candidate_id, _, result = _create(connection, action)
    return ActionResult(remote_id=candidate_id, items=result.items, warnings=result.warnings)


def create_application(connection: Connection, action: CreateApplication) -> ActionResult:
    """Create an application and its candidate; the result names the application."""
    _, application_id, result = _create(connection, action)
    return ActionResult(remote_id=application_id, items=result.items, warnings=result.warnings)


def _create(
    connection: Connection, action: CreateCandidate | CreateApplication
) -> tuple[str, str, ActionResult]:
    warnings = list(ignored_inputs(action))
    plan = planned(connection, ordered(action), warnings)
    candidate_id = int(create_person(connection, plan)["id"])
    placement = placed(connection, plan, candidate_id)
    made = str(candidate_id), str(placement["id"])
    if plan.stage_id is not None:
        try:
            moved(connection, candidate_id, placement, plan.stage_id)
        except ConnectorError as error:
            missing = "the move to its stage failed"
            raise half_done(error, missing, candidate_id=made[0], application_id=made[1]) from error
    _complete(connection, plan, candidate_id, warnings)
    items = candidate_items(connection, made[0], warnings)
    return *made, ActionResult(items=items, warnings=tuple(warnings))


def _complete(connection: Connection, plan: Plan, candidate_id: int, warnings: list[str]) -> None:
    """Tell the vendor what the creating request had no place for (steps 6 to 9)."""
    by_careers = bool(plan.answers)
    if plan.source and by_careers:
        tried("source", partial(_add_source, connection, candidate_id, plan.source), warnings)
    if plan.order.social_links and by_careers:
        tried("social links", partial(_add_links, connection, candidate_id, plan), warnings)
    for file in plan.files:
        is_cv = file is plan.cv
        if is_cv and by_careers:
            continue  # it went with the form
        if file.type == "CV" and not is_cv:
            warnings.append(f"{file.name!r} is a further CV; it was added as an ordinary file")
        step = partial(attach, connection, candidate_id, file, as_cv=is_cv)
        tried(f"attachment {file.name!r}", step, warnings)
    if plan.order.consent_expires_at is not None:
        expires_at = plan.order.consent_expires_at
        tried("gdpr_consent", partial(_set_expiry, connection, candidate_id, expires_at), warnings)


def _add_source(connection: Connection, candidate_id: int, source: str) -> None:
    """Naming a source twice does no harm: a candidate has it or has not."""
    path = f"/candidates/{candidate_id}/sources"
    vendor.write(connection, "POST", path, {"sources": [source]}, idempotent=True)


def _add_links(connection: Connection, candidate_id: int, plan: Plan) -> None:
    """Links that the candidate has, then ours: an update replaces the whole list (recruitee sheet 3.13)."""
    path = f"/candidates/{candidate_id}"
    had = vendor.candidate(connection, candidate_id).get("social_links") or []
    links = list(dict.fromkeys([*had, *plan.order.social_links]))
    vendor.write(connection, "PATCH", path, {"candidate": {"social_links": links}}, idempotent=True)


def _set_expiry(connection: Connection, candidate_id: int, expires_at: datetime) -> None:
    path = f"/gdpr/candidates/{candidate_id}/set_gdpr_custom_expires_at"
    moment = expires_at if expires_at.tzinfo else expires_at.replace(tzinfo=UTC)
    text = moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    vendor.write(connection, "POST", path, {"gdpr_custom_expires_at": text}, idempotent=True)
