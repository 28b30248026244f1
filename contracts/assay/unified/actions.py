"""All unified actions with their inputs. Source: unified API section 3.

Ids in inputs are unified ids, or ``remote:`` plus the vendor's id; the driver resolves both to remote
ids before a connector sees the action, so a connector always receives vendor ids.
"""

from datetime import datetime
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field, model_validator

from assay.unified.base import References, Value

ContactType = Literal["PERSONAL", "WORK", "OTHER"]
AttachmentType = Literal["CV", "COVER_LETTER", "OTHER"]
Email = Annotated[str, Field(pattern=r"^[\w'+\-]+(\.[\w'+\-]+)*@[\w\-]+(\.[\w\-]+)*\.[A-Za-z]{2,}$")]
Uri = Annotated[str, Field(pattern=r"^[A-Za-z][A-Za-z0-9+.\-]*:\S+$")]


class File(Value):
    """A file: exactly one of ``data`` (base64) and ``data_url``; ``content_type`` goes with ``data``."""

    name: str = Field(min_length=1)
    content_type: Annotated[str, Field(pattern=r"^[\w.+-]+/[\w.+-]+$")] | None = None
    data_url: Uri | None = None
    data: str | None = None

    @model_validator(mode="after")
    def _exactly_one_source(self) -> "File":
        if (self.data is None) == (self.data_url is None):
            raise ValueError("give exactly one of data and data_url")
        if self.data is not None and self.content_type is None:
            raise ValueError("content_type is required with data")
        return self


class AttachmentFile(File):
    """A file with its purpose; the first CV counts as the résumé."""

    type: AttachmentType


class AdditionalEmailAddress(Value):
    """A further address of the candidate."""

    type: ContactType
    email_address: Email


class AdditionalPhoneNumber(Value):
    """A further number of the candidate."""

    type: ContactType
    phone_number: str


class InputLocation(Value):
    """Where a candidate lives; ``country`` is upper-case ISO 3166-1 alpha-2."""

    country: Annotated[str, Field(pattern=r"^[A-Z]{2}$")]
    city: str | None = None
    state: str | None = None
    street_1: str | None = None
    zip_code: str | None = None


class SalaryExpectations(Value):
    """What the candidate wants to earn per period."""

    period: Literal["MONTH", "YEAR"]
    amount: float


class SocialLink(Value):
    """A profile elsewhere."""

    url: Uri


class NewCandidate(Value):
    """The person who applies."""

    first_name: str = Field(min_length=1)
    last_name: str = Field(min_length=1)
    email_address: Email
    additional_email_addresses: list[AdditionalEmailAddress] = Field(default_factory=list)
    company: str | None = None
    title: str | None = None
    phone_number: str | None = None
    additional_phone_numbers: list[AdditionalPhoneNumber] = Field(default_factory=list)
    location: InputLocation | None = None
    gender: Literal["MALE", "FEMALE", "OTHER"] | None = None
    availability_date: datetime | None = None
    salary_expectations: SalaryExpectations | None = None
    social_links: list[SocialLink] = Field(default_factory=list)


class NewApplication(Value):
    """What the person applies to."""

    job_id: Annotated[str, References("ats_jobs")]
    stage_id: Annotated[str | None, References("ats_application_stages")] = None


class AnswerInput(Value):
    """TEXT text; SINGLE_SELECT option id; MULTI_SELECT option ids; BOOLEAN; NUMBER; DATE text; FILE file."""

    question_id: Annotated[str, References("ats_screening_questions")]
    answer: Any


class SourceInput(Value):
    """Where the candidate came from; ``id`` is the vendor's id of a source."""

    name: str | None = None
    unified_key: str | None = None
    id: str | None = None


class SourcedByInput(Value):
    """Who found the candidate."""

    user_id: Annotated[str, References("ats_users")]


class GdprConsent(Value):
    """Consent of the candidate to being stored."""

    expires_at: datetime | None = None
    given: bool | None = None


class TagInput(Value):
    """A tag, by name."""

    name: str = Field(min_length=1)


class LinkAttribute(Value):
    """One extra fact shown beside a result link."""

    key: str
    value: str


class LinkDetails(Value):
    """Extra facts; each becomes a custom field called prefix plus key."""

    custom_field_name_prefix: str
    attributes: list[LinkAttribute]


