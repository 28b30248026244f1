"""SOQL, built and never pasted: the only module that writes it.

Names come from the mapping file and are checked; values become literals here and nowhere else, so that no
value can end its quotes. Source: asymbl sheet 1.5 (escaping, date literals) [D].
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Final

from assay.errors import InputError, SettingError

__all__ = ["IDS_PER_QUERY", "Condition", "Query", "all_of", "chunks", "either", "equals", "is_id", "one_of"]

IDS_PER_QUERY: Final = 200
"""So that an address stays below 16 KB. Source: asymbl sheet 1.3 [A]."""
TEXTS_PER_QUERY: Final = 40
"""Texts such as e-mail addresses are up to four times as long as ids."""

_NAME: Final = re.compile(r"[A-Za-z][A-Za-z0-9_]*(\.[A-Za-z][A-Za-z0-9_]*)*")
_ID: Final = re.compile(r"[a-zA-Z0-9]{15}([a-zA-Z0-9]{3})?")
_ESCAPED: Final = {
    "'": "\\'",
    "\\": "\\\\",
    "\n": "\\n",
    "\r": "\\r",
    "\t": "\\t",
    "\b": "\\b",
    "\f": "\\f",
}
_FIRST_PRINTABLE: Final = 0x20
_SURROGATES: Final = range(0xD800, 0xE000)


Value = str | bool | datetime | None


@dataclass(frozen=True, slots=True)
class Condition:
    """Part of a WHERE clause; made by the functions of this module alone."""

    soql: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """One SELECT."""

    fields: Sequence[str]
    source: str
    """API name of the object."""
    where: Condition | None = None
    order: Sequence[str] = ()
    """Fields, each ascending."""
    limit: int | None = None

    def text(self) -> str:
        """The query as it is sent; raises SettingError for a name that cannot be one."""
        fields = ", ".join(map(name, self.fields))
        parts = ["SELECT", fields, "FROM", name(self.source)]
        if self.where is not None:
            parts.append(f"WHERE {self.where.soql}")
        if self.order:
            parts.append(f"ORDER BY {', '.join(f'{name(field)} ASC' for field in self.order)}")
        if self.limit is not None:
            parts.append(f"LIMIT {int(self.limit)}")
        return " ".join(parts)

    def narrowed(self, condition: Condition) -> "Query":
        """The same query with a further condition."""
        return replace(self, where=all_of(self.where, condition))


# --- names and values --------------------------------------------------------------------------------


def name(text: str) -> str:
    """A field, a path to one, or an object; raises SettingError for anything else."""
    if not _NAME.fullmatch(text):
        raise SettingError(
            f"{text!r} cannot be the name of a field or object",
            where="settings.options.names",
            hint="API names hold letters, digits and underscores, and dots between the parts of a path.",
        )
    return text


def is_id(text: str) -> bool:
    """Whether a text has the form of a Salesforce id. Source: asymbl sheet 1.4."""
    return _ID.fullmatch(text) is not None


def checked_id(text: str, what: str) -> str:
    """The id; raises InputError naming ``what`` when it has not the form of one."""
    if not is_id(text):
        raise InputError(f"{what} is not an id of Salesforce", hint="Ids have 15 or 18 letters and digits.")
    return text


def quoted(text: str) -> str:
    """A text as a literal: everything that means something inside quotes is escaped."""
    return "'" + "".join(map(_escaped, text)) + "'"


def _escaped(char: str) -> str:
    if char in _ESCAPED:
        return _ESCAPED[char]
    code = ord(char)
    return f"\\u{code:04X}" if code < _FIRST_PRINTABLE or code in _SURROGATES else char


def moment(value: datetime) -> str:
    """A point in time as a literal, in UTC; milliseconds only where there are any."""
    utc = value.astimezone(UTC)
    if utc.microsecond // 1000:
        return utc.isoformat(timespec="milliseconds")
    return utc.strftime("%Y-%m-%dT%H:%M:%SZ")


def _literal(value: Value) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    return moment(value) if isinstance(value, datetime) else quoted(value)


# --- conditions --------------------------------------------------------------------------------------


def equals(field: str, value: Value) -> Condition:
    """``field = value``."""
    return Condition(f"{name(field)} = {_literal(value)}")


def not_null(field: str) -> Condition:
    """``field != null``."""
    return Condition(f"{name(field)} != null")


def one_of(field: str, values: Iterable[str]) -> Condition:
    """``field IN (...)``; there has to be a value."""
    literals = ",".join(quoted(value) for value in values)
    if not literals:
        raise ValueError("IN needs a value")
    return Condition(f"{name(field)} IN ({literals})")


def since(field: str, value: datetime) -> Condition:
    """``field >= moment``."""
    return Condition(f"{name(field)} >= {moment(value)}")


def after(stamp: str, stamped: datetime, key: str, key_value: str) -> Condition:
    """What comes after one row in the order of stamp and key."""
    later = Condition(f"{name(stamp)} > {moment(stamped)}")
    same = all_of(equals(stamp, stamped), Condition(f"{name(key)} > {quoted(key_value)}"))
    return either(later, same)


def among(field: str, subquery: Query) -> Condition:
    """``field IN (SELECT ...)``."""
    return Condition(f"{name(field)} IN ({subquery.text()})")


def all_of(*conditions: Condition | None) -> Condition:
    """All of the conditions that are there."""
    given = [condition.soql for condition in conditions if condition is not None]
    if not given:
        raise ValueError("no condition is given")
    return Condition(" AND ".join(given))


def either(*conditions: Condition) -> Condition:
    """At least one of them."""
    return Condition("(" + " OR ".join(f"({condition.soql})" for condition in conditions) + ")")


def chunks(values: Iterable[str], size: int = IDS_PER_QUERY) -> list[list[str]]:
    """The values, each once, in lists of at most that many."""
    unique = list(dict.fromkeys(values))
    return [unique[begin : begin + size] for begin in range(0, len(unique), size)]
