"""How Avionté is called: token, headers, patience, pages, batches, and what it costs."""

import json
from collections import Counter
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assay.errors import (
    ConnectorError,
    CredentialError,
    PermissionMissingError,
    VendorNonsenseError,
    VendorRefusedError,
    VendorUnavailableError,
)
from assay_connectors.avionte import api
from assay_connectors.avionte.api import AvionteApi
from assay_connectors.avionte.register import PREFIX, REGISTER, UNLISTED, key_of


def tenant(vendor: Any, **options: Any) -> AvionteApi:
    connected: AvionteApi = vendor.connect(**options).connection.api
    return connected


# --- the token ---------------------------------------------------------------------------------------


def test_a_token_is_asked_for_as_documented(vendor: Any) -> None:
    tenant(vendor).ask("JOB_GET", jobId="1")

    (asked,) = vendor.sent("TOKEN")
    assert asked.headers["x-api-key"] == "key-invented-0001"
    assert asked.headers["content-type"] == "application/x-www-form-urlencoded"
    assert dict(httpx.QueryParams(asked.content.decode())) == {
        "grant_type": "client_credentials",
        "client_id": "partner.api.invented",
        "client_secret": "secret-invented-0001",
        "scope": "avionte.aero.compasintegrationservice",
    }


@pytest.mark.parametrize(("minutes", "seconds", "tokens"), [(58, 59, 1), (59, 0, 2), (61, 0, 2)])
def test_a_token_is_kept_until_a_minute_before_its_end(
    vendor: Any, minutes: int, seconds: int, tokens: int
) -> None:
    front_office = tenant(vendor)
    front_office.ask("JOB_GET", jobId="1")
    vendor.sleep(60 * minutes + seconds)

    front_office.ask("JOB_GET", jobId="1")

    assert len(vendor.sent("TOKEN")) == tokens
    assert vendor.sent("JOB_GET")[-1].headers["Authorization"] == f"Bearer token-{tokens}"


def test_a_refused_token_is_renewed_once_and_the_request_repeated_once(vendor: Any) -> None:
    vendor.refuse("JOB_GET", 401, then={"id": 1})
    front_office = tenant(vendor)

    assert front_office.ask("JOB_GET", jobId="1") == {"id": 1}

    assert [one.headers["Authorization"] for one in vendor.sent("JOB_GET")] == [
        "Bearer token-1",
        "Bearer token-2",
    ]
    assert front_office.meter.calls == {"JOB_GET": 2}


def test_a_refused_new_token_is_the_customers_to_repair(vendor: Any) -> None:
    vendor.refuse("JOB_GET", 401)

    with pytest.raises(CredentialError):
        tenant(vendor).ask("JOB_GET", jobId="1")

    assert vendor.keys == ["JOB_GET", "JOB_GET"]


def test_a_write_is_repeated_after_a_401_too_for_it_had_no_effect(vendor: Any) -> None:
    vendor.refuse("TALENT_CREATE", 401, then={"id": 1})

    assert tenant(vendor).object("TALENT_CREATE", body={}) == {"id": 1}


@pytest.mark.parametrize(
    ("status", "body", "field"),
    [
        (400, {"error": "invalid_client"}, "client_id"),
        (403, {"message": "Forbidden"}, "api_key"),
        (401, "", "client_id"),
    ],
)
def test_a_refused_partner_hears_which_part_is_wrong(vendor: Any, status: int, body: Any, field: str) -> None:
    vendor.refuse("TOKEN", status, body)

    with pytest.raises(CredentialError) as caught:
        tenant(vendor).ask("JOB_GET", jobId="1")

    assert caught.value.detail["field"] == field
    assert "secret-invented" not in str(caught.value)
    assert vendor.keys == []


@pytest.mark.parametrize("answer", [{}, {"access_token": ""}, [], httpx.Response(200, content=b"<html>")])
def test_a_token_answer_without_token_is_nonsense(vendor: Any, answer: Any) -> None:
    vendor.on("TOKEN", answer)

    with pytest.raises(VendorNonsenseError):
        tenant(vendor).ask("JOB_GET", jobId="1")


