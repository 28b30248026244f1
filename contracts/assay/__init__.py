"""Assay certifies API connectors: clause by clause, from recorded evidence."""

__version__ = "0.1.0"
