"""Flatchr: its endpoints and what they feed, and where its connector forwards inputs."""

from functools import partial

from tests.certification.table import Table, lines_in

_in = partial(lines_in, "assay_connectors.flatchr.actions")

STAGES = ("Application Stages", "Job-specific application stages")
PEOPLE = ("Candidates", "Applications", "Candidate tags")

VACANCIES = "/company/*/vacancies?fields=address,tags"
INTRANET = "/company/*/vacancies?offer_id=152"

FEEDS: dict[str, tuple[str, ...]] = {
    "/company/*/columns": (*STAGES, "Applications"),
    VACANCIES: ("Jobs", "Job-specific application stages", "Applications"),
    f"{VACANCIES} address": ("Jobs",),
    f"{VACANCIES} tags": ("Jobs",),
    INTRANET: ("Jobs",),
    "/company/*.json": ("Jobs",),
    "/company/*.json vacancy": ("Jobs",),
    "/contracts": ("Jobs",),
    "/channels": ("Jobs",),
    "/educationLevels": ("Jobs",),
    "/activities": ("Jobs",),
    "/channels/*/metiers": ("Jobs",),
    "/company/*/tags": ("Tags", "Candidate tags"),
    "/company/*/search/applicants": PEOPLE,
    "/company/*/applicant/*/traits": ("Candidate tags",),
}

CREATION = {
    "candidate.first_name": _in("order", "ordered", "first_name=…"),
    "candidate.last_name": _in("order", "ordered", "last_name=…"),
    "candidate.email_address": _in("order", "ordered", "email_address=candidate.email_address"),
    "candidate.phone_number": _in("order", "ordered", "phone_number=…"),
    "application.job_id": _in("order", "ordered", "job_id=action.application.job_id"),
    "attachments.name": _in("order", "wanted_file", "name=file.name"),
    "attachments.content_type": _in("order", "wanted_file", "content_type=file.content_type"),
    "attachments.data_url": _in("order", "wanted_file", "data_url=file.data_url"),
    "attachments.data": _in("order", "wanted_file", "data=file.data"),
    "attachments.type": _in("order", "wanted_file", "type=file.type"),
}
"""Create candidate and Create application take the same inputs through the same lines."""

BODIES = (
    *_in("creation", "_fields", "'vacancy': plan.slug", "'firstname': …", "'lastname': …"),
    *_in("creation", "_fields", "'email': …", "'phone': …"),
    *_in("creation", "_send", "**_fields(connection, plan)", "'type': …", "'resume': …"),
    *_in("resume", "prepared", "'data': …", "'fileName': found.name", "'contentType': …"),
)

TABLE = Table(
    feeds=FEEDS,
    forwarded={"Create candidate": CREATION, "Create application": CREATION},
    bodies={"Create candidate": BODIES, "Create application": BODIES},
)
