"""Patterns of URL paths."""

from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assay.contract.paths import matches, says, value_in

WITHOUT_SLASH = st.characters(exclude_categories=["Cs"], exclude_characters="/*{}")
SEGMENTS = st.text(WITHOUT_SLASH, min_size=1, max_size=8)


@given(segment=SEGMENTS)
def test_a_star_is_any_one_segment(segment: str) -> None:
    assert matches("/c/*/jobs", f"/c/{segment}/jobs")
    assert not matches("/c/*/jobs", f"/c/{segment}/{segment}/jobs")


@given(segment=SEGMENTS)
def test_the_value_in_a_path_is_read_as_it_was_meant(segment: str) -> None:
    assert value_in("/c/*/people/{value}/tags", f"/c/1/people/{quote(segment, safe='')}/tags") == segment


@pytest.mark.parametrize("path", ["/c/1/people/7", "/c/1/people//tags", "/people/7/tags"])
def test_another_path_has_no_value(path: str) -> None:
    assert value_in("/c/*/people/{value}/tags", path) is None


def test_a_star_may_be_part_of_a_segment() -> None:
    assert matches("/company/*.json", "/company/acme.json")
    assert not matches("/company/*.json", "/company/acme.xml")


def test_what_is_special_in_patterns_of_text_is_not_special_here() -> None:
    assert not matches("/a.list", "/axlist")


@pytest.mark.parametrize(
    ("words", "text", "are_said"),
    [
        ("FROM Contact", "SELECT Id FROM Contact WHERE a = 1", True),
        ("FROM Contact", "(SELECT Id FROM Contact)", True),
        ("FROM Contact", "SELECT Id FROM ContactPoint", False),
        ("FROM Contact", "SELECT Id FROM Contact__c", False),
        ("FROM Contact", "Contact FROM", False),
    ],
)
def test_words_are_said_whole_and_in_their_order(words: str, text: str, *, are_said: bool) -> None:
    assert says(words, text) is are_said
