"""How fast a connector asks."""

from datetime import UTC, datetime, timedelta

import httpx
from hypothesis import given
from hypothesis import strategies as st

from assay.clock import VirtualClock
from assay.connector import Runtime
from assay_connectors.pace import Pace


class Watch:
    """A clock that notes how long it slept."""

    def __init__(self) -> None:
        self.clock = VirtualClock(datetime(2026, 6, 15, tzinfo=UTC))
        self.slept_s: list[float] = []

    def sleep(self, seconds: float) -> None:
        self.slept_s.append(seconds)
        self.clock.sleep(seconds)

    def runtime(self) -> Runtime:
        return Runtime(
            transport=httpx.MockTransport(lambda _: httpx.Response(200)),
            now=self.clock.now,
            sleep=self.sleep,
            resolve=lambda _host: (),
        )


def test_a_few_requests_go_out_at_once_and_the_next_waits_for_the_window() -> None:
    watch = Watch()
    pace = Pace(watch.runtime(), 3)
    for _ in range(3):
        pace.keep()
    assert watch.slept_s == []
    watch.clock.sleep(0.25)
    pace.keep()
    assert watch.slept_s == [0.75]


def test_a_clock_that_jumps_back_makes_nobody_wait_for_long() -> None:
    watch = Watch()
    pace = Pace(watch.runtime(), 1)
    pace.keep()
    watch.clock._now -= timedelta(days=1)
    pace.keep()
    assert watch.slept_s == []


@given(st.integers(1, 5), st.lists(st.floats(0, 2), max_size=30))
def test_no_window_ever_holds_more_than_allowed(requests: int, gaps: list[float]) -> None:
    watch = Watch()
    pace = Pace(watch.runtime(), requests)
    sent = []
    for gap in gaps:
        watch.clock.sleep(gap)
        pace.keep()
        sent.append(watch.clock.now())
    for earlier, later in zip(sent, sent[requests:], strict=False):
        assert (later - earlier).total_seconds() >= 1 - 1e-5
