"""Every model, field, action, input and feature of the published pages is promised, and nothing more."""

from pathlib import Path

import pytest

from assay.contract import Contract, CoveragePage, clauses_of, difference, import_page, load_contracts

ROOT = Path(__file__).parents[2]
PAGES = ROOT.parent / "shared" / "seeds"
PUBLISHED = ("ashby", "asymbl", "avionte", "flatchr", "recruitee")
"""Connectors with a published page."""

needs_pages = pytest.mark.skipif(
    not PAGES.is_dir(), reason=f"the published pages are not ours to copy; none found at {PAGES}"
)


def pages() -> dict[str, CoveragePage]:
    read = [import_page(file.read_text(), file.name) for file in sorted(PAGES.iterdir())]
    return {page.connector: page for page in read}


def contracts() -> dict[str, Contract]:
    return load_contracts(ROOT / "contracts" / "assay_contracts")


@needs_pages
@pytest.mark.parametrize("connector", PUBLISHED)
def test_a_contract_promises_what_its_page_promises_and_nothing_more(connector: str) -> None:
    page, contract = pages()[connector], contracts()[connector]

    assert difference(page, contract) == []
    assert page.name == contract.name


@needs_pages
def test_the_five_pages_hold_the_expected_totals() -> None:
    kinds = [kind for page in pages().values() for kind, _, _ in page.entries()]

    counts = {kind: kinds.count(kind) for kind in ("model", "field", "action", "input", "feature")}
    assert counts == {"model": 53, "field": 524, "action": 39, "input": 266, "feature": 49}


def test_the_contracts_alone_hold_the_expected_totals() -> None:
    kinds = [clause.kind for connector in PUBLISHED for clause in clauses_of(contracts()[connector])]

    counts = {kind: kinds.count(kind) for kind in ("model", "field", "action", "input", "feature")}
    assert counts == {"model": 53, "field": 524, "action": 39, "input": 266, "feature": 49}
