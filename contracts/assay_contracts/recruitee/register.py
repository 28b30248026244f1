"""The register of Recruitee's scenarios, and the credentials they use. Roles: recruitee sheet 6."""

from assay.player import WEBHOOK_SECRET
from assay.scenario import Register

COMPANY = "41207"
SUBDOMAIN = "acme"
CAREERS = f"https://{SUBDOMAIN}.recruitee.com"

REGISTER = Register()


def _token(name: str, *, role: str = "admin", company_id: str = COMPANY) -> None:
    REGISTER.credential(name, _values(name, company_id), role=role, webhook_secret=WEBHOOK_SECRET)


def _values(name: str, company_id: str = COMPANY) -> dict[str, str]:
    return {
        "api_token": f"assay-invented-token-{name}",
        "company_id": company_id,
        "subdomain": SUBDOMAIN,
    }


_token("full")
_token("recruiter-assigned", role="recruiter_assigned")
_token("reviewer", role="reviewer")
_token("revoked", role="revoked")
_token("sub-domain", company_id=SUBDOMAIN)
_token("full-host-name", company_id=f"{SUBDOMAIN}.recruitee.com")
_token("other-company", company_id="99999")
REGISTER.credential("wrong", _values("nobody-granted"), unknown=True)
"""A token that the vendor does not know."""
REGISTER.credential(
    "without-sub-domain",
    {"api_token": "assay-invented-token-without-sub-domain", "company_id": COMPANY},
    role="admin",
)
"""The sub-domain is to be found out from an offer."""
