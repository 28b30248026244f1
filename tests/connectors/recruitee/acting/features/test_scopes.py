"""What the role of the token's user shows: hard refusals, narrowed views, missing keys."""

from typing import Any

import httpx
import pytest

from assay.connector import ScopeReport
from assay_connectors.recruitee.connector import RecruiteeConnector
from assay_connectors.recruitee.permissions import PERMISSIONS
from assay_connectors.recruitee.scopes import ACTIONS, INDICATIVE

MODELS = frozenset(
    {
        "ats_users",
        "ats_jobs",
        "ats_candidates",
        "ats_application_stages",
        "ats_applications",
        "ats_screening_questions",
        "ats_tags",
        "ats_interviews",
        "ats_rejection_reasons",
        "ats_join_candidates_tags",
        "ats_join_jobs_application_stages",
        "ats_join_jobs_screening_questions",
        "ats_join_jobs_users",
    }
)
OF_JOBS = {
    "ats_jobs",
    "ats_application_stages",
    "ats_join_jobs_application_stages",
    "ats_join_jobs_users",
}
OF_PEOPLE = {"ats_candidates", "ats_applications", "ats_join_candidates_tags", "ats_interviews"}
"""What belongs to jobs and is hidden with them."""
WRITES = (
    "POST /candidates",
    "POST /candidates/0/tags",
    "POST /attachments",
    "POST /custom_fields/candidates/0/fields",
    "POST /candidates/0/notes",
    "PATCH /placements/0/change_stage",
    "PATCH /placements/0/disqualify",
    "POST /gdpr/candidates/0/set_gdpr_custom_expires_at",
)


@pytest.fixture
def company(recruitee: Any) -> Any:
    """A Recruitee in which the token may do everything, and no probe finds what it writes to."""
    for call in WRITES:
        recruitee.on(call, 422)
    return (
        recruitee.on("GET /offers", {"offers": [{"id": 18}]})
        .on("GET /interview/events", {"interview_events": []})
        .on("GET /webhooks", {"webhooks": []})
        .on("GET /departments", {"departments": []})
        .on("GET /locations", {"locations": []})
        .on("GET //acme.recruitee.com/api/offers/", {"offers": [{"id": 18, "open_questions": []}]})
    )


def verdicts(report: ScopeReport) -> dict[str, str]:
    return {finding.subject: finding.verdict for finding in report.findings}


def details(report: ScopeReport) -> dict[str, str]:
    return {finding.subject: finding.detail for finding in report.findings}


def test_a_token_that_may_everything_has_every_ability_and_writes_nothing(company: Any) -> None:
    report = company.connector().test_scopes()

    found = verdicts(report)
    assert report.credential
    assert set(found.values()) == {"ok"}
    assert set(found) == {
        *(f"scope:{ability}" for ability in PERMISSIONS),
        *(f"model:{model}" for model in MODELS),
        *(f"action:{action}" for action in ACTIONS),
    }
    assert sorted(company.writes) == sorted(WRITES)
    assert details(report)["scope:placements:move"] == INDICATIVE


@pytest.mark.parametrize("status", [400, 401])
def test_a_refused_token_is_no_credential(company: Any, status: int) -> None:
    body = {"error": "Token not found.", "error_code": "invalid_token"}
    company.on("GET /admin", httpx.Response(status, json=body))
    assert company.connector().test_scopes() == ScopeReport(credential=False)


@pytest.mark.parametrize("status", [403, 404])
def test_a_token_of_another_company_is_no_credential(company: Any, status: int) -> None:
    company.on("GET /admin", status)
    assert company.connector().test_models(MODELS) == ScopeReport(credential=False)


def test_a_missing_ability_is_named_with_its_call_and_status(company: Any) -> None:
    for call in ("GET /admins", "GET /disqualify_reasons", "GET /webhooks", *WRITES):
        company.on(call, 403)

    report = company.connector().test_scopes()

    lacking = {subject for subject, verdict in verdicts(report).items() if verdict == "no_permission"}
    assert {subject for subject in lacking if subject.startswith("model:")} == {
        "model:ats_users",
        "model:ats_rejection_reasons",
    }
    assert {subject for subject in lacking if subject.startswith("action:")} == {
        f"action:{action}" for action in set(ACTIONS) - {"get_application_attachments"}
    }
    assert "/admins answered 403" in details(report)["model:ats_users"]


def test_a_restricted_view_is_not_reported_as_fine(company: Any) -> None:
    company.on("GET /admin", {"admin": {"view_all_jobs": False}})

    report = company.connector().test_scopes()

    for ability in ("jobs", "candidates", "interviews"):
        assert verdicts(report)[f"scope:{ability}:see-all"] == "no_permission"
    narrowed = {f"model:{model}" for model in (*OF_JOBS, *OF_PEOPLE)}
    assert {one for one, detail in details(report).items() if "restricted view" in detail} >= narrowed
    assert verdicts(report)["model:ats_users"] == "ok"


