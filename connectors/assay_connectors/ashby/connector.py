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
from assay_connectors.ashby import actions, passthrough, reading, scopes
from assay_connectors.ashby.connection import Connection
from assay_connectors.ashby.webhooks import Webhooks


class AshbyConnector:
    """Reads and writes one Ashby organisation."""

    slug = "ashby"

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self._created: set[str] = set()
        self._webhooks = Webhooks(connection, self._created.__contains__)

    def read(self, request: ReadRequest) -> Iterator[ReadItem]:
        """Stream the wanted models; see :func:`assay_connectors.ashby.reading.read`."""
        self._created.update(request.created_application_ids)
        return reading.read(self.connection, request)

    def act(self, action: ActionInput) -> ActionResult:
        """Perform one unified action; see :mod:`assay_connectors.ashby.actions`."""
        result = actions.perform(self.connection, action)
        self._created.update(actions.created_applications(action, result))
        return result

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
        return self._webhooks.subscribe(url, secret)

    def unsubscribe(self, ids: Mapping[str, str]) -> None:
        """Remove webhook subscriptions. Source: ashby sheet 5.1."""
        self._webhooks.unsubscribe(ids)

    def receive(self, delivery: Delivery, secret: str) -> Iterator[ReadItem]:
        """Turn one webhook delivery into rows. Source: ashby sheet 5.4."""
        return self._webhooks.receive(delivery, secret)
