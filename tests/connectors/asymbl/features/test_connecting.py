"""What a customer enters, what the session does with it, and what a check says of it."""

import fnmatch
from typing import Any
from urllib.parse import parse_qs

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assay.connector import ChecksConnection, ConnectorPackage, PassesThrough, ProbesScopes, ReceivesWebhooks
from assay.errors import CredentialError, SettingError, VendorUnavailableError
from assay_connectors import asymbl
from assay_connectors.asymbl.address import origin
from assay_connectors.asymbl.guide import GUIDE
from assay_connectors.asymbl.options import Options, options_of
from assay_connectors.asymbl.permissions import PERMISSIONS
from assay_connectors.asymbl.schema import book

PARTS = ["subdomain", "client_id", "client_secret", "run_as_user", "api", "package"]


# --- addresses -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("entered", "address"),
    [
        ("acme", "https://acme.my.salesforce.com"),
        (" ACME ", "https://acme.my.salesforce.com"),
        ("https://acme.my.salesforce.com/", "https://acme.my.salesforce.com"),
        ("acme--uat.sandbox", "https://acme--uat.sandbox.my.salesforce.com"),
        ("acme-dev-ed.develop", "https://acme-dev-ed.develop.my.salesforce.com"),
        ("login", "https://login.salesforce.com"),
        ("test.salesforce.com", "https://test.salesforce.com"),
    ],
)
def test_a_subdomain_leads_to_its_org(entered: str, address: str) -> None:
    assert origin(entered) == address


@pytest.mark.parametrize(
    "entered",
    [
        "evil.com",
        "acme.evil",
        "a/b",
        "acme@evil.example",
        "acme:80",
        "-acme",
        "acme-",
        "",
        "a b",
        "acme#",
        "a?b",
    ],
)
def test_anything_else_is_refused(entered: str) -> None:
    with pytest.raises(SettingError, match="not the My Domain"):
        origin(entered)


@given(st.text())
def test_no_subdomain_leads_away_from_salesforce(entered: str) -> None:
    try:
        address = httpx.URL(origin(entered))
    except SettingError:
        return
    assert address.scheme == "https"
    assert address.host.endswith(".salesforce.com")
    assert (address.path, address.query, address.userinfo) == ("/", b"", b"")


@pytest.mark.parametrize("key", ["subdomain", "client_id", "client_secret"])
@pytest.mark.parametrize("value", ["", "  ", "two words", "schlüssel", "a\nb"])
def test_what_is_missing_or_broken_is_named(org: Any, key: str, value: str) -> None:
    with pytest.raises(SettingError) as caught:
        org.connect({key: value})
    assert caught.value.where == f"credential.{key}"


def test_keys_that_nobody_knows_are_refused(org: Any) -> None:
    with pytest.raises(SettingError, match="unknown key 'password'"):
        org.connect({"password": "x"})


def test_connecting_makes_no_request(org: Any) -> None:
    org.connect()
    assert org.requests == []


def test_the_connector_has_the_abilities_of_its_page(org: Any) -> None:
    package: ConnectorPackage = asymbl
    connector = org.connect()
    assert connector.slug == "asymbl"
    assert isinstance(connector, ProbesScopes)
    assert isinstance(connector, ChecksConnection)
    assert isinstance(connector, PassesThrough)
    assert not isinstance(connector, ReceivesWebhooks)
    assert package.GUIDE is GUIDE


# --- options ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "given_options",
    [
        {"hired_stages": ["Hired"]},
        {"hired_stage_values": "Hired"},
        {"hired_stage_values": [""]},
        {"candidate_filter": "some"},
        {"candidate_record_type": " "},
        {"job_name": "label"},
        {"default_currency": 7},
        {"phone_target": "fax"},
        {"closed_jobs": "maybe"},
        {"strict_fields": "yes"},
        {"read_all_fields": 1},
        {"custom_fields": {"users": {}}},
        {"custom_fields": {"jobs": {"a": 7}}},
        {"custom_fields": {"jobs": {"a": "Id FROM User"}}},
        {"team_fields": {"Coach__c": "TRAINER"}},
        {"team_fields": {"a b": "SOURCER"}},
        {"team_fields": []},
        {"job_statuses": {"Open": 1}},
        {"employment_types": ["x"]},
        {"names": {"job.wage": ["Pay__c"]}},
        {"names": {"wages": ["Pay__c"]}},
        {"names": {"job.salary": ["Pay__c FROM User"]}},
        {"names": {"job.salary": "Pay__c"}},
        {"names": []},
    ],
)
def test_impossible_options_are_refused_when_they_are_given(given_options: dict[str, Any]) -> None:
    with pytest.raises(SettingError):
        options_of(given_options)


def test_options_have_defaults() -> None:
    assert options_of({}) == Options()
    assert options_of({"hired_stage_values": ["Hired", "Pending"]}).hired_stage_values == ("Hired", "Pending")


