"""Values inside a request body: JSON leaves, form fields, multipart parts, each with its dotted place."""

from collections.abc import Iterator
from email.parser import BytesParser
from email.policy import HTTP
from typing import Any
from urllib.parse import parse_qsl

from assay.wire.exchange import RecordedRequest


def values(request: RecordedRequest) -> Iterator[tuple[str, Any]]:
    """(dotted place, value) of everything in the body; list items are ``[]``, map keys as they are."""
    content_type = request.headers.get("content-type", "")
    if request.json is not None:
        yield from _leaves(request.json, "")
    elif content_type.startswith("multipart/"):
        for name, filename, content in multipart(request):
            yield name, content
            if filename:
                yield f"{name}.filename", filename
    elif content_type.startswith("application/x-www-form-urlencoded"):
        yield from parse_qsl(request.body.decode("utf-8", "replace"), keep_blank_values=True)


def multipart(request: RecordedRequest) -> Iterator[tuple[str, str | None, bytes]]:
    """(name, file name, content) of each part of a multipart body."""
    head = f"content-type: {request.headers.get('content-type', '')}\r\n\r\n".encode()
    message = BytesParser(policy=HTTP).parsebytes(head + request.body)
    for part in message.iter_parts():
        name = part.get_param("name", header="content-disposition")
        content = part.get_payload(decode=True)
        yield str(name), part.get_filename(), content if isinstance(content, bytes) else b""


def _leaves(node: Any, place: str) -> Iterator[tuple[str, Any]]:
    if isinstance(node, dict):
        for key, value in node.items():
            yield from _leaves(value, f"{place}.{key}" if place else str(key))
    elif isinstance(node, list):
        for value in node:
            yield from _leaves(value, f"{place}.[]" if place else "[]")
    else:
        yield place, node
