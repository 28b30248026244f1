"""Gets the new person's application, and gets it into the wanted stage.

Source: recruitee sheet 3.1 steps 4 and 5.
"""

from typing import Final

from assay.errors import ConnectorError, VendorNonsenseError
from assay_connectors.once import at_most_once
from assay_connectors.recruitee.actions import vendor
from assay_connectors.recruitee.actions.plan import Plan
from assay_connectors.recruitee.api import Item
from assay_connectors.recruitee.connection import Connection

PAUSES_S: Final = (0.5, 1.0, 2.0)
"""Between looks for the application: the vendor makes it a moment later (recruitee sheet 8 no. 10)."""
PLACEMENTS: Final = "/placements"


def placed(connection: Connection, plan: Plan, candidate_id: int) -> Item:
    """The application of the new person; added where the vendor has made none.

    Raises:
        ConnectorError: there is none; ``detail["candidate_id"]`` names the person.
    """
    try:
        placement = _awaited(connection, plan, candidate_id)
        if placement is None and plan.answers:
            raise VendorNonsenseError(
                "the careers site took the application, but none shows", request="POST /candidates"
            )
        placement = placement or _added(connection, plan, candidate_id)
    except ConnectorError as error:
        raise half_done(error, "its application was not", candidate_id=str(candidate_id)) from error
    connection.owners[str(placement["id"])] = str(candidate_id)
    return placement


def _awaited(connection: Connection, plan: Plan, candidate_id: int) -> Item | None:
    for pause_s in (*PAUSES_S, None):
        found = _seen(connection, plan, candidate_id)
        if found is not None:
            return found
        if pause_s is not None:
            connection.runtime.sleep(pause_s)
    return None


def _seen(connection: Connection, plan: Plan, candidate_id: int) -> Item | None:
    candidate = vendor.candidate(connection, candidate_id)
    placements = vendor.job_placements(candidate)
    return next((one for one in placements if one.get("offer_id") == plan.job_id), None)


def _added(connection: Connection, plan: Plan, candidate_id: int) -> Item:
    body = {"candidate_id": candidate_id, "offer_id": plan.job_id}

    def write() -> Item:
        answer = vendor.write(connection, "POST", PLACEMENTS, body)
        return vendor.named(answer, "placement", f"POST {PLACEMENTS}")

    return at_most_once(write, lambda: _seen(connection, plan, candidate_id))


def moved(connection: Connection, candidate_id: int, placement: Item, stage_id: int) -> None:
    """Move an application, and look whether it is there: some moves are accepted without effect.

    Nothing is sent when it is there already (recruitee sheet 3.5, 7.2).

    Raises:
        ConnectorError: it is not in the stage.
    """
    if placement.get("stage_id") == stage_id:
        return
    path = f"{PLACEMENTS}/{placement['id']}/change_stage"
    body = {"stage_id": stage_id}

    def arrived() -> Item | None:
        now = vendor.candidate(connection, candidate_id).get("placements") or []
        return next(
            (one for one in now if (one.get("id"), one.get("stage_id")) == (placement["id"], stage_id)), None
        )

    at_most_once(lambda: vendor.write(connection, "PATCH", path, body), arrived)
    if arrived() is None:
        raise VendorNonsenseError(
            "Recruitee accepted the move, but the application is not in the stage",
            request=f"PATCH {path}",
            hint="Move it in Recruitee; the stage may demand more than a move, e.g. an opening.",
        )


def half_done(error: ConnectorError, rest: str, **made: str) -> ConnectorError:
    """The error for a creation that broke off: it names what exists, so that nobody creates it again."""
    names = ", ".join(f"{key.removesuffix('_id')} {value}" for key, value in made.items())
    return type(error)(
        f"{names} was created, {rest}: {error.message}",
        vendor_code=error.vendor_code,
        status=error.status,
        request=error.request,
        hint="Repeating the action would create another person; go on with the one that exists.",
        detail={**error.detail, **made},
    )
