"""Recruitee's answers that are no success: four shapes of body, or text. Source: recruitee sheet 1.2, 1.3."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
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
)
from assay_connectors.client import Call, unavailable
from assay_connectors.unreadable import unreadable as unreadable_by

NOT_FOUND = "not_found"
"""Our code for 404, where the vendor gives none."""
INVALID = "invalid"
"""Our code for 422, where the vendor gives none."""

_LONGEST_TEXT = 200
_ABOUT_TOKEN = re.compile(r"\btoken\b", re.IGNORECASE)
_ABOUT_COMPANY = re.compile(r"company id is invalid", re.IGNORECASE)
COMPANY_HINT = (
    "Enter the company id: the number beside the token under Settings, Apps and plugins, Personal API tokens;"
    " or the sub-domain alone (noordzee, not noordzee.recruitee.com)."
)
RENEWAL_HINT = (
    "Make a new token in Recruitee (Settings, Apps and plugins, Personal API tokens) and connect again."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """What an unsuccessful answer says."""

    code: str | None = None
    message: str = ""
    fields: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Key of the request -> what is wrong with it."""


def problem_of(response: httpx.Response) -> Problem:
    """Code, message and fields of an answer, whichever of the shapes it has."""
    payload = parsed(response)
    if not isinstance(payload, dict):
        return Problem(message=_plain_text(response))
    objects = [item for item in _items(payload.get("errors")) if isinstance(item, dict)]
    codes = (_text(payload.get("error_code")), *(_text(item.get("code")) for item in objects))
    said = [
        *_texts(payload.get("error")),
        *_texts(payload.get("errors")),
        *(text for item in objects if (text := _text(item.get("message")))),
    ]
    return Problem(
        code=next((code for code in codes if code), None),
        message="; ".join(said),
        fields=_fields(payload.get("error_fields")),
    )


def refusal(call: Call, response: httpx.Response) -> ConnectorError:
    """The error that says who must act.

    401, and 400 about the token: CredentialError; likewise 422 about the company. 403:
    PermissionMissingError. 429 and 5xx: VendorUnavailableError. Any other status of 400 and more:
    VendorRefusedError. Below: VendorNonsenseError.
    """
    status, problem = response.status_code, problem_of(response)
    if status == HTTPStatus.UNAUTHORIZED or (status == HTTPStatus.BAD_REQUEST and _is_about_token(problem)):
        return CredentialError(
            f"Recruitee does not accept the token (HTTP {status})",
            vendor_code=problem.code,
            status=status,
            request=call.name,
            hint=RENEWAL_HINT,
        )
    if status == HTTPStatus.UNPROCESSABLE_ENTITY and _ABOUT_COMPANY.search(problem.message):
        return CredentialError(
            "Recruitee does not know the company id",
            vendor_code=problem.code,
            status=status,
            request=call.name,
            hint=COMPANY_HINT,
        )
    if status == HTTPStatus.FORBIDDEN:
        return PermissionMissingError(
            "the user of the token may not do this, or may not see this object",
            vendor_code=problem.code,
            status=status,
            request=call.name,
            hint="Widen the hiring role of that user in Recruitee (Settings, Hiring roles).",
        )
    if response.is_server_error or status == HTTPStatus.TOO_MANY_REQUESTS:
        return unavailable(call, response, problem.code)
    if response.is_client_error:
        return _refused(call, status, problem)
    return unreadable(call, response, "a status that is neither success nor error")


def _refused(call: Call, status: int, problem: Problem) -> VendorRefusedError:
    ours: dict[int, str] = {HTTPStatus.NOT_FOUND: NOT_FOUND, HTTPStatus.UNPROCESSABLE_ENTITY: INVALID}
    reason = problem.message or httpx.codes.get_reason_phrase(status).lower() or "no reason given"
    return VendorRefusedError(
        f"Recruitee refused: {reason} (HTTP {status})",
        vendor_code=problem.code or ours.get(status),
        status=status,
        request=call.name,
        detail={"fields": {key: list(said) for key, said in problem.fields.items()}}
        if problem.fields
        else {},
    )


unreadable = partial(unreadable_by, "Recruitee")
"""The error for an answer that says success but cannot be used."""


def is_gone(error: VendorRefusedError) -> bool:
    """Whether a refusal says that the object does not exist (any more)."""
    return error.status == HTTPStatus.NOT_FOUND


def parsed(response: httpx.Response) -> Any:
    """The JSON of an answer; None when it is none."""
    try:
        return orjson.loads(response.content)
    except orjson.JSONDecodeError:
        return None


def _is_about_token(problem: Problem) -> bool:
    return "token" in (problem.code or "") or bool(_ABOUT_TOKEN.search(problem.message))


def _plain_text(response: httpx.Response) -> str:
    """A short text body; pages of HTML say nothing that helps."""
    if "html" in response.headers.get("content-type", ""):
        return ""
    return " ".join(response.text.split())[:_LONGEST_TEXT]


def _fields(value: Any) -> dict[str, tuple[str, ...]]:
    if not isinstance(value, dict):
        return {}
    return {key: tuple(_texts(said)) for key, said in value.items()}


def _texts(value: Any) -> Iterator[str]:
    for item in _items(value):
        text = _text(item)
        if text:
            yield text


def _items(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) and value else None
