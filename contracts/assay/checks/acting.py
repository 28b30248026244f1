"""Do actions do what they are asked, with every input?"""

from collections.abc import Iterator
from dataclasses import dataclass

from assay.arrival import ANYWHERE, Wire, given
from assay.case import Case
from assay.checks import check
from assay.contract.clauses import Clause, slug
from assay.contract.model import ActionPromise, InputPromise
from assay.evidence import Step, Trace
from assay.outcome import Finding, Note, Outcome
from assay.unified.catalogue import inputs_of, is_required, reference_in


@dataclass(frozen=True, slots=True)
class _Performed:
    """A step that performed an action."""

    trace: Trace
    step: Step

    @property
    def interactions(self) -> tuple[int, ...]:
        return tuple(played.index for played in self.step.played)


def _performed(case: Case, action: ActionPromise) -> list[_Performed]:
    """Steps of the scenario named after the action, in which its inputs are shown."""
    trace = case.traces.get(slug(action.title))
    steps = trace.steps if trace else ()
    return [_Performed(trace, s) for s in steps if trace and s.action == action.action.operation]


def _promises(case: Case) -> Iterator[tuple[ActionPromise, InputPromise, Clause]]:
    clauses = {clause.id: clause for clause in case.clauses}
    for action in case.contract.actions:
        for promise in action.inputs:
            clause = clauses[case.clause("input", action.title, promise.name)]
            if clause.exempt is None:
                yield action, promise, clause


@check
def actions_are_performed(case: Case) -> Iterator[Finding | Note]:
    """The scenario named after an action performs it without error; its effect is shown by a proof."""
    proven = {f"{case.slug}/{proof.clause}" for proof in case.proofs}
    for action in case.contract.actions:
        clause = case.clause("action", action.title)
        performed = _performed(case, action)
        failed = next((p for p in performed if p.step.error is not None), None)
        if not performed:
            yield Finding(clause=clause, outcome=Outcome.UNPROVEN, message="no scenario performs it")
        elif failed is not None:
            yield Finding(
                clause=clause,
                outcome=Outcome.FAILED,
                message=f"{failed.step.name}: {failed.step.error}",
                scenario=failed.trace.scenario,
                interactions=failed.interactions,
            )
        elif clause not in proven:
            yield Finding(clause=clause, outcome=Outcome.UNPROVEN, message="no proof shows its effect")
        else:
            yield Finding(
                clause=clause,
                outcome=Outcome.PASSED,
                message=f"performed {len(performed)} times",
                scenario=performed[0].trace.scenario,
                interactions=performed[0].interactions,
            )


@check
def inputs_arrive(case: Case) -> Iterator[Finding | Note]:
    """Every value given for an input is seen on the wire, or the vendor's id it stands for."""
    for action, promise, clause in _promises(case):
        model = reference_in(action.action, promise.name)
        finding: Finding | None = None
        for performed in _performed(case, action):
            if (
                performed.step.error is not None
                and not performed.step.attempted
                and not performed.step.played
            ):
                continue
            wire = Wire(performed.trace, performed.step)
            for value in given(performed.step.inputs, promise.name):
                wanted = wire.vendor_id(value, model) if model else value
                index = wire.arrival_of(wanted, promise.arrives)
                if index is None:
                    finding = _lost(clause, performed, value, promise)
                elif finding is None:
                    shown = (index,) if index >= 0 else ()
                    finding = Finding(
                        clause=clause.id,
                        outcome=Outcome.PASSED,
                        message=f"{_short(value)} arrives in {performed.step.name!r}",
                        scenario=performed.trace.scenario,
                        interactions=shown,
                    )
                if finding is not None and finding.outcome is Outcome.FAILED:
                    break
            if finding is not None and finding.outcome is Outcome.FAILED:
                break
        yield finding or Finding(
            clause=clause.id, outcome=Outcome.UNPROVEN, message="no scenario gives a value for it"
        )


def _lost(clause: Clause, performed: _Performed, value: object, promise: InputPromise) -> Finding:
    places = " or ".join(
        " at ".join(filter(None, (arrival.to, arrival.at))) or "any request"
        for arrival in promise.arrives or (ANYWHERE,)
    )
    return Finding(
        clause=clause.id,
        outcome=Outcome.FAILED,
        message=f"{_short(value)} given in {performed.step.name!r} is not seen in {places}",
        scenario=performed.trace.scenario,
        interactions=performed.interactions,
        path=places,
    )


def _short(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:57]}..."  # noqa: PLR2004 -- fits a terminal line


@check
def optional_inputs_may_be_left_out(case: Case) -> Iterator[Finding | Note]:
    """Leaving out an optional input works."""
    for action, promise, clause in _promises(case):
        if is_required(action.action, promise.name):
            continue
        without = [
            performed
            for performed in _performed(case, action)
            if performed.step.error is None and not list(given(performed.step.inputs, promise.name))
        ]
        if not without:
            yield Finding(
                clause=clause.id, outcome=Outcome.UNPROVEN, message="no scenario succeeds without it"
            )


@check
def nothing_undeclared_is_honoured(case: Case) -> Iterator[Finding | Note]:
    """An input that arrives is declared; undeclared coverage is worth a note."""
    for action in case.contract.actions:
        declared = {promise.name for promise in action.inputs}
        for name in inputs_of(action.action):
            if name in declared:
                continue
            for trace, step in case.steps():
                if step.action != action.action.operation:
                    continue
                wire = Wire(trace, step)
                arrived = [
                    (value, index)
                    for value in given(step.inputs, name)
                    if isinstance(value, str) and (index := wire.arrival_of(value, ())) is not None
                ]
                if arrived:
                    yield Note(
                        kind="undeclared",
                        connector=case.slug,
                        subject=f"{action.title}: {name}",
                        message=f"{_short(arrived[0][0])} arrives although the contract does not declare the input",
                        scenario=trace.scenario,
                        interactions=(arrived[0][1],),
                    )
                    break
