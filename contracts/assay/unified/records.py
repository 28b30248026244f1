"""All unified models. Names and nullability: unified API section 2; joins: section 5.2."""

from typing import Annotated, Any, ClassVar, Literal

from assay.unified.base import (
    CustomFields,
    Known,
    Moment,
    References,
    RemoteData,
    RemoteRecord,
    UnifiedRecord,
    Value,
)
from assay.unified.questions import QuestionFormat, ScreeningQuestionAnswer
from assay.unified.values import EmailAddress, IntegrationField, Location, PhoneNumber, SocialMedia

RoleType = Literal["HIRING_MANAGER", "RECRUITER", "COORDINATOR", "SOURCER", "INTERVIEWER", "ADMIN"]
TeamRoleType = Literal["HIRING_MANAGER", "RECRUITER", "COORDINATOR", "SOURCER", "INTERVIEWER"]
"""Roles on one job; ADMIN is a system role only."""

__all__ = [
    "Application",
    "ApplicationStage",
    "Attachment",
    "Candidate",
    "CandidateTag",
    "Interview",
    "InterviewTeamMember",
    "Job",
    "JobPosting",
    "JobRoleAssignment",
    "JobScreeningQuestion",
    "JobStage",
    "JobTeamMember",
    "Offer",
    "RejectionReason",
    "Role",
    "RoleType",
    "ScreeningQuestion",
    "Tag",
    "TeamRoleType",
    "UnifiedRecord",
    "User",
    "UserRole",
]


class User(RemoteRecord):
    """A person who works in the applicant tracking system."""

    store_id: ClassVar[str] = "ats_users"
    published_as: ClassVar[str] = "Users"

    first_name: str | None = None
    last_name: str | None = None
    email: str | None = None
    """None when the vendor's is invalid."""
    status: Literal["ACTIVE", "INACTIVE"] | None = None
    remote_data: RemoteData | None = None


class Job(RemoteRecord):
    """An opening that candidates apply to."""

    store_id: ClassVar[str] = "ats_jobs"
    published_as: ClassVar[str] = "Jobs"

    name: str | None = None
    job_code: str | None = None
    """Requisition code for people."""
    description: str | None = None
    """Usually HTML."""
    confidential: bool | None = None
    weekly_hours: float | None = None
    employment_type: Annotated[
        str | None, Known(("FULL_TIME", "PART_TIME", "CONTRACT", "SEASONAL", "INTERNSHIP"))
    ] = None
    status: Annotated[str | None, Known(("OPEN", "CLOSED", "DRAFT", "ARCHIVED"))] = None
    visibility: Annotated[str | None, Known(("PUBLIC", "INTERNAL", "UNLISTED", "CONFIDENTIAL"))] = None
    category: str | None = None
    department: str | None = None
    post_url: str | None = None
    experience_level: str | None = None
    remote_work_status: Annotated[str | None, Known(("REMOTE", "HYBRID", "TEMPORARY", "ON_SITE"))] = None
    salary_amount: float | None = None
    """Exact amount, in ``salary_currency`` per ``salary_period``."""
    salary_amount_from: float | None = None
    salary_amount_to: float | None = None
    salary_currency: str | None = None
    """ISO 4217 where possible."""
    salary_period: Annotated[str | None, Known(("YEAR", "MONTH", "TWO_WEEKS", "WEEK", "DAY", "HOUR"))] = None
    location: Location | None = None
    custom_fields: CustomFields | None = None
    integration_fields: list[IntegrationField] | None = None
    remote_url: str | None = None
    opened_at: Moment | None = None
    closed_at: Moment | None = None
    """Close or planned close; may lie in the future."""
    remote_created_at: Moment | None = None
    remote_updated_at: Moment | None = None
    contact_id: Annotated[str | None, References("ats_users")] = None
    remote_data: RemoteData | None = None


class JobPosting(RemoteRecord):
    """A job as published on one board."""

    store_id: ClassVar[str] = "ats_job_postings"
    published_as: ClassVar[str] = "Job postings"

    title: str | None = None
    description_html: str | None = None
    status: Literal["ACTIVE", "INACTIVE", "DRAFT"] | None = None
    visibility: Literal["PUBLIC", "INTERNAL", "UNLISTED"] | None = None
    url: str | None = None
    job_id: Annotated[str | None, References("ats_jobs")] = None


