"""What is planted into each vendor, found by name."""

import importlib
import pkgutil

from tests.gate.planted import plants
from tests.gate.planted.plant import Plants

EVERY: dict[str, Plants] = {
    found.name: importlib.import_module(f"{plants.__name__}.{found.name}").PLANTS
    for found in pkgutil.iter_modules(plants.__path__)
}
"""Vendor -> its plants."""
