"""Finds the posting that speaks for a job, with its forms. Source: ashby sheet 7.1 Jobs, 7.2 route B."""

from typing import Any

from assay_connectors.ashby.connection import Connection
from assay_connectors.ashby.mapping.postings import primary
from assay_connectors.ashby.reading.postings import read_info, read_shelf


def primary_posting(connection: Connection, job_id: str) -> dict[str, Any] | None:
    """``jobPosting.info`` of the job's primary posting, drafts included; None when it has no posting."""
    posted = primary(read_shelf(connection.api).of_job(job_id))
    if posted is None:
        return None
    return dict(read_info(connection.api, posted).raw) or None
