"""Values in Ashby's words: links, places, answers; whatever is thrown at them."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assay.errors import InputError
from assay_connectors.ashby.actions.forms import Form, form_fields, sorted_answers
from assay_connectors.ashby.actions.order import WantedPlace
from assay_connectors.ashby.actions.person import merged_links, sorted_links, vendor_place
from assay_connectors.files import type_by_extension
from assay_connectors.wanted import WantedAnswer


@pytest.mark.parametrize(
    ("url", "kind"),
    [
        ("https://linkedin.com/in/m", "LinkedIn"),
        ("https://www.linkedin.cn/in/m", "LinkedIn"),
        ("https://github.com/m", "GitHub"),
        ("https://m.github.io", "Website"),
        ("https://twitter.com/m", "Twitter"),
        ("https://x.com/m", "Twitter"),
        ("https://x.example.com/m", "Website"),
        ("https://m.medium.com/", "Medium"),
        ("https://stackoverflow.com/users/1", "StackOverflow"),
        ("https://youtu.be/1", "YouTube"),
        ("https://www.youtube.com/@m", "YouTube"),
        ("https://codepen.io/m", "CodePen"),
        ("HTTP://M.EXAMPLE./", "Website"),
    ],
)
def test_links_are_typed_by_their_host(url: str, kind: str) -> None:
    assert [link["type"] for link in sorted_links([url]).all] == [kind]


@given(
    st.lists(
        st.sampled_from(["https://github.com/", "https://linkedin.com/", "https://a.example/"]) | st.text()
    )
)
def test_no_link_is_lost_or_made_up(urls: list[str]) -> None:
    links = sorted_links(urls)

    assert {link["url"] for link in links.all} | set(links.dropped) == set(urls)
    assert {link["url"] for link in links.all}.isdisjoint(links.dropped)
    assert set(links.keyed.values()) <= {link["url"] for link in links.all}
    assert links.fit_in_create == (len(links.keyed) == len(links.all))


@given(
    st.lists(st.sampled_from(["https://a.example", "https://b.example", "https://c.example"]), unique=True)
)
def test_merging_keeps_the_links_of_the_candidate_and_repeats_none(urls: list[str]) -> None:
    had = [{"type": "Website", "url": "https://a.example"}, {"type": "Website"}]

    merged = [link["url"] for link in merged_links({"socialLinks": had}, sorted_links(urls))]

    assert merged[0] == "https://a.example"
    assert sorted(merged) == sorted({"https://a.example", *urls})


@given(
    st.builds(
        WantedPlace, city=st.none() | st.text(), state=st.none() | st.text(), country=st.none() | st.text()
    )
)
def test_a_place_holds_only_what_is_known(place: WantedPlace) -> None:
    said = vendor_place(place)

    assert said is None or (said and all(said.values()))
    assert (said or {}).get("city", "") == (place.city or "")
    assert (said or {}).get("region", "") == (place.state or "")
    assert bool((said or {}).get("country")) == bool(place.country)


@given(st.text())
def test_a_media_type_is_guessed_for_any_name(name: str) -> None:
    guessed = type_by_extension(name)
    assert guessed is None or "/" in guessed


def question(kind: str, *options: str) -> Form:
    selectable = [{"label": option.upper(), "value": option} for option in options]
    return Form({"q": {"path": "q", "type": kind, "selectableValues": selectable}}, {})


def converted(form: Form, value: Any) -> Any:
    warnings: list[str] = []
    answers = sorted_answers(form, [WantedAnswer(question_id="q", answer=value)], warnings)
    assert warnings == []
    return answers.application["q"]


@pytest.mark.parametrize(
    ("kind", "value", "expected"),
    [
        *((kind, "text", "text") for kind in ("String", "Phone", "Email", "LongText", "Url", "SocialLink")),
        ("RichText", "text", {"type": "PlainText", "value": "text"}),
        ("Number", 5, 5),
        ("Number", 5.0, 5),
        ("Number", 0, 0),
        ("Boolean", False, False),
        ("Score", 4.0, {"score": 4}),
        ("Date", "2026-08-01T00:00:00.000Z", "2026-08-01"),
        ("Date", "2026-08-01", "2026-08-01"),
        ("ValueSelect", "a", "a"),
        ("MultiValueSelect", ["b", "a"], ["b", "a"]),
    ],
)
def test_answers_are_written_as_their_question_wants(kind: str, value: Any, expected: Any) -> None:
    answer = converted(question(kind, "a", "b"), value)

    assert answer == expected
    assert type(answer) is type(expected)


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("String", 5),
        ("RichText", ["x"]),
        ("Number", "5"),
        ("Number", True),
        ("Number", 5.5),
        ("Number", float("nan")),
        ("Boolean", "true"),
        ("Score", 5),
        ("Score", 0),
        ("Date", "tomorrow"),
        ("Date", 20260801),
        ("ValueSelect", "A"),
        ("ValueSelect", ["a"]),
        ("MultiValueSelect", "a"),
        ("MultiValueSelect", ["a", "z"]),
    ],
)
def test_answers_of_the_wrong_kind_are_refused(kind: str, value: Any) -> None:
    with pytest.raises(InputError, match="question q"):
        converted(question(kind, "a", "b"), value)


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=5,
)


@given(
    kind=st.sampled_from(
        ["String", "RichText", "Number", "Boolean", "Score", "Date", "ValueSelect", "MultiValueSelect"]
    ),
    value=anything,
)
def test_any_answer_is_either_written_or_refused(kind: str, value: Any) -> None:
    try:
        assert converted(question(kind, "a", "b"), value) is not None
    except InputError as refusal:
        assert "question q" in str(refusal)  # noqa: PT017 -- both endings are fine


def test_old_forms_without_sections_are_read_too() -> None:
    entry = {"field": {"path": "p", "type": "String"}}

    assert set(form_fields({"fields": [entry]})) == {"p"}
    assert set(form_fields({"sections": [{"fields": [entry]}, {}]})) == {"p"}
    assert form_fields(None) == {}
