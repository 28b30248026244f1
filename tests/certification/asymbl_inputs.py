"""Where Asymbl's connector forwards each input of its actions."""

from collections.abc import Mapping

from tests.certification.table import Line, lines_in

ACTIONS = "assay_connectors.asymbl.actions"


def _in(module: str, function: str, *texts: str) -> tuple[Line, ...]:
    return lines_in(ACTIONS, module, function, *texts)


CREATION = {
    "candidate.first_name": _in("order", "ordered", "first_name=candidate.first_name"),
    "candidate.last_name": _in("order", "ordered", "last_name=candidate.last_name"),
    "candidate.email_address": _in("order", "ordered", "email_address=candidate.email_address"),
    "candidate.title": _in("order", "ordered", "title=candidate.title"),
    "candidate.phone_number": _in("order", "ordered", "phone_number=candidate.phone_number"),
    "candidate.location.city": _in("order", "_place", "city=location.city"),
    "candidate.location.country": _in("order", "_place", "country=location.country"),
    "candidate.location.zip_code": _in("order", "_place", "zip_code=location.zip_code"),
    "candidate.availability_date": _in("order", "ordered", "availability_date=candidate.availability_date"),
    "candidate.salary_expectations.amount": _in("order", "ordered", "salary=…"),
    "application.job_id": _in("order", "ordered", "job_id=action.application.job_id"),
    "application.stage_id": _in("order", "ordered", "stage_id=action.application.stage_id"),
    "attachments.name": _in("order", "wanted_file", "name=file.name"),
    "attachments.content_type": _in("order", "wanted_file", "content_type=file.content_type"),
    "attachments.data_url": _in("order", "wanted_file", "data_url=file.data_url"),
    "attachments.data": _in("order", "wanted_file", "data=file.data"),
    "source.name": _in("order", "_source", "name=source.name"),
    "source.unified_key": _in("order", "_source", "unified_key=source.unified_key"),
    "source.id": _in("order", "_source", "id=source.id"),
}
"""Create candidate and Create application take the same inputs through the same lines."""

ATTACHMENT = {
    name.replace("attachments", "attachment"): lines
    for name, lines in CREATION.items()
    if name.startswith("attachments.")
}

FORWARDED: Mapping[str, Mapping[str, tuple[Line, ...]]] = {
    "Create candidate": CREATION,
    "Create application": CREATION,
    "Add attachment to application": {
        "application_id": _in("attachments", "add_application_attachment", "action.application_id"),
        **ATTACHMENT,
    },
    "Move application to stage": {
        "application_id": _in("stages", "move_application", "action.application_id"),
        "stage_id": _in("stages", "move_application", "action.stage_id"),
    },
    "Get candidate attachments": {
        "candidate_id": _in("attachments", "get_candidate_attachments", "action.candidate_id"),
    },
}

CREATING = (
    *_in("contacts", "values", "order.last_name", "order.email_address", "order.first_name or None"),
    *_in("contacts", "values", "order.title", "order.phone_number", "order.place.city"),
    *_in("contacts", "values", "order.place.country", "order.place.zip_code"),
    *_in("contacts", "values", "_day(order.availability_date)", "_money(order.salary)", "order.source"),
    *_in("contacts", "_put_country", "code"),
    *_in("applicants", "values", "job_id", "stage_id", "order.source"),
    *_in("applicants", "create", "**body.body", "shape['candidate']: contact_id"),
    *_in("sources", "put_on_application", "match", "text = …"),
)
UPLOADING = (
    *_in("files", "upload", "file.name", "base64.b64encode(file.content).decode()", "contact_id"),
    *_in("files", "prepared", "name=…", "content=file.content"),
)

BODIES: Mapping[str, tuple[Line, ...]] = {
    "Create candidate": (*CREATING, *UPLOADING),
    "Create application": CREATING,
    "Add attachment to application": UPLOADING,
    "Move application to stage": _in("stages", "move_application", "stage_id", "values.body"),
}
