"""How a customer connects Asymbl: prerequisites, steps, credential form, permissions; machine-readable.

Source: asymbl sheet 1.2, 6, 7.5 Connection Guide.
"""

from typing import Final

from assay.connector import CredentialField, Guide
from assay_connectors.asymbl.permissions import PERMISSIONS

GUIDE: Final = Guide(
    title="Connect Asymbl",
    prerequisites=(
        "Asymbl ATS is installed in your Salesforce org, and the org's edition includes the API.",
        "You may manage connected apps (or external client apps), users and permission sets in Setup.",
        "There is a user as whom we work, best one of its own: what we write carries that user's name.",
        'That user has the permission set "Asymbl ATS User" with its licence, and "API Enabled".',
        "That user sees all jobs, applicants and contacts: what is not shared with it does not exist for us.",
    ),
    steps=(
        "In Salesforce Setup, open App Manager and create a connected app (or external client app).",
        'Enable OAuth for it and add the scope "Manage user data via APIs (api)".',
        'Enable the client-credentials flow, and under Policies choose the user above as "Run As".',
        "Open Manage Consumer Details and copy the consumer key and the consumer secret.",
        "In Setup, open My Domain and copy what stands before .my.salesforce.com.",
        "Paste sub-domain, client id (consumer key) and client secret (consumer secret) into the form.",
        "A new app may take ten minutes until Salesforce knows it; check the connection then.",
    ),
    credential_fields=(
        CredentialField(
            name="subdomain",
            label="My Domain",
            secret=False,
            help="acme, if you work at https://acme.my.salesforce.com; for a sandbox acme--test.sandbox.",
        ),
        CredentialField(
            name="client_id",
            label="Client id",
            secret=False,
            help="The consumer key of the app.",
        ),
        CredentialField(
            name="client_secret",
            label="Client secret",
            secret=True,
            help="The consumer secret of the app.",
        ),
        CredentialField(
            name="refresh_token",
            label="Refresh token",
            secret=True,
            required=False,
            help="Only for customers who connect by signing in; the app must not rotate refresh tokens.",
        ),
    ),
    permissions=PERMISSIONS,
)
