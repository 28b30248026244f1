import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from assay.results import Results, write_results
from tests.cli.conftest import Assay, Ended, _assay, _console_script, _project  # noqa: F401 -- fixtures

from .made_up import DAY, accepted

CONTRACT = """\
connector: acme
name: Acme
models:
  - title: Jobs
    fields:
      - {name: name}
      - {name: status}
"""


class Repository:
    """A git repository of a project whose baseline is committed."""

    def __init__(self, root: Path, assay: Assay) -> None:
        self.root = root
        self._assay = assay

    def git(self, *words: str) -> str:
        identity = ("-c", "user.name=A", "-c", "user.email=a@example.com")
        done = subprocess.run(  # noqa: S603 -- our own words
            ["git", *identity, *words],  # noqa: S607 -- the one that developers have
            cwd=self.root,
            check=True,
            capture_output=True,
            text=True,
        )
        return done.stdout.strip()

    def write(self, file: str, text: str) -> None:
        path = self.root / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")

    def commit(self, subject: str = "Go on") -> None:
        self.git("add", "-A")
        self.git("commit", "-q", "--allow-empty", "-m", subject)

    def accept(self, *every: Results) -> None:
        """Commit results as the baseline, with a contract for each connector."""
        for results in every:
            (slug,) = results.connectors
            write_results(self.root / "reports" / "results" / f"{slug}.jsonl", results)
            self.write(f"contracts/assay_contracts/{slug}/contract.yaml", CONTRACT.replace("acme", slug))
        self.commit("Accept results")

    def given(self, *every: Results) -> Path:
        """Write results that are not committed; returns their folder."""
        folder = self.root.parent / "given"
        for results in every:
            write_results(folder / f"{results.connectors[0]}.jsonl", results)
        return folder

    def gate(self, *every: Results, options: tuple[object, ...] = ()) -> Ended:
        """``assay gate --base-ref main`` with these current results, on a fixed day."""
        fixed = ("--base-ref", "main", "--on", DAY, "--no-attribute", "--no-annotations")
        return self._assay("gate", *fixed, "--results", self.given(*every), *options)


@pytest.fixture(name="repository")
def _repository(tmp_path: Path, assay: Assay, monkeypatch: pytest.MonkeyPatch) -> Repository:
    """A repository in which Acme was accepted; the command line is called in it."""
    if shutil.which("git") is None:
        pytest.skip("git is not installed")
    repository = Repository(tmp_path / "project", assay)
    repository.root.mkdir()
    repository.git("init", "-q", "-b", "main")
    repository.accept(accepted())
    monkeypatch.chdir(repository.root)
    monkeypatch.delenv("GITHUB_ACTIONS", raising=False)
    return repository


Gate = Callable[..., Ended]
