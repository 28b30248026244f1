"""Inputs of the unified API that Ashby's API has no place for: not forwarded, one warning each.

The type of an additional e-mail address is mandatory beside the address and Ashby stores every address
as Personal, so it is passed over without a word.
"""

from collections.abc import Iterator

from assay.unified.actions import ActionInput, CreateApplication, CreateCandidate, RejectApplication


def ignored_inputs(action: ActionInput) -> tuple[str, ...]:
    """Warnings for the inputs of an action that are given but not forwarded."""
    return tuple(f"{name} was not forwarded: Ashby's API has no place for it" for name in _given(action))


def _given(action: ActionInput) -> Iterator[str]:
    if isinstance(action, RejectApplication) and action.note:
        yield "note"
    if not isinstance(action, CreateCandidate | CreateApplication):
        return
    candidate = action.candidate
    given = {
        "candidate.company": candidate.company,
        "candidate.title": candidate.title,
        "candidate.additional_phone_numbers": candidate.additional_phone_numbers,
        "candidate.location.street_1": candidate.location and candidate.location.street_1,
        "candidate.location.zip_code": candidate.location and candidate.location.zip_code,
        "candidate.gender": candidate.gender,
        "candidate.availability_date": candidate.availability_date,
        "candidate.salary_expectations": candidate.salary_expectations,
        "gdpr_consent": action.gdpr_consent,
        "remote_fields": action.remote_fields,
    }
    yield from (name for name, value in given.items() if value)
