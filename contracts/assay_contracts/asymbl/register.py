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
