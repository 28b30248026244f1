import pytest
from hypothesis import given
from hypothesis import strategies as st

from assay.change import ChangeKind
from assay.gate.requests import conduct_changes, request_changes

from .made_up import ADD, conduct

A = "POST /a {email: text, name: text}"
B = "GET /b ?cursor&limit"


@pytest.mark.parametrize(
    ("then", "now", "told"),
    [
        ([A], [A, A], [f"added {A}", "2 requests instead of 1"]),
        ([A, B], [B], [f"lost {A}", "1 request instead of 2"]),
        ([A, B], [B, A], ["the same requests in another order: GET /b, POST /a"]),
        ([A], ["PUT /a {email: text, name: text}"], ["method of /a was POST, is PUT"]),
        ([A], ["POST /b {email: text}"], ["path of POST was /a, is /b (no longer sends name)"]),
        ([A], ["GET /b"], [f"lost {A}; added GET /b"]),
        ([A], ["POST /a {name: text}"], ["changed POST /a: no longer sends email"]),
        ([A], ["POST /a {email: text, name: text, note: text}"], ["changed POST /a: now sends note"]),
        (
            [A],
            ["POST /a {email: null or text, name: text}"],
            ["changed POST /a: email was text, is null or text"],
        ),
        ([B], ["GET /b ?cursor"], ["changed GET /b: no longer sends ?limit"]),
        (["POST /a"], ["POST /a {}"], ["changed POST /a: was POST /a, is POST /a {}"]),
        (["PUT /f (bytes)"], ["PUT /f"], ["changed PUT /f: no longer sends (bytes)"]),
        ([], [A], [f"added {A}", "1 request instead of 0"]),
        ([A, A], [B], [f"lost {A}", f"lost {A}", f"added {B}", "1 request instead of 2"]),
    ],
)  # fmt: skip
def test_what_differs_is_told_request_by_request(then: list[str], now: list[str], told: list[str]) -> None:
    assert request_changes(then, now) == told


SHAPES = st.lists(st.sampled_from([A, B, "POST /a", "POST /a {}", "DELETE /a/*"]) | st.text(), max_size=5)


@given(SHAPES, SHAPES)
def test_other_requests_are_always_told_in_words(then: list[str], now: list[str]) -> None:
    assert all(request_changes(then, now))
    if then != now:
        assert request_changes(then, now)


def test_steps_of_the_same_name_are_taken_together() -> None:
    twice = [conduct(A), conduct(B)]

    assert list(conduct_changes(twice, twice)) == []
    assert [one.kind for one in conduct_changes(twice, [conduct(A)])] == [ChangeKind.CONDUCT]


def test_a_step_that_is_gone_weakens_and_a_new_one_improves() -> None:
    (gone,), (new,) = conduct_changes([conduct(A)], []), conduct_changes([], [conduct(A)])

    assert (gone.kind, gone.clause) == (ChangeKind.WEAKENED, ADD)
    assert new.kind is ChangeKind.IMPROVEMENT
