"""The evidence of the committed results, from the committed recordings."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import pytest

from assay.exhibit import Exhibit, Message
from assay.exhibiting import exhibits
from assay.exhibiting.excerpts import MOST_LINES
from assay.results import Result, Results, read_results
from assay.truth import STORE_FIELDS
from tests.repository.checkout import ROOT

MOST_BYTES = 2_000_000
"""The site has 5 MB for everything."""


@pytest.fixture(scope="module")
def every() -> Sequence[Results]:
    return [read_results(path) for path in sorted((ROOT / "reports" / "results").glob("*.jsonl"))]


@pytest.fixture(scope="module")
def shown(every: Sequence[Results]) -> Mapping[str, Exhibit]:
    return exhibits(every, ROOT / "cassettes")


def _results(every: Sequence[Results]) -> Iterator[Result]:
    return (result for results in every for result in results.results)


def _messages(exhibit: Exhibit) -> Iterator[Message]:
    for scene in exhibit.scenes:
        yield from (scene.request, scene.response)


def _is_marked(exhibit: Exhibit) -> bool:
    return any(line.decides for message in _messages(exhibit) for line in message.lines)


def test_every_result_that_names_an_exchange_shows_one(
    every: Sequence[Results], shown: Mapping[str, Exhibit]
) -> None:
    naming = [result.clause for result in _results(every) if result.interactions]

    assert list(shown) == naming
    assert [clause for clause, exhibit in shown.items() if exhibit.missing or not exhibit.scenes] == []


def test_whatever_says_where_it_was_found_has_that_place_marked(
    every: Sequence[Results], shown: Mapping[str, Exhibit]
) -> None:
    placed = [r.clause for r in _results(every) if r.vendor_path or (r.kind == "input" and r.path)]

    assert [clause for clause in placed if not _is_marked(shown[clause])] == []


def test_most_fields_that_the_vendor_fills_are_found_in_its_answers(every: Sequence[Results]) -> None:
    fields = [
        result
        for result in _results(every)
        if result.kind == "field" and result.interactions and result.item not in STORE_FIELDS
    ]

    assert sum(bool(field.vendor_path) for field in fields) > len(fields) * 0.85


def test_the_excerpts_are_small(shown: Mapping[str, Exhibit]) -> None:
    messages = [message for exhibit in shown.values() for message in _messages(exhibit)]
    texts = [message.head + "".join(line.text for line in message.lines) for message in messages]

    assert max(len(message.lines) for message in messages) <= MOST_LINES
    assert max(len(exhibit.scenes) for exhibit in shown.values()) <= 4
    assert sum(len(text.encode()) for text in texts) < MOST_BYTES


def test_the_same_results_show_the_same(every: Sequence[Results], shown: Mapping[str, Exhibit]) -> None:
    assert exhibits(every, Path(f"{ROOT}/cassettes/")) == shown
