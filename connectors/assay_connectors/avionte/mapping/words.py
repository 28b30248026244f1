"""Avionté's words as unified ones; other words pass through as they are. Source: avionte sheet 7.1 [A]."""

from collections.abc import Mapping
from typing import Any, Final

_EMPLOYMENT: Final = {
    "contract": "CONTRACT",
    "temporary": "CONTRACT",
    "temp": "CONTRACT",
    "contracttohire": "CONTRACT",
    "temptohire": "CONTRACT",
    "temptoperm": "CONTRACT",
    "directhire": "FULL_TIME",
    "permanent": "FULL_TIME",
    "perm": "FULL_TIME",
    "fulltime": "FULL_TIME",
    "salaried": "FULL_TIME",
    "parttime": "PART_TIME",
    "seasonal": "SEASONAL",
    "intern": "INTERNSHIP",
    "internship": "INTERNSHIP",
}
_STATUS: Final = {
    "open": "OPEN",
    "active": "OPEN",
    "inprogress": "OPEN",
    "completed": "CLOSED",
    "closed": "CLOSED",
    "filled": "CLOSED",
    "cancelled": "CLOSED",
    "canceled": "CLOSED",
    "lost": "CLOSED",
    "draft": "DRAFT",
    "pending": "DRAFT",
    "pendingapproval": "DRAFT",
}
_PERIOD: Final = {
    "hourlyrate": "HOUR",
    "0": "HOUR",
    "dailyrate": "DAY",
    "weeklyrate": "WEEK",
    "monthlyrate": "MONTH",
    "annualrate": "YEAR",
    "yearlyrate": "YEAR",
    "salary": "YEAR",
}


def employment_type(*told: str | None) -> str | None:
    """The first of the words that has a unified meaning, else the first word."""
    words = [word for word in told if word]
    known = (_EMPLOYMENT.get(_plain(word)) for word in words)
    return next((one for one in known if one), words[0] if words else None)


def job_status(status: str | None, own: Mapping[str, str]) -> str | None:
    """The status of a job that is not archived; ``own`` are the tenant's names in lower case."""
    if status is None:
        return None
    return own.get(status.strip().casefold()) or _STATUS.get(_plain(status), status)


def salary_period(rate_type: Any) -> str | None:
    """What a rate is paid for: a word, or the number 0 (sheet 8 no. 4)."""
    if rate_type is None or rate_type == "" or isinstance(rate_type, bool):
        return None
    return _PERIOD.get(_plain(str(rate_type)), str(rate_type))


def _plain(word: str) -> str:
    """Letters and digits alone: words are the tenant's, and spelled with and without blanks and hyphens."""
    return "".join(sign for sign in word.casefold() if sign.isalnum())
