"""Rules that hold for every write."""

import re
from typing import Any

import pytest

from assay_sandboxes.recruitee.access import ROLES
from assay_sandboxes.recruitee.writing import ENDPOINTS

OWN = [endpoint for endpoint in ENDPOINTS if not endpoint.careers]
NAMES = [f"{endpoint.method} {endpoint.path}" for endpoint in OWN]


def _path(endpoint: Any) -> str:
    return re.sub(r"\{\w+\}", "1", endpoint.path)


@pytest.mark.parametrize("endpoint", OWN, ids=NAMES)
def test_a_missing_ability_is_answered_before_the_body_is_looked_at(recruitee: Any, endpoint: Any) -> None:
    assert endpoint.ability not in ROLES["reviewer"].abilities
    recruitee.grant(role="reviewer")
    headers = {"Content-Type": "application/json"}
    answer = recruitee.refused(endpoint.method, _path(endpoint), content=b"not even JSON", headers=headers)
    assert answer == (403, {"error": ["Forbidden"]})


@pytest.mark.parametrize("endpoint", OWN, ids=NAMES)
def test_a_revoked_token_writes_nothing(recruitee: Any, endpoint: Any) -> None:
    recruitee.grant(role="revoked")
    answer = recruitee.refused(endpoint.method, _path(endpoint))
    assert answer == (401, {"error": "Token not found.", "error_code": "invalid_token"})


@pytest.mark.parametrize(
    "endpoint", [one for one in OWN if "{" in one.path], ids=[name for name in NAMES if "{" in name]
)
def test_what_nobody_has_is_not_found(recruitee: Any, endpoint: Any) -> None:
    bodies = [{}, {"tags": []}, {"sources": []}, {"ids": [1]}, {"stage_id": 1}]
    wrapped = [
        {name: inner} for name in ("candidate", "note", "offer", "disqualify_reason") for inner in ({},)
    ]
    field = [{"field": {"kind": "skills", "values": []}}]
    statuses = {
        recruitee.call(endpoint.method, _path(endpoint), body).status_code
        for body in [*bodies, *wrapped, *field]
    }
    assert 404 in statuses
    assert statuses <= {404, 422}


@pytest.mark.parametrize("method", ["POST", "PATCH", "DELETE"])
def test_a_connection_may_break_after_the_write(recruitee: Any, method: str) -> None:
    made = recruitee.candidate()
    path = "/candidates" if method == "POST" else f"/candidates/{made['id']}"
    before = len(recruitee.account.candidates)
    recruitee.setting(drop_after_commit={"path": f"/c/41207{path}", "times": 1})
    with pytest.raises(ConnectionResetError):
        recruitee.call(method, path, {"candidate": {"name": "Kept"}})
    after = recruitee.account
    if method == "POST":
        assert len(after.candidates) == before + 1
    else:
        kept = after.candidates.get(made["id"])
        assert kept.name == "Kept" if method == "PATCH" else kept.deleted_at is not None


def _story(recruitee: Any) -> list[bytes]:
    """What an ordinary client gets to read."""
    recruitee.control("reset", {"world": "core"})
    offer, reason = recruitee.offer(), next(iter(recruitee.account.reasons))
    answers = []

    def call(method: str, path: str, body: Any = None, **options: Any) -> Any:
        response = recruitee.call(method, path, body, **options)
        answers.append(response.content)
        return response.json()

    person = {"name": "Lena Brandt", "emails": ["lena@example.org"]}
    candidate_id = call("POST", "/candidates", {"candidate": person, "offers": [offer.id]})["candidate"]["id"]
    (placement,) = call("GET", f"/candidates/{candidate_id}")["candidate"]["placements"]
    stage_id = recruitee.stage("interview").id
    call("PATCH", f"/placements/{placement['id']}/change_stage", {"stage_id": stage_id})
    files = {"attachment[file]": ("cv.pdf", b"%PDF", "application/pdf")}
    data = {"attachment[candidate_id]": str(candidate_id)}
    headers = {"Content-Type": "multipart/form-data; boundary=assay"}
    attachment = call("POST", "/attachments", files=files, data=data, headers=headers)["attachment"]
    call("PATCH", f"/candidates/{candidate_id}/set_as_cv/{attachment['id']}")
    call("POST", f"/candidates/{candidate_id}/tags", {"tags": ["x"]})
    call("POST", f"/candidates/{candidate_id}/notes", {"note": {"body": "x"}})
    call("PATCH", f"/placements/{placement['id']}/disqualify", {"disqualify_reason_id": reason.id})
    call("GET", f"/candidates/{candidate_id}")
    return answers


def test_two_runs_give_the_same_bytes(recruitee: Any) -> None:
    assert _story(recruitee) == _story(recruitee)
