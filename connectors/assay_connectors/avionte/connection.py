"""What belongs to one connection with a tenant of Avionté's."""

from dataclasses import dataclass, field

from assay.connector import Runtime, Settings
from assay_connectors.avionte.api import AvionteApi
from assay_connectors.avionte.memory import Memory
from assay_connectors.avionte.options import Options
from assay_connectors.avionte.token import Partner

__all__ = ["Connection", "Partner"]


@dataclass(slots=True, kw_only=True)
class Connection:
    """One connected tenant.

    Attributes:
        memory: what was learnt; kept beyond this object by the cursors that runs, webhooks and actions give.
    """

    api: AvionteApi
    partner: Partner
    runtime: Runtime
    settings: Settings
    options: Options
    memory: Memory = field(default_factory=Memory)

    @property
    def reads_all_jobs(self) -> bool:
        """Whether the full mode is chosen."""
        return self.options.sync_mode == "full"

    def follows(self, job_id: str) -> bool:
        """Whether news about the people of a job are wanted: it is selected, or all are."""
        return self.reads_all_jobs or job_id in self.options.selected_jobs
