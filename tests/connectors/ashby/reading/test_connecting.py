import fnmatch
from typing import Any

import pytest

from assay.connector import Connector, PassesThrough, ReadRequest, ReceivesWebhooks, Settings
from assay.errors import SettingError
from assay_connectors import ashby
from assay_connectors.ashby.permissions import PERMISSION_OF, scope_of


def test_the_key_is_the_user_name_of_basic_auth_and_goes_to_the_production_address(vendor: Any) -> None:
    vendor.lists("/candidateTag.list", [])
    connector = ashby.connect(vendor.runtime, {"api_key": "invented-key"}, Settings())

    list(connector.read(ReadRequest(models=frozenset({"ats_tags"}))))

    assert connector.connection.api.client.base_url == "https://api.ashbyhq.com"
    assert vendor.paths == {"/candidateTag.list"}


def test_connecting_makes_no_request(vendor: Any) -> None:
    connector: Connector = vendor.connect(base_url="http://127.0.0.1:9")

    assert connector.slug == "ashby"
    assert isinstance(connector, PassesThrough)
    assert isinstance(connector, ReceivesWebhooks)
    assert vendor.calls == []


@pytest.mark.parametrize(
    "credential",
    [
        {},
        {"api_key": ""},
        {"api_key": " key"},
        {"api_key": "k\n"},
        {"api_key": "kéy"},
        {"api_key": "user:pass"},
        {"api_key": "key", "region": "eu"},
    ],
)
def test_a_credential_of_another_shape_is_refused_without_repeating_it(
    vendor: Any, credential: dict[str, str]
) -> None:
    with pytest.raises(SettingError, match="credential") as caught:
        ashby.connect(vendor.runtime, credential, Settings())

    assert "pass" not in str(caught.value)


def test_an_option_that_nobody_knows_is_refused(vendor: Any) -> None:
    with pytest.raises(SettingError, match="unknown option 'page_size'"):
        vendor.connect(options={"page_size": 5})


def test_a_base_url_that_is_no_address_is_refused(vendor: Any) -> None:
    with pytest.raises(SettingError, match="base_url"):
        vendor.connect(base_url="api.ashbyhq.com")


def test_assumptions_are_told_apart_and_say_where_they_are_discussed() -> None:
    ids = [assumption.id for assumption in ashby.ASSUMPTIONS]

    assert len(set(ids)) == len(ids)
    for assumption in ashby.ASSUMPTIONS:
        assert assumption.rests
        assert assumption.statement.endswith(".")
        assert assumption.source.startswith("ashby sheet ")


def test_the_assumption_about_job_pages_rests_on_their_field_alone() -> None:
    (page,) = [assumption for assumption in ashby.ASSUMPTIONS if assumption.id == "job-page"]

    assert any(fnmatch.fnmatch("field/jobs/remote_url", pattern) for pattern in page.rests)
    assert not any(fnmatch.fnmatch("field/jobs/name", pattern) for pattern in page.rests)


@pytest.mark.parametrize(
    ("permission", "scope"),
    [("candidatesRead", "candidates:read"), ("hiringProcessMetadataWrite", "hiringProcessMetadata:write")],
)
def test_permissions_have_a_scope_string(permission: str, scope: str) -> None:
    assert scope_of(permission) == scope


def test_every_permission_of_an_endpoint_has_a_scope() -> None:
    assert all(scope_of(permission) for permission in PERMISSION_OF.values())
    with pytest.raises(ValueError, match="candidatesDelete"):
        scope_of("candidatesDelete")
