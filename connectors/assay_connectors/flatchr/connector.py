"""The Flatchr connector: reading, creating, checking and passthrough on one connection."""

from collections.abc import Iterator

from assay.connector import (
    ActionResult,
    PassthroughRequest,
    PassthroughResponse,
    ReadItem,
    ReadRequest,
    ScopeReport,
)
from assay.unified.actions import ActionInput
from assay_connectors.flatchr import actions, checking, passthrough, reading
from assay_connectors.flatchr.connection import Connection


class FlatchrConnector:
    """Reads and writes one Flatchr company."""

    slug = "flatchr"

    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def read(self, request: ReadRequest) -> Iterator[ReadItem]:
        """Stream the wanted models; see :func:`assay_connectors.flatchr.reading.read`."""
        return reading.read(self.connection, request)

    def act(self, action: ActionInput) -> ActionResult:
        """Perform one unified action; see :mod:`assay_connectors.flatchr.actions`."""
        return actions.perform(self.connection, action)

    def check(self) -> ScopeReport:
        """Check key, company key and career site. Source: flatchr sheet 6, 7.8."""
        return checking.check(self.connection)

    def passthrough(self, request: PassthroughRequest) -> PassthroughResponse:
        """Forward a call in Flatchr's own words. Source: flatchr sheet 7.8."""
        return passthrough.forward(self.connection, request)
