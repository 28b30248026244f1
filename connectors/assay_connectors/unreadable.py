"""Answers that say success and cannot be used."""

import httpx

from assay.errors import ConnectorError, VendorNonsenseError, VendorUnavailableError
from assay_connectors.client import Call


def unreadable(vendor: str, call: Call, response: httpx.Response, found: str) -> ConnectorError:
    """The error for it: of a write nobody knows then whether it took effect.

    Args:
        vendor: its name, as people write it.
        call: what was asked.
        response: the answer.
        found: what is wrong with it.
    """
    if not call.idempotent:
        return VendorUnavailableError(
            f"the answer to a write cannot be read: {found} (HTTP {response.status_code})",
            status=response.status_code,
            request=call.name,
            hint="Look whether it took effect before sending it again.",
            detail={"outcome_unknown": True},
        )
    return VendorNonsenseError(
        f"the answer is outside what {vendor} documents: {found} (HTTP {response.status_code})",
        status=response.status_code,
        request=call.name,
    )
