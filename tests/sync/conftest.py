"""A vendor made of a list of items, a clock that moves when told, and a store between them.

The stores are SQLite in memory, unless ASSAY_TEST_DATABASE_URL names an empty database of another kind.
"""

import os
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime, timedelta

import pytest

from assay.connector import ActionResult, ReadItem, ReadRequest
from assay.errors import InputError
from assay.sync import Store, SyncReport
from assay.unified.actions import ActionInput

INTEGRATION = "acme:4mZqT7wYbN2xKc9RjHs5uVdL"


class Clock:
    """Stands still until moved."""

    def __init__(self) -> None:
        self.moment = datetime(2026, 6, 15, 8, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.moment

    def move(self, **step: float) -> datetime:
        self.moment += timedelta(**step)
        return self.moment


class Vendor:
    """A connector that yields what it was given, and remembers what it was asked."""

    slug = "acme"

    def __init__(self, items: Iterable[ReadItem]) -> None:
        self.items = items
        self.requests: list[ReadRequest] = []

    def read(self, request: ReadRequest) -> Iterator[ReadItem]:
        self.requests.append(request)
        yield from self.items

    def act(self, action: ActionInput) -> ActionResult:
        raise InputError(f"acme cannot {action.operation}")


@pytest.fixture(name="clock")
def _clock() -> Clock:
    return Clock()


@pytest.fixture(name="store")
def _store(clock: Clock, request: pytest.FixtureRequest) -> Iterator[Store]:
    url = os.environ.get("ASSAY_TEST_DATABASE_URL", "sqlite://")
    connection = INTEGRATION if url == "sqlite://" else request.node.name
    with Store(url, integration_id=connection, now=clock) as store:
        yield store


@pytest.fixture(name="sync")
def _sync(store: Store, clock: Clock) -> Callable[..., SyncReport]:
    """``sync(*items, mode=...)``: one run an hour later, reading these items."""

    def sync(*items: ReadItem, mode: str = "full", only_created: bool = False) -> SyncReport:
        clock.move(hours=1)
        return store.sync(Vendor(items), mode=mode, models=["ats_jobs"], only_created=only_created)  # type: ignore[arg-type]

    return sync


@pytest.fixture(name="vendor")
def _vendor() -> type[Vendor]:
    return Vendor
