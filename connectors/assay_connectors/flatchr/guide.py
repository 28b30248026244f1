"""How a customer connects Flatchr: prerequisites, steps, credential form; machine-readable.

Keys have no permissions, so the guide names none. Source: flatchr sheet 1.2, 7.8.
"""

from typing import Final

from assay.connector import CredentialField, Guide

GUIDE: Final = Guide(
    title="Connect Flatchr",
    prerequisites=(
        "You have a paid Flatchr account.",
        "You sign in as a user who can open Advanced settings > Advanced > API.",
        "At least one vacancy is published on your career site, so that site and key can be compared.",
        "Job boards only: Flatchr has issued you an offerer id, which goes into the settings.",
    ),
    steps=(
        "In Flatchr, open Advanced settings > Advanced > API.",
        "Create a key and name it after this integration; it is valid for 365 days.",
        "Copy the API key and paste it into the form.",
        "Copy the company key from the same page and paste it into the form.",
        "Open Advanced settings > Advanced > sub-domain configuration and copy the name of your career site.",
        "Note the day on which the key expires: Flatchr does not renew it, a new one has to be made before.",
    ),
    credential_fields=(
        CredentialField(
            name="api_key",
            label="API key",
            secret=True,
            help="Expires after 365 days; Flatchr warns 15 days before.",
        ),
        CredentialField(
            name="company_key",
            label="Company key",
            secret=False,
            help="The 16 characters beside the API keys, e.g. Q7mXp2LdR9vTbK3w.",
        ),
        CredentialField(
            name="slug",
            label="Career site",
            secret=False,
            help="The name of your career site: acme, if its address is acme.flatchr.io.",
        ),
    ),
    permissions=(),
)
"""Nothing but the key is needed; see :mod:`assay_connectors.flatchr.checking` for how it is checked."""
