"""Commands of the README are run as they stand there: what a ``console`` block shows after ``$``."""

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from .checkout import ROOT

README = (ROOT / "README.md").read_text("utf-8")
CI = (ROOT / ".ci" / "run").read_text("utf-8")
IN_PLACE = ".venv/bin/"
BRINGS_UP = ("python3 -m venv", f"{IN_PLACE}pip install", f"{IN_PLACE}tox")
"""Commands that make the environment in which this test runs, or run this test."""

pytestmark = pytest.mark.skipif(not README.strip(), reason="the README is not written yet")


def _commands() -> list[str]:
    """Simple commands of all console blocks, in order."""
    blocks = re.findall(r"^```console\n(.*?)^```", README, re.DOTALL | re.MULTILINE)
    lines = [line[2:] for block in blocks for line in block.splitlines() if line.startswith("$ ")]
    return [command.strip() for line in lines for command in line.split("&&")]


def _run_here(command: str, scratch: Path) -> "subprocess.CompletedProcess[str]":
    """An ``assay`` command by the interpreter of this test; what it writes goes elsewhere."""
    words = shlex.split(command.removeprefix(IN_PLACE))
    finished = sorted(path.stem for path in (ROOT / "reports" / "results").glob("*.jsonl"))
    extra = [*finished, "--out", str(scratch)] if words[1] == "certify" else []
    return subprocess.run(  # noqa: S603 -- our own interpreter
        [sys.executable, "-c", "from assay.cli import main; main()", *words[1:], *extra],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


def test_there_are_two_commands() -> None:
    assert [command for command in _commands() if command.startswith(f"{IN_PLACE}assay certify")]
    assert [command for command in _commands() if command.startswith(f"{IN_PLACE}tox")]


def test_no_command_goes_untested() -> None:
    tested = (f"{IN_PLACE}assay ", "assay ", *BRINGS_UP)

    assert [command for command in _commands() if not command.startswith(tested)] == []


def test_every_assay_command_does_what_the_readme_says(tmp_path: Path) -> None:
    for command in _commands():
        if command.removeprefix(IN_PLACE).startswith("assay "):
            ended = _run_here(command, tmp_path)
            assert ended.returncode == 0, f"{command}\n{ended.stderr[-4000:]}"


def test_what_brings_up_the_environment_is_what_ci_does() -> None:
    for command in _commands():
        if command.startswith(BRINGS_UP):
            assert command in CI


def test_files_that_commands_name_are_there() -> None:
    named = [word for command in _commands() for word in shlex.split(command) if word.startswith(".ci/")]

    assert named
    assert all((ROOT / name).is_file() for name in named)


def test_every_command_of_the_table_exists() -> None:
    told = set(re.findall(r"^assay ([a-z]+)", README, re.MULTILINE))
    listed = subprocess.run(
        [sys.executable, "-c", "from assay.cli import main; main()", "--help"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout

    assert told
    assert told <= set(re.findall(r"^  ([a-z]+) ", listed, re.MULTILINE))


def test_links_lead_somewhere() -> None:
    targets = re.findall(r"\]\(([^)#]+)", README)

    lost = [target for target in targets if "://" not in target and not (ROOT / target).exists()]
    assert lost == []


def test_paths_in_the_readme_exist() -> None:
    paths = re.findall(r"`((?:connectors|contracts|fixtures|reports|tests|cassettes)/[\w./-]*)`", README)

    assert [path for path in paths if not (ROOT / path).exists()] == []
