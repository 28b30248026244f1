"""Forwards calls in Flatchr's own words to either of its hosts, with the stored key.

Downloads of CVs are limited to one per second and company: no two are under way at once, and one that is
refused for its rate is repeated after a second at the earliest, as any read is.
Source: flatchr sheet 7.8, 1.5.
"""

from typing import Final

from assay.connector import PassthroughRequest, PassthroughResponse
from assay.errors import InputError
from assay_connectors.flatchr.connection import Connection
from assay_connectors.passing import answered, asked

APIS: Final = {"api": False, "career": True}
"""Name of an interface -> whether it is the careers host."""
EXAMPLE: Final = "/company/{company key}/tasks"
_KEY_PARAMETER: Final = "token"


def forward(connection: Connection, request: PassthroughRequest) -> PassthroughResponse:
    """Send the call; any status of the vendor is an answer.

    Raises:
        InputError: unknown interface, a path that could leave the host, or a header or parameter that is not
            the caller's.
        VendorUnavailableError: no answer came.
    """
    careers = APIS.get(request.api)
    if careers is None:
        raise InputError(
            f"Flatchr has no interface {request.api!r}", hint=f"It has {' and '.join(map(repr, APIS))}."
        )
    if _KEY_PARAMETER in {name.lower() for name in request.params}:
        raise InputError("the key is added by the connector", hint="Leave the parameter token out.")
    answer = connection.api.send(asked(request, example=EXAMPLE), careers=careers)
    return answered(answer, (connection.api.api_key,))
