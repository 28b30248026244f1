"""The coverage docs that are committed: all files, by their path below ``reports/``."""

from collections.abc import Sequence

from assay.results import Results
from assay_reports.badge import badge
from assay_reports.coverage import SCHEMA, coverage_json, coverage_schema
from assay_reports.index import index_page
from assay_reports.llms import llms_txt
from assay_reports.page import connector_page

GENERATED = "<!-- Generated from results by"
"""What the page of a connector starts with; by this a page that is no longer made is known."""


def documents(every: Sequence[Results]) -> dict[str, bytes]:
    """Pages, index, coverage for programs, badges and ``llms.txt``.

    Args:
        every: the results of each connector, one connector each.

    Returns:
        Path below ``reports/`` -> content; the same results give the same bytes, in any order.
    """
    ordered = sorted(every, key=lambda results: results.connectors)
    texts = {f"{results.connectors[0]}.md": connector_page(results) for results in ordered}
    texts |= {f"badges/{results.connectors[0]}.svg": badge(results) for results in ordered}
    texts |= {"README.md": index_page(ordered), "llms.txt": llms_txt(ordered)}
    made = {path: text.encode() for path, text in texts.items()}
    return made | {"coverage.json": coverage_json(ordered), SCHEMA: coverage_schema()}
