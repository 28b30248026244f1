"""What both ways of creating share: the plan, what came of it, and the steps that only warn."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from typing import Any

from assay.connector import ReadItem
from assay_connectors.afterwards import tried
from assay_connectors.ashby.actions.files import attach_file, attach_resume
from assay_connectors.ashby.actions.forms import Answers, Form
from assay_connectors.ashby.actions.order import Order
from assay_connectors.ashby.actions.person import Links
from assay_connectors.ashby.actions.readback import application_items, candidate_items
from assay_connectors.ashby.connection import Connection
from assay_connectors.files import ReadyFile
from assay_connectors.once import at_most_once


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """An order with all that had to be looked up for it; nothing is written yet."""

    order: Order
    links: Links
    posting: dict[str, Any] | None
    """``jobPosting.info`` of the job's primary posting; read only when there are answers."""
    form: Form
    answers: Answers
    form_files: dict[str, ReadyFile]
    """Path of a file question -> its file."""
    files: tuple[ReadyFile, ...]
    source_id: str | None


@dataclass(frozen=True, slots=True)
class Made:
    """Remote ids of what was created."""

    candidate_id: str
    application_id: str


def attach_files(
    connection: Connection, made: Made, files: Iterable[ReadyFile], warnings: list[str], *, has_resume: bool
) -> None:
    """Put files on the new candidate: the first CV as résumé unless there is one, all others as files."""
    for file in files:
        if file.type == "CV" and not has_resume:
            has_resume, attach = True, attach_resume
        else:
            attach = attach_file
            if file.type == "CV":
                warnings.append(f"{file.name!r} is a further CV; it was added as an ordinary file")
        tried(f"attachment {file.name!r}", partial(attach, connection.api, made.candidate_id, file), warnings)


def submit_surveys(connection: Connection, made: Made, answers: Answers, warnings: list[str]) -> None:
    """Answer surveys; they cannot be read back, so a lost answer is never sent again (sheet 2.16, 3.13)."""
    for survey_id, values in answers.surveys.items():
        body = {
            "candidateId": made.candidate_id,
            "applicationId": made.application_id,
            "surveyFormDefinitionId": survey_id,
            "submittedValues": values,
        }
        submit = partial(connection.api.call, "/surveySubmission.create", body, idempotent=False)
        tried(f"survey {survey_id}", submit, warnings)


def add_email_address(connection: Connection, made: Made, address: str) -> None:
    """Add an alternate address, once; when the answer is lost, the candidate tells whether it is there."""
    api = connection.api
    body = {
        "candidateId": made.candidate_id,
        "alternateEmail": address,
        "sendNotifications": False,
    }

    def find() -> dict[str, Any] | None:
        candidate = api.info("/candidate.info", {"id": made.candidate_id})
        known = {str(email.get("value")).casefold() for email in candidate.get("emailAddresses") or []}
        return candidate if address.casefold() in known else None

    at_most_once(lambda: api.call("/candidate.update", body, idempotent=False), find)


def read_back(connection: Connection, made: Made, warnings: list[str]) -> tuple[ReadItem, ...]:
    """The application and its candidate as they are now."""
    return (
        *candidate_items(connection, made.candidate_id, warnings),
        *application_items(connection, made.application_id, warnings),
    )
