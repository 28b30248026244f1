"""The unified catalogue: names, enums and references, compared with a list written down on purpose."""

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, ValidationError

from assay.unified import catalogue
from assay.unified.actions import (
    AddCandidateTag,
    AttachmentFile,
    CreateCandidate,
    File,
    InputLocation,
    NewCandidate,
    SocialLink,
)
from assay.unified.base import ComputedByStore, UnifiedRecord, in_milliseconds
from assay.unified.catalogue import (
    ACTION_TITLES,
    ACTIONS,
    MODEL_TITLES,
    MODELS,
    enum_of,
    fields_of,
    inputs_of,
    is_required,
    reference_in,
    references_of,
)
from assay.unified.records import Candidate, Interview, Job, Offer, ScreeningQuestion

TITLES = {
    "Users": "ats_users",
    "Jobs": "ats_jobs",
    "Job postings": "ats_job_postings",
    "Candidates": "ats_candidates",
    "Application Stages": "ats_application_stages",
    "Applications": "ats_applications",
    "Screening questions": "ats_screening_questions",
    "Tags": "ats_tags",
    "Interviews": "ats_interviews",
    "Offers": "ats_offers",
    "Rejection reasons": "ats_rejection_reasons",
    "Roles": "ats_roles",
    "Candidate tags": "ats_join_candidates_tags",
    "Job-specific application stages": "ats_join_jobs_application_stages",
    "Job-specific screening questions": "ats_join_jobs_screening_questions",
    "Job hiring team members": "ats_join_jobs_users",
    "Job user role assignments": "ats_join_user_job_role_assignments",
    "User roles": "ats_join_users_roles",
    "Interviewing team members": "ats_join_interviews_users",
}
OPERATIONS = {
    "Create candidate": "create_candidate",
    "Create application": "create_application",
    "Add tag to candidate": "add_candidate_tag",
    "Remove tag from candidate": "remove_candidate_tag",
    "Add attachment to application": "add_application_attachment",
    "Add attachment to candidate": "add_candidate_attachment",
    "Move application to stage": "move_application_to_stage",
    "Reject application": "reject_application",
    "Add result link to application": "add_application_result_link",
    "Add result link to candidate": "add_candidate_result_link",
    "Add note to application": "add_application_note",
    "Get application attachments": "get_application_attachments",
    "Get candidate attachments": "get_candidate_attachments",
}
ENUMS = {
    "ats_users.status": "ACTIVE INACTIVE",
    "ats_jobs.employment_type": "FULL_TIME PART_TIME CONTRACT SEASONAL INTERNSHIP",
    "ats_jobs.status": "OPEN CLOSED DRAFT ARCHIVED",
    "ats_jobs.visibility": "PUBLIC INTERNAL UNLISTED CONFIDENTIAL",
    "ats_jobs.remote_work_status": "REMOTE HYBRID TEMPORARY ON_SITE",
    "ats_jobs.salary_period": "YEAR MONTH TWO_WEEKS WEEK DAY HOUR",
    "ats_job_postings.status": "ACTIVE INACTIVE DRAFT",
    "ats_job_postings.visibility": "PUBLIC INTERNAL UNLISTED",
    "ats_application_stages.status": "ACTIVE INACTIVE",
    "ats_applications.outcome": "PENDING HIRED DECLINED",
    "ats_screening_questions.category": "EEO DEMOGRAPHIC",
    "ats_offers.status": "ACCEPTED DECLINED SENT APPROVED DRAFT ABANDONED",
    "ats_roles.scope": "SYSTEM JOB",
    "ats_roles.unified_type": "HIRING_MANAGER RECRUITER COORDINATOR SOURCER INTERVIEWER ADMIN",
    "ats_join_jobs_users.roles": "HIRING_MANAGER RECRUITER COORDINATOR SOURCER INTERVIEWER",
}
REFERENCES = {
    "ats_jobs.contact_id": "ats_users",
    "ats_job_postings.job_id": "ats_jobs",
    "ats_applications.current_stage_id": "ats_application_stages",
    "ats_applications.job_id": "ats_jobs",
    "ats_applications.candidate_id": "ats_candidates",
    "ats_interviews.application_id": "ats_applications",
    "ats_interviews.stage_id": "ats_application_stages",
    "ats_offers.application_id": "ats_applications",
    "ats_join_candidates_tags.candidate_id": "ats_candidates",
    "ats_join_candidates_tags.tag_id": "ats_tags",
    "ats_join_jobs_application_stages.job_id": "ats_jobs",
    "ats_join_jobs_application_stages.stage_id": "ats_application_stages",
    "ats_join_jobs_screening_questions.precondition_question_id": "ats_screening_questions",
    "ats_join_jobs_screening_questions.job_id": "ats_jobs",
    "ats_join_jobs_screening_questions.question_id": "ats_screening_questions",
    "ats_join_jobs_users.job_id": "ats_jobs",
    "ats_join_jobs_users.user_id": "ats_users",
    "ats_join_user_job_role_assignments.job_user_id": "ats_join_jobs_users",
    "ats_join_user_job_role_assignments.role_id": "ats_roles",
    "ats_join_users_roles.user_id": "ats_users",
    "ats_join_users_roles.role_id": "ats_roles",
    "ats_join_interviews_users.interview_id": "ats_interviews",
    "ats_join_interviews_users.user_id": "ats_users",
}


