"""``record``, ``probe``, ``cassettes`` and ``accept``, and certifying with more than one process."""

import json
import subprocess
import sys
from pathlib import Path

import pytest


def assay(*arguments: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-c", "from assay.cli import main; main()", *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)  # noqa: S603 -- ourselves


@pytest.mark.parametrize("slugs", [["ashby"], ["flatchr", "asymbl"]], ids=["a connector", "two connectors"])
def test_two_processes_say_exactly_what_one_says(tmp_path: Path, slugs: list[str]) -> None:
    alone = assay("certify", *slugs, "-j", "1", "--out", str(tmp_path / "alone"))
    together = assay("certify", *slugs, "-j", "2", "--out", str(tmp_path / "together"))

    assert (alone.returncode, together.returncode) == (0, 0)
    for name in ("README.md", *(f"results/{slug}.jsonl" for slug in slugs)):
        assert (tmp_path / "alone" / name).read_bytes() == (tmp_path / "together" / name).read_bytes()


def test_a_broken_recording_of_one_of_several_connectors_is_named(tmp_path: Path) -> None:
    (tmp_path / "asymbl").mkdir()
    (tmp_path / "asymbl" / "full-sync.json").write_text("{", encoding="utf-8")

    ended = assay(
        "certify", "flatchr", "asymbl", "-j", "2", "--cassettes", str(tmp_path), "--out", str(tmp_path)
    )

    assert ended.returncode == 2
    assert "asymbl/full-sync.json" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_recording_says_how_much_it_recorded(tmp_path: Path) -> None:
    ended = assay("record", "ashby", "connect", "--against", "sandbox", "--cassettes", str(tmp_path))

    assert ended.returncode == 0
    assert ended.stderr.startswith("ashby/connect: ")
    assert (tmp_path / "ashby" / "connect.json").is_file()


@pytest.mark.parametrize(
    "command", [["record", "ashby", "--against", "moon"], ["probe", "ashby", "--against", "moon"]]
)
def test_a_vendor_can_only_be_a_sandbox_or_live(command: list[str]) -> None:
    ended = assay(*command)

    assert ended.returncode == 2
    assert "neither sandbox nor live" in ended.stderr


def test_a_full_credential_passes_every_probe() -> None:
    ended = assay("probe", "ashby", "--json")

    report = json.loads(ended.stdout)
    assert ended.returncode == 0
    assert {finding["verdict"] for part in report.values() for finding in part["findings"]} == {"ok"}


def test_a_credential_that_lacks_something_ends_with_one_and_says_what() -> None:
    ended = assay("probe", "ashby", "--credential", "without-interviews")

    assert ended.returncode == 1
    assert "interviews:read" in ended.stderr


def test_a_wrong_credential_is_refused_as_a_whole() -> None:
    ended = assay("probe", "ashby", "--credential", "wrong")

    assert ended.returncode == 1
    assert "refused" in ended.stderr


def test_an_unknown_credential_is_told_from_the_known_ones() -> None:
    ended = assay("probe", "ashby", "--credential", "golden")

    assert ended.returncode == 2
    assert "without-interviews" in ended.stderr


def test_the_committed_recordings_break_no_rule() -> None:
    ended = assay("cassettes")

    assert (ended.returncode, "0 findings" in ended.stderr) == (0, True)


def test_a_recording_without_a_scenario_is_found(tmp_path: Path) -> None:
    assay("record", "ashby", "connect", "--against", "sandbox", "--cassettes", str(tmp_path))
    (tmp_path / "ashby" / "connect.json").rename(tmp_path / "ashby" / "orphan.json")

    ended = assay("cassettes", "--cassettes", str(tmp_path))

    assert ended.returncode == 1
    assert "orphan" in ended.stderr