def test_names_of_objects_and_fields_can_be_replaced() -> None:
    names = book({"job": ["Opening__c"], "job.salary": ["Pay__c"]})
    assert names["job"].names == ("Opening__c",)
    assert names["job"].fields["salary"].names == ("Pay__c",)
    assert names["job"].fields["salary"].feeds == ("ats_jobs.salary_amount",)
    assert book()["job"].names == ("bpats__Job__c",)


# --- guide and register ----------------------------------------------------------------------------------


def test_the_guide_shows_what_is_needed() -> None:
    assert [field.name for field in GUIDE.credential_fields] == [
        "subdomain",
        "client_id",
        "client_secret",
        "refresh_token",
    ]
    assert [field.name for field in GUIDE.credential_fields if field.secret] == [
        "client_secret",
        "refresh_token",
    ]
    assert GUIDE.permissions == PERMISSIONS
    assert any("client-credentials" in step for step in GUIDE.steps)


def test_the_register_names_what_is_assumed() -> None:
    ids = [assumption.id for assumption in asymbl.ASSUMPTIONS]
    assert len(ids) == len(set(ids))
    assert all(one.rests and one.source.startswith("asymbl sheet") for one in asymbl.ASSUMPTIONS)
    (hired,) = (one for one in asymbl.ASSUMPTIONS if one.id == "hired-is-a-stage")
    assert any(fnmatch.fnmatch("field/applications/outcome", pattern) for pattern in hired.rests)


# --- sessions --------------------------------------------------------------------------------------------


def test_a_token_is_asked_for_once_and_sent_with_every_call(acme: Any) -> None:
    read = acme.read("ats_users")
    assert read.paths.count("/services/oauth2/token") == 1
    form = parse_qs(read.requests[0].content.decode())
    assert form == {
        "grant_type": ["client_credentials"],
        "client_id": ["key-invented"],
        "client_secret": ["secret-invented"],
    }
    assert all(one.headers["Authorization"] == "Bearer 00D!token-0" for one in read.requests[1:])


def test_the_token_goes_to_the_address_that_was_entered_and_no_other(acme: Any) -> None:
    acme.read()
    assert {request.url.host for request in acme.requests} == {"acme.my.salesforce.com"}


def test_a_customer_who_signed_in_is_renewed_by_the_refresh_token(acme: Any) -> None:
    acme.connect({"refresh_token": "5Aep-invented"}).check()
    form = parse_qs(acme.requests[0].content.decode())
    assert form["grant_type"] == ["refresh_token"]
    assert form["refresh_token"] == ["5Aep-invented"]


def test_a_refresh_token_that_is_rotated_is_replaced(acme: Any) -> None:
    def rotate(request: httpx.Request) -> httpx.Response | None:
        if not request.url.path.endswith("/token"):
            return None
        old = parse_qs(request.content.decode())["refresh_token"][0]
        acme.valid = {f"session of {old}"}
        return httpx.Response(200, json={"access_token": f"session of {old}", "refresh_token": f"{old}+"})

    acme.hooks.append(rotate)
    connector = acme.connect({"refresh_token": "5Aep"})
    connector.check()
    acme.valid.clear()
    assert connector.check().credential
    assert connector.connection.api.session.token == "session of 5Aep+"
    assert connector.connection.api.session.grant.refresh_token == "5Aep++"


def test_a_session_that_is_over_is_renewed_once(acme: Any) -> None:
    connector = acme.connect()
    connector.check()
    acme.valid.clear()
    assert connector.check().credential
    assert [finding.verdict for finding in connector.check().findings] == ["ok"] * 6
    assert len(acme.tokens) == 2


def test_a_session_that_is_refused_twice_is_an_error(acme: Any, words: Any) -> None:
    refused = words.refusal(401, "INVALID_SESSION_ID", "Session expired or invalid")
    acme.hooks.append(lambda request: refused if "/services/data" in request.url.path else None)
    with pytest.raises(CredentialError, match="does not accept the session"):
        acme.read()
    assert len(acme.tokens) == 2
    assert len([one for one in acme.requests if "describe" in one.url.path]) == 2


def test_another_401_is_not_renewed(acme: Any, words: Any) -> None:
    refused = words.refusal(401, "SOMETHING_ELSE", "no")
    acme.hooks.append(lambda request: refused if "/services/data" in request.url.path else None)
    with pytest.raises(CredentialError):
        acme.read()
    assert len(acme.tokens) == 1


def test_a_401_without_words_is_renewed(acme: Any) -> None:
    left = [httpx.Response(401, text="")]

    def refuse(request: httpx.Request) -> httpx.Response | None:
        return left.pop() if left and "/services/data" in request.url.path else None

    acme.hooks.append(refuse)
    assert acme.read("ats_users").complete == {"ats_users"}
    assert len(acme.tokens) == 2


# --- the check -------------------------------------------------------------------------------------------


