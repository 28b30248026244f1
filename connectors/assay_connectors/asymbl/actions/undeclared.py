"""Inputs of the unified API that this connector does not declare: not forwarded, one warning each."""

from collections.abc import Iterator, Mapping
from typing import Final

from assay.unified.actions import CreateApplication, CreateCandidate

SLUG: Final = "asymbl"


def ignored_inputs(action: CreateCandidate | CreateApplication) -> tuple[str, ...]:
    """Warnings for the inputs of an action that are given but not forwarded."""
    return tuple(f"{name} was not forwarded: the connector has no place for it" for name in _given(action))


def _given(action: CreateCandidate | CreateApplication) -> Iterator[str]:
    candidate, location = action.candidate, action.candidate.location
    given = {
        "candidate.additional_email_addresses": candidate.additional_email_addresses,
        "candidate.additional_phone_numbers": candidate.additional_phone_numbers,
        "candidate.company": candidate.company,
        "candidate.location.state": location and location.state,
        "candidate.location.street_1": location and location.street_1,
        "candidate.gender": candidate.gender,
        "candidate.social_links": candidate.social_links,
        "screening_question_answers": action.screening_question_answers,
        "sourced_by": action.sourced_by,
        "gdpr_consent": action.gdpr_consent,
    }
    yield from (name for name, value in given.items() if value)
    ours = action.remote_fields.get(SLUG)
    for key in ours if isinstance(ours, Mapping) else ():
        yield f"remote_fields.{SLUG}.{key}"
