"""What the parts of one reading run share."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from assay.connector import ReadItem, ReadRequest, Skipped
from assay.errors import PermissionMissingError, VendorRefusedError
from assay_connectors.recruitee.api import Item, RecruiteeApi
from assay_connectors.recruitee.connection import Connection
from assay_connectors.recruitee.mapping.candidates import TagBook
from assay_connectors.recruitee.mapping.payload import Payload
from assay_connectors.recruitee.mapping.people import Directory
from assay_connectors.recruitee.reading.careers import CareersSite
from assay_connectors.recruitee.refusals import is_gone

USERS = "ats_users"
JOBS = "ats_jobs"
CANDIDATES = "ats_candidates"
STAGES = "ats_application_stages"
APPLICATIONS = "ats_applications"
QUESTIONS = "ats_screening_questions"
TAGS = "ats_tags"
INTERVIEWS = "ats_interviews"
REASONS = "ats_rejection_reasons"
CANDIDATE_TAGS = "ats_join_candidates_tags"
JOB_STAGES = "ats_join_jobs_application_stages"
JOB_QUESTIONS = "ats_join_jobs_screening_questions"
JOB_TEAM = "ats_join_jobs_users"

PEOPLE = (CANDIDATES, APPLICATIONS, CANDIDATE_TAGS)

RESTRICTED = "the user of the token sees assigned jobs only, so what did not come is not treated as deleted"


class Run:
    """One run: what is wanted, what was learnt on the way.

    Attributes:
        directory: all users; None unless they could be read.
        tags: all tags by name; None unless they could be read.
        careers: the careers site, read when it is first needed.
        kinds: offer id -> kind, of the offers met so far.
        stage_ids: stages of the jobs met so far; None unless all jobs were gone through.
        placements: candidate id -> job id -> placement id, of the candidates read in this run whom
            an interview may be about.
    """

    def __init__(self, connection: Connection, request: ReadRequest) -> None:
        self.connection = connection
        self.request = request
        self.directory: Directory | None = None
        self.tags: TagBook | None = None
        self.careers = CareersSite(connection.api)
        self.kinds: dict[str, str] = {}
        self.stage_ids: set[str] | None = None
        self.placements: dict[str, dict[str, str]] = {}
        self._sees_all: bool | None = None

    @property
    def api(self) -> RecruiteeApi:
        """Recruitee."""
        return self.connection.api

    @property
    def delta(self) -> bool:
        """Whether only changes are asked for."""
        return self.request.mode == "delta"

    @property
    def now(self) -> datetime:
        """The present moment."""
        return self.connection.runtime.now()

    def page_size(self, usual: int) -> int:
        """Objects to ask for per page: what the connection is set to, else what is usual."""
        return self.connection.settings.page_size or usual

    def wants(self, *models: str) -> bool:
        """Whether any of these models is wanted."""
        return not self.request.models.isdisjoint(models)

    def token(self, stream: str) -> str | None:
        """The cursor to go on from; None in a full run and where none was stored."""
        return self.request.cursors.get(stream) if self.delta else None

    @property
    def sees_all(self) -> bool:
        """Whether the token's user sees all jobs; asked once. Who cannot be asked counts as seeing them.

        Source: recruitee sheet 2.1 (``view_all_jobs``) [C], 6 (soft).
        """
        if self._sees_all is None:
            try:
                admin = Payload(self.api.one("/admin", "admin"), "/admin")
            except PermissionMissingError:
                self._sees_all = True
            else:
                self._sees_all = admin.flag("view_all_jobs") is not False
        return self._sees_all

    @property
    def by_group(self) -> bool:
        """Whether completeness has to be said object by object: not everything will come."""
        return self.delta or not self.sees_all

    def unless_refused(self, models: Iterable[str], phase: Iterator[ReadItem]) -> Iterator[ReadItem]:
        """A part of the run; when the role lacks the ability, its wanted models are skipped."""
        try:
            yield from phase
        except PermissionMissingError as error:
            yield from self.skipped(models, f"{error.message} ({error.request}, HTTP {error.status})")

    def skipped(self, models: Iterable[str], reason: str) -> Iterator[Skipped]:
        """Says of the wanted ones of these models why they did not come, or not all of them."""
        for model in models:
            if self.wants(model):
                yield Skipped(model, reason)


def unless_gone(api: RecruiteeApi, path: str) -> Item | None:
    """The body of a read, or None when the vendor does not know the object (any more)."""
    try:
        return api.get(path)
    except VendorRefusedError as error:
        if is_gone(error):
            return None
        raise
