"""Forwards calls in Recruitee's own words, with the stored token. Source: recruitee sheet 7.3."""

from typing import Final

from assay.connector import PassthroughRequest, PassthroughResponse
from assay.errors import InputError
from assay_connectors.passing import answered, asked
from assay_connectors.recruitee.connection import Connection

APIS: Final = ("default", "v1")
"""Two names of the one interface below the company."""
EXAMPLE: Final = "/candidates/90551220/notes"


def forward(connection: Connection, request: PassthroughRequest) -> PassthroughResponse:
    """Send the call below the company; any status of the vendor is an answer.

    Raises:
        InputError: unknown interface, a path that could leave the company, or a header that is not the
            caller's.
        VendorUnavailableError: no answer came.
    """
    if request.api not in APIS:
        raise InputError(
            f"Recruitee has no interface {request.api!r}", hint=f"There are {' and '.join(APIS)}."
        )
    call = asked(request, below=connection.api.path(""), example=EXAMPLE)
    answer = connection.api.client.send(call)
    token = answer.request.headers.get("Authorization", "").partition(" ")[2]
    return answered(answer, (token,))
