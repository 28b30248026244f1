"""Where Avionté's connector forwards each input of its actions."""

from collections.abc import Mapping

from tests.certification.table import Line, lines_in

ACTIONS = "assay_connectors.avionte.actions"


def _in(module: str, function: str, *texts: str) -> tuple[Line, ...]:
    return lines_in(ACTIONS, module, function, *texts)


CREATION = {
    "candidate.first_name": _in("order", "ordered", "first_name=…"),
    "candidate.last_name": _in("order", "ordered", "last_name=…"),
    "candidate.email_address": _in("order", "ordered", "email_address=…"),
    "candidate.title": _in("order", "ordered", "title=…"),
    "candidate.phone_number": _in("order", "ordered", "phone_number=…"),
    "candidate.location.city": _in("order", "place", "city=location.city"),
    "candidate.location.country": _in("order", "place", "country=location.country"),
    "candidate.location.zip_code": _in("order", "place", "zip_code=location.zip_code"),
    "candidate.gender": _in("order", "ordered", "gender=candidate.gender"),
    "application.job_id": _in("order", "ordered", "job_id=action.application.job_id"),
    "attachments.name": _in("order", "wanted_file", "name=file.name"),
    "attachments.content_type": _in("order", "wanted_file", "content_type=file.content_type"),
    "attachments.data_url": _in("order", "wanted_file", "data_url=file.data_url"),
    "attachments.data": _in("order", "wanted_file", "data=file.data"),
    "attachments.type": _in("order", "wanted_file", "type=file.type"),
    "source.name": _in("order", "ordered", "source_name=…"),
}
"""Create candidate and Create application take the same inputs through the same lines."""

ATTACHMENT = {
    name.replace("attachments", "attachment"): lines
    for name, lines in CREATION.items()
    if name.startswith("attachments.")
}
APPLICATION_ID = "action.application_id"

FORWARDED: Mapping[str, Mapping[str, tuple[Line, ...]]] = {
    "Create candidate": CREATION,
    "Create application": CREATION,
    "Add tag to candidate": {
        "candidate_id": _in("tags", "add_candidate_tag", "candidate_id=action.candidate_id"),
        "tag.name": _in("tags", "add_candidate_tag", "name=action.tag.name"),
    },
    "Add attachment to application": {
        "application_id": _in("attachments", "add_application_attachment", APPLICATION_ID),
        **ATTACHMENT,
    },
    "Add attachment to candidate": {
        "candidate_id": _in("attachments", "add_candidate_attachment", "action.candidate_id"),
        **ATTACHMENT,
    },
    "Move application to stage": {
        "application_id": _in("stages", "move_application", APPLICATION_ID),
        "stage_id": _in("stages", "move_application", "stage_id = action.stage_id"),
    },
    "Reject application": {
        "application_id": _in("stages", "reject_application", APPLICATION_ID),
        "rejection_reason_id": _in("stages", "reject_application", "reason_id = action.rejection_reason_id"),
    },
    "Get candidate attachments": {
        "candidate_id": _in("attachments", "get_candidate_attachments", "action.candidate_id"),
    },
}

UPLOADING = (
    *_in("files", "_send_resume", "'resumeFilename': file.name", "'resumeContents': …"),
    *_in("files", "_send_document", "'title': file.name", "'contents': …"),
)
CREATING = (
    *_in("creation", "_talent", "'firstName': …", "'lastName': …", "'emailAddress': …", "'latestWork': …"),
    *_in("creation", "_talent", "'mobilePhone': …", "'residentAddress': …", "'gender': …", "'origin': …"),
    *_in("creation", "_talent", "'representativeUser': …", "'statusId': …"),
    *_in("creation", "_address", "'city': …", "'country': …", "'postalCode': …"),
    *_in("stages", "put_into_pipeline", "'jobActivityName': stage", "'stageType': 'Active'"),
    *_in("stages", "put_into_pipeline", "'stagedDate': moment", "'jobActivityDate': moment"),
    *_in("stages", "_who", "'talentId': …", "'jobId': …"),
)
NOMINATING = _in("stages", "_who", "'talentId': …", "'jobId': …")

BODIES: Mapping[str, tuple[Line, ...]] = {
    "Create candidate": (*CREATING, *UPLOADING),
    "Create application": CREATING,
    "Add tag to candidate": _in("tags", "_added", "'talentId': …", "'tag': name"),
    "Add attachment to candidate": UPLOADING,
    "Move application to stage": (
        *NOMINATING,
        *_in("stages", "_moved", "'jobActivityId': …", "'jobActivityName': name", "'stageType': 'Active'"),
        *_in("stages", "_moved", "'stagedDate': moment", "'jobActivityDate': moment"),
    ),
    "Reject application": (
        *NOMINATING,
        *_in("stages", "reject_application", "'jobActivityId': …", "'jobActivityName': …"),
        *_in("stages", "reject_application", "'stageType': 'Declined'", "'declinedDate': …"),
    ),
}
