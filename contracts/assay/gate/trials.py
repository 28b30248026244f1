"""Trials: a connector of one time certified on recordings of another, each in a process of its own.

Whatever a trial needs is put into a folder that disappears afterwards; the checkout is only read.
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
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
_COMMAND = "from assay.cli import main; main()"
_CERTIFY = """
import gc, sys
from pathlib import Path
from assay.engine import certify
from assay.results import write_results
gc.disable()
slug, cassettes, written = sys.argv[1:]
write_results(Path(written), certify(slug, cassettes=Path(cassettes)))
"""
"""Results alone: a trial needs no reports."""


@dataclass(frozen=True, slots=True)
class Broken:
    """Why a scenario could not be recorded."""

    reason: str
    by_connector: bool
    """Whether the connector itself failed, rather than what was to try it."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a trial said: outcomes, or why it said nothing."""

    outcomes: dict[str, Outcome] = field(default_factory=dict)
    trouble: str = ""
    broken: Mapping[str, Broken] = field(default_factory=dict)
    """Scenario -> why it could not be recorded anew."""

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
            written = Path(out) / f"{self.slug}.jsonl"
            code, said = self._run(connectors, contracts, _CERTIFY, self.slug, cassettes, written)
            if code:
                return Verdict(trouble=said)
            try:
                results = read_results(written)
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
            broken = self._recorded(scenarios, contracts, cassettes)
            (cassettes / self.slug).mkdir(parents=True, exist_ok=True)
            self._fill(cassettes / self.slug)
            verdict = self.certified(self.root / "connectors", cassettes, contracts)
        return replace(verdict, broken=broken)

    def _recorded(self, scenarios: Sequence[str], contracts: Path, cassettes: Path) -> dict[str, Broken]:
        """Record scenarios one after the other; those that break off, and why."""
        broken: dict[str, Broken] = {}
        waiting = list(scenarios)
        while waiting:
            words = ("record", self.slug, *waiting, "--against", "sandbox", "--cassettes", str(cassettes))
            code, said = self._run(self.root / "connectors", contracts, _COMMAND, *words)
            if code == 0:
                break
            waiting = [one for one in waiting if not (cassettes / self.slug / f"{one}.json").is_file()]
            broken |= {one: Broken(said, by_connector=code == 1) for one in waiting[:1]}
            waiting = waiting[1:]
        return broken

    def _fill(self, folder: Path) -> None:
        """Lay beside what was recorded anew everything that was not."""
        for path in sorted((self.root / "cassettes" / self.slug).glob("*")):
            if not (folder / path.name).exists():
                (folder / path.name).symlink_to(path)

    def _run(
        self, connectors: Path, contracts: Path | None, program: str, *words: str | Path
    ) -> tuple[int, str]:
        sources = (
            connectors,
            contracts or self.root / "contracts",
            self.root / "fixtures",
            self.root / "reports",
        )
        return self.running.run(program, [str(word) for word in words], sources, self.folder)


class Running:
    """The processes that run now; those that still do are ended when nobody waits any more."""

    def __init__(self) -> None:
        self._processes: set[subprocess.Popen[str]] = set()
        self._lock = Lock()
        self._ended = False

    def run(
        self, program: str, words: Sequence[str], sources: Sequence[Path], folder: Path
    ) -> tuple[int, str]:
        """Exit code of a program of ours with sources from these folders, and its last word if it fails."""
        paths = [*map(str, sources), *filter(None, [os.environ.get("PYTHONPATH")])]
        environment = {
            **os.environ,
            "PYTHONPATH": os.pathsep.join(paths),
            "PYTHONDONTWRITEBYTECODE": "1",
        }
        with self._lock:
            if self._ended:
                return 130, "it was interrupted"
            process = subprocess.Popen(  # noqa: S603 -- ourselves, without a shell
                [sys.executable, "-P", "-c", program, *words],
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
            process.kill()
            process.communicate()
            return 3, f"it was not done after {TIMEOUT_S:.0f} s"
        finally:
            with self._lock:
                self._processes.discard(process)
        return process.returncode, _reason(said)

    def end(self) -> None:
        """End whatever still runs, and start nothing any more."""
        with self._lock:
            self._ended = True
            for process in self._processes:
                process.kill()


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
