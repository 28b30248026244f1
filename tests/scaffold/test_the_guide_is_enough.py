"""A developer does what the README says under "Add a connector", and nothing else."""

import json
import re
import shlex
import shutil
from collections import Counter
from pathlib import Path

import pytest

from .conftest import ROOT, Run

README = (ROOT / "README.md").read_text("utf-8")
GUIDE = README.partition("## Add a connector\n")[2].partition("\n## ")[0]
BLOCKS = re.findall(r"^```(sh|diff|text)\n(.*?)^```", GUIDE, re.DOTALL | re.MULTILINE)

TAGS = {
    "acme/model/tags",
    *(f"acme/field/tags/{name}" for name in ("id", "remote_id", "changed_at", "remote_deleted_at", "name")),
}


def _commands(block: str) -> list[list[str]]:
    return [shlex.split(line)[1:] for line in block.splitlines()]


def _edit(checkout: Path, block: str) -> None:
    """Do what a block shows: its first line names the file, then come lines that go and lines that come."""
    head, *lines = block.splitlines(keepends=True)
    file = checkout / head.removeprefix("# ").strip()
    gone, come = ("".join(line[1:] for line in lines if line[0] == sign) for sign in "-+")
    text = file.read_text("utf-8")
    assert text.count(gone) == 1, f"{head}{gone}"
    file.write_text(text.replace(gone, come), "utf-8")


def _outcomes(assay_there: Run, checkout: Path, code: int) -> dict[str, tuple[str, str]]:
    """Clause -> outcome and message of a certification that ends so."""
    ended = assay_there("certify", "acme", "--json", "--out", checkout.parent / "out")
    assert ended.returncode == code, ended.stderr
    [listed] = json.loads(ended.stdout)
    return {clause["clause"]: (clause["outcome"], clause["message"]) for clause in listed["clauses"]}


def _first_blocks() -> tuple[list[list[str]], list[str], list[list[str]]]:
    kinds = [kind for kind, _ in BLOCKS]
    assert kinds == ["sh", "text", "diff", "diff", "diff", "diff", "sh"]
    return (
        _commands(BLOCKS[0][1]),
        [text for kind, text in BLOCKS if kind == "diff"],
        _commands(BLOCKS[-1][1]),
    )


@pytest.mark.loopback
def test_a_developer_who_follows_the_readme_certifies_the_first_model(
    checkout: Path, run: Run, assay_there: Run
) -> None:
    (new, certify), edits, (record, again) = _first_blocks()
    assert certify == again == ["certify", "acme"]

    written = assay_there(*new)
    assert written.returncode == 0, written.stderr

    before = _outcomes(assay_there, checkout, 1)
    assert Counter(outcome for outcome, _ in before.values()) == {"unproven": len(before)}
    assert f"{len(before)} unproven of {len(before)} clauses" in GUIDE
    for clause, (_, message) in before.items():
        _, _, todo = message.partition("; next: ")
        named = re.findall(r"(?:fixtures|connectors|contracts)/[\w/.]*\w", todo)
        assert named, clause
        assert all((checkout / path).exists() for path in named), message

    tests = run(
        "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests/connectors/acme", "tests/sandboxes/acme"
    )
    assert tests.returncode == 0, tests.stdout

    assert assay_there(*record).returncode == 0
    recorded = _outcomes(assay_there, checkout, 1)
    assert Counter(outcome for outcome, _ in recorded.values()) == {"unproven": len(before)}

    for edit in edits:
        _edit(checkout, edit)
    ended = assay_there(*record)
    assert ended.returncode == 0, ended.stderr
    after = _outcomes(assay_there, checkout, 1)
    passed = {clause for clause, (outcome, _) in after.items() if outcome == "passed"}
    assert passed == {*TAGS, "acme/behaviour/general/a-full-sync-writes-nothing"}
    assert {outcome for clause, (outcome, _) in after.items() if clause not in passed} == {"unproven"}

    lint = assay_there("cassettes", "--cassettes", checkout / "cassettes")
    assert lint.returncode == 0, lint.stdout + lint.stderr


def test_what_the_guide_quotes_of_the_first_certify_is_what_it_says(checkout: Path, assay_there: Run) -> None:
    slug = "quoted"
    assert assay_there("new", slug).returncode == 0
    said = assay_there("certify", slug, "--out", checkout.parent / "out").stderr

    [quoted] = [text for kind, text in BLOCKS if kind == "text"]
    for line in quoted.replace("acme", slug).splitlines():
        assert line.removesuffix("...") in said
    assert "Errored" not in said
    assert "failed" not in said
    for place in ("contracts/assay_contracts", "connectors/assay_connectors", "fixtures/assay_sandboxes"):
        shutil.rmtree(checkout / place / slug)


def test_a_connector_that_is_being_written_leaves_the_suites_that_loop_over_vendors_alone(
    run: Run, assay_there: Run
) -> None:
    assert assay_there("new", "looped").returncode == 0
    named = "import tests.certification.vendors as v; print('looped' in v.EVERY, 'looped' in v.TABLES)"

    ended = run("-c", named)

    assert ended.stdout.split() == ["True", "False"], ended.stderr