class ActionInput(Value):
    """Inputs of one action."""

    operation: ClassVar[str]
    """``create_candidate``."""
    published_as: ClassVar[str]
    """``Create candidate``: the title on published coverage pages."""


class _Creation(ActionInput):
    candidate: NewCandidate
    application: NewApplication
    screening_question_answers: list[AnswerInput] = Field(default_factory=list)
    attachments: list[AttachmentFile] = Field(default_factory=list)
    source: SourceInput | None = None
    sourced_by: SourcedByInput | None = None
    gdpr_consent: GdprConsent | None = None
    remote_fields: dict[str, Any] = Field(default_factory=dict)


class CreateCandidate(_Creation):
    """Create a candidate with exactly one application; the result is the candidate."""

    operation: ClassVar[str] = "create_candidate"
    published_as: ClassVar[str] = "Create candidate"


class CreateApplication(_Creation):
    """Create an application, and its candidate; the result is the application."""

    operation: ClassVar[str] = "create_application"
    published_as: ClassVar[str] = "Create application"


class _OfCandidate(ActionInput):
    candidate_id: Annotated[str, References("ats_candidates")]


class _OfApplication(ActionInput):
    application_id: Annotated[str, References("ats_applications")]


class AddCandidateTag(_OfCandidate):
    """Put a tag on a candidate, creating the tag if needed."""

    operation: ClassVar[str] = "add_candidate_tag"
    published_as: ClassVar[str] = "Add tag to candidate"

    tag: TagInput


class RemoveCandidateTag(_OfCandidate):
    """Take a tag off a candidate; no error when it is not there."""

    operation: ClassVar[str] = "remove_candidate_tag"
    published_as: ClassVar[str] = "Remove tag from candidate"

    tag: TagInput


class AddApplicationAttachment(_OfApplication):
    """Attach a file to an application, or to its candidate where the vendor has no other place."""

    operation: ClassVar[str] = "add_application_attachment"
    published_as: ClassVar[str] = "Add attachment to application"

    attachment: AttachmentFile


class AddCandidateAttachment(_OfCandidate):
    """Attach a file to a candidate."""

    operation: ClassVar[str] = "add_candidate_attachment"
    published_as: ClassVar[str] = "Add attachment to candidate"

    attachment: AttachmentFile


class MoveApplicationToStage(_OfApplication):
    """Move an application to another stage of its job."""

    operation: ClassVar[str] = "move_application_to_stage"
    published_as: ClassVar[str] = "Move application to stage"

    stage_id: Annotated[str, References("ats_application_stages")]


class RejectApplication(_OfApplication):
    """Decline an application."""

    operation: ClassVar[str] = "reject_application"
    published_as: ClassVar[str] = "Reject application"

    rejection_reason_id: Annotated[str, References("ats_rejection_reasons")]
    note: str | None = None


class _ResultLink(ActionInput):
    label: str
    url: Uri
    details: LinkDetails | None = None


class AddApplicationResultLink(_OfApplication, _ResultLink):
    """Show a link, e.g. to an assessment result, on an application."""

    operation: ClassVar[str] = "add_application_result_link"
    published_as: ClassVar[str] = "Add result link to application"


class AddCandidateResultLink(_OfCandidate, _ResultLink):
    """Show a link on a candidate."""

    operation: ClassVar[str] = "add_candidate_result_link"
    published_as: ClassVar[str] = "Add result link to candidate"


class AddApplicationNote(_OfApplication):
    """Leave a note on an application, or on its candidate where the vendor has no other place."""

    operation: ClassVar[str] = "add_application_note"
    published_as: ClassVar[str] = "Add note to application"

    content: str = Field(min_length=1)
    content_type: Literal["PLAIN_TEXT"] = "PLAIN_TEXT"


class GetApplicationAttachments(_OfApplication):
    """Read the files of an application live."""

    operation: ClassVar[str] = "get_application_attachments"
    published_as: ClassVar[str] = "Get application attachments"


class GetCandidateAttachments(_OfCandidate):
    """Read the files of a candidate live."""

    operation: ClassVar[str] = "get_candidate_attachments"
    published_as: ClassVar[str] = "Get candidate attachments"
