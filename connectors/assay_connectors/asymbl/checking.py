"""Checks what a customer entered: each mistake has a message of its own that says who has to repair what.

A token shows sub-domain, app and run-as user; the list of objects, whether that user may use the API and sees
the Asymbl package. Source: asymbl sheet 1.2, 6, 7.5 Connection Guide.
"""

from collections.abc import Iterator
from typing import Final

from assay.connector import ScopeFinding, ScopeReport, Verdict
from assay.errors import ConnectorError, PermissionMissingError
from assay_connectors.asymbl.address import DATA
from assay_connectors.asymbl.connection import Connection

PARTS: Final = ("subdomain", "client_id", "client_secret", "run_as_user")
"""Of what a token needs, in the order in which Salesforce looks at them."""
_NEEDED: Final = ("application", "job", "stage")


def check(connection: Connection) -> ScopeReport:
    """One finding per part that has to be right; after the first wrong one nothing more can be told."""
    try:
        connection.api.session.begin()
    except ConnectorError as error:
        part = str(error.detail.get("part", "client_id"))
        fine = PARTS[: PARTS.index(part)] if part in PARTS else ()
        return ScopeReport(credential=False, findings=(*map(_finding, fine), _finding(part, _told(error))))
    return ScopeReport(credential=True, findings=(*map(_finding, PARTS), *_user(connection)))


def _user(connection: Connection) -> Iterator[ScopeFinding]:
    try:
        answer = connection.api.get(f"{DATA}/sobjects")
    except ConnectorError as error:
        yield _finding("api", _told(error), lacking=isinstance(error, PermissionMissingError))
        return
    yield _finding("api")
    listed = answer.get("sobjects") if isinstance(answer, dict) else None
    there = {item.get("name") for item in listed or () if isinstance(item, dict)}
    wanted = [connection.options.names[logical].names for logical in _NEEDED]
    missing = [" or ".join(names) for names in wanted if there.isdisjoint(names)]
    if len(missing) == len(wanted):
        message = (
            "the run-as user sees nothing of the Asymbl package: install it in the org, and assign its"
            " licence and the permission set Asymbl ATS User to the user"
        )
        yield _finding("package", message, lacking=True)
    elif missing:
        message = f"the run-as user does not see {', '.join(missing)}: widen its permission sets"
        yield _finding("package", message, lacking=True)
    else:
        yield _finding("package")


def _told(error: ConnectorError) -> str:
    return f"{error.message}. {error.hint}"


def _finding(part: str, problem: str = "", *, lacking: bool = False) -> ScopeFinding:
    verdict: Verdict = "no_permission" if lacking else "error"
    return ScopeFinding(subject=f"credential:{part}", verdict=verdict if problem else "ok", detail=problem)
