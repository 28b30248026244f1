"""Committed coverage docs are what the committed results give."""

from assay.cli.report import read_all
from assay_reports import connector_page, index_page, with_vendors

from .checkout import ROOT

REPORTS = ROOT / "reports"


def test_the_page_of_every_connector_is_current() -> None:
    for results in read_all(REPORTS):
        [slug] = results.connectors
        assert (REPORTS / f"{slug}.md").read_text("utf-8") == connector_page(results)


def test_the_index_and_the_table_of_the_readme_are_current() -> None:
    readme, every = (ROOT / "README.md").read_text("utf-8"), read_all(REPORTS)

    assert (REPORTS / "README.md").read_text("utf-8") == index_page(every)
    assert "| Connector |" in readme
    assert readme == with_vendors(readme, every)
