"""Where one Salesforce org is. What a customer enters must not lead anywhere but to Salesforce.

Source: asymbl sheet 1.1 [D/A].
"""

import re
from typing import Final

from assay.errors import SettingError

API_VERSION: Final = "v63.0"
"""Source: asymbl sheet 1.1 [D]."""
DATA: Final = f"/services/data/{API_VERSION}"
LOGIN_HOSTS: Final = ("login", "test")
"""Hosts for people and other flows: an org is not reached there, and Salesforce says so (1.2)."""

_SUBDOMAIN: Final = re.compile(
    r"[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.(sandbox|develop|scratch|trailblaze|demo|patch))?"
)
_SUFFIXES: Final = (".my.salesforce.com", ".salesforce.com")


def origin(subdomain: str) -> str:
    """``acme`` -> ``https://acme.my.salesforce.com``; the whole host name or address will do as well.

    Raises:
        SettingError: it is not the sub-domain of an org.
    """
    label = subdomain.strip().lower().removeprefix("https://").rstrip("/")
    for suffix in _SUFFIXES:
        label = label.removesuffix(suffix)
    if not _SUBDOMAIN.fullmatch(label):
        raise SettingError(
            "the sub-domain is not the My Domain of a Salesforce org",
            where="credential.subdomain",
            hint="Enter what stands before .my.salesforce.com: acme of https://acme.my.salesforce.com.",
        )
    return f"https://{label}.salesforce.com" if label in LOGIN_HOSTS else f"https://{label}.my.salesforce.com"
