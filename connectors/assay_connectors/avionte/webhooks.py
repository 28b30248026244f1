"""Avionté's webhooks: ordered by mail, verified by secret, each handled once. Source: avionte sheet 5."""

import json
from collections import OrderedDict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from assay.connector import Delivery, Notice, ReadItem, Subscriptions
from assay.errors import CredentialError, VendorNonsenseError
from assay_connectors.avionte.connection import Connection
from assay_connectors.avionte.events import Event
from assay_connectors.avionte.news import Receiver
from assay_connectors.signing import hex_hmac, verify

EVENTS: Final[tuple[str, ...]] = (
    "talent_created",
    "talent_saved",
    "talent_merged",
    "talent_submitted",
    "talent_pipelined",
    "talent_pipeline_moved",
    "job_created",
    "job_updated",
    "placement_started",
    "placement_updated",
)
"""What is to be ordered; the names of the two about the pipeline are assumed."""

SIGNATURE_HEADER: Final = "x-payload-signature"
KEY_HEADER: Final = "x-api-key"
_REMEMBERED: Final = 10_000
"""Deliveries kept for telling repetitions."""


@dataclass(frozen=True, slots=True)
class Envelope:
    """What a delivery says."""

    event: Event
    tenant: str
    correlation_id: str | None

    @property
    def key(self) -> tuple[str, str] | None:
        """What a repetition has in common with the first delivery; None when nothing tells."""
        return (self.event.name, self.correlation_id) if self.correlation_id else None


class Webhooks:
    """The webhooks of one connection; remembers what was delivered while it lives."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._receiver = Receiver(connection)
        self._handled: OrderedDict[tuple[str, str], None] = OrderedDict()

    def subscribe(self, url: str, secret: str) -> Subscriptions:  # noqa: ARG002 -- told to Avionté by mail
        """No call sets webhooks up: all events are to be ordered from Avionté by mail."""
        return Subscriptions(by_hand=EVENTS)

    def unsubscribe(self, ids: Mapping[str, str]) -> None:
        """No call removes them either; there is nothing to be undone."""

    def receive(self, delivery: Delivery, secret: str) -> Iterator[ReadItem]:
        """Check a delivery and stream what it changed; nothing when it was handled before.

        Raises:
            CredentialError: secret, signature or key are missing or wrong.
            VendorNonsenseError: the body is no event.
        """
        self._verify(delivery, secret)
        envelope = _envelope(delivery.body)
        return self._handle(envelope) if envelope is not None else iter(())

    def _verify(self, delivery: Delivery, secret: str) -> None:
        """One of three ways; whether the vendor signs or sends the secret itself is not said (sheet 5)."""
        if not secret:
            raise CredentialError(
                "a webhook delivery cannot be verified: there is no secret",
                hint="Enter the secret or key that was agreed on with Avionté.",
            )
        mode = self._connection.options.webhook_verification
        header = KEY_HEADER if mode == "api_key" else SIGNATURE_HEADER
        expected = hex_hmac(delivery.body, secret) if mode == "hmac_sha256_hex" else secret
        verify(delivery.headers.get(header, ""), expected, "Avionté")

    def _handle(self, envelope: Envelope) -> Iterator[ReadItem]:
        ours = self._connection.partner.front_office_tenant_id
        if ours and envelope.tenant and envelope.tenant != ours:
            yield Notice(f"a webhook about the front office tenant {envelope.tenant} was passed over")
            return
        key = envelope.key
        if key is not None and key in self._handled:
            return
        yield from self._receiver.changes(envelope.event)
        if key is not None:
            # Remembered only now: a reaction that failed half way is done again with the next delivery.
            self._handled[key] = None
            while len(self._handled) > _REMEMBERED:
                self._handled.popitem(last=False)


def _envelope(body: bytes) -> Envelope | None:
    """What a body says; None for the back office's, which has no resource."""
    said = _parsed(body)
    if not isinstance(said, dict):
        raise VendorNonsenseError("a webhook body is not a JSON object")
    resource = said.get("Resource")
    if resource is None:
        return None
    if isinstance(resource, str):
        resource = _parsed(resource)
    if not isinstance(resource, dict):
        raise VendorNonsenseError("the resource of a webhook is not a JSON object")
    plain = {str(name).strip(): value for name, value in resource.items()}
    correlation_id = said.get("CorrelationId") or plain.get("CorrelationId")
    event = Event(
        name=str(said.get("EventName") or ""),
        about=str(said.get("ResourceModelType") or ""),
        resource=plain,
    )
    return Envelope(
        event,
        tenant=str(said.get("FrontOfficeTenantId") or ""),
        correlation_id=str(correlation_id) if correlation_id else None,
    )


def _parsed(text: str | bytes) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return None
