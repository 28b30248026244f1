"""Reports built from results alone: coverage pages for people, JUnit XML for machines."""

from assay_reports.index import index_page, with_vendors
from assay_reports.junit import junit
from assay_reports.page import connector_page

__all__ = ["connector_page", "index_page", "junit", "with_vendors"]
