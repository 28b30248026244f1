"""Reads jobs with everything that hangs on them. Source: recruitee sheet 7.1, 4, 1.5."""

from collections.abc import Iterator
from datetime import timedelta

from assay.connector import Complete, Cursor, Gone, Notice, ReadItem, Row
from assay.errors import PermissionMissingError
from assay.unified.records import TeamRoleType
from assay_connectors.recruitee.api import Item, items_of
from assay_connectors.recruitee.mapping.jobs import (
    JOB,
    JobParts,
    application_stage,
    is_job,
    job,
    job_stages,
    stages_of,
    team_member,
    team_of,
)
from assay_connectors.recruitee.mapping.payload import Payload
from assay_connectors.recruitee.mapping.questions import job_question, questions_of, screening_question
from assay_connectors.recruitee.reading.marks import OfferMarks
from assay_connectors.recruitee.reading.paging import Listing, Page
from assay_connectors.recruitee.reading.run import (
    APPLICATIONS,
    JOB_QUESTIONS,
    JOB_STAGES,
    JOB_TEAM,
    JOBS,
    QUESTIONS,
    RESTRICTED,
    STAGES,
    Run,
    unless_gone,
)

OFFER_LIST = "/offers"
OFFER_INFO = "/offers/{id}"
OFFER_LIMIT = 100
"""Offers of a page. Source: recruitee sheet 1.5 [A]."""
DETAIL_MODELS = (JOBS, STAGES, JOB_STAGES, JOB_TEAM)
"""What the details of jobs are read for."""
QUESTION_MODELS = (QUESTIONS, JOB_QUESTIONS)
REFRESHED_AFTER = timedelta(days=1)
"""A stage edited in a shared pipeline may leave the dates of its jobs alone. Source: sheet 4 [A]."""

_ACTIVE = frozenset({"draft", "internal", "published"})


def offers(run: Run) -> Listing:
    """All offers, whatever their status; archived ones are jobs too."""
    limit = run.page_size(OFFER_LIMIT)

    def read(number: int) -> Page:
        body = run.api.get(OFFER_LIST, {"page": number, "limit": limit})
        meta = Payload(body, OFFER_LIST, "the answer").part("meta")
        return Page(items_of(body, "offers", OFFER_LIST), meta.whole("total_count"))

    return Listing(read, limit, OFFER_LIST)


def read_jobs(run: Run, reader: "JobReader") -> Iterator[ReadItem]:
    """Jobs and what hangs on them; in a delta run, in full those that changed.

    The list is read whole in every run. A job that is on it unchanged costs nothing more, except once a day.
    """
    if not run.wants(*DETAIL_MODELS, APPLICATIONS, *QUESTION_MODELS):
        return
    known = OfferMarks.of(run.token(OFFER_LIST))
    passed = _Pass(run, reader, known)
    listing = offers(run)
    for turn in listing:
        for listed in turn.fresh:
            yield from passed.rows(listed)
    run.stage_ids = passed.stage_ids()
    yield from reader.leftovers()
    if listing.complete:
        yield from passed.absent()
    yield from _ends(run, reader, whole=known is None, complete=listing.complete)
    yield Cursor(OFFER_LIST, passed.marks().text())


def _ends(run: Run, reader: "JobReader", *, whole: bool, complete: bool) -> Iterator[ReadItem]:
    """What is complete, and why what is not is not."""
    if not complete:
        yield Notice("the list of jobs changed while it was read, so that no job is treated as deleted")
    if not run.delta and not run.sees_all:
        yield from run.skipped(DETAIL_MODELS, RESTRICTED)
    elif reader.hidden:
        reason = f"{len(reader.hidden)} listed jobs may not be read: {reader.hidden[0]}"
        yield from run.skipped(DETAIL_MODELS, reason)
    elif whole and complete:
        for model in (JOBS, STAGES, JOB_STAGES, JOB_TEAM):
            if run.wants(model) and (model != JOB_TEAM or run.directory is not None):
                yield Complete(model)


