"""What counts as a value: something that says something."""

from collections.abc import Iterable, Mapping
from typing import Any

from pydantic import BaseModel


def is_real(value: Any) -> bool:
    """Whether a value says anything: not null, not empty, nor made of nothing but such parts.

    False and zero say something; a text of spaces, a list of nulls, a place without any detail do not.
    """
    if value is None:
        return False
    if isinstance(value, str):
        return value.strip() != ""
    if isinstance(value, BaseModel):
        return _any_real(getattr(value, name) for name in type(value).model_fields)
    if isinstance(value, Mapping):
        return _any_real(value.values())
    if isinstance(value, list | tuple | set | frozenset):
        return _any_real(value)
    return True


def _any_real(parts: Iterable[Any]) -> bool:
    return any(is_real(part) for part in parts)
