import os
import signal
import subprocess
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from xml.etree import ElementTree as ET

import orjson
import pytest
from rich.console import Console

from assay import discover
from assay.results import read_results
from tests.plugin import acme

from .conftest import Assay

Start = Callable[..., "subprocess.Popen[str]"]


def _recorded(project: Path) -> tuple[object, ...]:
    return ("certify", "acme", "--cassettes", project / "cassettes", "--out", project / "out")


def test_a_connector_that_holds_ends_with_0(assay: Assay, project: Path) -> None:
    ended = assay(*_recorded(project))

    assert ended.code == 0, ended
    assert "acme holds: 6 passed, 1 exempt of 7 clauses (evidence: documented)" in ended.err


def test_tables_go_to_stderr_when_stdout_is_no_terminal(assay: Assay, project: Path) -> None:
    ended = assay(*_recorded(project))

    assert ended.out == ""
    assert "acme: Models" in ended.err


def test_results_and_page_are_written(assay: Assay, project: Path) -> None:
    assay(*_recorded(project))

    results = read_results(project / "out" / "results" / "acme.jsonl")
    assert [result.outcome for result in results.results].count("passed") == 6
    assert "# Acme" in (project / "out" / "acme.md").read_text("utf-8")


def test_two_runs_write_the_same_bytes(assay: Assay, project: Path) -> None:
    def written() -> list[bytes]:
        assay(*_recorded(project))
        return [path.read_bytes() for path in sorted((project / "out").rglob("*.*"))]

    assert written() == written()


def test_a_clause_that_does_not_hold_ends_with_1_and_its_place(assay: Assay, project: Path) -> None:
    acme.make(project, holds=False)

    ended = assay(*_recorded(project))

    assert ended.code == 1
    assert "unproven acme/field/jobs/department" in ended.err
    assert "no value in any of 3 records" in ended.err
    assert "acme/full-sync #3 at ats_jobs.department (documented, 2026-06-15)" in ended.err
    assert "acme does not hold" in ended.err


def test_json_is_alone_on_stdout(assay: Assay, project: Path) -> None:
    ended = assay(*_recorded(project), "--json")

    (listed,) = orjson.loads(ended.out)
    assert ended.code == 0
    assert ended.err == ""
    assert (listed["connector"], listed["holds"], listed["counts"]["passed"]) == ("acme", True, 6)
    (name,) = (one for one in listed["clauses"] if one["clause"] == "acme/field/jobs/name")
    assert (name["outcome"], name["origin"], name["cassette"]) == ("passed", "documented", "acme/full-sync")
    assert name["interactions"]
    assert name["assumptions"] == ["names"]


def test_junit_is_written_when_it_is_asked_for(assay: Assay, project: Path) -> None:
    assay(*_recorded(project), "--junit", project / "junit.xml")

    root = ET.parse(project / "junit.xml").getroot()  # noqa: S314 -- we wrote it
    assert (root.get("tests"), root.get("failures")) == ("7", "0")


def test_a_connector_named_twice_is_certified_once(assay: Assay, project: Path) -> None:
    ended = assay("certify", "acme", *_recorded(project)[1:], "--json")

    assert len(orjson.loads(ended.out)) == 1


