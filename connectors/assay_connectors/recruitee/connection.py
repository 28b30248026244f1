"""What every part of the Recruitee connector works with, and the check of what a customer entered."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from assay.connector import Runtime, Settings
from assay.errors import SettingError
from assay_connectors.client import checked_base_url
from assay_connectors.recruitee.api import CAREERS_DOMAIN, RecruiteeApi
from assay_connectors.recruitee.refusals import COMPANY_HINT

FIELDS = ("api_token", "company_id", "subdomain")
"""Of the credential; the sub-domain may be left out."""
OPTIONS = ("careers_url",)

_LABEL = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?", re.IGNORECASE)
"""One label of a host name: a company id or a sub-domain, never a host name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Connection:
    """One connected Recruitee company."""

    api: RecruiteeApi
    runtime: Runtime
    settings: Settings
    owners: dict[str, str] = field(default_factory=dict)
    """Application id -> candidate id, as far as actions have met them; a hint, never the truth."""


def connection(runtime: Runtime, credential: Mapping[str, str], settings: Settings) -> Connection:
    """Check what the customer entered; makes no request.

    Raises:
        SettingError: a key of the credential is missing, unknown or malformed, or an option is.
    """
    _refuse_unknown(credential, FIELDS, "credential")
    _refuse_unknown(settings.options, OPTIONS, "settings.options")
    api = RecruiteeApi(
        runtime,
        _token(credential),
        _company(credential),
        subdomain=_subdomain(credential),
        base_url=settings.base_url,
        careers_url=_careers_url(settings.options),
    )
    return Connection(api=api, runtime=runtime, settings=settings)


def _refuse_unknown(given: Mapping[str, Any], known: tuple[str, ...], where: str) -> None:
    unknown = sorted(set(given) - set(known))
    if unknown:
        raise SettingError(
            f"unknown key {unknown[0]!r}", where=where, hint=f"Recruitee has: {', '.join(known)}."
        )


def _token(credential: Mapping[str, str]) -> str:
    token = credential.get("api_token", "")
    printable = isinstance(token, str) and token.isascii() and token.isprintable()
    if not token or not printable or " " in token:
        raise SettingError(
            "the token is missing or holds characters that no token has",
            where="credential.api_token",
            hint="Copy it from Recruitee (Settings, Apps and plugins, Personal API tokens) once more.",
        )
    return token


def _company(credential: Mapping[str, str]) -> str:
    company = str(credential.get("company_id") or "").strip()
    if not company:
        raise SettingError("the company id is missing", where="credential.company_id", hint=COMPANY_HINT)
    if "." in company or "/" in company:
        raise SettingError(
            "the company id is a host name or an address; Recruitee refuses those in its paths",
            where="credential.company_id",
            hint=COMPANY_HINT,
        )
    if not _LABEL.fullmatch(company):
        raise SettingError(
            "the company id holds characters that no company id has",
            where="credential.company_id",
            hint=COMPANY_HINT,
        )
    return company


def _subdomain(credential: Mapping[str, str]) -> str | None:
    subdomain = str(credential.get("subdomain") or "").strip()
    if not subdomain:
        return None
    if not _LABEL.fullmatch(subdomain):
        raise SettingError(
            "the sub-domain is not a single name",
            where="credential.subdomain",
            hint=f"Enter what stands before .{CAREERS_DOMAIN} in the address of the careers site.",
        )
    return subdomain.lower()


def _careers_url(options: Mapping[str, Any]) -> str | None:
    address = options.get("careers_url")
    if address is None:
        return None
    where = "settings.options.careers_url"
    if not isinstance(address, str):
        raise SettingError("the address of the careers site is no text", where=where)
    try:
        return checked_base_url(address)
    except SettingError as error:
        raise SettingError(
            "this is not the address of a careers site", where=where, hint=error.hint
        ) from error
