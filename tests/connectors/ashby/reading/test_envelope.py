import contextlib
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
from assay_connectors.ashby.envelope import Reply, opened, problem_of, says_busy
from assay_connectors.client import Call

READ = Call(method="POST", url="/candidate.list", json={}, idempotent=True)
WRITE = Call(method="POST", url="/candidate.create", json={}, idempotent=False)

S1 = {
    "success": False,
    "errors": ["application_not_found"],
    "errorInfo": {"code": "application_not_found", "message": "Application not found", "requestId": "01KT"},
}
S2 = {"success": False, "errors": [{"message": "missing_endpoint_permission"}]}
S2_PARAMETER = {"success": False, "errors": [{"message": "Invalid value", "parameter": "fieldValue"}]}
S3 = {"success": False, "errors": ["webhook_not_found"]}
S4 = {"success": False, "errorInfo": {"code": "invalid_input", "message": "no title"}}

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


def test_a_success_is_opened() -> None:
    payload = {
        "success": True,
        "results": [{"id": "1"}],
        "warnings": ["slow"],
        "moreDataAvailable": True,
        "nextCursor": "c",
    }
    response = httpx.Response(200, json=payload, headers={"x-ashby-request-id": "01KT"})

    assert opened(READ, response) == Reply(
        results=[{"id": "1"}], warnings=("slow",), more=True, next_cursor="c", request_id="01KT"
    )


@pytest.mark.parametrize("status", [200, 400, 404, 422])
@pytest.mark.parametrize(
    ("payload", "code", "message"),
    [
        (S1, "application_not_found", "Application not found"),
        (S2_PARAMETER, "unknown", "Invalid value (fieldValue)"),
        (S3, "webhook_not_found", "webhook_not_found"),
        (S4, "invalid_input", "no title"),
        ({"success": False, "errors": [{"code": "x_y", "message": "Text"}]}, "x_y", "Text"),
        ({"success": False, "errors": ["A human sentence."]}, "A human sentence.", "A human sentence."),
        ({"success": False}, "unknown", "unknown"),
        ({"success": False, "errors": [7], "errorInfo": "odd"}, "unknown", "unknown"),
    ],
)
def test_a_refusal_of_any_shape_is_a_refusal_at_any_status(
    payload: dict[str, Any], code: str, message: str, status: int
) -> None:
    with pytest.raises(VendorRefusedError) as caught:
        opened(READ, httpx.Response(status, json=payload))

    assert caught.value.vendor_code == code
    assert message in caught.value.message
    assert caught.value.status == status
    assert caught.value.request == "POST /candidate.list"


def test_the_code_of_error_info_goes_before_the_deprecated_errors() -> None:
    assert problem_of({"errors": ["old"], "errorInfo": {"code": "new"}}).code == "new"


@pytest.mark.parametrize("status", [200, 403])
@pytest.mark.parametrize(
    "payload", [S2, {"success": False, "errorInfo": {"code": "missing_endpoint_permission", "message": "no"}}]
)
def test_a_missing_permission_is_named(payload: dict[str, Any], status: int) -> None:
    with pytest.raises(PermissionMissingError, match="candidatesRead") as caught:
        opened(READ, httpx.Response(status, json=payload))

    assert caught.value.detail == {"permission": "candidatesRead"}
    assert caught.value.actor == "customer"


def test_a_missing_permission_of_an_endpoint_we_do_not_know_is_told_without_a_name() -> None:
    call = Call(method="POST", url="/project.list", idempotent=True)

    with pytest.raises(PermissionMissingError, match="for this endpoint") as caught:
        opened(call, httpx.Response(403, json=S2))

    assert caught.value.detail == {}


@pytest.mark.parametrize("status", [401, 403])
@pytest.mark.parametrize("body", ["Unauthorized", '{"success": false, "errors": ["bad key"]}', ""])
def test_a_refused_key_is_a_credential_error(body: str, status: int) -> None:
    with pytest.raises(CredentialError) as caught:
        opened(READ, httpx.Response(status, text=body))

    assert caught.value.status == status


@pytest.mark.parametrize("code", ["rate_limit_exceeded", "concurrent_limit_exceeded"])
@pytest.mark.parametrize("status", [200, 429])
def test_a_rate_limit_is_unavailable_and_nothing_happened(code: str, status: int) -> None:
    response = httpx.Response(status, json={"success": False, "errors": [code]})

    assert says_busy(response)
    with pytest.raises(VendorUnavailableError) as caught:
        opened(WRITE, response)
    assert caught.value.detail["outcome_unknown"] is False
    assert caught.value.vendor_code == code


def test_other_answers_do_not_say_busy() -> None:
    assert not says_busy(httpx.Response(200, json=S1))
    assert not says_busy(httpx.Response(200, json={"success": True, "results": []}))
    assert not says_busy(httpx.Response(502, text="<html>"))


@pytest.mark.parametrize(
    "response", [httpx.Response(429), httpx.Response(502, text="<html>Bad gateway</html>")]
)
def test_a_fault_page_is_unavailable(response: httpx.Response) -> None:
    with pytest.raises(VendorUnavailableError):
        opened(READ, response)


def test_a_fault_with_an_envelope_keeps_its_code() -> None:
    payload = {"success": False, "errors": ["internal_error"]}

    with pytest.raises(VendorUnavailableError) as caught:
        opened(WRITE, httpx.Response(500, json=payload))

    assert caught.value.vendor_code == "internal_error"
    assert caught.value.detail["outcome_unknown"] is True


NONSENSE = [
    httpx.Response(200, text='{"success": true, "results": ['),
    httpx.Response(200, text="<html>hello</html>"),
    httpx.Response(200, json=[]),
    httpx.Response(200, json={"results": []}),
    httpx.Response(200, json={"success": "true", "results": []}),
    httpx.Response(200, json={"success": True}),
    httpx.Response(200, json={"success": True, "results": [], "moreDataAvailable": "no"}),
    httpx.Response(302, json={"success": True, "results": []}),
    httpx.Response(404, text="Not here"),
]


@pytest.mark.parametrize("response", NONSENSE, ids=range(len(NONSENSE)))
def test_an_answer_outside_the_documentation_is_nonsense_for_a_read(response: httpx.Response) -> None:
    with pytest.raises(VendorNonsenseError):
        opened(READ, response)


@pytest.mark.parametrize("response", NONSENSE, ids=range(len(NONSENSE)))
def test_an_unreadable_answer_to_a_write_leaves_its_outcome_unknown(response: httpx.Response) -> None:
    with pytest.raises(VendorUnavailableError) as caught:
        opened(WRITE, response)

    assert caught.value.detail["outcome_unknown"] is True


@given(json_values, st.sampled_from([200, 400, 401, 403, 404, 429, 500]))
def test_any_json_is_a_reply_or_an_error_of_the_connector(payload: Any, status: int) -> None:
    with contextlib.suppress(ConnectorError):
        assert isinstance(opened(READ, httpx.Response(status, json=payload)), Reply)


@given(st.dictionaries(st.sampled_from(["errors", "errorInfo", "other"]), json_values))
def test_every_refusal_has_a_code_and_a_message(payload: dict[str, Any]) -> None:
    problem = problem_of(payload)

    assert problem.code
    assert problem.message
