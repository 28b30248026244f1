"""What the parts of one run share."""

from typing import Final

from assay.connector import ReadRequest
from assay_connectors.avionte.api import AvionteApi
from assay_connectors.avionte.connection import Connection
from assay_connectors.avionte.mapping.jobs import Wishes
from assay_connectors.avionte.memory import Memory

JOBS: Final = "ats_jobs"
CANDIDATES: Final = "ats_candidates"
STAGES: Final = "ats_application_stages"
APPLICATIONS: Final = "ats_applications"
TAGS: Final = "ats_tags"
REASONS: Final = "ats_rejection_reasons"
CANDIDATE_TAGS: Final = "ats_join_candidates_tags"


class Run:
    """One run: what is wanted, what is known.

    Attributes:
        memory: this run's own; it becomes the connection's when the run is over.
    """

    def __init__(self, connection: Connection, request: ReadRequest, memory: Memory) -> None:
        self.connection = connection
        self.request = request
        self.memory = memory

    @property
    def api(self) -> AvionteApi:
        """The vendor."""
        return self.connection.api

    def wants(self, *models: str) -> bool:
        """Whether any of these models is wanted."""
        return not self.request.models.isdisjoint(models)


def wishes(connection: Connection) -> Wishes:
    """What the customer set about jobs."""
    options = connection.options
    return Wishes(
        status_map=options.status_map,
        post_url=options.post_url,
        custom_fields=options.custom_fields,
    )
