"""Forwards calls in Ashby's own words, with the stored key. Source: ashby sheet 7.3, unified API 4.2.

The answer comes back as it is, a refusal with status 200 too; only the key is taken out, should the
vendor repeat it.
"""

import base64
import re
from typing import Any, Final

import httpx
import orjson

from assay.connector import PassthroughRequest, PassthroughResponse
from assay.errors import InputError
from assay_connectors.ashby.connection import Connection
from assay_connectors.client import Call

API: Final = "v1"
"""The one interface of Ashby."""

_SEGMENT: Final = re.compile(r"[A-Za-z0-9_.~-]+")
_OURS: Final = frozenset(
    {"authorization", "host", "content-length", "transfer-encoding", "connection", "cookie"}
)
"""Headers that the connector or the transport sets; a caller may not."""
_WITHHELD: Final = frozenset({"set-cookie", "authorization", "proxy-authorization", "www-authenticate"})
_REDACTED: Final = "[credential]"


def forward(connection: Connection, request: PassthroughRequest) -> PassthroughResponse:
    """Send the call; any status of the vendor is an answer.

    Raises:
        InputError: unknown interface, a path that could leave the API, or a header that is not the caller's.
        VendorUnavailableError: no answer came.
    """
    if request.api != API:
        raise InputError(f"Ashby has no interface {request.api!r}", hint=f"The only one is {API!r}.")
    answer = connection.api.client.send(_call(request))
    secrets = _secrets(answer.request)
    return PassthroughResponse(
        url=_without(str(answer.url), secrets),
        status=answer.status_code,
        headers={
            name: _without(value, secrets) for name, value in answer.headers.items() if name not in _WITHHELD
        },
        data=_data(answer, secrets),
    )


def _call(request: PassthroughRequest) -> Call:
    headers = _headers(request)
    content = None
    if isinstance(request.data, str):
        content = request.data.encode()
        if "content-type" not in {name.lower() for name in headers}:
            headers["Content-Type"] = "application/json"  # Ashby must be told (sheet 1.1)
    return Call(
        method=request.method,
        url=_path(request.path),
        idempotent=request.method == "GET",
        json=None if content is not None else request.data,
        content=content,
        params=request.params,
        headers=headers,
    )


def _path(path: str) -> str:
    """The path below the API's address; nothing in it may change host or climb up."""
    segments = path.removeprefix("/").split("/")
    if not all(_SEGMENT.fullmatch(segment) and segment.strip(".") for segment in segments):
        raise InputError(
            "the path is not one of Ashby's",
            hint="Give /category.method, e.g. /candidate.info; a query goes into params.",
        )
    return "/" + "/".join(segments)


def _headers(request: PassthroughRequest) -> dict[str, str]:
    for name in request.headers:
        if name.lower() in _OURS:
            raise InputError(f"the header {name!r} is set by the connector", hint="Leave it out.")
    return dict(request.headers)


def _secrets(request: httpx.Request) -> tuple[str, ...]:
    """The credential as it was sent, and the key in it: Basic, base64 of "<key>:" (sheet 1.1)."""
    token = request.headers.get("Authorization", "").partition(" ")[2]
    key = base64.b64decode(token).decode().removesuffix(":")
    return tuple(secret for secret in (token, key) if secret)


def _without(text: str, secrets: tuple[str, ...]) -> str:
    for secret in secrets:
        text = text.replace(secret, _REDACTED)
    return text


def _data(answer: httpx.Response, secrets: tuple[str, ...]) -> Any:
    text = _without(answer.text, secrets)
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError:
        return text
