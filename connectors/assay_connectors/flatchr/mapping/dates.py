"""Days as Flatchr writes them: DD/MM/YY in rows, MM/DD/YY in filters. Source: flatchr sheet 2.6, 8 no. 2."""

import re
from datetime import date
from typing import Any, Final

_DAY_FIRST: Final = re.compile(r"(\d{2})/(\d{2})/(\d{2})", re.ASCII)
_CENTURY: Final = 2000
"""Flatchr is younger than that."""


def day_of_row(text: Any) -> date | None:
    """The day that a row of the search names: ``04/03/26`` is 4 March 2026; None for anything else."""
    found = _DAY_FIRST.fullmatch(text) if isinstance(text, str) else None
    if found is None:
        return None
    day, month, year = (int(part) for part in found.groups())
    try:
        return date(_CENTURY + year, month, day)
    except ValueError:
        return None


def day_of_filter(day: date) -> str:
    """The day as the search wants it: 4 March 2026 is ``03/04/26``."""
    return day.strftime("%m/%d/%y")
