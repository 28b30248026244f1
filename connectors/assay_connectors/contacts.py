"""How contacts are written, whoever the vendor is. Source: unified API section 1.8."""

import re

_EMAIL = re.compile(r"[\w'+\-]+(\.[\w'+\-]+)*@[a-z0-9\-]+(\.[a-z0-9\-]+)*\.[a-z]{2,}", re.IGNORECASE)


def valid_email(address: str | None) -> str | None:
    """The address, or None when it is none."""
    if address is None or not _EMAIL.fullmatch(address):
        return None
    return address
