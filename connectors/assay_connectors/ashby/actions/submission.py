"""Submits the application form, as a job board does. Source: ashby sheet 3.4, 7.2 route B."""

import json
from dataclasses import dataclass
from functools import partial
from typing import Any

from assay.errors import ConnectorError, VendorNonsenseError, VendorRefusedError
from assay_connectors.afterwards import tried
from assay_connectors.ashby.actions.direct import known
from assay_connectors.ashby.actions.files import upload
from assay_connectors.ashby.actions.forms import EMAIL, LOCATION, NAME, PHONE, RESUME, system_values
from assay_connectors.ashby.actions.made import (
    Made,
    Plan,
    add_email_address,
    attach_files,
    submit_surveys,
)
from assay_connectors.ashby.actions.person import merged_links, vendor_place
from assay_connectors.ashby.actions.stages import change_stage
from assay_connectors.ashby.connection import Connection
from assay_connectors.client import Call, Part
from assay_connectors.files import ReadyFile
from assay_connectors.once import at_most_once, is_younger


@dataclass(frozen=True, slots=True, kw_only=True)
class Submitted:
    """A form that was taken: its id, or, when the answer was lost, the application that came of it."""

    instance_id: str = ""
    application: dict[str, Any] | None = None


def submit(connection: Connection, plan: Plan, warnings: list[str]) -> Made:
    """Submit the form, then add what the form has no field for.

    Raises:
        VendorRefusedError: the form was refused (nothing was written) or the application was blocked.
    """
    resume = next((file for file in plan.files if file.type == "CV"), None)
    if RESUME not in plan.form.application:
        resume = None
    application = _submitted(connection, plan, _form_files(plan, resume), warnings)
    made = Made(application["candidate"]["id"], application["id"])
    _complete_candidate(connection, plan, made, warnings)
    _complete_application(connection, plan, application, warnings)
    submit_surveys(connection, made, plan.answers, warnings)
    others = [file for file in plan.files if file is not resume]
    attach_files(connection, made, others, warnings, has_resume=resume is not None)
    return made


def _form_files(plan: Plan, resume: ReadyFile | None) -> dict[str, ReadyFile]:
    return {**({RESUME: resume} if resume else {}), **plan.form_files}


def _submitted(
    connection: Connection, plan: Plan, files: dict[str, ReadyFile], warnings: list[str]
) -> dict[str, Any]:
    """Submit the form and find the application it made."""
    api, started = connection.api, connection.runtime.now()
    values = _values(plan)
    call = _call(connection, plan, values, files, warnings)

    def write() -> Submitted:
        return Submitted(instance_id=_instance_id(call, api.send(call).results))

    def find() -> Submitted | None:
        for candidate in api.list_once("/candidate.search", {"email": plan.order.email_address}):
            if candidate.get("name") != plan.order.name:
                continue
            for application_id in candidate.get("applicationIds") or []:
                application = api.info("/application.info", {"applicationId": application_id})
                same = application.get("appliedViaJobPostingId") == _posting_id(plan)
                if same and is_younger(application.get("createdAt"), started):
                    return Submitted(application=application)
        return None

    submitted = at_most_once(write, find)
    if submitted.application is not None:
        return submitted.application
    try:
        return api.info("/application.info", {"submittedFormInstanceId": submitted.instance_id})
    except ConnectorError as error:
        raise _unread(error, submitted.instance_id) from error


def _instance_id(call: Call, results: dict[str, Any]) -> str:
    """Id of the submitted form; its application has to be asked for (sheet 3.4)."""
    messages = results.get("formMessages") or {}
    if messages.get("blocked"):
        reason = messages.get("blockMessageForCandidateHtml") or "no reason given"
        raise VendorRefusedError(
            f"Ashby blocked the application: {reason}",
            vendor_code="application_blocked",
            request=call.name,
            hint="The organisation limits how often a person may apply.",
        )
    instance_id = (results.get("submittedFormInstance") or {}).get("id")
    if not isinstance(instance_id, str):
        raise VendorNonsenseError("a submitted form without id", request=call.name)
    return instance_id


def _unread(error: ConnectorError, instance_id: str) -> ConnectorError:
    return type(error)(
        f"the form was submitted, but its application cannot be read: {error.message}",
        vendor_code=error.vendor_code,
        status=error.status,
        request=error.request,
        hint="Do not repeat the action: the application most likely exists.",
        detail={**error.detail, "submitted_form_instance_id": instance_id},
    )


