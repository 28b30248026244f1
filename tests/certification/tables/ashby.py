"""Ashby: its endpoints and what they feed, and where its connector forwards inputs."""

from functools import partial

from tests.certification.table import Line, Table, lines_in

_in = partial(lines_in, "assay_connectors.ashby.actions")

PROCESS = ("Job-specific application stages",)
QUESTIONS = ("Screening questions", "Job-specific screening questions")
TEAM = ("Job hiring team members", "Job user role assignments")

FEEDS: dict[str, tuple[str, ...]] = {
    "/user.list": ("Users", "User roles", "Roles"),
    "/hiringTeamRole.list": ("Roles", "Job user role assignments"),
    "/interviewPlan.list": ("Application Stages", *PROCESS),
    "/interviewStage.list": ("Application Stages", *PROCESS),
    "/jobBoard.list": ("Jobs", "Job postings"),
    "/jobPosting.list": ("Jobs", "Job postings", *QUESTIONS),
    "/jobPosting.info": ("Jobs", "Job postings", *QUESTIONS),
    "/customField.list": ("Jobs", "Candidates", "Applications", "Offers"),
    "/department.list": ("Jobs",),
    "/job.list": ("Jobs", "Job postings", *QUESTIONS, *PROCESS, *TEAM),
    "/archiveReason.list": ("Rejection reasons",),
    "/candidateTag.list": ("Tags", "Candidate tags"),
    "/candidate.list": ("Candidates", "Candidate tags", "Tags"),
    "/application.list": ("Applications",),
    "/application.info": ("Applications", "Application Stages"),
    "/interview.list": ("Interviews",),
    "/interviewSchedule.list": ("Interviews", "Interviewing team members"),
    "/offer.list": ("Offers",),
    "/offer.info": ("Offers",),
}
"""Endpoint -> titles of the models that its objects feed."""

WITHIN = {
    "/job.list hiringTeam": TEAM,
    "/interviewSchedule.list interviewEvents": ("Interviews", "Interviewing team members"),
    "/offer.list latestVersion": ("Offers",),
}
"""Objects inside those of an endpoint that count as much as a listing of their own."""

CREATION = {
    "candidate.first_name": _in("order", "ordered", "first_name=candidate.first_name"),
    "candidate.last_name": _in("order", "ordered", "last_name=candidate.last_name"),
    "candidate.email_address": _in("order", "ordered", "email_address=candidate.email_address"),
    "candidate.additional_email_addresses.email_address": _in(
        "order", "ordered", "additional_email_addresses=…"
    ),
    "candidate.phone_number": _in("order", "ordered", "phone_number=candidate.phone_number"),
    "candidate.location.city": _in("order", "_place", "city=location.city"),
    "candidate.location.country": _in("order", "_place", "country=location.country"),
    "candidate.location.state": _in("order", "_place", "state=location.state"),
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
    "sourced_by.user_id": _in("order", "ordered", "sourced_by=…"),
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


APPLICATION_ID, CANDIDATE_ID = "'applicationId': action.application_id", "'candidateId': action.candidate_id"

FORWARDED: dict[str, dict[str, tuple[Line, ...]]] = {
    "Create candidate": CREATION,
    "Create application": CREATION,
    "Add tag to candidate": {
        "candidate_id": _in("tags", "add_candidate_tag", CANDIDATE_ID),
        "tag.name": _in("tags", "add_candidate_tag", "title = action.tag.name"),
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
        "stage_id": _in("stages", "move_application", "'interviewStageId': action.stage_id"),
    },
    "Reject application": {
        "application_id": (
            *_in("stages", "reject_application", APPLICATION_ID),
            *_in("stages", "reject_application", "'applicationId': application['id']"),
        ),
        "rejection_reason_id": _in(
            "stages", "reject_application", "'archiveReasonId': action.rejection_reason_id"
        ),
    },
    "Add result link to application": _linking("add_application_result_link", "application_id"),
    "Add result link to candidate": _linking("add_candidate_result_link", "candidate_id"),
    "Add note to application": {
        "application_id": _in("notes", "add_application_note", APPLICATION_ID),
        "content": _in("notes", "add_application_note", "'value': action.content"),
    },
    "Get application attachments": {
        "application_id": _in("attachments", "get_application_attachments", APPLICATION_ID),
    },
    "Get candidate attachments": {
        "candidate_id": _in("attachments", "get_candidate_attachments", "'id': action.candidate_id"),
    },
}
BODIES = (
    *_in("direct", "_create_candidate", "'name': order.name", "'email': order.email_address"),
    *_in("direct", "_create_candidate", "'phoneNumber': order.phone_number", "**plan.links.keyed"),
    *_in("direct", "_create_candidate", "'alternateEmailAddresses': …", "'location': …"),
    *_in("direct", "_create_candidate", "'sourceId': …", "'creditedToUserId': …"),
    *_in("direct", "_create_application", "'candidateId': …", "'jobId': …", "'interviewStageId': …"),
    *_in("direct", "_create_application", "'sourceId': …", "'creditedToUserId': …"),
    *_in("submission", "_values", "PHONE: …", "LOCATION: …", "NAME: …", "EMAIL: …"),
    *_in("submission", "_values", "**plan.answers.application"),
    *_in("submission", "_form_files", "**plan.form_files"),
    *_in("submission", "_complete_candidate", "'phoneNumber': …", "'location': …", "'sourceId': …"),
    *_in("submission", "_complete_candidate", "'creditedToUserId': …"),
    *_in("submission", "_complete_application", "'sourceId': plan.source_id"),
    *_in("submission", "_complete_application", "'creditedToUserId': order.sourced_by"),
    *_in("submission", "_complete_application", "'interviewStageId': order.stage_id"),
    *_in("made", "submit_surveys", "'submittedValues': …", "'surveyFormDefinitionId': …"),
    *_in("made", "submit_surveys", "'candidateId': …", "'applicationId': …"),
    *_in("made", "add_email_address", "'candidateId': made.candidate_id", "'alternateEmail': …"),
    *_in("person", "vendor_place", "'city': …", "'region': …", "'country': …"),
    *_in("files", "_upload_once", "'filename': …", "'contentType': …"),
)


KEYED_ELSEWHERE = ("/jobPosting.info", "/offer.info", "/offer.list latestVersion")

TABLE = Table(
    feeds={**FEEDS, **WITHIN},
    paged=("/candidate.list", "/application.list"),
    harmless=frozenset(
        {
            # Jobs name their plans themselves, and only the events of schedules are read.
            ("/interviewPlan.list", "key duplicated"),
            ("/interviewPlan.list", "field made constant"),
            ("/interviewPlan.list", "empty list"),
            ("/interviewSchedule.list", "key duplicated"),
            # The key of these is known before they are read, or they have none.
            *((path, fault) for path in KEYED_ELSEWHERE for fault in ("key null", "key duplicated")),
            ("/job.list hiringTeam", "key null"),
            ("/job.list hiringTeam", "key duplicated"),
        }
    ),
    # In the core somebody holds every role, and the teams name the roles that they hold.
    needs_the_whole_company=frozenset({("/hiringTeamRole.list", "empty list")}),
    rare=frozenset({"_answer"}),  # answers that have no unified type
    forwarded=FORWARDED,
    bodies={"Create candidate": BODIES, "Create application": BODIES},
)
