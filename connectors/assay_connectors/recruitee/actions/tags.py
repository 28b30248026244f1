"""Add tag to candidate, and Remove tag from candidate. Source: recruitee sheet 3.7, 7.2.

The vendor's answers to both are not relied on: the candidate is read again to see whether it worked.
"""

from typing import Any

from assay.connector import ActionResult
from assay.errors import VendorNonsenseError
from assay.unified.actions import AddCandidateTag, RemoveCandidateTag
from assay_connectors.once import at_most_once
from assay_connectors.recruitee.actions import vendor
from assay_connectors.recruitee.actions.readback import candidate_items
from assay_connectors.recruitee.connection import Connection


def add_candidate_tag(connection: Connection, action: AddCandidateTag) -> ActionResult:
    """Put a tag on a candidate; Recruitee makes tags that it does not know."""
    return _changed(
        connection,
        "POST",
        candidate_id=action.candidate_id,
        name=action.tag.name,
        wanted=True,
    )


def remove_candidate_tag(connection: Connection, action: RemoveCandidateTag) -> ActionResult:
    """Take a tag off a candidate; no error when it is not there. The tag itself stays in the company."""
    return _changed(
        connection,
        "DELETE",
        candidate_id=action.candidate_id,
        name=action.tag.name,
        wanted=False,
    )


def _changed(
    connection: Connection, method: str, *, candidate_id: str = "", name: str = "", wanted: bool
) -> ActionResult:
    number = vendor.number(candidate_id, "candidate_id")
    path = f"/candidates/{number}/tags"

    def is_done() -> dict[str, Any] | None:
        candidate = vendor.candidate(connection, number)
        return candidate if (name in (candidate.get("tags") or [])) is wanted else None

    at_most_once(lambda: vendor.write(connection, method, path, {"tags": [name]}), is_done)
    if is_done() is None:
        state = "has it not" if wanted else "still has it"
        raise VendorNonsenseError(
            f"Recruitee took the change of the tag {name!r}, but the candidate {state}",
            request=f"{method} {path}",
        )
    warnings: list[str] = []
    items = candidate_items(connection, candidate_id, warnings)
    return ActionResult(items=items, warnings=tuple(warnings))
