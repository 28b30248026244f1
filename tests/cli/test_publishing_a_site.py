"""Sites are written over the former one; nothing but its files is touched."""

from pathlib import Path

import pytest

from assay.cli.publishing import SITE_LISTING, publish_site
from assay.errors import ResultsError


def test_a_site_is_written_with_its_folders(tmp_path: Path) -> None:
    written = publish_site(tmp_path, [("index.html", b"all"), ("acme/jobs.html", b"jobs")])

    assert written == 2
    assert (tmp_path / "acme" / "jobs.html").read_bytes() == b"jobs"
    assert (tmp_path / SITE_LISTING).read_text() == "acme/jobs.html\nindex.html\n"


def test_files_of_the_former_site_that_are_gone_are_removed_with_their_folder(tmp_path: Path) -> None:
    publish_site(tmp_path, [("index.html", b"all"), ("acme/jobs.html", b"jobs"), ("old.html", b"old")])

    publish_site(tmp_path, [("index.html", b"all"), ("bold/jobs.html", b"jobs")])

    left = {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*")}
    assert left == {"index.html", "bold", "bold/jobs.html", SITE_LISTING}


def test_files_of_others_stay(tmp_path: Path) -> None:
    publish_site(tmp_path, [("acme/jobs.html", b"jobs")])
    (tmp_path / "acme" / "mine.txt").write_text("mine")

    publish_site(tmp_path, [("index.html", b"all")])

    assert (tmp_path / "acme" / "mine.txt").read_text() == "mine"
    assert not (tmp_path / "acme" / "jobs.html").exists()


def test_a_file_that_somebody_removed_before_is_no_matter(tmp_path: Path) -> None:
    publish_site(tmp_path, [("a.html", b"a")])
    (tmp_path / "a.html").unlink()

    assert publish_site(tmp_path, []) == 0


def test_what_did_not_change_is_not_written_again(tmp_path: Path) -> None:
    publish_site(tmp_path, [("index.html", b"all")])
    before = (tmp_path / "index.html").stat().st_ino

    publish_site(tmp_path, [("index.html", b"all")])

    assert (tmp_path / "index.html").stat().st_ino == before


@pytest.mark.parametrize("name", ["../out.html", "/out.html", "a/../../out.html"])
def test_nothing_is_written_or_removed_outside(tmp_path: Path, name: str) -> None:
    site = tmp_path / "site"
    with pytest.raises(ResultsError, match="would lie outside"):
        publish_site(site, [(name, b"x")])

    site.mkdir()
    (tmp_path / "out.html").write_text("mine")
    (site / SITE_LISTING).write_text("../out.html\n")
    with pytest.raises(ResultsError, match="would lie outside"):
        publish_site(site, [])
    assert (tmp_path / "out.html").read_text() == "mine"
