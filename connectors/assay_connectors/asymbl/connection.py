"""What every part of the Asymbl connector works with, and the check of what a customer entered."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from assay.connector import Runtime, Settings
from assay.errors import SettingError
from assay_connectors.asymbl.address import origin
from assay_connectors.asymbl.api import SalesforceApi
from assay_connectors.asymbl.options import Options, options_of
from assay_connectors.asymbl.schema import Org
from assay_connectors.asymbl.session import Grant

REQUIRED: Final = ("subdomain", "client_id", "client_secret")
OPTIONAL: Final = ("refresh_token",)


@dataclass(frozen=True, slots=True, kw_only=True)
class Connection:
    """One connected Salesforce org."""

    api: SalesforceApi
    origin: str
    """Address of the org as people know it."""
    runtime: Runtime
    settings: Settings
    options: Options

    def org(self) -> Org:
        """What is known of the org; nothing yet. One for each run and action, for access changes."""
        return Org(self.api, self.options.names)


def connection(runtime: Runtime, credential: Mapping[str, str], settings: Settings) -> Connection:
    """Check what the customer entered; makes no request.

    Raises:
        SettingError: a key of the credential is missing, unknown or malformed, or an option is.
    """
    known = (*REQUIRED, *OPTIONAL)
    for key in sorted(set(credential) - set(known)):
        raise SettingError(
            f"unknown key {key!r}", where="credential", hint=f"Asymbl has: {', '.join(known)}."
        )
    address = origin(_entered(credential, "subdomain"))
    grant = Grant(
        client_id=_entered(credential, "client_id"),
        client_secret=_entered(credential, "client_secret"),
        refresh_token=credential.get("refresh_token") or None,
    )
    api = SalesforceApi(runtime, settings.base_url or address, grant, page_size=settings.page_size)
    options = options_of(settings.options)
    return Connection(api=api, origin=address, runtime=runtime, settings=settings, options=options)


def _entered(credential: Mapping[str, str], key: str) -> str:
    value = credential.get(key, "")
    text = value.strip() if isinstance(value, str) else ""
    if not text or not text.isascii() or not text.isprintable() or " " in text:
        raise SettingError(
            f"{key} is missing or holds characters that none has",
            where=f"credential.{key}",
            hint="Copy it from Salesforce once more; the connection guide says where it stands.",
        )
    return text
