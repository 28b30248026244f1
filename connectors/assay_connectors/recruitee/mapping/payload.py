"""Typed access to one object of Recruitee's. Source: recruitee sheet, notation; 2 [C]."""

from assay_connectors import payload


class Payload(payload.Payload):
    """An object as Recruitee gives it: ids are integers, and become text."""

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
            type(self)({"id": value}, self.endpoint, self._below(f"{key}[{index}]")).identifier()
            for index, value in enumerate(self._list(key))
        ]
