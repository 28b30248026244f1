"""Reports built from results alone: coverage docs for people and programs, JUnit XML for machines."""

from assay_reports.documents import GENERATED, documents
from assay_reports.gate import gate_junit, gate_summary
from assay_reports.index import with_vendors
from assay_reports.junit import junit
from assay_reports.site import site

__all__ = ["GENERATED", "documents", "gate_junit", "gate_summary", "junit", "site", "with_vendors"]
