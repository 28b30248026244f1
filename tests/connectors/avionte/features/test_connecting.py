"""Connecting: credential, settings, guide, register, assumptions, check and passthrough."""

import fnmatch
from pathlib import Path
from typing import Any

import httpx
import pytest

from assay.connector import (
    BillsCalls,
    ChecksConnection,
    PassesThrough,
    PassthroughRequest,
    ReceivesWebhooks,
    Settings,
)
from assay.contract.clauses import clauses_of
from assay.contract.loader import load_contract
from assay.errors import InputError, SettingError
from assay_connectors import avionte as package
from assay_connectors.avionte.register import PREFIX, REGISTER

CONTRACT = Path(__file__).parents[4] / "contracts" / "assay_contracts" / "avionte" / "contract.yaml"


# --- credential and settings -------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["api_key", "client_id", "client_secret"])
@pytest.mark.parametrize("value", ["", "two words", "schlüssel", "tab\t"])
def test_a_credential_without_a_usable_part_is_refused(vendor: Any, says: Any, name: str, value: str) -> None:
    with pytest.raises(SettingError, match=name):
        vendor.connect({**says.credential, name: value})


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"tenant": "", "front_office_tenant_id": ""}, "tenant"),
        ({"tenant": "a b"}, "tenant"),
        ({"front_office_tenant_id": "acme"}, "front_office_tenant_id"),
        ({"token": "x"}, "token"),
    ],
)
def test_a_credential_names_one_tenant_and_nothing_else(
    vendor: Any, says: Any, changes: dict[str, str], named: str
) -> None:
    with pytest.raises(SettingError, match=named):
        vendor.connect({**says.credential, **changes})


def test_either_name_of_the_tenant_is_enough(vendor: Any, says: Any) -> None:
    for name in ("tenant", "front_office_tenant_id"):
        assert vendor.connect({key: value for key, value in says.credential.items() if key != name})


def test_a_value_that_is_no_text_is_refused(vendor: Any, says: Any) -> None:
    with pytest.raises(SettingError, match="api_key"):
        vendor.connect({**says.credential, "api_key": 5})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("sync_mode", "everything"),
        ("selected_jobs", "41200017"),
        ("selected_jobs", ["x"]),
        ("selected_jobs", [None]),
        ("first_page", 2),
        ("first_page", True),
        ("tags", "yes"),
        ("representative_user_id", 0),
        ("representative_user_id", "x"),
        ("status_id", -1),
        ("branch_id", True),
        ("pipeline_stage", 5),
        ("origin", "x" * 21),
        ("origin", " "),
        ("document_type_id", 2**60),
        ("attachment_bytes", 1),
        ("webhook_verification", "none"),
        ("status_map", {"Parked": "ASLEEP"}),
        ("status_map", ["x"]),
        ("post_url", "https://jobs.example/"),
        ("post_url", "http://jobs.example/{jobId}"),
        ("post_url", "https://jobs.example/{jobId}/{x}"),
        ("custom_fields", {"a": 5}),
        ("colour", "blue"),
    ],
)
def test_an_impossible_setting_is_refused_by_name(vendor: Any, name: str, value: Any) -> None:
    with pytest.raises(SettingError) as caught:
        vendor.connect(**{name: value})

    assert name in str(caught.value)


def test_settings_are_taken_as_forms_give_them(vendor: Any) -> None:
    options = vendor.connect(
        selected_jobs=["7", 8, "7"],
        representative_user_id="550071",
        status_id="",
        pipeline_stage="",
        post_url="",
        status_map={" Parked ": "CLOSED"},
        origin=" Board ",
    ).connection.options

    assert options.selected_jobs == ("7", "8")
    assert (options.representative_user_id, options.status_id) == (550071, None)
    assert (options.pipeline_stage, options.post_url, options.origin) == (None, None, "Board")
    assert options.status_map == {"parked": "CLOSED"}


def test_the_mode_is_selected_unless_told(vendor: Any) -> None:
    assert vendor.connect().connection.options.sync_mode == "selected"


