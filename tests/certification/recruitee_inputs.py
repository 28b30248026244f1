"""Where Recruitee's connector forwards each input of its actions."""

from collections.abc import Mapping

from tests.certification.table import Line, lines_in

ACTIONS = "assay_connectors.recruitee.actions"


def _in(module: str, function: str, *texts: str) -> tuple[Line, ...]:
    return lines_in(ACTIONS, module, function, *texts)


CREATION = {
    "candidate.first_name": _in("order", "ordered", "first_name=candidate.first_name"),
    "candidate.last_name": _in("order", "ordered", "last_name=candidate.last_name"),
    "candidate.email_address": _in("order", "ordered", "email_address=candidate.email_address"),
    "candidate.phone_number": _in("order", "ordered", "phone_number=candidate.phone_number"),
    "candidate.social_links.url": _in("order", "ordered", "social_links=…"),
    "application.job_id": _in("order", "ordered", "job_id=action.application.job_id"),
    "application.stage_id": _in("order", "ordered", "stage_id=action.application.stage_id"),
    "screening_question_answers.question_id": _in("order", "_answers", "question_id=given.question_id"),
    "screening_question_answers.answer": _in("order", "_answers", "answer=given.answer"),
    "attachments.name": _in("files", "wanted_file", "name=file.name"),
    "attachments.content_type": _in("files", "wanted_file", "content_type=file.content_type"),
    "attachments.data_url": _in("files", "wanted_file", "data_url=file.data_url"),
    "attachments.data": _in("files", "wanted_file", "data=file.data"),
    "attachments.type": _in("files", "wanted_file", "type=…"),
    "source.name": _in("order", "_source", "name=source.name"),
    "source.unified_key": _in("order", "_source", "unified_key=source.unified_key"),
    "source.id": _in("order", "_source", "id=source.id"),
    "gdpr_consent.expires_at": _in("order", "ordered", "consent_expires_at=…"),
}
"""Create candidate and Create application take the same inputs through the same lines."""

ATTACHMENT = {
    name.replace("attachments", "attachment"): lines
    for name, lines in CREATION.items()
    if name.startswith("attachments.")
}


def _linking(function: str, owner: str) -> dict[str, tuple[Line, ...]]:
    return {
        owner: _in("result_links", function, f"object_id = action.{owner}"),
        "label": _in("result_links", function, "label = action.label"),
        "url": _in("result_links", function, "url = action.url"),
        "details.custom_field_name_prefix": _in(
            "result_links", "_wanted", "prefix = details.custom_field_name_prefix"
        ),
        "details.attributes.key": _in("result_links", "_wanted", "key = attribute.key"),
        "details.attributes.value": _in("result_links", "_wanted", "value = attribute.value"),
    }


def _tagging(function: str) -> dict[str, tuple[Line, ...]]:
    return {
        "candidate_id": _in("tags", function, "candidate_id=action.candidate_id"),
        "tag.name": _in("tags", function, "name=action.tag.name"),
    }


APPLICATION_ID = "action.application_id"

FORWARDED: Mapping[str, Mapping[str, tuple[Line, ...]]] = {
    "Create candidate": CREATION,
    "Create application": CREATION,
    "Add tag to candidate": _tagging("add_candidate_tag"),
    "Remove tag from candidate": _tagging("remove_candidate_tag"),
    "Add attachment to application": {
        "application_id": _in("attachments", "add_application_attachment", APPLICATION_ID),
        **ATTACHMENT,
    },
    "Add attachment to candidate": {
        "candidate_id": _in("attachments", "add_candidate_attachment", "candidate_id=action.candidate_id"),
        **ATTACHMENT,
    },
    "Move application to stage": {
        "application_id": _in("stages", "move_application", APPLICATION_ID),
        "stage_id": _in("stages", "move_application", "action.stage_id"),
    },
    "Reject application": {
        "application_id": _in("stages", "reject_application", APPLICATION_ID),
        "rejection_reason_id": _in("stages", "reject_application", "action.rejection_reason_id"),
    },
    "Add result link to application": _linking("add_application_result_link", "application_id"),
    "Add result link to candidate": _linking("add_candidate_result_link", "candidate_id"),
    "Add note to application": {
        "application_id": _in("notes", "add_application_note", APPLICATION_ID),
        "content": _in("notes", "add_application_note", "'body': action.content"),
    },
    "Get application attachments": {
        "application_id": _in("attachments", "get_application_attachments", APPLICATION_ID),
    },
}

CREATING = (
    *_in("person", "_candidate", "'name': …", "'emails': …", "'phones': …", "'social_links': …"),
    *_in("person", "_candidate", "'sources': …", "'offers': …"),
    *_in("person", "_application", "'name': …", "'email': …", "'phone': …"),
    *_in("person", "_application", "**candidate", "_ANSWERS: answers"),
    *_in("person", "_attributes", "'open_question_id': one.question_id", "**one.values"),
    *_in("person", "_file_part", "filename=…", "content_type=…"),
    *_in("creation", "_add_source", "'sources': …"),
    *_in("creation", "_add_links", "'social_links': …"),
    *_in("creation", "_set_expiry", "'gdpr_custom_expires_at': …"),
    *_in("placing", "moved", "'stage_id': stage_id"),
)
UPLOADING = _in("files", "upload", "filename=…", "content_type=…")

BODIES: Mapping[str, tuple[Line, ...]] = {
    "Create candidate": (*CREATING, *UPLOADING),
    "Create application": CREATING,
    "Add tag to candidate": _in("tags", "_changed", "'tags': [name]"),
    "Add attachment to candidate": UPLOADING,
    "Move application to stage": _in("placing", "moved", "'stage_id': stage_id"),
    "Reject application": _in("stages", "reject_application", "'disqualify_reason_id': …"),
    "Add result link to candidate": _in("result_links", "_made", "'name': name", "'values': …"),
    "Add note to application": _in("notes", "add_application_note", "'visibility': …", "'level': 'public'"),
}
