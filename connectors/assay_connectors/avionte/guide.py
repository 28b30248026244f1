"""How a customer connects Avionté: prerequisites, steps, credential form; machine-readable.

There is no screen for consent, and no permission that could be tested.
Source: avionte sheet 1.2, 5, 6.
"""

from typing import Final

from assay.connector import CredentialField, Guide

GUIDE: Final = Guide(
    title="Connect Avionté",
    prerequisites=(
        "You have a partnership with Avionté: your integration is certified.",
        "Avionté has given you, the partner, an API key, a client id and a client secret.",
        "The customer uses AviontéBOLD and has agreed that Avionté opens its tenant to your integration.",
        "You know the customer's tenant code, and best also its front office tenant id.",
        "Avionté bills calls by their number: choose the jobs that are to be synced.",
    ),
    steps=(
        "Ask the customer for the tenant code: acme, if its people open acme.myavionte.com.",
        "Ask Avionté for the front office tenant id of that tenant; webhooks carry nothing but this number.",
        "Enter API key, client id, client secret, tenant code and front office tenant id into the form.",
        "In the settings, choose the user who owns created talents, their status, and their branch.",
        "Order webhooks from Avionté by mail: name the address of our receiver, a secret, and the events.",
        "Those about talents are talent_created, talent_saved, talent_merged and talent_submitted.",
        "Add those about the pipeline, job_created, job_updated, placement_started and placement_updated.",
        "Select the jobs that are to be synced and start the first sync by hand.",
    ),
    credential_fields=(
        CredentialField(
            name="api_key",
            label="API key",
            secret=True,
            help="The partner's key; Avionté's gateway wants it with every call.",
        ),
        CredentialField(
            name="client_id",
            label="Client id",
            secret=False,
            help="Looks like partner.api.yourname.",
        ),
        CredentialField(
            name="client_secret",
            label="Client secret",
            secret=True,
        ),
        CredentialField(
            name="tenant",
            label="Tenant code",
            secret=False,
            required=False,
            help="The short name of the tenant. Needed unless the front office tenant id is given.",
        ),
        CredentialField(
            name="front_office_tenant_id",
            label="Front office tenant id",
            secret=False,
            required=False,
            help="A number. Avionté prefers it to the tenant code, and webhooks are assigned by it.",
        ),
    ),
    permissions=(),
)
"""Avionté has one permission for everything, so that there is none to look for."""