def test_models_are_known_by_title_and_store_id() -> None:
    assert {title: model.store_id for title, model in MODEL_TITLES.items()} == TITLES
    assert list(MODELS) == list(TITLES.values())


def test_actions_are_known_by_title_and_operation() -> None:
    assert {title: action.operation for title, action in ACTION_TITLES.items()} == OPERATIONS
    assert sorted(ACTIONS) == sorted(OPERATIONS.values())


def test_enums_hold_the_known_values_and_no_other_field_is_one() -> None:
    found = {
        f"{store_id}.{field}": " ".join(enum_of(model, field))
        for store_id, model in MODELS.items()
        for field in fields_of(model)
        if enum_of(model, field)
    }
    assert found == ENUMS


def test_references_name_the_models_they_lead_to() -> None:
    found = {
        f"{store_id}.{field}": target
        for store_id, model in MODELS.items()
        for field, target in references_of(model).items()
    }
    assert found == REFERENCES
    assert set(found.values()) <= set(MODELS)


@pytest.mark.parametrize("model", MODELS.values(), ids=list(MODELS))
def test_a_join_is_identified_by_its_references_and_has_no_remote_id(model: type[UnifiedRecord]) -> None:
    if model.kind == "join":
        assert set(model.join_key) <= set(references_of(model))
        assert "remote_id" not in fields_of(model)
    else:
        assert model.join_key == ()
        assert "remote_id" in fields_of(model)


@pytest.mark.parametrize("model", MODELS.values(), ids=list(MODELS))
def test_the_store_computes_three_fields_of_every_model(model: type[UnifiedRecord]) -> None:
    computed = {
        field
        for field in fields_of(model)
        if any(isinstance(mark, ComputedByStore) for mark in catalogue.marks(model, field))
    }
    assert computed == {"id", "changed_at", "remote_deleted_at"}


@pytest.mark.parametrize("model", MODELS.values(), ids=list(MODELS))
def test_a_connector_may_leave_out_any_field(model: type[UnifiedRecord]) -> None:
    assert set(model().model_dump().values()) == {None}


@pytest.mark.parametrize("model", [*MODELS.values(), *ACTIONS.values()], ids=lambda model: model.__name__)
def test_every_model_and_action_says_what_it_is(model: type[BaseModel]) -> None:
    assert (model.__doc__ or "").strip().endswith(".")


def test_inputs_are_leaves_in_dots_as_the_pages_spell_them() -> None:
    assert inputs_of(AddCandidateTag) == ("candidate_id", "tag.name")
    assert {
        "candidate.additional_email_addresses.email_address",
        "candidate.location.zip_code",
        "candidate.salary_expectations.amount",
        "application.job_id",
        "screening_question_answers.answer",
        "attachments.data_url",
        "source.unified_key",
        "sourced_by.user_id",
        "gdpr_consent.expires_at",
    } <= set(inputs_of(CreateCandidate))
    assert "candidate" not in inputs_of(CreateCandidate)


def test_an_input_is_required_when_everything_on_the_way_to_it_is() -> None:
    required = {name for name in inputs_of(CreateCandidate) if is_required(CreateCandidate, name)}

    assert required == {
        "candidate.first_name",
        "candidate.last_name",
        "candidate.email_address",
        "application.job_id",
    }


def test_an_input_knows_the_model_it_refers_to() -> None:
    found = {name: reference_in(CreateCandidate, name) for name in inputs_of(CreateCandidate)}

    assert {name: model for name, model in found.items() if model is not None} == {
        "application.job_id": "ats_jobs",
        "application.stage_id": "ats_application_stages",
        "screening_question_answers.question_id": "ats_screening_questions",
        "sourced_by.user_id": "ats_users",
    }
    assert reference_in(AddCandidateTag, "candidate_id") == "ats_candidates"


