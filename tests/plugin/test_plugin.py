import os
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from . import acme

pytest_plugins = ("pytester",)

CLAUSES = [
    "acme/model/jobs",
    "acme/field/jobs/id",
    "acme/field/jobs/remote_id",
    "acme/field/jobs/name",
    "acme/field/jobs/department",
    "acme/field/jobs/category",
    "acme/feature/full-syncs",
]
RECORDED = ("--assay", "acme", "--assay-cassettes", "cassettes", "-p", "no:randomly")


def _faulty(project: Path) -> None:
    acme.make(project, holds=False)


def test_a_connector_is_run_clause_by_clause(project: Path, pytester: pytest.Pytester) -> None:
    result = pytester.runpytest_inprocess(*RECORDED, "-v")

    result.assert_outcomes(passed=6, skipped=1)
    contract = project / "acme_contracts" / "acme" / "contract.yaml"
    assert contract.is_file()
    result.stdout.fnmatch_lines([f"*contract.yaml::{clause}*" for clause in CLAUSES], consecutive=True)


@pytest.mark.usefixtures("project")
def test_an_exempt_clause_is_skipped_with_its_fact(pytester: pytest.Pytester) -> None:
    result = pytester.runpytest_inprocess(*RECORDED, "-rs")

    result.stdout.fnmatch_lines(["SKIPPED*the vendor has no categories"])


def test_a_clause_that_does_not_hold_fails_with_message_and_place(
    project: Path, pytester: pytest.Pytester
) -> None:
    _faulty(project)

    result = pytester.runpytest_inprocess(*RECORDED)

    result.assert_outcomes(passed=5, failed=1, skipped=1)
    result.stdout.fnmatch_lines(
        [
            "*acme/field/jobs/department*",
            "unproven: no value in any of 3 records",
            "  acme/full-sync #3 at ats_jobs.department (documented, 2026-06-15)",
            "  says the check fields-carry-values",
            "  promised in acme sheet 1",
            "FAILED *contract.yaml::acme/field/jobs/department*",
        ]
    )
    result.stdout.no_fnmatch_line("*plugin.py*")


@pytest.mark.usefixtures("project")
def test_clauses_are_chosen_by_name(pytester: pytest.Pytester) -> None:
    pytester.runpytest_inprocess(*RECORDED, "-k", "department or model").assert_outcomes(
        passed=2, deselected=5
    )


def test_the_first_failure_can_end_the_run(project: Path, pytester: pytest.Pytester) -> None:
    _faulty(project)

    pytester.runpytest_inprocess(*RECORDED, "-x").assert_outcomes(passed=4, failed=1)


def test_a_contract_can_be_named_by_its_path(project: Path, pytester: pytest.Pytester) -> None:
    path = project / "acme_contracts" / "acme" / "contract.yaml"

    whole = pytester.runpytest_inprocess(path, *RECORDED[2:])
    one = pytester.runpytest_inprocess(f"{path}::acme/field/jobs/name", *RECORDED[2:])

    whole.assert_outcomes(passed=6, skipped=1)
    one.assert_outcomes(passed=1)


@pytest.mark.usefixtures("project")
def test_a_contract_in_a_folder_is_left_alone(pytester: pytest.Pytester) -> None:
    result = pytester.runpytest_inprocess("acme_contracts")

    assert result.ret is pytest.ExitCode.NO_TESTS_COLLECTED


@pytest.mark.usefixtures("project")
def test_a_projects_own_tests_run_beside_it_only_when_they_are_named(pytester: pytest.Pytester) -> None:
    own = pytester.makepyfile(test_own="def test_own(): pass")

    pytester.runpytest_inprocess(*RECORDED).assert_outcomes(passed=6, skipped=1)
    pytester.runpytest_inprocess(*RECORDED, own).assert_outcomes(passed=7, skipped=1)


@pytest.mark.usefixtures("project")
def test_an_unknown_connector_is_refused(pytester: pytest.Pytester) -> None:
    result = pytester.runpytest_inprocess("--assay", "acne")

    assert result.ret is pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines(["*there is no connector called 'acne'*", "*the connectors are: acme,*"])


def test_a_mistake_in_a_contract_is_one_clear_message(project: Path, pytester: pytest.Pytester) -> None:
    contract = project / "acme_contracts" / "acme" / "contract.yaml"
    contract.write_text(acme.CONTRACT.replace("features:", "featurse:"), "utf-8")

    result = pytester.runpytest_inprocess(*RECORDED)

    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(["*contract.yaml:*featurse*"])
    result.stdout.no_fnmatch_line("*Traceback*")


def test_another_contract_of_the_same_connector_is_refused(project: Path, pytester: pytest.Pytester) -> None:
    copy = project / "elsewhere" / "contract.yaml"
    copy.parent.mkdir()
    copy.write_text(acme.CONTRACT, "utf-8")

    result = pytester.runpytest_inprocess(copy)

    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(["*the contract of acme that is installed is another file*"])


def test_a_broken_recording_fails_every_clause_with_one_message(
    project: Path, pytester: pytest.Pytester
) -> None:
    (project / "cassettes" / "acme" / "full-sync.json").write_text("{}", "utf-8")

    result = pytester.runpytest_inprocess(*RECORDED)

    result.assert_outcomes(failed=7)
    result.stdout.fnmatch_lines(["*full-sync.json*"])
    result.stdout.no_fnmatch_line("*Traceback*")


def test_a_fault_of_ours_is_shown_in_full(
    project: Path, pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError("a fault of ours")

    assert project
    monkeypatch.setattr("assay.engine.certify", broken)

    result = pytester.runpytest_inprocess(*RECORDED, "-k", "model")

    result.assert_outcomes(failed=1, deselected=6)
    result.stdout.fnmatch_lines(["*ZeroDivisionError: a fault of ours"])


def test_junit_names_every_clause_and_its_evidence(project: Path, pytester: pytest.Pytester) -> None:
    pytester.runpytest_inprocess(*RECORDED, "--junitxml", "out.xml", "-o", "junit_family=xunit1")

    cases = ET.parse(project / "out.xml").getroot().iter("testcase")  # noqa: S314 -- we wrote it
    properties = {
        case.get("name"): {p.get("name"): p.get("value") for p in case.iter("property")} for case in cases
    }
    assert list(properties) == CLAUSES
    assert properties["acme/field/jobs/name"] == {
        "outcome": "passed",
        "origin": "documented",
        "cassette": "acme/full-sync",
        "recorded_at": "2026-06-15T08:00:00.000Z",
    }


def _python(project: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    search = os.pathsep.join(filter(None, (str(project), os.environ.get("PYTHONPATH", ""))))
    return subprocess.run(  # noqa: S603 -- our own interpreter
        [sys.executable, *arguments],
        cwd=project,
        env={**os.environ, "PYTHONPATH": search},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_clauses_are_shared_out_among_workers(project: Path) -> None:
    run = _python(project, "-m", "pytest", *RECORDED, "-n", "2", "-q")

    assert "6 passed, 1 skipped" in run.stdout, run.stdout + run.stderr
    assert run.returncode == 0


def test_the_plugin_imports_nothing_of_ours_until_it_is_asked(tmp_path: Path) -> None:
    (tmp_path / "test_nothing.py").write_text(
        "import sys\n\n\ndef test_nothing():\n"
        "    ours = {name for name in sys.modules if name.split('.')[0].startswith('assay')}\n"
        "    assert ours <= {'assay', 'assay.plugin'}, ours\n",
        "utf-8",
    )

    run = _python(tmp_path, "-m", "pytest", "-q", "-p", "no:cacheprovider")

    assert run.returncode == 0, run.stdout
