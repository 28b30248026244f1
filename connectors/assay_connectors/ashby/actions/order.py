"""What a caller orders with Create candidate and Create application, one line per input.

Every declared input passes through exactly one line of this module; what is missing here is not sent.
"""

from dataclasses import dataclass

from assay.unified.actions import CreateApplication, CreateCandidate, InputLocation, SourceInput
from assay_connectors.ashby.actions.files import wanted_file
from assay_connectors.files import WantedFile
from assay_connectors.wanted import WantedAnswer, WantedSource


@dataclass(frozen=True, slots=True, kw_only=True)
class WantedPlace:
    """Where the candidate lives; ``country`` is ISO 3166-1 alpha-2."""

    city: str | None = None
    state: str | None = None
    country: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """Everything declared of one create action, ready to be sent either way."""

    first_name: str = ""
    last_name: str = ""
    email_address: str | None = None
    additional_email_addresses: tuple[str, ...] = ()
    phone_number: str | None = None
    place: WantedPlace | None = None
    social_links: tuple[str, ...] = ()
    job_id: str = ""
    stage_id: str | None = None
    answers: tuple[WantedAnswer, ...] = ()
    files: tuple[WantedFile, ...] = ()
    source: WantedSource | None = None
    sourced_by: str | None = None

    @property
    def name(self) -> str:
        """The full name; Ashby has a single field for it."""
        return f"{self.first_name} {self.last_name}".strip()


def ordered(action: CreateCandidate | CreateApplication) -> Order:
    """The order in a create action."""
    candidate = action.candidate
    return Order(
        first_name=candidate.first_name,
        last_name=candidate.last_name,
        email_address=candidate.email_address,
        additional_email_addresses=tuple(
            extra.email_address for extra in candidate.additional_email_addresses
        ),
        phone_number=candidate.phone_number,
        place=_place(candidate.location),
        social_links=tuple(link.url for link in candidate.social_links),
        job_id=action.application.job_id,
        stage_id=action.application.stage_id,
        answers=_answers(action),
        files=tuple(wanted_file(attachment) for attachment in action.attachments),
        source=_source(action.source),
        sourced_by=action.sourced_by.user_id if action.sourced_by else None,
    )


def _place(location: InputLocation | None) -> WantedPlace | None:
    if location is None:
        return None
    return WantedPlace(
        city=location.city,
        state=location.state,
        country=location.country,
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
