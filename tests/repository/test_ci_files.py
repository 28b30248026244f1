"""What CI and hooks run exists: commands, options, files and artifacts."""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import orjson
import pytest
from typer.main import get_command

from assay import discover
from assay.cli import app

from .checkout import ROOT
from .workflows import jobs, read, run_step, script_of

WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
GITLAB = ROOT / ".gitlab" / "gate.gitlab-ci.yml"
HOOKS = (ROOT / ".pre-commit-config.yaml", ROOT / ".pre-commit-hooks.yaml")
EXPRESSION = re.compile(r"\$\{\{.*?\}\}", re.DOTALL)
PINNED = re.compile(r"[\w.-]+/[\w./-]+@(v\d+|[0-9a-f]{40})")
COMMANDS = get_command(app).commands  # type: ignore[attr-defined]


def _steps() -> Iterator[tuple[str, dict[str, Any]]]:
    """Every step of every workflow, with a name for messages."""
    for path in WORKFLOWS:
        for name, job in jobs(path).items():
            for step in job.get("steps", ()):
                yield f"{path.name} {name}", step


def _scripts() -> Iterator[str]:
    for _, step in _steps():
        if "run" in step:
            yield step["run"]
    [job] = [value for key, value in read(GITLAB).items() if key == "assay gate"]
    for part in ("before_script", "script", "after_script"):
        yield "\n".join(job[part])
    for path in HOOKS:
        given = read(path)
        for hook in given if isinstance(given, list) else given["repos"][0]["hooks"]:
            yield hook["entry"]


def _assay_calls() -> Iterator[list[str]]:
    """The words after ``assay`` of every call in any script."""
    for script in _scripts():
        for line in script.replace("\\\n", " ").splitlines():
            for command in re.split(r"\|\||&&|;|\||>>|>", line):
                if command.strip().startswith("assay "):
                    yield shlex.split(command)[1:]


@pytest.mark.parametrize("call", list(_assay_calls()), ids=" ".join)
def test_every_call_of_assay_has_a_command_and_options_that_exist(call: list[str]) -> None:
    name, *words = call
    assert name in COMMANDS
    context = click.Context(COMMANDS[name])

    COMMANDS[name].make_parser(context).parse_args(words)


def test_calls_are_found_in_all_files() -> None:
    names = [call[0] for call in _assay_calls()]

    assert {"clauses", "certify", "gate", "report", "contracts", "cassettes"} <= set(names)
    assert names.count("gate") == 2
    assert names.count("contracts") == 4


def test_only_reading_is_allowed_unless_a_job_says_more() -> None:
    for path in WORKFLOWS:
        assert read(path)["permissions"] == {"contents": "read"}
    more = {
        (path.name, name): job["permissions"]
        for path in WORKFLOWS
        for name, job in jobs(path).items()
        if "permissions" in job
    }
    assert more == {("ci.yml", "comment"): {"pull-requests": "write"}}


def test_every_action_of_others_is_pinned() -> None:
    used = [step["uses"] for _, step in _steps() if "uses" in step]

    assert used
    assert [action for action in used if not PINNED.fullmatch(action)] == []


def test_no_expression_is_pasted_into_a_script() -> None:
    assert [where for where, step in _steps() if EXPRESSION.search(step.get("run", ""))] == []


def test_the_gate_is_the_reusable_workflow_and_gets_what_it_asks_for() -> None:
    call = jobs(ROOT / ".github" / "workflows" / "ci.yml")["gate"]
    reusable = read(ROOT / ".github" / "workflows" / "gate.yml")
    inputs = reusable["on"]["workflow_call"]["inputs"]

    assert call["uses"] == "./.github/workflows/gate.yml"
    assert set(call["with"]) <= set(inputs)
    told = set(re.findall(r"inputs\.([\w-]+)", str(reusable["jobs"])))
    assert told == set(inputs)


def test_the_gate_sees_the_whole_history() -> None:
    [checkout] = [
        step
        for step in jobs(ROOT / ".github" / "workflows" / "gate.yml")["gate"]["steps"]
        if step.get("uses", "").startswith("actions/checkout@")
    ]

    assert checkout["with"]["fetch-depth"] == 0
    assert read(GITLAB)["assay gate"]["variables"]["GIT_DEPTH"] == "0"


def test_files_that_workflows_install_from_are_there() -> None:
    text = "".join(path.read_text("utf-8") for path in (*WORKFLOWS, GITLAB))
    named = set(re.findall(r"\.ci/[\w.]+|pyproject\.toml", text))

    assert named == {".ci/constraints.txt", ".ci/run", "pyproject.toml"}
    assert all((ROOT / name).is_file() for name in named)


def test_the_matrix_is_every_vendor_and_nobody_else(tmp_path: Path) -> None:
    said = tmp_path / "output"

    ended = run_step(script_of("gate.yml", "vendors", "List the vendors"), tmp_path, GITHUB_OUTPUT=str(said))

    assert ended.returncode == 0, ended.stderr
    name, _, value = said.read_text("utf-8").partition("=")
    assert (name, orjson.loads(value)) == ("vendors", list(discover.slugs()))
    matrix = jobs(ROOT / ".github" / "workflows" / "gate.yml")["certify"]["strategy"]["matrix"]
    assert matrix == {"vendor": "${{ fromJSON(needs.vendors.outputs.vendors) }}"}


def test_a_list_of_vendors_that_cannot_be_made_is_no_empty_list(tmp_path: Path) -> None:
    script = script_of("gate.yml", "vendors", "List the vendors").replace(" --json", " nobody --json")

    ended = run_step(script, tmp_path, GITHUB_OUTPUT=str(tmp_path / "output"))

    assert ended.returncode != 0


@pytest.mark.parametrize("hook", ["contracts", "cassettes"])
def test_hooks_for_others_and_for_this_repository_run_the_same(hook: str) -> None:
    ours, theirs = (read(path) for path in HOOKS)
    [here] = [one for one in ours["repos"][0]["hooks"] if one["id"] == hook]
    [there] = [one for one in theirs if one["id"] == f"assay-{hook}"]

    assert here["entry"] == there["entry"]
    assert here.get("pass_filenames", True) == there.get("pass_filenames", True)


def test_hooks_look_at_every_contract_and_every_recording() -> None:
    kept = {"contracts": _contract, "cassettes": _first_recording}
    for path in HOOKS:
        given = read(path)
        hooks = given if isinstance(given, list) else given["repos"][0]["hooks"]
        for hook in hooks:
            where = kept.get(hook["id"].removeprefix("assay-"))
            files = [where(slug) for slug in discover.slugs()] if where else []
            for file in files:
                assert (ROOT / file).is_file(), file
                assert re.search(hook["files"], file), f"{path.name}: {file}"


def _contract(slug: str) -> str:
    return f"contracts/assay_contracts/{slug}/contract.yaml"


def _first_recording(slug: str) -> str:
    return f"cassettes/{slug}/full-sync.json"
