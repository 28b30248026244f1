"""Answers that are no success, in all their shapes. Source: recruitee sheet 1.2, 1.3."""

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
from assay_connectors.client import Call, Part
from assay_connectors.recruitee.refusals import is_gone, problem_of, refusal

READ = Call(method="GET", url="/c/41207/admins", idempotent=True)
WRITE = Call(method="POST", url="/c/41207/candidates", idempotent=False)


def answer(status: int, body: Any) -> httpx.Response:
    return httpx.Response(status, json=body)


@pytest.mark.parametrize(
    ("body", "code", "message", "fields"),
    [
        ({"error": ["Forbidden"]}, None, "Forbidden", {}),
        (
            {"error": ["Name can't be blank"], "error_fields": {"name": ["can't be blank"]}},
            None,
            "Name can't be blank",
            {"name": ("can't be blank",)},
        ),
        (
            {"error": "Token not found.", "error_code": "invalid_token"},
            "invalid_token",
            "Token not found.",
            {},
        ),
        (
            {"errors": [{"message": "Company id is invalid", "code": "invalid"}]},
            "invalid",
            "Company id is invalid",
            {},
        ),
        ({"errors": ["a", "b"]}, None, "a; b", {}),
        ({"error": {"deep": 1}, "error_fields": "odd", "errors": [None]}, None, "", {}),
        ([], None, "[]", {}),
    ],
)
def test_every_shape_is_understood(body: Any, code: str | None, message: str, fields: Any) -> None:
    problem = problem_of(answer(422, body))
    assert (problem.code, problem.message, dict(problem.fields)) == (code, message, fields)


def test_plain_text_is_kept_short_and_pages_say_nothing() -> None:
    assert problem_of(httpx.Response(500, text="  It\n broke " + "x" * 500)).message.startswith("It broke x")
    assert len(problem_of(httpx.Response(500, text="x" * 500)).message) == 200
    assert problem_of(httpx.Response(502, html="<h1>Bad gateway</h1>")).message == ""


@pytest.mark.parametrize(
    ("status", "body", "error"),
    [
        (401, {"error": "Token not found.", "error_code": "invalid_token"}, CredentialError),
        (400, {"error": "Token not found.", "error_code": "invalid_token"}, CredentialError),
        (400, {"error": ["token is missing"]}, CredentialError),
        (400, {"error": ["Bad request"]}, VendorRefusedError),
        (403, {"error": ["Forbidden"]}, PermissionMissingError),
        (404, {"error": ["Not found"]}, VendorRefusedError),
        (409, {}, VendorRefusedError),
        (422, {"errors": [{"message": "Company id is invalid"}]}, CredentialError),
        (422, {"error": ["Name can't be blank"]}, VendorRefusedError),
        (429, {"error": ["Too many requests"]}, VendorUnavailableError),
        (500, {"error": ["Server internal error"]}, VendorUnavailableError),
        (302, {}, VendorNonsenseError),
        (499, {}, VendorRefusedError),
    ],
)
def test_each_status_says_who_must_act(status: int, body: Any, error: type[ConnectorError]) -> None:
    made = refusal(READ, answer(status, body))
    assert type(made) is error
    assert (made.status, made.request) == (status, "GET /c/41207/admins")


def test_a_refusal_names_fields_and_gets_a_code() -> None:
    body = {"error": ["Name can't be blank"], "error_fields": {"name": ["can't be blank"]}}
    made = refusal(WRITE, answer(422, body))
    assert (made.vendor_code, made.detail) == ("invalid", {"fields": {"name": ["can't be blank"]}})
    gone = refusal(READ, answer(404, {}))
    assert (gone.vendor_code, gone.message) == ("not_found", "Recruitee refused: not found (HTTP 404)")
    assert isinstance(gone, VendorRefusedError)
    assert is_gone(gone)


def test_a_fault_while_writing_leaves_the_outcome_open() -> None:
    assert refusal(WRITE, answer(500, {})).detail == {"outcome_unknown": True}
    assert refusal(READ, answer(500, {})).detail == {"outcome_unknown": False}


@given(st.integers(300, 599), st.binary(max_size=60))
def test_any_answer_becomes_a_typed_error(status: int, body: bytes) -> None:
    assert isinstance(refusal(READ, httpx.Response(status, content=body)), ConnectorError)


# --- through the connection --------------------------------------------------------------------------


def test_a_success_that_is_no_object_is_nonsense_for_reads_and_unknown_for_writes(company: Any) -> None:
    company.hooks.append(lambda _: httpx.Response(200, content=b"[]"))
    api = company.connect().connection.api
    with pytest.raises(VendorNonsenseError, match="not a JSON object"):
        api.get("/admins")
    with pytest.raises(VendorUnavailableError) as caught:
        api.call("POST", "/candidates", {"candidate": {}}, idempotent=False)
    assert caught.value.detail == {"outcome_unknown": True}


def test_lists_and_objects_have_to_be_what_they_are_called(company: Any) -> None:
    company.hooks.append(lambda _: httpx.Response(200, json={"admins": {}, "admin": []}))
    api = company.connect().connection.api
    with pytest.raises(VendorNonsenseError, match="admins is not a list of objects"):
        api.all("/admins", "admins")
    with pytest.raises(VendorNonsenseError, match="admin is not an object"):
        api.one("/admin", "admin")


def test_limits_are_waited_out_as_the_vendor_asks(noordzee: Any) -> None:
    answers = [httpx.Response(429, headers={"Retry-After": "7"}), httpx.Response(503)]
    noordzee.hooks.append(lambda _: answers.pop(0) if answers else None)
    assert noordzee.read("ats_users").ids("ats_users") == ["310551", "310552"]
    assert noordzee.slept_s == [7.0, 2.0]


def test_a_write_is_not_repeated_after_a_fault(company: Any) -> None:
    company.hooks.append(lambda _: httpx.Response(502))
    with pytest.raises(VendorUnavailableError):
        company.connect().connection.api.call("POST", "/candidates", {}, idempotent=False)
    assert len(company.calls) == 1


def test_a_file_travels_in_parts(company: Any) -> None:
    company.hooks.append(lambda _: httpx.Response(201, json={"attachment": {"id": 1}}))
    api = company.connect().connection.api
    part = Part(name="attachment[file]", content=b"%PDF", filename="cv.pdf", content_type="application/pdf")
    assert api.upload("/attachments", [part]) == {"attachment": {"id": 1}}
    (request,) = company.requests
    assert request.headers["content-type"].startswith("multipart/form-data; boundary=")
    assert b'name="attachment[file]"; filename="cv.pdf"' in request.read()


def test_a_delete_may_have_a_body(company: Any) -> None:
    company.hooks.append(lambda _: httpx.Response(200, json={}))
    api = company.connect().connection.api
    api.call("DELETE", "/candidates/1/tags", {"tags": ["a"]}, idempotent=True)
    assert company.requests[0].read() == b'{"tags":["a"]}'
