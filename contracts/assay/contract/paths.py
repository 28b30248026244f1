"""Patterns of URL paths: ``/c/*/candidates/{value}/tags``, ``/jobs/ids/{page}/{size}``."""

import re
from collections.abc import Mapping
from functools import cache
from urllib.parse import unquote

VALUE = "{value}"
"""Segment that stands for the value in question."""
_NAMED = re.compile(r"\{(\w+)\}")


def matches(pattern: str, path: str) -> bool:
    """Whether a path is one that the pattern stands for; ``*`` and ``{name}`` are any one segment.

    A ``*`` may also be part of a segment: ``/company/*.json``.
    """
    return _compiled(pattern).fullmatch(path) is not None


def value_in(pattern: str, path: str) -> str | None:
    """What stands in a path where the pattern has ``{value}``; None if the path is another one."""
    return named(pattern, path).get("value")


def named(pattern: str, path: str) -> Mapping[str, str]:
    """What stands in a path where the pattern has ``{name}``, by name; nothing if it is another path."""
    found = _compiled(pattern).fullmatch(path)
    return {} if found is None else {name: unquote(text) for name, text in found.groupdict().items()}


def with_names(pattern: str, path: str) -> str:
    """The path with ``{name}`` where the pattern has it; as it is if it is another path."""
    found = _compiled(pattern).fullmatch(path)
    if found is None:
        return path
    for name in sorted(found.groupdict(), key=found.start, reverse=True):
        path = f"{path[: found.start(name)]}{{{name}}}{path[found.end(name) :]}"
    return path


def says(words: str, text: str) -> bool:
    """Whether a text has these words, whole and in this order: ``FROM Contact``."""
    return words in text and _worded(words).search(text) is not None


@cache
def _worded(words: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){re.escape(words)}(?!\w)")


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    pieces = _NAMED.split(pattern)  # text, name, text, name, ..., text
    return re.compile(
        "".join(f"(?P<{piece}>[^/]+)" if at % 2 else _any(piece) for at, piece in enumerate(pieces))
    )


def _any(text: str) -> str:
    return "[^/]+".join(re.escape(piece) for piece in text.split("*"))
