"""Committed coverage docs are what the committed results give."""

import pytest

from assay import discover
from assay.cli.publishing import documents_of, read_all, stale

from .checkout import ROOT

REPORTS = ROOT / "reports"


def test_the_committed_docs_are_what_the_committed_results_give(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(discover, "checkout", lambda: ROOT)  # also where the wheel is what is tested
    made = documents_of(REPORTS, read_all(REPORTS))

    assert ROOT / "README.md" in made
    assert stale(REPORTS, made) == []
