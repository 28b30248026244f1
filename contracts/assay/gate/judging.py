"""The answer of the gate: both sides compared connector by connector, waivers taken into account.

Pure: two sides and a day in, a report out. Whatever keeps two connectors from being
compared becomes a refusal, so that nothing ships because nobody looked.
"""

from collections.abc import Iterable, Iterator
from datetime import date

from assay.gate.comparing import differences, rank
from assay.gate.difference import GateReport, Refusal, RefusalCode
from assay.gate.side import Side
from assay.gate.waiving import Waived, waived
from assay.results import Results


def judged(then: Side, now: Side, expected: Iterable[str], day: date, new: Iterable[str] = ()) -> GateReport:
    """Compare.

    Args:
        then: the baseline.
        now: the current results.
        expected: connectors that must have current results, beside those of the baseline.
        day: what ages are counted to, and until when waivers hold.
        new: connectors that the baseline cannot have.
    """
    refusals = [*then.refusals, *now.refusals]
    told = {refusal.connector for refusal in refusals}
    compared, answers, clauses = [], [], 0
    for slug in sorted({*expected, *then.results, *now.results}):
        current, accepted = now.results.get(slug), then.results.get(slug)
        if accepted is None and slug in new:
            accepted = Results(connectors=(), results=())
        if current is None or accepted is None:
            refusals += _missing(slug, then, current, told)
            continue
        compared.append(slug)
        clauses += len(current.results)
        found = differences(slug, accepted, current, day)
        answers.append(waived(slug, accepted, current, found, day))
    return GateReport(
        day=day,
        baseline=then.description,
        connectors=tuple(compared),
        clauses=clauses,
        differences=tuple(sorted((one for answer in answers for one in answer.differences), key=rank)),
        refusals=(*_sorted(refusals), *_of_waivers(answers)),
        debts=tuple(debt for answer in answers for debt in answer.debts),
        names={slug: now.results[slug].names.get(slug, slug) for slug in compared},
    )


def _missing(slug: str, then: Side, current: Results | None, told: set[str]) -> Iterator[Refusal]:
    """Why a connector cannot be compared, unless an unreadable file has said so."""
    if slug in told:
        return
    if current is None:
        reason = f"{slug} has no current results: it was not run"
        hint = f"certify it: `assay certify {slug}`; a job that was to do so may have failed"
        yield Refusal(code=RefusalCode.NOT_RUN, reason=reason, connector=slug, hint=hint)
        return
    reason = f"the baseline has no results of {slug}"
    yield Refusal(
        code=RefusalCode.BASELINE, reason=reason, connector=slug, where=then.description, hint=then.hint
    )


def _sorted(refusals: Iterable[Refusal]) -> list[Refusal]:
    codes = list(RefusalCode)
    return sorted(refusals, key=lambda one: (codes.index(one.code), one.connector, one.where, one.reason))


def _of_waivers(answers: Iterable[Waived]) -> Iterator[Refusal]:
    return (refusal for answer in answers for refusal in answer.refusals)
