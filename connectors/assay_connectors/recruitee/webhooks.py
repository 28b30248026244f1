"""Recruitee's webhooks: one subscription, the vendor's secret, signatures. Source: recruitee sheet 5.

The API for subscriptions is an assumption; where it is not there or not allowed, a person adds the webhook in
Recruitee's settings. The events themselves are documented. Repeated deliveries need no memory here: what an
event names is read again, and reading the same twice changes nothing.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from http import HTTPStatus
from typing import Any, Final

from assay.connector import Delivery, ReadItem, Subscriptions
from assay.errors import (
    ConnectorError,
    PermissionMissingError,
    VendorNonsenseError,
    VendorRefusedError,
)
from assay_connectors.once import outcome_unknown
from assay_connectors.recruitee.api import Item
from assay_connectors.recruitee.connection import Connection
from assay_connectors.recruitee.events import Event, Receiver, changes
from assay_connectors.signing import hex_hmac, verify

EVENTS: Final[tuple[str, ...]] = (
    "new_candidate",
    "candidate_assigned",
    "candidate_moved",
    "candidate_deleted",
    "offer_published",
    "offer_unpublished",
    "offer_updated",
)
"""All that the vendor documents (recruitee sheet 5)."""

SIGNATURE_HEADER: Final = "x-recruitee-signature"
WEBHOOKS: Final = "/webhooks"
_NO_SUCH_API: Final = frozenset({HTTPStatus.NOT_FOUND, HTTPStatus.METHOD_NOT_ALLOWED})


def signature(body: bytes, secret: str) -> str:
    """Lower-case hexadecimal HMAC, as the vendor signs a body (sheet 5)."""
    return hex_hmac(body, secret)


class Webhooks:
    """The webhooks of one connection.

    Args:
        connection: the connected Recruitee.
        created: tells whether an application was created through us; asked only when the connection
            reads nothing else.
    """

    def __init__(self, connection: Connection, created: Callable[[str], bool]) -> None:
        self._connection = connection
        self._receiver = Receiver(connection, created)

    # --- subscriptions ---------------------------------------------------------------------------

    def subscribe(self, url: str, secret: str) -> Subscriptions:  # noqa: ARG002 -- the vendor makes its own
        """Create one subscription for all events; the secret is the vendor's, not the one proposed.

        A subscription that points to our address already is replaced, because its secret is told only once.

        Raises:
            VendorRefusedError: the vendor refused, e.g. because our receiver did not answer its test.
        """
        try:
            made = self._replaced(url)
        except PermissionMissingError:
            return Subscriptions(by_hand=EVENTS)
        except VendorRefusedError as error:
            if error.status in _NO_SUCH_API:
                return Subscriptions(by_hand=EVENTS)
            raise
        told = made.get("secret")
        return Subscriptions(
            ids=dict.fromkeys(EVENTS, str(made["id"])),
            inactive=EVENTS if made.get("status") not in {None, "active"} else (),
            secret=told if isinstance(told, str) and told else None,
        )

    def _replaced(self, url: str) -> Item:
        self._remove(self._pointing_to(url))
        try:
            return self._created(url)
        except ConnectorError as error:
            if not outcome_unknown(error):
                raise
        self._remove(self._pointing_to(url))
        return self._created(url)

    def _created(self, url: str) -> Item:
        body = {"webhook": {"url": url, "event_types": list(EVENTS)}}
        made = self._connection.api.call("POST", WEBHOOKS, body, idempotent=False).get("webhook")
        if not isinstance(made, dict) or "id" not in made:
            raise VendorNonsenseError("a new webhook without id", request=f"POST {WEBHOOKS}")
        return made

    def _pointing_to(self, url: str) -> list[str]:
        try:
            listed = self._connection.api.all(WEBHOOKS, "webhooks")
        except VendorRefusedError as error:
            if error.status in _NO_SUCH_API:
                return []
            raise
        return [str(webhook["id"]) for webhook in listed if webhook.get("url") == url]

    def _remove(self, ids: list[str]) -> None:
        for webhook_id in ids:
            try:
                self._connection.api.call("DELETE", f"{WEBHOOKS}/{webhook_id}", idempotent=True)
            except VendorRefusedError as error:
                if error.status != HTTPStatus.NOT_FOUND:
                    raise

    def unsubscribe(self, ids: Mapping[str, str]) -> None:
        """Remove the subscription, which is one for all events; one that is gone already is no error."""
        self._remove(list(dict.fromkeys(ids.values())))

    # --- deliveries ------------------------------------------------------------------------------

    def receive(self, delivery: Delivery, secret: str) -> Iterator[ReadItem]:
        """Check a delivery and stream what it changed.

        The vendor's test request comes before its secret is known, and changes nothing; nor do samples,
        which a person sends from the settings and which are signed like events.

        Raises:
            CredentialError: the signature is missing or wrong.
            VendorNonsenseError: the body is not an event.
        """
        if _is_test(delivery.body):
            return iter(())
        expected = signature(delivery.body, secret)
        verify(delivery.headers.get(SIGNATURE_HEADER, ""), expected, "Recruitee")
        event = _event(delivery.body)
        return changes(self._receiver, event) if event is not None else iter(())


def _is_test(body: bytes) -> bool:
    said = _parsed(body)
    return isinstance(said, dict) and set(said) == {"test"} and said["test"] is True


def _parsed(body: bytes) -> Any:
    try:
        return json.loads(body)
    except ValueError:
        return None


def _event(body: bytes) -> Event | None:
    """The event in a body; None for a sample (sheet 5: it has a further key ``test``)."""
    said = _parsed(body)
    if not isinstance(said, dict):
        raise VendorNonsenseError("a webhook body is not a JSON object")
    kind, payload = said.get("event_type"), said.get("payload")
    if not isinstance(kind, str) or not isinstance(payload, dict):
        raise VendorNonsenseError("a webhook body without event_type or payload")
    return None if said.get("test") else Event(kind, payload)
