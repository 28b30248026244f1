"""The Avionté connector. Facts: avionte sheet."""

from collections.abc import Mapping

from assay.connector import Runtime, Settings
from assay.errors import SettingError
from assay_connectors.avionte.api import AvionteApi
from assay_connectors.avionte.assumptions import ASSUMPTIONS
from assay_connectors.avionte.connection import Connection, Partner
from assay_connectors.avionte.connector import AvionteConnector
from assay_connectors.avionte.guide import GUIDE
from assay_connectors.avionte.options import options_of

__all__ = ["ASSUMPTIONS", "GUIDE", "connect"]

_REQUIRED = ("api_key", "client_id", "client_secret")
_TENANT = ("tenant", "front_office_tenant_id")
LARGEST_PAGE = 500
"""Ids. Source: avionte sheet 1.7 [A]."""


def connect(runtime: Runtime, credential: Mapping[str, str], settings: Settings) -> AvionteConnector:
    """Connect one tenant of Avionté's; makes no request.

    Args:
        runtime: the outside world.
        credential: ``api_key``, ``client_id``, ``client_secret``, and ``tenant`` or
            ``front_office_tenant_id`` or both (avionte sheet 1.2).
        settings: the common ones, and those of :class:`~assay_connectors.avionte.options.Options`.

    Raises:
        SettingError: the credential lacks a key or holds others, or a setting is unknown or impossible.
    """
    partner = _partner(credential)
    options = options_of(settings.options)
    _check_shared_settings(settings)
    api = AvionteApi(
        runtime,
        partner,
        base_url=settings.base_url,
        first_page=options.first_page,
        page_size=settings.page_size,
    )
    return AvionteConnector(
        Connection(api=api, partner=partner, runtime=runtime, settings=settings, options=options)
    )


def _partner(credential: Mapping[str, str]) -> Partner:
    unknown = sorted(set(credential) - {*_REQUIRED, *_TENANT})
    if unknown:
        raise SettingError(
            f"unknown key {unknown[0]!r}",
            where="credential",
            hint=f"An Avionté credential has the keys {', '.join((*_REQUIRED, *_TENANT))}.",
        )
    for name in _REQUIRED:
        if not _is_one_word(credential.get(name, "")):
            raise _unusable(name, "Copy it once more from what Avionté gave the partner.")
    given = [name for name in _TENANT if credential.get(name)]
    if not given:
        raise _unusable("tenant", "Give the tenant code, the front office tenant id, or both.")
    for name in given:
        if not _is_one_word(credential[name]):
            raise _unusable(name, "Ask Avionté for the code and the number of the customer's tenant.")
    number = credential.get("front_office_tenant_id") or ""
    if number and not (number.isascii() and number.isdigit()):
        raise _unusable("front_office_tenant_id", "It is a number, e.g. 3051.")
    return Partner(**{name: value for name, value in credential.items() if value})


def _unusable(name: str, hint: str) -> SettingError:
    return SettingError(
        f"{name} is missing or holds characters that none has", where=f"credential.{name}", hint=hint
    )


def _is_one_word(value: object) -> bool:
    if not isinstance(value, str):
        return False
    return value != "" and value.isascii() and value.isprintable() and " " not in value


def _check_shared_settings(settings: Settings) -> None:
    if settings.page_size is not None and not 1 <= settings.page_size <= LARGEST_PAGE:
        raise SettingError(
            f"page_size is {settings.page_size}",
            where="settings.page_size",
            hint=f"Avionté lists 1 to {LARGEST_PAGE} ids per page.",
        )
    if settings.only_created:
        raise SettingError(
            "Avionté cannot be synced by created applications",
            where="settings.only_created",
            hint="Select the jobs that are to be synced.",
        )
