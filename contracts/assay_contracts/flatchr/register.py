"""The register of Flatchr's scenarios, and the credentials they use. Source: flatchr sheet 1.2.

Keys have no permissions; they differ in whose they are and in when they were made.
"""

import base64
import json
from datetime import UTC, datetime, timedelta

from assay.clock import START
from assay.scenario import Register

COMPANY_KEY = "Q7mXp2LdR9vTbK3w"
SLUG = "acme"
OTHER_COMPANY_KEY, OTHER_SLUG = "Zd5HfT8yKb2WnR6s", "atelier-boreal"
"""Another company of the vendor."""
API, CAREERS = "https://api.flatchr.io", "https://careers.flatchr.io"
OTHER_API, OTHER_CAREERS = "https://api.demo.flatchr.io", "https://careers.demo.flatchr.io"
"""The vendor's test environment (1.1 [C]); the name of its careers host is our guess."""
LIFETIME = timedelta(days=365)

REGISTER = Register()


def key_made(days_ago: float) -> str:
    """An invented key as the vendor's look: a token that says when it was made and when it ends (1.2 [C])."""
    made = datetime.fromisoformat(START.isoformat()).astimezone(UTC) - timedelta(days=days_ago)
    claims = {"id": 412, "iat": int(made.timestamp()), "exp": int((made + LIFETIME).timestamp())}
    parts = ({"alg": "HS256", "typ": "JWT"}, claims)
    encoded = (base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=").decode() for part in parts)
    return ".".join((*encoded, f"assay-invented-{days_ago:g}"))


def values(api_key: str, *, company_key: str = COMPANY_KEY, slug: str = SLUG) -> dict[str, str]:
    """What a customer enters."""
    return {"api_key": api_key, "company_key": company_key, "slug": slug}


ENDS_SOON_DAYS = 10
"""Days that the key called ``ending`` has left."""

REGISTER.credential("full", values("assay-invented-key-full"))
"""A key that says nothing of its end."""
REGISTER.credential("young", values(key_made(30)))
REGISTER.credential("ending", values(key_made(365 - ENDS_SOON_DAYS)))
REGISTER.credential("expired", values(key_made(366)))
REGISTER.credential("wrong", values("assay-invented-key-nobody-granted"), unknown=True)
REGISTER.credential(
    "of-another-company", values("assay-invented-key-of-another-company"), company=OTHER_COMPANY_KEY
)
"""The company key is ours, the API key is not."""
REGISTER.credential("with-an-unknown-slug", values("assay-invented-key-unknown-slug", slug="nobody-at-all"))
REGISTER.credential("with-another-slug", values("assay-invented-key-other-slug", slug=OTHER_SLUG))
