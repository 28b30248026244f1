from collections.abc import Iterator
from dataclasses import replace

import pytest

from assay.checks import Check, all_checks, check
from assay.connector import Assumption
from assay.events import CertificationFinished, CheckFinished, Event
from assay.outcome import Finding, Note, Outcome, worst
from assay.verdict import judge
from tests.checks import miniatures as mini

JOBS = "acme/model/jobs"


def _check(name: str, *said: Finding | Note, crash: Exception | None = None) -> Check:
    def run(_: object) -> Iterator[Finding | Note]:
        yield from said
        if crash is not None:
            raise crash

    return Check(id=name, claim="something", run=run)


def _says(outcome: Outcome, clause: str = JOBS, **more: object) -> Finding:
    return Finding(clause=clause, outcome=outcome, message=f"so {outcome}", scenario="full-sync", **more)


def _outcome(*checks: Check, clause: str = JOBS) -> tuple[Outcome, str]:
    results = judge(mini.healthy(), (), checks=checks)
    result = next(result for result in results.results if result.clause == clause)
    return result.outcome, result.message


def test_every_clause_of_the_miniature_without_fault_holds() -> None:
    results = judge(mini.healthy(), ())

    assert results.holds, [r for r in results.results if r.outcome not in ("passed", "exempt")]
    assert results.notes == ()
    assert results.names == {"acme": "Acme"}


def test_every_pass_names_cassette_interactions_origin_and_date() -> None:
    results = judge(mini.healthy(), ())

    passed = [result for result in results.results if result.outcome is Outcome.PASSED]
    assert len(passed) > 20
    for result in passed:
        assert (result.origin, result.recorded_at) == ("sandbox", "2026-06-15T08:00:00.000Z"), result.clause
        assert result.cassette.startswith("acme/"), result.clause
        assert result.interactions, result.clause


def test_results_stand_in_the_order_of_the_contract() -> None:
    case = mini.healthy()

    results = judge(case, ())

    assert [result.clause for result in results.results] == [clause.id for clause in case.clauses]


@pytest.mark.parametrize("outcome", list(Outcome))
def test_the_worst_outcome_decides(outcome: Outcome) -> None:
    better = list(Outcome)[list(Outcome).index(outcome) :]

    assert worst(list(reversed(better))) is outcome


def test_without_any_evidence_a_clause_is_unproven() -> None:
    assert worst([]) is Outcome.UNPROVEN
    assert _outcome() == (Outcome.UNPROVEN, "no check has looked at it")


def test_a_failure_outweighs_any_number_of_passes() -> None:
    outcome, message = _outcome(
        _check("one", _says(Outcome.PASSED)), _check("two", _says(Outcome.FAILED), _says(Outcome.UNPROVEN))
    )

    assert (outcome, message) == (Outcome.FAILED, "so failed")


def test_a_check_that_crashes_makes_every_clause_errored() -> None:
    results = judge(mini.healthy(), (), checks=[_check("broken", crash=RuntimeError("oh"))])

    assert {result.outcome for result in results.results} == {Outcome.ERRORED}
    assert "the check broken crashed: RuntimeError: oh" in results.results[0].message
    assert not results.holds


def test_what_a_check_said_before_it_crashed_does_not_count() -> None:
    assert _outcome(_check("broken", _says(Outcome.FAILED), crash=ValueError("x")))[0] is Outcome.ERRORED


def test_a_pass_without_a_recording_is_none() -> None:
    told = replace(_says(Outcome.PASSED), scenario=None)

    outcome, message = _outcome(_check("one", told))

    assert outcome is Outcome.UNPROVEN
    assert "nothing recorded shows it" in message


def test_an_exempt_clause_is_exempt_with_its_fact() -> None:
    results = judge(mini.healthy(), (), checks=[])

    exempt = next(result for result in results.results if result.clause == "acme/field/jobs/employment_type")
    assert exempt.outcome is Outcome.EXEMPT
    assert exempt.fact == exempt.message == "the vendor has no such thing"
    assert exempt.source == "acme sheet 2"


