"""Reads Avionté and streams unified records: the selected jobs, or all jobs. Source: avionte sheet 4.2.

In the selected mode a run reads stages and reasons, and every selected job that was not synced before, with
all its people; news come by webhook. In the full mode it reads jobs alone, and only when a person asks for
it. Each call costs money, so what was learnt is kept in cursors.
"""

from collections.abc import Iterator

from assay.connector import ReadItem, ReadRequest
from assay.errors import InputError
from assay_connectors.avionte.connection import Connection
from assay_connectors.avionte.memory import Memory
from assay_connectors.avionte.reading.everything import read_all_jobs
from assay_connectors.avionte.reading.run import Run
from assay_connectors.avionte.reading.selected import read_selected

__all__ = ["Reader"]


class Reader:
    """Runs one sync of a connection at a time."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._is_running = False

    def read(self, request: ReadRequest) -> Iterator[ReadItem]:
        """Stream what the mode of the settings wants.

        A delta run goes on from the cursors; a full one reads the selected jobs anew.

        Raises:
            InputError: a run is under way, or a schedule wants the full mode; nothing was asked.
            ConnectorError: a call failed, which ends the run; see :mod:`assay_connectors.avionte.answers`.
        """
        connection = self._connection
        if self._is_running:
            raise InputError(
                "a sync of this connection is running", hint="Wait for its end; every call costs money."
            )
        if connection.reads_all_jobs and request.trigger == "schedule":
            raise InputError(
                "the full mode runs at setup and when a person asks for it, not on schedule",
                hint="Start the sync by hand, or choose the mode selected.",
            )
        self._is_running = True
        try:
            run = Run(connection, request, _memory(connection, request))
            yield from read_all_jobs(run) if connection.reads_all_jobs else read_selected(run)
            connection.memory = run.memory
        finally:
            self._is_running = False


def _memory(connection: Connection, request: ReadRequest) -> Memory:
    """What the run starts from: what was stored, or, where all is read anew, what cannot be read anew."""
    if request.mode == "delta":
        return Memory.of(request.cursors)
    memory = connection.memory.copy()
    memory.forget_syncs()
    return memory
