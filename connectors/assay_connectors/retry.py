"""When a request may be sent again, and how long to wait before: no jitter, no clock of its own.

Source: ashby sheet 1.3 (Retry-After, reset headers, then 1, 2, 4, 8 s, at most five tries) [A];
RFC 9110 section 10.2.3 for Retry-After.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import httpx

ResetHeader = Callable[[httpx.Response, datetime], float | None]
"""Answer and present time -> seconds until the vendor accepts requests again; None when it does not say."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RetryPolicy:
    """How patient a client is with one request."""

    max_tries: int = 5
    first_pause_s: float = 1.0
    """Pause before the second try when the vendor names none; doubles with every further try."""
    longest_pause_s: float = 30.0
    """Upper bound of the pauses that we choose ourselves."""
    budget_s: float = 180.0
    """Seconds that all pauses of one request may take; a vendor that asks for more is unavailable."""

    def pause_s(self, tries: int, asked_s: float | None) -> float:
        """Seconds to wait after that many tries; what the vendor asked for comes first."""
        if asked_s is not None:
            return max(asked_s, 0.0)
        return min(self.first_pause_s * 2.0 ** (tries - 1), self.longest_pause_s)


def asked_pause_s(response: httpx.Response, now: datetime, reset: ResetHeader | None = None) -> float | None:
    """Seconds that the vendor asks to wait: Retry-After (seconds or date), else its own reset header."""
    pause_s = _retry_after_s(response.headers.get("retry-after"), now)
    if pause_s is None and reset is not None:
        pause_s = reset(response, now)
    return None if pause_s is None else max(pause_s, 0.0)


def _retry_after_s(value: str | None, now: datetime) -> float | None:
    if value is None:
        return None
    if value.strip().isascii() and value.strip().isdigit():
        return float(value)
    try:
        moment = parsedate_to_datetime(value)
    except ValueError:
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return (moment - now).total_seconds()
