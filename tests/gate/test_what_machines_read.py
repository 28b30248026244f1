"""Markdown for a pull request, annotations and JUnit; and that text of others stays text in all of them."""

import re
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree as ET

import orjson
import pytest

from assay.outcome import Outcome
from assay.results import Result, Results
from tests.cli.conftest import Ended

from .conftest import Repository
from .made_up import NAME, STATUS, accepted, beside, having, result, unproven, waiver, waiving

EVIL = (
    "a|b <script>alert('x')</script> @everyone #12 https://evil.example www.evil.example `code` "
    "[link](x)\n::error::no\x1b[2J \u202e"
)
BROKEN = having(accepted(), NAME, outcome=Outcome.FAILED, message=EVIL)


def summary(repository: Repository, *every: Results) -> str:
    path = repository.root.parent / "out" / "gate.md"
    repository.gate(*every, options=("--summary", path))
    return path.read_text("utf-8")


def many(count: int) -> tuple[Result, ...]:
    return tuple(unproven(f"acme/field/jobs/f{n:03}", message=f"reason {n}") for n in range(count))


def test_the_summary_begins_with_the_verdict(repository: Repository) -> None:
    assert summary(repository, accepted()).splitlines()[:2] == ["<!-- assay gate -->", "### gate: ships"]


def test_the_summary_shows_what_refuses_and_folds_in_the_rest(repository: Repository) -> None:
    now = waiving(
        having(having(BROKEN, STATUS, values=("OPEN",)), STATUS, origin="live"), waiver(), waiver(STATUS)
    )

    said = summary(repository, now)

    assert "### gate: refuses: 1 narrowed, 1 waiver (acme)" in said
    assert f"| narrowed | `{STATUS}` | 1 value no longer shown: CLOSED | `contracts/assay_contracts/" in said
    assert "| waiver-unused: " in said
    assert "<details><summary>What else differs: 1 regression, 1 improvement</summary>" in said
    assert "| regression, waived until 2026-12-22 |" in said
    assert "<details><summary>Waivers: 2</summary>" in said
    assert "[work](<https://tracker.example/1>)" in said


def test_text_of_others_stays_text_in_the_summary(repository: Repository) -> None:
    said = summary(repository, BROKEN)

    row = next(line for line in said.splitlines() if line.startswith("| regression"))
    assert len(re.findall(r"(?<!\\)\|", row)) == 6
    assert "<script>" not in said
    for linked in ("@everyone", "#12", "://evil", "www.evil", "[link]"):
        assert linked not in row, linked


def test_the_summary_of_very_many_differences_still_fits_into_a_comment(repository: Repository) -> None:
    said = summary(repository, beside(accepted(), *many(300)))

    assert "and 260 rows more; the log lists all" in said
    assert len(said) < 65536


def test_a_very_long_message_is_cut_in_the_summary(repository: Repository) -> None:
    said = summary(repository, having(accepted(), NAME, outcome=Outcome.FAILED, message="x" * 5000))

    assert len(said) < 3000


def junit(repository: Repository, *every: Results) -> ET.Element:
    path = repository.root.parent / "out" / "gate.xml"
    repository.gate(*every, options=("--junit", path))
    return ET.parse(path).getroot()  # noqa: S314 -- our own file


def test_junit_has_a_case_for_each_connector_also_when_nothing_differs(repository: Repository) -> None:
    root = junit(repository, accepted())

    assert (root.get("tests"), root.get("failures")) == ("1", "0")
    assert [case.get("name") for case in root.iter("testcase")] == ["may ship"]


def test_junit_has_a_case_for_each_difference_and_refusal(repository: Repository) -> None:
    now = waiving(having(BROKEN, STATUS, values=("OPEN",)), waiver(), waiver(STATUS))

    root = junit(repository, now)

    cases = {str(case.get("name")): [child.tag for child in case] for case in root.iter("testcase")}
    assert cases == {
        "may ship": ["failure"],
        "waiver-unused": ["failure"],
        f"{NAME} regression": ["skipped", "system-out"],
        f"{STATUS} narrowed": ["failure"],
    }
    assert (root.get("tests"), root.get("failures")) == ("4", "3")


def annotated(repository: Repository, *every: Results, options: tuple[object, ...] = ()) -> list[str]:
    return repository.gate(*every, options=("--annotations", *options)).out.splitlines()


