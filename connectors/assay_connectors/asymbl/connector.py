"""The Asymbl connector: reading, acting, probing, checking and passthrough on one connection."""

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
from assay_connectors.asymbl import actions, checking, passthrough, reading, scopes
from assay_connectors.asymbl.connection import Connection


class AsymblConnector:
    """Reads and writes one Salesforce org with the Asymbl package."""

    slug = "asymbl"

    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def read(self, request: ReadRequest) -> Iterator[ReadItem]:
        """Stream the wanted models; see :func:`assay_connectors.asymbl.reading.read`."""
        return reading.read(self.connection, request)

    def act(self, action: ActionInput) -> ActionResult:
        """Perform one unified action; see :mod:`assay_connectors.asymbl.actions`."""
        return actions.perform(self.connection, action)

    def test_scopes(self) -> ScopeReport:
        """Compare what the run-as user may do with what the connector needs. Source: asymbl sheet 6."""
        return scopes.test_scopes(self.connection)

    def test_models(self, models: frozenset[str]) -> ScopeReport:
        """One cheap query per model. Source: asymbl sheet 6."""
        return scopes.test_models(self.connection, models)

    def test_fields(self, models: frozenset[str]) -> ScopeReport:
        """Fields of the org that feed fields of the models. Source: asymbl sheet 6."""
        return scopes.test_fields(self.connection, models)

    def check(self) -> ScopeReport:
        """Check what the customer entered. Source: asymbl sheet 7.5 Connection Guide."""
        return checking.check(self.connection)

    def passthrough(self, request: PassthroughRequest) -> PassthroughResponse:
        """Forward a call in Salesforce's own words. Source: asymbl sheet 7.5."""
        return passthrough.forward(self.connection, request)
