"""What somebody sees who calls ``assay gate`` in a wrong way, in a wrong place, or interrupts it."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from assay.results import read_results
from tests.cli.conftest import Assay
from tests.plugin import acme

from .conftest import Repository
from .made_up import DAY, accepted

Start = Callable[..., "subprocess.Popen[str]"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), "give one of both"),
        (("--baseline", "x", "--base-ref", "main"), "give one of both"),
        (("--base-ref", "main", "--new", "beta"), "--base-ref finds out itself what is new"),
        (("--base-ref", "main", "--on", "soon"), "'soon' is no date, expected like 2026-11-22"),
        (("--base-ref", "nowhere"), "the baseline as of 'nowhere' cannot be found"),
        (("--base-ref", "--help-me"), "the baseline as of '--help-me' cannot be found"),
        (("--baseline", "nowhere"), "nowhere: there is no such file or folder"),
        (("--baseline", "contracts"), "contracts: the folder holds no results (.jsonl)"),
        (("--base-ref", "main", "--results", "nowhere"), "nowhere: there is no such file or folder"),
        (("ahsby", "--base-ref", "main", "--results", "reports"), "there is no connector called 'ahsby'"),
        (("ahsby", "--base-ref", "main"), "there is no connector called 'ahsby'"),
    ],
)  # fmt: skip
def test_a_wrong_call_says_what_is_wrong(
    repository: Repository, assay: Assay, words: tuple[str, ...], said: str
) -> None:
    assert repository.root.is_dir()

    ended = assay("gate", *words)

    assert ended.code == 2, ended
    assert said in ended.err
    assert "Traceback" not in ended.err


def test_an_unknown_ref_may_be_missing_from_a_shallow_clone(repository: Repository, assay: Assay) -> None:
    assert repository.root.is_dir()

    assert "git fetch --unshallow" in assay("gate", "--base-ref", "origin/main").err


def test_histories_that_share_nothing_have_no_baseline(repository: Repository, assay: Assay) -> None:
    repository.git("switch", "-q", "--orphan", "other")
    repository.commit()

    ended = assay("gate", "--base-ref", "main")

    assert ended.code == 2
    assert "the baseline as of 'main' cannot be found" in ended.err


def test_a_folder_without_git_has_no_base(
    tmp_path: Path, assay: Assay, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))

    ended = assay("gate", "--base-ref", "main")

    assert ended.code == 2
    assert "not a git repository" in ended.err


def test_without_git_a_baseline_can_still_be_a_file(
    repository: Repository, assay: Assay, monkeypatch: pytest.MonkeyPatch
) -> None:
    results = repository.given(accepted())
    monkeypatch.setenv("PATH", str(repository.root / "nothing"))

    ended = assay("gate", "--base-ref", "main")
    assert ended.code == 2
    assert "git cannot be started" in ended.err

    assert assay("gate", "--baseline", results, "--results", results, "--on", DAY).code == 0


def test_where_there_is_no_connector_at_all_nothing_ships(repository: Repository, assay: Assay) -> None:
    repository.git("rm", "-q", "-r", ".")
    repository.commit("Remove all")

    ended = assay("gate", "--base-ref", "HEAD")

    assert ended.code == 2
    assert "there is no connector to compare" in ended.err


@pytest.fixture(name="certified")
def _certified(project: Path, assay: Assay, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository of a distribution that brings the connector Acme, certified and committed."""
    write = ("certify", "acme", "--cassettes", project / "cassettes", "--out", project / "reports")
    assert assay(*write).code == 0
    for words in (["init", "-q", "-b", "main"], ["add", "-A"], ["commit", "-q", "-m", "Begin"]):
        identity = ["-c", "user.name=A", "-c", "user.email=a@example.com"]
        git = ["git", *identity, *words]
        subprocess.run(git, cwd=project, check=True, capture_output=True)  # noqa: S603 -- our own words
    monkeypatch.chdir(project)
    return project


def gate(assay: Assay, project: Path, *options: object) -> tuple[int, str]:
    fixed = ("--base-ref", "main", "--cassettes", project / "cassettes", "--on", "2026-07-01")
    ended = assay("gate", *fixed, "--no-attribute", *options)
    return ended.code, ended.err


def test_without_results_the_connectors_of_the_checkout_are_certified_afresh(
    certified: Path, assay: Assay
) -> None:
    before = sorted(certified.rglob("reports/**/*"))

    code, said = gate(assay, certified)

    assert (code, said.strip().splitlines()[-1]) == (0, "gate: ships")
    assert "7 clauses of 1 connector" in said
    assert sorted(certified.rglob("reports/**/*")) == before


def test_results_that_were_written_before_the_change_do_not_count(certified: Path, assay: Assay) -> None:
    acme.make(certified, holds=False)
    for name in [name for name in sys.modules if name.startswith(acme.FOUND)]:
        del sys.modules[name]

    code, said = gate(assay, certified)

    assert code == 1
    assert "regression" in said
    assert "acme/field/jobs/department" in said
    assert read_results(certified / "reports" / "results" / "acme.jsonl").holds


def test_a_contract_that_cannot_be_read_is_refused_with_its_line(certified: Path, assay: Assay) -> None:
    (contract,) = certified.rglob("contract.yaml")
    contract.write_text(contract.read_text("utf-8").replace("models:", "modles:"), "utf-8")

    code, said = gate(assay, certified)

    assert code == 2
    assert "acme cannot be certified: " in said
    assert f"{contract.relative_to(certified)}:" in said
    assert str(certified) not in said
    assert said.strip().splitlines()[-1] == "gate: refuses: 1 that cannot be compared (acme)"


def test_an_expired_waiver_on_disk_is_refused_at_its_line(certified: Path, assay: Assay) -> None:
    (contract,) = certified.rglob("contract.yaml")
    lines = (
        "waivers:",
        "- clause: acme/field/jobs/name",
        "  waives: regression",
        "  reason: it is being repaired",
        "  owner: team-ats",
        "  link: https://tracker.example/1",
        "  expires: 2026-06-30",
    )
    contract.with_name("waivers.yaml").write_text("\n".join(lines) + "\n", "utf-8")

    code, said = gate(assay, certified)

    assert code == 1
    assert "the waiver of acme/field/jobs/name (regression) expired on 2026-06-30" in said


def test_today_is_the_day_unless_another_one_is_given(repository: Repository, assay: Assay) -> None:
    old = accepted()
    results = repository.given(old)

    ended = assay("gate", "--base-ref", "main", "--results", results, "--no-attribute")

    assert time.strftime("on %Y-%m-%d:", time.gmtime()) in ended.err


def test_ctrl_c_leaves_nothing_half_written(
    repository: Repository, console_script: Start, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow, begun, summary = tmp_path / "bin" / "git", tmp_path / "begun", tmp_path / "out" / "gate.md"
    slow.parent.mkdir()
    os.mkfifo(tmp_path / "pipe")
    slow.write_text(f"#!/bin/sh\necho begun > {begun}\nexec cat {tmp_path / 'pipe'}\n")
    slow.chmod(0o755)
    monkeypatch.setenv("PATH", f"{slow.parent}:{os.environ['PATH']}")
    running = console_script(repository.root, "gate", "--base-ref", "main", "--summary", summary)
    while not begun.exists():
        assert running.poll() is None, running.communicate()
        time.sleep(0.05)

    running.send_signal(signal.SIGINT)
    _, said = running.communicate(timeout=60)

    assert running.returncode == 130
    assert "interrupted" in said
    assert "Traceback" not in said
    assert not summary.parent.exists()
