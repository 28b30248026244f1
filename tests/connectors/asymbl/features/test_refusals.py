"""What Salesforce's refusals become: the code decides, not the status."""

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
from assay_connectors.asymbl.answers import is_busy, problems, refusal, unreadable
from assay_connectors.client import Call

READ = Call(method="GET", url="/services/data/v63.0/query", idempotent=True)
WRITE = Call(method="POST", url="/services/data/v63.0/sobjects/Contact/", idempotent=False)

CASES: list[tuple[int, str | None, str, type[ConnectorError]]] = [
    (401, "INVALID_SESSION_ID", "Session expired or invalid", CredentialError),
    (
        403,
        "INVALID_SESSION_ID",
        "This session is not valid for use with the REST API",
        PermissionMissingError,
    ),
    (403, "REQUEST_LIMIT_EXCEEDED", "TotalRequests Limit exceeded.", VendorUnavailableError),
    (
        403,
        "API_DISABLED_FOR_ORG",
        "The REST API is not enabled.",
        PermissionMissingError,
    ),
    (
        403,
        "INSUFFICIENT_ACCESS_OR_READONLY",
        "insufficient access rights on object id",
        PermissionMissingError,
    ),
    (
        400,
        "INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY",
        "insufficient access rights",
        PermissionMissingError,
    ),
    (403, None, "", PermissionMissingError),
    (400, "INVALID_TYPE", "sObject type 'bpats__Job__c' is not supported.", PermissionMissingError),
    (400, "INVALID_FIELD", "No such column 'Foo__c' on entity 'Contact'.", PermissionMissingError),
    (400, "INVALID_FIELD", "field 'X' can not be filtered in a query call", VendorRefusedError),
    (400, "INVALID_FIELD_FOR_INSERT_UPDATE", "Unable to create/update fields: X", PermissionMissingError),
    (
        400,
        "CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY",
        "entity type cannot be inserted: Contact",
        PermissionMissingError,
    ),
    (400, "CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY", "bpats.ApplicantTrigger: execution", VendorRefusedError),
    (400, "MALFORMED_QUERY", "unexpected token: 'FORM'", VendorRefusedError),
    (400, "FIELD_CUSTOM_VALIDATION_EXCEPTION", "Posting End Date must be in the future", VendorRefusedError),
    (404, "NOT_FOUND", "The requested resource does not exist", VendorRefusedError),
    (404, "ENTITY_IS_DELETED", "entity is deleted", VendorRefusedError),
    (400, "UNABLE_TO_LOCK_ROW", "unable to obtain exclusive access", VendorUnavailableError),
    (429, None, "", VendorUnavailableError),
    (500, "UNKNOWN_EXCEPTION", "An unexpected error occurred.", VendorUnavailableError),
    (503, "SERVER_UNAVAILABLE", "", VendorUnavailableError),
    (302, None, "", VendorNonsenseError),
]


@pytest.mark.parametrize(("status", "code", "message", "kind"), CASES)
def test_the_code_says_who_must_act(
    status: int, code: str | None, message: str, kind: type[ConnectorError]
) -> None:
    body = [] if code is None else [{"message": message, "errorCode": code, "fields": []}]
    error = refusal(READ, httpx.Response(status, json=body))
    assert type(error) is kind
    assert error.vendor_code == code
    assert error.request == "GET /services/data/v63.0/query"


@pytest.mark.parametrize(
    ("message", "told", "hidden"),
    [
        ("First Name: data value too large: Mara Lind (max length=40)", "(max length=40)", "Mara"),
        ("Email: invalid email address: mara@x", "Email: invalid email address", "mara"),
        ("Status: bad value for restricted picklist field: Secret", "Status: bad value", "Secret"),
        ("Cannot deserialize instance of date from VALUE_STRING value 1 Elm Court", "date", "Elm"),
        (
            "\nSELECT Id FROM Contact WHERE Email = 'mara@x'\n^\nERROR at Row:1:Column:2\nunexpected token",
            "unexpected token",
            "mara",
        ),
    ],
)
def test_messages_do_not_repeat_what_was_sent(message: str, told: str, hidden: str) -> None:
    error = refusal(WRITE, httpx.Response(400, json=[{"message": message, "errorCode": "SOME_CODE"}]))
    assert told in error.message
    assert hidden not in str(error)


