"""Credential, settings, guide and the check of a connection."""

from typing import Any

import pytest

from assay.connector import ChecksConnection, PassesThrough, ProbesScopes, ReceivesWebhooks
from assay.errors import SettingError
from assay_connectors import flatchr as package


def test_connecting_asks_nothing(flatchr: Any) -> None:
    connector = flatchr.connect()

    assert connector.slug == "flatchr"
    assert flatchr.requests == []


def test_the_connector_offers_what_the_page_declares_and_no_more(flatchr: Any) -> None:
    connector = flatchr.connect()

    assert isinstance(connector, PassesThrough)
    assert isinstance(connector, ChecksConnection)
    assert not isinstance(connector, ProbesScopes | ReceivesWebhooks)


@pytest.mark.parametrize(
    ("credential", "where"),
    [
        ({"api_key": ""}, "credential.api_key"),
        ({"api_key": "two words"}, "credential.api_key"),
        ({"api_key": "clé"}, "credential.api_key"),
        ({"company_key": ""}, "credential.company_key"),
        ({"company_key": "../other"}, "credential.company_key"),
        ({"slug": "a/b"}, "credential.slug"),
        ({"slug": "a?b=c"}, "credential.slug"),
        ({"region": "eu"}, "credential"),
        ({"api_key": 12}, "credential.api_key"),
    ],
)
def test_a_credential_of_another_shape_is_refused(flatchr: Any, credential: Any, where: str) -> None:
    with pytest.raises(SettingError) as caught:
        flatchr.connect(credential)

    assert caught.value.where == where
    assert caught.value.hint


@pytest.mark.parametrize("offerer_id", ["abc", "12.5", 12.5, True, 0, -3, [1], "8123x", 2**53, "9" * 30])
def test_an_offerer_id_that_is_no_integer_is_refused_before_any_call(flatchr: Any, offerer_id: Any) -> None:
    with pytest.raises(SettingError, match="offerer_id") as caught:
        flatchr.connect(options={"offerer_id": offerer_id})

    assert caught.value.where == "settings.options.offerer_id"
    assert flatchr.requests == []


@pytest.mark.parametrize(
    ("given", "meant"), [(8123, 8123), ("8123", 8123), (" 75 ", 75), ("", None), (None, None)]
)
def test_an_offerer_id_may_come_from_a_form(flatchr: Any, given: Any, meant: int | None) -> None:
    assert flatchr.connect(options={"offerer_id": given}).connection.options.offerer_id == meant


@pytest.mark.parametrize(
    ("option", "value"),
    [
        ("careers_url", "careers.flatchr.io"),
        ("careers_url", 3),
        ("careers_body_token", "yes"),
        ("resume_mode", "bytes"),
        ("resume_mode", ["link"]),
        ("candidate_identity", "person"),
        ("tag_granularity", ""),
        ("user_agent", "two\nlines"),
        ("user_agent", " "),
        ("user_agent", None),
        ("custom_fields", ["reference"]),
        ("custom_fields", {"code": 3}),
        ("custom_fields", {"": "reference"}),
    ],
)
def test_an_impossible_value_of_a_setting_is_refused(flatchr: Any, option: str, value: Any) -> None:
    with pytest.raises(SettingError, match=option) as caught:
        flatchr.connect(options={option: value})

    assert caught.value.where == f"settings.options.{option}"


def test_an_option_that_nobody_knows_is_refused_and_the_known_ones_are_named(flatchr: Any) -> None:
    with pytest.raises(SettingError, match="unknown option 'offererid'") as caught:
        flatchr.connect(options={"offererid": 3})

    assert "offerer_id" in caught.value.hint


def test_both_hosts_are_settings(flatchr: Any) -> None:
    flatchr.on("//api.demo.test", []).on("//careers.demo.test", {"items": []})
    connector = flatchr.connect(
        base_url="https://api.demo.test/", options={"careers_url": "https://careers.demo.test/c/"}
    )

    assert connector.connection.api.published() == []
    assert connector.connection.api.company_list("/company/{key}/tags") == []
    assert [str(request.url) for request in flatchr.requests] == [
        "https://careers.demo.test/c/company/atelier-boreal.json",
        "https://api.demo.test/company/Q7mXp2LdR9vTbK3w/tags",
    ]


