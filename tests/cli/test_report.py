"""``assay report`` and what ``--check`` says of files that are not up to date."""

from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from assay import discover

from .conftest import Assay, Ended

Certify = Callable[..., Ended]


@pytest.fixture(name="out")
def _out(tmp_path: Path) -> Path:
    return tmp_path / "docs"


@pytest.fixture(name="certify")
def _certify(assay: Assay, project: Path, out: Path) -> Certify:
    """``certify("--check")``: of the connector Acme, whose results and reports are in ``out``."""

    def run(*options: str) -> Ended:
        return assay("certify", "acme", "--cassettes", project / "cassettes", "--out", out, *options)

    return run


def _files(folder: Path) -> dict[str, bytes]:
    found = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


def test_docs_are_built_from_results_alone(assay: Assay, certify: Certify, out: Path) -> None:
    certify()
    first = _files(out)
    for name in first:
        if not name.startswith("results/"):
            (out / name).unlink()

    ended = assay("report", "--out", out)

    assert ended.code == 0
    assert {name: content for name, content in _files(out).items() if not name.startswith("site/")} == first
    assert set(first) == {
        "README.md",
        "acme.md",
        "badges/acme.svg",
        "coverage.json",
        "coverage.schema.json",
        "llms.txt",
        "results/acme.jsonl",
    }


def test_two_reports_are_the_same_bytes(assay: Assay, certify: Certify, out: Path) -> None:
    certify()

    assay("report", "--out", out)
    first = _files(out)
    assay("report", "--out", out)

    assert _files(out) == first


def test_a_report_has_a_site_with_the_evidence_and_says_where(
    assay: Assay, project: Path, certify: Certify, out: Path
) -> None:
    certify()

    ended = assay("report", "--out", out, "--cassettes", project / "cassettes")

    site = _files(out / "site")
    assert ended.code == 0
    assert f"open {out / 'site' / 'index.html'}" in ended.err
    assert "index.html" in site
    assert any(b"/job.list" in content for content in site.values())
    assert set(site["files.txt"].decode().splitlines()) == set(site) - {"files.txt"}


def test_a_certification_writes_no_site(certify: Certify, out: Path) -> None:
    certify()

    assert not (out / "site").exists()


def test_pages_and_badges_of_connectors_that_are_gone_are_removed(
    assay: Assay, certify: Certify, out: Path
) -> None:
    certify()
    (out / "gone.md").write_bytes((out / "acme.md").read_bytes())
    (out / "badges" / "gone.svg").write_text("<svg/>")
    (out / "notes.md").write_text("# By hand\n")

    assay("report", "--out", out)

    assert not (out / "gone.md").exists()
    assert not (out / "badges" / "gone.svg").exists()
    assert (out / "notes.md").read_text() == "# By hand\n"


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


def test_results_called_after_another_connector_are_refused(
    assay: Assay, certify: Certify, out: Path
) -> None:
    certify()
    (out / "results" / "acme.jsonl").rename(out / "results" / "bold.jsonl")

    ended = assay("report", "--out", out)

    assert ended.code == 2
    assert "bold.jsonl:1: these are results of acme" in ended.err


@pytest.mark.parametrize("command", ["certify", "report"])
def test_a_check_of_docs_that_are_current_ends_with_0(
    assay: Assay, certify: Certify, out: Path, command: str
) -> None:
    certify()
    before = _files(out)

    ended = certify("--check") if command == "certify" else assay("report", "--check", "--out", out)

    assert ended.code == 0, ended.err
    assert "not what" not in ended.err
    assert _files(out) == before


@pytest.mark.parametrize("command", ["certify", "report"])
def test_a_check_names_each_stale_file_and_writes_nothing(
    assay: Assay, certify: Certify, out: Path, command: str
) -> None:
    certify()
    page = out / "acme.md"
    page.write_text(page.read_text("utf-8").replace("# Acme\n", "# Acne\n"), "utf-8")
    (out / "llms.txt").unlink()
    (out / "coverage.json").unlink()
    (out / "coverage.json").mkdir()
    (out / "badges" / "gone.svg").write_text("<svg/>")
    before = _files(out)

    ended = certify("--check") if command == "certify" else assay("report", "--check", "--out", out)

    assert ended.code == 1
    assert "assay: 4 files are not what results and code give:\n" in ended.err
    assert "acme.md: differs from line 3 on\n" in ended.err
    assert "llms.txt: is missing\n" in ended.err
    assert "coverage.json: cannot be read: Is a directory\n" in ended.err
    assert "gone.svg: is of no connector any more\n" in ended.err
    assert f"-> run `assay {command}` and commit what it writes" in ended.err
    assert _files(out) == before


def test_a_check_of_the_certification_also_compares_results(certify: Certify, out: Path) -> None:
    certify()
    results = out / "results" / "acme.jsonl"
    results.write_bytes(results.read_bytes().replace(b'"message":"', b'"message":"once ', 1))

    ended = certify("--check")

    assert ended.code == 1
    assert "1 file is not what results and code give" in ended.err
    assert "acme.jsonl: differs from line 2 on" in ended.err


def test_a_check_before_the_first_certification_names_what_is_missing(certify: Certify, out: Path) -> None:
    ended = certify("--check")

    assert ended.code == 1
    assert "acme.jsonl: is missing" in ended.err
    assert not out.exists()


def test_a_line_that_was_added_at_the_end_is_found(assay: Assay, certify: Certify, out: Path) -> None:
    certify()
    page = out / "acme.md"
    lines = len(page.read_bytes().splitlines())
    page.write_bytes(page.read_bytes() + b"by hand\n")

    assert f"acme.md: differs from line {lines + 1} on" in assay("report", "--check", "--out", out).err


def test_a_check_of_all_connectors_finds_results_of_one_that_is_gone(
    assay: Assay, project: Path, certify: Certify, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    certify()
    results = (out / "results" / "acme.jsonl").read_bytes()
    (out / "results" / "gone.jsonl").write_bytes(results.replace(b'["acme"]', b'["gone"]', 1))
    assay("report", "--out", out)
    monkeypatch.setattr(discover, "slugs", cache(lambda: ("acme",)))

    ended = assay("certify", "--check", "--cassettes", project / "cassettes", "--out", out)

    assert ended.code == 1
    assert "gone.jsonl: is of no connector any more" in ended.err
    assert certify("--check").code == 0


def test_beside_the_reports_of_a_checkout_the_table_of_the_readme_is_kept(
    assay: Assay, certify: Certify, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    certify()
    root = out.parent
    out.rename(root / "reports")
    readme = root / "README.md"
    readme.write_text("# Tool\n<!-- vendors: generated by assay report -->\n<!-- end of vendors -->\n")
    monkeypatch.setattr(discover, "checkout", lambda: root)

    assert "README.md: differs from line 3 on" in assay("report", "--check", "--out", root / "reports").err
    assay("report", "--out", root / "reports")

    assert "| [Acme](reports/acme.md) |" in readme.read_text()
    assert assay("report", "--check", "--out", root / "reports").code == 0
