from collections.abc import Sequence
from datetime import timedelta

import pytest

from assay.contract import Waiver
from assay.gate.comparing import differences
from assay.gate.difference import DebtState
from assay.gate.waiving import Waived, waived
from assay.outcome import Outcome
from assay.results import Results

from .made_up import DAY, NAME, STATUS, accepted, asking, having, waiver, waiving, without

BROKEN = having(accepted(), NAME, outcome=Outcome.FAILED)


def answered(then: Results, now: Results, *waivers: Waiver, before: Sequence[Waiver] = ()) -> Waived:
    then, now = waiving(then, *before), waiving(now, *waivers)
    return waived("acme", then, now, differences("acme", then, now, DAY), DAY)


def codes(answer: Waived) -> list[str]:
    return [str(refusal.code) for refusal in answer.refusals]


def refusing(answer: Waived) -> list[str]:
    return [str(one.kind) for one in answer.differences if one.refuses]


def test_without_a_waiver_a_regression_refuses() -> None:
    assert refusing(answered(accepted(), BROKEN)) == ["regression"]


def test_a_waiver_lets_its_difference_pass_and_is_named_with_it() -> None:
    answer = answered(accepted(), BROKEN, waiver())

    assert (refusing(answer), codes(answer)) == ([], [])
    assert [one.waiver for one in answer.differences] == [waiver()]
    assert [(debt.state, debt.days_left) for debt in answer.debts] == [(DebtState.USED, 30)]


@pytest.mark.parametrize("days", [0, 90])
def test_a_waiver_counts_to_its_last_day_and_no_longer_than_90_days(days: int) -> None:
    assert codes(answered(accepted(), BROKEN, waiver(days=days))) == []


@pytest.mark.parametrize(
    ("of", "code", "reason"),
    [
        (waiver(days=-1), "waiver-expired", f"the waiver of {NAME} (regression) expired on 2026-11-21"),
        (
            waiver(days=91),
            "waiver-too-long",
            f"the waiver of {NAME} (regression) holds 91 days, until 2027-02-21",
        ),
        (waiver("acme/field/jobs/nmae"), "waiver-unknown", "there is no clause acme/field/jobs/nmae"),
        (
            waiver(waives="narrowed"),
            "waiver-unused",
            (
                f"the waiver of {NAME} waives nothing: there is no 'narrowed' of it; "
                "its differences are of kind regression"
            ),
        ),
        (
            waiver(STATUS),
            "waiver-unused",
            f"the waiver of {STATUS} waives nothing: there is no 'regression' of it",
        ),
    ],
)  # fmt: skip
def test_a_waiver_that_does_not_count_refuses_and_lets_nothing_pass(
    of: Waiver, code: str, reason: str
) -> None:
    answer = answered(accepted(), BROKEN, of)

    assert [(str(one.code), one.reason) for one in answer.refusals] == [(code, reason)]
    assert refusing(answer) == ["regression"]
    assert [debt.state for debt in answer.debts] == [DebtState.REFUSED]
    assert answer.refusals[0].hint


def test_a_second_waiver_of_the_same_refuses_and_the_first_still_counts() -> None:
    answer = answered(accepted(), BROKEN, waiver(), waiver(days=60))

    assert codes(answer) == ["waiver-duplicate"]
    assert refusing(answer) == []


def test_a_waiver_renewed_beside_the_expired_one_counts() -> None:
    answer = answered(accepted(), BROKEN, waiver(days=-1), waiver())

    assert codes(answer) == ["waiver-expired"]
    assert refusing(answer) == []


def test_a_clause_may_be_removed_with_a_waiver() -> None:
    answer = answered(accepted(), without(accepted(), NAME), waiver(waives="removed"))

    assert (codes(answer), refusing(answer)) == ([], [])


def test_terms_may_be_loosened_with_a_waiver() -> None:
    of = waiver("acme/gate/max_age_days", "loosened")

    answer = answered(accepted(), asking(accepted(), max_age_days=500), of)

    assert (codes(answer), refusing(answer)) == ([], [])


def test_a_waived_regression_goes_on_being_waived_when_it_has_become_the_baseline() -> None:
    raised = asking(BROKEN, standing="refuse")

    answer = answered(raised, raised, waiver(), before=[waiver()])

    assert (codes(answer), refusing(answer)) == ([], [])
    assert [debt.state for debt in answer.debts] == [DebtState.USED]


def test_who_repairs_what_is_waived_removes_the_waiver() -> None:
    assert codes(answered(BROKEN, accepted(), waiver(), before=[waiver()])) == ["waiver-unused"]


@pytest.mark.parametrize(
    "spent",
    [
        waiver(waives="conduct"),
        waiver(waives="removed", clause="acme/field/jobs/gone"),
        waiver(waives="loosened", clause="acme/gate/max_age_days"),
    ],
)
def test_a_waiver_whose_difference_has_become_the_baseline_is_spent(spent: Waiver) -> None:
    answer = answered(accepted(), accepted(), spent, before=[spent])

    assert codes(answer) == []
    assert [debt.state for debt in answer.debts] == [DebtState.SPENT]


def test_a_spent_waiver_expires_like_any_other() -> None:
    old = waiver(waives="conduct", days=-1)

    assert codes(answered(accepted(), accepted(), old, before=[old])) == ["waiver-expired"]


def test_a_waiver_that_was_changed_is_not_spent() -> None:
    longer = waiver(waives="conduct", expires=DAY + timedelta(days=60))

    assert codes(answered(accepted(), accepted(), longer, before=[waiver(waives="conduct")])) == [
        "waiver-unused"
    ]