def test_fields_of_the_jobs_that_show_are_not_restricted(company: Any) -> None:
    company.on("GET /admin", {"admin": {"view_all_jobs": False}})

    assert set(verdicts(company.connector().test_fields(MODELS)).values()) == {"ok"}


def test_a_restricted_view_of_no_jobs_and_nobody_cannot_be_decided(company: Any) -> None:
    company.on("GET /admin", {"admin": {"view_all_jobs": False}}).on("GET /offers", {"offers": []})
    company.on("GET /search/new/candidates", {"hits": [], "total": 0})

    report = company.connector().test_models(MODELS)

    people = ("ats_candidates", "ats_applications", "ats_join_candidates_tags")
    undecided = {f"model:{model}" for model in (*OF_JOBS, *people)}
    assert {subject for subject, verdict in verdicts(report).items() if verdict == "error"} == undecided
    assert "restricted view" in details(report)["model:ats_jobs"]


def test_an_empty_company_speaks_against_nothing(company: Any) -> None:
    company.on("GET /admin", {"admin": None}).on("GET /offers", {"offers": []})
    company.on("GET /search/new/candidates", {"hits": [], "total": 0})

    assert set(verdicts(company.connector().test_models(MODELS)).values()) == {"ok"}


def test_keys_that_are_missing_are_a_missing_right(company: Any, make_candidate: Any, make_job: Any) -> None:
    partial = make_candidate()
    del partial["candidate"]["tags"]
    company.on("GET /candidates/90", partial)
    company.on("GET /offers/18", {"offer": make_job(pipeline_template=None)})

    report = company.connector().test_models(MODELS)

    assert verdicts(report)["model:ats_join_candidates_tags"] == "no_permission"
    assert details(report)["model:ats_join_candidates_tags"] == "partial: GET /candidates/90 lacks tags"
    assert verdicts(report)["model:ats_applications"] == "ok"
    assert "no pipeline" in details(report)["model:ats_jobs"]


def test_a_detail_that_is_refused_is_a_missing_right(company: Any) -> None:
    company.on("GET /candidates/90", 403).on("GET /offers/18", 403)

    found = verdicts(company.connector().test_models(MODELS))

    assert {name for name, verdict in found.items() if verdict == "no_permission"} == {
        f"model:{model}" for model in (*OF_JOBS, "ats_applications", "ats_join_candidates_tags")
    }


def test_models_that_share_a_read_share_it(company: Any) -> None:
    company.connector().test_models(MODELS)
    assert max(map(company.calls.count, company.calls)) == 1
    assert company.writes == []


def test_only_the_models_asked_for_are_probed(company: Any) -> None:
    report = company.connector().test_models(frozenset({"ats_tags"}))
    assert verdicts(report) == {"model:ats_tags": "ok"}
    assert company.calls == ["GET /admin", "GET /tags"]


def test_faults_and_odd_answers_leave_the_question_open(company: Any) -> None:
    company.on("GET /tags", 500).on("GET /admins", {}).on("GET /disqualify_reasons", 404)
    company.on("GET //acme.recruitee.com/api/offers/", {"offers": [{"id": 18}]})

    found = verdicts(company.connector().test_models(MODELS))

    assert {name for name, verdict in found.items() if verdict == "error"} == {
        "model:ats_tags",
        "model:ats_users",
        "model:ats_rejection_reasons",
        "model:ats_screening_questions",
        "model:ats_join_jobs_screening_questions",
    }


def test_fields_that_need_calls_of_their_own_are_probed(company: Any) -> None:
    company.on("GET /departments", 403)

    report = company.connector().test_fields(frozenset({"ats_jobs", "ats_candidates"}))

    assert verdicts(report) == {
        "field:ats_jobs.department": "no_permission",
        "field:ats_jobs.location": "ok",
        "field:ats_candidates.source": "ok",
        "field:ats_candidates.location": "ok",
        "field:ats_candidates.integration_fields": "ok",
    }


@pytest.mark.parametrize(("status", "verdict"), [(500, "ok"), (503, "error"), (403, "no_permission")])
def test_an_upload_without_a_file_is_answered_with_a_fault_where_it_is_allowed(
    company: Any, status: int, verdict: str
) -> None:
    company.on("POST /attachments", status)
    assert verdicts(company.connector().test_scopes())["scope:candidates:attach-files"] == verdict


def test_a_careers_site_that_nobody_named_is_taken_from_a_job(company: Any) -> None:
    credential = {"api_token": "token-invented-0001", "company_id": "41207"}
    questions = frozenset({"ats_screening_questions"})

    connector = RecruiteeConnector(company.connect(credential=credential))
    assert verdicts(connector.test_models(questions)) == {"model:ats_screening_questions": "ok"}

    company.on("GET /offers", {"offers": []})
    connector = RecruiteeConnector(company.connect(credential=credential))
    report = connector.test_models(questions)
    assert "sub-domain" in details(report)["model:ats_screening_questions"]
