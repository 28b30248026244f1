"""What the parts of one reading run share."""

from functools import cached_property

from assay.connector import ReadRequest
from assay_connectors.flatchr.api import COLUMNS, VACANCIES, FlatchrApi
from assay_connectors.flatchr.api import TAGS as TAG_LIST
from assay_connectors.flatchr.connection import Connection
from assay_connectors.flatchr.mapping.payload import Payload
from assay_connectors.flatchr.mapping.stages import in_order

JOBS = "ats_jobs"
CANDIDATES = "ats_candidates"
STAGES = "ats_application_stages"
APPLICATIONS = "ats_applications"
TAGS = "ats_tags"
CANDIDATE_TAGS = "ats_join_candidates_tags"
JOB_STAGES = "ats_join_jobs_application_stages"


class Run:
    """One run: what is wanted, what was learnt on the way.

    Attributes:
        columns: the company's columns in order; empty unless they were read.
        tags_complete: whether every tag that there is was yielded.
    """

    def __init__(self, connection: Connection, request: ReadRequest) -> None:
        self.connection = connection
        self.request = request
        self.columns: list[Payload] = []
        self.tags_complete = False

    @property
    def api(self) -> FlatchrApi:
        """Both hosts of Flatchr."""
        return self.connection.api

    def wants(self, *models: str) -> bool:
        """Whether any of these models is wanted."""
        return not self.request.models.isdisjoint(models)

    def read_columns(self) -> None:
        """Read the columns, again if they were read before."""
        self.columns = in_order([Payload(raw, COLUMNS) for raw in self.api.company_list(COLUMNS)])

    @cached_property
    def vacancies(self) -> list[Payload]:
        """All vacancies with their addresses and tags, whatever their status; read once."""
        raws = self.api.company_list(VACANCIES, {"fields": "address,tags"})
        return [Payload(raw, VACANCIES) for raw in raws]

    @cached_property
    def job_ids(self) -> dict[str, str]:
        """Plain id of a vacancy -> its encoded one (sheet 1.9)."""
        known = ((vacancy.plain_id("vacancy_id"), vacancy.identifier()) for vacancy in self.vacancies)
        return {plain: encoded for plain, encoded in known if plain}

    @cached_property
    def tags(self) -> list[Payload]:
        """All tags of both types; read once."""
        return [Payload(raw, TAG_LIST) for raw in self.api.company_list(TAG_LIST)]
