"""Salesforce's answers that are no success: arrays of errors, and text or HTML of gateways.

The status says little: 403 is a missing permission or a used-up quota, and 400 is anything. The ``errorCode``
decides. Source: asymbl sheet 1.3, 1.6, 6 [D/C/A].
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from http import HTTPStatus
from typing import Any, Final

import httpx
import orjson

from assay.errors import (
    ConnectorError,
    CredentialError,
    PermissionMissingError,
    VendorRefusedError,
    VendorUnavailableError,
)
from assay_connectors.client import Call, unavailable
from assay_connectors.unreadable import unreadable as unreadable_by

__all__ = ["Problem", "is_busy", "is_expired", "is_gone", "is_lost_locator", "parsed", "problems", "refusal"]

REQUEST_LIMIT: Final = "REQUEST_LIMIT_EXCEEDED"
DUPLICATE_VALUE: Final = "DUPLICATE_VALUE"
DUPLICATES_DETECTED: Final = "DUPLICATES_DETECTED"

_EXPIRED: Final = frozenset({"INVALID_SESSION_ID", "INVALID_AUTH_HEADER"})
_GONE: Final = frozenset({"NOT_FOUND", "ENTITY_IS_DELETED"})
_LACKING: Final = frozenset(
    {
        "API_DISABLED_FOR_ORG",
        "INSUFFICIENT_ACCESS",
        "INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY",
        "INSUFFICIENT_ACCESS_OR_READONLY",
        "INVALID_FIELD_FOR_INSERT_UPDATE",
        "INVALID_SESSION_ID",
        "INVALID_TYPE",
    }
)
"""Codes of a missing permission; a session that is good but not for REST lacks the scope ``api``."""
_BUSY: Final = frozenset({"QUERY_TIMEOUT", "SERVER_UNAVAILABLE", "UNABLE_TO_LOCK_ROW"})
"""Nothing was done, and a moment later it may be."""
_LONGEST_TEXT: Final = 300

_NO_COLUMN: Final = re.compile(r"No such column")
_NO_ENTITY: Final = re.compile(r"entity type cannot be (inserted|updated)")
_CONCURRENT: Final = re.compile(r"ConcurrentRequests|concurrent", re.IGNORECASE)
_QUERY_SHOWN: Final = re.compile(r".*ERROR at Row:\d+:Column:\d+\s*", re.DOTALL)
_VALUES: Final = (
    (re.compile(r"data value too large: .* (\(max length=\d+\))", re.DOTALL), r"data value too large \1"),
    (re.compile(r"(invalid email address): .*", re.DOTALL), r"\1"),
    (re.compile(r"(bad value for restricted picklist field): .*", re.DOTALL), r"\1"),
    (re.compile(r"(from VALUE_\w+ value) .*", re.DOTALL), r"\1"),
)
"""Messages that repeat what was sent, which may be somebody's data."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One error of an answer."""

    code: str | None
    message: str
    fields: tuple[str, ...] = ()


def problems(response: httpx.Response) -> tuple[Problem, ...]:
    """The errors that an answer names; none when its body is no array of errors."""
    payload = parsed(response)
    items = payload if isinstance(payload, list) else []
    return tuple(_problem(item) for item in items if isinstance(item, dict))


def _problem(item: dict[str, Any]) -> Problem:
    code = item.get("errorCode") or item.get("statusCode")
    fields = item.get("fields")
    return Problem(
        code=code if isinstance(code, str) else None,
        message=_told(item.get("message")),
        fields=tuple(field for field in fields if isinstance(field, str)) if isinstance(fields, list) else (),
    )


def _told(message: Any) -> str:
    """What a message says, without the query and the values that some messages repeat."""
    if not isinstance(message, str):
        return ""
    text = _QUERY_SHOWN.sub("", message)
    for pattern, shown in _VALUES:
        text = pattern.sub(shown, text)
    return " ".join(text.split())[:_LONGEST_TEXT]


