"""Sync: turns what a connector reads into the unified data set, and keeps it true over time."""

from assay.sync.inputs import resolve_inputs
from assay.sync.report import Dangling, Duplicate, SyncReport
from assay.sync.store import Store

__all__ = ["Dangling", "Duplicate", "Store", "SyncReport", "resolve_inputs"]