def test_reports_go_where_reports_go_unless_told_otherwise(
    assay: Assay, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(discover, "reports_dir", lambda: project / "usual")

    assay(*_recorded(project)[:4])

    assert (project / "usual" / "acme.md").is_file()


def test_several_connectors_are_certified_side_by_side(project: Path, console_script: Start) -> None:
    run = console_script(
        project, "certify", "acme", "asymbl", "--cassettes", "cassettes", "--out", "out", "--json"
    )
    out, err = run.communicate(timeout=180)

    assert run.returncode == 1, err
    assert [(one["connector"], one["holds"]) for one in orjson.loads(out)] == [
        ("acme", True),
        ("asymbl", False),
    ]


@pytest.mark.usefixtures("project")
def test_an_unknown_connector_ends_with_2(assay: Assay) -> None:
    ended = assay("certify", "acne")

    assert ended.code == 2
    assert ended.err.startswith("assay: there is no connector called 'acne'\n  -> the connectors are: acme,")


def test_a_mistake_in_a_contract_ends_with_2_and_its_line(assay: Assay, project: Path) -> None:
    contract = project / "acme_contracts" / "acme" / "contract.yaml"
    contract.write_text(acme.CONTRACT.replace("name: department", "nome: department"), "utf-8")

    ended = assay(*_recorded(project))

    assert ended.code == 2
    assert f"{contract}:10: " in ended.err
    assert "nome" in ended.err


def test_broken_yaml_ends_with_2_and_its_line(assay: Assay, project: Path) -> None:
    contract = project / "acme_contracts" / "acme" / "contract.yaml"
    contract.write_text("connector: acme\nmodels: [\n", "utf-8")

    ended = assay(*_recorded(project))

    assert ended.code == 2
    assert f"{contract}:" in ended.err


def test_a_broken_recording_ends_with_2_and_its_name(assay: Assay, project: Path) -> None:
    (project / "cassettes" / "acme" / "full-sync.json").write_bytes(b'{"version": 1')

    ended = assay(*_recorded(project))

    assert ended.code == 2
    assert "full-sync.json" in ended.err


def test_recordings_that_are_not_there_end_with_2(assay: Assay, project: Path) -> None:
    ended = assay("certify", "acme", "--cassettes", project / "nowhere")

    assert ended.code == 2
    assert "nowhere: there is no such folder" in ended.err


def test_a_disk_that_refuses_ends_with_2_and_leaves_what_was_there(assay: Assay, project: Path) -> None:
    (project / "out").write_text("no folder", "utf-8")

    ended = assay(*_recorded(project))

    assert ended.code == 2
    assert "cannot be written" in ended.err
    assert (project / "out").read_text("utf-8") == "no folder"


def test_a_fault_of_ours_ends_with_3_and_says_so(
    assay: Assay, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError("oh")

    monkeypatch.setattr("assay.cli.certify.certify_each", broken)

    ended = assay(*_recorded(project))

    assert ended.code == 3
    assert "Traceback" in ended.err
    assert ended.err.rstrip().endswith(
        "a fault of Assay itself (ZeroDivisionError); please report it with what is above"
    )


def _interrupting(project: Path) -> None:
    register = project / "acme_contracts" / "acme" / "__init__.py"
    waiting = 'stage.sync("everything")\n    print("waiting", flush=True)\n    import time; time.sleep(60)'
    register.write_text(acme.REGISTER.replace('stage.sync("everything")', waiting, 1), "utf-8")


def test_ctrl_c_ends_with_130_and_loses_nothing(project: Path, console_script: Start) -> None:
    out = project / "out"
    before = {out / "acme.md": "the old page", out / "results" / "acme.jsonl": "the old results"}
    (out / "results").mkdir(parents=True)
    for path, text in before.items():
        path.write_text(text, "utf-8")
    _interrupting(project)

    run = console_script(project, *_recorded(project))
    assert run.stdout is not None
    assert run.stdout.readline() == "waiting\n"
    run.send_signal(signal.SIGINT)
    _, err = run.communicate(timeout=60)

    assert run.returncode == 130
    assert err.strip() == "assay: interrupted; files are as they were or complete, none is half written"
    assert {path: path.read_text("utf-8") for path in before} == before
    assert sorted(path for path in out.rglob("*") if path.is_file()) == sorted(before)


def test_ctrl_c_at_a_terminal_reaches_the_workers_too(project: Path, console_script: Start) -> None:
    _interrupting(project)

    run = console_script(
        project, "certify", "acme", "asymbl", "--cassettes", "cassettes", start_new_session=True
    )
    assert run.stdout is not None
    assert run.stdout.readline() == "waiting\n"
    os.killpg(run.pid, signal.SIGINT)
    _, err = run.communicate(timeout=60)

    assert run.returncode == 130
    assert "Traceback" not in err


def test_at_a_terminal_the_verdict_goes_to_stdout(project: Path, console_script: Start) -> None:
    master, slave = os.openpty()

    run = console_script(project, *_recorded(project), stdout=slave)
    os.close(slave)
    _, err = run.communicate(timeout=120)
    shown = _read(master)

    assert run.returncode == 0, err
    assert "acme" in shown
    assert "holds" in shown
    assert "Models" not in err


def _read(terminal: int) -> str:
    chunks = []
    while True:
        try:
            chunk = os.read(terminal, 65536)
        except OSError:  # Linux says so at the end
            break
        if not chunk:
            break
        chunks.append(chunk)
    os.close(terminal)
    return b"".join(chunks).decode()


def test_progress_is_told_of_every_kind_of_event(
    assay: Assay, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    watched = Console(file=StringIO(), force_terminal=True, width=40)
    monkeypatch.setattr("assay.cli.certify.progress", lambda: watched)

    ended = assay(*_recorded(project), "--jobs", 1)

    assert ended.code == 0, ended.err
    assert isinstance(watched.file, StringIO)
    told = watched.file.getvalue().split("\r\x1b[2K")
    assert told[1] == "acme: 1 scenarios"
    assert told[2] == "acme: played full-sync (4 exchanges)"
    assert "acme: models-are-read" in told
    assert told[-2:] == ["acme: done", ""]
    assert max(map(len, told)) < 40


def test_progress_is_silent_where_nobody_watches(assay: Assay, project: Path) -> None:
    assert "played full-sync" not in assay(*_recorded(project), "--json").err
