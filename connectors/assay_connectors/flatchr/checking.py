"""Checks what a customer entered, where there are no permissions to test. Source: flatchr sheet 6, 7.8.

Two reads tell it: the columns show whether key and company key are good, the published vacancies whether the
career site is that company's.
"""

from assay.connector import ScopeFinding, ScopeReport
from assay.errors import ConnectorError, CredentialError
from assay_connectors.flatchr.api import COLUMNS
from assay_connectors.flatchr.connection import Connection
from assay_connectors.flatchr.reading.jobs import other_company


def check(connection: Connection) -> ScopeReport:
    """What is wrong with the credential, one finding per field of the form that may have to be repaired."""
    try:
        connection.api.company_list(COLUMNS)
    except CredentialError as error:
        message = f"{error.message} {error.hint}"
        return ScopeReport(credential=False, findings=(_finding("credential:api_key", message),))
    except ConnectorError as error:
        return ScopeReport(credential=True, findings=(_finding("credential:api_key", error.message),))
    return ScopeReport(credential=True, findings=(_finding("credential:api_key"), _slug(connection)))


def _slug(connection: Connection) -> ScopeFinding:
    subject = "credential:slug"
    slug, key = connection.tenant.slug, connection.tenant.company_key
    try:
        items = connection.api.published()
    except ConnectorError as error:
        return _finding(subject, f"the career site {slug!r} cannot be read; repair the slug: {error.message}")
    stranger = other_company(items, key)
    if stranger is not None:
        return _finding(
            subject, f"the career site {slug!r} is that of company {stranger}, not of {key}; repair the slug"
        )
    if not items:
        return ScopeFinding(subject=subject, verdict="ok", detail="nothing is published to compare it with")
    return _finding(subject)


def _finding(subject: str, problem: str = "") -> ScopeFinding:
    return ScopeFinding(subject=subject, verdict="error" if problem else "ok", detail=problem)
