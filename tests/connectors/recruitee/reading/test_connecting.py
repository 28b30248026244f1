"""What a customer enters: the token, the company, the careers site. Source: recruitee sheet 1.1."""

from typing import Any

import httpx
import pytest

from assay.errors import CredentialError, SettingError
from assay_connectors import recruitee

TOKEN = "tok-invented-0001"


def test_connecting_makes_no_request(company: Any) -> None:
    assert company.connect().slug == "recruitee"
    assert company.calls == []
    assert recruitee.GUIDE.title


@pytest.mark.parametrize(
    ("credential", "where"),
    [
        ({}, "credential.api_token"),
        ({"api_token": TOKEN}, "credential.company_id"),
        ({"api_token": "", "company_id": "41207"}, "credential.api_token"),
        ({"api_token": "two words", "company_id": "41207"}, "credential.api_token"),
        ({"api_token": "tök", "company_id": "41207"}, "credential.api_token"),
        ({"api_token": TOKEN, "company_id": "noordzee.recruitee.com"}, "credential.company_id"),
        ({"api_token": TOKEN, "company_id": "https://noordzee"}, "credential.company_id"),
        ({"api_token": TOKEN, "company_id": "noord zee"}, "credential.company_id"),
        ({"api_token": TOKEN, "company_id": "41207", "subdomain": "a.b"}, "credential.subdomain"),
        ({"api_token": TOKEN, "company_id": "41207", "key": "x"}, "credential"),
    ],
)
def test_a_malformed_credential_is_refused_with_the_field(
    company: Any, credential: dict[str, str], where: str
) -> None:
    with pytest.raises(SettingError) as caught:
        company.connect(credential)
    assert caught.value.where == where


def test_a_full_host_name_is_explained(company: Any) -> None:
    with pytest.raises(SettingError, match="host name") as caught:
        company.connect({"api_token": TOKEN, "company_id": "noordzee.recruitee.com"})
    assert "sub-domain alone" in caught.value.hint


@pytest.mark.parametrize(
    ("options", "where"),
    [
        ({"careers": "x"}, "settings.options"),
        ({"careers_url": 7}, "settings.options.careers_url"),
        ({"careers_url": "ftp://x"}, "settings.options.careers_url"),
    ],
)
def test_options_are_checked(company: Any, options: dict[str, Any], where: str) -> None:
    with pytest.raises(SettingError) as caught:
        company.connect(options=options)
    assert caught.value.where == where


def test_a_sub_domain_is_turned_into_the_number_once(noordzee: Any) -> None:
    api = noordzee.connect({"api_token": TOKEN, "company_id": "noordzee"}).connection.api
    api.get("/admins")
    api.get("/tags")
    assert [r.url.path for r in noordzee.requests] == [
        "/c/noordzee/admin",
        "/c/41207/admins",
        "/c/41207/tags",
    ]
    assert api.careers_url == "https://noordzee.recruitee.com"


@pytest.mark.parametrize("admin", [None, {}, {"company_id": "41207"}, {"company_id": True}])
def test_a_company_that_nobody_names_is_a_matter_of_the_credential(company: Any, admin: Any) -> None:
    company.hooks.append(lambda _: httpx.Response(200, json={"admin": admin}))
    api = company.connect({"api_token": TOKEN, "company_id": "noordzee"}).connection.api
    with pytest.raises(CredentialError, match="which company"):
        api.get("/admins")


def test_both_addresses_can_be_set(company: Any) -> None:
    company.hooks.append(lambda _: httpx.Response(200, json={"admins": [], "offers": []}))
    settings = {
        "base_url": "http://127.0.0.1:8080",
        "options": {"careers_url": "http://127.0.0.1:8081/careers/"},
    }
    api = company.connect(**settings).connection.api
    api.get("/admins")
    api.careers("/offers/")
    assert [str(r.url) for r in company.requests] == [
        "http://127.0.0.1:8080/c/41207/admins",
        "http://127.0.0.1:8081/careers/api/offers/",
    ]


def test_an_unknown_careers_site_is_a_setting_to_enter(company: Any) -> None:
    api = company.connect({"api_token": TOKEN, "company_id": "41207"}).connection.api
    with pytest.raises(SettingError, match="not known"):
        api.careers("/offers/")
