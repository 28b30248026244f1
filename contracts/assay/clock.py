"""A clock that only moves when told to, so that the same scenario always sees the same times."""

from datetime import UTC, datetime, timedelta

START = datetime(2026, 6, 15, 8, 0, tzinfo=UTC)
"""When time begins for every sandbox and every replay of a recording made from one."""


class VirtualClock:
    """Time as a value: sleeping advances it and takes no time at all."""

    def __init__(self, start: datetime = START) -> None:
        self._now = start

    def now(self) -> datetime:
        """The present moment, aware, UTC."""
        return self._now

    def sleep(self, seconds: float) -> None:
        """Let ``seconds`` pass."""
        self._now += timedelta(seconds=max(0.0, seconds))