@pytest.mark.parametrize("size", [0, 501])
def test_pages_have_1_to_500_ids(vendor: Any, size: int) -> None:
    with pytest.raises(SettingError, match="page_size"):
        vendor.connect(page_size=size)


def test_created_applications_alone_cannot_be_read(vendor: Any, says: Any) -> None:
    with pytest.raises(SettingError, match="created"):
        package.connect(vendor.runtime(), says.credential, Settings(only_created=True))


def test_connecting_asks_nothing(vendor: Any) -> None:
    connector = vendor.connect()

    assert vendor.requests == []
    assert connector.billed() == {}
    for ability in (BillsCalls, ChecksConnection, PassesThrough, ReceivesWebhooks):
        assert isinstance(connector, ability)


# --- guide, register, assumptions --------------------------------------------------------------------


def test_the_form_asks_for_partner_and_tenant(says: Any) -> None:
    fields = {one.name: one for one in package.GUIDE.credential_fields}

    assert list(fields) == list(says.credential)
    assert {name for name, one in fields.items() if one.secret} == {"api_key", "client_secret"}
    assert any("partnership" in one for one in package.GUIDE.prerequisites)
    assert package.GUIDE.permissions == ()


def test_keys_paths_and_evidence_are_those_of_the_sheet() -> None:
    assert len(REGISTER) == 38
    assert len({(one.method, one.path) for one in REGISTER.values()}) == 38
    assert {one.key for one in REGISTER.values() if not one.billable} == {"TOKEN"}
    assert {one.key for one in REGISTER.values() if one.path_evidence == "A"} == {
        "PIPELINE_GET",
        "NOM_IDS_BY_JOB",
        "JOB_ACTIVITY_TYPES",
        "DOC_GET",
        "DOC_ADD",
        "RESUME_PUT",
        "NOM_WRITE",
    }


def test_every_assumed_endpoint_is_named_by_an_assumption() -> None:
    told = " ".join(one.statement for one in package.ASSUMPTIONS)

    assert [one.key for one in REGISTER.values() if one.is_assumed and one.key not in told] == []


def test_assumptions_are_told_apart_and_rest_on_clauses_that_exist() -> None:
    clauses = [one.id.partition("/")[2] for one in clauses_of(load_contract(CONTRACT))]
    ids = [one.id for one in package.ASSUMPTIONS]

    assert len(set(ids)) == len(ids)
    for assumption in package.ASSUMPTIONS:
        assert assumption.statement.endswith(".")
        assert assumption.source.startswith("avionte sheet ")
        for pattern in assumption.rests:
            assert fnmatch.filter(clauses, pattern), (assumption.id, pattern)


def test_whatever_rests_on_the_list_of_stages_says_so() -> None:
    (stages,) = (one for one in package.ASSUMPTIONS if one.id == "endpoint-job-activity-types")

    for clause in (
        "action/reject-application",
        "field/rejection-reasons/name",
        "input/move-application-to-stage/stage_id",
    ):
        assert any(fnmatch.fnmatchcase(clause, pattern) for pattern in stages.rests)


# --- checking ----------------------------------------------------------------------------------------


def verdicts(vendor: Any, **options: Any) -> dict[str, str]:
    return {one.subject: one.verdict for one in vendor.connect(**options).check().findings}


def test_a_good_connection_costs_one_call_to_check(vendor: Any) -> None:
    assert verdicts(vendor) == dict.fromkeys(
        (
            "credential:api_key",
            "credential:client_id",
            "credential:client_secret",
            "credential:front_office_tenant_id",
        ),
        "ok",
    )
    assert vendor.keys == ["JOB_IDS"]
    assert vendor.sent("JOB_IDS")[0].url.path.endswith("/jobs/ids/1/1")


@pytest.mark.parametrize(("status", "field"), [(400, "client_id"), (403, "api_key")])
def test_a_refused_partner_is_told_apart(vendor: Any, status: int, field: str) -> None:
    vendor.refuse("TOKEN", status, {"error": "invalid_client"})

    report = vendor.connect().check()

    assert report.credential is False
    assert [one.subject for one in report.findings] == [f"credential:{field}"]
    assert vendor.keys == []