def test_every_request_carries_key_and_user_agent(flatchr: Any) -> None:
    flatchr.read(options={"user_agent": "Mozilla/5.0 (ours)"})

    assert {request.headers["Authorization"] for request in flatchr.requests} == {"Bearer key-invented-0001"}
    assert {request.headers["User-Agent"] for request in flatchr.requests} == {"Mozilla/5.0 (ours)"}


def test_the_default_user_agent_looks_like_a_browser(flatchr: Any) -> None:
    flatchr.connect().check()

    assert flatchr.requests[0].headers["User-Agent"].startswith("Mozilla/5.0")


# --- guide -------------------------------------------------------------------------------------------


def test_the_guide_asks_for_exactly_what_connecting_takes(flatchr: Any) -> None:
    fields = package.GUIDE.credential_fields
    values = {field.name: f"invented-{number}" for number, field in enumerate(fields)}

    assert flatchr.connect(values).connection.tenant.slug == values["slug"]
    assert [field.name for field in fields if field.secret] == ["api_key"]
    assert package.GUIDE.permissions == ()
    assert len(package.GUIDE.steps) > 2
    assert any("365 days" in step for step in package.GUIDE.steps)


# --- the check ---------------------------------------------------------------------------------------


def _verdicts(report: Any) -> dict[str, str]:
    return {finding.subject: finding.verdict for finding in report.findings}


def test_a_good_connection_passes_the_check_with_two_reads(flatchr: Any) -> None:
    report = flatchr.connect().check()

    assert report.credential
    assert _verdicts(report) == {"credential:api_key": "ok", "credential:slug": "ok"}
    assert flatchr.places == ["columns", "published"]


def test_a_slug_of_another_company_is_the_value_to_repair(flatchr: Any, vendor: Any) -> None:
    stranger = vendor.publication(vacancy={"id": "x", "company": {"id": "AnotherCompany12"}})
    flatchr.on("published", {"items": [stranger]})

    report = flatchr.connect().check()

    (finding,) = [finding for finding in report.findings if finding.verdict != "ok"]
    assert finding.subject == "credential:slug"
    assert "AnotherCompany12" in finding.detail
    assert "repair the slug" in finding.detail


def test_an_unknown_slug_is_the_value_to_repair(flatchr: Any) -> None:
    flatchr.refuse("published", 404, "Not available for slug x with url: /company/x.json")

    report = flatchr.connect().check()

    assert _verdicts(report) == {"credential:api_key": "ok", "credential:slug": "error"}
    assert "repair the slug" in report.findings[1].detail


def test_a_career_site_without_vacancies_cannot_be_compared_and_that_is_said(flatchr: Any) -> None:
    flatchr.on("published", {"items": []})

    report = flatchr.connect().check()

    assert _verdicts(report)["credential:slug"] == "ok"
    assert report.findings[1].detail == "nothing is published to compare it with"


@pytest.mark.parametrize("status", [401, 403, 404])
def test_a_key_that_is_not_let_in_ends_the_check(flatchr: Any, status: int) -> None:
    flatchr.refuse("columns", status, "Invalid credentials")

    report = flatchr.connect().check()

    assert not report.credential
    assert [finding.subject for finding in report.findings] == ["credential:api_key"]
    assert flatchr.places == ["columns"]


def test_a_vendor_that_is_down_leaves_the_key_untested(flatchr: Any) -> None:
    flatchr.refuse("columns", 503)

    report = flatchr.connect().check()

    assert report.credential
    assert _verdicts(report) == {"credential:api_key": "error"}


# --- assumptions -------------------------------------------------------------------------------------


def test_assumptions_are_told_apart_and_say_where_they_are_discussed() -> None:
    ids = [assumption.id for assumption in package.ASSUMPTIONS]

    assert len(set(ids)) == len(ids)
    for assumption in package.ASSUMPTIONS:
        assert assumption.rests
        assert assumption.statement.endswith(".")
        assert assumption.source.startswith("flatchr sheet ")
