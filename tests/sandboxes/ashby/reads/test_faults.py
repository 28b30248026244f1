import json
from typing import Any

import pytest


def test_rate_limiting_with_and_without_retry_after(ashby: Any) -> None:
    ashby.switch(rate_limited=[{"times": 1, "retry_after_s": 2}, {"times": 1}])
    first, second, third = (ashby.post("/user.list") for _ in range(3))
    assert (first.status_code, first.headers["retry-after"]) == (429, "2")
    assert second.status_code == 429
    assert "retry-after" not in second.headers
    assert third.status_code == 200


def test_a_server_error_has_the_shape_of_the_vendor(ashby: Any) -> None:
    ashby.switch(server_error={"path": "/job.list", "times": 1})
    assert ashby.post("/user.list").status_code == 200
    response = ashby.post("/job.list")
    assert response.status_code == 500
    assert response.json()["errorInfo"]["code"] == "internal_server_error"


def test_a_bad_gateway_is_a_page_of_html(ashby: Any) -> None:
    ashby.switch(bad_gateway=True)
    response = ashby.post("/job.list")
    assert response.status_code == 502
    assert response.headers["content-type"].startswith("text/html")
    ashby.switch(bad_gateway=False)
    assert ashby.post("/job.list").status_code == 200


def test_a_timeout_closes_without_an_answer_and_without_effect(ashby: Any) -> None:
    ashby.switch(timeout={"times": 1, "delay_s": 0.01})
    with pytest.raises(ConnectionResetError):
        ashby.post("/candidateTag.create", {"title": "Never"})
    assert "Never" not in {tag["title"] for tag in ashby.ok("/candidateTag.list")}


def test_a_connection_dropped_after_commit_leaves_its_effect(ashby: Any) -> None:
    ashby.switch(drop_after_commit={"times": 1})
    with pytest.raises(ConnectionResetError):
        ashby.post("/candidateTag.create", {"title": "Written all the same"})
    assert "Written all the same" in {tag["title"] for tag in ashby.ok("/candidateTag.list")}


def test_truncated_json_does_not_parse(ashby: Any) -> None:
    ashby.switch(truncated_json={"times": 1})
    response = ashby.send("POST", "/user.list", json={}, auth=("ashby-sandbox-key", ""))
    with pytest.raises(json.JSONDecodeError):
        response.json()
    assert int(response.headers["content-length"]) == len(response.content)


def test_a_good_cursor_can_be_refused_as_expired(ashby: Any) -> None:
    cursor = ashby.post("/candidate.list").json()["nextCursor"]
    ashby.switch(expired_cursor={"path": "/candidate.list", "times": 1})
    assert ashby.refused("/candidate.list", {"cursor": cursor}) == "next_cursor_expired"
    assert ashby.ok("/candidate.list", {"cursor": cursor})


def test_a_repeated_page_brings_the_last_one_again_and_loses_nothing(ashby: Any) -> None:
    ashby.switch(repeated_page={"times": 1})
    pages = [[item["id"] for item in page["results"]] for page in ashby.pages("/candidate.list")]
    assert pages[0] == pages[1]
    assert len({item for page in pages for item in page}) == 230


def test_a_duplicate_record_comes_twice_on_its_page(ashby: Any) -> None:
    ashby.switch(duplicate_record={"times": 2, "after": 1})
    pages = [[item["id"] for item in page["results"]] for page in ashby.pages("/candidate.list")]
    assert [len(page) - len(set(page)) for page in pages] == [0, 1, 1]
    ashby.switch(duplicate_record=True)
    reasons = [reason["id"] for reason in ashby.ok("/archiveReason.list")]
    assert len(reasons) - len(set(reasons)) == 1
    assert "id" in ashby.ok("/user.info", {"userId": ashby.named("user", "user-ines")})
