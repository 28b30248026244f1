"""Forwards calls in Salesforce's own words, with the token of the connection. Source: asymbl sheet 7.5."""

from dataclasses import replace
from typing import Final

from assay.connector import PassthroughRequest, PassthroughResponse
from assay.errors import InputError
from assay_connectors.asymbl.connection import Connection
from assay_connectors.passing import answered, asked

API: Final = "v63"
EXAMPLE: Final = "/services/data/v63.0/limits"


def forward(connection: Connection, request: PassthroughRequest) -> PassthroughResponse:
    """Send the call to the org; any status is an answer, and a file comes as base64.

    An Authorization header of the caller's is dropped: ours is sent.

    Raises:
        InputError: unknown interface, a path that could leave the host, or a header that is not the caller's.
        CredentialError: there is no token to be had.
        VendorUnavailableError: no answer came.
    """
    if request.api != API:
        raise InputError(f"Asymbl has no interface {request.api!r}", hint=f"There is {API}.")
    headers = {name: value for name, value in request.headers.items() if name.lower() != "authorization"}
    call = asked(replace(request, headers=headers), example=EXAMPLE)
    answer = connection.api.send(call)
    session = connection.api.session
    secrets = (session.token or "", session.grant.client_secret, session.grant.refresh_token or "")
    return answered(answer, secrets, files_as_base64=True)
