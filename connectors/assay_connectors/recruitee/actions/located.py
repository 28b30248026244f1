"""Which candidate an application belongs to.

Recruitee has no call that takes a placement and answers with its candidate, yet everything but the move and
the rejection hangs on the candidate. What this connection has seen is tried first, then the search (the
most recently active first), then the slow list, which unlike the search knows what is seconds old.
Source: recruitee sheet 2.4, 2.6, 2.7, 7.2.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from assay.errors import ConnectorError, InputError
from assay_connectors.recruitee.actions import vendor
from assay_connectors.recruitee.actions.vendor import PAGE
from assay_connectors.recruitee.api import Item, Params
from assay_connectors.recruitee.connection import Connection


@dataclass(frozen=True, slots=True)
class Located:
    """An application with the candidate it belongs to, as they are now."""

    candidate: Item
    placement: Item

    @property
    def candidate_id(self) -> int:
        """The vendor's id of the candidate."""
        return int(self.candidate["id"])


def located(connection: Connection, application_id: str) -> Located:
    """Find an application.

    Raises:
        InputError: there is none; nothing was written.
    """
    vendor.number(application_id, "application_id")
    for candidate_id in _suspects(connection, application_id):
        found = _with_placement(connection, candidate_id, application_id)
        if found is not None:
            connection.owners[application_id] = str(found.candidate_id)
            return found
        connection.owners.pop(application_id, None)
    raise InputError(
        f"there is no application {application_id}",
        hint="It may have been removed, or the user of the token may not see it.",
    )


def _suspects(connection: Connection, application_id: str) -> Iterator[str]:
    known = connection.owners.get(application_id)
    if known is not None:
        yield known
    yield from _among(_searched(connection), application_id)
    yield from _among(_listed(connection), application_id)


def _among(candidates: Iterator[Item], application_id: str) -> Iterator[str]:
    for item in candidates:
        if any(str(placement.get("id")) == application_id for placement in item.get("placements") or []):
            yield str(item["id"])


def _searched(connection: Connection) -> Iterator[Item]:
    page = 1
    while True:
        params: Params = {"page": page, "limit": PAGE, "sort_by": "last_activity_at_desc"}
        answer = connection.api.get("/search/new/candidates", params)
        hits = answer.get("hits") or []
        yield from hits
        if not hits or page * PAGE >= int(answer.get("total") or 0):
            return
        page += 1


def _listed(connection: Connection) -> Iterator[Item]:
    offset = 0
    while True:
        params: Params = {"limit": PAGE, "offset": offset}
        found = vendor.listed(connection, "/candidates", "candidates", params)
        yield from found
        if len(found) < PAGE:
            return
        offset += PAGE


def _with_placement(connection: Connection, candidate_id: str, application_id: str) -> Located | None:
    try:
        candidate = vendor.candidate(connection, candidate_id)
    except ConnectorError as error:
        if vendor.is_missing(error):
            return None
        raise
    for placement in vendor.job_placements(candidate):
        if str(placement.get("id")) == application_id:
            return Located(candidate, placement)
    return None
