"""What an API key says of its own life. Source: flatchr sheet 1.2 [D/C].

Keys live 365 days and Flatchr warns 15 days before the end. Keys seen in client code are JWTs that carry
their expiry; a key of any other kind says nothing, and that is no fault.
"""

import base64
import binascii
from datetime import UTC, datetime, timedelta
from typing import Final

import orjson

WARNING_BEFORE: Final = timedelta(days=15)
_PARTS_OF_A_JWT: Final = 3


def expires_at(api_key: str) -> datetime | None:
    """When the key stops working, if it can be read from it."""
    parts = api_key.split(".")
    if len(parts) != _PARTS_OF_A_JWT:
        return None
    try:
        claims = orjson.loads(base64.urlsafe_b64decode(parts[1] + "=" * (-len(parts[1]) % 4)))
        expiry = claims.get("exp") if isinstance(claims, dict) else None
        if isinstance(expiry, bool) or not isinstance(expiry, int | float):
            return None
        return datetime.fromtimestamp(expiry, UTC)
    except (binascii.Error, ValueError, OverflowError, OSError):
        return None


def expiry_warning(api_key: str, now: datetime) -> str | None:
    """What the customer should hear of the key's end; None while it is far away or unknown."""
    expiry = expires_at(api_key)
    if expiry is None or expiry - now >= WARNING_BEFORE:
        return None
    return (
        f"the Flatchr API key expires on {expiry.date().isoformat()}; make a new one in Flatchr "
        "(Advanced settings > Advanced > API) and connect again before that day"
    )