def test_all_errors_of_an_answer_are_told() -> None:
    body = [
        {"message": "one", "errorCode": "A", "fields": ["LastName"]},
        {"message": "two", "statusCode": "B", "fields": ["Email", 7]},
        {"message": 7, "errorCode": 7, "fields": "x"},
        "text",
    ]
    error = refusal(WRITE, httpx.Response(400, json=body))
    assert "one; two" in error.message
    assert error.detail == {"fields": ["LastName", "Email"]}
    assert error.vendor_code == "A"


def test_a_missing_permission_names_its_fields() -> None:
    body = [{"message": "no", "errorCode": "INVALID_FIELD_FOR_INSERT_UPDATE", "fields": ["bpats__Salary__c"]}]
    assert refusal(WRITE, httpx.Response(400, json=body)).detail == {"fields": ["bpats__Salary__c"]}


@pytest.mark.parametrize(
    ("response", "told"),
    [
        (httpx.Response(414, text="URI Too Long"), "URI Too Long"),
        (httpx.Response(400, html="<h1>secret</h1>"), "no reason given"),
        (httpx.Response(400, json={"odd": True}), "no reason given"),
    ],
)
def test_bodies_of_gateways_are_told_as_far_as_they_help(response: httpx.Response, told: str) -> None:
    assert told in refusal(READ, response).message


def test_an_unreadable_success_of_a_write_is_unknown() -> None:
    error = unreadable(WRITE, httpx.Response(201, text="?"), "it names no record")
    assert isinstance(error, VendorUnavailableError)
    assert error.detail == {"outcome_unknown": True}
    assert isinstance(unreadable(READ, httpx.Response(200), "x"), VendorNonsenseError)


@pytest.mark.parametrize(
    ("status", "code", "message", "busy"),
    [
        (403, "REQUEST_LIMIT_EXCEEDED", "ConcurrentRequests (Concurrent API Requests) Limit exceeded.", True),
        (403, "REQUEST_LIMIT_EXCEEDED", "TotalRequests Limit exceeded.", False),
        (400, "UNABLE_TO_LOCK_ROW", "", True),
        (400, "QUERY_TIMEOUT", "", True),
        (400, "DUPLICATE_VALUE", "", False),
        (500, "UNABLE_TO_LOCK_ROW", "", False),
    ],
)
def test_only_what_passes_in_a_moment_is_asked_again(
    status: int, code: str, message: str, *, busy: bool
) -> None:
    assert is_busy(httpx.Response(status, json=[{"message": message, "errorCode": code}])) is busy


@pytest.mark.parametrize("code", ["UNABLE_TO_LOCK_ROW", "REQUEST_LIMIT_EXCEEDED"])
def test_a_busy_moment_is_waited_for_even_with_a_write(acme: Any, words: Any, code: str) -> None:
    left = [words.refusal(403, code, "ConcurrentRequests Limit exceeded.")]

    def refuse(request: httpx.Request) -> httpx.Response | None:
        return left.pop() if left and request.method == "POST" and "Contact" in request.url.path else None

    acme.hooks.append(refuse)
    assert acme.connect().connection.api.create("Contact", {"LastName": "Lind"})
    assert acme.slept_s == [1.0]


@pytest.mark.parametrize("answer", [httpx.Response(201, json={}), httpx.Response(201, json={"id": 7})])
def test_a_creation_that_names_nothing_is_unknown(acme: Any, answer: httpx.Response) -> None:
    acme.hooks.append(lambda request: answer if "/sobjects/" in request.url.path else None)
    with pytest.raises(VendorUnavailableError) as caught:
        acme.connect().connection.api.create("Contact", {})
    assert caught.value.detail["outcome_unknown"] is True


@pytest.mark.parametrize("body", ["[]", '{"name": "User"}', '{"fields": []}', "no JSON"])
def test_descriptions_that_are_none_end_the_run(acme: Any, body: str) -> None:
    answer = httpx.Response(200, text=body)
    acme.hooks.append(lambda request: answer if "describe" in request.url.path else None)
    with pytest.raises(VendorNonsenseError):
        acme.read("ats_users")


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
)


@given(st.integers(300, 599), _JSON)
def test_any_answer_becomes_one_of_our_errors(status: int, body: Any) -> None:
    response = httpx.Response(status, json=body)
    assert isinstance(refusal(READ, response), ConnectorError)
    assert isinstance(problems(response), tuple)


@given(
    st.lists(
        st.fixed_dictionaries(
            {}, optional={"errorCode": _JSON, "message": _JSON, "fields": _JSON, "statusCode": _JSON}
        )
    )
)
def test_any_array_of_errors_is_read(body: list[Any]) -> None:
    error = refusal(WRITE, httpx.Response(400, json=body))
    assert error.message
