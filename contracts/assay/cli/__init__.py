"""The command line. One module per command; each registers itself on :data:`app`."""

from assay.cli import accept, cassettes, certify, clauses, contracts, importing, new, probe, record, report, sandbox  # noqa: F401 -- they register
from assay.cli.app import app, main

__all__ = ["app", "main"]
