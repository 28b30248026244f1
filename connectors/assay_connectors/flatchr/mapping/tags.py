"""Tags and what applicants have of them. Source: flatchr sheet 7.5 (inferred fields)."""

from collections.abc import Iterable

from assay.unified.records import CandidateTag, Tag
from assay_connectors.flatchr.api import TAGS
from assay_connectors.flatchr.mapping.payload import Payload

FOR_CANDIDATES = "candidates"


def tag(definition: Payload, value: str | None = None) -> Tag:
    """A tag of Flatchr as one unified tag; with a value, that value of it as a unified tag of its own."""
    title = definition.trimmed("title")
    return Tag(
        remote_id=definition.identifier() if value is None else value_id(definition.identifier(), value),
        name=title if value is None else f"{title or ''}: {value}",
        remote_data={TAGS: definition.raw},
    )


def value_id(tag_id: str, value: str) -> str:
    """Remote id of one value of a tag."""
    return f"{tag_id}:{value}"


def allowed_values(definition: Payload) -> list[str]:
    """Values that a tag lists; stray blanks occur."""
    pieces = (piece.strip() for piece in (definition.text("values") or "").split(";"))
    return list(dict.fromkeys(piece for piece in pieces if piece))


def links(candidate_id: str, tag_ids: Iterable[str]) -> list[CandidateTag]:
    """One link per tag, however many values of it the applicant has."""
    return [CandidateTag(candidate_id=candidate_id, tag_id=tag_id) for tag_id in dict.fromkeys(tag_ids)]