def test_a_token_without_lifetime_is_good_for_an_hour(vendor: Any) -> None:
    vendor.on("TOKEN", {"access_token": "token-x"})
    front_office = tenant(vendor)
    front_office.ask("JOB_GET", jobId="1")
    vendor.sleep(3500)

    front_office.ask("JOB_GET", jobId="1")

    assert len(vendor.sent("TOKEN")) == 1


def test_a_token_service_that_is_down_is_waited_for(vendor: Any) -> None:
    vendor.on("TOKEN", httpx.Response(503), {"access_token": "token-x"})

    tenant(vendor).ask("JOB_GET", jobId="1")

    assert vendor.slept_s == [5.0]


def test_a_token_service_that_stays_down_ends_the_call(vendor: Any) -> None:
    vendor.refuse("TOKEN", 503)

    with pytest.raises(VendorUnavailableError):
        tenant(vendor).ask("JOB_GET", jobId="1")


# --- headers -----------------------------------------------------------------------------------------


def test_the_number_of_the_tenant_is_preferred_to_its_code(vendor: Any, says: Any) -> None:
    by_code = {name: value for name, value in says.credential.items() if name != "front_office_tenant_id"}
    tenant(vendor).ask("JOB_GET", jobId="1")
    vendor.connect(by_code).connection.api.ask("JOB_GET", jobId="1")

    by_number, named = vendor.sent("JOB_GET")
    assert by_number.headers["FrontOfficeTenantId"] == "3051"
    assert "Tenant" not in by_number.headers
    assert named.headers["Tenant"] == "harbor"
    assert "FrontOfficeTenantId" not in named.headers
    assert {one.headers["x-api-key"] for one in (by_number, named)} == {"key-invented-0001"}


def test_every_request_has_an_id_of_its_own(vendor: Any) -> None:
    front_office = tenant(vendor)
    for _ in range(3):
        front_office.ask("JOB_GET", jobId="1")

    ids = {request.headers["RequestId"] for request in vendor.sent("JOB_GET")}
    assert len(ids) == 3
    assert all(len(one) == 36 for one in ids)


# --- answers -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (400, VendorRefusedError),
        (403, PermissionMissingError),
        (404, VendorRefusedError),
        (405, VendorRefusedError),
        (406, VendorRefusedError),
        (409, VendorRefusedError),
        (413, VendorRefusedError),
        (415, VendorRefusedError),
        (429, VendorUnavailableError),
        (500, VendorUnavailableError),
        (502, VendorUnavailableError),
    ],
)
@pytest.mark.parametrize("body", ["", "<html>no</html>", '{"message": "No."}', "[]", '{"errors": 3}'])
def test_the_status_decides_whatever_the_body_says(
    vendor: Any, status: int, kind: type[ConnectorError], body: str
) -> None:
    vendor.on("JOB_GET", httpx.Response(status, content=body.encode()))

    with pytest.raises(kind) as caught:
        tenant(vendor).ask("JOB_GET", jobId="1")

    assert caught.value.status == status
    assert caught.value.detail["body"] == body


def test_a_refusal_repeats_what_the_vendor_says_of_fields_and_no_credential(vendor: Any) -> None:
    told = {
        "message": "Validation failed.",
        "errors": [{"field": "x", "message": "x is required."}, {"message": "key-invented-0001 token-1"}, 3],
    }
    vendor.refuse("JOB_GET", 409, told)

    with pytest.raises(VendorRefusedError) as caught:
        tenant(vendor).ask("JOB_GET", jobId="1")

    assert "Validation failed. x is required." in caught.value.message
    assert "invented" not in f"{caught.value} {caught.value.detail}"
    assert "token-1" not in f"{caught.value} {caught.value.detail}"


def test_the_vendors_rule_of_waiting_is_kept(vendor: Any) -> None:
    vendor.refuse("JOB_GET", 429)

    with pytest.raises(VendorUnavailableError):
        tenant(vendor).ask("JOB_GET", jobId="1")

    assert vendor.slept_s == [5.0, 10.0, 20.0, 40.0]
    assert vendor.keys == ["JOB_GET"] * 5


