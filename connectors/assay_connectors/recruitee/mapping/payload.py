"""Typed access to one object of Recruitee's. Source: recruitee sheet, notation; 2 [C]."""

from math import isfinite
from typing import Final

from assay_connectors import payload

_EXACT: Final = 2**53
"""Beyond, a float no longer knows its units."""


class Payload(payload.Payload):
    """An object as Recruitee gives it: ids are integers and become text, numbers may be written as text."""

    __slots__ = ()
    vendor = "Recruitee"
    method = "GET"

    def identifier(self, key: str = "id") -> str:
        """An id; a record without one cannot be used."""
        value = self.reference(key)
        if value is None:
            self._refuse(key, None, "an id")
        return value

    def reference(self, key: str) -> str | None:
        """The id of another object; None when there is none."""
        value = self.raw.get(key)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int):
            self._refuse(key, value, "an id")
        return str(value)

    def references(self, key: str) -> list[str]:
        """A list of ids of other objects; empty when absent."""
        return [
            Payload({"id": value}, self.endpoint, self._below(f"{key}[{index}]")).identifier()
            for index, value in enumerate(self._list(key))
        ]

    def line(self, key: str) -> str | None:
        """A text without blanks around it; blank counts as absent."""
        value = self.text(key)
        return (value.strip() or None) if value is not None else None

    def amount(self, key: str) -> float | None:
        """A number, whether written as number or as text; any other text counts as absent.

        Source: recruitee sheet 8 no. 9 [C].
        """
        value = self.raw.get(key)
        return number_of(value) if isinstance(value, str) else self.number(key)


def number_of(text: str) -> float | None:
    """A finite decimal number written as text: a whole one as int; None for anything else."""
    try:
        number = float(text)
    except ValueError:
        return None
    if not isfinite(number):
        return None
    return int(number) if number.is_integer() and abs(number) < _EXACT else number
