"""What the parts of one reading run share."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from assay.connector import ReadItem, ReadRequest, Skipped
from assay.errors import PermissionMissingError, VendorRefusedError
from assay_connectors.ashby.api import AshbyApi
from assay_connectors.ashby.connection import Connection
from assay_connectors.ashby.mapping.payload import Payload

USERS = "ats_users"
JOBS = "ats_jobs"
POSTINGS = "ats_job_postings"
CANDIDATES = "ats_candidates"
STAGES = "ats_application_stages"
APPLICATIONS = "ats_applications"
QUESTIONS = "ats_screening_questions"
TAGS = "ats_tags"
INTERVIEWS = "ats_interviews"
OFFERS = "ats_offers"
REASONS = "ats_rejection_reasons"
ROLES = "ats_roles"
CANDIDATE_TAGS = "ats_join_candidates_tags"
JOB_STAGES = "ats_join_jobs_application_stages"
JOB_QUESTIONS = "ats_join_jobs_screening_questions"
JOB_TEAM = "ats_join_jobs_users"
ROLE_ASSIGNMENTS = "ats_join_user_job_role_assignments"
USER_ROLES = "ats_join_users_roles"
INTERVIEWERS = "ats_join_interviews_users"

ENDPOINT_MISSING = "endpoint_not_found"
"""The one such code that is not about an object. Source: ashby sheet 1.4 [A]."""

Definitions = Sequence[Mapping[str, Any]]


class Run:
    """One run: what is wanted, what was learnt on the way.

    Attributes:
        role_ids: trimmed title -> id of the hiring team roles; None when they were not read.
        user_ids: ids of all users; None unless all were read. Likewise ``tag_ids``.
        known_roles: remote ids of the roles that were yielded.
        read_in_full: endpoints whose listing was read to its end, and without a sync token.
    """

    def __init__(self, connection: Connection, request: ReadRequest) -> None:
        self.connection = connection
        self.request = request
        self.role_ids: dict[str, str] | None = None
        self.user_ids: set[str] | None = None
        self.tag_ids: set[str] | None = None
        self.known_roles: set[str] = set()
        self.read_in_full: set[str] = set()
        self._definitions: dict[str, list[Mapping[str, Any]]] | None = None
        self._definitions_refused = ""

    @property
    def api(self) -> AshbyApi:
        """Ashby."""
        return self.connection.api

    @property
    def delta(self) -> bool:
        """Whether only changes are asked for."""
        return self.request.mode == "delta"

    def wants(self, *models: str) -> bool:
        """Whether any of these models is wanted."""
        return not self.request.models.isdisjoint(models)

    def token(self, stream: str) -> str | None:
        """The sync token to go on from; None in a full run and where none was stored."""
        return self.request.cursors.get(stream) if self.delta else None

    def unless_refused(self, models: Iterable[str], phase: Iterator[ReadItem]) -> Iterator[ReadItem]:
        """A part of the run; when the key lacks the permission, its wanted models are skipped."""
        try:
            yield from phase
        except PermissionMissingError as error:
            for model in models:
                if self.wants(model):
                    yield Skipped(model, error.message)

    def definitions(self, object_type: str) -> Definitions | None:
        """Custom field definitions of one object type, read once; None when the key may not read them."""
        if self._definitions is None and not self._definitions_refused:
            try:
                self._definitions = self._read_definitions()
            except PermissionMissingError as error:
                self._definitions_refused = error.message
        if self._definitions is None:
            return None
        return self._definitions.get(object_type, [])

    def lacking_definitions(self, model: str) -> Iterator[Skipped]:
        """Says that a model goes without integration fields, if it does."""
        if self._definitions_refused:
            yield Skipped(model, self._definitions_refused, "integration_fields")

    def _read_definitions(self) -> dict[str, list[Mapping[str, Any]]]:
        by_type: dict[str, list[Mapping[str, Any]]] = {}
        for raw in self.api.list_all("/customField.list"):
            payload = Payload(raw, "/customField.list")
            if not payload.flag("isArchived"):
                by_type.setdefault(payload.text("objectType") or "", []).append(raw)
        return by_type


def indexed(run: Run, path: str, body: Mapping[str, Any]) -> dict[str, Payload]:
    """All objects of a listing by id; raises as :meth:`AshbyApi.list_all` does."""
    payloads = (Payload(raw, path) for raw in run.api.list_all(path, body))
    return {payload.identifier(): payload for payload in payloads}


def unless_gone(read: Callable[[], dict[str, Any]]) -> dict[str, Any] | None:
    """The object, or None when the vendor does not know it any more."""
    try:
        return read()
    except VendorRefusedError as error:
        code = error.vendor_code or ""
        if code.endswith("_not_found") and code != ENDPOINT_MISSING:
            return None
        raise
