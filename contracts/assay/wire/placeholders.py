"""What stands in a recording where a secret stood: same secret, same placeholder; nothing to learn from it.

A placeholder keeps the format (a JWT stays a JWT, hex stays hex, a UUID stays a UUID, anything else
becomes text safe in URLs) and the length, up to a limit. It shows what it is, so redacting twice
changes nothing and recorded data can be searched for secrets that were missed.
"""

import base64
import binascii
import hashlib
import hmac
import re

import orjson

MARK = "redacted-"
HEX_MARK = "5ec2e7"
SHORTEST, LONGEST = 17, 512
"""Length of a text placeholder, in characters; between them the length is that of the secret."""

_PLACEHOLDER = re.compile(
    r"redacted-[a-z0-9-]+|5ec2e7[0-9a-f]{2,}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|5ec2e7[0-9a-f]{10,}"
)
_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", re.IGNORECASE)
_HEX = re.compile(r"[0-9a-f]{16,}", re.IGNORECASE)
_JWT = re.compile(r"eyJ[\w-]+\.[\w-]+\.[\w-]*")
_JWT_HEAD = "eyJhbGciOiJub25lIn0"  # {"alg":"none"}
_UUID_CUTS = (8, 12, 16, 20, 32)


def is_placeholder(text: str) -> bool:
    """Whether the text was made by this module."""
    return _PLACEHOLDER.fullmatch(text.lower()) is not None or _is_jwt_placeholder(text)


def for_name(name: str) -> str:
    """Placeholder of a credential that has a name; it says nothing about the credential itself."""
    return MARK + (re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-") or "secret")


def for_value(secret: str, salt: str) -> str:
    """Placeholder of a secret that is told apart from others by its value, as random tokens are."""
    if is_placeholder(secret):
        return secret
    if _JWT.fullmatch(secret):
        payload = orjson.dumps({"redacted": digits(secret, salt, 16)})
        return f"{_JWT_HEAD}.{_b64url(payload)}.redacted"
    if _UUID.fullmatch(secret):
        text = HEX_MARK + digits(secret, salt, 26)
        parts = [text[a:b] for a, b in zip((0, *_UUID_CUTS), _UUID_CUTS, strict=False)]
        return _in_case_of(secret, "-".join(parts))
    if _HEX.fullmatch(secret):
        return _in_case_of(secret, HEX_MARK + digits(secret, salt, len(secret) - len(HEX_MARK)))
    length = min(max(len(secret), SHORTEST), LONGEST)
    return MARK + letters(secret, salt, length - len(MARK))


def digits(text: str, salt: str, count: int) -> str:
    """``count`` hex digits that depend on text and salt alone."""
    return _stream(text, salt, count).hex()[:count]


def letters(text: str, salt: str, count: int) -> str:
    """``count`` characters of a-z and 2-7 that depend on text and salt alone."""
    return base64.b32encode(_stream(text, salt, count)).decode().lower().rstrip("=")[:count]


def number(text: str, salt: str) -> int:
    """A large number that depends on text and salt alone."""
    return int.from_bytes(_stream(text, salt, 16)[:16], "big")


def _stream(text: str, salt: str, count: int) -> bytes:
    key, message = salt.encode(), text.encode(errors="surrogatepass")
    blocks = range(count // 32 + 1)
    return b"".join(hmac.digest(key, bytes([block % 256]) + message, hashlib.sha256) for block in blocks)


def _in_case_of(model: str, text: str) -> str:
    return text.upper() if model.upper() == model and model.lower() != model else text


def _b64url(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def _is_jwt_placeholder(text: str) -> bool:
    head, _, rest = text.partition(".")
    if head != _JWT_HEAD or not rest.endswith(".redacted"):
        return False
    payload = rest.removesuffix(".redacted")
    try:
        value = orjson.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
    except (binascii.Error, ValueError):
        return False
    return isinstance(value, dict) and value.keys() == {"redacted"}
