import re
from collections.abc import Callable
from typing import Any

import pytest

from assay.connector import JOIN_SEPARATOR, Complete, Gone, Row
from assay.errors import HarnessError
from assay.sync import Store, SyncReport
from assay.unified.base import RemoteRecord, UnifiedRecord
from assay.unified.catalogue import MODELS, references_of
from assay.unified.ids import PATTERN, join_id, record_id
from assay.unified.records import (
    Application,
    CandidateTag,
    Job,
    JobRoleAssignment,
    JobScreeningQuestion,
    JobTeamMember,
)

Sync = Callable[..., SyncReport]


def test_a_record_gets_the_id_of_its_connection_and_remote_id(store: Store, sync: Sync) -> None:
    sync(Row(Job(remote_id="j1")))

    (job,) = store.records("ats_jobs")

    assert job.id == record_id(store.integration_id, "j1")


def test_the_id_is_the_same_in_every_run(store: Store, sync: Sync) -> None:
    sync(Row(Job(remote_id="j1", name="Cook")))
    (before,) = store.records("ats_jobs")
    sync(Row(Job(remote_id="j1", name="Chef")))
    (after,) = store.records("ats_jobs")

    assert before.id == after.id


def test_two_connections_in_one_database_have_their_own_ids_and_records(tmp_path: Any, vendor: Any) -> None:
    url = f"sqlite:///{tmp_path}/data.db"
    with Store(url, integration_id="acme:1") as one, Store(url, integration_id="acme:2") as two:
        one.sync(vendor([Row(Job(remote_id="j1", name="One"))]), models=["ats_jobs"])
        two.sync(vendor([Row(Job(remote_id="j1", name="Two"))]), models=["ats_jobs"])
        two.sync(vendor([Complete("ats_jobs")]), models=["ats_jobs"])

        (first,), (second,) = one.records("ats_jobs"), two.records("ats_jobs")

    assert first.id != second.id
    assert isinstance(first, Job)
    assert first.name == "One"
    assert first.remote_deleted_at is None
    assert second.remote_deleted_at is not None


def test_references_of_a_record_name_the_ids_of_what_they_point_to(store: Store, sync: Sync) -> None:
    sync(Row(Application(remote_id="a1", job_id="j1", candidate_id="c1", current_stage_id=None)))

    (application,) = store.records("ats_applications")

    assert isinstance(application, Application)
    assert application.job_id == record_id(store.integration_id, "j1")
    assert application.candidate_id == record_id(store.integration_id, "c1")
    assert application.current_stage_id is None


def test_a_join_row_gets_its_id_from_its_parents(store: Store, sync: Sync) -> None:
    sync(Row(CandidateTag(candidate_id="c1", tag_id="t1")))

    (row,) = store.records("ats_join_candidates_tags")

    parents = [record_id(store.integration_id, remote) for remote in ("c1", "t1")]
    assert row.id == join_id(store.integration_id, "ats_join_candidates_tags", *parents)


def test_a_reference_to_a_join_row_goes_through_its_parents(store: Store, sync: Sync) -> None:
    sync(
        Row(JobTeamMember(job_id="j1", user_id="u1", roles=["RECRUITER"])),
        Row(JobRoleAssignment(job_user_id=f"j1{JOIN_SEPARATOR}u1", role_id="r1")),
    )

    (member,) = store.records("ats_join_jobs_users")
    (assignment,) = store.records("ats_join_user_job_role_assignments")

    assert isinstance(assignment, JobRoleAssignment)
    assert assignment.job_user_id == member.id
    assert assignment.role_id == record_id(store.integration_id, "r1")


def test_references_beyond_the_join_key_are_replaced_too(store: Store, sync: Sync) -> None:
    sync(Row(JobScreeningQuestion(job_id="j1", question_id="q2", precondition_question_id="q1")))

    (row,) = store.records("ats_join_jobs_screening_questions")

    assert isinstance(row, JobScreeningQuestion)
    assert row.precondition_question_id == record_id(store.integration_id, "q1")


@pytest.mark.parametrize("store_id", sorted(MODELS))
def test_every_model_is_stored_with_unified_ids_in_all_its_references(
    store: Store, sync: Sync, store_id: str
) -> None:
    sync(Row(_example(MODELS[store_id])))

    (record,) = store.records(store_id)

    for field in ("id", *references_of(MODELS[store_id])):
        assert re.fullmatch(PATTERN, getattr(record, field)), field


def test_a_reference_to_a_join_row_must_name_all_its_parents(store: Store, sync: Sync) -> None:
    with pytest.raises(HarnessError, match="has 1 remote ids, expected 2"):
        sync(Row(JobRoleAssignment(job_user_id="j1", role_id="r1")))

    assert store.records("ats_join_user_job_role_assignments") == ()


def test_a_join_row_is_gone_by_the_joined_ids_of_its_parents(store: Store, sync: Sync) -> None:
    sync(Row(JobRoleAssignment(job_user_id=f"j1{JOIN_SEPARATOR}u1", role_id="r1")))

    sync(Gone("ats_join_user_job_role_assignments", JOIN_SEPARATOR.join(("j1", "u1", "r1"))), mode="delta")

    (row,) = store.records("ats_join_user_job_role_assignments")
    assert row.remote_deleted_at is not None


def test_a_reference_that_leads_nowhere_is_kept_and_reported(store: Store, sync: Sync) -> None:
    sync(
        Row(Job(remote_id="j1")),
        Row(Application(remote_id="a1", job_id="j1", candidate_id="c1")),
        Row(Application(remote_id="a2", job_id="j1")),
    )

    (dangling,) = store.dangling()

    assert (dangling.model, dangling.field, dangling.target) == (
        "ats_applications",
        "candidate_id",
        "ats_candidates",
    )
    assert dangling.id == record_id(store.integration_id, "a1")
    assert dangling.target_id == record_id(store.integration_id, "c1")


def test_a_reference_to_a_deleted_record_still_leads_somewhere(store: Store, sync: Sync) -> None:
    sync(Row(Job(remote_id="j1")), Row(Application(remote_id="a1", job_id="j1")))
    sync(Gone("ats_jobs", "j1"))

    assert store.dangling() == ()


def test_references_of_deleted_records_are_nobodys_concern(store: Store, sync: Sync) -> None:
    sync(Row(Application(remote_id="a1", job_id="j1")))
    sync(Complete("ats_applications"))

    assert store.dangling() == ()


def _example(model: type[UnifiedRecord]) -> UnifiedRecord:
    references = {
        field: f"j1{JOIN_SEPARATOR}u1" if target == "ats_join_jobs_users" else f"{field}-1"
        for field, target in references_of(model).items()
    }
    key = {"remote_id": "x1"} if issubclass(model, RemoteRecord) else {}
    return model.model_validate(references | key)
