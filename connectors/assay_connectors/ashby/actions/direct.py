"""Creates candidate and application one after the other. Source: ashby sheet 7.2 route A."""

from typing import Any

from assay.errors import ConnectorError, VendorRefusedError
from assay_connectors.afterwards import tried
from assay_connectors.ashby.actions.made import Made, Plan, attach_files, submit_surveys
from assay_connectors.ashby.actions.person import vendor_place
from assay_connectors.ashby.connection import Connection
from assay_connectors.once import at_most_once, is_younger

FIRST_SCREEN = "FirstPreInterviewScreen"
"""Names a stage: without any, Ashby would make a lead instead of an applicant (ashby sheet 3.3, Q13)."""


def create(connection: Connection, plan: Plan, warnings: list[str]) -> Made:
    """Create the candidate, its application, and all that belongs to them.

    Raises:
        ConnectorError: nothing was created, or only the candidate: then ``detail["candidate_id"]`` names it.
    """
    candidate = _create_candidate(connection, plan)
    candidate_id = candidate["id"]
    _complete_links(connection, plan, candidate_id, warnings)
    try:
        application = _create_application(connection, plan, candidate_id, warnings)
    except ConnectorError as error:
        raise _half_done(error, candidate_id) from error
    made = Made(candidate_id, application["id"])
    attach_files(connection, made, plan.files, warnings, has_resume=False)
    submit_surveys(connection, made, plan.answers, warnings)
    return made


def _create_candidate(connection: Connection, plan: Plan) -> dict[str, Any]:
    api, order, started = connection.api, plan.order, connection.runtime.now()
    body = {
        "name": order.name,
        "email": order.email_address,
        "phoneNumber": order.phone_number,
        "alternateEmailAddresses": list(order.additional_email_addresses),
        "location": vendor_place(order.place),
        **plan.links.keyed,
        "sourceId": plan.source_id,
        "creditedToUserId": order.sourced_by,
    }

    def find() -> dict[str, Any] | None:
        for candidate in api.list_once("/candidate.search", {"email": order.email_address}):
            same = candidate.get("name") == order.name and not candidate.get("applicationIds")
            if same and is_younger(candidate.get("createdAt"), started):
                return candidate
        return None

    candidate: dict[str, Any] = at_most_once(
        lambda: api.call("/candidate.create", known(body), idempotent=False), find
    )
    return candidate


def _complete_links(connection: Connection, plan: Plan, candidate_id: str, warnings: list[str]) -> None:
    """Give the whole list of links when ``candidate.create`` has too few keys for them."""
    if plan.links.fit_in_create:
        return
    body = {"candidateId": candidate_id, "socialLinks": list(plan.links.all), "sendNotifications": False}
    tried("social links", lambda: connection.api.call("/candidate.update", body, idempotent=True), warnings)


def _create_application(
    connection: Connection, plan: Plan, candidate_id: str, warnings: list[str]
) -> dict[str, Any]:
    order = plan.order
    body = {
        "candidateId": candidate_id,
        "jobId": order.job_id,
        "interviewStageId": order.stage_id or FIRST_SCREEN,
        "sourceId": plan.source_id,
        "creditedToUserId": order.sourced_by,
    }
    try:
        return _application_once(connection, known(body))
    except VendorRefusedError as error:
        if order.stage_id or error.vendor_code != "interview_stage_not_found":
            raise
    warnings.append("the job's plan has no screening stage before interviews; the application is a lead")
    del body["interviewStageId"]
    return _application_once(connection, known(body))


def _application_once(connection: Connection, body: dict[str, Any]) -> dict[str, Any]:
    api = connection.api

    def find() -> dict[str, Any] | None:
        candidate = api.info("/candidate.info", {"id": body["candidateId"]})
        for application_id in candidate.get("applicationIds") or []:
            application = api.info("/application.info", {"applicationId": application_id})
            if (application.get("job") or {}).get("id") == body["jobId"]:
                return application
        return None

    application: dict[str, Any] = at_most_once(
        lambda: api.call("/application.create", body, idempotent=False), find
    )
    return application


def _half_done(error: ConnectorError, candidate_id: str) -> ConnectorError:
    return type(error)(
        f"the candidate {candidate_id} was created, its application was not: {error.message}",
        vendor_code=error.vendor_code,
        status=error.status,
        request=error.request,
        hint="Ashby's API cannot delete the candidate; repeating the action makes another one.",
        detail={**error.detail, "candidate_id": candidate_id},
    )


def known(body: dict[str, Any]) -> dict[str, Any]:
    """The body without what is not known."""
    return {key: value for key, value in body.items() if value}
