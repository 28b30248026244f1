"""Reads again what an action changed, so that the store shows it before the next sync.

The action has succeeded by then: what cannot be read again is a warning, never an error.
"""

from assay.connector import ReadItem
from assay_connectors.afterwards import read_again
from assay_connectors.ashby.connection import Connection
from assay_connectors.ashby.reading import again


def candidate_items(connection: Connection, candidate_id: str, warnings: list[str]) -> tuple[ReadItem, ...]:
    """A candidate and what hangs on it, as it is now."""
    return read_again("candidate", lambda: again.candidate(connection, candidate_id), warnings)


def application_items(
    connection: Connection, application_id: str, warnings: list[str]
) -> tuple[ReadItem, ...]:
    """An application as it is now."""
    return read_again("application", lambda: again.application(connection, application_id), warnings)
