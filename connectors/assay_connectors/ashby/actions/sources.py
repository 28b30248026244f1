"""Chooses the source of an application. Source: ashby sheet 2.14, 7.2, 7.3 (Source Writing)."""

from assay_connectors.ashby.connection import Connection
from assay_connectors.wanted import WantedSource


def chosen_source(connection: Connection, source: WantedSource | None, warnings: list[str]) -> str | None:
    """Vendor id of the wanted source: by id, else by unified key, else by name; None with a warning.

    Sources cannot be created by Ashby's API; their titles are not unique, and the first of a title is
    taken.
    """
    if source is None:
        return None
    if source.id:
        return source.id
    if source.unified_key:
        mapped = connection.settings.source_keys.get(source.unified_key)
        if mapped:
            return mapped
        warnings.append(f"source.unified_key {source.unified_key!r} is not mapped to a source of Ashby")
    if source.name:
        return _by_name(connection, source.name, warnings)
    return None


def _by_name(connection: Connection, name: str, warnings: list[str]) -> str | None:
    wanted = name.strip().casefold()
    for source in connection.api.list_once("/source.list"):
        if not source.get("isArchived") and str(source.get("title")).strip().casefold() == wanted:
            return str(source["id"])
    warnings.append(f"source.name {name!r} names no source of Ashby, and its API cannot create one")
    return None
