"""How a body stands in a cassette file: reviewable where that is exact, base64 where it is not.

A body is stored as an object with one of these keys, and always comes back as the very same bytes:

``json``
    the parsed value, when writing it again gives the original bytes; ``style`` says how it was
    spaced and escaped, unless it was plain compact JSON.
``multipart``
    boundary and parts, each part again one of these.
``string``
    other text in UTF-8.
``base64``
    everything else.
"""

import base64
import binascii
import json
from collections.abc import Callable, Mapping
from typing import Any

import orjson

from assay.wire import multipart

_TEXT_CONTROLS = {0x09, 0x0A, 0x0D}
_CONTROLS = bytes(code for code in range(32) if code not in _TEXT_CONTROLS) + b"\x7f"


def _php(value: Any) -> bytes:
    return json.dumps(value, separators=(",", ":")).replace("/", "\\/").encode()


STYLES: Mapping[str, Callable[[Any], bytes]] = {
    "compact": orjson.dumps,
    "compact ascii": lambda value: json.dumps(value, separators=(",", ":")).encode(),
    "spaced": lambda value: json.dumps(value, ensure_ascii=False).encode(),
    "spaced ascii": lambda value: json.dumps(value).encode(),
    "slashed ascii": _php,
    "indented": lambda value: orjson.dumps(value, option=orjson.OPT_INDENT_2),
}
"""Ways of writing JSON that servers are known for; all but the first are named in the file."""


class MalformedBodyError(ValueError):
    """A stored body is none of the known forms."""


def style_of(body: bytes, value: Any) -> str | None:
    """The style in which ``value`` written again is exactly ``body``; None when no style is."""
    for style, dump in STYLES.items():
        try:
            if dump(value) == body:
                return style
        except (TypeError, ValueError, RecursionError):  # nested deeper than can be written
            return None
    return None


def encode(body: bytes, content_type: str = "", *, as_json: bool = True) -> dict[str, Any]:
    """Body -> what stands in the file. ``as_json=False`` keeps even JSON as text."""
    if not body:
        return {"string": ""}
    boundary = multipart.boundary_of(content_type)
    if boundary is not None:
        parts = multipart.parse(body, boundary)
        if parts is not None:
            return {"multipart": {"boundary": boundary, "parts": [_encode_part(part) for part in parts]}}
    if as_json and body[:1] in b"{[":
        stored = _encode_json(body)
        if stored is not None:
            return stored
    return _encode_text(body)


def decode(stored: Any) -> bytes:
    """What stands in the file -> body. Raises MalformedBodyError."""
    try:
        if "json" in stored:
            style = stored.get("style")
            return orjson.dumps(stored["json"]) if style is None else STYLES[style](stored["json"])
        if "string" in stored:
            text: str = stored["string"]
            return text.encode()
        if "base64" in stored:
            return base64.b64decode(stored["base64"], validate=True)
        if "multipart" in stored:
            form = stored["multipart"]
            return multipart.render([_decode_part(part) for part in form["parts"]], form["boundary"])
    except (KeyError, TypeError, AttributeError, ValueError, binascii.Error) as error:
        raise MalformedBodyError(f"{type(error).__name__}: {error}") from error
    raise MalformedBodyError("neither json, string, base64 nor multipart")


def _encode_json(body: bytes) -> dict[str, Any] | None:
    try:
        value = orjson.loads(body)
    except orjson.JSONDecodeError:
        return None
    style = style_of(body, value)
    if style is None:
        return None
    return {"json": value} if style == "compact" else {"style": style, "json": value}


def _encode_text(body: bytes) -> dict[str, Any]:
    if body.translate(None, _CONTROLS) != body:
        return {"base64": base64.b64encode(body).decode()}
    try:
        return {"string": body.decode()}
    except UnicodeDecodeError:
        return {"base64": base64.b64encode(body).decode()}


def _encode_part(part: multipart.Part) -> dict[str, Any]:
    return {"headers": [list(pair) for pair in part.headers], **encode(part.content)}


def _decode_part(stored: Any) -> multipart.Part:
    headers = tuple((str(name), str(value)) for name, value in stored["headers"])
    return multipart.Part(headers, decode(stored))
