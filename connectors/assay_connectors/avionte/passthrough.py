"""Forwards calls in Avionté's own words, with our token, key and tenant; each is billed. Sheet 7.10."""

from dataclasses import replace
from typing import Final

from assay.connector import PassthroughRequest, PassthroughResponse
from assay.errors import InputError
from assay_connectors.avionte.connection import Connection
from assay_connectors.avionte.register import PREFIX
from assay_connectors.passing import answered, asked

API: Final = "front-office-v1"
APIS: Final = (API, "v1")
"""The vendor's one interface; the second name is what callers say who name none."""
EXAMPLE: Final = "/talent/70110022"

_OURS: Final = frozenset({"authorization", "x-api-key", "tenant", "frontofficetenantid", "requestid"})
"""Headers of a caller's that are replaced by ours (sheet 7.10)."""


def forward(connection: Connection, request: PassthroughRequest) -> PassthroughResponse:
    """Send the call; any status of the vendor is an answer.

    Raises:
        InputError: unknown interface, a path that could leave it, or a header that is not the caller's.
        VendorUnavailableError: no answer came.
    """
    if request.api not in APIS:
        raise InputError(f"Avionté has no interface {request.api!r}", hint=f"Its interface is {API}.")
    headers = {name: value for name, value in request.headers.items() if name.lower() not in _OURS}
    call = asked(replace(request, headers=headers), below=PREFIX, example=EXAMPLE)
    answer = connection.api.client.send(call)
    return answered(answer, connection.api.secrets)
