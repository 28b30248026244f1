"""Cassettes as vcrpy reads and writes them.

Register it with ``vcr.VCR(...).register_serializer("assay", serializer)``; then
``use_cassette(path, serializer="assay", record_mode="none")`` replays our files with vcrpy itself.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from assay.errors import CassetteError
from assay.wire.cassette import Cassette
from assay.wire.exchange import Exchange


def deserialize(cassette_string: str) -> dict[str, Any]:
    """Text of a cassette file -> vcrpy's dictionary of interactions. Raises CassetteError."""
    cassette = Cassette.parse(cassette_string.encode(), Path("cassette"))
    return {"version": 1, "interactions": [_interaction(exchange) for exchange in cassette.exchanges]}


def serialize(cassette_dict: Mapping[str, Any]) -> str:
    """Refuse: vcrpy knows neither header nor redaction, so files are written by ``write_cassette`` alone."""
    count = len(cassette_dict.get("interactions", ()))
    raise CassetteError(
        f"vcrpy was about to write a cassette of {count} interactions itself",
        hint="replay with record_mode='none'; record with assay.wire.record.record",
    )


def _interaction(exchange: Exchange) -> dict[str, Any]:
    request, response = exchange.request, exchange.response
    return {
        "request": {
            "method": request.method,
            "uri": request.url,
            "headers": {name: [value] for name, value in request.headers.items()},
            "body": request.body,
        },
        "response": {
            "status": {"code": response.status, "message": response.reason},
            "headers": {name: [value] for name, value in response.headers.items()},
            "body": {"string": response.body},
        },
    }
