"""Reads again what an action changed, so that the store shows it before the next sync.

The action has succeeded by then: what cannot be read again is a warning, never an error.
"""

from collections.abc import Callable, Iterator

from assay.connector import ReadItem
from assay.errors import ConnectorError
from assay_connectors.ashby.connection import Connection
from assay_connectors.ashby.reading import again


def candidate_items(connection: Connection, candidate_id: str, warnings: list[str]) -> tuple[ReadItem, ...]:
    """A candidate and what hangs on it, as it is now."""
    return _read(lambda: again.candidate(connection, candidate_id), "candidate", warnings)


def application_items(
    connection: Connection, application_id: str, warnings: list[str]
) -> tuple[ReadItem, ...]:
    """An application as it is now."""
    return _read(lambda: again.application(connection, application_id), "application", warnings)


def _read(items: Callable[[], Iterator[ReadItem]], what: str, warnings: list[str]) -> tuple[ReadItem, ...]:
    try:
        return tuple(items())
    except ConnectorError as error:
        warnings.append(
            f"the {what} could not be read again and is shown with the next sync: {error.message}"
        )
        return ()
