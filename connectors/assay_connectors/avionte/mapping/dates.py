"""Dates as Avionté writes them. Source: avionte sheet 8 no. 3.

``2022-11-30T23:13:18.587`` without zone (read as UTC [A]), with ``Z``, with seven fractional digits and an
offset, a date alone; and the first day of year 1, which stands for none.
"""

import re
from datetime import UTC, datetime, timedelta
from typing import Final

NEVER: Final = "0001-01-01"

_WRITTEN: Final = re.compile(
    r"(?P<day>\d{4}-\d{2}-\d{2})"
    r"(?:[T ](?P<clock>\d{2}:\d{2}(?::\d{2})?)(?:\.(?P<fraction>\d+))?(?P<zone>Z|[+-]\d{2}:\d{2})?)?",
    re.ASCII,
)


def moment_of(text: str) -> datetime | None:
    """The moment in UTC, to the millisecond; None for the date that stands for none.

    Raises:
        ValueError: the text is no date.
    """
    found = _WRITTEN.fullmatch(text.strip())
    if found is None:
        raise ValueError("no date")
    if found["day"] == NEVER:
        return None
    zone = found["zone"] or "Z"
    moment = datetime.fromisoformat(f"{found['day']}T{found['clock'] or '00:00'}{zone}")
    milliseconds = int((found["fraction"] or "")[:3].ljust(3, "0"))
    try:
        return moment.astimezone(UTC) + timedelta(milliseconds=milliseconds)
    except OverflowError as error:
        raise ValueError("no date") from error


def written(moment: datetime) -> str:
    """As writes want it: UTC with milliseconds and ``Z`` (sheet 2.6 [D])."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
