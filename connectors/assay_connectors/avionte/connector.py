"""The Avionté connector: reading, acting, webhooks, checking and passthrough on one connection."""

from collections.abc import Iterator, Mapping

from assay.connector import (
    ActionResult,
    Delivery,
    PassthroughRequest,
    PassthroughResponse,
    ReadItem,
    ReadRequest,
    ScopeReport,
    Subscriptions,
)
from assay.unified.actions import ActionInput
from assay_connectors.avionte import actions, checking, passthrough
from assay_connectors.avionte.connection import Connection
from assay_connectors.avionte.reading import Reader
from assay_connectors.avionte.webhooks import Webhooks


class AvionteConnector:
    """Reads and writes one tenant of Avionté's."""

    slug = "avionte"

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self._reader = Reader(connection)
        self._webhooks = Webhooks(connection)

    def read(self, request: ReadRequest) -> Iterator[ReadItem]:
        """Stream what the mode wants; see :class:`assay_connectors.avionte.reading.Reader`."""
        return self._reader.read(request)

    def act(self, action: ActionInput) -> ActionResult:
        """Perform one unified action; see :mod:`assay_connectors.avionte.actions`."""
        return actions.perform(self.connection, action)

    def billed(self) -> Mapping[str, int]:
        """Requests that Avionté charges for, by key of the register; those for tokens are free."""
        return dict(self.connection.api.meter.calls)

    def check(self) -> ScopeReport:
        """Check key, client and tenant; one billed call. Source: avionte sheet 6."""
        return checking.check(self.connection)

    def passthrough(self, request: PassthroughRequest) -> PassthroughResponse:
        """Forward a call in Avionté's own words. Source: avionte sheet 7.10."""
        return passthrough.forward(self.connection, request)

    def subscribe(self, url: str, secret: str) -> Subscriptions:
        """Say what has to be ordered from Avionté by mail. Source: avionte sheet 5."""
        return self._webhooks.subscribe(url, secret)

    def unsubscribe(self, ids: Mapping[str, str]) -> None:
        """Nothing can be removed by a call. Source: avionte sheet 5."""
        self._webhooks.unsubscribe(ids)

    def receive(self, delivery: Delivery, secret: str) -> Iterator[ReadItem]:
        """Turn one webhook delivery into rows. Source: avionte sheet 5."""
        return self._webhooks.receive(delivery, secret)
