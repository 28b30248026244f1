"""Forwards calls in Ashby's own words, with the stored key. Source: ashby sheet 7.3, unified API 4.2.

The answer comes back as it is, a refusal with status 200 too; only the key is taken out, should the
vendor repeat it.
"""

import base64
from typing import Final

import httpx

from assay.connector import PassthroughRequest, PassthroughResponse
from assay.errors import InputError
from assay_connectors.ashby.connection import Connection
from assay_connectors.passing import answered, asked

API: Final = "v1"
"""The one interface of Ashby."""
EXAMPLE: Final = "/candidate.info"


def forward(connection: Connection, request: PassthroughRequest) -> PassthroughResponse:
    """Send the call; any status of the vendor is an answer.

    Raises:
        InputError: unknown interface, a path that could leave the API, or a header that is not the caller's.
        VendorUnavailableError: no answer came.
    """
    if request.api != API:
        raise InputError(f"Ashby has no interface {request.api!r}", hint=f"The only one is {API!r}.")
    answer = connection.api.client.send(asked(request, example=EXAMPLE))
    return answered(answer, _secrets(answer.request))


def _secrets(request: httpx.Request) -> tuple[str, ...]:
    """The credential as it was sent, and the key in it: Basic, base64 of "<key>:" (sheet 1.1)."""
    token = request.headers.get("Authorization", "").partition(" ")[2]
    key = base64.b64decode(token).decode().removesuffix(":")
    return (token, key)