def test_annotations_name_level_file_and_line(repository: Repository) -> None:
    now = waiving(having(accepted(), NAME, outcome=Outcome.FAILED, message="no"), waiver(STATUS))

    refusal, regression = annotated(repository, now)

    assert re.fullmatch(r"::error (file=\S+waivers\.yaml,line=\d+,)?title=gate%3A waiver-unused::.*", refusal)
    assert re.fullmatch(
        r"::error file=contracts/assay_contracts/acme/contract\.yaml,line=\d+,title=gate%3A regression::"
        r"acme/field/jobs/name: it passed, now failed: no",
        regression,
    )


def test_text_of_others_stays_one_escaped_line_of_an_annotation(repository: Repository) -> None:
    (line,) = annotated(repository, having(BROKEN, NAME, message=f"100% {EVIL}\r"))

    assert "100%25 a|b" in line
    assert "%0A::error::no" in line
    assert "\x1b" not in line
    assert "\u202e" not in line


def test_what_warns_and_what_is_waived_is_annotated_below_an_error(repository: Repository) -> None:
    repository.accept(having(accepted(), NAME, outcome=Outcome.UNPROVEN))

    assert annotated(repository, BROKEN)[0].startswith("::warning ")
    assert annotated(repository, waiving(BROKEN, waiver()))[0].startswith("::notice ")


def test_no_more_annotations_than_github_shows(repository: Repository) -> None:
    lines = annotated(repository, beside(accepted(), *many(12)))

    assert len(lines) == 10
    assert lines[-1] == "::error title=gate%3A not all are shown::3 more; the summary and the log list all"
    assert len(annotated(repository, beside(accepted(), *many(10)))) == 10


def test_clauses_with_one_fate_share_an_annotation(repository: Repository) -> None:
    alike = tuple(unproven(f"acme/behaviour/jobs/f{n}", message="no proof") for n in range(5))

    (line,) = annotated(repository, beside(accepted(), *alike))

    assert "f0, acme/behaviour/jobs/f1, acme/behaviour/jobs/f2 and 2 more: new, and unproven" in line


@pytest.mark.parametrize(("value", "count"), [("true", 1), ("", 0)])
def test_annotations_are_on_in_workflows_of_github(
    repository: Repository, monkeypatch: pytest.MonkeyPatch, value: str, count: int
) -> None:
    monkeypatch.setenv("GITHUB_ACTIONS", value)
    results = repository.given(BROKEN)

    ended: Ended = repository._assay(
        "gate", "--base-ref", "main", "--results", results, "--on", "2026-11-22", "--no-attribute"
    )

    assert len([line for line in ended.out.splitlines() if line.startswith("::error ")]) == count


def test_annotations_leave_stdout_to_json(repository: Repository) -> None:
    ended = repository.gate(BROKEN, options=("--json", "--annotations"))

    assert ended.out.startswith("{")
    assert orjson.loads(ended.out)["ships"] is False
    assert ended.err.startswith("::error ")


def test_text_of_others_moves_no_cursor_in_the_terminal(repository: Repository) -> None:
    ended = repository.gate(having(BROKEN, NAME, message=f"{EVIL} [bold]not bold[/]"))

    assert "\x1b" not in ended.err
    assert "[bold]not bold[/]" in ended.err


def test_a_file_that_cannot_be_written_is_named(repository: Repository, tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("")

    ended = repository.gate(accepted(), options=("--summary", tmp_path / "taken" / "gate.md"))

    assert ended.code == 2
    assert str(tmp_path / "taken") in ended.err


def test_refusals_beyond_any_connector_have_a_suite_of_their_own(repository: Repository) -> None:
    folder = repository.given(accepted())
    (folder / "stray.jsonl").write_text("nonsense\n")

    root = junit(repository)

    assert [suite.get("name") for suite in root] == ["gate", "acme"]


def test_a_step_is_part_of_the_name_of_a_case(repository: Repository) -> None:
    root = junit(repository, replace(accepted(), conduct=()))

    names = [case.get("name") for case in root.iter("testcase")]
    assert "acme/action/add-candidate weakened add-candidate: add one" in names


def test_a_new_clause_is_told_with_the_results(repository: Repository) -> None:
    root = junit(repository, beside(accepted(), result("acme/field/jobs/code")))

    (case,) = [c for c in root.iter("testcase") if c.get("name") == "acme/field/jobs/code improvement"]
    assert (case.findtext("system-out") or "").startswith("new, and proven (sandbox)")
