"""One row of an org, read by our names. Source: asymbl sheet 1.4."""

import re
from collections.abc import Mapping
from typing import Any, ClassVar, Final

from assay_connectors import payload
from assay_connectors.asymbl.schema import Shape

_LINE_END: Final = re.compile(r"\r\n|\r|\n")


class Record(payload.Payload):
    """A row; what is not visible in the org is absent, as an empty field is.

    Args:
        raw: the row as it came.
        shape: the object with its names.
    """

    __slots__ = ("shape",)

    vendor: ClassVar[str] = "Salesforce"

    def __init__(self, raw: Mapping[str, Any], shape: Shape) -> None:
        super().__init__(raw, shape.endpoint, f"{shape.object} {raw.get('Id')}")
        self.shape = shape

    def value(self, key: str) -> Any:
        """What stands under our name of a field, or under an API name; paths lead through parents."""
        return at(self.raw, self.shape.names.get(key, key))

    @property
    def record_id(self) -> str:
        """The id in its 18-character form."""
        return self.identifier("id")

    @property
    def data(self) -> dict[str, Any]:
        """The row, untouched, by the path of its object's records."""
        return {self.endpoint: self.raw}

    def _below(self, key: str) -> str:
        return super()._below(self.shape.names.get(key, key))


def lines(text: str | None) -> list[str]:
    """The lines of an address that say something; Salesforce ends them in either way (sheet 8 no. 12)."""
    return [line.strip() for line in _LINE_END.split(text or "") if line.strip()]


def at(row: Mapping[str, Any], path: str) -> Any:
    """What stands at a path of a row; None where a parent is missing or empty."""
    found: Any = row
    for part in path.split("."):
        if not isinstance(found, Mapping):
            return None
        found = found.get(part)
    return found
