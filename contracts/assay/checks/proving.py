"""Do the proofs of features, behaviours and effects hold in the recorded exchanges?"""

from collections.abc import Iterator

from assay.case import Case
from assay.checks import check
from assay.evidence import Played, Trace
from assay.outcome import Finding, Note, Outcome
from assay.scenario import NotShown, Proof


@check
def proofs_hold(case: Case) -> Iterator[Finding | Note]:
    """What a feature, behaviour or action promises is seen in the scenario that shows it."""
    proven: set[str] = set()
    for proof in case.proofs:
        clause = f"{case.slug}/{proof.clause}"
        proven.add(clause)
        if clause in case.ids:
            yield _shown(case, proof, clause)
        else:
            yield Note(
                kind="stray-proof",
                connector=case.slug,
                subject=proof.clause,
                message="a proof exists for it, but the contract has no such clause",
            )
    for kind in ("feature", "behaviour"):
        for clause_ in case.of_kind(kind):  # type: ignore[arg-type]  # literals of the loop
            if clause_.id not in proven:
                yield Finding(clause=clause_.id, outcome=Outcome.UNPROVEN, message="no scenario shows it")


def _shown(case: Case, proof: Proof, clause: str) -> Finding:
    trace = case.traces.get(proof.scenario)
    if trace is None:
        return Finding(
            clause=clause, outcome=Outcome.UNPROVEN, message=f"scenario {proof.scenario} is not recorded"
        )
    try:
        shown = proof.show(trace)
    except NotShown as found:
        return Finding(
            clause=clause,
            outcome=Outcome.UNPROVEN if found.unproven else Outcome.FAILED,
            message=_with_cause(str(found), trace),
            scenario=proof.scenario,
            interactions=_indices(found.played),
            path=found.path,
        )
    except KeyError as missing:
        message = _with_cause(f"the scenario has no step {missing}", trace)
        return Finding(clause=clause, outcome=Outcome.FAILED, message=message, scenario=proof.scenario)
    return Finding(
        clause=clause,
        outcome=Outcome.PASSED,
        message=shown.message,
        scenario=proof.scenario,
        interactions=_indices(shown.played),
    )


def _with_cause(message: str, trace: Trace) -> str:
    return f"{message}; the scenario ended early: {trace.error}" if trace.error is not None else message


def _indices(played: tuple[Played, ...]) -> tuple[int, ...]:
    return tuple(sorted({one.index for one in played}))


@check
def scenarios_play_to_their_end(case: Case) -> Iterator[Finding | Note]:
    """A scenario plays to its end, and nothing that was recorded stays unasked for."""
    for trace in case.traces.values():
        if trace.error is None and not trace.unplayed:
            continue
        if trace.error is not None:
            message = f"scenario {trace.scenario} ended early: {trace.error}"
        else:
            asked = ", ".join(
                f"#{i} {trace.exchanges[i].request.method} {trace.exchanges[i].request.path}"
                for i in trace.unplayed[:3]
            )
            message = f"{len(trace.unplayed)} recorded interactions were never asked for: {asked}"
        for clause in _resting_on(case, trace.scenario):
            yield Finding(
                clause=clause,
                outcome=Outcome.FAILED,
                message=message,
                scenario=trace.scenario,
                interactions=trace.unplayed[:3],
            )


def _resting_on(case: Case, scenario: str) -> list[str]:
    """Clauses that would lose their evidence with this scenario."""
    resting = [f"{case.slug}/{proof.clause}" for proof in case.proofs if proof.scenario == scenario]
    if case.full_sync is not None and scenario == case.full_sync.scenario:
        resting += [clause.id for clause in case.of_kind("model")]
    return list(dict.fromkeys(clause for clause in resting if clause in case.ids))
