"""Reads jobs with everything that hangs on them. Source: ashby sheet 7.1, 4.3."""

from collections.abc import Iterator

from assay.connector import Complete, Cursor, Gone, ReadItem, Row, Skipped
from assay.errors import PermissionMissingError
from assay_connectors.ashby.mapping.jobs import (
    ALL_STATUSES,
    JobParts,
    job,
    job_stage,
    plan_ids,
    role_assignments,
    team_members,
)
from assay_connectors.ashby.mapping.payload import Payload
from assay_connectors.ashby.mapping.people import team_user, unlisted_job_role
from assay_connectors.ashby.mapping.postings import Posted, job_posting, primary
from assay_connectors.ashby.mapping.questions import asked, job_question, screening_question
from assay_connectors.ashby.reading.postings import POSTING_LIST, Shelf, marks_of, read_info, read_shelf
from assay_connectors.ashby.reading.run import (
    JOB_QUESTIONS,
    JOB_STAGES,
    JOB_TEAM,
    JOBS,
    POSTINGS,
    QUESTIONS,
    ROLE_ASSIGNMENTS,
    ROLES,
    USERS,
    Run,
    indexed,
    unless_gone,
)
from assay_connectors.ashby.reading.stages import STAGE_LIST, StageBook

JOB_LIST = "/job.list"
JOB_INFO = "/job.info"
JOB_MODELS = (JOBS, POSTINGS, QUESTIONS, JOB_QUESTIONS, JOB_STAGES, JOB_TEAM, ROLE_ASSIGNMENTS)


def read_jobs(run: Run, book: StageBook) -> Iterator[ReadItem]:
    """Jobs and what hangs on them.

    A delta run reads the jobs that the vendor reports and those whose postings changed, came or went
    since the marks of the last run. A change of nothing but the questions of a posting shows in neither;
    the next full run finds it (ashby sheet 4.3).
    """
    if not run.wants(*JOB_MODELS):
        return
    reader = JobReader(run, book)
    yield from reader.prepare()
    known = marks_of(run.token(POSTING_LIST))
    body = {"status": [*ALL_STATUSES], "expand": ["location"]}
    listing = run.api.list_all(JOB_LIST, body, run.token(JOB_LIST))
    seen = set()
    for raw in listing:
        payload = Payload(raw, JOB_LIST)
        seen.add(payload.identifier())
        yield from reader.rows(payload)
    if listing.full:
        yield from reader.orphans(seen)
        yield from reader.completes()
        run.read_in_full.add(JOB_LIST)
    else:
        yield from reader.touched(known, seen)
    if listing.sync_token:
        yield Cursor(JOB_LIST, listing.sync_token)
    if reader.shelf is not None:
        yield Cursor(POSTING_LIST, reader.shelf.token())