def _posting_id(plan: Plan) -> str:
    return str((plan.posting or {})["id"])


def _values(plan: Plan) -> dict[str, Any]:
    """Path -> value of everything but files."""
    system = {
        PHONE: plan.order.phone_number,
        LOCATION: vendor_place(plan.order.place),
    }
    return {
        NAME: plan.order.name,
        EMAIL: plan.order.email_address,
        **dict(system_values(plan.form, system)),
        **plan.answers.application,
    }


def _call(
    connection: Connection,
    plan: Plan,
    values: dict[str, Any],
    files: dict[str, ReadyFile],
    warnings: list[str],
) -> Call:
    """The submission with handles of uploaded files, or as multipart where uploads do not exist."""
    handles: dict[str, str] = {}
    for path, file in files.items():
        try:
            uploaded = upload(connection.api, file, "ApplicationForm")
        except ConnectorError as error:
            warnings.append(f"file {file.name!r} could not be uploaded: {error.message}")
            continue
        if uploaded is None:
            return _multipart(plan, values, files)
        handles[path] = uploaded.handle
    body = {"jobPostingId": _posting_id(plan), "applicationForm": _form({**values, **handles})}
    return Call(method="POST", url="/applicationForm.submit", json=body, idempotent=False)


def _multipart(plan: Plan, values: dict[str, Any], files: dict[str, ReadyFile]) -> Call:
    """Each file is a part named by the value of the field it belongs to (ashby sheet 3.4)."""
    names = {path: f"file_{number}" for number, path in enumerate(files, start=1)}
    parts = (
        Part(name="jobPostingId", content=_posting_id(plan).encode()),
        Part(name="applicationForm", content=json.dumps(_form({**values, **names})).encode()),
        *(
            Part(name=names[path], content=file.content, filename=file.name, content_type=file.content_type)
            for path, file in files.items()
        ),
    )
    return Call(method="POST", url="/applicationForm.submit", parts=parts, idempotent=False)


def _form(values: dict[str, Any]) -> dict[str, Any]:
    return {"fieldSubmissions": [{"path": path, "value": value} for path, value in values.items()]}


def _complete_candidate(connection: Connection, plan: Plan, made: Made, warnings: list[str]) -> None:
    """Tell the candidate what the form did not ask for."""
    api, order, form = connection.api, plan.order, plan.form.application
    update: dict[str, Any] = {
        "phoneNumber": None if PHONE in form else order.phone_number,
        "location": None if LOCATION in form else vendor_place(order.place),
        "sourceId": plan.source_id,
        "creditedToUserId": order.sourced_by,
    }

    def write() -> None:
        if plan.links.all or plan.source_id:
            candidate = api.info("/candidate.info", {"id": made.candidate_id})
            update["socialLinks"] = merged_links(candidate, plan.links) if plan.links.all else None
            if len(candidate.get("applicationIds") or []) > 1 and candidate.get("source"):
                # Ashby found the person among its candidates, and whoever has a source keeps it.
                update["sourceId"] = None
        if said := known(update):
            body = {"candidateId": made.candidate_id, **said, "sendNotifications": False}
            api.call("/candidate.update", body, idempotent=True)

    tried("details of the candidate", write, warnings)
    for address in order.additional_email_addresses:
        tried("additional e-mail address", partial(add_email_address, connection, made, address), warnings)


def _complete_application(
    connection: Connection, plan: Plan, application: dict[str, Any], warnings: list[str]
) -> None:
    """Tell the application its source, who found the candidate, and its stage."""
    api, order, application_id = connection.api, plan.order, application["id"]
    if plan.source_id:
        source = {"applicationId": application_id, "sourceId": plan.source_id}
        tried("source", lambda: api.call("/application.changeSource", source, idempotent=True), warnings)
    if order.sourced_by:
        credit = {
            "applicationId": application_id,
            "creditedToUserId": order.sourced_by,
            "sendNotifications": False,
        }
        tried("sourced by", lambda: api.call("/application.update", credit, idempotent=True), warnings)
    current = (application.get("currentInterviewStage") or {}).get("id")
    if order.stage_id and order.stage_id != current:
        stage = {"applicationId": application_id, "interviewStageId": order.stage_id}
        tried("stage", lambda: change_stage(connection, stage), warnings)
