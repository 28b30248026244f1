"""Repositories with one connector each, made once; whoever changes one puts it back."""

import shutil
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import pytest

from assay.results import read_results
from tests.gate.planted.checkout import ROOT, Checkout

CheckoutOf = Callable[[str], Checkout]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Without git there is nothing to compare with."""
    here = Path(__file__).parent
    for item in items:
        if item.path.parent == here and shutil.which("git") is None:
            item.add_marker(pytest.mark.skip(reason="git is not installed"))


@pytest.fixture(scope="session")
def checkout_of(tmp_path_factory: pytest.TempPathFactory) -> CheckoutOf:
    @cache
    def made(vendor: str) -> Checkout:
        return Checkout.of(tmp_path_factory.mktemp("gate") / vendor, [vendor])

    return made


@pytest.fixture
def checkout(vendor: str, checkout_of: CheckoutOf) -> Iterator[Checkout]:
    found = checkout_of(vendor)
    try:
        yield found
    finally:
        found.restore()


@pytest.fixture(scope="session")
def day() -> str:
    """The day after the last recording, whenever the tests are run."""
    results = (read_results(path) for path in (ROOT / "reports" / "results").glob("*.jsonl"))
    last = max(result.recorded_at for one in results for result in one.results)
    return (date.fromisoformat(last[:10]) + timedelta(days=1)).isoformat()
