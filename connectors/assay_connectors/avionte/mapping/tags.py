"""Tags of talents as tags and candidate tags. Source: avionte sheet 2.3, 7.6, 7.7."""

from assay.unified.records import CandidateTag, Tag
from assay_connectors.avionte.mapping.payload import Payload


def tag(row: Payload) -> Tag:
    """The tag in a row; the vendor has no object of its own for it, hence no ``remote_data``."""
    return Tag(
        remote_id=row.identifier("tagId"),
        name=row.line("tag"),
    )


def candidate_tag(talent_id: str, row: Payload) -> CandidateTag:
    """That a talent has it; one that is past its date is still there (sheet 7.7 [A])."""
    return CandidateTag(
        candidate_id=talent_id,
        tag_id=row.identifier("tagId"),
    )
