"""How a customer connects Ashby: prerequisites, steps, credential form, permissions; machine-readable.

The permissions shown are those the scope test looks for, from one list (:data:`PERMISSIONS`).
Source: ashby sheet 1.1, 6.1, 7.3.
"""

from typing import Final

from assay.connector import CredentialField, Guide

PERMISSIONS: Final = (
    "apiKeys:read",
    "apiKeys:write",
    "organization:read",
    "jobs:read",
    "candidates:read",
    "candidates:write",
    "hiringProcessMetadata:read",
    "hiringProcessMetadata:write",
    "interviews:read",
    "offers:read",
)
"""Scope strings of everything this connector reads and writes, as ``apiKey.info`` spells them (sheet 6.1)."""

GUIDE: Final = Guide(
    title="Connect Ashby",
    prerequisites=(
        "You sign in to Ashby as an Organization Admin.",
        "You may create API keys (Admin > Integrations > API Keys).",
        "For automatic webhook setup the key may write API key settings (apiKeys:write).",
    ),
    steps=(
        "In Ashby, open Admin > Integrations > API Keys and choose New.",
        "Name the key after this integration, so that others see what it is for.",
        "Tick read for jobs, candidates, interviews, hiring process metadata, organization, offers, keys.",
        "Tick write for candidates, hiring process metadata, keys.",
        "Switch on confidential jobs and private fields if they may be read; else Ashby leaves them out.",
        "To attribute created candidates automatically, link a default source to the key.",
        "Copy the key (Ashby shows it once) and paste it into the form.",
    ),
    credential_fields=(
        CredentialField(
            name="api_key",
            label="API key",
            secret=True,
            help="The key as Ashby shows it when it is created; it does not expire.",
        ),
    ),
    permissions=PERMISSIONS,
)
