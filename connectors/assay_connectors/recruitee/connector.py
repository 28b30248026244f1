"""The Recruitee connector: reading, acting, probing, webhooks and passthrough on one connection."""

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
from assay_connectors.recruitee import actions, passthrough, reading, scopes
from assay_connectors.recruitee.connection import Connection
from assay_connectors.recruitee.created import Created
from assay_connectors.recruitee.webhooks import Webhooks


class RecruiteeConnector:
    """Reads and writes one Recruitee company."""

    slug = "recruitee"

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self._created = Created()
        self._webhooks = Webhooks(connection, self._created.__contains__)

    def read(self, request: ReadRequest) -> Iterator[ReadItem]:
        """Stream the wanted models; see :func:`assay_connectors.recruitee.reading.read`."""
        self._created.name(request.created_application_ids)
        return reading.read(self.connection, request, self._created)

    def act(self, action: ActionInput) -> ActionResult:
        """Perform one unified action; see :mod:`assay_connectors.recruitee.actions`."""
        result = actions.perform(self.connection, action)
        self._created.learn(action, result)
        return result

    def test_scopes(self) -> ScopeReport:
        """What the role of the token's user lets us do. Source: recruitee sheet 6."""
        return scopes.test_scopes(self.connection)

    def test_models(self, models: frozenset[str]) -> ScopeReport:
        """One cheap read per model. Source: recruitee sheet 6."""
        return scopes.test_models(self.connection, models)

    def test_fields(self, models: frozenset[str]) -> ScopeReport:
        """Fields that need more than their model does. Source: recruitee sheet 6."""
        return scopes.test_fields(self.connection, models)

    def passthrough(self, request: PassthroughRequest) -> PassthroughResponse:
        """Forward a call in Recruitee's own words. Source: recruitee sheet 7.3."""
        return passthrough.forward(self.connection, request)

    def subscribe(self, url: str, secret: str) -> Subscriptions:
        """Create the webhook subscription. Source: recruitee sheet 5."""
        return self._webhooks.subscribe(url, secret)

    def unsubscribe(self, ids: Mapping[str, str]) -> None:
        """Remove webhook subscriptions. Source: recruitee sheet 5."""
        self._webhooks.unsubscribe(ids)

    def receive(self, delivery: Delivery, secret: str) -> Iterator[ReadItem]:
        """Turn one webhook delivery into rows. Source: recruitee sheet 5."""
        return self._webhooks.receive(delivery, secret)
