"""Ids of the unified API: 24 characters of base58, stable for the same connection and remote id.

Source: unified API 1.7. The shape and the stability are documented; the recipe is ours.
"""

import hashlib

ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
"""Base58: no 0, O, I, l."""
LENGTH = 24
PATTERN = rf"^[1-9A-HJ-NP-Za-km-z]{{{LENGTH}}}$"


def integration_id(slug: str, connection: str) -> str:
    """Id of one connection of a customer, ``ashby:<24 characters>``."""
    return slug + ":" + _base58(f"{slug}\n{connection}")


def record_id(integration: str, remote_id: str) -> str:
    """Id of a record; two models of one integration that share a remote id share the id (unified API 1.7)."""
    return _base58(f"{integration}\n{remote_id}")


def join_id(integration: str, store_id: str, *parent_ids: str) -> str:
    """Id of a join row, made from the unified ids of its parents."""
    return _base58("\n".join((integration, store_id, *parent_ids)))


def _base58(text: str) -> str:
    number = int.from_bytes(hashlib.sha256(text.encode()).digest())
    digits = []
    for _ in range(LENGTH):
        number, digit = divmod(number, len(ALPHABET))
        digits.append(ALPHABET[digit])
    return "".join(digits)
