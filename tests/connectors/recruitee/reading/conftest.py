"""The samples of the sheet, as JSON."""

import json
from pathlib import Path
from typing import Any

import pytest

_SAMPLES = json.loads(Path(__file__).with_name("samples.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def samples() -> dict[str, Any]:
    """An offer, a candidate, an interview event and a job of the careers site."""
    return dict(_SAMPLES)
