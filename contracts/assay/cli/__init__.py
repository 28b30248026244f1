"""The command line. One module per command; each registers itself on :data:`app`."""

from assay.cli import (  # noqa: F401 -- they register
    accept,
    cassettes,
    certify,
    clauses,
    contracts,
    gate,
    importing,
    new,
    probe,
    record,
    report,
    sandbox,
)
from assay.cli.app import app, main

__all__ = ["app", "main"]
