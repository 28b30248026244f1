"""Typed access to one object of Ashby's. Source: ashby sheet 2 [D]."""

from assay_connectors import payload
from assay_connectors.payload import day_of

__all__ = ["Payload", "day_of"]


class Payload(payload.Payload):
    """An object as Ashby gives it; every call is a POST."""

    __slots__ = ()
    vendor = "Ashby"
    method = "POST"
