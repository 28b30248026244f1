"""How fast a connector may ask, so that a vendor's limit is not met in the first place.

Source: recruitee sheet 1.4 (five requests a second) [A]; flatchr sheet 1.
"""

from collections import deque
from datetime import datetime, timedelta

from assay.connector import Runtime


class Pace:
    """At most so many requests within any second, by the runtime's own clock.

    Args:
        runtime: clock and sleep.
        requests: how many within the window.
        window_s: seconds.
    """

    def __init__(self, runtime: Runtime, requests: int, window_s: float = 1.0) -> None:
        self._runtime = runtime
        self._window = timedelta(seconds=window_s)
        self._sent: deque[datetime] = deque(maxlen=requests)

    def keep(self) -> None:
        """Wait until another request may be sent, and count it."""
        now = self._runtime.now()
        if len(self._sent) == self._sent.maxlen:
            pause_s = (self._sent[0] + self._window - now).total_seconds()
            if 0.0 < pause_s <= self._window.total_seconds():
                self._runtime.sleep(pause_s)
                now = self._runtime.now()
        self._sent.append(now)
