"""Shapes of what a vendor answers, accepted by a person and compared with every later recording."""

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import orjson
from pydantic import TypeAdapter

from assay.atomic import write_atomically
from assay.contract.traffic import Wire
from assay.errors import UsageError
from assay.wire.exchange import Exchange

SHAPES_FILE = "shapes.json"
"""Beside the contract: the shapes that were accepted."""
Shapes = Mapping[str, tuple[str, ...]]
"""``POST /job.list`` -> dotted places of everything its answers hold, sorted."""

_IDENTIFIER = re.compile(
    r"\d+|[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}|(?=.*\d)(?=.*[a-zA-Z])[0-9a-zA-Z]{16,}|[0-9a-fA-F]{16,}"
)
_SHAPES: TypeAdapter[dict[str, tuple[str, ...]]] = TypeAdapter(dict[str, tuple[str, ...]])
_SUCCESS = range(200, 300)


def shapes_of(exchanges: Iterable[Exchange], wire: Wire | None = None) -> dict[str, tuple[str, ...]]:
    """The shapes of successful JSON answers; keys that are identifiers are data, and become ``*``.

    ``wire`` tells paths apart where identifiers do not look like any.
    """
    found: dict[str, set[str]] = {}
    for exchange in exchanges:
        document = exchange.response.json
        if exchange.response.status in _SUCCESS and isinstance(document, dict | list):
            found.setdefault(name_of(exchange, wire), set()).update(_places(document, ""))
    return {name: tuple(sorted(places)) for name, places in sorted(found.items())}


def name_of(exchange: Exchange, wire: Wire | None = None) -> str:
    """What shapes are kept under: ``POST /job.list``; identifiers in the path become ``*``."""
    request, path = exchange.request, exchange.request.path
    listing = wire.listing_of(path, request.said) if wire is not None else None
    known = listing.at if listing is not None else None
    if known is None:
        known = "/".join("*" if _IDENTIFIER.fullmatch(part) else part for part in path.split("/"))
    asked = f" {listing.asks}" if listing is not None and listing.asks is not None else ""
    return f"{request.method} {known}{asked}"


def _places(node: Any, place: str) -> Iterator[str]:
    if isinstance(node, dict):
        for key, value in node.items():
            inner = f"{place}.{'*' if _IDENTIFIER.fullmatch(key) else key}".removeprefix(".")
            yield inner
            yield from _places(value, inner)
    elif isinstance(node, list):
        for value in node:
            yield from _places(value, f"{place}[]")


def added(accepted: Shapes, found: Shapes) -> dict[str, tuple[str, ...]]:
    """Places that were never accepted, by request."""
    extra = {name: tuple(sorted(set(places) - set(accepted.get(name, ())))) for name, places in found.items()}
    return {name: places for name, places in extra.items() if places}


def read_shapes(path: Path) -> Shapes:
    """Accepted shapes; empty when none were accepted yet.

    Raises:
        UsageError: the file is there but holds no shapes.
    """
    if not path.is_file():
        return {}
    try:
        return _SHAPES.validate_json(path.read_bytes(), strict=True)
    except (OSError, ValueError) as error:
        hint = "restore it from version control, or delete it and accept the shapes anew"
        raise UsageError(f"not a file of shapes: {error}", where=str(path), hint=hint) from error


def write_shapes(path: Path, shapes: Shapes) -> None:
    """Accept shapes."""
    listed = {name: list(places) for name, places in shapes.items()}
    write_atomically(path, orjson.dumps(listed, option=orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS) + b"\n")
