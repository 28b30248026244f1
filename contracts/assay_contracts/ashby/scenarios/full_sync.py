"""Everything is read once."""

from assay.scenario import Stage
from assay_contracts.ashby.register import REGISTER


@REGISTER.scenario("full-sync", world="full")
def full_sync(stage: Stage) -> None:
    """Read the whole company."""
    stage.sync("full sync")
