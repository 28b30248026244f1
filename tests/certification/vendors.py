"""The tables of all vendors, found by name."""

import importlib
import pkgutil

from tests.certification import tables
from tests.certification.table import Table

EVERY: dict[str, Table] = {
    found.name: importlib.import_module(f"{tables.__name__}.{found.name}").TABLE
    for found in pkgutil.iter_modules(tables.__path__)
}
"""Vendor -> its table."""

TABLES = {vendor: table for vendor, table in EVERY.items() if table.feeds}
"""Those that are filled: an empty table is that of a connector that is being written."""
