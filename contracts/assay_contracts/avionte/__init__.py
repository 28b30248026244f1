"""What is promised for Avionté, and the scenarios and proofs that show it.

Every module in ``scenarios`` registers its own; adding one edits nothing here.
"""

import importlib
import pkgutil

from assay_contracts.avionte import scenarios, seen
from assay_contracts.avionte.register import REGISTER

for _module in pkgutil.iter_modules(scenarios.__path__):
    importlib.import_module(f"{scenarios.__name__}.{_module.name}")

__all__ = ["REGISTER", "seen"]
