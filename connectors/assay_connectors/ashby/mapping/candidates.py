"""Candidates and their tags. Source: ashby sheet 7.1 Candidates, Tags, Candidate tags."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from assay.unified.records import Candidate, CandidateTag, Tag
from assay_connectors.ashby.mapping.payload import Payload
from assay_connectors.ashby.mapping.values import (
    custom_fields,
    email_addresses,
    integration_fields,
    phone_numbers,
    residence,
    social_media,
)


def candidate(payload: Payload, definitions: Sequence[Mapping[str, Any]] | None) -> Candidate:
    """A candidate.

    Args:
        payload: the candidate.
        definitions: custom field definitions of candidates; None when they cannot be read.
    """
    first_name, last_name = split_name(payload.text("name"))
    return Candidate(
        remote_id=payload.identifier(),
        first_name=first_name,
        last_name=last_name,
        company=payload.text("company"),
        title=payload.text("position"),
        source=payload.part("source").text("title"),
        phone_numbers=phone_numbers(payload),
        email_addresses=email_addresses(payload),
        social_media=social_media(payload),
        location=residence(payload.part("location")),
        custom_fields=custom_fields(payload.parts("customFields")),
        integration_fields=integration_fields(definitions, payload.parts("customFields")),
        remote_url=payload.text("profileUrl"),
        remote_created_at=payload.moment("createdAt"),
        remote_updated_at=payload.moment("updatedAt"),
        remote_data={payload.endpoint: payload.raw},
    )


def split_name(name: str | None) -> tuple[str | None, str | None]:
    """First token and the rest; a single token is a first name."""
    first, _, rest = (name or "").strip().partition(" ")
    return first or None, rest.strip() or None


def candidate_tags(payload: Payload) -> Iterator[tuple[CandidateTag, Payload]]:
    """The candidate's tags, each with the embedded tag."""
    for tag_ in {part.identifier(): part for part in payload.parts("tags")}.values():
        row = CandidateTag(
            candidate_id=payload.identifier(),
            tag_id=tag_.identifier(),
        )
        yield row, tag_


def tag(payload: Payload) -> Tag:
    """A tag."""
    return Tag(
        remote_id=payload.identifier(),
        name=payload.text("title"),
        remote_data={payload.endpoint: payload.raw},
    )
