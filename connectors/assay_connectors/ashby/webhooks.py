"""Ashby's webhooks: subscriptions, signatures, repeated deliveries. Source: ashby sheet 5."""

import hashlib
import json
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from assay.connector import Delivery, ReadItem, Subscriptions
from assay.errors import (
    ConnectorError,
    VendorNonsenseError,
    VendorRefusedError,
)
from assay_connectors.ashby.connection import Connection
from assay_connectors.ashby.events import Data, Receiver, changes
from assay_connectors.once import outcome_unknown
from assay_connectors.signing import hex_hmac, verify

EVENTS: Final[tuple[str, ...]] = (
    "applicationSubmit",
    "applicationUpdate",
    "candidateHire",
    "candidateStageChange",
    "candidateDelete",
    "interviewScheduleCreate",
    "interviewScheduleUpdate",
    "jobCreate",
    "jobUpdate",
    "jobPostingUpdate",
    "jobPostingDelete",
    "jobPostingPublish",
    "jobPostingUnpublish",
    "offerCreate",
    "offerUpdate",
    "offerDelete",
)
"""What is subscribed to, in this order; the seventeenth event, ping, comes by itself (sheet 7.3)."""

SIGNATURE_HEADER: Final = "ashby-signature"
_REMEMBERED: Final = 10_000
"""Deliveries kept for telling repetitions; the vendor repeats one for less than three hours (sheet 5.2)."""


def signature(body: bytes, secret: str) -> str:
    """``sha256=<hex>`` as the vendor signs a body (sheet 5.2)."""
    return "sha256=" + hex_hmac(body, secret)


class Webhooks:
    """The webhooks of one connection; remembers what was delivered while it lives.

    Args:
        connection: the connected Ashby.
        created: tells whether an application was created through us; asked only when the connection
            reads nothing else.
    """

    def __init__(self, connection: Connection, created: Callable[[str], bool]) -> None:
        self._connection = connection
        self._receiver = Receiver(connection, created)
        self._ids: dict[str, str] = {}
        self._handled: OrderedDict[tuple[str, str], None] = OrderedDict()

    # --- subscriptions ---------------------------------------------------------------------------

    def subscribe(self, url: str, secret: str) -> Subscriptions:
        """Create one subscription per event; one that exists already counts as made (sheet 5.1).

        The vendor has no list of subscriptions, so the ids of those that existed are known only when
        this instance made them.
        """
        inactive: list[str] = []
        by_hand: list[str] = []
        for event in EVENTS:
            try:
                made = self._create(event, url, secret)
            except VendorRefusedError as error:
                if _is_duplicate(error):
                    continue
                if error.vendor_code != "invalid_input":
                    raise
                by_hand.append(event)
                continue
            self._ids[event] = made["id"]
            if made.get("enabled") is False:
                inactive.append(event)
        ids = {event: self._ids[event] for event in EVENTS if event in self._ids}
        return Subscriptions(ids=ids, inactive=tuple(inactive), by_hand=tuple(by_hand))

    def _create(self, event: str, url: str, secret: str) -> dict[str, Any]:
        """Repeating a lost creation does no harm: the vendor refuses the duplicate and says so."""
        body = {"webhookType": event, "requestUrl": url, "secretToken": secret}
        api = self._connection.api
        try:
            made: dict[str, Any] = api.call("/webhook.create", body, idempotent=False)
        except ConnectorError as error:
            if not outcome_unknown(error):
                raise
            made = api.call("/webhook.create", body, idempotent=False)
        return made

    def unsubscribe(self, ids: Mapping[str, str]) -> None:
        """Remove subscriptions; one that is gone already is no error."""
        for event, webhook_id in ids.items():
            try:
                self._connection.api.call("/webhook.delete", {"webhookId": webhook_id}, idempotent=True)
            except VendorRefusedError as error:
                if error.vendor_code != "webhook_not_found":
                    raise
            self._ids.pop(event, None)

    # --- deliveries ------------------------------------------------------------------------------

    def receive(self, delivery: Delivery, secret: str) -> Iterator[ReadItem]:
        """Check a delivery and stream what it changed; nothing when it was handled before.

        Raises:
            CredentialError: the signature is missing or wrong.
            VendorNonsenseError: the body is not an event.
        """
        verify(delivery.headers.get(SIGNATURE_HEADER, ""), signature(delivery.body, secret), "Ashby")
        event_id, action, data = _event(delivery.body)
        return self._handle((event_id, action), action, data)

    def _handle(self, key: tuple[str, str], action: str, data: Data) -> Iterator[ReadItem]:
        if key in self._handled:
            return
        yield from changes(self._receiver, action, data)
        # Remembered only now: a reaction that failed half way is done again with the next delivery.
        self._handled[key] = None
        while len(self._handled) > _REMEMBERED:
            self._handled.popitem(last=False)


def _is_duplicate(error: VendorRefusedError) -> bool:
    said = f"{error.vendor_code} {error.message}".replace("_", " ").lower()
    return "duplicate webhook" in said


def _event(body: bytes) -> tuple[str, str, Data]:
    try:
        event = json.loads(body)
    except ValueError as error:
        raise VendorNonsenseError("a webhook body is not JSON") from error
    if not isinstance(event, dict):
        raise VendorNonsenseError("a webhook body is not a JSON object")
    action, data = event.get("action"), event.get("data")
    if not isinstance(action, str) or not isinstance(data, dict):
        raise VendorNonsenseError("a webhook body without action or data")
    event_id = event.get("webhookActionId")
    if not isinstance(event_id, str):
        # Not promised for every event (sheet 5.3): equal bodies then count as the same delivery.
        event_id = hashlib.sha256(body).hexdigest()
    return event_id, action, data
