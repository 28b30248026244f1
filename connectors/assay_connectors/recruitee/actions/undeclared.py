"""Inputs of the unified API that this connector does not declare: not forwarded, one warning each."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from assay.unified.actions import ActionInput, CreateApplication, CreateCandidate, RejectApplication
from assay_connectors.recruitee.actions.order import SLUG

_COVER_LETTER: Final = {"candidate": {"cover_letter_text"}}
"""What is heeded of our part of ``remote_fields`` (recruitee sheet 7.2)."""


def ignored_inputs(action: ActionInput) -> tuple[str, ...]:
    """Warnings for the inputs of an action that are given but not forwarded."""
    return tuple(f"{name} was not forwarded: Recruitee's API has no place for it" for name in _given(action))


def _given(action: ActionInput) -> Iterator[str]:
    if isinstance(action, RejectApplication) and action.note:
        yield "note"
    if not isinstance(action, CreateCandidate | CreateApplication):
        return
    candidate, consent = action.candidate, action.gdpr_consent
    given = {
        "candidate.additional_email_addresses": candidate.additional_email_addresses,
        "candidate.additional_phone_numbers": candidate.additional_phone_numbers,
        "candidate.company": candidate.company,
        "candidate.title": candidate.title,
        "candidate.location": candidate.location,
        "candidate.gender": candidate.gender,
        "candidate.availability_date": candidate.availability_date,
        "candidate.salary_expectations": candidate.salary_expectations,
        "sourced_by": action.sourced_by,
        "gdpr_consent.given": consent is not None and consent.given is not None,
    }
    yield from (name for name, value in given.items() if value)
    yield from _unknown_remote_fields(action.remote_fields.get(SLUG))


def _unknown_remote_fields(ours: Any) -> Iterator[str]:
    """Keys of other vendors are none of our business and ignored without a word (unified API 3)."""
    if not isinstance(ours, Mapping):
        return
    for part, values in ours.items():
        known = _COVER_LETTER.get(part, set())
        keys = [key for key in values if key not in known] if isinstance(values, Mapping) else [None]
        for key in keys:
            yield ".".join(["remote_fields", SLUG, str(part), *([str(key)] if key is not None else [])])
