"""Ashby's answer envelope and its errors, in all shapes seen. Source: ashby sheet 1.4 [D+C], Q1, Q2."""

import re
from dataclasses import dataclass
from functools import partial
from http import HTTPStatus
from typing import Any

import httpx
import orjson

from assay.errors import (
    ConnectorError,
    CredentialError,
    PermissionMissingError,
    VendorRefusedError,
    VendorUnavailableError,
)
from assay_connectors.ashby.permissions import PERMISSION_OF
from assay_connectors.client import Call, unavailable
from assay_connectors.unreadable import unreadable

RATE_CODES = frozenset({"rate_limit_exceeded", "concurrent_limit_exceeded"})
SYNC_TOKEN_CODES = frozenset({"sync_token_expired", "sync_token_invalid", "incremental_sync_too_large"})
CURSOR_CODES = frozenset({"next_cursor_expired", "invalid_next_cursor", "cursor_invalid"})
PERMISSION_CODE = "missing_endpoint_permission"
UNKNOWN_CODE = "unknown"

_LOOKS_LIKE_A_CODE = re.compile(r"[a-z0-9_]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """A successful answer."""

    results: Any
    warnings: tuple[str, ...] = ()
    more: bool | None = None
    """``moreDataAvailable``; None = the key is absent."""
    next_cursor: str | None = None
    sync_token: str | None = None
    request_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """What an unsuccessful answer says."""

    code: str
    message: str


def problem_of(payload: dict[str, Any]) -> Problem:
    """Code and message of an unsuccessful envelope, in the order of ashby sheet 1.4."""
    info = payload.get("errorInfo")
    info = info if isinstance(info, dict) else {}
    errors = payload.get("errors")
    errors = errors if isinstance(errors, list) else []
    code = _text(info.get("code")) or _code_of(errors[0] if errors else None) or UNKNOWN_CODE
    told = (_message_of(error) for error in errors)
    message = _text(info.get("message")) or "; ".join(text for text in told if text) or code
    return Problem(code=code, message=message)


def _code_of(error: Any) -> str | None:
    if isinstance(error, str):
        return _text(error)
    if isinstance(error, dict):
        message = _text(error.get("message"))
        return _text(error.get("code")) or (
            message if message and _LOOKS_LIKE_A_CODE.fullmatch(message) else None
        )
    return None


def _message_of(error: Any) -> str | None:
    if isinstance(error, dict):
        message, parameter = _text(error.get("message")), _text(error.get("parameter"))
        return f"{message} ({parameter})" if message and parameter else message
    return _text(error)


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) and value else None


def says_busy(response: httpx.Response) -> bool:
    """Whether an envelope of any status says that the rate is exceeded (S1 is documented with 200 too)."""
    payload = _parsed(response)
    return (
        isinstance(payload, dict)
        and payload.get("success") is False
        and problem_of(payload).code in RATE_CODES
    )


def opened(call: Call, response: httpx.Response) -> Reply:
    """The successful reply inside an answer; raises the error that says who must act otherwise.

    Raises:
        CredentialError: 401, or 403 without the permission code.
        PermissionMissingError: code ``missing_endpoint_permission`` at any status.
        VendorUnavailableError: rate limits, 5xx, and unreadable answers to writes.
        VendorRefusedError: any other ``success:false``; ``vendor_code`` tells which.
        VendorNonsenseError: no JSON, no envelope, no results.
    """
    payload = _parsed(response)
    if isinstance(payload, dict) and payload.get("success") is False:
        raise _refusal(call, response, problem_of(payload))
    if response.status_code in {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN}:
        raise _bad_credential(call, response)
    if response.is_server_error or response.status_code == HTTPStatus.TOO_MANY_REQUESTS:
        raise unavailable(call, response)
    if not isinstance(payload, dict):
        raise _nonsense(call, response, "the body is not a JSON object")
    if not response.is_success:
        raise _nonsense(call, response, "an error status without success:false")
    if payload.get("success") is not True:
        raise _nonsense(call, response, "key success is neither true nor false")
    if "results" not in payload:
        raise _nonsense(call, response, "success:true without key results")
    return _reply(call, response, payload)


def _reply(call: Call, response: httpx.Response, payload: dict[str, Any]) -> Reply:
    more = payload.get("moreDataAvailable")
    if more is not None and not isinstance(more, bool):
        raise _nonsense(call, response, "moreDataAvailable is not a boolean")
    warnings = payload.get("warnings")
    return Reply(
        results=payload["results"],
        warnings=tuple(str(warning) for warning in warnings) if isinstance(warnings, list) else (),
        more=more,
        next_cursor=_text(payload.get("nextCursor")),
        sync_token=_text(payload.get("syncToken")),
        request_id=response.headers.get("x-ashby-request-id"),
    )


def _parsed(response: httpx.Response) -> Any:
    try:
        return orjson.loads(response.content)
    except orjson.JSONDecodeError:
        return None


def _refusal(call: Call, response: httpx.Response, problem: Problem) -> ConnectorError:
    status = response.status_code
    if problem.code == PERMISSION_CODE:
        permission = PERMISSION_OF.get(call.url)
        return PermissionMissingError(
            f"the API key lacks the permission {permission or 'for this endpoint'}",
            vendor_code=problem.code,
            status=status,
            request=call.name,
            hint="Tick it in Ashby: Admin, Integrations, API Keys.",
            detail={"permission": permission} if permission else {},
        )
    if status in {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN}:
        return _bad_credential(call, response, problem.code)
    if response.is_server_error or status == HTTPStatus.TOO_MANY_REQUESTS:
        return unavailable(call, response, problem.code)
    if problem.code in RATE_CODES:
        return VendorUnavailableError(
            f"the vendor limits our requests ({problem.code})",
            vendor_code=problem.code,
            status=status,
            request=call.name,
            hint="Try again later.",
            detail={"outcome_unknown": False},
        )
    return VendorRefusedError(
        f"Ashby refused: {problem.message} ({problem.code})",
        vendor_code=problem.code,
        status=status,
        request=call.name,
    )


def _bad_credential(call: Call, response: httpx.Response, code: str | None = None) -> CredentialError:
    return CredentialError(
        f"Ashby does not accept the API key (HTTP {response.status_code})",
        vendor_code=code,
        status=response.status_code,
        request=call.name,
        hint="Make a new API key in Ashby (Admin, Integrations, API Keys) and connect again.",
    )


_nonsense = partial(unreadable, "Ashby")
"""The error for an answer that says success but cannot be used."""
