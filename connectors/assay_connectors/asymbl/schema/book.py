"""The mapping file: which API names may stand for ours. Source: asymbl sheet 7.0."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from assay.errors import SettingError


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldNames:
    """One field as we call it, and as orgs may."""

    logical: str
    names: tuple[str, ...]
    """API names, best first."""
    refers: str | None = None
    """Object that the lookup has to lead to."""
    feeds: tuple[str, ...] = ()
    """``ats_jobs.salary_amount``: what stays empty without it."""
    essential: bool = False
    read: bool = True
    """False for what is only written."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectNames:
    """One object as we call it, and as orgs may."""

    logical: str
    names: tuple[str, ...]
    fields: Mapping[str, FieldNames]
    also: tuple[str, ...] = ()
    """Further columns that are read where they are visible."""


@dataclass(frozen=True, slots=True)
class Book:
    """All objects by our names."""

    objects: Mapping[str, ObjectNames]

    def __getitem__(self, logical: str) -> ObjectNames:
        return self.objects[logical]


def book(overrides: Mapping[str, Sequence[str]] = MappingProxyType({})) -> Book:
    """The mapping file with a connection's own names in place of some of its.

    Args:
        overrides: ``job.salary`` -> names of the field; ``job`` -> names of the object.

    Raises:
        SettingError: an override names what the file does not have.
    """
    objects = dict(_shipped().objects)
    for key, names in overrides.items():
        logical, _, field = key.partition(".")
        known = objects.get(logical)
        if known is None or (field and field not in known.fields):
            raise SettingError(
                f"there is no {key!r} to name",
                where="settings.options.names",
                hint=f"Objects: {', '.join(objects)}; fields as in job.salary.",
            )
        if field:
            fields = {**known.fields, field: replace(known.fields[field], names=tuple(names))}
            objects[logical] = replace(known, fields=fields)
        else:
            objects[logical] = replace(known, names=tuple(names))
    return Book(MappingProxyType(objects))


@cache
def _shipped() -> Book:
    text = files(__package__).joinpath("names.toml").read_text(encoding="utf-8")
    return Book({logical: _object(logical, entry) for logical, entry in tomllib.loads(text).items()})


def _object(logical: str, entry: Mapping[str, Any]) -> ObjectNames:
    return ObjectNames(
        logical=logical,
        names=tuple(entry["names"]),
        fields={name: _field(name, known) for name, known in entry["fields"].items()},
        also=tuple(entry.get("also", ())),
    )


def _field(logical: str, entry: Mapping[str, Any]) -> FieldNames:
    return FieldNames(
        logical=logical,
        names=tuple(entry["names"]),
        refers=entry.get("refers"),
        feeds=tuple(entry.get("feeds", ())),
        essential=entry.get("essential", False),
        read=entry.get("read", True),
    )
