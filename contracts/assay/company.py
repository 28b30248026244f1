"""The fake company as truth: its records in the unified vocabulary, read from its own package."""

from functools import cache
from typing import Literal

from assay import discover
from assay.truth import Truth


@cache
def company_truth(world: Literal["full", "core"]) -> Truth:
    """What the company of that world is."""
    company = discover.company().load(world)
    return Truth(records=company.records, match=company.match, definitions=company.definitions)