def refusal(call: Call, response: httpx.Response) -> ConnectorError:
    """The error that says who must act.

    401: CredentialError. A used-up quota, 429 and 5xx: VendorUnavailableError. Codes of access:
    PermissionMissingError. Any other status of 400 and more: VendorRefusedError. Below: VendorNonsenseError.
    """
    status = response.status_code
    problem = next(iter(problems(response)), Problem(code=None, message=""))
    if problem.code == REQUEST_LIMIT:
        return _over_limit(call, status, problem)
    if status == HTTPStatus.UNAUTHORIZED:
        return CredentialError(
            f"Salesforce does not accept the session (HTTP {status})",
            vendor_code=problem.code,
            status=status,
            request=call.name,
            hint="Check the connected app and its run-as user, and connect again.",
        )
    if response.is_server_error or status == HTTPStatus.TOO_MANY_REQUESTS or problem.code in _BUSY:
        return unavailable(call, response, problem.code)
    if _is_about_access(status, problem):
        return _lacking(call, status, problem)
    if response.is_client_error:
        return _refused(call, status, response)
    return unreadable(call, response, "a status that is neither success nor error")


def _is_about_access(status: int, problem: Problem) -> bool:
    if problem.code is None:
        return status == HTTPStatus.FORBIDDEN
    if problem.code in _LACKING:
        return True
    if problem.code == "INVALID_FIELD":
        return _NO_COLUMN.search(problem.message) is not None
    return (
        problem.code == "CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY"
        and _NO_ENTITY.search(problem.message) is not None
    )


def _over_limit(call: Call, status: int, problem: Problem) -> VendorUnavailableError:
    return VendorUnavailableError(
        f"the request limit of the Salesforce org is reached: {problem.message or 'no request is left'}",
        vendor_code=problem.code,
        status=status,
        request=call.name,
        hint="Come back later: the limit counts the requests of the last 24 hours.",
        detail={"outcome_unknown": False},
    )


def _lacking(call: Call, status: int, problem: Problem) -> PermissionMissingError:
    hints = {
        "API_DISABLED_FOR_ORG": 'Give the run-as user the permission "API Enabled".',
        "INVALID_SESSION_ID": 'Add the scope "api" to the connected app.',
    }
    usual = "Assign the permission set Asymbl ATS User to the run-as user, and let it see object and field."
    return PermissionMissingError(
        f"the run-as user may not do this: {problem.message or problem.code or 'no reason given'}",
        vendor_code=problem.code,
        status=status,
        request=call.name,
        hint=hints.get(problem.code or "", usual),
        detail={"fields": list(problem.fields)} if problem.fields else {},
    )


def _refused(call: Call, status: int, response: httpx.Response) -> VendorRefusedError:
    found = problems(response)
    said = "; ".join(problem.message for problem in found if problem.message) or _plain_text(response)
    first = next(iter(found), None)
    fields = [field for problem in found for field in problem.fields]
    return VendorRefusedError(
        f"Salesforce refused: {said or 'no reason given'} (HTTP {status})",
        vendor_code=first.code if first else None,
        status=status,
        request=call.name,
        detail={"fields": fields} if fields else {},
    )


unreadable = partial(unreadable_by, "Salesforce")
"""The error for an answer that says success but cannot be used."""


def is_expired(response: httpx.Response) -> bool:
    """Whether the session is over, so that a new one may help; nothing was done."""
    if response.status_code != HTTPStatus.UNAUTHORIZED:
        return False
    codes = set(_codes(response))
    return not codes or not codes.isdisjoint(_EXPIRED)


def is_busy(response: httpx.Response) -> bool:
    """Whether the same request may succeed in a moment, and certainly had no effect."""
    return response.is_client_error and any(
        problem.code in _BUSY or (problem.code == REQUEST_LIMIT and _CONCURRENT.search(problem.message))
        for problem in problems(response)
    )


def is_gone(error: ConnectorError) -> bool:
    """Whether an error says that object or record does not exist (any more), or may not be seen."""
    return error.vendor_code in _GONE


def is_lost_locator(error: ConnectorError) -> bool:
    """Whether the place in a long answer is lost; the query has to be asked again (sheet 1.5)."""
    return error.vendor_code == "INVALID_QUERY_LOCATOR"


def parsed(response: httpx.Response) -> Any:
    """The JSON of an answer; None when it is none."""
    try:
        return orjson.loads(response.content)
    except orjson.JSONDecodeError:
        return None


def _codes(response: httpx.Response) -> Iterator[str]:
    yield from (problem.code for problem in problems(response) if problem.code)


def _plain_text(response: httpx.Response) -> str:
    """A short text body; pages of HTML say nothing that helps."""
    if "html" in response.headers.get("content-type", "") or parsed(response) is not None:
        return ""
    return " ".join(response.text.split())[:_LONGEST_TEXT]
