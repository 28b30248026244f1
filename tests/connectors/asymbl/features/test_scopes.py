"""What the run-as user may do: found out without writing anything."""

from typing import Any

import httpx
import pytest

JOB, STAGE, APPLICANT = "bpats__Job__c", "bpats__ATS_Stage__c", "bpats__ATS_Applicant__c"


def told(report: Any) -> dict[str, str]:
    return {finding.subject: finding.verdict for finding in report.findings}


def detail(report: Any, subject: str) -> str:
    return next(str(finding.detail) for finding in report.findings if finding.subject == subject)


def nothing_written(org: Any) -> bool:
    return all(one.method == "GET" or one.url.path.endswith("/token") for one in org.requests)


def test_who_may_do_everything_is_fine_everywhere(acme: Any, words: Any) -> None:
    report = acme.connect().test_scopes()
    assert report.credential
    assert set(told(report).values()) == {"ok"}
    assert len(report.findings) == 11 + 7 + 5
    assert nothing_written(acme)
    assert words is not None


def test_an_object_that_may_not_be_read_is_named_with_all_that_rests_on_it(acme: Any) -> None:
    del acme.described[JOB]
    report = acme.connect().test_scopes()
    lacking = {subject for subject, verdict in told(report).items() if verdict != "ok"}
    assert lacking == {
        "scope:jobs:read",
        "model:ats_jobs",
        "model:ats_join_jobs_users",
        "action:create_candidate",
        "action:create_application",
    }
    assert detail(report, "action:create_candidate") == "lacks jobs:read"
    assert "bpats__Job__c" in detail(report, "model:ats_jobs")
    assert told(report)["model:ats_jobs"] == "no_permission"
    assert nothing_written(acme)


@pytest.mark.parametrize(
    ("change", "subject", "said"),
    [
        (
            lambda org: org.described["Contact"].update(createable=False),
            "candidates:create",
            "not createable",
        ),
        (
            lambda org: org.described[APPLICANT].update(updateable=False),
            "applications:move",
            "not updateable",
        ),
        (
            lambda org: org.flag(APPLICANT, "bpats__Stage__c", updateable=False),
            "applications:move",
            "Stage__c",
        ),
        (lambda org: org.hide("Contact", "Email"), "candidates:create", "email"),
        (lambda org: org.described["User"].update(queryable=False), "users:read", "may not be queried"),
        (lambda org: org.described.pop("ContentDocumentLink"), "files:read", "ContentDocumentLink"),
        (lambda org: org.described.pop("ContentVersion"), "files:create", "ContentVersion"),
        (lambda org: org.hide(APPLICANT, "bpats__Stage__c"), "applications:read", "bpats__Stage__c"),
    ],
)
def test_each_lack_is_named(acme: Any, change: Any, subject: str, said: str) -> None:
    change(acme)
    report = acme.connect().test_scopes()
    assert told(report)[f"scope:{subject}"] == "no_permission"
    assert said in detail(report, f"scope:{subject}")


def test_a_hidden_field_makes_a_model_partial(acme: Any) -> None:
    acme.hide(JOB, "bpats__Salary__c")
    report = acme.connect().test_scopes()
    assert told(report)["model:ats_jobs"] == "ok"
    assert detail(report, "model:ats_jobs") == (
        "partial: bpats__Job__c shows nothing for salary_amount (bpats__Salary__c)"
    )
    assert detail(report, "model:ats_join_jobs_users") == ""


def test_a_user_without_the_api_lacks_everything(acme: Any, words: Any) -> None:
    disabled = words.refusal(403, "API_DISABLED_FOR_ORG", "The REST API is not enabled.")
    acme.hooks.append(lambda request: disabled if "/services/data" in request.url.path else None)
    report = acme.connect().test_scopes()
    assert report.credential
    assert set(told(report).values()) == {"no_permission"}
    assert "REST API is not enabled" in detail(report, "scope:api")


