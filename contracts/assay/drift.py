"""Shapes of what a vendor answers, accepted by a person and compared with every later recording."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import orjson

from assay.atomic import write_atomically
from assay.errors import UsageError
from assay.evidence import Played

Shapes = Mapping[str, tuple[str, ...]]
"""``POST /job.list`` -> dotted places of everything its answers hold, sorted."""


def shapes_of(played: Iterable[Played], *, map_keys: frozenset[str] = frozenset()) -> dict[str, tuple[str, ...]]:
    """The shapes of successful JSON answers; below the keys in ``map_keys`` names are data, not shape."""
    found: dict[str, set[str]] = {}
    for one in played:
        document = one.exchange.response.json
        if isinstance(document, dict | list):
            request = one.exchange.request
            found.setdefault(f"{request.method} {request.path}", set()).update(_places(document, "", map_keys))
    return {name: tuple(sorted(places)) for name, places in sorted(found.items())}


def _places(node: Any, place: str, map_keys: frozenset[str]) -> Iterable[str]:
    if isinstance(node, dict):
        is_map = place.rpartition(".")[2] in map_keys
        for key, value in node.items():
            inner = f"{place}.{'*' if is_map else key}".lstrip(".")
            yield inner
            yield from _places(value, inner, map_keys)
    elif isinstance(node, list):
        for value in node:
            yield from _places(value, f"{place}[]", map_keys)


def added(accepted: Shapes, found: Shapes) -> dict[str, tuple[str, ...]]:
    """Places that were never accepted, by request."""
    extra = {name: tuple(p for p in places if p not in set(accepted.get(name, ()))) for name, places in found.items()}
    return {name: places for name, places in extra.items() if places}


def read_shapes(path: Path) -> Shapes:
    """Accepted shapes; empty when none were accepted yet."""
    if not path.is_file():
        return {}
    try:
        stored = orjson.loads(path.read_bytes())
        return {name: tuple(places) for name, places in stored.items()}
    except (ValueError, AttributeError, TypeError) as error:
        raise UsageError(f"not a file of shapes: {error}", where=str(path), hint="record again to rewrite it") from error


def write_shapes(path: Path, shapes: Shapes) -> None:
    """Accept shapes."""
    listed = {name: list(places) for name, places in shapes.items()}
    write_atomically(path, orjson.dumps(listed, option=orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS) + b"\n")
