"""Do calls that cost money keep to what was allowed, and are they counted right?"""

from collections.abc import Iterator

from assay.case import Case
from assay.checks import check
from assay.contract.part import slug
from assay.evidence import Step, Trace
from assay.outcome import Finding, Note, Outcome


@check
def calls_keep_to_their_budget(case: Case) -> Iterator[Finding | Note]:
    """Every step makes exactly the calls that cost money which its scenario allows, and all are reported.

    A scenario that breaks its budget proves nothing: whatever rests on it fails.
    """
    prefix = case.contract.wire.billed if case.contract.wire else None
    if prefix is None:
        return
    for trace, step in case.steps():
        message = _overdrawn(step, prefix)
        if message:
            for clause in _resting_on(case, trace):
                yield Finding(
                    clause=clause,
                    outcome=Outcome.FAILED,
                    message=f"{step.name!r}: {message}",
                    scenario=trace.scenario,
                    interactions=tuple(played.index for played in step.played),
                )


def _overdrawn(step: Step, prefix: str) -> str:
    made = sum(played.exchange.request.path.startswith(prefix) for played in step.played)
    reported = sum((step.billed or {}).values())
    if made != reported:
        return f"{made} calls cost money, {reported} were reported"
    if step.budget is not None and made != step.budget:
        return f"{made} calls cost money where {step.budget} are allowed"
    return ""


def _resting_on(case: Case, trace: Trace) -> Iterator[str]:
    """Clauses that the scenario shows: those it has proofs for, and the action it is named after."""
    proven = (f"{case.slug}/{proof.clause}" for proof in case.proofs if proof.scenario == trace.scenario)
    named = (clause.id for clause in case.of_kind("action") if slug(clause.group) == trace.scenario)
    yield from sorted({*proven, *named} & case.ids)