class Candidate(RemoteRecord):
    """A person who may apply."""

    store_id: ClassVar[str] = "ats_candidates"
    published_as: ClassVar[str] = "Candidates"

    first_name: str | None = None
    last_name: str | None = None
    company: str | None = None
    """Current employer."""
    title: str | None = None
    """Current job title."""
    confidential: bool | None = None
    source: str | None = None
    phone_numbers: list[PhoneNumber] | None = None
    email_addresses: list[EmailAddress] | None = None
    social_media: list[SocialMedia] | None = None
    location: Location | None = None
    custom_fields: CustomFields | None = None
    integration_fields: list[IntegrationField] | None = None
    remote_url: str | None = None
    remote_created_at: Moment | None = None
    remote_updated_at: Moment | None = None
    remote_data: RemoteData | None = None


class ApplicationStage(RemoteRecord):
    """A step of a hiring process."""

    store_id: ClassVar[str] = "ats_application_stages"
    published_as: ClassVar[str] = "Application Stages"

    name: str | None = None
    status: Literal["ACTIVE", "INACTIVE"] | None = None
    global_index: int | None = None
    custom_fields: CustomFields | None = None
    remote_data: RemoteData | None = None


class Application(RemoteRecord):
    """One candidate's application to one job."""

    store_id: ClassVar[str] = "ats_applications"
    published_as: ClassVar[str] = "Applications"

    outcome: Literal["PENDING", "HIRED", "DECLINED"] | None = None
    rejection_reason_name: str | None = None
    rejected_at: Moment | None = None
    current_stage_id: Annotated[str | None, References("ats_application_stages")] = None
    job_id: Annotated[str | None, References("ats_jobs")] = None
    candidate_id: Annotated[str | None, References("ats_candidates")] = None
    screening_question_answers: list[ScreeningQuestionAnswer] | None = None
    custom_fields: CustomFields | None = None
    integration_fields: list[IntegrationField] | None = None
    remote_url: str | None = None
    remote_created_at: Moment | None = None
    remote_updated_at: Moment | None = None
    remote_data: RemoteData | None = None


class ScreeningQuestion(RemoteRecord):
    """A question asked of applicants."""

    store_id: ClassVar[str] = "ats_screening_questions"
    published_as: ClassVar[str] = "Screening questions"

    title: str | None = None
    description: str | None = None
    """May hold HTML."""
    format: QuestionFormat | None = None
    category: Literal["EEO", "DEMOGRAPHIC"] | None = None
    """None for ordinary questions."""


class Tag(RemoteRecord):
    """A label put on candidates."""

    store_id: ClassVar[str] = "ats_tags"
    published_as: ClassVar[str] = "Tags"

    name: str | None = None
    remote_data: RemoteData | None = None


class Interview(RemoteRecord):
    """A meeting with a candidate."""

    store_id: ClassVar[str] = "ats_interviews"
    published_as: ClassVar[str] = "Interviews"

    title: str | None = None
    starting_at: Moment | None = None
    ending_at: Moment | None = None
    location: Location | None = None
    video_conferencing_url: str | None = None
    application_id: Annotated[str | None, References("ats_applications")] = None
    stage_id: Annotated[str | None, References("ats_application_stages")] = None
    canceled: bool | None = None
    """None if unknown."""
    remote_created_at: Moment | None = None
    remote_updated_at: Moment | None = None
    remote_data: RemoteData | None = None


class Offer(RemoteRecord):
    """An offer of employment."""

    store_id: ClassVar[str] = "ats_offers"
    published_as: ClassVar[str] = "Offers"

    status: Literal["ACCEPTED", "DECLINED", "SENT", "APPROVED", "DRAFT", "ABANDONED"] | None = None
    employment_start_date: Moment | None = None
    application_id: Annotated[str | None, References("ats_applications")] = None
    custom_fields: CustomFields | None = None
    integration_fields: list[IntegrationField] | None = None
    remote_created_at: Moment | None = None
    remote_updated_at: Moment | None = None
    remote_data: RemoteData | None = None


class RejectionReason(RemoteRecord):
    """Why an application can be declined."""

    store_id: ClassVar[str] = "ats_rejection_reasons"
    published_as: ClassVar[str] = "Rejection reasons"

    name: str | None = None
    remote_data: RemoteData | None = None


class Role(RemoteRecord):
    """What a user may be, in the whole system or on one job."""

    store_id: ClassVar[str] = "ats_roles"
    published_as: ClassVar[str] = "Roles"

    remote_label: str | None = None
    """The role's name in the vendor's system."""
    scope: Literal["SYSTEM", "JOB"] | None = None
    unified_type: RoleType | None = None
    """None when the vendor's role has no unified meaning."""
    remote_data: RemoteData | None = None


