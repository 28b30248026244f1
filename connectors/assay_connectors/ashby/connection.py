"""What every part of the Ashby connector works with."""

from dataclasses import dataclass

from assay.connector import Runtime, Settings
from assay_connectors.ashby.api import AshbyApi


@dataclass(frozen=True, slots=True, kw_only=True)
class Connection:
    """One connected Ashby organisation."""

    api: AshbyApi
    runtime: Runtime
    settings: Settings
