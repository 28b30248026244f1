"""Flatchr's objects: ids are numbers or texts, depending on the endpoint. Source: flatchr sheet 1.9."""

from typing import Any, ClassVar

from assay_connectors import payload


class Payload(payload.Payload):
    """An object of Flatchr."""

    __slots__ = ()

    vendor: ClassVar[str] = "Flatchr"

    def identifier(self, key: str = "id") -> str:
        """An id as text, be it encoded (text) or plain (integer)."""
        plain = self.plain_id(key)
        return super().identifier(key) if plain is None else plain

    def plain_id(self, key: str) -> str | None:
        """A plain id as decimal digits; None for anything but a whole number."""
        value: Any = self.raw.get(key)
        return str(value) if isinstance(value, int) and not isinstance(value, bool) else None

    def text_or_number(self, key: str) -> str | None:
        """A text, or a number where one was typed without quotes (sheet 2.2: postal codes, salaries)."""
        value = self.raw.get(key)
        if isinstance(value, int | float) and not isinstance(value, bool):
            return str(value)
        return self.text(key)

    def trimmed(self, key: str) -> str | None:
        """A text without outer blanks; None when nothing is left."""
        return (self.text(key) or "").strip() or None