def test_a_wait_that_the_vendor_names_is_kept(vendor: Any) -> None:
    vendor.on("JOB_GET", httpx.Response(429, headers={"Retry-After": "3"}), {"id": 1})

    tenant(vendor).ask("JOB_GET", jobId="1")

    assert vendor.slept_s == [3.0]


@pytest.mark.parametrize("answer", [[], 3, None, httpx.Response(200, content=b"{")])
def test_a_read_that_gives_no_object_is_nonsense(vendor: Any, answer: Any) -> None:
    vendor.on("JOB_GET", answer)

    with pytest.raises(VendorNonsenseError):
        tenant(vendor).object("JOB_GET", jobId="1")


def test_an_unreadable_answer_to_a_write_leaves_its_outcome_unknown(vendor: Any) -> None:
    vendor.on("TALENT_CREATE", httpx.Response(201, content=b"OK"))

    with pytest.raises(VendorUnavailableError) as caught:
        tenant(vendor).object("TALENT_CREATE", body={})

    assert caught.value.detail["outcome_unknown"] is True


@pytest.mark.parametrize("answer", [{}, [3], ["x"], [None]])
def test_a_list_that_is_none_of_objects_is_nonsense(vendor: Any, answer: Any) -> None:
    vendor.on("DOC_LIST", answer)

    with pytest.raises(VendorNonsenseError):
        tenant(vendor).objects("DOC_LIST", talentId="1")


@pytest.mark.parametrize("answer", [{}, ["x"], [None], [True], [1.5], [{}]])
def test_a_list_that_is_none_of_ids_is_nonsense(vendor: Any, answer: Any) -> None:
    vendor.on("NOM_IDS_BY_JOB", answer)

    with pytest.raises(VendorNonsenseError):
        tenant(vendor).numbers("NOM_IDS_BY_JOB", jobId="1")


# --- pages and batches -------------------------------------------------------------------------------


def serve_ids(vendor: Any, ids: list[int], base: int) -> None:
    """Id lists as the sheet has them: with pages counted from 1, page 0 is the first as well."""

    def answer(request: httpx.Request) -> Any:
        page, size = (int(part) for part in request.url.path.split("/")[-2:])
        place = max(page - base, 0)
        return ids[place * size : (place + 1) * size]

    vendor.on("JOB_IDS", answer)


@given(st.integers(0, 37), st.integers(1, 9), st.sampled_from([(0, 0), (1, 1), (1, 0)]))
def test_every_id_is_found_once_whatever_pages_are_counted_from(
    says: Any, count: int, size: int, bases: tuple[int, int]
) -> None:
    base, first_page = bases
    vendor, ids = says.Vendor(), list(range(1000, 1000 + count))
    serve_ids(vendor, ids, base)

    found = vendor.connect(first_page=first_page, page_size=size).connection.api.all_ids("JOB_IDS")

    assert found == [str(one) for one in ids]
    extra = 1 if first_page < base and count >= size else 0  # the first page comes twice
    assert len(vendor.keys) == count // size + 1 + extra


def test_pages_that_do_not_end_are_nonsense(vendor: Any) -> None:
    vendor.on("JOB_IDS", [1, 2])

    with pytest.raises(VendorNonsenseError, match="repeats"):
        tenant(vendor, page_size=2).all_ids("JOB_IDS")

    assert vendor.keys == ["JOB_IDS", "JOB_IDS"]


def test_ids_as_texts_are_ids(vendor: Any) -> None:
    vendor.on("JOB_IDS", ["7", 8])

    assert tenant(vendor).all_ids("JOB_IDS") == ["7", "8"]


