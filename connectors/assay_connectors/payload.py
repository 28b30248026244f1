"""Typed access to one vendor object: absent and null are alike, other types than documented are errors."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from typing import Any, ClassVar, NoReturn, Self

from assay.errors import VendorNonsenseError


class Payload:
    """A vendor object and where it was found; empty for an absent object.

    Every reader raises VendorNonsenseError, naming the record and the path, when the value has another
    type than documented. The package of a vendor says in a subclass whose objects these are.
    """

    __slots__ = ("endpoint", "path", "raw")

    vendor: ClassVar[str] = "the vendor"
    method: ClassVar[str] = "GET"
    """With which the objects are asked for."""

    def __init__(self, raw: Mapping[str, Any], endpoint: str, path: str = "") -> None:
        self.raw = raw
        self.endpoint = endpoint
        self.path = path

    def __bool__(self) -> bool:
        return bool(self.raw)

    def value(self, key: str) -> Any:
        """What stands under a key, untouched; None when nothing does."""
        return self.raw.get(key)

    def identifier(self, key: str = "id") -> str:
        """An id; a record without one cannot be used."""
        value = self.value(key)
        if not isinstance(value, str) or not value:
            self._refuse(key, value, "an id")
        return value

    def text(self, key: str) -> str | None:
        """A text; empty counts as absent."""
        value = self.value(key)
        if value is None or value == "":
            return None
        if not isinstance(value, str):
            self._refuse(key, value, "text")
        return value

    def flag(self, key: str) -> bool | None:
        """True or false."""
        value = self.value(key)
        if value is not None and not isinstance(value, bool):
            self._refuse(key, value, "true or false")
        return value

    def number(self, key: str) -> float | None:
        """A number; in JSON an integer or a float."""
        value = self.value(key)
        if value is not None and (isinstance(value, bool) or not isinstance(value, int | float)):
            self._refuse(key, value, "a number")
        return value

    def whole(self, key: str) -> int | None:
        """A whole number."""
        value = self.number(key)
        if value is None:
            return None
        if not float(value).is_integer():
            self._refuse(key, value, "a whole number")
        return int(value)

    def moment(self, key: str) -> datetime | None:
        """A point in time: ISO 8601 with zone (ashby sheet and recruitee sheet, notation)."""
        value = self.text(key)
        if value is None:
            return None
        moment = _moment(value)
        if moment is None:
            self._refuse(key, value, "an ISO 8601 date-time with time zone")
        return moment

    def day(self, key: str) -> datetime | None:
        """Midnight UTC of a date, or of the day that a date-time names in its own zone."""
        value = self.text(key)
        if value is None:
            return None
        day = day_of(value)
        if day is None:
            self._refuse(key, value, "an ISO 8601 date")
        return day

    def part(self, key: str) -> Self:
        """An object inside; empty when absent."""
        value = self.value(key)
        if value is None:
            value = {}
        if not isinstance(value, dict):
            self._refuse(key, value, "an object")
        return type(self)(value, self.endpoint, self._below(key))

    def parts(self, key: str) -> list[Self]:
        """A list of objects; empty when absent."""
        return [
            type(self)(self._object(key, index, item), self.endpoint, self._below(f"{key}[{index}]"))
            for index, item in enumerate(self._list(key))
        ]

    def texts(self, key: str) -> list[str]:
        """A list of texts; empty when absent."""
        values = self._list(key)
        for value in values:
            if not isinstance(value, str):
                self._refuse(f"{key}[]", value, "text")
        return values

    def _list(self, key: str) -> list[Any]:
        value = self.value(key)
        if value is None:
            return []
        if not isinstance(value, list):
            self._refuse(key, value, "a list")
        return value

    def _object(self, key: str, index: int, item: Any) -> dict[str, Any]:
        if not isinstance(item, dict):
            self._refuse(f"{key}[{index}]", item, "an object")
        return item

    def _below(self, key: str) -> str:
        return f"{self._named()}.{key}"

    def _named(self) -> str:
        return self.path or f"record {self.raw.get('id')}"

    def _refuse(self, key: str, value: Any, expected: str) -> NoReturn:
        found = "null" if value is None else f"of type {type(value).__name__}"
        if isinstance(value, str):
            found = "empty" if not value else "another text"
        raise VendorNonsenseError(
            f"{self._below(key)}: expected {expected}, found {found}",
            request=f"{self.method} {self.endpoint}",
            hint=f"Compare with the reference of {self.vendor}; the mapping may have to learn it.",
        )


def day_of(value: str) -> datetime | None:
    """Midnight UTC of the day that a date or date-time names; None for anything else."""
    try:
        day = date.fromisoformat(value[:10])
    except ValueError:
        return None
    if len(value) > len("2026-08-01") and _moment(value) is None:
        return None
    return datetime.combine(day, time(), UTC)


def _moment(value: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        return None
    return moment if moment.tzinfo is not None else None
