"""Keeps our requests apart: one at a time, and not faster than agreed. Source: flatchr sheet 1.5 [A]."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from assay.connector import Runtime


class Pace:
    """Lets one request through at a time, each at least ``interval_s`` seconds after the one before."""

    def __init__(self, runtime: Runtime, interval_s: float) -> None:
        self._runtime = runtime
        self._interval = timedelta(seconds=interval_s)
        self._last: datetime | None = None
        self._one_at_a_time = threading.RLock()

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Wait for our turn and hold it until the answer is there."""
        with self._one_at_a_time:
            if self._last is not None:
                due = self._last + self._interval - self._runtime.now()
                if due > timedelta():
                    # never more than the interval, even when the clock was set back meanwhile
                    self._runtime.sleep(min(due, self._interval).total_seconds())
            self._last = self._runtime.now()
            yield
