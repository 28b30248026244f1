"""What every part of the Flatchr connector works with."""

from dataclasses import dataclass

from assay.connector import Runtime, Settings
from assay_connectors.flatchr.api import FlatchrApi, Tenant
from assay_connectors.flatchr.options import Options

__all__ = ["Connection", "Tenant"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Connection:
    """One connected Flatchr company."""

    api: FlatchrApi
    tenant: Tenant
    runtime: Runtime
    settings: Settings
    options: Options