class _Pass:
    """One pass through the list of offers."""

    def __init__(self, run: Run, reader: "JobReader", known: OfferMarks | None) -> None:
        self._run = run
        self._reader = reader
        self._known = known
        self._refreshes = known is None or run.now - known.refreshed_at >= REFRESHED_AFTER
        self._offers: dict[str, tuple[str | None, str]] = {}

    def rows(self, listed: Payload) -> Iterator[ReadItem]:
        """What a listed offer comes to: nothing when it is known and unchanged."""
        offer_id, updated_at = listed.identifier(), listed.text("updated_at")
        mark = self._known.offers.get(offer_id) if self._known else None
        due = self._refreshes and listed.text("status") in _ACTIVE
        kind = listed.text("kind")
        if mark is not None and updated_at is not None and mark[0] == updated_at and not due:
            kind = mark[1]
        elif kind is None or kind == JOB:
            yield from self._reader.read(offer_id)
            kind = self._run.kinds.get(offer_id)
        if kind is not None:
            self._run.kinds[offer_id] = kind
            self._offers[offer_id] = (updated_at, kind)

    def stage_ids(self) -> set[str]:
        """All stages of jobs: of those read now, and of those that are as they were."""
        return {*self._reader.stages, *(self._known.stages if self._known else ())}

    def absent(self) -> Iterator[ReadItem]:
        """Jobs of the last run that are no longer listed: deleted, where the user sees all jobs."""
        missing = (self._known.offers.keys() if self._known else set()) - self._offers.keys()
        for offer_id in sorted(missing):
            if self._run.wants(JOBS) and self._run.sees_all:
                yield Gone(JOBS, offer_id)

    def marks(self) -> OfferMarks:
        """For the next run."""
        refreshed_at = self._run.now if self._refreshes or self._known is None else self._known.refreshed_at
        return OfferMarks(refreshed_at=refreshed_at, offers=self._offers, stages=sorted(self.stage_ids()))


