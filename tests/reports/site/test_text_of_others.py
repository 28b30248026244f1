"""Whatever results and exhibits hold, it is text: no element, attribute or script comes from it."""

import json
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from enum import Enum
from functools import cache
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from assay.results import Conduct
from assay_reports.site import site
from tests.reports.results import WAIVER, acme
from tests.reports.site.exhibited import exhibit
from tests.reports.site.markup import Element, parsed

NASTY = (
    "</script><script>window.hacked=1</script>",
    "<img src=x onerror=window.hacked=1>",
    "<!--",
    "]]><svg onload=window.hacked=1>",
    "javascript:window.hacked=1",
    "\"' onmouseover='window.hacked=1' x=\"",
    "'); DROP TABLE jobs; --",
    "{{ 7 * 7 }}{% raw %}",
    "&lt;b&gt; &amp; &#x3c;",
    "\x00\x07\x1b[31m\x7f\ud800",
    "\u202eabc\u2066\u200f",
    "a\u2028b\u2029c\\",
    "../../etc/passwd",
    "</pre></mark></dialog>\n\n# x",
)
_HARMLESS = "harmless"
# Our own tokens: what others may choose of, and what has a form of its own.
_KEPT = {"kind", "outcome", "recorded_at", "origin", "is_delivery"}


def _spoilt(value: Any, text: str, name: str = "") -> Any:
    """The value with the text at the end of each string in it; ids stay apart from each other."""
    if isinstance(value, str) and name not in _KEPT and not isinstance(value, Enum):
        return f"{value}{text}"
    if isinstance(value, tuple):
        return tuple(_spoilt(one, text) for one in value)
    if isinstance(value, dict):
        return {_spoilt(key, text): _spoilt(one, text) for key, one in value.items()}
    if isinstance(value, type(WAIVER)):
        spoilt = {part: f"{getattr(value, part)}{text}" for part in ("clause", "reason", "owner")}
        return value.model_copy(update={**spoilt, "link": f"javascript:{text}"})
    if is_dataclass(value) and not isinstance(value, type):
        parts = {one.name: _spoilt(getattr(value, one.name), text, one.name) for one in fields(value)}
        return replace(value, **parts)
    return value


@cache
def hostile_site(text: str) -> list[tuple[str, bytes]]:
    asked = Conduct(clause="acme/action/add-note", scenario="s", step="t", requests=("POST /x",))
    whole = acme(conduct=(asked,), waivers={"acme": (WAIVER,)})
    shown = {
        one.clause: exhibit(one.clause, "{", "deciding", "}", missing="gone")
        for one in whole.results
        if one.cassette
    }
    return list(site([_spoilt(whole, text)], _spoilt(shown, text)))


def _bones(element: Element) -> Iterator[tuple[str, tuple[tuple[str, str | None], ...]]]:
    """Elements and attributes, without the addresses that are made of names."""
    for one in element.all():
        yield (
            one.name,
            tuple(
                (name, None if name in ("href", "id", "aria-label", "aria-labelledby") else value)
                for name, value in one.attributes.items()
            ),
        )


def _alike(text: str) -> None:
    harmless, hostile = hostile_site(_HARMLESS), hostile_site(text)
    assert len(harmless) == len(hostile)
    for (path, good), (_, bad) in zip(harmless, hostile, strict=True):
        if path.endswith(".html"):
            assert list(_bones(parsed(good))) == list(_bones(parsed(bad))), path


@pytest.mark.parametrize("text", NASTY)
def test_hostile_text_changes_no_element_and_no_attribute(text: str) -> None:
    _alike(text)


@pytest.mark.parametrize("text", NASTY)
def test_addresses_made_of_hostile_names_are_plain_and_lead_nowhere_else(text: str) -> None:
    for path, data in hostile_site(text):
        assert not {"", ".", ".."} & {*path.split("/")}
        if path.endswith(".html"):
            for one in parsed(data).all():
                href = one.attributes.get("href") or ""
                assert ":" not in href or href == "data:,"
                assert href.isascii()


@settings(max_examples=20)
# A slash is left out: in the id of a clause it parts names, and so makes other pages.
@given(st.text(min_size=1, max_size=12).filter(lambda text: "/" not in text))
@example("\r\n")
def test_no_text_at_all_changes_elements(text: str) -> None:
    _alike(f"{text}x")


@pytest.mark.parametrize("text", NASTY)
def test_the_data_of_the_search_is_plain_and_ends_no_script(text: str) -> None:
    data = dict(hostile_site(text))["search.js"]

    assert data.isascii()
    assert not {b"<", b">", b"&"} & {bytes([byte]) for byte in data}
    assert data.count(b"\n") == 1
    assert json.loads(data.removeprefix(b"window.assayFound=").removesuffix(b";\n"))


def test_hostile_text_can_still_be_read() -> None:
    text = NASTY[0]
    made = {path: parsed(data).text for path, data in hostile_site(text) if path.endswith(".html")}

    assert all(text in page for path, page in made.items())