@given(st.integers(0, 250))
def test_one_id_is_asked_for_singly_and_more_in_batches_of_a_hundred(says: Any, count: int) -> None:
    vendor = says.Vendor()
    vendor.on("JOB_MULTI", lambda request: [{"id": one} for one in reversed(json.loads(request.content))])
    vendor.on("JOB_GET", lambda request: {"id": int(request.url.path.rpartition("/")[2])})
    ids = [str(one) for one in range(1, count + 1)]

    found = vendor.connect().connection.api.many(api.JOBS, ids)

    assert set(found) == set(ids)
    assert all(str(one.raw["id"]) == number for number, one in found.items())
    sizes = [len(body) for body in vendor.bodies("JOB_MULTI")]
    assert len(vendor.keys) == -(-count // 100)
    assert all(1 < size <= 100 for size in sizes)
    assert vendor.keys.count("JOB_GET") == (count % 100 == 1)


def test_ids_that_the_vendor_does_not_know_are_left_out(vendor: Any) -> None:
    vendor.on("JOB_MULTI", [{"id": 2}]).refuse("JOB_GET", 404)

    assert list(tenant(vendor).many(api.JOBS, ["1", "2"])) == ["2"]
    assert tenant(vendor).many(api.JOBS, ["1"]) == {}


@pytest.mark.parametrize("answer", [[{"id": 1}, {"id": 1}], [{"id": 3}], [{}]])
def test_a_batch_of_other_objects_is_nonsense(vendor: Any, answer: Any) -> None:
    vendor.on("JOB_MULTI", answer)

    with pytest.raises(VendorNonsenseError):
        tenant(vendor).many(api.JOBS, ["1", "2"])


def test_a_refused_read_by_id_is_no_missing_object(vendor: Any) -> None:
    vendor.refuse("JOB_GET", 400)

    with pytest.raises(VendorRefusedError):
        tenant(vendor).one(api.JOBS, "1")


def test_batches_keep_to_three_in_a_second(vendor: Any) -> None:
    vendor.on("JOB_MULTI", lambda request: [{"id": one} for one in json.loads(request.content)])

    tenant(vendor).many(api.JOBS, [str(one) for one in range(400)])

    assert vendor.slept_s == [1.0]


# --- what it costs -----------------------------------------------------------------------------------


def test_every_request_below_the_prefix_is_billed_and_tokens_are_not(vendor: Any) -> None:
    front_office = tenant(vendor)
    vendor.refuse("JOB_GET", 500, then={"id": 1})
    front_office.ask("JOB_GET", jobId="1")
    front_office.ask("JOB_ACTIVITY_TYPES")

    assert front_office.meter.calls == Counter(vendor.keys) == {"JOB_GET": 2, "JOB_ACTIVITY_TYPES": 1}


def test_a_request_whose_answer_is_lost_may_be_billed_and_one_that_never_left_is_not(vendor: Any) -> None:
    front_office = tenant(vendor)
    lost, refused = httpx.ReadTimeout("lost"), httpx.ConnectError("refused")
    vendor.on("JOB_GET", lost, refused, {"id": 1})

    front_office.ask("JOB_GET", jobId="1")

    assert front_office.meter.calls == {"JOB_GET": 2}


def test_an_api_below_a_path_is_billed_alike(vendor: Any) -> None:
    partner = vendor.connect().connection.partner
    proxied = AvionteApi(vendor.runtime(), partner, base_url="https://proxy.example/avionte")
    vendor.on("FILE", {"access_token": "t"}, {"id": 1})

    proxied.ask("JOB_GET", jobId="1")

    assert proxied.meter.calls == {"JOB_GET": 1}


def test_each_endpoint_is_found_by_its_own_path() -> None:
    for endpoint in REGISTER.values():
        if endpoint.billable:
            numbers = dict.fromkeys(("page", "pageSize", "jobId", "talentId", "pipelineId"), "7")
            numbers |= dict.fromkeys(("nominationId", "documentId", "companyId", "placementId"), "8")
            path = endpoint.full_path.format(**numbers)
            assert key_of(endpoint.method, path) == key_of(endpoint.method, path + "/") == endpoint.key


def test_calls_that_the_register_does_not_know_are_billed_too() -> None:
    assert key_of("GET", f"{PREFIX}/certificates") == UNLISTED
    assert key_of("DELETE", f"{PREFIX}/job/7") == UNLISTED
    assert key_of("POST", "/authorize/token") is None
