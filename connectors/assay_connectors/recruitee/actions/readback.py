"""Reads again what an action changed, so that the store shows it before the next sync."""

from assay.connector import ReadItem
from assay_connectors.afterwards import read_again
from assay_connectors.recruitee.connection import Connection
from assay_connectors.recruitee.reading import again


def candidate_items(connection: Connection, candidate_id: str, warnings: list[str]) -> tuple[ReadItem, ...]:
    """A candidate, its applications and its tags (which may be new), as they are now."""
    return read_again("candidate", lambda: again.candidate(connection, candidate_id), warnings)
