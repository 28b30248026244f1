"""The Flatchr connector. Facts: flatchr sheet."""

from collections.abc import Mapping

from assay.connector import Runtime, Settings
from assay.errors import SettingError
from assay_connectors.flatchr.api import FlatchrApi
from assay_connectors.flatchr.assumptions import ASSUMPTIONS
from assay_connectors.flatchr.connection import Connection, Tenant
from assay_connectors.flatchr.connector import FlatchrConnector
from assay_connectors.flatchr.guide import GUIDE
from assay_connectors.flatchr.options import options_of

__all__ = ["ASSUMPTIONS", "GUIDE", "connect"]

_FIELDS = {
    "api_key": "Copy the key from Flatchr (Advanced settings > Advanced > API) once more.",
    "company_key": "Copy the company key from Flatchr (Advanced settings > Advanced > API) once more.",
    "slug": "Copy the name of your career site from Flatchr (sub-domain configuration) once more.",
}
"""Key of the credential -> where a customer finds it. Source: flatchr sheet 1.2."""


def connect(runtime: Runtime, credential: Mapping[str, str], settings: Settings) -> FlatchrConnector:
    """Connect one Flatchr company; makes no request.

    Args:
        runtime: the outside world.
        credential: ``api_key``, ``company_key`` and ``slug`` (flatchr sheet 1.2).
        settings: the common ones, and the options of :class:`~assay_connectors.flatchr.options.Options`.

    Raises:
        SettingError: the credential lacks a key or holds others, an option is unknown or has an
            impossible value, or an address is none.
    """
    _check_credential(credential)
    options = options_of(settings.options)
    tenant = Tenant(company_key=credential["company_key"], slug=credential["slug"])
    api = FlatchrApi(
        runtime,
        credential["api_key"],
        tenant,
        base_url=settings.base_url,
        careers_url=options.careers_url,
        user_agent=options.user_agent,
    )
    connection = Connection(api=api, tenant=tenant, runtime=runtime, settings=settings, options=options)
    return FlatchrConnector(connection)


def _check_credential(credential: Mapping[str, str]) -> None:
    unknown = sorted(set(credential) - set(_FIELDS))
    if unknown:
        raise SettingError(
            f"unknown key {unknown[0]!r}",
            where="credential",
            hint="A Flatchr credential has the keys api_key, company_key and slug.",
        )
    for name, hint in _FIELDS.items():
        value = credential.get(name, "")
        if not isinstance(value, str) or not _is_one_word(value, in_path=name != "api_key"):
            raise SettingError(
                f"{name} is missing or holds characters that none has", where=f"credential.{name}", hint=hint
            )


def _is_one_word(value: str, *, in_path: bool) -> bool:
    """Plain characters without blanks; of what stands in a path, those that cannot change it."""
    if in_path:
        return value.isascii() and value.replace("-", "").replace("_", "").isalnum()
    return value != "" and value.isascii() and value.isprintable() and " " not in value
