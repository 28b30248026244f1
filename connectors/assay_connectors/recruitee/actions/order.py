"""What a caller orders with Create candidate and Create application, one line per input.

Every declared input passes through exactly one line of this module; what is missing here is not sent.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from assay.unified.actions import CreateApplication, CreateCandidate, SourceInput
from assay_connectors.files import WantedFile
from assay_connectors.recruitee.actions.files import wanted_file
from assay_connectors.wanted import WantedAnswer, WantedSource

SLUG = "recruitee"
"""Key of our part of ``remote_fields``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """Everything declared of one create action, ready to be sent either way."""

    first_name: str = ""
    last_name: str = ""
    email_address: str | None = None
    phone_number: str | None = None
    social_links: tuple[str, ...] = ()
    job_id: str = ""
    stage_id: str | None = None
    answers: tuple[WantedAnswer, ...] = ()
    files: tuple[WantedFile, ...] = ()
    source: WantedSource | None = None
    consent_expires_at: datetime | None = None
    cover_letter: str | None = None

    @property
    def name(self) -> str:
        """The full name; Recruitee has a single field for it (recruitee sheet 2.5)."""
        return f"{self.first_name} {self.last_name}".strip()


def ordered(action: CreateCandidate | CreateApplication) -> Order:
    """The order in a create action."""
    candidate = action.candidate
    return Order(
        first_name=candidate.first_name,
        last_name=candidate.last_name,
        email_address=candidate.email_address,
        phone_number=candidate.phone_number,
        social_links=tuple(link.url for link in candidate.social_links),
        job_id=action.application.job_id,
        stage_id=action.application.stage_id,
        answers=_answers(action),
        files=tuple(wanted_file(attachment) for attachment in action.attachments),
        source=_source(action.source),
        consent_expires_at=action.gdpr_consent.expires_at if action.gdpr_consent else None,
        cover_letter=_cover_letter(action.remote_fields),
    )


def _answers(action: CreateCandidate | CreateApplication) -> tuple[WantedAnswer, ...]:
    return tuple(
        WantedAnswer(
            question_id=given.question_id,
            answer=given.answer,
        )
        for given in action.screening_question_answers
    )


def _source(source: SourceInput | None) -> WantedSource | None:
    if source is None:
        return None
    return WantedSource(
        name=source.name,
        unified_key=source.unified_key,
        id=source.id,
    )


def _cover_letter(remote_fields: Mapping[str, Any]) -> str | None:
    """``remote_fields.recruitee.candidate.cover_letter_text`` (recruitee sheet 7.2)."""
    ours = remote_fields.get(SLUG)
    candidate = ours.get("candidate") if isinstance(ours, Mapping) else None
    text = candidate.get("cover_letter_text") if isinstance(candidate, Mapping) else None
    return text if isinstance(text, str) and text else None