class JobReader:
    """Turns offers into rows, one offer at a time.

    Attributes:
        stages: id -> stage as last seen, of the jobs read in this run.
        hidden: why listed jobs could not be read.
    """

    def __init__(self, run: Run) -> None:
        self._run = run
        self._departments: dict[str, str | None] | None = None
        self._locations: dict[str, Payload] | None = None
        self._strangers: set[str] = set()
        self._looked_again: set[str] = set()
        self._said: set[str] = set()
        self.stages: dict[str, Payload] = {}
        self.hidden: list[str] = []

    def read(self, offer_id: str) -> Iterator[ReadItem]:
        """The rows of an offer; none when it is a talent pool, gone, or may not be read."""
        try:
            body = unless_gone(self._run.api, f"{OFFER_LIST}/{offer_id}")
        except PermissionMissingError as error:
            self.hidden.append(error.message)
            return
        if body is None:
            return
        offer = _offer_of(body, offer_id)
        kind = offer.text("kind")
        if kind is None:
            offer.identifier("kind")  # refuses: without it, jobs and talent pools cannot be told apart
        self._run.kinds[offer_id] = kind or ""
        if is_job(offer):
            yield from self._rows(offer)

    def again(self, offer_id: str) -> Iterator[ReadItem]:
        """The rows of an offer that something unknown was seen of; once in a run."""
        if offer_id not in self._looked_again:
            self._looked_again.add(offer_id)
            yield from self.read(offer_id)
            if self._run.stage_ids is not None:
                self._run.stage_ids.update(self.stages)
            yield from self.leftovers()

    def leftovers(self) -> Iterator[ReadItem]:
        """The stages as last seen, and who is on hiring teams without being a user."""
        if self._run.wants(STAGES):
            for stage_id, stage in self.stages.items():
                if stage_id not in self._said:
                    self._said.add(stage_id)
                    yield Row(application_stage(stage))
        if self._strangers:
            ids = ", ".join(sorted(self._strangers, key=int))
            yield Notice(f"hiring teams name people who are no active users, and were left out: {ids}")
            self._strangers.clear()

    def _rows(self, offer: Payload) -> Iterator[ReadItem]:
        run, job_id = self._run, offer.identifier()
        run.api.learn_careers_site(offer.text("careers_url"))
        if run.wants(JOBS):
            yield from self._job(offer)
        for stage in stages_of(offer):
            self.stages[stage.identifier()] = stage
        if run.wants(JOB_STAGES):
            for row in job_stages(offer):
                yield Row(row, group=job_id)
            yield from self._group_ends(JOB_STAGES, job_id)
        if run.wants(JOB_TEAM) and run.directory is not None:
            yield from self._team(offer)

    def _job(self, offer: Payload) -> Iterator[ReadItem]:
        yield Row(
            job(
                JobParts(
                    offer=offer,
                    careers=self._run.careers.raw(offer.identifier()),
                    department=self._department(offer),
                    location=self._location(offer),
                )
            )
        )

    def _team(self, offer: Payload) -> Iterator[ReadItem]:
        job_id = offer.identifier()
        roles_of: dict[str, list[TeamRoleType]] = {}
        for reference, roles in team_of(offer).items():
            user_id = self._run.directory.user_id(reference) if self._run.directory else None
            if user_id is None:
                self._strangers.add(reference)
            else:
                roles_of[user_id] = [*roles_of.get(user_id, ()), *roles]
        for user_id, roles in roles_of.items():
            yield Row(team_member(job_id, user_id, list(dict.fromkeys(roles))), group=job_id)
        yield from self._group_ends(JOB_TEAM, job_id)

    def _group_ends(self, model: str, job_id: str) -> Iterator[ReadItem]:
        if self._run.by_group:
            yield Complete(model, group=job_id)

    def _department(self, offer: Payload) -> str | None:
        """Name of the department where the offer has only its id; /departments is read at first need."""
        department_id = offer.reference("department_id")
        if offer.text("department") is not None or department_id is None:
            return None
        if self._departments is None:
            self._departments = {
                one.identifier(): one.text("name") for one in self._listed("/departments", "departments")
            }
        return self._departments.get(department_id)

    def _location(self, offer: Payload) -> Payload:
        """First location where the offer has only ids; /locations is read at first need."""
        ids = offer.references("location_ids")
        flat = ("city", "country_code", "state_name", "street", "postal_code", "location")
        if not ids or offer.parts("locations") or any(offer.text(key) for key in flat):
            return Payload({}, "/locations")
        if self._locations is None:
            self._locations = {one.identifier(): one for one in self._listed("/locations", "locations")}
        return self._locations.get(ids[0], Payload({}, "/locations"))

    def _listed(self, path: str, key: str) -> list[Payload]:
        """A list that may be cut into pages or not (1.5); empty when the role may not read it."""
        limit = self._run.page_size(OFFER_LIMIT)

        def read(number: int) -> Page:
            body = self._run.api.get(path, {"page": number, "limit": limit})
            return Page(items_of(body, key, path), None)

        try:
            return [item for turn in Listing(read, limit, path) for item in turn.fresh]
        except PermissionMissingError:
            return []


def read_questions(run: Run) -> Iterator[ReadItem]:
    """Questions of published jobs, all in every run.

    They are complete job by job: those of a job that is not published (any more) cannot be seen, and stay.
    Source: recruitee sheet 7.1 Screening questions [A].
    """
    if not run.wants(*QUESTION_MODELS):
        return
    asked: set[str] = set()
    for job_id, offer in run.careers.offers.items():
        if run.kinds.get(job_id) == JOB:
            yield from _questions(run, job_id, offer, asked)
    if run.careers.missing:
        yield from run.skipped(QUESTION_MODELS, run.careers.missing)


def _questions(run: Run, job_id: str, offer: Payload, asked: set[str]) -> Iterator[ReadItem]:
    for question in questions_of(offer):
        if run.wants(QUESTIONS) and question.identifier() not in asked:
            asked.add(question.identifier())
            yield Row(screening_question(question), group=job_id)
        if run.wants(JOB_QUESTIONS):
            yield Row(job_question(question, job_id), group=job_id)
    for model in QUESTION_MODELS:
        if run.wants(model):
            yield Complete(model, group=job_id)


def _offer_of(body: Item, offer_id: str) -> Payload:
    offer = Payload(body, OFFER_INFO, f"record {offer_id}").part("offer")
    offer.identifier()
    return Payload(offer.raw, OFFER_INFO)
