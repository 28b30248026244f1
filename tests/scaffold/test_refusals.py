"""What cannot be scaffolded is refused with a reason, and then nothing is written."""

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from assay import discover
from assay.cli import main
from assay.errors import UsageError
from assay.scaffold import draft, free_places, rendered, write, writing

New = Callable[..., tuple[int, str]]

PAGE = """\
Available Connectors
Acmé ATS Integration
The tool slug for this connector is acme
.
Supported Features
Users
Users
Field | Notes |
---|---|
id | |
first_name |
"""


@pytest.fixture(name="new")
def _new(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> New:
    def run(*words: object) -> tuple[int, str]:
        monkeypatch.setattr(sys, "argv", ["assay", "new", *map(str, words)])
        with pytest.raises(SystemExit) as ended:
            main()
        return int(ended.value.code or 0), capsys.readouterr().err

    return run


def _files(tree: Path) -> set[str]:
    return {path.relative_to(tree).as_posix() for path in tree.rglob("*") if path.is_file()}


def test_a_connector_is_written_and_the_next_step_is_told(new: New, tree: Path) -> None:
    code, said = new("acmehire", "--name", "Acme Hire", "--into", tree)

    assert code == 0
    assert _files(tree) == {str(path) for path in rendered(draft("acmehire"))}
    assert "assay certify acmehire" in said
    assert "new: connectors/assay_connectors/acmehire\n" in said
    assert "name: Acme Hire" in (tree / "contracts/assay_contracts/acmehire/contract.yaml").read_text("utf-8")


def test_a_connector_is_written_once(new: New, tree: Path) -> None:
    new("acmehire", "--into", tree)
    file = tree / "connectors/assay_connectors/acmehire/api.py"
    file.write_text("mine", "utf-8")

    code, said = new("acmehire", "--into", tree)

    assert code == 2
    assert "already" in said
    assert file.read_text("utf-8") == "mine"


@pytest.mark.parametrize("slug", ["ashby", "core", "client", "cast"])
def test_names_that_stand_for_something_are_taken(new: New, tree: Path, slug: str) -> None:
    code, said = new(slug, "--into", tree)

    assert code == 2
    assert f"there is something called {slug!r} already" in said
    assert _files(tree) == set()


def test_a_single_file_of_that_name_is_kept(tree: Path) -> None:
    (tree / "connectors/assay_connectors/acme.py").touch()

    with pytest.raises(UsageError, match="already"):
        free_places("acme", tree)


@pytest.mark.parametrize(
    "slug", ["Acme", "acme-hire", "9acme", "import", "../acme", "", "a" * 25, "äcme", "a\n"]
)
def test_what_cannot_name_a_package_is_no_slug(new: New, tree: Path, slug: str) -> None:
    code, said = new("--into", tree, "--", slug)

    assert code == 2
    assert "cannot be the slug of a connector" in said
    assert _files(tree) == set()


@pytest.mark.parametrize("name", ['Ac"me', "Acme\n", " ", "{{ slug }}", "back\\slash", "a" * 41])
def test_what_would_break_out_of_a_text_is_no_name(new: New, tree: Path, name: str) -> None:
    code, said = new("acme", "--name", name, "--into", tree)

    assert code == 2
    assert "cannot be the name of a connector" in said


def test_a_folder_that_is_no_checkout_is_refused(new: New, tmp_path: Path) -> None:
    code, said = new("acme", "--into", tmp_path)

    assert code == 2
    assert "there is no folder contracts/assay_contracts" in said
    assert "--into" in said


def test_from_a_wheel_one_has_to_say_where(new: New, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(discover, "checkout", lambda: None)

    code, said = new("acme")

    assert code == 2
    assert "this is no checkout" in said


def test_a_page_that_cannot_be_read_is_named(new: New, tree: Path, tmp_path: Path) -> None:
    (tmp_path / "latin.mdx").write_bytes("Avionté".encode("latin-1"))

    for page, reason in (("lost.mdx", "No such file"), ("latin.mdx", "not UTF-8")):
        code, said = new("acme", "--page", tmp_path / page, "--into", tree)
        assert code == 2
        assert page in said
        assert reason in said
    assert _files(tree) == set()


def test_a_page_of_another_connector_is_refused(new: New, tree: Path, tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    page.write_text(PAGE, "utf-8")

    code, said = new("other", "--page", page, "--into", tree)

    assert code == 2
    assert "the page is that of 'acme', not of 'other'" in said
    assert f"assay new acme --page {page}" in said


def test_a_page_gives_models_actions_and_name(new: New, tree: Path, tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    page.write_text(PAGE, "utf-8")

    code, said = new("acme", "--page", page, "--into", tree)

    assert code == 0, said
    assert (tree / "connectors/assay_connectors/acme/mapping/users.py").is_file()
    assert "name: Acmé" in (tree / "contracts/assay_contracts/acme/contract.yaml").read_text("utf-8")


def test_when_the_disk_refuses_nothing_is_left(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = draft("acme")
    moved: list[Path] = []

    def refuse_the_fourth(source: Path, place: Path) -> None:
        if len(moved) == 3:
            raise OSError(28, "No space left on device", str(place))
        moved.append(place)
        source.rename(place)

    monkeypatch.setattr(writing, "_move", refuse_the_fourth)

    with pytest.raises(UsageError, match="No space left on device"):
        write(rendered(made), free_places("acme", tree), tree)
    assert len(moved) == 3
    assert _files(tree) == set()
    assert not any(place.exists() for place in moved)
    assert list(tree.glob(".assay-new-*")) == []


def test_who_interrupts_leaves_nothing(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(_source: Path, _place: Path) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(writing, "_move", interrupt)

    with pytest.raises(KeyboardInterrupt):
        write(rendered(draft("acme")), free_places("acme", tree), tree)
    assert _files(tree) == set()


def test_a_place_that_somebody_takes_meanwhile_is_left_alone(tree: Path) -> None:
    places = free_places("acme", tree)
    theirs = tree / "tests/certification/tables/acme.py"
    theirs.write_text("theirs", "utf-8")

    with pytest.raises(UsageError, match="it exists"):
        write(rendered(draft("acme")), places, tree)
    assert _files(tree) == {"tests/certification/tables/acme.py"}
    assert theirs.read_text("utf-8") == "theirs"
