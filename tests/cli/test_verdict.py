from io import StringIO

from rich.console import Console

from assay.cli.verdict import print_verdict
from assay.results import Results
from tests.reports.results import acme, fine


def _shown(results: Results, **settings: object) -> str:
    console = Console(file=StringIO(), width=100, highlight=False, soft_wrap=True, **settings)  # type: ignore[arg-type]
    print_verdict(console, results)
    file = console.file
    assert isinstance(file, StringIO)
    return file.getvalue()


def test_the_verdict_is_by_model_action_feature_and_behaviour() -> None:
    shown = _shown(acme())

    titles = [f"acme: {title}" for title in ("Models", "Actions", "Features", "Behaviours")]
    assert [shown.index(title) for title in titles] == sorted(shown.index(title) for title in titles)


def test_the_worst_of_a_title_marks_it() -> None:
    words = [line.split() for line in reversed(_shown(acme()).splitlines())]  # behaviours come last
    marks = {line[1]: line[0] for line in words if line and line[0] in {"✓", "✗", "?"}}

    assert (marks["Jobs"], marks["Create"], marks["Add"], marks["Roles"]) == ("✗", "?", "✓", "✗")


def test_counts_are_shown_best_first() -> None:
    assert "6 passed, 1 exempt, 1 failed" in _shown(acme())


def test_everything_that_did_not_pass_is_told_with_its_place() -> None:
    shown = _shown(acme())

    assert "failed acme/field/jobs/name" in shown
    assert "a|b <script>alert('x')</script>" in shown
    assert "acme/full-sync #3 at ats_jobs.name (sandbox, 2026-06-15)" in shown
    assert "exempt acme/field/jobs/category\n    the vendor has none\n" in shown
    assert shown.index("errored acme/feature/roles") < shown.index("failed acme/field/jobs/name")


def test_markup_in_messages_stays_text() -> None:
    assert "[link](http://evil.example)" in _shown(acme())


def test_notes_are_shown() -> None:
    assert "drift POST /job.list: answers now hold colour" in _shown(acme())


def test_the_last_line_sums_up() -> None:
    assert _shown(acme()).splitlines()[-1] == (
        "acme does not hold: 13 passed, 1 exempt, 1 unproven, 1 failed, 1 errored of 17 clauses "
        "(evidence: documented, live, sandbox)"
    )
    assert _shown(fine()).splitlines()[-1].startswith("acme holds: 13 passed, 1 exempt of 14 clauses")


def test_without_evidence_it_says_so() -> None:
    shown = _shown(Results(connectors=("acme",), results=()))

    assert shown.strip() == "acme holds:  of 0 clauses (evidence: no evidence)"


def test_colours_are_for_terminals() -> None:
    assert "\x1b[" in _shown(acme(), force_terminal=True, color_system="standard")
    assert "\x1b[" not in _shown(acme())