def token_answer(org: Any, answer: httpx.Response) -> None:
    org.hooks.append(lambda request: answer if request.url.path.endswith("/token") else None)


def findings(org: Any, credential: dict[str, str] | None = None) -> dict[str, tuple[str, str]]:
    report = org.connect(credential).check()
    return {
        finding.subject.removeprefix("credential:"): (finding.verdict, finding.detail)
        for finding in report.findings
    }


def test_a_good_connection_is_good_in_every_part(acme: Any) -> None:
    assert findings(acme) == dict.fromkeys(PARTS, ("ok", ""))


MISTAKES: dict[str, Any] = {
    "wrong subdomain": ("subdomain", httpx.Response(404, html="<h1>URL No Longer Exists</h1>")),
    "unknown client id": ("client_id", ("invalid_client_id", "client identifier invalid")),
    "wrong secret": ("client_secret", ("invalid_client", "invalid client credentials")),
    "no run-as user": ("run_as_user", ("invalid_grant", "no client credentials user enabled")),
    "login host": ("subdomain", ("invalid_grant", "request not supported on this domain")),
    "signed out": ("refresh_token", ("invalid_grant", "expired access/refresh token")),
    "inactive user": ("run_as_user", ("invalid_grant", "inactive user")),
    "network": ("run_as_user", ("invalid_grant", "ip restricted")),
    "flow": ("client_id", ("unsupported_grant_type", "grant type not supported")),
    "org": ("subdomain", ("inactive_org", "")),
    "user": ("run_as_user", ("inactive_user", "")),
    "anything": ("client_id", ("invalid_grant", "authentication failure")),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_each_mistake_names_its_part(acme: Any, words: Any, mistake: str) -> None:
    part, answer = MISTAKES[mistake]
    token_answer(acme, answer if isinstance(answer, httpx.Response) else words.oauth(*answer))
    report = acme.connect().check()
    assert report.credential is False
    found = report.findings[-1]
    assert found.subject == f"credential:{part}"
    assert found.verdict == "error"
    assert [one.verdict for one in report.findings[:-1]] == ["ok"] * (len(report.findings) - 1)


def test_each_mistake_has_a_message_of_its_own(acme: Any, words: Any) -> None:
    said = set()
    for _, answer in MISTAKES.values():
        acme.hooks.clear()
        token_answer(acme, answer if isinstance(answer, httpx.Response) else words.oauth(*answer))
        said.add(acme.connect().check().findings[-1].detail)
    acme.hooks.clear()
    disabled = words.refusal(403, "API_DISABLED_FOR_ORG", "The REST API is not enabled.")
    acme.hooks.append(lambda request: disabled if request.url.path.endswith("/sobjects") else None)
    said.add(findings(acme)["api"][1])
    acme.hooks.clear()
    acme.described = {"User": acme.described["User"]}
    said.add(findings(acme)["package"][1])
    assert len(said) == len(MISTAKES) + 2
    assert all(len(text) > 20 for text in said)


def test_a_host_that_cannot_be_reached_is_about_the_subdomain(acme: Any) -> None:
    def unreachable(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("no such host", request=request)

    acme.hooks.append(unreachable)
    verdict, detail = findings(acme)["subdomain"]
    assert verdict == "error"
    assert "cannot be reached" in detail
    with pytest.raises(VendorUnavailableError, match="cannot be reached"):
        acme.read()


def test_a_fault_of_the_vendor_is_no_mistake_of_the_customers(acme: Any, words: Any) -> None:
    token_answer(acme, httpx.Response(503, html="<h1>Down</h1>"))
    with pytest.raises(VendorUnavailableError):
        acme.read()
    acme.hooks.clear()
    token_answer(acme, words.oauth("rate_limit_exceeded", "slow down"))
    with pytest.raises(VendorUnavailableError, match="limits how often"):
        acme.read()


def test_who_may_not_use_the_api_is_told_what_to_do(acme: Any, words: Any) -> None:
    disabled = words.refusal(403, "API_DISABLED_FOR_ORG", "The REST API is not enabled.")
    acme.hooks.append(lambda request: disabled if request.url.path.endswith("/sobjects") else None)
    found = findings(acme)
    assert found["api"][0] == "no_permission"
    assert "API Enabled" in found["api"][1]
    assert "package" not in found


def test_an_answer_that_lists_nothing_says_nothing_of_the_package(acme: Any) -> None:
    acme.hooks.append(
        lambda request: httpx.Response(200, json=[]) if request.url.path.endswith("/sobjects") else None
    )
    assert findings(acme)["package"][0] == "no_permission"


def test_a_part_of_the_package_that_is_not_visible_is_named(acme: Any) -> None:
    del acme.described["bpats__Job__c"]
    verdict, detail = findings(acme)["package"]
    assert verdict == "no_permission"
    assert "does not see bpats__Job__c" in detail
