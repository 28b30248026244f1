from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise

import pytest

from assay.change import ChangeKind, Severity
from assay.gate.comparing import differences
from assay.gate.difference import Cause
from assay.outcome import Outcome
from assay.results import Results

from .made_up import (
    ADD,
    BLANK,
    DAY,
    EMAIL,
    NAME,
    POST,
    ROLE,
    STATUS,
    accepted,
    asking,
    beside,
    conduct,
    exempt,
    having,
    result,
    unproven,
    without,
)

Change = Callable[[Results], Results]
FAILED = {"outcome": Outcome.FAILED, "message": "'nobody' is no status"}


def compared(then: Results, now: Results) -> list[tuple[str, str, str]]:
    return [(str(one.kind), one.clause, one.message) for one in differences("acme", then, now, DAY)]


def test_the_same_results_do_not_differ() -> None:
    assert compared(accepted(), accepted()) == []


@pytest.mark.parametrize(
    ("change", "kind", "clause", "message"),
    [
        (
            lambda r: having(r, NAME, outcome=Outcome.ERRORED, message="the check c crashed"),
            "errored",
            NAME,
            "nobody can tell: the check c crashed",
        ),
        (
            lambda r: having(r, NAME, **FAILED),
            "regression",
            NAME,
            "it passed, now failed: 'nobody' is no status",
        ),
        (
            lambda r: having(r, NAME, outcome=Outcome.UNPROVEN, message="no value", **BLANK),
            "regression",
            NAME,
            "it passed, now unproven: no value",
        ),
        (
            lambda r: having(r, ROLE, **FAILED),
            "regression",
            ROLE,
            "it was exempt and still is in the contract, now failed: 'nobody' is no status",
        ),
        (
            lambda r: having(r, ROLE, outcome=Outcome.UNPROVEN, message="no value", fact=""),
            "unproven",
            ROLE,
            "it was exempt, is promised now, now unproven: no value",
        ),
        (
            lambda r: without(r, NAME),
            "removed",
            NAME,
            "the contract no longer promises it; it passed before",
        ),
        (
            lambda r: without(r, ROLE),
            "removed",
            ROLE,
            "the contract no longer promises it; it was exempt before",
        ),
        (
            lambda r: having(r, NAME, **vars_of(exempt(NAME))),
            "removed",
            NAME,
            "the contract now exempts it (the vendor has none); it passed before",
        ),
        (
            lambda r: having(r, NAME, recorded_at="2025-11-21"),
            "weakened",
            NAME,
            (
                "the recording acme/full-sync was recorded on 2025-11-21 and is 366 days old on 2026-11-22; "
                "the contract allows 365"
            ),
        ),
        (
            lambda r: having(r, NAME, recorded_at="soon"),
            "weakened",
            NAME,
            "the recording acme/full-sync is not dated, so nobody knows how old it is",
        ),
        (
            lambda r: having(r, NAME, recorded_at="2026-11-24"),
            "weakened",
            NAME,
            "the recording acme/full-sync is dated 2026-11-24, which is after 2026-11-22",
        ),
        (
            lambda r: having(r, NAME, origin="rumour"),
            "weakened",
            NAME,
            "evidence was sandbox, is rumour (acme/full-sync)",
        ),
        (
            lambda r: having(r, STATUS, values=("OPEN",)),
            "narrowed",
            STATUS,
            "1 value no longer shown: CLOSED",
        ),
        (
            lambda r: having(r, STATUS, type="text"),
            "narrowed",
            STATUS,
            "type was JobStatus, is text",
        ),
        (
            lambda r: having(r, NAME, nullable=True),
            "narrowed",
            NAME,
            "it was never empty, now some records are without it",
        ),
        (
            lambda r: having(r, EMAIL, nullable=False),
            "narrowed",
            EMAIL,
            "it could be left out, now it is required",
        ),
        (
            lambda r: replace(r, conduct=(conduct(POST, POST, "GET /candidates/*"),)),
            "conduct",
            ADD,
            f"in add-candidate, 'add one': added {POST}; 3 requests instead of 2",
        ),
        (
            lambda r: replace(r, conduct=()),
            "weakened",
            ADD,
            "in add-candidate, 'add one' was recorded and is not any more",
        ),
        (
            lambda r: replace(r, conduct=(*r.conduct, conduct(POST, step="add two"))),
            "improvement",
            ADD,
            "in add-candidate, 'add two' is recorded for the first time",
        ),
        (
            lambda r: asking(r, max_age_days=400),
            "loosened",
            "acme/gate/max_age_days",
            "evidence could be 365 days old, now 400",
        ),
        (
            lambda r: beside(r, unproven("acme/field/jobs/code")),
            "unproven",
            "acme/field/jobs/code",
            "new, and unproven: no value in any of 3 records",
        ),
        (
            lambda r: beside(r, result("acme/field/jobs/code")),
            "improvement",
            "acme/field/jobs/code",
            "new, and proven (sandbox)",
        ),
        (
            lambda r: having(r, ROLE, **vars_of(result(ROLE))),
            "improvement",
            ROLE,
            "it was exempt, now it is proven (sandbox)",
        ),
        (
            lambda r: having(r, NAME, origin="live"),
            "improvement",
            NAME,
            "evidence was sandbox, is live",
        ),
        (
            lambda r: having(r, STATUS, values=(*"ABCDEFG", "CLOSED", "OPEN")),
            "improvement",
            STATUS,
            "7 values shown for the first time: A, B, C, D, E and 2 more",
        ),
    ],
)  # fmt: skip
def test_a_single_change_is_a_difference_of_its_kind(
    change: Change, kind: str, clause: str, message: str
) -> None:
    assert compared(accepted(), change(accepted())) == [(kind, clause, message)]


