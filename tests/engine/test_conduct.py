"""What an action asks of the vendor, as shapes."""

import string
from dataclasses import replace
from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assay.conduct import conduct_of, shape_of
from assay.wire.exchange import RecordedRequest
from tests.checks import miniatures as mini

JSON = {"content-type": "application/json"}
WORDS = st.text(string.ascii_lowercase, min_size=1, max_size=6)
LEAVES = st.none() | st.booleans() | st.integers(-(2**53), 2**53) | WORDS
BODIES = st.dictionaries(
    WORDS, st.recursive(LEAVES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner))
)


def _request(method: str, url: str, body: Any = None) -> RecordedRequest:
    sent = b"" if body is None else orjson.dumps(body)
    return RecordedRequest(method, f"https://api.acme.example{url}", JSON, sent)


@pytest.mark.parametrize(
    ("request_", "shape"),
    [
        (_request("GET", "/jobs"), "GET /jobs"),
        (_request("GET", "/jobs?page=2&limit=9"), "GET /jobs ?limit&page"),
        (_request("POST", "/tags", {}), "POST /tags {}"),
        (
            _request(
                "POST", "/people", {"name": "Bo", "age": 3, "old": False, "tags": ["a", "b"], "to": None}
            ),
            "POST /people {age: number, name: text, old: boolean, tags.[]: text, to: null}",
        ),
        (
            _request("POST", "/people", {"answers": [{"value": 1}, {"value": "x"}]}),
            "POST /people {answers.[].value: number or text}",
        ),
        (_request("GET", "/services/data/v63.0/sobjects/Job__c/a01Qy4"), None),
    ],
)
def test_a_request_has_a_shape(request_: RecordedRequest, shape: str | None) -> None:
    assert shape_of(request_) == (shape or "GET /services/data/v63.0/sobjects/Job__c/*")


def test_what_is_no_known_form_is_bytes() -> None:
    assert shape_of(RecordedRequest("PUT", "https://acme.example/a/b", {}, b"%PDF")) == "PUT /a/b (bytes)"


@given(st.integers(0), st.integers(0), BODIES)
def test_ids_in_paths_and_the_order_of_keys_change_no_shape(
    one: int, other: int, body: dict[str, Any]
) -> None:
    turned = dict(reversed(body.items()))

    assert shape_of(_request("POST", f"/people/{one}/tags", body)) == shape_of(
        _request("POST", f"/people/{other}/tags", turned)
    )


@given(BODIES, WORDS)
def test_one_more_key_changes_the_shape(body: dict[str, Any], key: str) -> None:
    more = {**body, f"{key}-more": "x"}

    assert shape_of(_request("POST", "/people", body)) != shape_of(_request("POST", "/people", more))


def test_every_step_that_performs_a_promised_action_is_listed_with_its_requests() -> None:
    told = conduct_of(mini.healthy())

    shapes = {(one.clause, one.scenario, one.step): one.requests for one in told}
    assert shapes["acme/action/add-tag-to-candidate", "add-tag-to-candidate", "add_candidate_tag 1"] == (
        "POST /candidate.tag {candidateId: text, tag: text}",
    )
    assert shapes["acme/action/create-application", "create-application", "create_application 2"] == (
        "POST /candidate.create {}",
    )


def test_a_request_that_the_recording_does_not_hold_is_conduct_too() -> None:
    [step] = mini.tagging().steps
    asked = mini.exchange("/candidate.info", {"id": "c1"})
    more = mini.trace("add-tag-to-candidate", replace(step, attempted=(asked,)))

    [conduct] = conduct_of(mini.healthy(traces={more.scenario: more}))

    assert conduct.requests[-1] == "POST /candidate.info {id: text}"