class CandidateTag(UnifiedRecord):
    """A tag on a candidate."""

    store_id: ClassVar[str] = "ats_join_candidates_tags"
    published_as: ClassVar[str] = "Candidate tags"
    kind: ClassVar[Literal["model", "join"]] = "join"
    join_key: ClassVar[tuple[str, ...]] = ("candidate_id", "tag_id")

    candidate_id: Annotated[str | None, References("ats_candidates")] = None
    tag_id: Annotated[str | None, References("ats_tags")] = None


class JobStage(UnifiedRecord):
    """A stage that applications to a job may be in."""

    store_id: ClassVar[str] = "ats_join_jobs_application_stages"
    published_as: ClassVar[str] = "Job-specific application stages"
    kind: ClassVar[Literal["model", "join"]] = "join"
    join_key: ClassVar[tuple[str, ...]] = ("job_id", "stage_id")

    index: int | None = None
    """Position in the job's process, from 0."""
    job_id: Annotated[str | None, References("ats_jobs")] = None
    stage_id: Annotated[str | None, References("ats_application_stages")] = None


class JobScreeningQuestion(UnifiedRecord):
    """A question as asked for one job."""

    store_id: ClassVar[str] = "ats_join_jobs_screening_questions"
    published_as: ClassVar[str] = "Job-specific screening questions"
    kind: ClassVar[Literal["model", "join"]] = "join"
    join_key: ClassVar[tuple[str, ...]] = ("job_id", "question_id")

    index: int | None = None
    required: bool | None = None
    precondition_question_id: Annotated[str | None, References("ats_screening_questions")] = None
    precondition_options: list[Any] | None = None
    """Option ids, or [true] / [false] for a yes/no question."""
    job_id: Annotated[str | None, References("ats_jobs")] = None
    question_id: Annotated[str | None, References("ats_screening_questions")] = None


class JobTeamMember(UnifiedRecord):
    """A user on the hiring team of a job, once however many roles."""

    store_id: ClassVar[str] = "ats_join_jobs_users"
    published_as: ClassVar[str] = "Job hiring team members"
    kind: ClassVar[Literal["model", "join"]] = "join"
    join_key: ClassVar[tuple[str, ...]] = ("job_id", "user_id")

    roles: list[TeamRoleType] | None = None
    job_id: Annotated[str | None, References("ats_jobs")] = None
    user_id: Annotated[str | None, References("ats_users")] = None


class JobRoleAssignment(UnifiedRecord):
    """One role of one hiring team member."""

    store_id: ClassVar[str] = "ats_join_user_job_role_assignments"
    published_as: ClassVar[str] = "Job user role assignments"
    kind: ClassVar[Literal["model", "join"]] = "join"
    join_key: ClassVar[tuple[str, ...]] = ("job_user_id", "role_id")

    job_user_id: Annotated[str | None, References("ats_join_jobs_users")] = None
    role_id: Annotated[str | None, References("ats_roles")] = None


class UserRole(UnifiedRecord):
    """A role of a user in the whole system."""

    store_id: ClassVar[str] = "ats_join_users_roles"
    published_as: ClassVar[str] = "User roles"
    kind: ClassVar[Literal["model", "join"]] = "join"
    join_key: ClassVar[tuple[str, ...]] = ("user_id", "role_id")

    user_id: Annotated[str | None, References("ats_users")] = None
    role_id: Annotated[str | None, References("ats_roles")] = None


class InterviewTeamMember(UnifiedRecord):
    """A user who takes part in an interview."""

    store_id: ClassVar[str] = "ats_join_interviews_users"
    published_as: ClassVar[str] = "Interviewing team members"
    kind: ClassVar[Literal["model", "join"]] = "join"
    join_key: ClassVar[tuple[str, ...]] = ("interview_id", "user_id")

    interview_id: Annotated[str | None, References("ats_interviews")] = None
    user_id: Annotated[str | None, References("ats_users")] = None


class Attachment(Value):
    """A file as read live from the vendor (unified API 2.9)."""

    remote_id: str
    type: Literal["CV", "COVER_LETTER", "OTHER"]
    file_name: str
    content_type: str
    data_url: str
    candidate_id: str | None = None
    """Remote id; unset in the application call."""
    application_id: str | None = None
    remote_created_at: Moment | None = None
    remote_updated_at: Moment | None = None