class JobReader:
    """Turns jobs into rows, one job at a time."""

    def __init__(self, run: Run, book: StageBook) -> None:
        self._run = run
        self._book = book
        self._departments: dict[str, Payload] = {}
        self._locations: dict[str, Payload] | None = None
        self._questions: set[str] = set()
        self.shelf: Shelf | None = None
        """All postings; None when nobody wants to know them."""

    def prepare(self) -> Iterator[ReadItem]:
        """Read what jobs are looked up in; says what has to be left out."""
        run = self._run
        if run.wants(JOBS, POSTINGS, QUESTIONS, JOB_QUESTIONS):
            self.shelf = read_shelf(run.api)
        if run.wants(JOBS):
            run.definitions("Job")
            yield from run.lacking_definitions(JOBS)
            try:
                self._departments = indexed(run, "/department.list", {"includeArchived": True})
            except PermissionMissingError as error:
                yield Skipped(JOBS, error.message, "department")
        if run.wants(ROLE_ASSIGNMENTS) and run.role_ids is None:
            yield Skipped(ROLE_ASSIGNMENTS, "the roles on hiring teams could not be read")

    def rows(self, payload: Payload) -> Iterator[ReadItem]:
        """A job, its postings, questions, stages and team."""
        posted = self.shelf.of_job(payload.identifier()) if self.shelf else []
        main = primary(posted)
        info = read_info(self._run.api, main) if main else Payload({}, JOB_LIST)
        if self._run.wants(JOBS):
            yield from self._job(payload, main, info)
        if self._run.wants(POSTINGS):
            for one in posted:
                yield from self._posting(one, info if one is main else None, payload.text("status"))
        yield from self._asked(payload.identifier(), info)
        yield from self._run.unless_refused((JOB_STAGES,), self._stages(payload))
        yield from self._team(payload)

    def orphans(self, seen: set[str]) -> Iterator[ReadItem]:
        """Postings of jobs that the key may not see."""
        if self.shelf and self._run.wants(POSTINGS):
            for posted in self.shelf.without(seen):
                yield from self._posting(posted, None, None)

    def completes(self) -> Iterator[ReadItem]:
        """Says that all rows came."""
        for model in JOB_MODELS:
            if self._run.wants(model) and self._readable(model):
                yield Complete(model)

    def touched(self, known: dict[str, list[str]] | None, seen: set[str]) -> Iterator[ReadItem]:
        """Jobs that the vendor does not report although their postings changed, came or went."""
        if self.shelf is None:
            return
        now, before = self.shelf.marks(), known or {}
        moved = {mark[1] for id_, mark in now.items() if before.get(id_) != mark}
        moved |= {mark[1] for id_, mark in before.items() if now.get(id_) != mark}
        if self._run.wants(POSTINGS):
            for posting_id in sorted(before.keys() - now.keys()):
                yield Gone(POSTINGS, posting_id)
        for job_id in sorted(moved - seen - {""}):
            payload = job_info(self._run, job_id)
            if payload is not None:
                yield from self.rows(payload)

    def _job(self, payload: Payload, main: Posted | None, info: Payload) -> Iterator[ReadItem]:
        department = self._departments.get(payload.text("departmentId") or "")
        location = payload.part("location")
        if not location and payload.text("locationId") is not None:
            yield from self._read_locations()
            found = (self._locations or {}).get(payload.text("locationId") or "")
            location = found or location
        parts = JobParts(
            job=payload,
            posted=main,
            info=info,
            department=department or Payload({}, JOB_LIST),
            location=location,
            definitions=self._run.definitions("Job"),
        )
        yield Row(job(parts))

    def _read_locations(self) -> Iterator[ReadItem]:
        """Only needed for jobs that come without their location."""
        if self._locations is not None:
            return
        self._locations = {}
        body = {"includeArchived": True, "includeLocationHierarchy": True}
        try:
            self._locations = indexed(self._run, "/location.list", body)
        except PermissionMissingError as error:
            yield Skipped(JOBS, error.message, "location")

    def _posting(self, posted: Posted, info: Payload | None, job_status: str | None) -> Iterator[ReadItem]:
        info = info if info is not None else read_info(self._run.api, posted)
        if info:
            yield Row(job_posting(posted, info, job_status))

    def _asked(self, job_id: str, info: Payload) -> Iterator[ReadItem]:
        if not self._run.wants(QUESTIONS, JOB_QUESTIONS):
            return
        for index, question in enumerate(asked(info)):
            if self._run.wants(QUESTIONS) and question.remote_id not in self._questions:
                self._questions.add(question.remote_id)
                yield Row(screening_question(question))
            if self._run.wants(JOB_QUESTIONS):
                yield Row(job_question(question, index, job_id), group=job_id)
        yield from self._group_ends(JOB_QUESTIONS, job_id)

    def _stages(self, payload: Payload) -> Iterator[ReadItem]:
        if not self._run.wants(JOB_STAGES) or not self._readable(JOB_STAGES):
            return
        job_id = payload.identifier()
        for plan_id in plan_ids(payload):
            for stage in self._book.of_plan(plan_id):
                yield from self._book.refer(stage.identifier())
                yield Row(job_stage(payload, stage), group=job_id)
        yield from self._group_ends(JOB_STAGES, job_id)

    def _team(self, payload: Payload) -> Iterator[ReadItem]:
        job_id = payload.identifier()
        if self._run.wants(JOB_TEAM):
            yield from self._unknown_users(payload)
            for member in team_members(payload):
                yield Row(member, group=job_id)
            yield from self._group_ends(JOB_TEAM, job_id)
        if self._run.wants(ROLE_ASSIGNMENTS) and self._run.role_ids is not None:
            for assignment, title in role_assignments(payload, self._run.role_ids):
                yield from self._unknown_role(assignment.role_id, title)
                yield Row(assignment, group=job_id)
            yield from self._group_ends(ROLE_ASSIGNMENTS, job_id)

    def _unknown_users(self, payload: Payload) -> Iterator[ReadItem]:
        known = self._run.user_ids
        if known is None or not self._run.wants(USERS):
            return
        for member in payload.parts("hiringTeam"):
            user_id = member.identifier("userId")
            if user_id not in known:
                known.add(user_id)
                yield Row(team_user(member))

    def _unknown_role(self, role_id: str | None, title: str) -> Iterator[ReadItem]:
        if self._run.wants(ROLES) and role_id is not None and role_id not in self._run.known_roles:
            self._run.known_roles.add(role_id)
            yield Row(unlisted_job_role(title))

    def _group_ends(self, model: str, job_id: str) -> Iterator[ReadItem]:
        if self._run.delta and self._run.wants(model):
            yield Complete(model, group=job_id)

    def _readable(self, model: str) -> bool:
        if model == JOB_STAGES:
            return STAGE_LIST in self._run.read_in_full
        return model != ROLE_ASSIGNMENTS or self._run.role_ids is not None


def job_info(run: Run, job_id: str) -> Payload | None:
    """A job; None when the vendor does not know it any more."""
    raw = unless_gone(lambda: run.api.info(JOB_INFO, {"id": job_id}))
    return None if raw is None else Payload(raw, JOB_INFO)
