import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCES = ("connectors", "contracts", "fixtures", "reports")
LEFT_OUT = shutil.ignore_patterns("__pycache__")

Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture(scope="module", name="checkout")
def _checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the checkout without recordings and reports."""
    copy = tmp_path_factory.mktemp("checkout")
    packages = [path.parent for source in SOURCES for path in (ROOT / source).glob("*/__init__.py")]
    for folder in (*packages, ROOT / "tests" / "certification"):
        shutil.copytree(folder, copy / folder.relative_to(ROOT), ignore=LEFT_OUT)
    shutil.copy(ROOT / "tests" / "conftest.py", copy / "tests")
    shutil.copy(ROOT / "pyproject.toml", copy)
    for empty in ("cassettes", "tests/connectors", "tests/sandboxes"):
        (copy / empty).mkdir()
    return copy


@pytest.fixture(scope="module", name="run")
def _run(checkout: Path) -> Run:
    """``run("-m", "pytest")``: Python in the copy, with its sources before the installed ones."""
    search = os.pathsep.join(str(checkout / source) for source in SOURCES)
    environment = {**os.environ, "PYTHONPATH": search, "PYTHONDONTWRITEBYTECODE": "1"}

    def run(*arguments: object) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(  # noqa: S603 -- our own interpreter
            [sys.executable, *map(str, arguments)],
            cwd=checkout,
            env=environment,
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )

    return run


@pytest.fixture(name="assay_there")
def _assay_there(run: Run) -> Run:
    """``assay_there("certify", "acme")``: the command line of the copy."""
    return lambda *words: run("-c", "from assay.cli import main; main()", *words)


@pytest.fixture(name="tree")
def _tree(tmp_path: Path) -> Path:
    """The folders of a checkout, with nothing in them."""
    homes = (
        "contracts/assay_contracts",
        "connectors/assay_connectors",
        "fixtures/assay_sandboxes",
        "tests/connectors",
        "tests/sandboxes",
        "tests/certification/tables",
    )
    for home in homes:
        (tmp_path / "tree" / home).mkdir(parents=True)
    return tmp_path / "tree"
