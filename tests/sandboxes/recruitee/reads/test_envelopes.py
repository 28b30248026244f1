from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assay_sandboxes.recruitee.bodies import nested
from assay_sandboxes.recruitee.envelope import failure
from assay_sandboxes.recruitee.refusals import invalid


@pytest.mark.parametrize(
    ("shape", "body"),
    [
        ("E1", {"error": ["Not found"]}),
        ("E3", {"error": "Not found", "error_code": "invalid"}),
        ("E4", {"errors": [{"message": "Not found", "code": "invalid"}]}),
    ],
)
def test_errors_come_in_the_shape_asked_for(recruitee: Any, shape: str, body: Any) -> None:
    recruitee.switch(error_shape=shape)
    response = recruitee.get("/offers/1")
    assert (response.status_code, response.json()) == (404, body)


def test_errors_may_be_plain_text(recruitee: Any) -> None:
    recruitee.switch(error_shape="text")
    response = recruitee.get("/offers/1")
    assert (response.status_code, response.text) == (404, "Not found")
    assert response.headers["content-type"].startswith("text/plain")


def test_a_validation_error_names_the_field_twice() -> None:
    refusal = invalid("stage_id", "is invalid")
    assert failure(refusal, None) == {
        "error": ["Stage id is invalid"],
        "error_fields": {"stage_id": ["is invalid"]},
    }
    assert failure(refusal, "E1") == {"error": ["Stage id is invalid"]}


@pytest.mark.parametrize("content", [b"{", b"[1]", b"\xff"])
def test_a_body_that_is_no_json_object_is_400(recruitee: Any, content: bytes) -> None:
    headers = {"Authorization": "Bearer recruitee-sandbox-token", "Content-Type": "application/json"}
    response = recruitee.send("POST", "/c/41207/candidates", headers=headers, content=content)
    assert response.status_code == 400
    assert response.json()["error"][0].startswith("The body")


def test_permission_is_checked_before_the_body(recruitee: Any) -> None:
    headers = {"Authorization": f"Bearer {recruitee.token('reviewer')}"}
    response = recruitee.send("POST", "/c/41207/candidates", headers=headers, content=b"{")
    assert response.status_code == 403


def test_a_careers_site_of_somebody_else_is_not_here(recruitee: Any) -> None:
    assert recruitee.public("https://acme.recruitee.com/api/offers").status_code == 200
    assert recruitee.public("https://other.recruitee.com/api/offers").status_code == 404
    assert recruitee.public("http://127.0.0.1:1/api/offers").status_code == 200
    recruitee.switch(careers_site=False)
    assert recruitee.public("https://acme.recruitee.com/api/offers/").status_code == 404


def test_names_of_parts_say_where_their_values_go() -> None:
    parts = [
        ("candidate[name]", "Lena"),
        ("candidate[answers][0][flag]", "true"),
        ("candidate[answers][1][multi][]", "a"),
        ("candidate[answers][1][multi][]", "b"),
        ("offers[]", "1"),
        ("plain", "x"),
    ]
    assert nested(parts) == {
        "candidate": {"name": "Lena", "answers": [{"flag": "true"}, {"multi": ["a", "b"]}]},
        "offers": ["1"],
        "plain": "x",
    }


@given(st.lists(st.tuples(st.text(max_size=12), st.text(max_size=3)), max_size=6))
def test_no_names_of_parts_are_too_odd(parts: list[tuple[str, str]]) -> None:
    assert isinstance(nested(parts), dict)


@given(st.dictionaries(st.from_regex(r"[a-z]{1,5}", fullmatch=True), st.text(max_size=5), max_size=5))
def test_names_without_brackets_stay_as_they_are(values: dict[str, str]) -> None:
    assert nested(values.items()) == values
