"""How a customer connects Recruitee: prerequisites, steps, credential form, permissions; machine-readable.

A token has no scopes of its own: it may do what the hiring role of its user may (recruitee sheet 6). The
permissions shown are the abilities that the scope test looks for, from one list
(:data:`~assay_connectors.recruitee.permissions.PERMISSIONS`).
Source: recruitee sheet 1.1, 6, 7.3.
"""

from typing import Final

from assay.connector import CredentialField, Guide
from assay_connectors.recruitee.permissions import PERMISSIONS

GUIDE: Final = Guide(
    title="Connect Recruitee",
    prerequisites=(
        "You have a paid or trial Recruitee account.",
        "The user who makes the token sees all jobs, not only assigned ones, and all candidates.",
        "That user may edit candidates, manage tags and sources, and see interviews of others.",
        "Screening questions are read from the public careers site, so it must be reachable.",
        'For automatic webhook setup the user has the ability "Manage webhooks".',
        "Best use a service user of its own: what is written through the token carries that user's name.",
    ),
    steps=(
        "In Recruitee, open Settings > Apps and plugins > Personal API tokens.",
        'Choose "+ New token", name the token after this integration and confirm your password.',
        "Copy the token; only you can see it.",
        'On the same page, copy the number of your company under "Current company details".',
        "Take the sub-domain from the address of your careers site: acme of https://acme.recruitee.com.",
        "Paste token, company number and sub-domain into the form.",
        "If webhooks cannot be set up automatically, add one under Settings > Apps and plugins > Webhooks.",
    ),
    credential_fields=(
        CredentialField(
            name="api_token",
            label="Personal API token",
            secret=True,
            help="It does not expire, but dies when it is revoked or its user is removed.",
        ),
        CredentialField(
            name="company_id",
            label="Company number",
            secret=False,
            help="Digits only. The sub-domain or a whole host name does not work everywhere.",
        ),
        CredentialField(
            name="subdomain",
            label="Sub-domain of the careers site",
            secret=False,
            required=False,
            help="Without it, screening questions and answers are found through the address of a job.",
        ),
    ),
    permissions=PERMISSIONS,
)
