"""Excerpts of JSON: the place is always there, in what it stands in, and never too many lines."""

from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assay.exhibit import Line
from assay.exhibiting.excerpts import MOST_LINES, excerpt, landmark
from assay.exhibiting.texts import literal, shortened, visible
from assay.wire.places import Place, at_place, leaves, place_named, spelled

_TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=300)
_BARE = st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.floats(allow_nan=False) | _TEXTS
_JSON = st.recursive(
    _BARE,
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(_TEXTS, inner, max_size=5),
    max_leaves=40,
)


def _every_place(document: Any) -> list[Place]:
    ends = [place for place, _ in leaves(document)]
    return sorted({place[:length] for place in ends for length in range(len(place) + 1)} or {()}, key=str)


def _nested(depth: int, beside: int) -> Any:
    document: Any = "the end"
    for level in range(depth):
        around = {f"sibling {number}": number for number in range(beside)}
        document = [*around, document] if level % 3 == 2 else {"id": level, **around, "in": document}
    return document


def _texts(lines: tuple[Line, ...]) -> list[str]:
    return [line.text for line in lines]


def _balanced(lines: tuple[Line, ...]) -> bool:
    """Whether what was opened was closed, level by level."""
    open_: list[tuple[str, int]] = []
    for text in _texts(lines):
        if text.startswith("… in "):
            continue
        indent = len(text) - len(text.lstrip(" "))
        if text.endswith(("{", "[")):
            open_.append((text[-1], indent))
        elif text.strip().removesuffix(",") in ("}", "]"):
            opened, at = open_.pop()
            if at != indent or {"{": "}", "[": "]"}[opened] != text.strip()[0]:
                return False
    return not open_


@given(document=_JSON, data=st.data(), most=st.integers(MOST_LINES, 80), within=st.integers(0, 20))
def test_the_deciding_place_is_shown_once_and_closed_within_the_lines_allowed(
    document: Any, data: st.DataObject, most: int, within: int
) -> None:
    place = data.draw(st.sampled_from(_every_place(document)))

    lines = excerpt(document, place, decides=True, most=most, within=within)

    assert len(lines) <= most
    assert sum(line.decides for line in lines) == 1
    assert _balanced(lines)
    assert all(visible(text) == text and "\n" not in text for text in _texts(lines))


@given(depth=st.integers(0, 120), beside=st.integers(0, 30))
def test_however_deep_it_stands_forty_lines_are_enough(depth: int, beside: int) -> None:
    document = _nested(depth, beside)
    place = next(place for place, value in leaves(document) if value == "the end")

    lines = excerpt(document, place, decides=True)

    assert len(lines) <= MOST_LINES
    [deciding] = [line.text for line in lines if line.decides]
    assert deciding.strip().endswith('"the end"')
    assert _balanced(lines)


@given(document=_JSON)
def test_what_an_answer_is_about_is_a_place_in_it(document: Any) -> None:
    assert at_place(document, landmark(document))[0]


@given(document=_JSON)
def test_a_place_is_read_again_as_it_was_spelled(document: Any) -> None:
    for place in _every_place(document):
        assert place_named(spelled(place)) == place


@pytest.mark.parametrize("text", [".a", "a..b", "a[", "a[x]", 'a["b]', 'a["\\x"]', "a b"])
def test_what_is_no_spelling_of_a_place_is_none(text: str) -> None:
    assert place_named(text) is None


@pytest.mark.parametrize("place", [("a", 2), ("a", "b"), ("b",), (0,), ("a", 0, "c")])
def test_a_place_that_is_not_there_is_not_found(place: Place) -> None:
    assert at_place({"a": [1, 2]}, place) == (False, None)


def test_of_a_long_list_only_the_object_is_shown_and_the_rest_is_counted() -> None:
    jobs = [{"id": f"j{number}", "title": f"Job {number}", "tags": [1, 2], "n": {}} for number in range(50)]

    lines = excerpt({"ok": True, "results": jobs}, ("results", 3, "title"), decides=True)

    assert _texts(lines) == [
        "{",
        '  "results": [',
        "    {",
        '      "id": "j3",',
        '      "title": "Job 3",',
        "      … 2 more keys",
        "    },",
        "    … 49 more items",
        "  ]",
        "  … 1 more key",
        "}",
    ]
    assert [line.text for line in lines if line.decides] == ['      "title": "Job 3",']


def test_an_object_that_decides_shows_what_identifies_it_and_what_is_not_empty() -> None:
    job = {"note": None, "tags": [], "id": 7, "title": "Cook", "team": [{"a": 1}], "place": {"city": "Porto"}}

    lines = excerpt([job], (0,), decides=True, within=4)

    assert _texts(lines)[1:-1] == [
        "  {",
        '    "id": 7,',
        '    "title": "Cook",',
        '    "team": [ … 1 item ],',
        '    "place": { … 1 key }',
        "    … 2 more keys",
        "  }",
    ]
    assert lines[1].decides


def test_an_empty_object_and_an_empty_list_stand_on_one_line() -> None:
    assert _texts(excerpt({"a": {}, "b": []}, (), decides=False)) == ["{", '  "a": {},', '  "b": []', "}"]
    assert _texts(excerpt({}, (), decides=True)) == ["{}"]


def test_a_long_text_loses_its_middle_and_says_how_much() -> None:
    [line] = excerpt("a" * 100 + "b" * 1000, (), decides=True)

    assert line.text.startswith('"aaa')
    assert line.text.endswith('bbb"')
    assert " … 940 more characters … " in line.text


@given(_TEXTS, st.integers(1, 100))
def test_a_shortened_text_is_its_beginning_and_its_end(text: str, longest: int) -> None:
    short = shortened(text, longest)

    assert short == text or (text[:1] == short[:1] and text[-1:] == short[-1:])
    assert len(short) <= max(len(text), longest + 40)


@given(_TEXTS)
def test_a_literal_is_json_that_says_the_same(text: str) -> None:
    assert orjson.loads(literal(text, 10_000)) == text


def test_marks_that_turn_or_hide_text_are_spelled_out() -> None:
    assert visible("a\u202eb\u200bc\x07\u2028") == "a\\u202eb\\u200bc\\u0007\\u2028"
    assert visible("\U000e0041") == "\\udb40\\udc41"


def test_joined_pictures_and_letters_of_all_scripts_stay() -> None:
    assert visible("👩‍🍳 Größe 佐藤") == "👩‍🍳 Größe 佐藤"
