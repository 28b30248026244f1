"""What holds of the gate whatever the results are."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from assay.change import DEFAULTS, ChangeKind, Severity
from assay.contract import Terms, Waiver
from assay.gate.comparing import differences
from assay.gate.difference import GateReport
from assay.gate.judging import judged
from assay.gate.side import side_of
from assay.outcome import Outcome
from assay.results import Conduct, Result, Results

from .made_up import DAY, exempt, result, unproven, waiver, waiving, without

NAMES = [f"acme/{kind}/jobs/{item}" for kind in ("field", "input") for item in ("a", "b", "c")]
SHAPES = ["POST /a {email: text}", "POST /a", "GET /b ?limit"]
Plant = Callable[[Results, Result], Results]
fewer = settings(max_examples=40, deadline=None)


def _results(outcomes: st.SearchStrategy[Outcome]) -> st.SearchStrategy[Result]:
    return st.builds(
        result,
        st.sampled_from(NAMES),
        outcome=outcomes,
        origin=st.sampled_from(["live", "documented", "sandbox"]),
        recorded_at=st.sampled_from(["2026-11-01", "2026-01-01", "2020-01-01", ""]),
        type=st.sampled_from(["text", "Status", ""]),
        nullable=st.sampled_from([True, False, None]),
        values=st.sets(st.sampled_from("XYZ")).map(lambda values: tuple(sorted(values))),
        fact=st.sampled_from(["", "the vendor has none"]),
    )


@st.composite
def certifications(draw: st.DrawFn) -> Results:
    clauses = draw(st.lists(_results(st.sampled_from(Outcome)), unique_by=lambda one: one.clause))
    raised = draw(
        st.dictionaries(
            st.sampled_from([ChangeKind.STANDING, ChangeKind.IMPROVEMENT]), st.just(Severity.REFUSE)
        )
    )
    steps = st.builds(
        Conduct,
        clause=st.sampled_from(NAMES),
        scenario=st.just("s"),
        step=st.sampled_from(["one", "two"]),
        requests=st.lists(st.sampled_from(SHAPES), max_size=3).map(tuple),
    )
    return Results(
        connectors=("acme",),
        results=tuple(clauses),
        conduct=tuple(draw(st.lists(steps, max_size=3))),
        terms={"acme": Terms(max_age_days=draw(st.sampled_from([30, 365])), severity=raised)},
    )


WAIVERS = st.builds(
    waiver,
    st.sampled_from([*NAMES, "acme/field/jobs/unknown", "acme/gate/max_age_days"]),
    st.sampled_from([str(k) for k in ChangeKind if k not in (ChangeKind.ERRORED, ChangeKind.IMPROVEMENT)]),
    days=st.integers(-2, 92),
)


def answered(then: Results, now: Results) -> GateReport:
    return judged(side_of([then]), side_of([now]), ["acme"], DAY)


def refusing(report: GateReport) -> set[tuple[str, str, str]]:
    return {(one.kind, one.clause, one.message) for one in report.differences if one.refuses}


@fewer
@given(certifications())
def test_what_did_not_change_is_no_change(results: Results) -> None:
    about_now = {ChangeKind.ERRORED, ChangeKind.STANDING, ChangeKind.WEAKENED}

    assert {one.kind for one in answered(results, results).differences} <= about_now


@fewer
@given(certifications(), certifications())
def test_no_difference_weighs_less_than_usual(then: Results, now: Results) -> None:
    for one in answered(then, now).differences:
        assert not one.severity.is_below(DEFAULTS[one.kind])


@fewer
@given(certifications(), certifications(), st.lists(WAIVERS, max_size=3), WAIVERS)
def test_a_further_waiver_never_makes_a_difference_refuse(
    then: Results, now: Results, waivers: list[Waiver], one: Waiver
) -> None:
    without_it = answered(then, waiving(now, *waivers))
    with_it = answered(then, waiving(now, *waivers, one))

    assert refusing(with_it) <= refusing(without_it)


@fewer
@given(certifications(), certifications(), st.lists(WAIVERS, max_size=3))
def test_every_waiver_is_listed_and_lets_something_pass_or_is_answered_for(
    then: Results, now: Results, waivers: list[Waiver]
) -> None:
    report = answered(then, waiving(now, *waivers))

    assert [debt.waiver for debt in report.debts] == waivers
    used = [debt for debt in report.debts if debt.state == "used"]
    assert len(used) + len(report.refusals) == len(waivers)


@fewer
@given(certifications(), certifications(), st.randoms())
def test_the_order_of_lines_does_not_matter(then: Results, now: Results, chance: Any) -> None:
    shuffled = [list(then.results), list(now.results)]
    for lines in shuffled:
        chance.shuffle(lines)

    other = answered(
        replace(then, results=tuple(shuffled[0])),
        replace(now, results=tuple(shuffled[1])),
    )

    assert other.differences == answered(then, now).differences


@fewer
@given(certifications(), certifications())
def test_only_what_held_can_regress_and_what_held_never_vanishes_unseen(then: Results, now: Results) -> None:
    report = answered(then, now)
    told = {one.clause for one in report.differences}
    after = {one.clause: one.outcome for one in now.results}

    for one in then.results:
        if one.outcome is Outcome.PASSED and after.get(one.clause) is not Outcome.PASSED:
            assert one.clause in told
            assert not report.ships


HOLDING = st.lists(
    st.builds(
        result,
        st.sampled_from(NAMES),
        type=st.just("text"),
        nullable=st.just(False) | st.just(True),
        values=st.just(("X", "Y")),
    ),
    min_size=1,
    unique_by=lambda one: one.clause,
).map(lambda lines: Results(connectors=("acme",), results=tuple(lines), terms={"acme": Terms()}))


def _instead(make: Callable[[Result], Result]) -> Plant:
    return lambda results, one: replace(
        results, results=tuple(make(each) if each is one else each for each in results.results)
    )


def _narrower(one: Result) -> Result:
    return replace(one, values=("Y",))


PLANTS: list[tuple[str, Plant]] = [
    ("errored", _instead(lambda one: replace(one, outcome=Outcome.ERRORED))),
    ("regression", _instead(lambda one: replace(one, outcome=Outcome.FAILED))),
    ("regression", _instead(lambda one: unproven(one.clause))),
    ("removed", lambda results, one: without(results, one.clause)),
    ("removed", _instead(lambda one: exempt(one.clause))),
    ("weakened", _instead(lambda one: replace(one, origin="hearsay"))),
    ("weakened", _instead(lambda one: replace(one, recorded_at="2025-01-01"))),
    ("narrowed", _instead(_narrower)),
    ("narrowed", _instead(lambda one: replace(one, type="number"))),
    ("improvement", _instead(lambda one: replace(one, origin="live"))),
    ("improvement", _instead(lambda one: replace(one, values=("W", "X", "Y")))),
]


@fewer
@given(HOLDING, st.sampled_from(PLANTS), st.data())
def test_every_single_change_gives_exactly_its_kind(
    then: Results, plant: tuple[str, Plant], data: st.DataObject
) -> None:
    kind, change = plant
    one = data.draw(st.sampled_from(then.results))

    found = differences("acme", then, change(then, one), DAY)

    assert [(str(each.kind), each.clause) for each in found] == [(kind, one.clause)]
