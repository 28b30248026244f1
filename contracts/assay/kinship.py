"""How near a unified value is to what a vendor says: the same, the same in other letters, a part of it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import IntEnum
from functools import cached_property, lru_cache
from typing import Any

from pydantic import BaseModel

from assay.reality import is_real

_ISO = re.compile(r"\d{4}-\d\d-\d\d(?:[T ].*)?")
_WORDS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")
_ANYBODYS = frozenset({"remote", "is", "c", "id"})
"""Words of names that say nothing of what is named."""
_SHORTEST = 3
"""Characters of a part that is more than chance."""
_LONGEST = 4000
"""Characters of a text that are looked through."""
_LONGEST_WORD = 80
_DAY = len("2026-03-02")

Sign = tuple[str, object]
"""What equal values have in common, however they are written."""


class Kinship(IntEnum):
    """The greater the nearer."""

    HOLDS = 1
    """The unified value holds what the vendor says: an address made of an id."""
    WITHIN = 2
    """What the vendor says holds the unified value: the first of two names."""
    ALIKE = 3
    """The same word in other letters, the same day, the same number as text."""
    SAME = 4


@dataclass(frozen=True)
class Atom:
    """One unified value without parts."""

    value: Any

    @cached_property
    def text(self) -> str:
        """As text."""
        return str(self.value).lower() if isinstance(self.value, bool) else str(self.value)

    @cached_property
    def signs(self) -> tuple[tuple[Sign, Kinship], ...]:
        """What a vendor's value has if it is akin to this one; see :func:`signs_of`."""
        value = self.value
        if isinstance(value, bool):
            return ((("switch", value), Kinship.SAME),)
        if isinstance(value, int | float):
            return ((("number", float(value)), Kinship.SAME), (("figure", float(value)), Kinship.ALIKE))
        if isinstance(value, datetime):
            moment = value.astimezone(UTC)
            return (
                (("moment", _milliseconds(moment)), Kinship.SAME),
                (("day", moment.date().isoformat()), Kinship.ALIKE),
            )
        moment_ = _moment(self.text)
        return (
            (("text", self.text), Kinship.SAME),
            (("letters", _letters(self.text) or None), Kinship.ALIKE),
            *(((("moment", _milliseconds(moment_)), Kinship.ALIKE),) if moment_ is not None else ()),
        )


def atoms_of(value: Any) -> Iterator[Atom]:
    """What a value is made of, without what says nothing."""
    if isinstance(value, BaseModel):
        value = {name: getattr(value, name) for name in type(value).model_fields}
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list | tuple):
        for item in value:
            yield from atoms_of(item)
    elif is_real(value):
        yield Atom(value)


def signs_of(said: Any) -> Iterator[Sign]:
    """What a vendor's value can be known by."""
    if isinstance(said, bool):
        yield "switch", said
    elif isinstance(said, int | float):
        yield "number", float(said)
        yield "text", str(said)
    elif isinstance(said, str):
        yield "text", said
        if not said[:1].isdigit():
            yield "letters", _letters(said)
            return
        figure, moment = _figure(said), _moment(said)
        if figure is not None:
            yield "figure", figure
        if moment is not None:
            yield "moment", _milliseconds(moment)
            if len(said) == _DAY:
                yield "day", said


def part_of(text: str, said: str) -> Kinship | None:
    """Whether a vendor's text holds a unified one as a word of it, or is held by it."""
    if len(text) < len(said):
        return Kinship.WITHIN if len(text) >= _SHORTEST and _is_word_of(text, said) else None
    return Kinship.HOLDS if len(said) >= _SHORTEST and _is_word_of(said, text) else None


def shared_words(name: str, place: Sequence[str | int]) -> frozenset[str]:
    """Words that a field's name shares with the last key of a place; ``[]`` is no key."""
    key = next((part for part in reversed(place) if isinstance(part, str) and part != "[]"), "")
    return _worded(name) & _worded(key)


def last_word(name: str) -> str:
    """What a field is: a ``status``, a ``period``."""
    return name.rsplit("_", 1)[-1]


def _is_word_of(part: str, whole: str) -> bool:
    """Whether a text stands in another one, and not within a word."""
    at = whole.find(part, 0, _LONGEST)
    if at < 0:
        return False
    before, after = whole[max(at - 1, 0) : at], whole[at + len(part) : at + len(part) + 1]
    return not (before.isalnum() and part[0].isalnum()) and not (after.isalnum() and part[-1].isalnum())


@lru_cache(maxsize=65_536)
def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text)).casefold() if len(text) <= _LONGEST_WORD else ""


@lru_cache(maxsize=65_536)
def _moment(text: str) -> datetime | None:
    if not _ISO.fullmatch(text):
        return None
    try:
        moment = datetime.fromisoformat(text.removesuffix(" UTC"))
        return moment.astimezone(UTC) if moment.tzinfo is not None else moment.replace(tzinfo=UTC)
    except (ValueError, OverflowError):  # no date, or one at the end of time
        return None


def _milliseconds(moment: datetime) -> int:
    """Finer than that unified moments are not."""
    return int(moment.timestamp() * 1000 + 1e-4)


def _figure(text: str) -> float | None:
    try:
        return float(text) if text[-1:].isdigit() else None
    except ValueError:
        return None


@lru_cache(maxsize=8192)
def _worded(name: str) -> frozenset[str]:
    return frozenset(word.lower() for word in _WORDS.findall(name)) - _ANYBODYS
