from typing import Any

import httpx
import pytest


def test_a_limit_by_fault_says_how_long_to_wait(recruitee: Any) -> None:
    recruitee.switch(rate_limited={"path": "/offers", "times": 1, "retry_after_s": 7})
    response = recruitee.get("/offers")
    assert (response.status_code, response.headers["Retry-After"]) == (429, "7")
    assert response.json() == {"error": ["Too many requests"]}
    assert recruitee.get("/offers").status_code == 200


def test_a_limit_by_fault_may_be_silent_about_it(recruitee: Any) -> None:
    recruitee.switch(rate_limited=True)
    assert "Retry-After" not in recruitee.get("/offers").headers


def test_a_server_error_has_the_vendors_shape(recruitee: Any) -> None:
    recruitee.switch(server_error={"times": 1})
    response = recruitee.get("/admins")
    assert (response.status_code, response.json()) == (500, {"error": ["Server internal error"]})


def test_a_gateway_answers_in_html(recruitee: Any) -> None:
    recruitee.switch(bad_gateway=True)
    response = recruitee.get("/admins")
    assert response.status_code == 502
    assert response.headers["content-type"].startswith("text/html")


def test_an_answer_breaks_off(recruitee: Any) -> None:
    recruitee.switch(truncated_json=True)
    with pytest.raises(ValueError, match=r"."):
        recruitee.send("GET", "/api/offers").json()


@pytest.mark.parametrize("name", ["timeout", "drop_after_commit"])
def test_nobody_answers(recruitee: Any, name: str) -> None:
    recruitee.switch(**{name: {"times": 1}})
    with pytest.raises((httpx.TransportError, ConnectionError)):
        recruitee.get("/admins")
    assert recruitee.get("/admins").status_code == 200


@pytest.mark.parametrize(
    "name",
    [
        "/c/41207/candidates/{id}/notes",
        "/candidates/{id}/notes",
        "/candidates/{candidate_id}/notes",
        "GET /candidates/{id}/notes",
        "GET /candidates/{candidate_id}/notes",
    ],
)
def test_a_fault_is_limited_to_a_path_a_template_or_a_verb(recruitee: Any, name: str) -> None:
    person = recruitee.id("candidate", "candidate-marta")
    recruitee.switch(server_error={"path": name.replace("{id}", str(person))})
    assert recruitee.get(f"/candidates/{person}/notes").status_code == 500
    assert recruitee.get(f"/candidates/{person}").status_code == 200


def test_a_fault_of_another_verb_does_not_strike(recruitee: Any) -> None:
    recruitee.switch(server_error={"path": "POST /candidates"})
    assert recruitee.get("/candidates").status_code == 200


@pytest.mark.parametrize(
    ("path", "items"),
    [
        ("/offers", "offers"),
        ("/search/new/candidates", "hits"),
        ("/candidates", "candidates"),
        ("/tags", "tags"),
        ("/interview/events?scope=all&status=past_due", "interview_events"),
    ],
)
def test_a_record_comes_twice(recruitee: Any, path: str, items: str) -> None:
    once = recruitee.ok(path)[items]
    recruitee.switch(duplicate_record={"times": 1})
    assert recruitee.ok(path)[items] == [once[0], *once]


def test_an_empty_list_has_nothing_to_come_twice(recruitee: Any) -> None:
    recruitee.switch(duplicate_record=True)
    assert recruitee.ok("/webhooks") == {"webhooks": []}


def test_a_page_comes_twice_where_pages_are_counted(recruitee: Any) -> None:
    first = recruitee.ok("/offers", page=1, limit=3)["offers"]
    recruitee.switch(repeated_page={"times": 1})
    assert recruitee.ok("/offers", page=1, limit=3)["offers"] == first
    assert recruitee.ok("/offers", page=2, limit=3)["offers"] == first
    assert recruitee.ok("/offers", page=2, limit=3)["offers"] != first


def test_a_page_comes_twice_where_offsets_are_counted(recruitee: Any) -> None:
    first = recruitee.ok("/candidates", limit=3, offset=0)["candidates"]
    recruitee.switch(repeated_page={"times": 1})
    assert recruitee.ok("/candidates", limit=3, offset=0)["candidates"] == first
    assert recruitee.ok("/candidates", limit=3, offset=3)["candidates"] == first
    assert recruitee.ok("/candidates", limit=3, offset=3)["candidates"] != first


def test_pages_that_are_no_numbers_are_left_alone(recruitee: Any) -> None:
    recruitee.switch(repeated_page=True)
    assert len(recruitee.ok("/offers", page="x")["offers"]) == 15
