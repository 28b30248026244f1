"""Values inside a request body: JSON leaves, form fields, multipart parts, each with its dotted place."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qsl

from assay.wire import multipart
from assay.wire.exchange import RecordedRequest


def values(request: RecordedRequest) -> Iterator[tuple[str, Any]]:
    """(dotted place, value) of everything in the body; list items are ``[]``, map keys as they are."""
    content_type = request.headers.get("content-type", "")
    if request.json is not None:
        yield from _leaves(request.json, "")
    elif (boundary := multipart.boundary_of(content_type)) is not None:
        for part in multipart.parse(request.body, boundary) or ():
            yield part.name, part.content
            if part.filename:
                yield f"{part.name}.filename", part.filename
            if part.content_type:
                yield f"{part.name}.content_type", part.content_type
    elif content_type.startswith("application/x-www-form-urlencoded"):
        yield from parse_qsl(request.body.decode("utf-8", "replace"), keep_blank_values=True)


def _leaves(node: Any, place: str) -> Iterator[tuple[str, Any]]:
    if isinstance(node, dict):
        for key, value in node.items():
            yield from _leaves(value, f"{place}.{key}" if place else str(key))
    elif isinstance(node, list):
        for value in node:
            yield from _leaves(value, f"{place}.[]" if place else "[]")
    else:
        yield place, node