def test_a_used_up_quota_leaves_the_question_open(acme: Any, words: Any) -> None:
    over = words.refusal(403, "REQUEST_LIMIT_EXCEEDED", "TotalRequests Limit exceeded.")
    acme.hooks.append(lambda request: over if "/services/data" in request.url.path else None)
    for report in (acme.connect().test_scopes(), acme.connect().test_models(frozenset({"ats_users"}))):
        assert set(told(report).values()) == {"error"}


def test_a_refused_credential_is_said(acme: Any, words: Any) -> None:
    acme.hooks.append(
        lambda request: words.oauth("invalid_client", "x") if "token" in request.url.path else None
    )
    connector = acme.connect()
    assert connector.test_scopes().credential is False
    assert connector.test_models(frozenset({"ats_jobs"})).credential is False
    assert connector.test_fields(frozenset({"ats_jobs"})).credential is False


def test_one_query_of_one_row_is_sent_per_model(acme: Any) -> None:
    acme.hide(JOB, "bpats__Salary__c")
    models = frozenset({"ats_users", "ats_jobs", "ats_candidates", "ats_join_jobs_users"})
    report = acme.connect().test_models(models)
    assert len(acme.queries) == 4
    assert all(query.endswith(" LIMIT 1") for query in acme.queries)
    assert set(told(report).values()) == {"ok"}
    assert "salary_amount (bpats__Salary__c)" in detail(report, "model:ats_jobs")
    assert nothing_written(acme)


def test_the_same_filters_are_tested_as_are_read_with(acme: Any) -> None:
    acme.connect().test_models(frozenset({"ats_users", "ats_candidates"}))
    users, candidates = acme.queries
    assert users == (
        "SELECT Id, FirstName, LastName, Email, IsActive FROM User WHERE UserType = 'Standard' LIMIT 1"
    )
    assert "WHERE RecordType.DeveloperName = 'Candidate' LIMIT 1" in candidates


def test_an_empty_model_passes_as_empty(org: Any) -> None:
    report = org.connect().test_models(frozenset({"ats_applications"}))
    assert told(report) == {"model:ats_applications": "ok"}
    assert "empty" in detail(report, "model:ats_applications")


def test_a_model_whose_object_is_hidden_is_not_permitted_and_others_are(acme: Any) -> None:
    del acme.described[STAGE]
    models = frozenset({"ats_application_stages", "ats_join_jobs_application_stages", "ats_users"})
    assert told(acme.connect().test_models(models)) == {
        "model:ats_users": "ok",
        "model:ats_application_stages": "no_permission",
        "model:ats_join_jobs_application_stages": "no_permission",
    }


def test_a_query_that_is_refused_after_all_is_told(acme: Any, words: Any) -> None:
    refused = words.refusal(400, "INVALID_TYPE", "sObject type 'User' is not supported.")
    acme.hooks.append(lambda request: refused if "q" in request.url.params else None)
    assert told(acme.connect().test_models(frozenset({"ats_users"}))) == {"model:ats_users": "no_permission"}


def test_fields_are_tested_one_by_one(acme: Any) -> None:
    acme.hide("Contact", "MobilePhone")
    acme.hide(JOB, "bpats__Salary__c")
    report = acme.connect().test_fields(frozenset({"ats_jobs", "ats_candidates"}))
    lacking = {subject: verdict for subject, verdict in told(report).items() if verdict != "ok"}
    assert lacking == {
        "field:ats_jobs.salary_amount": "no_permission",
        "field:ats_candidates.phone_numbers": "no_permission",
    }
    assert detail(report, "field:ats_candidates.phone_numbers") == "Contact shows no MobilePhone"
    assert told(report)["field:ats_jobs.name"] == "ok"
    assert not any(subject.startswith("field:ats_users") for subject in told(report))
    assert acme.queries == []


def test_fields_of_a_hidden_object_are_all_hidden(acme: Any) -> None:
    del acme.described[JOB]
    report = acme.connect().test_fields(frozenset({"ats_jobs"}))
    assert set(told(report).values()) == {"no_permission"}


def test_a_fault_is_no_verdict(acme: Any) -> None:
    down = httpx.Response(503, html="down")
    acme.hooks.append(lambda request: down if "describe" in request.url.path else None)
    assert set(told(acme.connect().test_scopes()).values()) == {"error"}
