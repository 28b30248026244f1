"""What ``describe`` says of an object and its fields. Source: asymbl sheet 1.5 [C].

A field that security hides from the user is not there at all; a read-only one says so.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from assay.errors import VendorNonsenseError
from assay_connectors.asymbl.address import DATA

_BYTES: Final = "base64"


class DescribedField:
    """One field that the user sees."""

    __slots__ = ("_raw",)

    def __init__(self, raw: Mapping[str, Any]) -> None:
        self._raw = raw

    @property
    def name(self) -> str:
        """API name."""
        return str(self._raw["name"])

    @property
    def label(self) -> str | None:
        """As people see it."""
        label = self._raw.get("label")
        return label if isinstance(label, str) and label else None

    @property
    def is_custom(self) -> bool:
        """Whether it belongs to a package or to the customer."""
        return self._raw.get("custom") is True

    @property
    def is_bytes(self) -> bool:
        """Whether it holds a file, which a query does not give."""
        return self._raw.get("type") == _BYTES

    @property
    def createable(self) -> bool:
        """Whether the user may set it on a new record."""
        return self._raw.get("createable") is True

    @property
    def updateable(self) -> bool:
        """Whether the user may change it."""
        return self._raw.get("updateable") is True

    @property
    def restricted(self) -> bool:
        """Whether only its active values are taken."""
        return self._raw.get("restrictedPicklist") is True

    @property
    def relationship(self) -> str | None:
        """What stands before the dot in paths to the record it refers to."""
        name = self._raw.get("relationshipName")
        return name if isinstance(name, str) and name else None

    @property
    def refers_to(self) -> tuple[str, ...]:
        """Objects that it may refer to."""
        targets = self._raw.get("referenceTo")
        return tuple(str(target) for target in targets) if isinstance(targets, list) else ()

    @property
    def values(self) -> tuple[str, ...]:
        """Active values of a picklist."""
        entries = self._raw.get("picklistValues")
        if not isinstance(entries, list):
            return ()
        return tuple(
            str(entry["value"])
            for entry in entries
            if isinstance(entry, dict) and entry.get("active") is not False and entry.get("value")
        )


class Described:
    """One object that the user sees.

    Args:
        raw: the answer of describe.

    Raises:
        VendorNonsenseError: it is no description of an object.
    """

    def __init__(self, raw: Mapping[str, Any]) -> None:
        name, fields = raw.get("name"), raw.get("fields")
        if not isinstance(name, str) or not isinstance(fields, list):
            raise VendorNonsenseError(
                "the description names no object or no fields", request=f"GET {DATA}/sobjects/*/describe"
            )
        self.raw = raw
        self.name = name
        self.fields = {
            field["name"]: DescribedField(field)
            for field in fields
            if isinstance(field, dict) and isinstance(field.get("name"), str) and field["name"]
        }

    def field(self, name: str) -> DescribedField | None:
        """The field of that name; None when it is not visible."""
        return self.fields.get(name)

    def lookup(self, relationship: str) -> DescribedField | None:
        """The lookup behind a path's first part; None when it is not visible."""
        return next((one for one in self.fields.values() if one.relationship == relationship), None)

    def may(self, ability: str) -> bool:
        """``queryable``, ``createable`` or ``updateable``."""
        return self.raw.get(ability) is True

    def record_type(self, developer_name: str) -> str | None:
        """Id of a record type that the user may use; None when there is none of that name."""
        for info in self._record_types():
            usable = info.get("active") is not False and info.get("available") is not False
            if usable and info.get("developerName") == developer_name:
                record_type_id = info.get("recordTypeId")
                return record_type_id if isinstance(record_type_id, str) else None
        return None

    def _record_types(self) -> Iterator[Mapping[str, Any]]:
        infos = self.raw.get("recordTypeInfos")
        yield from (info for info in (infos if isinstance(infos, list) else ()) if isinstance(info, dict))

    @property
    def address(self) -> str | None:
        """Template of a record's address for people, with ``{ID}`` (sheet 7.0 [C])."""
        urls = self.raw.get("urls")
        template = urls.get("uiDetailTemplate") if isinstance(urls, dict) else None
        return template if isinstance(template, str) and "{ID}" in template else None
