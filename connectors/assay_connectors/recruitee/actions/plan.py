"""What a creation needs to know before its first write. Source: recruitee sheet 3.1 steps 0 to 3."""

from collections.abc import Sequence
from dataclasses import dataclass

from assay.errors import ConnectorError, InputError
from assay_connectors.files import ReadyFile, ready
from assay_connectors.recruitee.actions import vendor
from assay_connectors.recruitee.actions.answers import Answered, Question, sorted_answers
from assay_connectors.recruitee.actions.order import Order
from assay_connectors.recruitee.actions.sources import chosen_source
from assay_connectors.recruitee.api import Item
from assay_connectors.recruitee.connection import Connection

JOB = "job"
PUBLISHED = "published"


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """An order with all that had to be looked up for it; nothing is written yet."""

    order: Order
    job: Item
    stage_id: int | None
    answers: tuple[Answered, ...]
    """What the careers site shall be told; with any, the person applies there."""
    answer_files: dict[int, ReadyFile]
    """Question id -> its file."""
    files: tuple[ReadyFile, ...]
    source: str | None

    @property
    def job_id(self) -> int:
        """The vendor's id of the job."""
        return int(self.job["id"])

    @property
    def cv(self) -> ReadyFile | None:
        """The first file of type CV."""
        return next((file for file in self.files if file.type == "CV"), None)


def planned(connection: Connection, order: Order, warnings: list[str]) -> Plan:
    """Find out, or find wrong, what can be found out or wrong without writing.

    Raises:
        InputError: no name, no such job or stage or source, an unusable file, or an answer of the wrong
            kind; nothing was written.
    """
    if not order.name:
        raise InputError("candidate.first_name and candidate.last_name are both blank")
    files = tuple(ready(connection.runtime, file) for file in order.files)
    job = _job(connection, order.job_id)
    stage_id = vendor.checked_stage(job, order.stage_id) if order.stage_id else None
    questions = _questions(connection, order, job, warnings)
    answers = sorted_answers(questions, order.answers, warnings) if questions is not None else ()
    return Plan(
        order=order,
        job=job,
        stage_id=stage_id,
        answers=answers,
        answer_files={
            one.question_id: ready(connection.runtime, one.file) for one in answers if one.file is not None
        },
        files=files,
        source=chosen_source(connection, order.source),
    )


def _job(connection: Connection, job_id: str) -> Item:
    vendor.number(job_id, "application.job_id")
    try:
        job = vendor.offer(connection, job_id)
    except ConnectorError as error:
        if not vendor.is_missing(error):
            raise
        raise InputError(f"there is no job {job_id}", status=error.status, request=error.request) from error
    if job.get("kind") != JOB:
        raise InputError(f"offer {job_id} is not a job but a {job.get('kind')}")
    return job


def _questions(
    connection: Connection, order: Order, job: Item, warnings: list[str]
) -> Sequence[Question] | None:
    """What the careers site asks for the job; None with one warning per answer when it cannot be asked."""
    if not order.answers:
        return None
    reason = f"the job is {job.get('status')}, not published"
    if job.get("status") == PUBLISHED:
        questions = _published_questions(connection, job)
        if questions is not None:
            return questions
        reason = "the careers site does not show the job"
    warnings.extend(f"question {answer.question_id}: not submitted: {reason}" for answer in order.answers)
    return None


def _published_questions(connection: Connection, job: Item) -> Sequence[Question] | None:
    connection.api.learn_careers_site(job.get("careers_url"))
    if connection.api.careers_url is None:
        return None
    try:
        offer = connection.api.careers(f"/offers/{job.get('slug')}").get("offer")
    except ConnectorError as error:
        if not vendor.is_missing(error):
            raise
        return None
    return (offer.get("open_questions") or []) if isinstance(offer, dict) else None
