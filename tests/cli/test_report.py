"""``assay report``."""

from pathlib import Path

from .conftest import Assay


def test_pages_and_index_are_built_from_results_alone(assay: Assay, project: Path, tmp_path: Path) -> None:
    out = tmp_path / "docs"
    assay("certify", "acme", "--cassettes", project / "cassettes", "--out", out)
    first = {path.name: path.read_bytes() for path in out.glob("*.md")}
    for path in out.glob("*.md"):
        path.unlink()

    ended = assay("report", "--out", out)

    assert ended.code == 0
    assert {path.name: path.read_bytes() for path in out.glob("*.md")} == first
    assert set(first) == {"acme.md", "README.md"}


def test_without_results_it_is_said_what_to_do(assay: Assay, tmp_path: Path) -> None:
    ended = assay("report", "--out", tmp_path)

    assert ended.code == 2
    assert "assay certify" in ended.err


def test_results_that_are_cut_off_are_refused_with_their_place(assay: Assay, tmp_path: Path) -> None:
    broken = tmp_path / "results" / "acme.jsonl"
    broken.parent.mkdir()
    broken.write_text('{"assay_results":1}\n', encoding="utf-8")

    ended = assay("report", "--out", tmp_path)

    assert ended.code == 2
    assert f"{broken}:1" in ended.err