def vars_of(one: object) -> dict[str, object]:
    """What makes a result what it is, apart from whom it is about."""
    names = ("outcome", "message", "fact", "origin", "cassette", "recorded_at", "interactions")
    return {name: getattr(one, name) for name in names}


@pytest.mark.parametrize("outcome", [Outcome.FAILED, Outcome.UNPROVEN])
def test_what_did_not_hold_before_is_standing(outcome: Outcome) -> None:
    then = having(accepted(), NAME, **FAILED)
    now = having(accepted(), NAME, outcome=outcome, message="still")

    assert compared(then, now) == [("standing", NAME, f"it was failed, now {outcome}: still")]
    assert [one.severity for one in differences("acme", then, now, DAY)] == [Severity.WARN]


def test_what_nobody_could_tell_before_must_hold_now() -> None:
    then = having(accepted(), NAME, outcome=Outcome.ERRORED)
    now = having(accepted(), NAME, **FAILED)

    assert compared(then, now) == [
        ("unproven", NAME, "the baseline could not tell, now failed: 'nobody' is no status")
    ]


def test_evidence_of_one_grade_below_is_weakened_whatever_the_grades() -> None:
    grades = ("live", "documented", "sandbox", "")
    for better, worse in pairwise(grades):
        then, now = (having(accepted(), NAME, origin=grade) for grade in (better, worse))
        assert [kind for kind, _, _ in compared(then, now)] == ["weakened"], (better, worse)
        assert [kind for kind, _, _ in compared(now, then)] == ["improvement"], (better, worse)


def test_evidence_that_was_too_old_already_is_too_old_now() -> None:
    old = having(accepted(), NAME, recorded_at="2020-01-01T08:00:00.000Z")

    assert [kind for kind, _, _ in compared(old, old)] == ["weakened"]


def test_evidence_of_the_last_day_allowed_is_young_enough() -> None:
    ages = {
        "2025-11-22": [],
        "2025-11-22T23:30:00+02:00": [],
        "2025-11-22T00:30:00+02:00": ["weakened"],  # still the day before in UTC
    }

    for recorded_at, kinds in ages.items():
        old = having(accepted(), NAME, recorded_at=recorded_at)
        assert [kind for kind, _, _ in compared(old, old)] == kinds, recorded_at


def test_a_recording_dated_ahead_that_was_accepted_says_nothing_against_this_change() -> None:
    ahead = having(accepted(), NAME, recorded_at="2027-11-22")

    assert compared(ahead, ahead) == []


def test_a_wider_time_zone_does_not_date_a_recording_ahead() -> None:
    assert compared(accepted(), having(accepted(), NAME, recorded_at="2026-11-23")) == []


