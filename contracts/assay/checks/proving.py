"""Do the proofs of features, behaviours and effects hold in the recorded exchanges?"""

from collections.abc import Iterator

from assay.case import FULL_SYNC, Case
from assay.checks import check
from assay.contract.part import slug
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
    for clause_ in case.clauses:
        if clause_.kind in ("feature", "behaviour") and clause_.exempt is None and clause_.id not in proven:
            yield Finding(clause=clause_.id, outcome=Outcome.UNPROVEN, message="no scenario shows it")


def _shown(case: Case, proof: Proof, clause: str) -> Finding:
    trace = case.traces.get(proof.scenario)
    if trace is None:
        message = f"scenario {proof.scenario} is not recorded"
        return Finding(clause=clause, outcome=Outcome.UNPROVEN, message=message)
    outcome, message, played, path = _looked_at(proof, trace)
    return Finding(
        clause=clause,
        outcome=outcome,
        message=message if outcome is Outcome.PASSED else _with_cause(message, trace),
        scenario=proof.scenario,
        interactions=tuple(sorted({one.index for one in played})),
        path=path,
    )


def _looked_at(proof: Proof, trace: Trace) -> tuple[Outcome, str, tuple[Played, ...], str]:
    """What a proof makes of a trace."""
    try:
        shown = proof.show(trace)
    except NotShown as found:
        outcome = Outcome.UNPROVEN if found.unproven else Outcome.FAILED
        return outcome, str(found), found.played, found.path
    except LookupError as missing:
        message = f"the evidence has no step or part {missing}"
        return Outcome.FAILED, message, (), ""
    except Exception as error:  # noqa: BLE001 -- a proof that trips has shown nothing, and harms no other clause
        return Outcome.ERRORED, f"the proof crashed: {type(error).__name__}: {error}", (), ""
    if not shown.played:
        return Outcome.UNPROVEN, f"the proof names no exchange that shows it ({shown.message})", (), ""
    return Outcome.PASSED, shown.message, shown.played, ""


def _with_cause(message: str, trace: Trace) -> str:
    return f"{message}; the scenario ended early: {trace.error}" if trace.error is not None else message


@check
def scenarios_play_to_their_end(case: Case) -> Iterator[Finding | Note]:
    """A scenario plays to its end, and nothing that was recorded stays unasked for."""
    for trace in case.traces.values():
        message = _cut_short(trace)
        if not message:
            continue
        resting = _resting_on(case, trace.scenario)
        for clause in resting:
            yield Finding(
                clause=clause,
                outcome=Outcome.FAILED,
                message=message,
                scenario=trace.scenario,
                interactions=trace.unplayed[:3],
            )
        if not resting:
            yield Note(kind="scenario", connector=case.slug, subject=trace.scenario, message=message)


def _cut_short(trace: Trace) -> str:
    """What kept a scenario from playing all of its recording; empty when nothing did."""
    if trace.error is not None:
        return f"scenario {trace.scenario} ended early: {trace.error}"
    if not trace.unplayed:
        return ""
    asked = ", ".join(
        f"#{index} {trace.exchanges[index].request.method} {trace.exchanges[index].request.path}"
        for index in trace.unplayed[:3]
    )
    return f"{len(trace.unplayed)} recorded interactions were never asked for: {asked}"


def _resting_on(case: Case, scenario: str) -> list[str]:
    """Clauses that would lose their evidence with this scenario."""
    resting = [f"{case.slug}/{proof.clause}" for proof in case.proofs if proof.scenario == scenario]
    if scenario == FULL_SYNC:
        resting += [clause.id for clause in case.of_kind("model")]
    resting += [clause.id for clause in case.of_kind("action") if slug(clause.group) == scenario]
    return list(dict.fromkeys(clause for clause in resting if clause in case.ids))
