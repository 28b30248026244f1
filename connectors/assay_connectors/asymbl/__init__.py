"""The Asymbl connector, on Salesforce. Facts: asymbl sheet."""

from collections.abc import Mapping

from assay.connector import Runtime, Settings
from assay_connectors.asymbl.assumptions import ASSUMPTIONS
from assay_connectors.asymbl.connection import connection
from assay_connectors.asymbl.connector import AsymblConnector
from assay_connectors.asymbl.guide import GUIDE

__all__ = ["ASSUMPTIONS", "GUIDE", "connect"]


def connect(runtime: Runtime, credential: Mapping[str, str], settings: Settings) -> AsymblConnector:
    """Connect one Salesforce org; makes no request.

    Args:
        runtime: the outside world.
        credential: ``subdomain``, ``client_id`` and ``client_secret`` of a connected app; of a customer who
            connected by signing in also ``refresh_token`` (asymbl sheet 1.2).
        settings: the common ones, and the options of :class:`~assay_connectors.asymbl.options.Options`.

    Raises:
        SettingError: the credential lacks a key or holds others, the sub-domain is none of Salesforce, an
            option is unknown or has an impossible value.
    """
    return AsymblConnector(connection(runtime, credential, settings))
