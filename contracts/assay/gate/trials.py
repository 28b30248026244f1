"""Trials: a connector of one time certified on recordings of another, each in a process of its own.

Whatever a trial needs is put into a folder that disappears afterwards; the checkout is only read.
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from shutil import copytree, ignore_patterns
from threading import Lock

from assay.errors import AssayError
from assay.gate.repository import Repository
from assay.outcome import Outcome
from assay.results import read_results

TIMEOUT_S = 900.0
"""How long one trial may take."""
_RED = frozenset({Outcome.ERRORED, Outcome.FAILED, Outcome.UNPROVEN})
_PROGRAM = "from assay.cli import main; main()"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a trial said: outcomes, or why it said nothing."""

    outcomes: dict[str, Outcome] = field(default_factory=dict)
    trouble: str = ""
    failed: bool = False
    """Whether the connector itself failed, rather than what was to try it."""

    def is_red(self, clause: str) -> bool | None:
        """Whether the clause does not hold; None when the trial does not say."""
        outcome = self.outcomes.get(clause)
        return None if outcome is None else outcome in _RED


@dataclass(frozen=True, slots=True)
class Stage:
    """Where trials of one connector take place."""

    slug: str
    root: Path
    """The checkout."""
    folder: Path
    """A folder that disappears."""
    running: "Running"

    @property
    def old_connectors(self) -> Path:
        """The connectors of the base."""
        return self.folder / "base" / "connectors"

    @property
    def old_cassettes(self) -> Path:
        """The recordings of the base."""
        return self.folder / "base" / "cassettes"

    def certified(self, connectors: Path, cassettes: Path, contracts: Path | None = None) -> Verdict:
        """What the harness of now says of these connectors on these recordings."""
        with tempfile.TemporaryDirectory(dir=self.folder) as out:
            code, said = self._run(
                connectors, contracts, "certify", self.slug, "--cassettes", cassettes, "--out", out, "-j", "1"
            )
            if code not in (0, 1):
                return Verdict(trouble=said)
            try:
                results = read_results(Path(out) / "results" / f"{self.slug}.jsonl")
            except AssayError as error:
                return Verdict(trouble=str(error).splitlines()[0])
        return Verdict({result.clause: result.outcome for result in results.results})

    def recorded_again(self, scenarios: Sequence[str]) -> Verdict:
        """What is said of the connector of now when these scenarios are recorded anew from the sandbox.

        Recording writes beside the contract too, so it works on a copy of the contracts.
        """
        with tempfile.TemporaryDirectory(dir=self.folder) as fresh:
            contracts, cassettes = Path(fresh) / "contracts", Path(fresh) / "cassettes"
            copytree(self.root / "contracts", contracts, ignore=ignore_patterns("__pycache__"))
            connectors = self.root / "connectors"
            words: list[str | Path] = ["record", self.slug, *scenarios]
            words += ["--against", "sandbox", "--cassettes", cassettes]
            code, said = self._run(connectors, contracts, *words)
            if code:
                return Verdict(trouble=said, failed=code == 1)
            self._fill(cassettes / self.slug)
            return self.certified(connectors, cassettes, contracts)

    def _fill(self, folder: Path) -> None:
        """Lay beside what was recorded anew everything that was not."""
        for path in sorted((self.root / "cassettes" / self.slug).glob("*")):
            if not (folder / path.name).exists():
                (folder / path.name).symlink_to(path)

    def _run(self, connectors: Path, contracts: Path | None, *words: str | Path) -> tuple[int, str]:
        sources = (
            connectors,
            contracts or self.root / "contracts",
            self.root / "fixtures",
            self.root / "reports",
        )
        return self.running.run([str(word) for word in words], sources, self.folder)


class Running:
    """The processes that run now; those that still do are ended when nobody waits any more."""

    def __init__(self) -> None:
        self._processes: set[subprocess.Popen[str]] = set()
        self._lock = Lock()
        self._ended = False

    def run(self, words: Sequence[str], sources: Sequence[Path], folder: Path) -> tuple[int, str]:
        """Exit code of a command of ours with sources from these folders, and its last word if it fails."""
        environment = {
            **os.environ,
            "PYTHONPATH": os.pathsep.join(map(str, sources)),
            "PYTHONDONTWRITEBYTECODE": "1",
        }
        with self._lock:
            if self._ended:
                return 130, "it was interrupted"
            process = subprocess.Popen(  # noqa: S603 -- ourselves, without a shell
                [sys.executable, "-P", "-c", _PROGRAM, *words],
                cwd=folder,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
                text=True,
                errors="replace",
            )
            self._processes.add(process)
        try:
            _, said = process.communicate(timeout=TIMEOUT_S)
        except subprocess.TimeoutExpired:
            return 3, f"it was not done after {TIMEOUT_S:.0f} s"
        finally:
            self._end(process)
        return process.returncode, _reason(said)

    def end(self) -> None:
        """End whatever still runs, and start nothing any more."""
        with self._lock:
            self._ended = True
            for process in self._processes:
                process.kill()

    def _end(self, process: subprocess.Popen[str]) -> None:
        process.kill()
        process.wait()
        with self._lock:
            self._processes.discard(process)


@contextmanager
def stage(slug: str, root: Path, base: str, running: Running) -> Iterator[Stage]:
    """A folder with the connectors and recordings of a commit; it is gone afterwards.

    Raises:
        UsageError: git cannot give them.
    """
    with tempfile.TemporaryDirectory(prefix="assay-gate-", ignore_cleanup_errors=True) as folder:
        there = Path(folder).resolve() / "base"
        (there / "cassettes" / slug).mkdir(parents=True)
        Repository(root).extract(base, ("connectors", f"cassettes/{slug}"), there)
        yield Stage(slug, root.resolve(), there.parent, running)


def _reason(said: str) -> str:
    """The line that says what is the matter."""
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    ours = [line for line in lines if line.startswith("assay: ") and "please report" not in line]
    raised = [line for line in lines if ": " in line and line.split(":")[0].endswith(("Error", "Exception"))]
    return (ours or raised or lines or ["it said nothing"])[-1].removeprefix("assay: ")[:300]
