"""What templates give for any slug, name and contract: code that is as clean as the rest of the checkout."""

import ast
import re
import shutil
import subprocess
import sys
from pathlib import Path, PurePosixPath

import pytest

from assay.contract import CoveragePage, load_contract
from assay.contract.page import Feature, Section
from assay.scaffold import Draft, draft, free_places, rendered, write
from assay.unified.catalogue import ACTION_TITLES, MODEL_TITLES, fields_of, inputs_of

from .conftest import ROOT, SOURCES

LONG = "a" + "z" * 23


def _page(slug: str) -> CoveragePage:
    """Everything that there is."""

    def section(title: str, names: tuple[str, ...]) -> Section:
        return Section(title=title, names=names, notes=(), line=1, lines=(1,) * len(names))

    return CoveragePage(
        file="page.mdx",
        connector=slug,
        name="Ä" * 40,
        models=tuple(section(title, fields_of(model)) for title, model in MODEL_TITLES.items()),
        actions=tuple(section(title, inputs_of(action)) for title, action in ACTION_TITLES.items()),
        features=(Feature(name="Roles (e.g. Admin)", notes=(), line=1),),
    )


DRAFTS = {
    "small": draft("acme"),
    "with the longest names": draft(LONG, page=_page(LONG)),
    "after all other packages": draft("zz9", name="Zed & <b>Söhne</b>"),
    "without an example": draft(
        "joins",
        page=CoveragePage(
            file="page.mdx",
            connector="joins",
            name="Joins",
            models=(Section("Candidate tags", (), (), 1, ()),),
            actions=(),
            features=(),
        ),
    ),
}

each = pytest.mark.parametrize("made", DRAFTS.values(), ids=DRAFTS)


def _code(made: Draft) -> dict[PurePosixPath, str]:
    return {path: text for path, text in rendered(made).items() if path.suffix == ".py"}


def _ruff(*arguments: str, text: str, path: PurePosixPath) -> str:
    ruff = shutil.which("ruff") or str(Path(sys.executable).with_name("ruff"))
    if not Path(ruff).exists():
        pytest.skip("ruff is not installed here")
    command = [ruff, *arguments, "--config", str(ROOT / "pyproject.toml"), "--no-cache"]
    ended = subprocess.run(  # noqa: S603 -- the linter itself
        [*command, "--stdin-filename", str(ROOT / path), "-"],
        input=text,
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
    )
    return "" if ended.returncode == 0 else ended.stdout + ended.stderr


@each
def test_every_module_compiles_and_says_what_it_is(made: Draft) -> None:
    for path, text in _code(made).items():
        tree = ast.parse(text, filename=str(path))
        assert path.parts[0] == "tests" or ast.get_docstring(tree), path


@each
def test_every_module_is_as_the_linter_wants_it(made: Draft) -> None:
    without_folders = "--extend-ignore=INP001"  # the linter looks for the package on disk
    for path, text in _code(made).items():
        assert _ruff("check", "--quiet", without_folders, text=text, path=path) == "", path
        assert _ruff("format", "--diff", text=text, path=path) == "", path


@each
def test_the_contract_can_be_read_and_names_its_schema(made: Draft, tmp_path: Path) -> None:
    file = tmp_path / made.slug / "contract.yaml"
    file.parent.mkdir()
    text = rendered(made)[PurePosixPath("contracts/assay_contracts", made.slug, "contract.yaml")]
    file.write_text(text, "utf-8")

    contract = load_contract(file)

    assert (contract.connector, contract.name) == (made.slug, made.name)
    assert [model.title for model in contract.models] == [model.title for model in made.models]
    assert contract.wire is not None
    assert {listing.at for listing in contract.wire.listings} == {model.path for model in made.models}
    assert text.startswith("# yaml-language-server: $schema=../contract.schema.json\n")


@each
def test_accused_and_witnesses_do_not_import_one_another(made: Draft) -> None:
    strangers = {
        "connectors": (
            "assay_contracts",
            "assay_sandboxes",
            "assay_company",
            "assay.contract",
            "assay.scenario",
        ),
        "contracts": ("assay_connectors", "assay_sandboxes", "assay_company"),
        "fixtures": ("assay.", "assay_connectors", "assay_contracts"),
    }
    for path, text in _code(made).items():
        imported = re.findall(r"^from (\S+) import", text, re.MULTILINE)
        assert not [name for name in imported if name.startswith(strangers.get(path.parts[0], ()))], path


def test_the_sandbox_shows_the_first_model_with_ids_for_its_references() -> None:
    page = CoveragePage(
        file="page.mdx",
        connector="jobs",
        name="Jobs",
        models=(Section("Jobs", ("id", "name", "contact_id", "remote_data"), (), 1, (1,) * 4),),
        actions=(),
        features=(),
    )

    shown = rendered(draft("jobs", page=page))[
        PurePosixPath("fixtures/assay_sandboxes/jobs/projecting/jobs.py")
    ]

    assert '"name": row.get("name"),' in shown
    assert 'ids.named("users", row["contact_id"]) if row.get("contact_id") else None' in shown
    assert "remote_data" not in shown


def test_the_same_draft_gives_the_same_files() -> None:
    assert rendered(draft("acme")) == rendered(draft("acme"))


def test_names_of_the_vendor_stay_text() -> None:
    made = DRAFTS["after all other packages"]

    assert any("<b>Söhne</b>" in text for text in rendered(made).values())


def test_types_hold(tree: Path) -> None:
    api = pytest.importorskip("mypy.api", reason="mypy is not installed here")
    made = DRAFTS["small"]
    write(rendered(made), free_places(made.slug, tree), tree)
    checked = [str(tree / path) for path in _code(made) if path.parts[0] != "tests"]
    for source in ("connectors", "contracts", "fixtures"):
        for package in (tree / source).iterdir():
            (package / "__init__.py").touch()
    roots = "', '".join(str(base / source) for base in (tree, ROOT) for source in SOURCES)
    settings = (ROOT / "pyproject.toml").read_text("utf-8").partition("[tool.mypy]")[2].partition("\n[[")[0]
    settings = re.sub(r"^(packages|mypy_path|plugins).*\n", "", settings, flags=re.MULTILINE)
    config = tree / "pyproject.toml"
    config.write_text(f"[tool.mypy]\nmypy_path = ['{roots}']\n{settings}", "utf-8")

    said, faults, _ = api.run(["--config-file", str(config), "--cache-dir", str(tree / "cache"), *checked])

    assert "Success" in said, said + faults
