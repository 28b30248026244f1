"""The register of Ashby's scenarios, and the credentials they use. Scopes: ashby sheet 6.1."""

from assay.scenario import Register

SCOPES = (
    "jobs:read",
    "candidates:read",
    "candidates:write",
    "interviews:read",
    "hiringProcessMetadata:read",
    "hiringProcessMetadata:write",
    "organization:read",
    "offers:read",
    "apiKeys:read",
    "apiKeys:write",
)
"""What the full connector needs."""
SWITCHES = ("confidential", "private_fields")

REGISTER = Register()


def _key(name: str, *, without: tuple[str, ...] = (), switches: tuple[str, ...] = SWITCHES) -> None:
    REGISTER.credential(
        name,
        {"api_key": f"assay-invented-key-{name}"},
        scopes=[scope for scope in SCOPES if scope not in without],
        switches=list(switches),
    )


_key("full")
_key("without-organization", without=("organization:read",))
_key("without-interviews", without=("interviews:read",))
_key("without-candidates-write", without=("candidates:write",))
_key("without-api-keys", without=("apiKeys:read", "offers:read"))
_key("without-confidential", switches=("private_fields",))
