from pathlib import Path

import pytest

from assay.contract.traffic import Listing, Wire
from assay.drift import added, read_shapes, shapes_of, write_shapes
from assay.errors import UsageError
from assay.wire.exchange import Exchange, RecordedRequest, RecordedResponse
from tests.checks import miniatures as mini


def test_a_shape_is_every_place_of_an_answer() -> None:
    answered = mini.exchange(
        "/job.list", {}, {"results": [{"id": "1", "tags": [{"name": "x"}]}, {"state": 1}]}
    )

    assert shapes_of([answered]) == {
        "POST /job.list": (
            "results",
            "results[].id",
            "results[].state",
            "results[].tags",
            "results[].tags[].name",
        )
    }


def test_answers_to_one_request_are_taken_together() -> None:
    exchanges = [
        mini.exchange("/x", {}, {"a": 1}),
        mini.exchange("/x", {}, {"b": 1}),
        mini.exchange("/y", {}, []),
    ]

    assert shapes_of(exchanges) == {"POST /x": ("a", "b"), "POST /y": ()}


@pytest.mark.parametrize(
    "key",
    [
        "4711",
        "Hn4RtW8cLq2ZsYv6",
        "0a000000-0000-4000-8000-000000000001",
        "0A000000-0000-4000-8000-00000000000F",
        "deadbeef" * 3,
    ],
)
def test_keys_that_are_identifiers_are_data(key: str) -> None:
    assert shapes_of([mini.exchange(f"/job/{key}", {}, {"values": {key: {"v": 1}}})]) == {
        "POST /job/*": ("values", "values.*", "values.*.v")
    }


def test_paths_are_told_apart_by_the_contract_where_identifiers_look_like_words() -> None:
    wire = Wire(base_url="https://a.example", listings=(Listing(at="/applicant/*/traits"),))
    answers = [mini.exchange(f"/applicant/{key}/traits", {}, [{key: 1}]) for key in ("HcglFtt", "KoLsxGC")]

    assert list(shapes_of(answers)) == ["POST /applicant/HcglFtt/traits", "POST /applicant/KoLsxGC/traits"]
    assert list(shapes_of(answers, wire)) == ["POST /applicant/*/traits"]


def test_refusals_and_files_have_no_shape() -> None:
    pdf = Exchange(RecordedRequest("GET", "https://a.example/cv"), RecordedResponse(200, {}, b"%PDF"))

    assert shapes_of([mini.exchange("/x", {}, {"error": 1}, status=400), pdf]) == {}


def test_only_what_is_new_was_added() -> None:
    accepted = {"POST /x": ("a", "b")}

    assert added(accepted, {"POST /x": ("a",)}) == {}
    assert added(accepted, {"POST /x": ("a", "c"), "POST /y": ("d",)}) == {
        "POST /x": ("c",),
        "POST /y": ("d",),
    }


def test_accepted_shapes_are_read_back(tmp_path: Path) -> None:
    path = tmp_path / "acme" / "shapes.json"
    shapes = {"POST /x": ("a", "b"), "POST /y": ()}

    write_shapes(path, shapes)

    assert read_shapes(path) == shapes
    assert read_shapes(tmp_path / "none.json") == {}


@pytest.mark.parametrize("content", [b"", b"[]", b'{"POST /x": "abc"}', b'{"POST /x": [1]}', b"\xff"])
def test_a_file_that_holds_no_shapes_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "shapes.json"
    path.write_bytes(content)

    with pytest.raises(UsageError, match=r"shapes\.json: not a file of shapes"):
        read_shapes(path)