@pytest.mark.parametrize("outcome", [Outcome.FAILED, Outcome.ERRORED])
def test_an_exemption_that_is_contradicted_does_not_stand(outcome: Outcome) -> None:
    clause = "acme/field/jobs/employment_type"

    assert _outcome(_check("one", _says(outcome, clause)), clause=clause)[0] is outcome


def test_an_exemption_stands_against_want_of_proof() -> None:
    clause = "acme/field/jobs/employment_type"

    assert _outcome(_check("one", _says(Outcome.UNPROVEN, clause)), clause=clause)[0] is Outcome.EXEMPT


def test_a_finding_about_no_clause_becomes_a_note() -> None:
    results = judge(mini.healthy(), (), checks=[_check("one", _says(Outcome.FAILED, "acme/model/moons"))])

    (note,) = results.notes
    assert (note.kind, note.subject) == ("stray-finding", "acme/model/moons")
    assert "one says failed" in note.message


def test_the_finding_that_names_exchanges_speaks_for_its_like() -> None:
    results = judge(
        mini.healthy(),
        (),
        checks=[_check("a", _says(Outcome.FAILED)), _check("b", _says(Outcome.FAILED, interactions=(1,)))],
    )

    result = next(result for result in results.results if result.clause == JOBS)
    assert (result.check, result.interactions) == ("b", (1,))


def test_assumptions_mark_the_clauses_that_rest_on_them() -> None:
    register = [
        Assumption(id="urls", statement="they never change", rests=("field/*/remote_url",), source="sheet 1"),
        Assumption(id="all", statement="all is well", rests=("model/jobs", "field/jobs/*"), source="sheet 2"),
    ]

    results = judge(mini.healthy(), register, checks=[])

    marks = {result.clause: result.assumptions for result in results.results}
    assert marks["acme/field/jobs/remote_url"] == ("urls", "all")
    assert marks["acme/model/jobs"] == ("all",)
    assert marks["acme/model/users"] == ()
    assert results.assumptions == {"acme": {"urls": "they never change", "all": "all is well"}}


def test_features_and_behaviours_are_stated_in_words() -> None:
    said = {result.clause: result.statement for result in judge(mini.healthy(), (), checks=[]).results}

    assert said["acme/feature/delta-syncs"] == "only what changed is read again"
    assert said["acme/behaviour/jobs/drafts-are-hidden"] == (
        "Given a draft, when jobs are read, then it is left out"
    )
    assert said["acme/model/jobs"] == ""


def test_notes_come_sorted() -> None:
    def note(kind: str, subject: str) -> Note:
        return Note(kind=kind, connector="acme", subject=subject, message="m")

    results = judge(
        mini.healthy(), (), checks=[_check("one", note("b", "x"), note("a", "z"), note("a", "y"))]
    )

    assert [(one.kind, one.subject) for one in results.notes] == [("a", "y"), ("a", "z"), ("b", "x")]


def test_listeners_hear_of_every_check_and_of_the_end() -> None:
    heard: list[Event] = []

    results = judge(mini.healthy(), (), heard.append)

    assert [event.check for event in heard if isinstance(event, CheckFinished)] == [
        c.id for c in all_checks()
    ]
    assert heard[-1] == CertificationFinished("acme", results)


def test_two_checks_of_one_name_are_refused() -> None:
    def pages_are_complete(_: object) -> Iterator[Finding | Note]:
        """A second one."""
        yield from ()

    all_checks()
    with pytest.raises(ValueError, match="two checks are called pages-are-complete"):
        check(pages_are_complete)


def test_a_check_without_a_claim_is_refused() -> None:
    def nobody_knows(_: object) -> Iterator[Finding | Note]:
        yield from ()

    with pytest.raises(ValueError, match="does not say what it claims"):
        check(nobody_knows)
