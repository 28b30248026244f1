"""Patterns of URL paths: ``/c/*/candidates/{value}/tags``."""

import re
from functools import cache
from urllib.parse import unquote

VALUE = "{value}"
"""Segment that stands for the value in question."""


def matches(pattern: str, path: str) -> bool:
    """Whether a path is one that the pattern stands for; ``*`` and ``{value}`` are any one segment.

    A ``*`` may also be part of a segment: ``/company/*.json``.
    """
    return _compiled(pattern).fullmatch(path) is not None


def value_in(pattern: str, path: str) -> str | None:
    """What stands in a path where the pattern has ``{value}``; None if the path is another one."""
    found = _compiled(pattern).fullmatch(path)
    return unquote(found["value"]) if found is not None and "value" in found.groupdict() else None


def says(words: str, text: str) -> bool:
    """Whether a text has these words, whole and in this order: ``FROM Contact``."""
    return words in text and _worded(words).search(text) is not None


@cache
def _worded(words: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){re.escape(words)}(?!\w)")


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    before, value, after = pattern.partition(VALUE)
    named = "(?P<value>[^/]+)" if value else ""
    return re.compile(_any(before) + named + _any(after))


def _any(text: str) -> str:
    return "[^/]+".join(re.escape(piece) for piece in text.split("*"))
