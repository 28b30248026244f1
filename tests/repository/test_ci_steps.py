"""The steps of the reusable workflow, one after the other, in a repository with one connector."""

import os
import shutil
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from assay import discover
from assay.results import read_results
from tests.gate.planted.checkout import SOURCES, Checkout
from tests.gate.planted.plant import Planted
from tests.gate.planted.vendors import EVERY

from .workflows import run_step, script_of

VENDOR = "flatchr"

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")
Run = Callable[..., Any]


@pytest.fixture(scope="module")
def certified(tmp_path_factory: pytest.TempPathFactory) -> Checkout:
    """A repository whose main is as it is here, and in which the jobs before the gate were run."""
    made = Checkout.of(tmp_path_factory.mktemp("ci") / "repository", [VENDOR])
    for slug in discover.slugs():
        if slug != VENDOR:
            shutil.rmtree(made.root / "contracts" / "assay_contracts" / slug)
    made.commit("Keep one connector")
    made.git("update-ref", "refs/remotes/origin/main", "HEAD")
    programs = tmp_path_factory.mktemp("programs")
    ended = run_step(script_of("gate.yml", "certify", "Certify"), programs, made.root, **_given(made))
    assert ended.returncode == 0, ended.stderr
    return made


@pytest.fixture
def run(certified: Checkout, tmp_path: Path) -> Iterator[Run]:
    """``run("Gate")``: a step of the gate's job, in the repository."""
    kept = shutil.copytree(certified.root / "certified", tmp_path / "certified")
    programs = tmp_path / "programs"
    programs.mkdir()

    def step(name: str, words: str = "", job: str = "gate", **environment: str) -> Any:
        script = f"{script_of('gate.yml', job, name).rstrip()}{words}"
        return run_step(script, programs, certified.root, **_given(certified), **environment)

    yield step
    shutil.rmtree(certified.root / "certified")
    shutil.copytree(kept, certified.root / "certified")
    for name in ("summary.md", "gate.xml"):
        (certified.root / name).unlink(missing_ok=True)


def _given(checkout: Checkout) -> dict[str, str]:
    search = os.pathsep.join(str(checkout.root / folder) for folder in SOURCES)
    return {"PYTHONPATH": search, "VENDOR": VENDOR, "BASE_REF": "origin/main"}


def _day(checkout: Checkout) -> str:
    """The day after the recordings, whenever the test is run."""
    results = read_results(checkout.root / "certified" / "results" / f"{VENDOR}.jsonl")
    last = max(result.recorded_at for result in results.results)
    return f" --on {date.fromisoformat(last[:10]) + timedelta(days=1)}"


def test_an_unchanged_connector_passes_and_its_summary_and_docs_are_kept(
    certified: Checkout, run: Run, tmp_path: Path
) -> None:
    page = tmp_path / "page-of-the-run.md"

    gate = run("Gate", _day(certified))
    shown = run("Show the summary", GITHUB_STEP_SUMMARY=str(page))
    docs = run("Build the coverage docs")

    assert gate.returncode == 0, gate.stderr
    assert shown.returncode == docs.returncode == 0, docs.stderr
    assert page.read_text("utf-8") == (certified.root / "summary.md").read_text("utf-8")
    assert "<testsuite" in (certified.root / "gate.xml").read_text("utf-8")
    assert f"{VENDOR}/" not in gate.stdout  # nothing to annotate
    for kept in (f"{VENDOR}.md", "coverage.json", "site/index.html"):
        assert (certified.root / "certified" / kept).is_file(), kept


def test_results_that_are_cut_short_refuse_and_the_connector_is_named(certified: Checkout, run: Run) -> None:
    day = _day(certified)
    results = certified.root / "certified" / "results" / f"{VENDOR}.jsonl"
    *lines, _ = results.read_text("utf-8").splitlines(keepends=True)
    results.write_text("".join(lines), "utf-8")

    gate = run("Gate", day)

    assert gate.returncode == 2
    assert "::error" in gate.stdout
    assert VENDOR in (certified.root / "summary.md").read_text("utf-8")


def test_without_any_results_there_is_no_verdict_and_the_page_says_so(
    certified: Checkout, run: Run, tmp_path: Path
) -> None:
    shutil.rmtree(certified.root / "certified" / "results")
    page = tmp_path / "page-of-the-run.md"

    gate = run("Gate")
    shown = run("Show the summary", GITHUB_STEP_SUMMARY=str(page))

    assert gate.returncode == 2
    assert "certified/results" in gate.stderr
    assert shown.returncode == 0
    assert page.read_text("utf-8") == "The gate came to no verdict; its log says why.\n"


def test_a_mapping_that_is_removed_refuses_and_is_shown_at_its_line(certified: Checkout, run: Run) -> None:
    day, plant = _day(certified), EVERY[VENDOR].mapping_removed
    planted = Planted(certified.root)
    planted.make(*plant.swaps)
    file, line = planted.lines[plant.swap]

    certify = run("Certify", job="certify")
    gate = run("Gate", f"{day} --no-attribute")
    certified.git("checkout", "-q", "--", ".")

    assert certify.returncode == 0, certify.stderr  # whether it may ship is for the gate to say
    assert gate.returncode == 1
    assert f"::error file={file},line={line}," in gate.stdout
    assert f"{VENDOR}/{plant.clause}" in (certified.root / "summary.md").read_text("utf-8")
