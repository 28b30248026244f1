"""Words and signs."""

import shlex

import pytest

from assay.outcome import Outcome
from assay_reports.site import wording
from tests.reports.results import result


def test_every_outcome_has_a_sign_and_a_word_of_its_own() -> None:
    assert list(wording.OUTCOMES) == list(reversed(Outcome))
    assert len({sign.glyph for sign in wording.OUTCOMES.values()}) == len(Outcome)
    assert len({sign.word for sign in wording.OUTCOMES.values()}) == len(Outcome)


@pytest.mark.parametrize(
    ("numbers", "told"),
    [((), ""), ((3,), "#3"), ((1, 2, 3), "#1–#3"), ((9, 4, 5, 1, 4), "#1, #4–#5, #9")],  # noqa: RUF001
)
def test_positions_in_a_row_are_told_as_a_range(numbers: tuple[int, ...], told: str) -> None:
    assert wording.ranges(numbers) == told


@pytest.mark.parametrize(
    ("statement", "names"),
    [
        ("Given a draft, when jobs are read, then it is left out", ["Given", "When", "Then"]),
        ("given a token, then it is sent", ["Given", "Then"]),
        ("Only what changed is read.", [""]),
        ("", []),
    ],
)
def test_a_rule_is_told_in_its_parts(statement: str, names: list[str]) -> None:
    assert [name for name, _ in wording.steps_of(statement)] == names


def test_no_word_of_a_rule_is_lost() -> None:
    assert wording.steps_of("Given a, when b, when c, then d, then e") == [
        ("Given", "a"),
        ("When", "b, when c"),
        ("Then", "d, then e"),
    ]


def test_the_command_selects_the_clause() -> None:
    one = result("ashby/field/jobs/job_code")

    assert wording.command(one) == "pytest --assay ashby -k ashby/field/jobs/job_code"


def test_a_clause_that_pytest_could_not_select_is_certified_with_all_others() -> None:
    assert wording.command(result("acme/field/jobs/a; rm -rf ~")) == "assay certify acme"


def test_names_in_commands_are_quoted_for_a_shell() -> None:
    told = wording.commands("a$(b)", [result("x/field/jobs/id", cassette="x/full sync", origin="live")])

    assert [shlex.split(line) for _, line in told] == [
        ["assay", "certify", "a$(b)"],
        ["assay", "record", "a$(b)", "full sync", "--against", "live"],
    ]


def test_signs_that_turn_text_around_are_shown_by_their_number() -> None:
    assert wording.shown("user\u202egnp.exe") == "user[U+202E]gnp.exe"
    assert wording.shown("nul\x00 half\ud800") == "nul\ufffd half\ufffd"


def test_an_unknown_grade_is_shown_by_its_own_word() -> None:
    assert wording.grade("rumour").word == "rumour"
    assert wording.grade("").word == "no evidence"
