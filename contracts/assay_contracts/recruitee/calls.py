"""What actions sent to Recruitee and what came of it. Source: recruitee sheet 1.2, 1.6, 3."""

from typing import Any

from assay.evidence import Played, Trace
from assay.scenario import NotShown
from assay_contracts import witness
from assay_contracts.creations import proves_of_both_by
from assay_contracts.recruitee.register import REGISTER

SOURCES, NEW_SOURCE = "/c/*/sources", "/c/*/candidates/*/sources"
APPLY = "/api/offers/*/candidates"
"""On the careers site."""
ATTACHMENTS, MAKE_CV = "/c/*/attachments", "/c/*/candidates/*/set_as_cv/*"
CHANGE_STAGE, DISQUALIFY, PLACEMENTS = (
    "/c/*/placements/*/change_stage",
    "/c/*/placements/*/disqualify",
    "/c/*/placements",
)
FILES = "/c/*/candidates/*/attachments"
TAGS = "/c/*/candidates/*/tags"
EXPIRY = "/c/*/gdpr/candidates/*/set_gdpr_custom_expires_at"
NEW_FIELD, OLD_FIELD = "/c/*/custom_fields/candidates/*/fields", "/c/*/custom_fields/candidates/fields/*"
REASONS = "/c/*/disqualify_reasons"
NOTES = "/c/*/candidates/*/notes"

proves_of_both = proves_of_both_by(REGISTER)
"""Both creations have everything in common but what they return (recruitee sheet 7.2)."""


def last(path: str) -> str:
    """The last segment of a path."""
    return path.rstrip("/").rpartition("/")[2]


def answered(played: Played, key: str) -> dict[str, Any]:
    """The object that the answer to a call names."""
    return _object(witness.answer(played), key, played)


def answered_list(played: Played, key: str) -> list[dict[str, Any]]:
    """The objects that the answer to a call lists."""
    found = witness.answer(played).get(key)
    if not isinstance(found, list):
        raise NotShown(f"the answer lists no {key}", played)
    return found


def told(trace: Trace, name: str, key: str) -> Any:
    """What a look at the vendor's own interface showed under a key."""
    step = witness.succeeded(trace, name)
    response = step.passthrough
    if response is None or not step.played or response.status != 200:
        raise NotShown(f"{name!r} showed nothing", *step.played)
    found = response.data.get(key) if isinstance(response.data, dict) else None
    if found is None:
        raise NotShown(f"{name!r} showed no {key}", *step.played)
    return found


def _object(holder: Any, key: str, *played: Played) -> dict[str, Any]:
    found = holder.get(key) if isinstance(holder, dict) else None
    if not isinstance(found, dict):
        raise NotShown(f"the answer names no {key}", *played)
    return found