def test_certainty_that_is_lost_is_narrowed() -> None:
    assert [kind for kind, _, _ in compared(accepted(), having(accepted(), NAME, nullable=None))] == [
        "narrowed"
    ]


def test_what_becomes_never_empty_or_may_now_be_left_out_is_not_narrowed() -> None:
    then = having(having(accepted(), NAME, nullable=True), EMAIL, nullable=False)

    assert compared(then, accepted()) == []


def test_one_clause_may_differ_in_several_ways_the_gravest_first() -> None:
    now = having(accepted(), STATUS, values=("OPEN",), type="text", recorded_at="2020-01-01", origin="live")

    assert [kind for kind, _, _ in compared(accepted(), now)] == [
        "weakened",
        "narrowed",
        "narrowed",
        "improvement",
    ]


def test_a_failing_clause_is_not_also_called_narrowed() -> None:
    now = having(accepted(), STATUS, values=(), type="", **FAILED)

    assert [kind for kind, _, _ in compared(accepted(), now)] == ["regression"]


def test_a_broken_scenario_is_a_regression_and_its_missing_steps_are_not_told_again() -> None:
    now = replace(having(accepted(), ADD, **FAILED), conduct=())

    assert [kind for kind, _, _ in compared(accepted(), now)] == ["regression"]


def test_conduct_is_compared_also_where_the_action_fails() -> None:
    now = replace(having(accepted(), ADD, **FAILED), conduct=(conduct("POST /candidates {name: text}"),))

    assert {kind for kind, _, _ in compared(accepted(), now)} == {"regression", "conduct"}


@pytest.mark.parametrize(
    "change",
    [lambda r: without(r, ADD), lambda r: having(r, ADD, outcome=Outcome.EXEMPT, **BLANK)],
)
def test_of_an_action_that_is_gone_conduct_is_not_told(change: Change) -> None:
    now = replace(change(accepted()), conduct=())

    assert [kind for kind, _, _ in compared(accepted(), now)] == ["removed"]


def test_conduct_names_scenario_and_step() -> None:
    now = replace(accepted(), conduct=(conduct(POST),))

    (one,) = differences("acme", accepted(), now, DAY)

    assert (one.kind, one.scenario, one.step) == (ChangeKind.CONDUCT, "add-candidate", "add one")


def test_a_raise_that_is_taken_back_is_loosened() -> None:
    then = asking(accepted(), standing="refuse")

    assert compared(then, accepted()) == [
        (
            "loosened",
            "acme/gate/severity/standing",
            "a difference of kind 'standing' had the severity refuse, now warn",
        )
    ]


def test_stricter_terms_are_no_difference() -> None:
    now = asking(accepted(), max_age_days=100, improvement="warn")

    assert compared(accepted(), now) == []


def test_a_raise_weighs_whichever_side_has_it() -> None:
    plain = having(accepted(), NAME, **FAILED)
    raised = asking(plain, standing="refuse")

    for then, now in ((plain, raised), (raised, plain)):
        (standing,) = [o for o in differences("acme", then, now, DAY) if o.kind is ChangeKind.STANDING]
        assert standing.severity is Severity.REFUSE


def test_a_new_connector_can_only_be_unproven_or_better() -> None:
    nothing = Results(connectors=(), results=())
    now = asking(having(accepted(), NAME, **FAILED), max_age_days=9999)

    assert [(kind, clause) for kind, clause, _ in compared(nothing, now)] == [
        ("unproven", NAME),
        ("improvement", ADD),
        ("improvement", STATUS),
        ("improvement", EMAIL),
    ]


def test_a_crashed_check_is_the_fault_of_the_harness() -> None:
    (one,) = differences("acme", accepted(), having(accepted(), NAME, outcome=Outcome.ERRORED), DAY)

    assert one.cause is Cause.HARNESS_FAULT


def test_results_without_terms_are_judged_by_what_holds_for_all() -> None:
    bare = replace(accepted(), terms={})

    assert compared(bare, bare) == []
    assert [kind for kind, _, _ in compared(bare, asking(bare, max_age_days=366))] == ["loosened"]
