"""Values in the words of Recruitee: names of sources, answers, files."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assay_connectors.recruitee.actions.answers import sorted_answers
from assay_connectors.recruitee.actions.downloads import NAMELESS, file_name, is_signed
from assay_connectors.recruitee.actions.sources import name_of_key
from assay_connectors.wanted import WantedAnswer


@given(st.text(alphabet="AbC_- "))
def test_a_key_becomes_words_or_nothing(key: str) -> None:
    name = name_of_key(key)
    if name is None:
        assert not key.strip("_- ")
    else:
        assert name == name.strip()
        assert not {"_", "-"} & set(name)
        assert (
            name.replace(" ", "").lower() == "".join(key.replace("_", " ").replace("-", " ").split()).lower()
        )


def answered(kind: str, answer: Any, options: list[dict[str, Any]] | None = None) -> dict[str, Any]:
    question = {"id": 1, "kind": kind, "open_question_options": options or []}
    warnings: list[str] = []
    (one,) = sorted_answers([question], [WantedAnswer(question_id="1", answer=answer)], warnings)
    assert warnings == []
    return dict(one.values)


@given(st.integers() | st.floats(allow_nan=False, allow_infinity=False))
def test_a_number_is_sent_as_a_plain_decimal_of_the_same_value(number: float) -> None:
    text = answered("number", number)["content"]
    assert "e" not in text.lower()
    assert Decimal(text) == Decimal(str(number))


@given(st.lists(st.integers(1, 99), unique=True), st.data())
def test_options_are_sent_as_their_texts_in_the_order_given(ids: list[int], data: st.DataObject) -> None:
    options = [{"id": one, "body": f"Option {one}"} for one in ids]
    chosen = data.draw(st.lists(st.sampled_from(ids), unique=True)) if ids else []
    sent = answered("multi_choice", [str(one) for one in chosen], options)
    assert sent == {"multi_content": [f"Option {one}" for one in chosen]}


@pytest.mark.parametrize("kind", ["string", "text", "salary"])
def test_texts_go_as_they_are(kind: str) -> None:
    assert answered(kind, "52000 EUR") == {"content": "52000 EUR"}


@pytest.mark.parametrize(
    ("url", "name", "signed"),
    [
        ("https://f.test/a/c%20v.pdf?X=/y", "c v.pdf", True),
        ("/c/41207/files/cv.pdf", "cv.pdf", False),
        ("https://f.test/", NAMELESS, True),
    ],
)
def test_links_tell_name_and_kind(url: str, name: str, signed: bool) -> None:  # noqa: FBT001 -- a case
    assert (file_name(url), is_signed(url)) == (name, signed)
