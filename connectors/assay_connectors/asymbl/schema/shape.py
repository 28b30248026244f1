"""What one org calls what we need, as far as the user sees it. Source: asymbl sheet 7.0."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from assay.errors import ConnectorError, PermissionMissingError
from assay_connectors.asymbl.address import DATA
from assay_connectors.asymbl.answers import is_gone
from assay_connectors.asymbl.api import SalesforceApi
from assay_connectors.asymbl.schema.book import Book, FieldNames, ObjectNames
from assay_connectors.asymbl.schema.described import Described, DescribedField

LONGEST_SELECT: Final = 12_000
"""Characters of an address for columns, of 16 384 in all. Source: asymbl sheet 1.3 [D]."""
SEPARATOR: Final = len("%2C+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """One object of the org with the names that are used for it."""

    described: Described
    names: Mapping[str, str]
    """Our name of a field -> path of the field in the org; only what is visible."""
    missing: tuple[FieldNames, ...] = ()
    """Fields that none of the names shows."""
    replaced: tuple[FieldNames, ...] = ()
    """Fields for which another name than the best is used."""
    unread: frozenset[str] = frozenset()
    """Names of ours that are only written."""
    also: tuple[str, ...] = ()
    """Further columns."""
    left_out: tuple[str, ...] = ()
    """Columns for which a query has no room."""

    @property
    def object(self) -> str:
        """API name of the object."""
        return self.described.name

    @property
    def endpoint(self) -> str:
        """Path of its records."""
        return f"{DATA}/sobjects/{self.object}"

    def __getitem__(self, logical: str) -> str:
        return self.names[logical]

    def has(self, logical: str) -> bool:
        """Whether the field is visible."""
        return logical in self.names

    def columns(self, *logical: str) -> list[str]:
        """Paths of the named fields that are visible, each once; without names, of all and further ones."""
        wanted = [self.names[name] for name in logical if name in self.names]
        if not logical:
            wanted = [path for name, path in self.names.items() if name not in self.unread]
            wanted.extend(self.also)
        return list(dict.fromkeys(wanted))

    def field(self, logical: str) -> DescribedField | None:
        """What describe says of a field of the object itself; None when it is not visible."""
        return self.described.field(self.names.get(logical, ""))

    def url(self, record_id: str, origin: str) -> str:
        """Where people see a record."""
        return (self.described.address or f"{origin}/{{ID}}").replace("{ID}", record_id)


@dataclass(slots=True)
class Org:
    """What is known of the org during one run or action; each object is described once."""

    api: SalesforceApi
    book: Book
    _described: dict[str, Described | None] = field(default_factory=dict)
    _shapes: dict[tuple[str, tuple[str, ...], bool], Shape] = field(default_factory=dict)

    def describe(self, name: str) -> Described | None:
        """What the user sees of an object; None when it sees none of that name.

        Raises:
            ConnectorError: anything else went wrong.
        """
        if name not in self._described:
            try:
                self._described[name] = Described(self.api.describe(name))
            except ConnectorError as error:
                if not is_gone(error):
                    raise
                self._described[name] = None
        return self._described[name]

    def shape(self, logical: str, more: Iterable[str] = (), *, everything: bool = False) -> Shape:
        """An object with its names.

        Args:
            logical: our name of the object.
            more: columns that a connection is set to read.
            everything: whether all its fields are columns, as far as there is room.

        Raises:
            PermissionMissingError: the object, or a field without which it is of no use, is not visible.
        """
        key = (logical, tuple(more), everything)
        if key not in self._shapes:
            self._shapes[key] = self._shape(self.book[logical], key[1], everything=everything)
        return self._shapes[key]

    def _shape(self, wanted: ObjectNames, more: Sequence[str], *, everything: bool) -> Shape:
        described = next(filter(None, map(self.describe, wanted.names)), None)
        if described is None:
            raise _not_visible(f"the object {' or '.join(wanted.names)}")
        chosen = {name: self._chosen(described, entry) for name, entry in wanted.fields.items()}
        missing = tuple(entry for name, entry in wanted.fields.items() if chosen[name] is None)
        lacking = [entry for entry in missing if entry.essential]
        if lacking:
            unseen = ", ".join(" or ".join(entry.names) for entry in lacking)
            raise _not_visible(f"{unseen} of {described.name}", fields=[entry.names[0] for entry in lacking])
        names = {name: path for name, path in chosen.items() if path is not None}
        also = [name for name in (*more, *wanted.also) if self.sees(described, name)]
        if everything:
            also.extend(one.name for one in described.fields.values() if not one.is_bytes)
        fitting = _fitting(names.values(), also)
        return Shape(
            described=described,
            names=names,
            missing=missing,
            replaced=tuple(
                entry for name, entry in wanted.fields.items() if chosen[name] not in (None, entry.names[0])
            ),
            unread=frozenset(name for name, entry in wanted.fields.items() if not entry.read),
            also=fitting,
            left_out=tuple(name for name in dict.fromkeys(also) if name not in {*fitting, *names.values()}),
        )

    def _chosen(self, described: Described, entry: FieldNames) -> str | None:
        return next((name for name in entry.names if self.sees(described, name, entry.refers)), None)

    def sees(self, described: Described, path: str, refers: str | None = None) -> bool:
        """Whether a field, or a path to one, is visible; as a lookup to ``refers``, if that is given."""
        before, dot, rest = path.partition(".")
        if not dot:
            found = described.field(path)
            return found is not None and (refers is None or refers in found.refers_to)
        lookup = described.lookup(before)
        if lookup is None:
            return False
        parents = (self.describe(name) for name in lookup.refers_to)
        return any(parent is not None and self.sees(parent, rest, refers) for parent in parents)


def _fitting(names: Iterable[str], also: Sequence[str]) -> tuple[str, ...]:
    """As many of the further columns as an address has room for beside those that are needed."""
    used = set(names)
    room = LONGEST_SELECT - sum(len(name) + SEPARATOR for name in used)
    fitting = []
    for name in also:
        if name not in used and len(name) + SEPARATOR <= room:
            room -= len(name) + SEPARATOR
            used.add(name)
            fitting.append(name)
    return tuple(fitting)


def _not_visible(what: str, fields: Sequence[str] = ()) -> PermissionMissingError:
    detail: dict[str, Any] = {"fields": list(fields)} if fields else {}
    return PermissionMissingError(
        f"{what} is not visible to the run-as user, or the org does not have it",
        vendor_code="INVALID_TYPE" if not fields else "INVALID_FIELD",
        request=f"GET {DATA}/sobjects/*/describe",
        hint="Install the Asymbl package and assign the permission set Asymbl ATS User to the run-as user.",
        detail=detail,
    )
