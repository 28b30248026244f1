"""The register of Asymbl's scenarios, and the credentials they use. Profiles of users: asymbl sheet 6."""

from typing import Any

from assay.scenario import Register

SUBDOMAIN = "acme"
ORIGIN = f"https://{SUBDOMAIN}.my.salesforce.com"
DATA = "/services/data/v63.0"
"""What paths of the REST interface begin with."""

REGISTER = Register()


def app(name: str, *, subdomain: str = SUBDOMAIN, profile: str = "full", **grants: Any) -> str:
    """Name a connected app whose run-as user has a profile; ``grants`` take away more. Returns the name."""
    REGISTER.credential(name, _values(name, subdomain), profile=profile, **grants)
    return name


def _values(name: str, subdomain: str = SUBDOMAIN) -> dict[str, str]:
    return {
        "subdomain": subdomain,
        "client_id": f"3MVG9assayInvented{''.join(part.title() for part in name.split('-'))}",
        "client_secret": f"assay-invented-consumer-secret-{name}",
    }


app("full")
app("no-job-read", profile="no_job_read")
app("no-package", profile="no_package")
app("no-api", profile="no_api")
app("no-contact-create", profile="no_contact_create")
app("no-applicant-edit", profile="no_applicant_edit")
app("hidden-fields", profile="hidden_fields")
app("readonly-fields", profile="readonly_fields")
app("narrow-sharing", profile="narrow_sharing")
app("quota-used", profile="quota_used")

OWN_FIELDS = {
    "ats_jobs": (
        "Cost centre",
        "Headcount",
        "Backfill",
        "Target start",
        "Level",
        "Hiring markets",
        "Briefing",
    ),
    "ats_candidates": (
        "Notice period",
        "Years of experience",
        "Willing to relocate",
        "Available from",
        "Languages",
        "Portfolio",
        "Seniority",
    ),
    "ats_applications": ("Screening score", "Panel summary", "Fast track"),
}
"""Model -> labels of the customer's own fields of its object."""
CHECKBOXES = {
    "ats_jobs": ("Backfill",),
    "ats_candidates": ("Willing to relocate",),
    "ats_applications": ("Fast track",),
}
"""Those of them that are either ticked or not."""
LISTS = {
    "Hiring markets": ("DACH", "Iberia", "日本", "Nordics"),
    "Languages": ("English", "Deutsch", "Português", "日本語", "Français"),
}
"""Those of which several values can be chosen, with the values in their order."""


def api_name(label: str) -> str:
    """What the customer's org calls a field of its own: ``Cost_centre__c`` (asymbl sheet 1.4)."""
    return f"{label.replace(' ', '_')}__c"


MAPPED = {
    model.removeprefix("ats_"): {label: api_name(label) for label in labels}
    for model, labels in OWN_FIELDS.items()
}
"""The setting ``custom_fields`` that maps them all, each under its label."""
