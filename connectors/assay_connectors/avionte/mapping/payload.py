"""Typed access to Avionté's objects, and what of them may be kept. Source: avionte sheet 7, 8."""

from datetime import datetime
from typing import Any, ClassVar, Final

from assay_connectors import payload
from assay_connectors.avionte.mapping.dates import moment_of
from assay_connectors.avionte.register import REGISTER

SENSITIVE: Final = frozenset({"taxIdNumber", "resumeContents", "resumeText", "contents"})
"""Keys that no record keeps: tax numbers, and what is inside of files (sheet 7)."""


class Payload(payload.Payload):
    """An object as Avionté gives it: ids are numbers and become text."""

    __slots__ = ()

    vendor: ClassVar[str] = "Avionté"

    @classmethod
    def of(cls, raw: Any, key: str) -> "Payload":
        """The object that an endpoint of the register gave."""
        return cls(raw, REGISTER[key].path)

    def identifier(self, key: str = "id") -> str:
        """An id; an object without one cannot be used."""
        value = self.reference(key)
        if value is None:
            self._refuse(key, None, "an id")
        return value

    def reference(self, *keys: str) -> str | None:
        """The id under the first of these keys that has one; 0 means none (sheet 8 no. 4)."""
        for key in keys:
            value = self.raw.get(key)
            if value is None or value in (0, "", "0"):
                continue
            if isinstance(value, str) and value.isascii() and value.removeprefix("-").isdigit():
                return value
            if isinstance(value, bool) or not isinstance(value, int):
                self._refuse(key, value, "an id")
            return str(value)
        return None

    def line(self, key: str) -> str | None:
        """A text without blanks around it; blank counts as absent."""
        return (self.text(key) or "").strip() or None

    def amount(self, key: str) -> float | None:
        """A number; 0 means none (sheet 7)."""
        return self.number(key) or None

    def moment(self, key: str) -> datetime | None:
        """A moment in any of the vendor's spellings; see :mod:`assay_connectors.avionte.mapping.dates`."""
        value = self.text(key)
        if value is None:
            return None
        try:
            return moment_of(value)
        except ValueError:
            self._refuse(key, value, "a date")

    def first_moment(self, *keys: str) -> datetime | None:
        """The moment under the first of these keys that has one: fields have several names (sheet 9.2)."""
        return next((moment for key in keys if (moment := self.moment(key)) is not None), None)


def kept(value: Any) -> Any:
    """The vendor's object without what is sensitive, at any depth; nothing else is touched."""
    if isinstance(value, dict):
        return {name: kept(inner) for name, inner in value.items() if name not in SENSITIVE}
    if isinstance(value, list):
        return [kept(inner) for inner in value]
    return value
