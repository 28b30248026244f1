"""What the key in hand may do."""

import uuid
from typing import Any

import httpx
import pytest

from assay.connector import ScopeReport
from assay.unified.catalogue import MODELS, fields_of
from assay_connectors.ashby import scopes
from assay_connectors.ashby.actions import _PERFORMERS
from assay_connectors.ashby.guide import GUIDE, PERMISSIONS
from assay_connectors.ashby.permissions import PERMISSION_OF, scope_of

READS = {
    "/user.list": "organization:read",
    "/hiringTeamRole.list": "organization:read",
    "/department.list": "organization:read",
    "/location.list": "organization:read",
    "/job.list": "jobs:read",
    "/jobPosting.list": "jobs:read",
    "/jobPosting.info": "jobs:read",
    "/candidate.list": "candidates:read",
    "/application.list": "candidates:read",
    "/application.info": "candidates:read",
    "/candidateTag.list": "hiringProcessMetadata:read",
    "/archiveReason.list": "hiringProcessMetadata:read",
    "/customField.list": "hiringProcessMetadata:read",
    "/interviewPlan.list": "interviews:read",
    "/interviewStage.list": "interviews:read",
    "/interviewSchedule.list": "interviews:read",
    "/interview.list": "interviews:read",
    "/offer.list": "offers:read",
}
WRITES = {
    "/webhook.delete": ("apiKeys:write", "webhook_not_found"),
    "/candidate.addTag": ("candidates:write", "candidate_not_found"),
    "/candidateTag.archive": ("hiringProcessMetadata:write", "candidate_tag_not_found"),
}
ALL_MODELS = frozenset(scopes.MODELS)


def key_with(ashby: Any, *granted: str) -> Any:
    """An Ashby where every list has one item and every write names something that does not exist."""
    for path, scope in READS.items():
        if scope in granted:
            thing = {"id": "thing-1"}
            ashby.on(path, [thing] if path.endswith(".list") else thing)
        else:
            ashby.forbid(path)
    for path, (scope, code) in WRITES.items():
        if scope in granted:
            ashby.refuse(path, code)
        else:
            ashby.forbid(path)
    ashby.on("/apiKey.info", {"title": "key", "scopes": list(granted)})
    return ashby if "apiKeys:read" in granted else ashby.forbid("/apiKey.info")


def without(*scopes_: str) -> list[str]:
    return [scope for scope in PERMISSIONS if scope not in scopes_]


def verdicts(report: ScopeReport) -> dict[str, str]:
    return {finding.subject: finding.verdict for finding in report.findings}


def lacking(report: ScopeReport) -> set[str]:
    return {finding.subject for finding in report.findings if finding.verdict != "ok"}


# --- scopes ------------------------------------------------------------------------------------------


def test_the_guide_lists_exactly_the_permissions_that_the_scope_test_looks_for(ashby: Any) -> None:
    report = key_with(ashby, *PERMISSIONS).connector().test_scopes()

    looked_for = [
        one.subject.removeprefix("scope:") for one in report.findings if one.subject.startswith("scope:")
    ]
    assert tuple(looked_for) == GUIDE.permissions
    assert {scope_of(permission) for permission in PERMISSION_OF.values()} == set(GUIDE.permissions)


def test_a_full_key_passes_with_a_single_question(ashby: Any) -> None:
    report = key_with(ashby, *PERMISSIONS).connector().test_scopes()

    assert report.credential
    assert lacking(report) == set()
    assert ashby.paths == ["/apiKey.info"]


def test_every_model_and_action_has_its_scopes() -> None:
    assert set(scopes.MODELS) == set(MODELS) - {"ats_attachments"}
    assert set(scopes.ACTIONS) == {action.operation for action in _PERFORMERS}
    for needs in (*scopes.MODELS.values(), *scopes.ACTIONS.values()):
        assert set(needs) <= set(PERMISSIONS)


@pytest.mark.parametrize("unreadable", [(), ("apiKeys:read",)])
@pytest.mark.parametrize("missing", without("apiKeys:read"))
def test_a_missing_scope_takes_exactly_what_depends_on_it(
    ashby: Any, missing: str, unreadable: tuple[str, ...]
) -> None:
    report = key_with(ashby, *without(missing, *unreadable)).connector().test_scopes()

    expected = {f"scope:{scope}" for scope in (missing, *unreadable)}
    expected |= {f"model:{model}" for model, needs in scopes.MODELS.items() if missing in needs}
    expected |= {f"action:{action}" for action, needs in scopes.ACTIONS.items() if missing in needs}
    assert report.credential
    assert lacking(report) == expected
    assert {finding.verdict for finding in report.findings} == {"ok", "no_permission"}


def test_a_key_that_may_not_read_itself_is_probed_without_writing_anything(ashby: Any) -> None:
    report = key_with(ashby, *without("apiKeys:read")).connector().test_scopes()

    assert lacking(report) == {"scope:apiKeys:read"}
    for path in WRITES:
        (body,) = ashby.sent(path)
        assert set(body.values()) == {scopes.NOBODY}
    assert uuid.UUID(scopes.NOBODY).version == 4


