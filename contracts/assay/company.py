"""The fake company as truth: its records in the unified vocabulary, read from its own package."""

from functools import cache
from typing import Literal

from assay import discover
from assay.truth import Truth
from assay.unified.catalogue import MODELS


@cache
def company_truth(world: Literal["full", "core"]) -> Truth:
    """What the company of that world is."""
    company = discover.company().load(world)
    return Truth(
        records={model: company.records.get(model.removeprefix("ats_"), ()) for model in MODELS},
        match={model: tuple(company.match.get(model, ())) for model in MODELS},
        definitions={
            model: tuple(row["label"] for row in company.records["custom_fields"] if row["model"] == model.removeprefix("ats_"))
            for model in MODELS
        },
    )
