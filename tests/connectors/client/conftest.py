"""A transport that answers from a script, and a runtime around it."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest

from assay.connector import Runtime
from assay_connectors.client import VendorClient

NOW = datetime(2026, 6, 15, 8, tzinfo=UTC)
Reply = httpx.Response | Exception


class Script:
    """Replies in order; the last one goes on for ever. Exceptions are raised."""

    def __init__(self, *replies: Reply) -> None:
        self._replies = replies
        self.requests: list[httpx.Request] = []
        self.slept: list[float] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        request.read()
        self.requests.append(request)
        reply = self._replies[min(len(self.requests), len(self._replies)) - 1]
        if isinstance(reply, Exception):
            raise reply
        return reply

    @property
    def runtime(self) -> Runtime:
        return Runtime(
            transport=httpx.MockTransport(self),
            now=lambda: NOW,
            sleep=self.slept.append,
            resolve=lambda _: ["192.0.2.1"],
        )

    def client(self, **options: Any) -> VendorClient:
        return VendorClient(
            self.runtime, "https://api.example.test/v1/", httpx.BasicAuth("invented-key", ""), **options
        )


@pytest.fixture(scope="session")
def script() -> Callable[..., Script]:
    return Script