@pytest.mark.parametrize("action", ACTIONS.values(), ids=list(ACTIONS))
def test_no_input_of_an_action_is_listed_twice(action: type[Any]) -> None:
    assert len(set(inputs_of(action))) == len(inputs_of(action))


def test_a_closed_enum_refuses_other_words() -> None:
    with pytest.raises(ValidationError):
        Offer(status="LOST")  # type: ignore[arg-type]


def test_an_open_enum_lets_the_words_of_the_vendor_pass() -> None:
    assert Job(employment_type="Freelance").employment_type == "Freelance"


def test_an_unknown_field_is_a_mistake() -> None:
    with pytest.raises(ValidationError):
        Candidate(nickname="Mimi")  # type: ignore[call-arg]


def test_a_moment_needs_its_zone() -> None:
    with pytest.raises(ValidationError):
        Interview(starting_at=datetime(2026, 3, 2))  # type: ignore[arg-type]  # noqa: DTZ001 -- the mistake


@given(st.datetimes(timezones=st.sampled_from([UTC, timezone(timedelta(hours=5, minutes=30))])))
def test_a_moment_is_written_in_utc_with_milliseconds(moment: datetime) -> None:
    if not datetime(2, 1, 1, tzinfo=UTC) < moment < datetime(9998, 1, 1, tzinfo=UTC):
        return
    written = in_milliseconds(moment)

    assert written == Job(opened_at=moment).model_dump(mode="json")["opened_at"]
    assert written.endswith("Z")
    assert abs(datetime.fromisoformat(written) - moment) < timedelta(milliseconds=1)


@pytest.mark.parametrize(
    "shape",
    [
        {"type": "TEXT", "display_type": "EMAIL", "max_length": 20},
        {"type": "NUMBER", "display_type": "SLIDER", "min": 1, "max": 4},
        {"type": "FILE", "accepted_mime_types": ["application/pdf"], "max_file_size_bytes": 1000},
        {"type": "SINGLE_SELECT", "options": [{"id": "a", "name": "A"}], "display_type": "RADIO"},
        {"type": "MULTI_SELECT", "options": []},
        {"type": "BOOLEAN"},
        {"type": "DATE"},
        {"type": "INFORMATION"},
        {"type": "UNKNOWN", "raw_question": {"any": "thing"}},
    ],
    ids=lambda shape: str(shape["type"]),
)
def test_a_question_has_one_of_the_known_formats(shape: dict[str, Any]) -> None:
    question = ScreeningQuestion.model_validate({"format": shape})

    assert question.model_dump(exclude_unset=True)["format"] == {**shape, "type": shape["type"]}


def test_a_question_of_another_format_is_refused() -> None:
    with pytest.raises(ValidationError):
        ScreeningQuestion.model_validate({"format": {"type": "TEXT", "options": []}})


@pytest.mark.parametrize(
    "file",
    [
        {"name": "cv.pdf"},
        {"name": "cv.pdf", "data": "YQ==", "content_type": "text/plain", "data_url": "https://a.test/b"},
        {"name": "cv.pdf", "data": "YQ=="},
        {"name": "", "data_url": "https://a.test/b"},
        {"name": "cv.pdf", "data_url": "no address"},
        {"name": "cv.pdf", "data_url": "https://a.test/b", "content_type": "pdf"},
    ],
)
def test_a_file_comes_either_as_data_with_its_type_or_from_an_address(file: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        File.model_validate(file)


def test_a_file_may_come_from_an_address_without_type() -> None:
    file = AttachmentFile(name="cv.pdf", data_url="https://files.test/cv.pdf", type="CV")

    assert file.content_type is None


@pytest.mark.parametrize(
    ("model", "wrong"),
    [
        (InputLocation, {"country": "Portugal"}),
        (InputLocation, {"city": "Lisbon"}),
        (SocialLink, {"url": "linkedin"}),
        (NewCandidate, {"first_name": "Ada", "last_name": "Byron", "email_address": "ada"}),
        (NewCandidate, {"first_name": "", "last_name": "Byron", "email_address": "ada@acme.test"}),
    ],
)
def test_inputs_that_no_vendor_can_use_are_refused(model: type[BaseModel], wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        model.model_validate(wrong)
