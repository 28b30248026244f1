"""The Ashby connector: reading, acting, probing, webhooks and passthrough on one connection."""

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

from assay_connectors.ashby import actions, passthrough, reading, scopes, webhooks
from assay_connectors.ashby.connection import Connection


class AshbyConnector:
    """Reads and writes one Ashby organisation."""

    slug = "ashby"

    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def read(self, request: ReadRequest) -> Iterator[ReadItem]:
        """Stream the wanted models; see :func:`assay_connectors.ashby.reading.read`."""
        return reading.read(self.connection, request)

    def act(self, action: ActionInput) -> ActionResult:
        """Perform one unified action; see :mod:`assay_connectors.ashby.actions`."""
        return actions.perform(self.connection, action)

    def test_scopes(self) -> ScopeReport:
        """Compare the permissions of the key with those the connector needs. Source: ashby sheet 6.3."""
        return scopes.test_scopes(self.connection)

    def test_models(self, models: frozenset[str]) -> ScopeReport:
        """One cheap read per model. Source: ashby sheet 6.4."""
        return scopes.test_models(self.connection, models)

    def test_fields(self, models: frozenset[str]) -> ScopeReport:
        """Fields that need more than their model does. Source: ashby sheet 6.5."""
        return scopes.test_fields(self.connection, models)

    def passthrough(self, request: PassthroughRequest) -> PassthroughResponse:
        """Forward a call in Ashby's own words. Source: ashby sheet 7.3."""
        return passthrough.forward(self.connection, request)

    def subscribe(self, url: str, secret: str) -> Subscriptions:
        """Create the webhook subscriptions. Source: ashby sheet 5.1."""
        return webhooks.subscribe(self.connection, url, secret)

    def unsubscribe(self, ids: Mapping[str, str]) -> None:
        """Remove webhook subscriptions. Source: ashby sheet 5.1."""
        webhooks.unsubscribe(self.connection, ids)

    def receive(self, delivery: Delivery, secret: str) -> Iterator[ReadItem]:
        """Turn one webhook delivery into rows. Source: ashby sheet 5.4."""
        return webhooks.receive(self.connection, delivery, secret)
