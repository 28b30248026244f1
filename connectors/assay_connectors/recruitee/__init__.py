"""The Recruitee connector. Facts: recruitee sheet."""

from collections.abc import Mapping

from assay.connector import Runtime, Settings
from assay_connectors.recruitee.assumptions import ASSUMPTIONS
from assay_connectors.recruitee.connection import connection
from assay_connectors.recruitee.connector import RecruiteeConnector
from assay_connectors.recruitee.guide import GUIDE

__all__ = ["ASSUMPTIONS", "GUIDE", "connect"]


def connect(runtime: Runtime, credential: Mapping[str, str], settings: Settings) -> RecruiteeConnector:
    """Connect one Recruitee company; makes no request.

    Args:
        runtime: the outside world.
        credential: ``api_token`` of a user, ``company_id`` (the number, or the company's sub-domain), and
            ``subdomain`` of the careers site, which may be left out (recruitee sheet 1.1).
        settings: the common ones; ``base_url`` is the origin of the API, option ``careers_url`` that of
            the careers site.

    Raises:
        SettingError: the credential lacks a key or holds others, an option is unknown, or an address is none.
    """
    return RecruiteeConnector(connection(runtime, credential, settings))
