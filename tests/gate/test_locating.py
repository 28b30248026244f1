"""A difference names the file and line that somebody who reviews it should look at."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from assay.change import ChangeKind, Severity
from assay.contract import load_waivers
from assay.errors import UsageError
from assay.gate.difference import Difference, Place, Refusal, RefusalCode
from assay.gate.hunks import changes_since
from assay.gate.locating import Places, clause_text
from assay.gate.repository import Repository
from tests.gate.acme import CASSETTE, CONTRACT, HOME, JOBS, TAGS, WAIVERS, WORDS, Project
from tests.gate.made_up import result

NAME, STATUS = "acme/field/jobs/name", "acme/field/jobs/status"
CODE, DEPARTMENT = "acme/field/jobs/job_code", "acme/field/jobs/department"
TAG, TAG_NAME = "acme/action/add-tag-to-candidate", "acme/input/add-tag-to-candidate/tag.name"


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return Project.at(tmp_path)


def difference(clause: str, kind: ChangeKind = ChangeKind.REGRESSION, **facts: Any) -> Difference:
    known: dict[str, Any] = {"before": result(clause), "after": result(clause), "message": "it differs"}
    return Difference(kind=kind, severity=Severity.REFUSE, connector="acme", clause=clause, **known | facts)


def at(place: Place | None) -> tuple[str, int]:
    assert place is not None
    return place.file, place.line


# --- lines of code -----------------------------------------------------------------------------------


def test_a_mapping_that_was_taken_out_is_where_it_stood(project: Project) -> None:
    project.swap(JOBS, '        job_code=row["code"],\n')
    project.swap(JOBS, '"title"', '"caption"')
    assert at(project.places().of(difference(CODE))) == project.line_of(JOBS, "status=status_of")
    assert at(project.places().of(difference(NAME))) == project.line_of(JOBS, "caption")


def test_what_a_field_rests_on_is_followed_through_the_names(project: Project) -> None:
    project.swap(JOBS, 'group = row["group"]', 'group = row["team"]')
    project.swap(WORDS, "    return word\n", "    return word + word\n")
    assert at(project.places().of(difference(DEPARTMENT))) == project.line_of(JOBS, "team")


def test_a_value_that_is_lost_is_where_it_was_made(project: Project) -> None:
    project.swap(WORDS, '    "c": "CLOSED",\n')
    project.swap(WORDS, '"o": "OPEN"', '"o":  "OPEN", "x": "ODD"')
    lost = difference(
        STATUS,
        ChangeKind.NARROWED,
        before=result(STATUS, values=("CLOSED", "OPEN")),
        after=result(STATUS, values=("OPEN",)),
    )
    assert at(project.places().of(lost)) == project.line_of(WORDS, '"OPEN"')


def test_requests_are_looked_for_by_the_words_of_their_path(project: Project) -> None:
    project.swap(TAGS, '    connection.get("/ping")\n', '    connection.get("/pong")\n')
    project.swap(TAGS, "    tag = action.tag\n", '    tag = action.tag\n    connection.get("/stages/all")\n')
    extra = difference(
        TAG, ChangeKind.CONDUCT, message="in add, 'one': added GET /stages/all ?a; 2 instead of 1"
    )
    assert at(project.places().of(extra)) == project.line_of(TAGS, "/stages/all")


def test_an_input_is_known_by_its_name_and_by_what_the_vendor_calls_it(project: Project) -> None:
    project.swap(TAGS, '{"label": tag.name}', '{"label": "fixed"}')
    project.swap(JOBS, '    return group["label"]\n', "    return group\n")
    assert at(project.places().of(difference(TAG_NAME))) == project.line_of(TAGS, "fixed")


def test_lines_of_new_files_count_before_they_are_committed(project: Project) -> None:
    file = f"{HOME}/mapping/people.py"
    project.write(file, '"""People."""\n\n\ndef person(Job):\n    return Job(job_code=1)\n')
    assert at(project.places().of(difference(CODE))) == (file, 5)


def test_remarks_and_lines_wrapped_anew_are_not_looked_at(project: Project) -> None:
    project.swap(JOBS, '"""A job."""', '"""One job, with its name."""')
    project.swap(JOBS, '        name=row["title"],\n', '        name=row[\n            "title"\n        ],\n')
    project.swap(TAGS, "    tag = action.tag\n", "    tag = action.tag  # name it\n")
    project.swap(TAGS, '"/ping"', '"/pong"')
    project.swap(CONTRACT, "name: Acme\n", "name: Acme\n# name of the vendor\n")
    project.write("README.md", "name\n")
    edits = changes_since(project.root, "HEAD").edits
    assert [(edit.file, edit.added.strip()) for edit in edits] == [(TAGS, 'connection.get("/pong")')]


def test_a_file_that_does_not_parse_is_judged_by_its_words(project: Project) -> None:
    project.swap(JOBS, '        job_code=row["code"],\n', '        job_code=row["code",\n')
    project.write(WORDS, "\tdef broken(:\n")
    assert at(project.places().of(difference(CODE))) == project.line_of(JOBS, "job_code")


def test_a_file_that_is_gone_is_named_at_its_first_line(project: Project) -> None:
    (project.root / WORDS).unlink()
    place = project.places().of(difference(STATUS))
    assert at(place) == (WORDS, 1)


def test_shared_code_scenarios_and_the_harness_are_looked_at_too(project: Project) -> None:
    for file, old, of in (
        ("connectors/assay_connectors/client.py", "return call", "mapping"),
        ("contracts/assay_contracts/acme/scenarios.py", "player.sync()", "contract"),
        ("contracts/assay/reality.py", "return bool(value)", "mapping"),
    ):
        project.swap(file, old, "return None")
        place = project.places().of(difference(NAME))
        assert place == Place(file=file, line=2, of=of)  # type: ignore[arg-type]
        project.git("checkout", "-q", ".")


def test_other_connectors_do_not_matter(project: Project) -> None:
    for slug in ("other", "acmebis"):
        project.write(f"connectors/assay_connectors/{slug}/jobs.py", "job_code = 1\n")
        project.write(f"contracts/assay_contracts/{slug}/contract.yaml", "job_code: 1\n")
    project.write(WAIVERS, "job_code: 1\n")
    project.write("fixtures/assay_sandboxes/acme/app.py", "job_code = 1\n")
    assert at(project.places().of(difference(CODE))) == project.line_of(JOBS, "job_code=")


def test_without_a_base_the_mapping_itself_is_shown(project: Project) -> None:
    assert at(Places(project.root).of(difference(STATUS))) == project.line_of(JOBS, "status=")
    assert at(Places(project.root).of(difference(TAG_NAME))) == project.line_of(TAGS, "tag.name")
    behaviour = difference("acme/behaviour/add-tag-to-candidate/tags-are-made")
    assert at(Places(project.root).of(behaviour)) == project.line_of(CONTRACT, "id: tags-are-made")
    feature = difference("acme/feature/scope-testing", ChangeKind.ERRORED, after=None)
    assert at(Places(project.root).of(feature)) == project.line_of(CONTRACT, "Scope testing")


# --- lines of the contract ---------------------------------------------------------------------------


def test_a_clause_that_is_gone_is_where_it_stood(project: Project) -> None:
    project.swap(CONTRACT, "      - name: job_code\n")
    gone = difference(CODE, ChangeKind.REMOVED, after=None)
    assert at(project.places().of(gone)) == project.line_of(CONTRACT, "renders:")


def test_a_clause_that_is_excused_is_where_the_excuse_is(project: Project) -> None:
    project.swap(
        CONTRACT,
        "      - name: job_code\n",
        "      - name: job_code\n        exempt: {fact: it has none, source: sheet}\n",
    )
    excused = difference(CODE, ChangeKind.REMOVED, after=result(CODE, fact="it has none"))
    assert at(project.places().of(excused)) == project.line_of(CONTRACT, "exempt:")


def test_the_whole_contract_gone_is_its_first_line_and_no_contract_no_place(project: Project) -> None:
    gone = difference(CODE, ChangeKind.REMOVED, after=None)
    (project.root / CONTRACT).unlink()
    assert at(project.places().of(gone)) == (CONTRACT, 1)
    assert Places(project.root).of(replace(gone, connector="other")) is None


def test_terms_that_ask_less_are_where_they_stand_or_stood(project: Project) -> None:
    project.swap(CONTRACT, "max_age_days: 90", "max_age_days: 900")
    project.swap(CONTRACT, "  severity: {unproven: refuse}\n")
    loosened = difference("acme/gate/max_age_days", ChangeKind.LOOSENED, before=None, after=None)
    assert at(project.places().of(loosened)) == project.line_of(CONTRACT, "max_age_days")
    lowered = replace(loosened, clause="acme/gate/severity/unproven")
    assert at(project.places().of(lowered)) == project.line_of(CONTRACT, "max_age_days")


def test_terms_that_were_never_written_are_the_contract(project: Project) -> None:
    loosened = difference("acme/gate/severity/standing", ChangeKind.LOOSENED, before=None, after=None)
    assert at(project.places().of(loosened)) == project.line_of(CONTRACT, "severity:")


def test_a_clause_that_asks_for_something_else_is_where_that_was_written(project: Project) -> None:
    project.swap(CONTRACT, "renders: {DRAFT: OPEN}", "renders: {DRAFT: CLOSED}")
    assert at(project.places().of(difference(STATUS))) == project.line_of(CONTRACT, "CLOSED")
    assert project.places().of(difference(STATUS, ChangeKind.LOOSENED)) is not None


def test_a_clause_beside_one_that_was_taken_out_is_not_blamed_for_it(project: Project) -> None:
    project.swap(CONTRACT, "      - name: job_code\n")
    project.swap(JOBS, "status=status_of(", "status=str(")
    assert at(project.places().of(difference(STATUS))) == project.line_of(JOBS, "status=")


def test_what_the_contract_says_of_the_wire_is_looked_at_when_nothing_else_differs(project: Project) -> None:
    project.swap(CONTRACT, "  listings: []\n", "  listings: [{path: /jobs}]\n")
    assert at(project.places().of(difference(NAME))) == project.line_of(CONTRACT, "listings:")


@pytest.mark.parametrize("kind", [ChangeKind.UNPROVEN, ChangeKind.STANDING, ChangeKind.IMPROVEMENT])
def test_what_is_about_the_promise_is_where_it_is_made(project: Project, kind: ChangeKind) -> None:
    project.swap(JOBS, '        job_code=row["code"],\n')
    assert at(project.places().of(difference(CODE, kind))) == project.line_of(CONTRACT, "job_code")


@pytest.mark.parametrize("text", ["", "- a list", "models: [1, {fields: 3}, {title: [}", "a: &a [*a]"])
def test_a_contract_that_cannot_be_read_is_named_as_a_whole(project: Project, text: str) -> None:
    project.write(CONTRACT, text)
    for kind in ChangeKind:
        place = project.places().of(difference(CODE, kind, after=result(CODE, cassette="")))
        assert place is not None
        assert place.line >= 1


def test_the_text_of_a_clause_is_told_without_its_place() -> None:
    contract = "connector: acme\nmodels:\n  - title: Jobs\n    fields: [{name: name, differs: so}]\n"
    assert clause_text(contract, NAME) == "{'name': 'name', 'differs': 'so'}"
    assert clause_text(contract.replace("- title", "# more\n  - title"), NAME) == clause_text(contract, NAME)
    assert clause_text(contract, STATUS) == clause_text("{", NAME) == clause_text("", NAME) == ""


# --- lines of recordings and waivers -----------------------------------------------------------------


def test_evidence_that_is_too_old_is_the_day_in_the_recording(project: Project) -> None:
    old = difference(NAME, ChangeKind.WEAKENED)
    assert at(project.places().of(old)) == project.line_of(CASSETTE, "recorded_at")


def test_evidence_of_a_lower_grade_is_the_origin_in_the_recording(project: Project) -> None:
    lower = difference(NAME, ChangeKind.WEAKENED, before=result(NAME, origin="live"))
    assert at(project.places().of(lower)) == project.line_of(CASSETTE, "origin")


def test_evidence_that_is_too_old_for_stricter_terms_is_the_terms(project: Project) -> None:
    project.swap(CONTRACT, "max_age_days: 90", "max_age_days: 9")
    old = difference(NAME, ChangeKind.WEAKENED)
    assert at(project.places().of(old)) == project.line_of(CONTRACT, "max_age_days")
    project.swap(CASSETTE, "2026-11-01", "2020-11-01")
    assert at(project.places().of(old)) == project.line_of(CASSETTE, "recorded_at")


def test_evidence_that_is_gone_is_the_clause_or_the_first_line(project: Project) -> None:
    nothing = difference(NAME, ChangeKind.WEAKENED, after=result(NAME, cassette=""))
    assert at(project.places().of(nothing)) == project.line_of(CONTRACT, "- name: name")
    for file in (CASSETTE, None):
        project.write(CASSETTE, '{\n  "assay": {\n  }\n}\n') if file else (project.root / CASSETTE).unlink()
        assert at(project.places().of(difference(NAME, ChangeKind.WEAKENED))) == (CASSETTE, 1)


def test_a_recording_that_differs_is_shown_when_no_code_does(project: Project) -> None:
    project.swap(CASSETTE, "2026-11-01", "2026-11-02")
    assert at(project.places().of(difference(NAME))) == (CASSETTE, 1)
    asked = difference(TAG, ChangeKind.CONDUCT, after=None, scenario="full-sync", message="lost GET /a")
    assert at(project.places().of(asked)) == (CASSETTE, 1)
    weaker = replace(asked, kind=ChangeKind.WEAKENED, message="'one' was recorded and is not any more")
    assert at(project.places().of(weaker)) == (CASSETTE, 1)


@pytest.mark.parametrize(
    ("code", "number", "key"),
    [
        (RefusalCode.WAIVER_EXPIRED, 0, "expires: 2026-11-01"),
        (RefusalCode.WAIVER_TOO_LONG, 1, "expires: 2026-12-01"),
        (RefusalCode.WAIVER_UNKNOWN, 0, "- clause"),
    ],
)
def test_a_waiver_that_is_refused_is_where_it_stands(
    project: Project, code: RefusalCode, number: int, key: str
) -> None:
    waiver = load_waivers(project.root / WAIVERS)[number]
    refusal = Refusal(code=code, reason="no", connector="acme", waiver=waiver)
    assert at(Places(project.root).of_refusal(refusal)) == project.line_of(WAIVERS, key)


def test_a_waiver_that_is_there_twice_is_the_second_one(project: Project) -> None:
    first, _ = load_waivers(project.root / WAIVERS)
    text = (project.root / WAIVERS).read_text().replace("2026-12-01", "2026-11-01")
    project.write(WAIVERS, text)
    refusal = Refusal(code=RefusalCode.WAIVER_DUPLICATE, reason="no", connector="acme", waiver=first)
    assert at(Places(project.root).of_refusal(refusal)) == (WAIVERS, 8)


def test_a_waiver_from_elsewhere_is_the_file_and_other_refusals_have_no_place(project: Project) -> None:
    waiver = load_waivers(project.root / WAIVERS)[0]
    refusal = Refusal(code=RefusalCode.WAIVER_UNUSED, reason="no", connector="acme", waiver=waiver)
    project.write(WAIVERS, "waivers: []\n")
    assert at(Places(project.root).of_refusal(refusal)) == (WAIVERS, 1)
    (project.root / WAIVERS).unlink()
    assert Places(project.root).of_refusal(refusal) is None
    assert Places(project.root).of_refusal(replace(refusal, waiver=None)) is None


# --- git ---------------------------------------------------------------------------------------------


def test_a_commit_that_git_does_not_know_is_said(project: Project) -> None:
    with pytest.raises(UsageError, match="git rev-parse failed"):
        Repository(project.root).commit("nowhere")
    with pytest.raises(UsageError, match="git diff failed"):
        changes_since(project.root, "nowhere")
    assert Repository(project.root).text_at("HEAD", "nowhere") == ""


def test_a_machine_without_git_is_told_so(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(project.root))
    with pytest.raises(UsageError, match="git cannot be started"):
        Repository(project.root).commit("HEAD")


def test_settings_of_whoever_runs_it_change_nothing(project: Project) -> None:
    for key, value in (("diff.noprefix", "true"), ("color.ui", "always"), ("core.quotePath", "true")):
        project.git("config", key, value)
    name = f"{HOME}/émile.py"
    project.write(name, "job_code = 1\n")
    project.git("add", "-A")
    assert [edit.file for edit in changes_since(project.root, "HEAD").edits] == [name]
    assert at(project.places().of(difference(CODE))) == (name, 1)


def test_where_a_change_began_is_found_after_both_sides_went_on(project: Project) -> None:
    start = project.git("rev-parse", "HEAD")
    project.git("checkout", "-q", "-b", "change")
    project.write("README.md", "more\n")
    project.commit()
    project.git("checkout", "-q", "main")
    project.swap(JOBS, '"title"', '"caption"')
    project.commit()
    project.git("checkout", "-q", "change")
    assert Repository(project.root).branch_point("main") == start


def test_a_checkout_inside_a_larger_repository_is_looked_at_alone(tmp_path: Path) -> None:
    outer = Project.at(tmp_path / "outer")
    inner = Project(outer.root / "inner")
    inner.write(JOBS, "job_code = 1\n")
    outer.commit()
    inner.write(JOBS, "job_code = 2\n")
    inner.write(WORDS, "x = 1\n")
    outer.write(TAGS, "y = 1\n")
    changes = changes_since(inner.root, "HEAD")
    assert {edit.file for edit in changes.edits} == {JOBS, WORDS}
    assert changes.before(JOBS) == "job_code = 1\n"
    (tmp_path / "into").mkdir()
    Repository(inner.root).extract("HEAD", ("connectors",), tmp_path / "into")
    assert (tmp_path / "into" / JOBS).read_text() == "job_code = 1\n"


def test_files_of_a_commit_are_taken_out_as_far_as_they_are_there(project: Project, tmp_path: Path) -> None:
    into = tmp_path / "into"
    into.mkdir()
    Repository(project.root).extract("HEAD", ("cassettes/acme", "nowhere"), into)
    assert [path.name for path in into.rglob("*.json")] == ["full-sync.json"]
    Repository(project.root).extract("HEAD", ("nowhere",), into)
