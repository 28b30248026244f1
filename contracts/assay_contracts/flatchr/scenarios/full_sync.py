"""Everything is read once. Source: flatchr sheet 7."""

from assay.scenario import Stage
from assay_contracts.flatchr.register import REGISTER
from assay_contracts.flatchr.seen import OWN_FIELDS

FULL, CORE = "full sync", "core sync"


def read_everything(stage: Stage, name: str) -> None:
    """Read all models, with a field of the vendor mapped to one of the integrator's own."""
    stage.connect("full", options={"custom_fields": OWN_FIELDS})
    stage.sync(name)


@REGISTER.scenario("full-sync", world="full")
def full_sync(stage: Stage) -> None:
    """Read the whole company."""
    read_everything(stage, FULL)


@REGISTER.scenario("core-sync")
def core_sync(stage: Stage) -> None:
    """Read the small closed subset of the company; for whoever wants to look at a whole sync."""
    read_everything(stage, CORE)
