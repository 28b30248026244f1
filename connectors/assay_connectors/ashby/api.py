"""Ashby's API as the connector calls it: RPC over POST. Source: ashby sheet 1 [D]."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import httpx

from assay.connector import Runtime
from assay.errors import VendorNonsenseError
from assay_connectors.ashby.envelope import Reply, opened, says_busy
from assay_connectors.ashby.listing import Item, Listing, items_of
from assay_connectors.client import Call, VendorClient
from assay_connectors.retry import RetryPolicy

BASE_URL = "https://api.ashbyhq.com"
"""Source: ashby sheet 1.1 [D]."""
ACCEPT = "application/json; version=1"
VERSION = "2026-01-01"


LONGEST_WINDOW_S = 120.0
"""The window is about 60 s (ashby sheet 1.2 [C]); a reset further off tells of a clock that is wrong."""


def seconds_to_reset(response: httpx.Response, now: datetime) -> float | None:
    """Seconds until ``x-ratelimit-reset`` (Unix seconds); None where our clocks disagree.

    Source: ashby sheet 1.2 [C].
    """
    value = response.headers.get("x-ratelimit-reset", "")
    if not (value.isascii() and value.isdigit()):
        return None
    pause_s = float(value) - now.timestamp()
    return pause_s if 0.0 < pause_s <= LONGEST_WINDOW_S else None


class AshbyApi:
    """One API key's way into Ashby."""

    def __init__(
        self,
        runtime: Runtime,
        api_key: str,
        *,
        base_url: str | None = None,
        policy: RetryPolicy | None = None,
    ) -> None:
        self.client = VendorClient(
            runtime,
            base_url or BASE_URL,
            httpx.BasicAuth(api_key, ""),
            headers={"Accept": ACCEPT, "Ashby-Version": VERSION},
            policy=policy,
            reset=seconds_to_reset,
            busy=says_busy,
        )

    def call(self, path: str, body: Mapping[str, Any] | None = None, *, idempotent: bool) -> Any:
        """``results`` of one call.

        Args:
            path: ``/candidate.info``.
            body: JSON object; ``{}`` when there are no parameters (ashby sheet 1.1, Q3).
            idempotent: True for reads and for writes that do no harm twice; False writes are repeated
                only when they certainly had no effect.

        Raises:
            CredentialError, PermissionMissingError, VendorRefusedError, VendorUnavailableError,
            VendorNonsenseError: see :func:`assay_connectors.ashby.envelope.opened`.
        """
        return self.reply(path, body, idempotent=idempotent).results

    def reply(self, path: str, body: Mapping[str, Any] | None = None, *, idempotent: bool) -> Reply:
        """The whole envelope of one call; raises as :meth:`call` does."""
        return self.send(Call(method="POST", url=path, json=dict(body or {}), idempotent=idempotent))

    def send(self, call: Call) -> Reply:
        """The envelope of a call of any shape, e.g. multipart; raises as :meth:`call` does."""
        return opened(call, self.client.send(call))

    def info(self, path: str, body: Mapping[str, Any]) -> Item:
        """One object; raises as :meth:`call` does, and VendorNonsenseError for anything but an object."""
        results = self.call(path, body, idempotent=True)
        if not isinstance(results, dict):
            raise VendorNonsenseError("results is not an object", request=f"POST {path}")
        return results

    def list_all(
        self, path: str, body: Mapping[str, Any] | None = None, sync_token: str | None = None
    ) -> Listing:
        """A paginated listing, lazily; raises while iterated. Source: ashby sheet 1.5."""
        return Listing(lambda page: self.reply(path, page, idempotent=True), path, body or {}, sync_token)

    def list_once(self, path: str, body: Mapping[str, Any] | None = None) -> list[Item]:
        """A listing that is not paginated (ashby sheet 1.5); raises as :meth:`call` does."""
        reply = self.reply(path, body, idempotent=True)
        if reply.more:
            raise VendorNonsenseError(
                "a listing without pages says that there is more", request=f"POST {path}"
            )
        return items_of(reply, path)
