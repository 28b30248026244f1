"""``assay import --check``: published page, contract and results, three ways."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import orjson
import pytest

from assay.outcome import Note
from assay.results import read_results, write_results

from .conftest import Assay, Ended

PAGE = """\
# Acme ATS Integration

The tool slug for this connector is `acme`.

<Tabs>
  <Tab title="Models">
    <Accordion title="Jobs">
      | Field | Notes |
      | --- | --- |
      | id | |
      | remote\\_id | |
      | name | |
      | department | |
      | category | |
    </Accordion>
  </Tab>
  <Tab title="Features">
    | Feature | Notes |
    | --- | --- |
    | Full Syncs | |
  </Tab>
</Tabs>
"""

Check = Callable[..., Ended]


@pytest.fixture(name="check")
def _check(assay: Assay, project: Path) -> Check:
    """``check(page)``: of the connector Acme as it was just certified; further arguments as they are."""
    assay("certify", "acme", "--cassettes", project / "cassettes", "--out", project)

    def run(page: str = PAGE, *arguments: object) -> Ended:
        (project / "acme.mdx").write_text(page, "utf-8")
        results = () if "--results" in arguments else ("--results", _results(project))
        return assay("import", "--check", project / "acme.mdx", *results, *arguments)

    return run


def _results(project: Path) -> Path:
    return project / "results" / "acme.jsonl"


def _listed(ended: Ended) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = orjson.loads(ended.out)["differences"]
    return found


def _lines(ended: Ended) -> list[str]:
    return ended.err.splitlines()[:-1]


def test_a_page_that_says_what_holds_ends_with_0_and_names_exemptions(check: Check, project: Path) -> None:
    ended = check()

    assert (ended.code, ended.out) == (0, "")
    places = f"{project}/acme.mdx:14, {project}/acme_contracts/acme/contract.yaml:11"
    assert ended.err.splitlines() == [
        f"exempt field Jobs · category ({places}, exempt): the vendor has no categories",
        "Acme: nothing drifts, 1 accounted for in the contract",
    ]


def test_what_the_page_promises_and_the_contract_lacks_is_told_with_both_places(
    check: Check, project: Path
) -> None:
    ended = check(PAGE.replace("| department | |", "| department | |\n      | job\\_code | |"))

    assert ended.code == 1
    assert _lines(ended)[0] == (
        f"missing field Jobs · job_code ({project}/acme.mdx:14, "
        f"not in the contract, near {project}/acme_contracts/acme/contract.yaml:4, no result): "
        "the page promises it, the contract lacks it"
    )
    assert ended.err.splitlines()[-1] == "Acme: 1 to repair, 1 accounted for in the contract"


def test_what_the_contract_declares_beyond_the_page_is_told_with_its_result(
    check: Check, project: Path
) -> None:
    ended = check(PAGE.replace("      | name | |\n", ""))

    assert ended.code == 1
    assert _lines(ended)[0] == (
        f"beyond field Jobs · name (not in the page, near {project}/acme.mdx:7, "
        f"{project}/acme_contracts/acme/contract.yaml:9, passed): the contract declares it, the page does not"
    )


def test_a_model_an_action_and_a_feature_of_the_page_alone_are_told(check: Check) -> None:
    tags = '    <Accordion title="Tags">\n      | Field | Notes |\n      | --- | --- |\n      | id | |\n'
    action = (
        '  <Tab title="Actions">\n    <Accordion title="Add tag to candidate">\n'
        "      | Input Field | Notes |\n      | --- | --- |\n      | candidate\\_id | |\n"
        "    </Accordion>\n  </Tab>\n"
    )
    page = PAGE.replace("  </Tab>\n", f"{tags}    </Accordion>\n  </Tab>\n{action}", 1)
    page = page.replace("| Full Syncs | |", "| Full Syncs | |\n    | Delta Syncs | |")

    found = _listed(check(page, "--json"))

    assert [(one["kind"], one["of"], one["group"], one["item"]) for one in found[:-1]] == [
        ("missing", "model", "Tags", ""),
        ("missing", "field", "Tags", "id"),
        ("missing", "action", "Add tag to candidate", ""),
        ("missing", "input", "Add tag to candidate", "candidate_id"),
        ("missing", "feature", "", "Delta Syncs"),
    ]
    assert [one["page"]["has"] for one in found[:-1]] == [True] * 5
    assert [one["contract"]["has"] for one in found[:-1]] == [False] * 5


def test_what_both_promise_and_the_results_do_not_prove_is_told(check: Check, project: Path) -> None:
    written = _results(project).read_bytes()
    written = written.replace(b'"outcome":"passed"', b'"outcome":"failed"', 1)
    written = written.replace(b'"failed":0', b'"failed":1').replace(b'"passed":6', b'"passed":5')
    _results(project).write_bytes(written)

    ended = check()

    assert ended.code == 1
    assert _lines(ended)[0].startswith("failed model Jobs (")


def test_promises_that_were_never_certified_and_results_of_none_are_told(check: Check, project: Path) -> None:
    path = _results(project)
    path.write_bytes(path.read_bytes().replace(b"acme/field/jobs/name", b"acme/field/jobs/title"))

    found = _listed(check(PAGE, "--json"))

    kinds = {one["kind"]: one for one in found}
    assert (kinds["uncertified"]["item"], kinds["uncertified"]["outcome"]) == ("name", "")
    assert kinds["obsolete"]["drifts"]
    assert not kinds["exempt"]["drifts"]


def test_what_is_covered_and_promised_nowhere_is_told(check: Check, project: Path) -> None:
    _note(project, "Jobs.job_code", "3 records carry it")
    _note(project, "Create candidate: candidate.title", "'Cook' arrives")

    found = _listed(check(PAGE, "--json"))

    undeclared = [one for one in found if one["kind"] == "undeclared"]
    assert [(one["clause"], one["said"]) for one in undeclared] == [
        ("acme/field/jobs/job_code", "3 records carry it"),
        ("acme/input/create-candidate/candidate.title", "'Cook' arrives"),
    ]
    assert [one["page"]["at"].rpartition(":")[2] for one in undeclared] == ["7", "1"]


def test_what_the_page_promises_and_only_the_contract_forgot_is_told_once(
    check: Check, project: Path
) -> None:
    _note(project, "Jobs.job_code", "3 records carry it")

    found = _listed(
        check(PAGE.replace("| department | |", "| job\\_code | |\n      | department | |"), "--json")
    )

    assert [(one["kind"], one["said"]) for one in found if one["item"] == "job_code"] == [
        ("missing", "3 records carry it")
    ]


def _note(project: Path, subject: str, message: str) -> None:
    results = read_results(_results(project))
    added = Note(kind="undeclared", connector="acme", subject=subject, message=message)
    write_results(_results(project), replace(results, notes=(*results.notes, added)))


def test_inferred_fields_are_accounted_for(check: Check, project: Path) -> None:
    contract = project / "acme_contracts" / "acme" / "contract.yaml"
    text = contract.read_text().replace(
        "actions: []", "  - {title: Tags, fields: [], inferred: [{name: name}]}\nactions: []"
    )
    contract.write_text(text)
    page = PAGE.replace("  </Tab>\n", '    <Accordion title="Tags">\n    </Accordion>\n  </Tab>\n', 1)

    found = _listed(check(page, "--json"))

    [inferred] = [one for one in found if one["kind"] == "inferred"]
    assert (inferred["clause"], inferred["drifts"]) == ("acme/field/tags/name", False)
    assert inferred["contract"]["at"].endswith("contract.yaml:12")


def test_notes_of_the_page_that_nobody_worded_are_told(check: Check, project: Path) -> None:
    page = PAGE.replace("      | Field", "      <Note>Drafts come, too.</Note>\n      | Field")

    ended = check(page)

    assert ended.code == 1
    assert _lines(ended)[0].startswith("unworded model Jobs (")
    contract = project / "acme_contracts" / "acme" / "contract.yaml"
    rule = "behaviours: [{id: drafts, group: Jobs, given: a, when: b, then: c, source: d}]\nwire:"
    contract.write_text(contract.read_text().replace("wire:", rule))
    assert "unworded" not in check(page).err


def test_a_behaviour_that_was_never_certified_stands_near_its_group(check: Check, project: Path) -> None:
    contract = project / "acme_contracts" / "acme" / "contract.yaml"
    rules = "".join(
        f"  - {{id: {id_}, group: {group}, given: a, when: b, then: c, source: d}}\n"
        for id_, group in (("drafts", "Jobs"), ("tokens", "Full Syncs"), ("limits", "General"))
    )
    contract.write_text(contract.read_text().replace("wire:", f"behaviours:\n{rules}wire:"))

    found = _listed(check(PAGE, "--json"))

    never = [one for one in found if one["kind"] == "uncertified"]
    assert [(one["of"], one["item"]) for one in never] == [
        ("behaviour", "drafts"),
        ("behaviour", "tokens"),
        ("behaviour", "limits"),
    ]
    assert [one["page"]["at"].rpartition(":")[2] for one in never] == ["7", "20", "1"]
    assert [one["contract"]["at"].rpartition(":")[2] for one in never] == ["16", "17", "18"]


def test_another_name_is_told_and_another_slug_when_the_connector_is_given(check: Check) -> None:
    page = PAGE.replace("# Acme ATS", "# Acme Hire ATS").replace("`acme`", "`acme-hire`")

    ended = check(page, "--connector", "acme")

    assert ended.code == 1
    assert "renamed connector slug" in _lines(ended)[0]
    assert _lines(ended)[0].endswith("the page says 'acme-hire', the contract 'acme'")
    assert _lines(ended)[1].endswith("the page says 'Acme Hire', the contract 'Acme'")


def test_json_is_alone_on_stdout_and_has_the_whole(check: Check, project: Path) -> None:
    ended = check(PAGE, "--json")

    whole = orjson.loads(ended.out)
    assert (ended.code, ended.err) == (0, "")
    assert (whole["page"], whole["connector"], whole["drifts"]) == (f"{project}/acme.mdx", "acme", False)
    [exempt] = whole["differences"]
    assert set(exempt) == {
        "kind",
        "clause",
        "of",
        "group",
        "item",
        "page",
        "contract",
        "outcome",
        "said",
        "drifts",
    }


def test_text_of_others_stays_text_in_the_terminal(check: Check, project: Path) -> None:
    path = _results(project)
    path.write_bytes(path.read_bytes().replace(b"the vendor has no categories", b"[bold]none[/] \\u001b[2J"))

    ended = check()

    assert "[bold]none[/]" in ended.err
    assert "\x1b[2J" not in ended.err


def test_the_committed_results_are_taken_when_none_are_named(
    assay: Assay, project: Path, check: Check, monkeypatch: pytest.MonkeyPatch
) -> None:
    check()
    monkeypatch.setattr("assay.discover.reports_dir", lambda: project)

    assert assay("import", "--check", project / "acme.mdx").code == 0


def test_a_page_that_is_no_page_ends_with_2(check: Check) -> None:
    ended = check("Hello")

    assert ended.code == 2
    assert "is this a published coverage page of a connector?" in ended.err


def test_a_page_of_an_unknown_connector_ends_with_2(check: Check) -> None:
    ended = check(PAGE.replace("`acme`", "`acne`"))

    assert ended.code == 2
    assert "there is no connector called 'acne'" in ended.err


def test_results_without_a_footer_end_with_2(check: Check, project: Path) -> None:
    whole = _results(project).read_bytes().splitlines(keepends=True)
    _results(project).write_bytes(b"".join(whole[:-1]))

    ended = check()

    assert ended.code == 2
    assert "there is no footer, so lines may be missing" in ended.err


def test_results_of_another_connector_end_with_2(check: Check, project: Path) -> None:
    other = project / "other.jsonl"
    other.write_bytes(_results(project).read_bytes().replace(b'["acme"]', b'["bold"]', 1))

    ended = check(PAGE, "--results", other)

    assert ended.code == 2
    assert "other.jsonl:1: these are results of bold, not of acme" in ended.err


def test_results_that_are_not_there_end_with_2(check: Check, project: Path) -> None:
    ended = check(PAGE, "--results", project / "nothing.jsonl")

    assert ended.code == 2
    assert "nothing.jsonl: cannot be read" in ended.err


@pytest.mark.parametrize("option", [("--json",), ("--connector", "acme"), ("--results", "some.jsonl")])
def test_options_of_the_check_without_it_end_with_2(
    assay: Assay, tmp_path: Path, option: tuple[str, ...]
) -> None:
    page = tmp_path / "acme.mdx"
    page.write_text(PAGE)

    ended = assay("import", page, *option)

    assert ended.code == 2
    assert "belong to --check" in ended.err
