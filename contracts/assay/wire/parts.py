"""Values inside a request body: JSON leaves, form fields, multipart parts, each with its dotted place."""

from collections import Counter
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qsl

from assay.wire import multipart
from assay.wire.exchange import RecordedRequest
from assay.wire.places import leaves, spelled


def values(request: RecordedRequest) -> Iterator[tuple[str, Any]]:
    """(dotted place, value) of everything in the body; list items are ``[]``, map keys as they are."""
    for kind, _, value in placed(request):
        yield kind, value


def placed(request: RecordedRequest) -> Iterator[tuple[str, str, Any]]:
    """The same with the very place between: ``items.[].name``, ``items[3].name``, ``Ada``.

    The second of equally named fields or parts is ``name#2``, what a part says of itself below it.
    """
    content_type = request.headers.get("content-type", "")
    if request.json is not None:
        for place, value in leaves(request.json):
            yield ".".join("[]" if isinstance(part, int) else part for part in place), spelled(place), value
    elif (boundary := multipart.boundary_of(content_type)) is not None:
        yield from _parts(multipart.parse(request.body, boundary) or ())
    elif content_type.startswith("application/x-www-form-urlencoded"):
        seen: Counter[str] = Counter()
        for name, value in parse_qsl(request.body.decode("utf-8", "replace"), keep_blank_values=True):
            yield name, _numbered(name, seen), value


def _parts(parts: tuple[multipart.Part, ...]) -> Iterator[tuple[str, str, Any]]:
    seen: Counter[str] = Counter()
    for part in parts:
        place = _numbered(part.name, seen)
        yield part.name, place, part.content
        if part.filename:
            yield f"{part.name}.filename", f"{place}.filename", part.filename
        if part.content_type:
            yield f"{part.name}.content_type", f"{place}.content_type", part.content_type


def _numbered(name: str, seen: Counter[str]) -> str:
    seen[name] += 1
    return name if seen[name] == 1 else f"{name}#{seen[name]}"
