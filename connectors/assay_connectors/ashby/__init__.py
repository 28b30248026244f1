"""The Ashby connector. Facts: ashby sheet."""

from collections.abc import Mapping

from assay.connector import Runtime, Settings
from assay.errors import SettingError
from assay_connectors.ashby.api import AshbyApi
from assay_connectors.ashby.assumptions import ASSUMPTIONS
from assay_connectors.ashby.connection import Connection
from assay_connectors.ashby.connector import AshbyConnector
from assay_connectors.ashby.guide import GUIDE

__all__ = ["ASSUMPTIONS", "GUIDE", "connect"]


def connect(runtime: Runtime, credential: Mapping[str, str], settings: Settings) -> AshbyConnector:
    """Connect one Ashby organisation; makes no request.

    Args:
        runtime: the outside world.
        credential: ``api_key``, as Ashby shows it once (ashby sheet 1.1).
        settings: the common ones; Ashby has no options of its own.

    Raises:
        SettingError: the credential lacks its key or holds others, an option is given, or ``base_url``
            is no address.
    """
    api_key = credential.get("api_key", "")
    _check_credential(credential, api_key)
    if settings.options:
        raise SettingError(
            f"unknown option {min(settings.options)!r}",
            where="settings.options",
            hint="Ashby has no options of its own; remove it.",
        )
    api = AshbyApi(runtime, api_key, base_url=settings.base_url)
    return AshbyConnector(Connection(api=api, runtime=runtime, settings=settings))


def _check_credential(credential: Mapping[str, str], api_key: str) -> None:
    unknown = sorted(set(credential) - {"api_key"})
    if unknown:
        raise SettingError(
            f"unknown key {unknown[0]!r}",
            where="credential",
            hint="An Ashby credential has exactly one key: api_key.",
        )
    printable = isinstance(api_key, str) and api_key.isascii() and api_key.isprintable()
    if not api_key or not printable or api_key != api_key.strip() or ":" in api_key:
        raise SettingError(
            "the API key is missing or holds characters that no key has",
            where="credential.api_key",
            hint="Copy the key from Ashby (Admin, Integrations, API Keys) once more.",
        )
