import asyncio
from collections.abc import Callable
from functools import partial
from typing import Any

import httpx
import pytest

from assay_sandboxes.core.clock import VirtualClock
from assay_sandboxes.core.webhooks import Deliveries, Delivery, RetryPolicy

POLICY = RetryPolicy(delays_s=(10, 30), given_up_on=frozenset({410}))


class Receiver:
    """Answers with the statuses it was given, one per request, then 200."""

    def __init__(self, *statuses: int | Exception) -> None:
        self.statuses = list(statuses)
        self.seen: list[httpx.Request] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.seen.append(request)
        status = self.statuses.pop(0) if self.statuses else 200
        if isinstance(status, Exception):
            raise status
        return httpx.Response(status)


def _deliveries(receiver: Callable[[httpx.Request], httpx.Response]) -> Deliveries:
    def connect(**options: Any) -> httpx.AsyncClient:
        return httpx.AsyncClient(transport=httpx.MockTransport(receiver), **options)

    return Deliveries(VirtualClock(), connect=connect)


def _delivery(url: str = "http://127.0.0.1:9/hook") -> Delivery:
    return Delivery(url, b'{"a":1}', {"x-signature": "s"}, POLICY)


def test_a_delivery_is_posted_as_it_is_by_the_next_flush(runner: asyncio.Runner) -> None:
    receiver = Receiver()
    deliveries = _deliveries(receiver)
    deliveries.enqueue(_delivery())
    assert receiver.seen == []
    runner.run(deliveries.flush())
    (request,) = receiver.seen
    assert (request.method, request.content, request.headers["x-signature"]) == ("POST", b'{"a":1}', "s")
    assert deliveries.as_json() == {
        "waiting": [],
        "log": [
            {
                "url": "http://127.0.0.1:9/hook",
                "attempt": 1,
                "at": "2026-06-15T08:00:00.000Z",
                "status": 200,
            }
        ],
    }


def test_a_refused_delivery_is_repeated_when_it_is_due_and_finally_given_up(runner: asyncio.Runner) -> None:
    receiver = Receiver(500, httpx.ConnectError("nobody"), 503)
    deliveries = _deliveries(receiver)
    deliveries.enqueue(_delivery())
    runner.run(deliveries.flush())
    assert deliveries.as_json()["waiting"][0]["due"] == "2026-06-15T08:00:10.000Z"
    deliveries.clock.advance(9.9)
    runner.run(deliveries.flush())
    assert len(receiver.seen) == 1
    deliveries.clock.advance(100)
    runner.run(deliveries.flush())
    assert [(made.number, made.at[17:19], made.status) for made in deliveries.log] == [
        (1, "00", 500),
        (2, "10", None),
        (3, "40", 503),
    ]
    assert deliveries.as_json()["waiting"] == []


def test_some_statuses_end_the_matter_at_once(runner: asyncio.Runner) -> None:
    deliveries = _deliveries(Receiver(410))
    deliveries.enqueue(_delivery())
    runner.run(deliveries.flush())
    assert deliveries.as_json()["waiting"] == []


def test_a_vendor_may_take_one_status_alone_for_success(runner: asyncio.Runner) -> None:
    deliveries = _deliveries(Receiver(204))
    policy = RetryPolicy(delays_s=(10,), taken_by=frozenset({200}))
    deliveries.enqueue(Delivery("http://127.0.0.1:9/hook", b"{}", {}, policy))
    runner.run(deliveries.flush())
    assert [made.taken for made in deliveries.log] == [False]
    deliveries.clock.advance(10)
    runner.run(deliveries.flush())
    assert [(made.status, made.taken) for made in deliveries.log] == [(204, False), (200, True)]


def test_routes_lead_public_addresses_elsewhere(runner: asyncio.Runner) -> None:
    receiver = Receiver()
    deliveries = _deliveries(receiver)
    deliveries.routes["https://receiver.assay.test"] = "http://127.0.0.1:9999/"
    for url in ("https://receiver.assay.test/hooks/1?a=b", "https://receiver.assay.test"):
        deliveries.enqueue(_delivery(url))
    runner.run(deliveries.flush())
    assert [str(request.url) for request in receiver.seen] == [
        "http://127.0.0.1:9999/hooks/1?a=b",
        "http://127.0.0.1:9999/",
    ]


@pytest.mark.parametrize(
    "url",
    [
        "https://nowhere.test/x",
        "https://a.example",
        "no url",
        "http://[broken",
        "http://a.invalid.",
        "//x.test",
    ],
)
def test_addresses_that_cannot_exist_are_unreachable_without_asking_anybody(
    runner: asyncio.Runner, url: str
) -> None:
    receiver = Receiver()
    deliveries = _deliveries(receiver)
    made = runner.run(deliveries.attempt(_delivery(url)))
    assert (made.status, made.taken, receiver.seen) == (None, False, [])


def test_an_address_httpx_refuses_is_unreachable(runner: asyncio.Runner) -> None:
    deliveries = _deliveries(Receiver(httpx.InvalidURL("no")))
    assert runner.run(deliveries.attempt(_delivery("ftp://host.local/x"))).status is None


def test_deliveries_made_by_hand_can_follow_each_other(runner: asyncio.Runner) -> None:
    receiver = Receiver(204)
    deliveries = _deliveries(receiver)
    attempt = partial(deliveries.attempt, _delivery())
    assert runner.run(attempt()).taken
