from typing import Any

import pytest

UNKNOWN = "12345678-1234-4234-8234-123456789012"


def test_a_success_carries_results_and_the_headers_of_the_vendor(ashby: Any) -> None:
    response = ashby.post("/user.info", {"userId": ashby.named("user", "user-ines")})
    assert set(response.json()) == {"success", "results"}
    assert response.headers["content-type"] == "application/json; charset=utf-8"
    assert len(response.headers["x-ashby-request-id"]) == 26
    assert response.headers["ashby-version"] == "2026-01-01"
    assert response.headers["ashby-version-status"] == "active"


def test_request_ids_are_unique_and_sort_by_time(ashby: Any) -> None:
    ids = [ashby.post("/user.list").headers["x-ashby-request-id"] for _ in range(5)]
    assert ids == sorted(set(ids))


def test_a_business_error_comes_as_http_200_in_the_canonical_shape(ashby: Any) -> None:
    response = ashby.post("/application.info", {"applicationId": UNKNOWN})
    assert response.status_code == 200
    assert response.json() == {
        "success": False,
        "errors": ["application_not_found"],
        "errorInfo": {
            "code": "application_not_found",
            "message": "Application not found",
            "requestId": response.headers["x-ashby-request-id"],
        },
    }


@pytest.mark.parametrize(
    ("shape", "keys"),
    [("S1", {"errors", "errorInfo"}), ("S2", {"errors"}), ("S3", {"errors"}), ("S4", {"errorInfo"})],
)
def test_errors_can_be_asked_for_in_every_shape_seen_at_the_vendor(
    ashby: Any, shape: str, keys: set[str]
) -> None:
    ashby.switch(refusal_shape=shape)
    answer = ashby.post("/job.info", {"id": UNKNOWN}).json()
    assert set(answer) == {"success"} | keys
    if shape == "S2":
        assert answer["errors"] == [{"message": "Job not found"}]
    if shape == "S3":
        assert answer["errors"] == ["job_not_found"]


def test_validation_errors_can_come_with_http_400_as_some_clients_report(ashby: Any) -> None:
    ashby.switch(validation_status=400)
    assert ashby.post("/job.info", {"id": "no uuid"}).status_code == 400
    assert ashby.post("/job.info", {"id": UNKNOWN}).status_code == 200


@pytest.mark.parametrize(
    ("content", "headers"),
    [
        (b"{}", {}),
        (b"{}", {"content-type": "text/plain"}),
        (b"", {"content-type": "application/json"}),
        (b"{", {"content-type": "application/json"}),
        (b"[]", {"content-type": "application/json"}),
        (b"null", {"content-type": "application/json"}),
        (b"\xff\xfe", {"content-type": "application/json"}),
        (b'{"a":' * 2000, {"content-type": "application/json"}),
        (b"{}", {"content-type": "multipart/form-data; boundary=x"}),
    ],
)
def test_a_malformed_request_is_invalid_input(ashby: Any, content: bytes, headers: dict[str, str]) -> None:
    response = ashby.send(
        "POST", "/user.list", content=content, headers=headers, auth=("ashby-sandbox-key", "")
    )
    assert response.status_code == 200
    assert response.json()["errorInfo"]["code"] == "invalid_input"


def test_a_body_beyond_the_limit_is_invalid_input(ashby: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assay_sandboxes.core.bodies.LIMIT_BYTES", 100)
    assert ashby.refused("/user.search", {"email": "x" * 100}) == "invalid_input"


def test_unknown_keys_are_ignored_and_texts_become_numbers_and_booleans(ashby: Any) -> None:
    body = {"limit": "2", "includeDeactivated": "true", "nonsense": 1, "cursor": None, "syncToken": None}
    assert len(ashby.ok("/user.list", body)) == 2
    assert len(ashby.ok("/user.list", {"includeDeactivated": "true"})) == 12


@pytest.mark.parametrize("limit", [0, 101, -1, "many", 1.5, [1]])
def test_a_limit_outside_1_to_100_is_invalid_input(ashby: Any, limit: Any) -> None:
    assert ashby.refused("/candidate.list", {"limit": limit}) == "invalid_input"


@pytest.mark.parametrize(
    ("user_id", "code"),
    [
        ("5f0c5f2e-0a60-1a4e-9d0f-3c1f0c9a1b01", "user_not_found"),
        ("5F0C5F2E-0A60-8A4E-9D0F-3C1F0C9A1B01", "user_not_found"),
        ("00000000-0000-0000-0000-000000000000", "user_not_found"),
        ("ffffffff-ffff-ffff-ffff-ffffffffffff", "user_not_found"),
        ("5f0c5f2e-0a60-9a4e-9d0f-3c1f0c9a1b01", "invalid_input"),
        ("5f0c5f2e-0a60-4a4e-cd0f-3c1f0c9a1b01", "invalid_input"),
        ("user-ines", "invalid_input"),
        ("", "invalid_input"),
    ],
)
def test_ids_must_be_uuids_of_versions_1_to_8_or_all_0_or_all_f(ashby: Any, user_id: str, code: str) -> None:
    assert ashby.refused("/user.info", {"userId": user_id}) == code


def test_an_unknown_endpoint_is_404_and_another_method_405(ashby: Any) -> None:
    assert ashby.post("/candidate.destroy").status_code == 404
    response = ashby.send("GET", "/candidate.list", auth=("ashby-sandbox-key", ""))
    assert response.status_code == 405
    assert response.headers["allow"] == "POST"


def test_only_the_active_version_may_be_asked_for(ashby: Any) -> None:
    assert ashby.ok("/user.list", headers={"ashby-version": "2026-01-01"})
    assert ashby.refused("/user.list", headers={"ashby-version": "2024-01-01"}) == "invalid_input"
    assert ashby.ok("/version.list")[0]["version"] == "2026-01-01"


def test_the_rate_limit_counts_down_per_key_and_minute(ashby: Any) -> None:
    ashby.switch(requests_per_minute=3)
    headers = [ashby.post("/user.list").headers for _ in range(3)]
    assert [h["x-ratelimit-remaining"] for h in headers] == ["2", "1", "0"]
    assert {h["x-ratelimit-limit"] for h in headers} == {"3"}
    over = ashby.post("/user.list")
    assert over.status_code == 429
    assert over.json()["errorInfo"]["code"] == "rate_limit_exceeded"
    assert "retry-after" not in over.headers
    reset = int(over.headers["x-ratelimit-reset"])
    assert 58 <= reset - ashby.sandbox.clock.unix_s <= 60
    assert ashby.post("/user.list", key=ashby.key()).status_code == 200
    ashby.control("clock", {"advance_s": 60})
    assert ashby.post("/user.list").status_code == 200
