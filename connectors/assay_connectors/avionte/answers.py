"""Reads Avionté's answers. Bodies of errors are not documented: the status alone decides. Sheet 1.5."""

from http import HTTPStatus
from typing import Any, Final

import httpx
import orjson

from assay.errors import (
    ConnectorError,
    CredentialError,
    PermissionMissingError,
    VendorNonsenseError,
    VendorRefusedError,
    VendorUnavailableError,
)
from assay_connectors.client import Call, unavailable

LONGEST_TEXT: Final = 300
"""Characters of a vendor's text that are worth repeating in a message."""
LONGEST_BODY: Final = 10_000
"""Characters of a raw body that are kept in an error report."""


def opened(call: Call, response: httpx.Response, secrets: tuple[str, ...]) -> Any:
    """The JSON of a successful answer, 201 as well as 200; raises the error that says who must act otherwise.

    Raises:
        CredentialError: 401 with a fresh token.
        PermissionMissingError: 403.
        VendorUnavailableError: 429, 5xx, and an unreadable answer to a write.
        VendorRefusedError: any other refusal; ``detail["body"]`` is what the vendor said.
        VendorNonsenseError: a success that is not JSON.
    """
    if not response.is_success:
        raise _problem(call, response, secrets)
    try:
        return orjson.loads(response.content)
    except orjson.JSONDecodeError as error:
        raise nonsense(call, f"the answer is not JSON (HTTP {response.status_code})") from error


def nonsense(call: Call, found: str) -> ConnectorError:
    """The error for an answer outside of what is known; of a write nobody knows then what it did."""
    if call.idempotent:
        return VendorNonsenseError(found, request=call.name)
    return VendorUnavailableError(
        found,
        request=call.name,
        hint="Look whether it took effect before sending it again.",
        detail={"outcome_unknown": True},
    )


def told_of(error: ConnectorError) -> Any:
    """The vendor's JSON behind an error; None when it said none."""
    try:
        return orjson.loads(str(error.detail.get("body", "")))
    except orjson.JSONDecodeError:
        return None


def _problem(call: Call, response: httpx.Response, secrets: tuple[str, ...]) -> ConnectorError:
    status = response.status_code
    body = _without(response.text, secrets)[:LONGEST_BODY]
    if response.is_server_error or status == HTTPStatus.TOO_MANY_REQUESTS:
        error: ConnectorError = unavailable(call, response)
    elif status == HTTPStatus.UNAUTHORIZED:
        error = CredentialError(
            f"Avionté refuses its own new token (HTTP {status})",
            status=status,
            request=call.name,
            hint="Check that API key and client belong together; ask Avionté whether access was withdrawn.",
        )
    elif status == HTTPStatus.FORBIDDEN:
        error = PermissionMissingError(
            f"Avionté denies access: {_said(body, status)}",
            status=status,
            request=call.name,
            hint="Ask Avionté whether the partner may use this tenant, and this call.",
        )
    else:
        error = VendorRefusedError(
            f"Avionté refused: {_said(body, status)}", status=status, request=call.name
        )
    error.detail["body"] = body
    return error


def _said(body: str, status: int) -> str:
    """``message`` and the messages of single fields, as far as there are any."""
    try:
        told = orjson.loads(body)
    except orjson.JSONDecodeError:
        told = None
    texts: list[str] = []
    if isinstance(told, dict):
        errors = told.get("errors")
        parts = [told, *(errors if isinstance(errors, list) else ())]
        said_by_parts = [part.get("message") for part in parts if isinstance(part, dict)]
        texts = [text for text in said_by_parts if isinstance(text, str)]
    said = " ".join(" ".join(texts).split())[:LONGEST_TEXT]
    return f"{said} (HTTP {status})" if said else f"HTTP {status} without a reason"


def _without(text: str, secrets: tuple[str, ...]) -> str:
    for secret in filter(None, secrets):
        text = text.replace(secret, "[credential]")
    return text
