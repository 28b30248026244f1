from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from assay.wire.cassette import Cassette, CassetteHeader, write_cassette
from assay.wire.exchange import Exchange, RecordedRequest, RecordedResponse

JSON = {"content-type": "application/json"}


@pytest.fixture
def header() -> Callable[..., CassetteHeader]:
    def make(**changes: Any) -> CassetteHeader:
        plain = {
            "connector": "acme",
            "scenario": "full-sync",
            "origin": "sandbox",
            "source": "assay sandbox acme",
            "recorded_at": "2026-06-15",
        }
        return CassetteHeader(**{**plain, **changes})

    return make


@pytest.fixture
def asked() -> Callable[..., Exchange]:
    """``asked(body, answer)``: a POST of JSON (or anything else) and what was answered."""

    def make(
        body: bytes = b"{}",
        answer: bytes = b'{"success":true}',
        *,
        url: str = "https://api.acme.example/candidate.list",
        method: str = "POST",
        status: int = 200,
        headers: dict[str, str] | None = None,
        answer_headers: dict[str, str] | None = None,
    ) -> Exchange:
        return Exchange(
            RecordedRequest(method, url, JSON if headers is None else headers, body),
            RecordedResponse(status, JSON if answer_headers is None else answer_headers, answer),
        )

    return make


@pytest.fixture
def cassette(tmp_path: Path, header: Callable[..., CassetteHeader]) -> Callable[..., Cassette]:
    """``cassette(exchanges, **header)``: written and read back."""

    def make(exchanges: Sequence[Exchange] = (), **changes: Any) -> Cassette:
        head = header(**changes)
        path = tmp_path / "cassettes" / head.connector / f"{head.scenario}.json"
        write_cassette(path, head, exchanges)
        return Cassette.load(path)

    return make
