"""The register of Avionté's scenarios, and the credentials they use. Source: avionte sheet 1.2, 6."""

from assay.scenario import Register

TENANT = "acme"
TENANT_ID = "3051"
API = "front-office-v1"
"""What the one interface is called when calls are passed through (7.10)."""

REGISTER = Register()


def _partner(name: str, **tenant: str) -> dict[str, str]:
    """A partner's key and client, and the tenant as far as it is given."""
    return {
        "api_key": f"AssayInventedKey{name.title().replace('-', '')}0000",
        "client_id": f"partner.api.assay-{name}",
        "client_secret": f"assay-invented-secret-{name}",
        **tenant,
    }


_BOTH = {"tenant": TENANT, "front_office_tenant_id": TENANT_ID}

REGISTER.credential("full", _partner("full", **_BOTH))
REGISTER.credential("tenant-code", _partner("tenant-code", tenant=TENANT))
"""The front office tenant id is not known (1.4)."""
REGISTER.credential("unknown", _partner("nobody-granted", **_BOTH), unknown=True)
"""A key that the gateway does not know."""
REGISTER.credential("other-tenant", _partner("other-tenant", front_office_tenant_id="3077"), tenants=[TENANT])
"""The tenant of another customer, which the partner was not let into."""
