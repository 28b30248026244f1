"""Passing calls on in the vendor's own words: what a caller may ask, and what comes back.

Nothing of a call may change the host, leave the interface or carry a credential of the caller's; nothing of
the answer is changed but that the credential is taken out, should the vendor repeat it.
Source: unified API section 4.2; ashby sheet 7.3, recruitee sheet 7.3, flatchr sheet 7.3.
"""

import base64
import re
from collections.abc import Iterable
from typing import Any, Final

import httpx
import orjson

from assay.connector import PassthroughRequest, PassthroughResponse
from assay.errors import InputError
from assay_connectors.client import Call

__all__ = ["answered", "asked", "path_below"]

_SEGMENT: Final = re.compile(r"[A-Za-z0-9_.~-]+")
_OURS: Final = frozenset(
    {"authorization", "host", "content-length", "transfer-encoding", "connection", "cookie"}
)
"""Headers that the connector or the transport sets; a caller may not."""
_WITHHELD: Final = frozenset({"set-cookie", "authorization", "proxy-authorization", "www-authenticate"})
_REDACTED: Final = "[credential]"


def asked(request: PassthroughRequest, *, below: str = "", example: str) -> Call:
    """The call that a request asks for.

    Args:
        request: what the caller wants.
        below: what stands before the caller's path: nothing, ``/c/41207``, or the address of another host.
        example: a path as the vendor has it, for the hint of a refusal.

    Raises:
        InputError: a path that could leave the interface, or a header that is not the caller's.
    """
    headers = _headers(request)
    content = None
    if isinstance(request.data, str):
        content = request.data.encode()
        if "content-type" not in {name.lower() for name in headers}:
            headers["Content-Type"] = "application/json"  # Ashby must be told (ashby sheet 1.1)
    return Call(
        method=request.method,
        url=below + path_below(request.path, example),
        idempotent=request.method == "GET",
        json=None if content is not None else request.data,
        content=content,
        params=request.params,
        headers=headers,
    )


def path_below(path: str, example: str) -> str:
    """The path, beginning with a slash; nothing in it may change host or climb up.

    Raises:
        InputError: it is anything else.
    """
    segments = path.removeprefix("/").split("/")
    if not all(_SEGMENT.fullmatch(segment) and segment.strip(".") for segment in segments):
        raise InputError(
            "the path is not one of the vendor's",
            hint=f"Give a path such as {example}; a query goes into params.",
        )
    return "/" + "/".join(segments)


def _headers(request: PassthroughRequest) -> dict[str, str]:
    for name in request.headers:
        if name.lower() in _OURS:
            raise InputError(f"the header {name!r} is set by the connector", hint="Leave it out.")
    return dict(request.headers)


def answered(
    answer: httpx.Response, secrets: Iterable[str], *, files_as_base64: bool = False
) -> PassthroughResponse:
    """The vendor's answer, whatever its status.

    Args:
        answer: as it came.
        secrets: every form in which the credential may stand in it.
        files_as_base64: whether bytes that are no text are given in base64 rather than as broken text.
    """
    hidden = tuple(secret for secret in secrets if secret)
    return PassthroughResponse(
        url=_without(str(answer.url), hidden),
        status=answer.status_code,
        headers={
            name: _without(value, hidden) for name, value in answer.headers.items() if name not in _WITHHELD
        },
        data=(
            base64.b64encode(answer.content).decode()
            if files_as_base64 and _is_file(answer)
            else _data(answer, hidden)
        ),
    )


def _is_file(answer: httpx.Response) -> bool:
    kind = answer.headers.get("content-type", "").partition(";")[0].strip().lower()
    return bool(kind) and not kind.startswith("text/") and not kind.endswith(("json", "xml", "javascript"))


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