@pytest.mark.parametrize("status", [401, 403])
@pytest.mark.parametrize("what", ["test_scopes", "test_models", "test_fields"])
def test_a_wrong_key_is_one_failure_without_a_list_of_permissions(ashby: Any, status: int, what: str) -> None:
    refused = httpx.Response(status, text="Unauthorized")
    for path in (*READS, *WRITES, "/apiKey.info"):
        ashby.on(path, refused)
    connector = ashby.connector()

    report = getattr(connector, what)(*(() if what == "test_scopes" else (ALL_MODELS,)))

    assert report == ScopeReport(credential=False)
    assert len(ashby.requests) == 1


@pytest.mark.parametrize("status", [429, 500])
def test_limits_and_faults_never_count_as_missing(ashby: Any, status: int) -> None:
    for path in (*READS, *WRITES, "/apiKey.info"):
        ashby.on(path, httpx.Response(status))
    connector = ashby.connector()

    for report in (
        connector.test_scopes(),
        connector.test_models(ALL_MODELS),
        connector.test_fields(ALL_MODELS),
    ):
        assert report.credential
        assert {finding.verdict for finding in report.findings} == {"error"}


def test_a_fault_in_one_probe_leaves_the_others_alone(ashby: Any) -> None:
    key_with(ashby, *without("apiKeys:read")).on("/offer.list", httpx.Response(500))
    ashby.on("/candidate.addTag", httpx.Response(500))

    found = verdicts(ashby.connector().test_scopes())

    assert (
        found["scope:offers:read"] == found["model:ats_offers"] == found["scope:candidates:write"] == "error"
    )
    assert found["action:create_candidate"] == "error"
    assert found["scope:jobs:read"] == "ok"


def test_a_lack_weighs_more_than_a_doubt(ashby: Any) -> None:
    key_with(ashby, *without("apiKeys:read", "hiringProcessMetadata:write"))
    ashby.on("/candidate.addTag", httpx.Response(500))

    assert verdicts(ashby.connector().test_scopes())["action:add_candidate_tag"] == "no_permission"


# --- models and fields -------------------------------------------------------------------------------


def test_a_full_key_reads_every_model_with_few_requests(ashby: Any) -> None:
    report = key_with(ashby, *PERMISSIONS).connector().test_models(ALL_MODELS)

    assert verdicts(report) == {f"model:{model}": "ok" for model in scopes.MODELS}
    assert len(ashby.paths) == len(set(ashby.paths))
    assert set(ashby.paths) <= set(READS)


@pytest.mark.parametrize("missing", sorted(set(READS.values())))
def test_a_missing_permission_flips_only_its_models(ashby: Any, missing: str) -> None:
    report = key_with(ashby, *without(missing)).connector().test_models(ALL_MODELS)

    probed = {model: needs[0] for model, needs in scopes.MODELS.items()}
    assert lacking(report) == {f"model:{model}" for model, scope in probed.items() if scope == missing}


def test_only_wanted_models_are_probed(ashby: Any) -> None:
    key_with(ashby, *PERMISSIONS)

    ashby.connector().test_models(frozenset({"ats_offers"}))
    ashby.connector().test_fields(frozenset({"ats_interviews"}))

    assert ashby.paths == ["/offer.list", "/interview.list"]


def test_a_model_without_records_is_readable(ashby: Any) -> None:
    key_with(ashby, *PERMISSIONS)
    for path in READS:
        if path.endswith(".list"):
            ashby.on(path, [])

    assert lacking(ashby.connector().test_models(ALL_MODELS)) == set()
    assert "/interviewStage.list" not in ashby.paths


def test_a_refusal_that_is_not_about_permissions_is_an_error(ashby: Any) -> None:
    key_with(ashby, *PERMISSIONS).refuse("/offer.list", "invalid_input")

    found = verdicts(ashby.connector().test_models(frozenset({"ats_offers", "ats_tags"})))

    assert found == {"model:ats_offers": "error", "model:ats_tags": "ok"}


def test_without_organization_read_only_the_fields_that_rest_on_it_are_flagged(ashby: Any) -> None:
    connector = key_with(ashby, *without("organization:read")).connector()

    assert verdicts(connector.test_models(ALL_MODELS))["model:ats_jobs"] == "ok"
    assert lacking(connector.test_fields(ALL_MODELS)) == {
        "field:ats_jobs.department",
        "field:ats_jobs.location",
        "field:ats_join_user_job_role_assignments.role_id",
    }


def test_without_metadata_read_integration_fields_are_flagged(ashby: Any) -> None:
    connector = key_with(ashby, *without("hiringProcessMetadata:read")).connector()

    flagged = lacking(connector.test_fields(ALL_MODELS))

    assert flagged == {
        f"field:{model}.integration_fields"
        for model in ("ats_jobs", "ats_candidates", "ats_applications", "ats_offers")
    }


def test_every_tested_field_exists() -> None:
    for name in scopes._FIELD_PROBES:
        model, _, field = name.partition(".")
        assert field in fields_of(MODELS[model])
