"""Amounts as Flatchr writes them: ``"0"``, ``28000``, ``"28 000"``. Source: flatchr sheet 7.1, 8 no. 9."""

import math
import re
from dataclasses import dataclass
from typing import Any, Final

_NUMBER: Final = re.compile(r"\d+(\.\d+)?")
_PERIODS: Final = {"y": "YEAR", "m": "MONTH", "d": "DAY", "h": "HOUR"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Pay:
    """What a job pays; an exact amount, or a range."""

    amount: float | None = None
    lowest: float | None = None
    highest: float | None = None


def amount(value: Any) -> float | None:
    """A positive number; zero, nothing and anything unreadable mean that no amount is given."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        number = float(value)
    elif isinstance(value, str):
        text = "".join(value.split()).replace(",", ".")  # blanks of all kinds, U+00A0 and U+202F included
        if not text.isascii() or not _NUMBER.fullmatch(text):
            return None
        number = float(text)
    else:
        return None
    return number if math.isfinite(number) and number > 0 else None


def pay(salary: Any, salary_max: Any) -> Pay:
    """One figure is the exact amount, two are a range; an upper bound alone is a range without lower one."""
    low, high = amount(salary), amount(salary_max)
    if high is None:
        return Pay(amount=low)
    return Pay(lowest=low, highest=high)


def period(mensuality: str | None) -> str | None:
    """What the amount is paid for; an unknown word is passed on."""
    return _PERIODS.get(mensuality, mensuality) if mensuality else None
