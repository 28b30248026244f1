"""Checks: pure functions, a case in, findings out. One topic per module; modules are found by name.

A check is registered by decoration and identified by its function's name. It emits findings about
clauses and notes about things that decide no clause. What it cannot tell it calls unproven.
"""

import importlib
import pkgutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

from assay.case import Case
from assay.outcome import Finding, Note

Run = Callable[[Case], Iterator[Finding | Note]]


@dataclass(frozen=True, slots=True)
class Check:
    """A claim that should be true, and the function that looks."""

    id: str
    """``pages-are-complete``."""
    claim: str
    """First line of the docstring."""
    run: Run


REGISTRY: dict[str, Check] = {}


def check(run: Run) -> Run:
    """Register a check under its function's name."""
    name = run.__name__.replace("_", "-")
    if name in REGISTRY:
        raise ValueError(f"two checks are called {name}")
    if not run.__doc__:
        raise ValueError(f"check {name} does not say what it claims")
    REGISTRY[name] = Check(id=name, claim=run.__doc__.strip().split("\n")[0], run=run)
    return run


@cache
def all_checks() -> tuple[Check, ...]:
    """Every check, in the order of their names."""
    for module in pkgutil.iter_modules(__path__):
        importlib.import_module(f"{__name__}.{module.name}")
    return tuple(REGISTRY[name] for name in sorted(REGISTRY))
