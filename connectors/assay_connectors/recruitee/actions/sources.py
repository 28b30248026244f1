"""Chooses the source of a candidate; Recruitee takes sources by name. Source: recruitee sheet 3.8, 7.2."""

from typing import Final

from assay.errors import InputError
from assay_connectors.recruitee.actions import vendor
from assay_connectors.recruitee.connection import Connection
from assay_connectors.wanted import WantedSource

_NAMES: Final = {
    "FACEBOOK": "Facebook",
    "GITHUB": "GitHub",
    "GLASSDOOR": "Glassdoor",
    "INDEED": "Indeed",
    "INSTAGRAM": "Instagram",
    "LINKEDIN": "LinkedIn",
    "MONSTER": "Monster",
    "STEPSTONE": "StepStone",
    "XING": "XING",
}
"""Unified key -> how the company writes itself."""


def chosen_source(connection: Connection, source: WantedSource | None) -> str | None:
    """Name of the wanted source: by id, else by name, else by unified key; None when none is wanted.

    A unified key is looked up among the connection's own keys first, then in a fixed table; any other key
    becomes words. Recruitee creates sources that it does not know yet.

    Raises:
        InputError: no source has that id; nothing was written.
    """
    if source is None:
        return None
    if source.id:
        return _by_id(connection, source.id, "source.id")
    if source.name:
        return source.name.strip() or None
    if source.unified_key:
        mapped = connection.settings.source_keys.get(source.unified_key)
        if mapped:
            return _by_id(connection, mapped, "source.unified_key")
        return name_of_key(source.unified_key)
    return None


def name_of_key(key: str) -> str | None:
    """``CAREER_FAIR`` -> ``Career Fair``."""
    words = key.replace("_", " ").replace("-", " ").split()
    return _NAMES.get("_".join(words).upper()) or " ".join(word.capitalize() for word in words) or None


def _by_id(connection: Connection, source_id: str, name: str) -> str:
    for known in vendor.listed(connection, "/sources", "sources"):
        if str(known.get("id")) == source_id and known.get("name"):
            return str(known["name"])
    raise InputError(
        f"{name}: Recruitee has no source {source_id}",
        hint="Take an id from Recruitee's list of sources, or give source.name.",
    )
