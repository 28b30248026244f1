"""A git repository made of as much of this checkout as one connector, or all of them, need."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.gate.planted.plant import write_apart

ROOT = Path(__file__).resolve().parents[3]
SOURCES = ("connectors", "contracts", "fixtures", "reports")
_WITHOUT = shutil.ignore_patterns("__pycache__", ".*")


@dataclass(frozen=True)
class Answer:
    """What the gate said."""

    code: int
    report: dict[str, Any]
    said: str

    def differences(self, clause: str) -> list[dict[str, Any]]:
        return [one for one in self.report["differences"] if one["clause"] == clause]

    def kinds(self, clause: str) -> set[str]:
        return {one["kind"] for one in self.differences(clause)}

    def the(self, clause: str, kind: str) -> dict[str, Any]:
        found = [one for one in self.differences(clause) if one["kind"] == kind]
        assert found, f"{clause} has no {kind}; it has {self.kinds(clause) or 'no difference'}"
        return found[0]


@dataclass(frozen=True)
class Checkout:
    """The repository."""

    root: Path

    @classmethod
    def of(cls, root: Path, slugs: Sequence[str]) -> "Checkout":
        """Make one with a single commit, in which the results are those of the sources."""
        root.mkdir(parents=True)
        for folder in (*SOURCES[:-1], "reports/assay_reports", "reports/results"):
            shutil.copytree(ROOT / folder, root / folder, ignore=_WITHOUT)
        for slug in slugs:
            _linked(ROOT / "cassettes" / slug, root / "cassettes" / slug)
        shutil.copy(ROOT / "pyproject.toml", root)
        (root / "README.md").write_text("# A project\n\nIts connectors hold.\n", encoding="utf-8")
        (root / ".gitignore").write_text("__pycache__/\n", encoding="utf-8")
        for path in (root / "reports" / "results").glob("*.jsonl"):
            if path.stem not in slugs:
                path.unlink()
        checkout = cls(root)
        checkout.git("init", "-q", "-b", "main")
        checkout.commit("Begin")
        return checkout

    def git(self, *words: str) -> str:
        settings = ("-c", "user.name=A", "-c", "user.email=a@example.com", "-c", "gc.auto=0")
        command = ["git", *settings, *words]
        done = subprocess.run(  # noqa: S603 -- our own words
            command, cwd=self.root, capture_output=True, text=True, check=True
        )
        return done.stdout.strip()

    def commit(self, subject: str) -> str:
        self.git("add", "-A")
        self.git("commit", "-q", "--no-verify", "-m", subject)
        return self.git("rev-parse", "HEAD")

    def restore(self) -> None:
        """Forget what was not committed."""
        self.git("reset", "-q", "--hard")
        self.git("clean", "-qfd")

    def write(self, file: str, text: str) -> None:
        write_apart(self.root / file, text)

    def read(self, file: str) -> str:
        return (self.root / file).read_text(encoding="utf-8")

    def line_of(self, file: str, text: str) -> int:
        lines = self.read(file).splitlines()
        return next(number for number, line in enumerate(lines, start=1) if text in line)

    def assay(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Run the command line from the sources of this repository."""
        environment = {name: value for name, value in os.environ.items() if not name.startswith("COVERAGE")}
        environment["PYTHONPATH"] = os.pathsep.join(str(self.root / folder) for folder in SOURCES)
        return subprocess.run(  # noqa: S603 -- our own words
            [sys.executable, "-P", "-c", "from assay.cli import main; main()", *words],
            cwd=self.root,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )

    def gate(self, *words: str, base: str = "HEAD", attribute: bool = False) -> Answer:
        """What the gate says of the working tree, compared with a commit."""
        how = () if attribute else ("--no-attribute",)
        done = self.assay("gate", *words, "--base-ref", base, "--json", *how)
        assert done.returncode in (0, 1), done.stderr
        return Answer(done.returncode, json.loads(done.stdout), done.stderr)


def _linked(folder: Path, copy: Path) -> None:
    """The same files by another name; copies where the disk is another one."""
    copy.mkdir(parents=True)
    for path in folder.iterdir():
        if path.is_file():
            try:
                os.link(path, copy / path.name)
            except OSError:
                shutil.copy(path, copy / path.name)
