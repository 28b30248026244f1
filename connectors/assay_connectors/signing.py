"""Signatures of webhook deliveries. Source: ashby sheet 5.2, recruitee sheet 5."""

import hashlib
import hmac

from assay.errors import CredentialError

__all__ = ["hex_hmac", "verify"]


def hex_hmac(body: bytes, secret: str) -> str:
    """Lower-case hexadecimal HMAC-SHA256 of the raw body."""
    return hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()


def verify(given: str, expected: str, vendor: str) -> None:
    """Compare a signature in constant time.

    Args:
        given: the header as it arrived, which may hold anything; empty when it is missing.
        expected: what the vendor would have sent.
        vendor: name for the message.

    Raises:
        CredentialError: they differ.
    """
    if not hmac.compare_digest(given.encode("utf-8", "surrogateescape"), expected.encode()):
        raise CredentialError(
            "a webhook delivery without a valid signature was refused",
            hint=f"If {vendor} sent it, set up the webhooks again: the secret is not the one in use.",
        )
