"""Places in JSON: spelled for people, ``results[3].customFields["Cost centre"]``, and read again."""

import re
from collections.abc import Iterator
from typing import Any

import orjson

Place = tuple[str | int, ...]
"""Keys and positions from the root."""

_PLAIN = re.compile(r"[\w$@-]+")
_PIECE = re.compile(r'\.?(?P<key>[\w$@-]+)|\[(?P<position>[0-9]+)\]|\[(?P<quoted>"(?:[^"\\]|\\.)*")\]')


def spelled(place: Place) -> str:
    """The place as people write it; the empty text is the root."""
    pieces = []
    for part in place:
        if isinstance(part, int):
            pieces.append(f"[{part}]")
        elif _PLAIN.fullmatch(part):
            pieces.append(f".{part}" if pieces else part)
        else:
            pieces.append(f"[{orjson.dumps(part).decode()}]")
    return "".join(pieces)


def place_named(text: str) -> Place | None:
    """The place that was spelled so; None when it is no such spelling."""
    place: list[str | int] = []
    at = 0
    while at < len(text):
        found = _PIECE.match(text, at)
        if found is None or (not place and text.startswith(".")):
            return None
        at = found.end()
        if found["position"] is not None:
            place.append(int(found["position"]))
        elif found["key"] is not None:
            place.append(found["key"])
        else:
            try:
                place.append(orjson.loads(found["quoted"]))
            except orjson.JSONDecodeError:
                return None
    return tuple(place)


def at_place(document: Any, place: Place) -> tuple[bool, Any]:
    """Whether there is such a place, and what stands there."""
    for part in place:
        if isinstance(part, int):
            if not isinstance(document, list) or part >= len(document):
                return False, None
            document = document[part]
        else:
            if not isinstance(document, dict) or part not in document:
                return False, None
            document = document[part]
    return True, document


def leaves(document: Any) -> Iterator[tuple[Place, Any]]:
    """Everything that is neither object nor list, in the order of the document."""
    waiting: list[tuple[Place, Any]] = [((), document)]
    while waiting:
        place, node = waiting.pop()
        if isinstance(node, dict):
            waiting += [((*place, key), value) for key, value in reversed(node.items())]
        elif isinstance(node, list):
            waiting += [((*place, position), node[position]) for position in range(len(node) - 1, -1, -1)]
        else:
            yield place, node
