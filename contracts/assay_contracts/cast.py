"""Who plays in the scenarios: records of the company picked by what they are, not by their ids."""

import base64
from collections.abc import Callable, Iterable
from typing import Any, TypeVar, cast

from assay.evidence import Snapshot
from assay.unified.questions import MultiSelectFormat, NumberFormat, SingleSelectFormat
from assay.unified.records import (
    Application,
    Candidate,
    Job,
    JobScreeningQuestion,
    JobStage,
    ScreeningQuestion,
    UnifiedRecord,
)

R = TypeVar("R", bound=UnifiedRecord)

PDF = base64.b64encode(b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n").decode()
"""A tiny file with the bytes of a PDF."""
PEOPLE = ("ats_candidates", "ats_applications")
"""Models that are enough to act on somebody."""
PROCESS = (*PEOPLE, "ats_jobs", "ats_application_stages", "ats_join_jobs_application_stages")
"""Models that are enough to move somebody."""
FILES = "https://files.assay.test"
"""Where files lie that inputs give by address."""


def one(records: Iterable[R], fits: Callable[[R], object] = lambda _: True) -> R:
    """The first record, by remote id, that fits; raises LookupError when the world has none."""
    for record in sorted(records, key=lambda r: str(getattr(r, "remote_id", r.id))):
        if fits(record):
            return record
    raise LookupError("the world has no such record")


def of(snapshot: Snapshot, model: type[R]) -> tuple[R, ...]:
    """Records of a model that exist."""
    return cast("tuple[R, ...]", snapshot.of(model.store_id, deleted=False))


def by_id(snapshot: Snapshot, model: type[R], unified_id: str | None) -> R:
    """The record of that unified id, deleted ones included; raises LookupError when there is none."""
    records = cast("tuple[R, ...]", snapshot.of(model.store_id))
    return one(records, lambda record: record.id == unified_id)


def open_job(snapshot: Snapshot, *, with_questions: bool = False) -> Job:
    """An open job with stages; with questions if asked."""
    asked = {join.job_id for join in of(snapshot, JobScreeningQuestion)}
    staged = {join.job_id for join in of(snapshot, JobStage)}
    return one(
        of(snapshot, Job),
        lambda job: job.status == "OPEN" and job.id in staged and (job.id in asked) == with_questions,
    )


def pending_application(snapshot: Snapshot) -> Application:
    """An application that is still under way."""
    return one(of(snapshot, Application), lambda application: application.outcome == "PENDING")


def candidate_of(snapshot: Snapshot, application: Application) -> Candidate:
    """The candidate of an application."""
    return by_id(snapshot, Candidate, application.candidate_id)


def questions_of(snapshot: Snapshot, job: Job) -> list[tuple[JobScreeningQuestion, ScreeningQuestion]]:
    """The questions of a job, in order."""
    joins = [join for join in of(snapshot, JobScreeningQuestion) if join.job_id == job.id]
    return [
        (join, by_id(snapshot, ScreeningQuestion, join.question_id))
        for join in sorted(joins, key=lambda join: join.index or 0)
    ]


def answer_to(question: ScreeningQuestion) -> Any:
    """A good answer to a question; None when no answer can be written."""
    form = question.format
    if isinstance(form, SingleSelectFormat):
        return form.options[-1].id
    if isinstance(form, MultiSelectFormat):
        return [option.id for option in form.options[:2]]
    if isinstance(form, NumberFormat):
        return 3
    kind = form.type if form is not None else ""
    display = getattr(form, "display_type", None)
    if kind == "TEXT":
        return {
            "EMAIL": "second@applicant.example",
            "URL": "https://portfolio.example/works",
            "MULTI_LINE": "Two lines\nof an answer",
        }.get(str(display), "An answer in one line")
    return {
        "BOOLEAN": True,
        "DATE": "2026-09-01T00:00:00.000Z",
        "FILE": file("sample-of-work.pdf"),
    }.get(kind)


ODD_TYPE = "application/x-pdf"
"""A type that no name of a file suggests, so that it shows whether it was passed on."""


def file(
    name: str, kind: str | None = None, *, content: str = PDF, content_type: str = "application/pdf"
) -> dict[str, Any]:
    """A file given by its content."""
    given = {"name": name, "content_type": content_type, "data": content}
    return given if kind is None else {**given, "type": kind}


def open_job_by_status(snapshot: Snapshot) -> Job:
    """An open job, whatever else was read."""
    return one(of(snapshot, Job), lambda job: job.status == "OPEN")
