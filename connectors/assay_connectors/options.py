"""Vendor-specific settings of a connection, checked when they are saved rather than when they are used.

A vendor says its options as a frozen dataclass and one check per field; a check gets the name and the value
as given, and returns the value to keep or raises SettingError.
"""

from collections.abc import Callable, Mapping
from dataclasses import fields
from typing import Any, Final, TypeVar

from assay.errors import SettingError

__all__ = ["LARGEST", "Check", "flag", "line", "names", "one_of", "options_of", "refusal", "whole_number"]

Check = Callable[[str, object], Any]
OptionsT = TypeVar("OptionsT")

LARGEST: Final = 2**53 - 1
"""The largest integer that every reader of JSON reads alike."""


def options_of(
    kind: type[OptionsT], given: Mapping[str, Any], checks: Mapping[str, Check], vendor: str
) -> OptionsT:
    """The options as given; raises SettingError for an unknown one and for an impossible value."""
    known = {option.name for option in fields(kind)}  # type: ignore[arg-type]  # any dataclass
    for name in sorted(given):
        if name not in known:
            hint = f"{vendor} has the options {', '.join(sorted(known))}."
            raise SettingError(f"unknown option {name!r}", where="settings.options", hint=hint)
    return kind(**{name: checks[name](name, value) for name, value in given.items()})


def refusal(name: str, value: object, expected: str) -> SettingError:
    """The error for an impossible value; says what would be one."""
    shown = value if isinstance(value, bool | int | str) else type(value).__name__
    return SettingError(
        f"{name} is {shown!r}", where=f"settings.options.{name}", hint=f"It has to be {expected}."
    )


def flag(name: str, value: object) -> bool:
    """True or false."""
    if not isinstance(value, bool):
        raise refusal(name, value, "true or false")
    return value


def one_of(*choices: str | int) -> Check:
    """One of a few values."""

    def check(name: str, value: object) -> str | int:
        for choice in choices:
            if value == choice and type(value) is type(choice):
                return choice
        raise refusal(name, value, " or ".join(repr(choice) for choice in choices))

    return check


def line(name: str, value: object) -> str:
    """A line of text that is not blank."""
    if not isinstance(value, str) or not value.strip() or not value.isprintable():
        raise refusal(name, value, "a line of text")
    return value.strip()


def whole_number(name: str, value: object) -> int | None:
    """A positive integer, or its decimal digits as a form field gives them; empty is the same as none."""
    if value is None or value == "":
        return None
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) <= len(str(LARGEST)):
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int) or not 0 < value <= LARGEST:
        raise refusal(name, value, "a whole number above 0, or nothing")
    return value


def names(name: str, value: object) -> Mapping[str, str]:
    """An object of texts."""
    if not isinstance(value, Mapping) or not all(
        isinstance(key, str) and key and isinstance(target, str) and target for key, target in value.items()
    ):
        raise refusal(name, value, "an object of text -> text")
    return dict(value)
