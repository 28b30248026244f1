"""Reads the answers of both Flatchr hosts, errors in all shapes seen. Source: flatchr sheet 1.6 [A/C].

The API host answers errors as hapi does (``statusCode``, ``error``, ``message``), the careers host with a
``message`` alone, a firewall before it with an HTML page; a creation may say a status in its body that
differs from that of HTTP.
"""

import re
from functools import partial
from http import HTTPStatus
from typing import Any, Final

import httpx
import orjson

from assay.errors import (
    ConnectorError,
    CredentialError,
    VendorRefusedError,
    VendorUnavailableError,
)
from assay_connectors.client import Call, unavailable
from assay_connectors.unreadable import unreadable

LONGEST_TEXT: Final = 300
"""Characters of a vendor's text that are worth repeating."""
BLOCKED: Final = "blocked"
"""Our own code for a page of HTML where an answer should be."""
NEW_KEY: Final = "Make a new API key in Flatchr (Advanced settings > Advanced > API) and connect again."

_UNREADABLE: Final = object()
_MARKUP: Final = re.compile(r"<(script|style)\b.*?</\1>|<[^>]*>", re.DOTALL | re.IGNORECASE)


def opened(call: Call, response: httpx.Response, *, secret: str) -> Any:
    """The JSON of a successful answer; raises the error that says who must act otherwise.

    Args:
        call: what was asked.
        response: what came.
        secret: the API key, taken out of every text of the vendor.

    Raises:
        CredentialError: 401, and 403 in the words of the API.
        VendorUnavailableError: 429, 5xx, and unreadable answers to writes.
        VendorRefusedError: any other refusal, and a firewall's page.
        VendorNonsenseError: a success that is not JSON.
    """
    payload = parsed(response)
    if not response.is_success:
        raise _problem(call, response, payload, secret)
    if payload is _UNREADABLE:
        raise nonsense(call, response, "the body is not JSON")
    return payload


def created(call: Call, response: httpx.Response, *, secret: str) -> None:
    """Nothing, when a creation succeeded; a status in the body counts as that of HTTP does (sheet 3.1).

    Raises:
        ConnectorError: as :func:`opened`; an unreadable success counts as success, for the search that
            follows tells what came of it.
    """
    payload = parsed(response)
    if not response.is_success:
        raise _problem(call, response, payload, secret)
    inside = _status_inside(payload)
    if inside is None or HTTPStatus.OK <= inside < HTTPStatus.MULTIPLE_CHOICES:
        return
    text = problem_text(response, payload, secret)
    if inside == HTTPStatus.UNAUTHORIZED:
        raise _bad_key(call, inside, text)
    if inside >= HTTPStatus.INTERNAL_SERVER_ERROR:
        raise VendorUnavailableError(
            f"Flatchr has a fault: {text}",
            status=inside,
            request=call.name,
            hint="Look whether it took effect before sending it again.",
            detail={"outcome_unknown": True},
        )
    raise VendorRefusedError(f"Flatchr refused: {text}", status=inside, request=call.name)


def parsed(response: httpx.Response) -> Any:
    """The JSON of a body, or a mark of its own that equals nothing else."""
    try:
        return orjson.loads(response.content)
    except orjson.JSONDecodeError:
        return _UNREADABLE


def problem_text(response: httpx.Response, payload: Any, secret: str) -> str:
    """What an answer says is wrong: ``message``, ``error``, ``response``, else its text (sheet 1.6)."""
    said = ""
    if isinstance(payload, dict):
        texts = (payload.get(key) for key in ("message", "error", "response"))
        said = next((text for text in texts if isinstance(text, str) and text.strip()), "")
    elif payload is _UNREADABLE:
        said = _MARKUP.sub(" ", response.text)
    text = " ".join(said.split()).replace(secret, "[credential]")
    return text[:LONGEST_TEXT] or f"HTTP {response.status_code} without a reason"


nonsense = partial(unreadable, "Flatchr")
"""The error for an answer that says success but cannot be used."""


def _status_inside(payload: Any) -> int | None:
    if not isinstance(payload, dict):
        return None
    for key in ("status", "statusCode"):
        value = payload.get(key)
        if isinstance(value, str) and value.isascii() and value.isdigit():
            value = int(value)
        if isinstance(value, int) and not isinstance(value, bool) and value >= HTTPStatus.CONTINUE:
            return value
    return None


def _problem(call: Call, response: httpx.Response, payload: Any, secret: str) -> ConnectorError:
    status = response.status_code
    text = problem_text(response, payload, secret)
    if response.is_server_error or status == HTTPStatus.TOO_MANY_REQUESTS:
        return unavailable(call, response)
    if status == HTTPStatus.UNAUTHORIZED:
        return _bad_key(call, status, text)
    if payload is _UNREADABLE:
        return VendorRefusedError(
            f"a page came instead of an answer (HTTP {status}): {text}",
            vendor_code=BLOCKED,
            status=status,
            request=call.name,
            hint="Something before Flatchr may block us; try another user_agent in the settings.",
        )
    if status == HTTPStatus.FORBIDDEN:
        return CredentialError(
            f"Flatchr does not let this API key in: {text} (HTTP {status})",
            status=status,
            request=call.name,
            hint="The key belongs to another company; check that API key and company_key go together.",
        )
    return VendorRefusedError(f"Flatchr refused: {text} (HTTP {status})", status=status, request=call.name)


def _bad_key(call: Call, status: int, text: str) -> CredentialError:
    expired = "expired" in text.casefold()
    found = "the Flatchr API key has expired" if expired else "Flatchr does not accept the API key"
    return CredentialError(
        f"{found}: {text} (HTTP {status})",
        status=status,
        request=call.name,
        hint=NEW_KEY,
        detail={"expired": expired},
    )
