"""What differs between the results that were last accepted and those of now, for one connector.

Pure: results and a day in, differences out.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from assay.change import ChangeKind, Severity
from assay.contract.terms import Terms
from assay.gate.difference import Cause, Difference
from assay.gate.requests import conduct_changes
from assay.outcome import Outcome
from assay.results import Result, Results

GRADES = ("live", "documented", "sandbox")
"""Origins of evidence, the best first."""
_AHEAD = timedelta(days=1)
"""A recording may be dated tomorrow: whoever made it lives further east."""
_LISTED = 5

Change = tuple[ChangeKind, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Pair:
    """One connector, then and now."""

    slug: str
    then: Results
    now: Results
    day: date
    before: Mapping[str, Result]
    """Clause -> its result; ``after`` likewise."""
    after: Mapping[str, Result]

    @property
    def terms(self) -> Terms:
        """What the contract of now asks."""
        return terms_of(self.now, self.slug)

    def difference(
        self, kind: ChangeKind, clause: str, message: str, *, scenario: str = "", step: str = ""
    ) -> Difference:
        """It with the results of the clause; a change may not lower what judges it."""
        weights = (terms_of(self.then, self.slug).weighs(kind), self.terms.weighs(kind))
        return Difference(
            kind=kind,
            severity=min(weights, key=list(Severity).index),
            connector=self.slug,
            clause=clause,
            message=message,
            before=self.before.get(clause),
            after=self.after.get(clause),
            scenario=scenario,
            step=step,
            cause=Cause.HARNESS_FAULT if kind is ChangeKind.ERRORED else None,
            why="a check must not crash, whatever it is shown" if kind is ChangeKind.ERRORED else "",
        )


def differences(slug: str, then: Results, now: Results, day: date) -> list[Difference]:
    """Everything that differs or does not hold, the gravest first.

    Args:
        slug: the connector that both results are about.
        then: the baseline; without results for a connector that is new.
        now: the current results.
        day: what the age of evidence is counted to.
    """
    pair = _Pair(slug=slug, then=then, now=now, day=day, before=_by_clause(then), after=_by_clause(now))
    found = [*_of_clauses(pair), *_of_conduct(pair), *_of_terms(pair)]
    return sorted(found, key=rank)


def rank(difference: Difference) -> tuple[int, int, str, str, str, str, str]:
    """Sorts differences, the gravest first: by weight, kind, then name."""
    return (
        list(Severity).index(difference.severity),
        list(ChangeKind).index(difference.kind),
        difference.connector,
        difference.clause,
        difference.scenario,
        difference.step,
        difference.message,
    )


def terms_of(results: Results, slug: str) -> Terms:
    """What a contract asks of the gate; where results say nothing, what holds for all."""
    return results.terms.get(slug) or Terms()


def _by_clause(results: Results) -> Mapping[str, Result]:
    return {result.clause: result for result in results.results}


def _of_clauses(pair: _Pair) -> Iterator[Difference]:
    for clause in sorted(pair.before.keys() | pair.after.keys()):
        for kind, message in _changes(pair.before.get(clause), pair.after.get(clause), pair):
            yield pair.difference(kind, clause, message)


def _changes(before: Result | None, after: Result | None, pair: _Pair) -> Iterator[Change]:
    if after is None:
        assert before is not None  # noqa: S101 -- it is of one side at least
        yield ChangeKind.REMOVED, f"the contract no longer promises it; it {_was(before)}"
    elif after.outcome is Outcome.ERRORED:
        yield ChangeKind.ERRORED, f"nobody can tell: {after.message}"
    elif after.outcome is Outcome.EXEMPT:
        if before is not None and before.outcome is not Outcome.EXEMPT:
            yield ChangeKind.REMOVED, f"the contract now exempts it ({after.message}); it {_was(before)}"
    elif after.outcome is Outcome.PASSED:
        yield from _of_holding(before, after, pair)
    else:
        yield _of_not_holding(before, after)


def _of_not_holding(before: Result | None, after: Result) -> Change:
    now = f"now {after.outcome}: {after.message}"
    if before is None:
        return ChangeKind.UNPROVEN, f"new, and {after.outcome}: {after.message}"
    if before.outcome is Outcome.PASSED:
        return ChangeKind.REGRESSION, f"it passed, {now}"
    if before.outcome is Outcome.EXEMPT:
        if after.fact:
            return ChangeKind.REGRESSION, f"it was exempt and still is in the contract, {now}"
        return ChangeKind.UNPROVEN, f"it was exempt, is promised now, {now}"
    if before.outcome is Outcome.ERRORED:
        return ChangeKind.UNPROVEN, f"the baseline could not tell, {now}"
    return ChangeKind.STANDING, f"it was {before.outcome}, {now}"


def _of_holding(before: Result | None, after: Result, pair: _Pair) -> Iterator[Change]:
    yield from _of_age(before, after, pair)
    if before is None:
        yield ChangeKind.IMPROVEMENT, f"new, and proven ({after.origin})"
    elif before.outcome is not Outcome.PASSED:
        yield ChangeKind.IMPROVEMENT, f"it was {before.outcome}, now it is proven ({after.origin})"
    else:
        yield from _of_grade(before, after)
        yield from _of_extent(before, after)


def _of_age(before: Result | None, after: Result, pair: _Pair) -> Iterator[Change]:
    recorded = _day_of(after.recorded_at)
    if recorded is None:
        yield ChangeKind.WEAKENED, f"{_evidence(after)} is not dated, so nobody knows how old it is"
        return
    age_days, max_age_days = (pair.day - recorded).days, pair.terms.max_age_days
    if age_days > max_age_days:
        message = (
            f"{_evidence(after)} was recorded on {recorded} and is {age_days} days old on {pair.day}; "
            f"the contract allows {max_age_days}"
        )
        yield ChangeKind.WEAKENED, message
    # Recordings that were accepted long ago say nothing against this change, even where a clock is wrong.
    is_new = before is None or before.recorded_at != after.recorded_at
    if is_new and recorded - pair.day > _AHEAD:
        yield ChangeKind.WEAKENED, f"{_evidence(after)} is dated {recorded}, which is after {pair.day}"


def _of_grade(before: Result, after: Result) -> Iterator[Change]:
    change = f"evidence was {before.origin or 'of no origin'}, is {after.origin or 'of no origin'}"
    if _grade(after) > _grade(before):
        yield ChangeKind.WEAKENED, f"{change} ({after.cassette})"
    elif _grade(after) < _grade(before):
        yield ChangeKind.IMPROVEMENT, change


def _of_extent(before: Result, after: Result) -> Iterator[Change]:
    if before.type and before.type != after.type:
        yield ChangeKind.NARROWED, f"type was {before.type}, is {after.type or 'unknown'}"
    if before.kind == "input" and before.nullable is True and after.nullable is not True:
        yield ChangeKind.NARROWED, "it could be left out, now it is required"
    if before.kind != "input" and before.nullable is False and after.nullable is not False:
        yield ChangeKind.NARROWED, "it was never empty, now some records are without it"
    lost = [value for value in before.values if value not in after.values]
    if lost:
        yield ChangeKind.NARROWED, f"{_counted(lost)} no longer shown: {_few(lost)}"
    gained = [value for value in after.values if value not in before.values]
    if gained:
        yield ChangeKind.IMPROVEMENT, f"{_counted(gained)} shown for the first time: {_few(gained)}"


def _of_conduct(pair: _Pair) -> Iterator[Difference]:
    """Of actions that are on both sides; what became of the others their clause says."""
    for change in conduct_changes(pair.then.conduct, pair.now.conduct):
        if change.clause not in pair.before or change.clause not in pair.after:
            continue
        outcome = pair.after[change.clause].outcome
        if outcome in (Outcome.EXEMPT, Outcome.ERRORED):
            continue
        # A scenario that breaks off has fewer steps; that it breaks off is the clause's regression.
        if change.kind is ChangeKind.WEAKENED and outcome is not Outcome.PASSED:
            continue
        yield pair.difference(
            change.kind, change.clause, change.message, scenario=change.scenario, step=change.step
        )


def _of_terms(pair: _Pair) -> Iterator[Difference]:
    if pair.slug not in pair.then.connectors:
        return
    then, now = terms_of(pair.then, pair.slug), pair.terms
    if now.max_age_days > then.max_age_days:
        message = f"evidence could be {then.max_age_days} days old, now {now.max_age_days}"
        yield pair.difference(ChangeKind.LOOSENED, f"{pair.slug}/gate/max_age_days", message)
    for kind in ChangeKind:
        if now.weighs(kind).is_below(then.weighs(kind)):
            message = (
                f"a difference of kind '{kind}' had the severity {then.weighs(kind)}, now {now.weighs(kind)}"
            )
            yield pair.difference(ChangeKind.LOOSENED, f"{pair.slug}/gate/severity/{kind}", message)


def _grade(result: Result) -> int:
    return GRADES.index(result.origin) if result.origin in GRADES else len(GRADES)


def _day_of(recorded_at: str) -> date | None:
    try:
        moment = datetime.fromisoformat(recorded_at)
    except ValueError:
        return None
    return (moment if moment.tzinfo is None else moment.astimezone(UTC)).date()


def _evidence(result: Result) -> str:
    return f"the recording {result.cassette}" if result.cassette else "its evidence"


def _was(before: Result) -> str:
    held = {Outcome.PASSED: "passed", Outcome.EXEMPT: "was exempt"}
    return f"{held.get(before.outcome, f'was {before.outcome}')} before"


def _counted(values: list[str]) -> str:
    return f"{len(values)} value{'s' if len(values) > 1 else ''}"


def _few(values: list[str]) -> str:
    rest = f" and {len(values) - _LISTED} more" if len(values) > _LISTED else ""
    return ", ".join(values[:_LISTED]) + rest
