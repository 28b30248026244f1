"""Everything is read once; what the sheet says about models is seen in it. Source: asymbl sheet 2, 7.1."""

from assay.scenario import Stage
from assay_contracts.asymbl.register import MAPPED, REGISTER

FULL = "full sync"
ROWS_PER_PAGE = 60
"""The platform may give fewer rows than it could (1.5)."""


@REGISTER.scenario("full-sync", world="full", faults={"batch_cap": ROWS_PER_PAGE})
def full_sync(stage: Stage) -> None:
    """Read the whole company, in pages that are small enough for it to have several."""
    stage.connect(options={"custom_fields": MAPPED})
    stage.sync(FULL)


@REGISTER.scenario("core-sync")
def core_sync(stage: Stage) -> None:
    """Read the small closed subset of the company; for whoever wants to look at a whole sync."""
    stage.connect(options={"custom_fields": MAPPED})
    stage.sync("core sync")