def test_a_token_service_that_is_down_is_no_bad_credential(vendor: Any) -> None:
    vendor.refuse("TOKEN", 503)

    report = vendor.connect().check()

    assert report.credential is True
    assert report.findings[0].verdict == "error"


@pytest.mark.parametrize("without", ["front_office_tenant_id", "tenant"])
def test_a_tenant_that_is_not_granted_is_to_be_repaired(vendor: Any, says: Any, without: str) -> None:
    vendor.refuse("JOB_IDS", 403)
    given = {name: value for name, value in says.credential.items() if name != without}
    named = "tenant" if without == "front_office_tenant_id" else "front_office_tenant_id"

    report = vendor.connect(given).check()

    (finding,) = [one for one in report.findings if one.verdict != "ok"]
    assert finding.subject == f"credential:{named}"
    assert "repair" in finding.detail


# --- passing through ---------------------------------------------------------------------------------


def forwarded(vendor: Any, **call: Any) -> Any:
    request = PassthroughRequest(**{"method": "GET", "path": "/branch", "api": "front-office-v1", **call})
    connector = vendor.connect()
    return connector, connector.passthrough(request)


def test_a_call_goes_out_with_our_token_key_and_tenant(vendor: Any) -> None:
    vendor.on("BRANCHES", [{"id": 3051}])
    theirs = {"Authorization": "Bearer theirs", "X-API-Key": "theirs", "Tenant": "theirs", "X-Trace": "kept"}

    connector, answer = forwarded(vendor, headers=theirs)

    (sent,) = vendor.sent("BRANCHES")
    assert sent.url.path == f"{PREFIX}/branch"
    assert (sent.headers["Authorization"], sent.headers["x-api-key"]) == (
        "Bearer token-1",
        "key-invented-0001",
    )
    assert sent.headers["FrontOfficeTenantId"] == "3051"
    assert "Tenant" not in sent.headers
    assert sent.headers["X-Trace"] == "kept"
    assert (answer.status, answer.data) == (200, [{"id": 3051}])
    assert connector.billed() == {"BRANCHES": 1}


def test_a_refusal_comes_back_as_it_is_and_is_billed(vendor: Any) -> None:
    vendor.on("TALENT_GET", httpx.Response(404, content=b"nobody", headers={"X-Rule": "7"}))

    connector, answer = forwarded(vendor, path="/talent/5", params={"includeResume": "False"})

    assert (answer.status, answer.data, answer.headers["x-rule"]) == (404, "nobody", "7")
    assert connector.billed() == {"TALENT_GET": 1}


def test_bodies_are_sent_as_json_or_as_they_are(vendor: Any) -> None:
    vendor.on("JOB_MULTI", [])
    forwarded(vendor, method="POST", path="jobs/multi-query", data=[1])
    forwarded(vendor, method="POST", path="jobs/multi-query", data="[2]")

    assert vendor.bodies("JOB_MULTI") == [[1], [2]]


def test_a_call_that_the_register_does_not_know_is_billed_too(vendor: Any) -> None:
    vendor.on("OTHER", {})

    connector, _ = forwarded(vendor, path="/certificates")

    assert connector.billed() == {"OTHER": 1}


def test_an_answer_that_repeats_the_credential_comes_without_it(vendor: Any) -> None:
    vendor.on("BRANCHES", {"echo": "key-invented-0001 secret-invented-0001 token-1"})

    _, answer = forwarded(vendor)

    assert answer.data == {"echo": "[credential] [credential] [credential]"}


@pytest.mark.parametrize(
    "call",
    [{"api": "v2"}, {"path": "../authorize/token"}, {"path": "//evil.example"}, {"headers": {"Host": "x"}}],
)
def test_what_could_leave_the_interface_is_refused(vendor: Any, call: dict[str, Any]) -> None:
    with pytest.raises(InputError):
        forwarded(vendor, **call)

    assert vendor.requests == []
