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

LABELS = ("/educationLevels", "/activities", "/channels/*/metiers")
"""Their labels are in fields offered for mapping alone, which no truth holds value by value."""
LABEL_FAULTS = ("key duplicated", "empty list", "field made constant")
KEYS = ("key null", "key duplicated")

TABLE = Table(
    feeds=FEEDS,
    harmless=frozenset(
        {
            *((path, fault) for path in LABELS for fault in LABEL_FAULTS),
            # No vacancy is of the second family of the list.
            ("/channels", "key duplicated"),
            # A publication is that of the vacancy in it, whatever number it gives.
            *(("/company/*.json", fault) for fault in KEYS),
            # Of the vacancies on the intranet only the first is nowhere else.
            (INTRANET, "key duplicated"),
            (INTRANET, "field made constant"),
            # An address has no key; those of tags and traits are not what links are made of.
            *((f"{VACANCIES} address", fault) for fault in KEYS),
            (f"{VACANCIES} tags", "key duplicated"),
            *(("/company/*/applicant/*/traits", fault) for fault in KEYS),
        }
    ),
    forwarded={"Create candidate": CREATION, "Create application": CREATION},
    bodies={"Create candidate": BODIES, "Create application": BODIES},
)
