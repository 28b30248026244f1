"""What happens when the key may not read everything, or the vendor does not answer as documented."""

from collections.abc import Callable
from typing import Any

import pytest

from assay.connector import Complete, ReadItem, ReadRequest, Skipped
from assay.errors import VendorNonsenseError, VendorRefusedError, VendorUnavailableError
from assay.unified.catalogue import MODELS

ALL = tuple(sorted(MODELS))


def _completes(items: list[ReadItem]) -> set[str]:
    return {item.model for item in items if isinstance(item, Complete)}


@pytest.mark.parametrize(
    ("paths", "skipped"),
    [
        (["/offer.list"], {"ats_offers"}),
        (["/user.list"], {"ats_users", "ats_join_users_roles"}),
        (["/interviewPlan.list"], {"ats_application_stages", "ats_join_jobs_application_stages"}),
        (["/interviewSchedule.list"], {"ats_interviews", "ats_join_interviews_users"}),
        (["/candidate.list"], {"ats_candidates", "ats_join_candidates_tags"}),
        (["/application.list"], {"ats_applications"}),
        (["/archiveReason.list"], {"ats_rejection_reasons"}),
        (["/candidateTag.list"], {"ats_tags"}),
        (["/hiringTeamRole.list"], {"ats_roles", "ats_join_user_job_role_assignments"}),
        (
            ["/job.list"],
            {
                "ats_jobs",
                "ats_job_postings",
                "ats_screening_questions",
                "ats_join_jobs_screening_questions",
                "ats_join_jobs_application_stages",
                "ats_join_jobs_users",
                "ats_join_user_job_role_assignments",
            },
        ),
    ],
)
def test_models_that_the_key_may_not_read_are_skipped_and_the_others_go_on(
    organisation: Any, paths: list[str], skipped: set[str]
) -> None:
    organisation.forbids(*paths)

    items = organisation.read(*ALL)

    told = {item.model for item in items if isinstance(item, Skipped) and item.field is None}
    assert told == skipped
    assert not skipped & _completes(items)
    unsure = {"ats_roles", "ats_application_stages"}
    assert set(ALL) - skipped - unsure <= _completes(items)
    assert all(item.reason for item in items if isinstance(item, Skipped))


@pytest.mark.parametrize(
    ("path", "lost"),
    [
        ("/department.list", {("ats_jobs", "department")}),
        ("/location.list", {("ats_jobs", "location")}),
        (
            "/customField.list",
            {
                (model, "integration_fields")
                for model in ("ats_jobs", "ats_candidates", "ats_applications", "ats_offers")
            },
        ),
    ],
)
def test_a_field_that_the_key_may_not_read_is_skipped_and_its_model_goes_on(
    organisation: Any, sample: Callable[..., Any], path: str, lost: set[tuple[str, str]]
) -> None:
    organisation.lists("/job.list", [sample("job", location=...)])
    organisation.lists("/location.list", [])
    organisation.forbids(path)

    items = organisation.read(*ALL)

    assert {(item.model, item.field) for item in items if isinstance(item, Skipped)} == lost
    assert _completes(items) == set(ALL)


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        ({"success": False, "errors": ["internal_error"]}, VendorRefusedError),
        ({"success": False, "errors": ["endpoint_not_found"]}, VendorRefusedError),
        ({"success": True, "results": []}, VendorNonsenseError),
        ({"success": True, "results": [{"id": None}], "moreDataAvailable": False}, VendorNonsenseError),
        ({"success": False, "errors": ["rate_limit_exceeded"]}, VendorUnavailableError),
    ],
)
def test_anything_else_that_goes_wrong_ends_the_run_before_completeness_is_said(
    organisation: Any, answer: dict[str, Any], error: type[Exception]
) -> None:
    organisation.answers("/candidate.list", lambda _: answer)
    items = []

    with pytest.raises(error):
        items.extend(organisation.connect().read(ReadRequest(models=frozenset({"ats_candidates"}))))

    assert items == []


def test_an_info_endpoint_that_does_not_exist_is_not_taken_for_a_deleted_object(organisation: Any) -> None:
    organisation.answers("/offer.info", lambda _: {"success": False, "errors": ["endpoint_not_found"]})

    with pytest.raises(VendorRefusedError):
        organisation.read("ats_offers")


def test_reading_is_lazy(organisation: Any) -> None:
    organisation.connect().read(ReadRequest(models=frozenset(ALL)))

    assert organisation.calls == []
