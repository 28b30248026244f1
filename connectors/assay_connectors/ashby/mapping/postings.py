"""Job postings and which of them speaks for a job. Source: ashby sheet 7.1 Jobs, Job postings."""

from collections.abc import Iterable
from dataclasses import dataclass

from assay.unified.records import JobPosting
from assay_connectors.ashby.mapping.payload import Payload


@dataclass(frozen=True, slots=True)
class Posted:
    """A posting of a listing and the board it was found on."""

    payload: Payload
    internal_board_id: str | None = None
    """Set when only an internal board shows it."""

    @property
    def published(self) -> bool:
        """Whether it is online; older API versions have no status and list only what is."""
        return self.payload.text("status") in {None, "Published"}

    @property
    def listed(self) -> bool:
        """Whether it is more than reachable by link."""
        return self.payload.flag("isListed") is not False

    @property
    def internal(self) -> bool:
        """Whether only an internal board shows it."""
        return self.internal_board_id is not None


def primary(postings: Iterable[Posted]) -> Posted | None:
    """The one that speaks for its job: listed, unlisted, internal, draft; then latest, then smallest id."""
    ordered = sorted(postings, key=lambda posted: posted.payload.identifier())
    ordered.sort(key=lambda posted: posted.payload.text("updatedAt") or "", reverse=True)
    return min(ordered, key=_rank, default=None)


def _rank(posted: Posted) -> int:
    if not posted.published:
        return 3
    if posted.internal:
        return 2
    return 0 if posted.listed else 1


def visibility(posted: Posted) -> str:
    """Who may see a posting."""
    if posted.internal:
        return "INTERNAL"
    return "PUBLIC" if posted.listed else "UNLISTED"


def job_posting(posted: Posted, info: Payload, job_status: str | None) -> JobPosting:
    """A posting; ``job_status`` is the vendor's status of its job, None when the job is hidden."""
    listed = posted.payload
    return JobPosting(
        remote_id=listed.identifier(),
        title=listed.text("title"),
        description_html=info.text("descriptionHtml"),
        status=_status(posted, job_status),
        visibility=visibility(posted),
        url=listed.text("externalLink") or listed.text("applyLink"),
        job_id=listed.text("jobId"),
    )


def _status(posted: Posted, job_status: str | None) -> str | None:
    if posted.payload.text("status") == "Draft":
        return "DRAFT"
    if not posted.published:
        return None
    return "ACTIVE" if job_status in {None, "Open"} else "INACTIVE"
