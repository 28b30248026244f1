"""Checks what a customer entered: the partner by its token, the tenant by the cheapest call. Sheet 6."""

from typing import Final

from assay.connector import ScopeFinding, ScopeReport
from assay.errors import ConnectorError, CredentialError
from assay_connectors.avionte.connection import Connection

_PARTNER: Final = ("api_key", "client_id", "client_secret")


def check(connection: Connection) -> ScopeReport:
    """One finding per part of the credential; one billed call, if the partner is let in at all."""
    try:
        connection.api.renew_token()
    except CredentialError as error:
        wrong = str(error.detail.get("field", "client_id"))
        finding = _finding(wrong, f"{error.message}. {error.hint}")
        return ScopeReport(credential=False, findings=(finding,))
    except ConnectorError as error:
        return ScopeReport(credential=True, findings=(_finding("api_key", error.message),))
    return ScopeReport(
        credential=True, findings=(*(_finding(name) for name in _PARTNER), _tenant(connection))
    )


def _tenant(connection: Connection) -> ScopeFinding:
    field = "front_office_tenant_id" if connection.partner.front_office_tenant_id else "tenant"
    try:
        connection.api.numbers("JOB_IDS", page=connection.options.first_page, pageSize=1)
    except ConnectorError as error:
        return _finding(field, f"the tenant cannot be opened; repair the {field}: {error.message}")
    return _finding(field)


def _finding(field: str, problem: str = "") -> ScopeFinding:
    return ScopeFinding(subject=f"credential:{field}", verdict="error" if problem else "ok", detail=problem)
