"""The fake company as truth: its records in the unified vocabulary, read from its own package."""

from functools import cache
from typing import Literal

from assay import discover
from assay.scenario import Register
from assay.truth import Truth


def company_as_seen(register: Register, world: Literal["full", "core"]) -> Truth:
    """What of the company of that world the vendor of that register can hold."""
    truth = company_truth(world)
    for view in register.views:
        truth = view(truth)
    return truth


@cache
def company_truth(world: Literal["full", "core"]) -> Truth:
    """What the company of that world is."""
    company = discover.company().load(world)
    return Truth(records=company.records, match=company.match, definitions=company.definitions)
