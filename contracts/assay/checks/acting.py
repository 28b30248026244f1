"""Do actions do what they are asked, with every input?"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from assay.arrival import ANYWHERE, Arrived, Wire, given
from assay.case import Case
from assay.checks import check
from assay.contract.clauses import Clause
from assay.contract.model import ActionPromise, InputPromise
from assay.contract.part import slug
from assay.contract.paths import matches
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


@dataclass(frozen=True, slots=True)
class _Promised:
    """An input as one action promises it."""

    action: ActionPromise
    promise: InputPromise
    clause: Clause

    def given_in(self, performed: _Performed) -> list[object]:
        return list(given(performed.step.inputs, self.promise.name))


def _performed(case: Case, action: ActionPromise) -> list[_Performed]:
    """Steps of the scenario named after the action, in which its inputs are shown."""
    trace = case.traces.get(slug(action.title))
    steps = trace.steps if trace else ()
    return [_Performed(trace, s) for s in steps if trace and s.action == action.action.operation]


def _promised(case: Case, *, exempt: bool = False) -> Iterator[_Promised]:
    clauses = {clause.id: clause for clause in case.clauses}
    for action in case.contract.actions:
        for promise in action.inputs:
            clause = clauses[case.clause("input", action.title, promise.name)]
            if (clause.exempt is not None) is exempt:
                yield _Promised(action, promise, clause)


@check
def actions_are_performed(case: Case) -> Iterator[Finding | Note]:
    """The scenario named after an action performs it without error; its effect is shown by a proof."""
    proven = {f"{case.slug}/{proof.clause}" for proof in case.proofs}
    titles = {clause.id for clause in case.of_kind("action")}
    for action in case.contract.actions:
        clause = case.clause("action", action.title)
        if clause in titles:
            yield _performance(clause, _performed(case, action), shown=clause in proven)


def _performance(clause: str, performed: list[_Performed], *, shown: bool) -> Finding:
    done = [one for one in performed if one.step.error is None and one.step.played]
    if not performed:
        return Finding(clause=clause, outcome=Outcome.UNPROVEN, message="no scenario performs it")
    if not done:
        first = performed[0]
        said = first.step.error or "it asked nothing of the vendor"
        return Finding(
            clause=clause,
            outcome=Outcome.FAILED,
            message=f"{first.step.name}: {said}",
            scenario=first.trace.scenario,
            interactions=first.interactions,
        )
    return Finding(
        clause=clause,
        outcome=Outcome.PASSED if shown else Outcome.UNPROVEN,
        message=f"performed {len(done)} times" if shown else "no proof shows its effect",
        scenario=done[0].trace.scenario,
        interactions=done[0].interactions,
    )


@check
def inputs_arrive(case: Case) -> Iterator[Finding | Note]:
    """Every value given for an input is seen on the wire, or the vendor's id it stands for."""
    for promised in _promised(case):
        findings = [
            finding
            for performed in _performed(case, promised.action)
            if performed.step.error is None or performed.step.attempted
            for finding in _arrivals(promised, performed)
        ]
        yield _weighed(findings) or _never_sent(case, promised)


def _weighed(findings: list[Finding]) -> Finding | None:
    """A value that is lost decides; then one that arrives; a mere attempt proves nothing."""
    for outcome in (Outcome.FAILED, Outcome.PASSED, Outcome.UNPROVEN):
        for finding in findings:
            if finding.outcome is outcome:
                return finding
    return None


def _never_sent(case: Case, promised: _Promised) -> Finding:
    """No value was given, or only in steps that failed before they asked for anything."""
    for performed in _performed(case, promised.action):
        if promised.given_in(performed):
            return Finding(
                clause=promised.clause.id,
                outcome=Outcome.UNPROVEN,
                message=f"{performed.step.name!r} ended before anything was sent: {performed.step.error}",
                scenario=performed.trace.scenario,
                interactions=performed.interactions,
            )
    message = "no scenario gives a value for it"
    return Finding(clause=promised.clause.id, outcome=Outcome.UNPROVEN, message=message)


def _arrivals(promised: _Promised, performed: _Performed) -> Iterator[Finding]:
    """What became of every value in one step; when it ended over the request of one, later ones wait."""
    wire = Wire(performed.trace, performed.step)
    model = reference_in(promised.action.action, promised.promise.name)
    arrives = promised.promise.arrives
    given_values = promised.given_in(performed)
    sought = [wire.vendor_id(value, model) if model else value for value in given_values]
    found = [wire.arrival_of(value, arrives) for value in sought]
    is_over = performed.step.error is not None and not wire.was_asked(arrives)
    for value, meant, arrived in zip(given_values, sought, found, strict=True):
        waits = is_over or (performed.step.error is not None and wire.comes_later(meant, arrives))
        yield _arrival(promised, performed, value, arrived, is_over=waits)
        is_over = is_over or (arrived is not None and arrived.index is None)


def _arrival(
    promised: _Promised, performed: _Performed, value: object, arrived: Arrived | None, *, is_over: bool
) -> Finding:
    """What became of one value; ``is_over``: the step ended before it could be sent."""
    name = f"{performed.step.name!r}"
    is_seen = arrived is not None and arrived.index is not None
    if arrived is None and is_over:
        outcome, message = Outcome.UNPROVEN, f"{name} ended before {_short(value)} could be sent"
    elif arrived is None:
        where = _places(promised.promise)
        outcome, message = Outcome.FAILED, f"{_short(value)} given in {name} is not seen in {where}"
    elif arrived.index is None:
        outcome = Outcome.UNPROVEN
        message = f"{_short(value)} is sent in {name}, in a request that was not recorded"
    else:
        outcome, message = Outcome.PASSED, f"{_short(value)} arrives in {name}"
    return Finding(
        clause=promised.clause.id,
        outcome=outcome,
        message=message,
        scenario=performed.trace.scenario,
        interactions=_seen_in(promised.promise, arrived, performed),
        path=arrived.place if arrived is not None and is_seen else _places(promised.promise),
    )


def _seen_in(promise: InputPromise, arrived: Arrived | None, performed: _Performed) -> tuple[int, ...]:
    """The request with the value; of a lost one, the recorded request that was not made as it was then."""
    if arrived is not None and arrived.index is not None:
        return (arrived.index,)
    trace, paths = performed.trace, [arrival.to for arrival in promise.arrives if arrival.to is not None]
    missed = (
        index
        for index in trace.unplayed
        if any(matches(path, trace.exchanges[index].request.path) for path in paths)
    )
    return tuple(islice(missed, 1)) or performed.interactions


def _places(promise: InputPromise) -> str:
    places = (
        " at ".join(filter(None, (arrival.to, arrival.at))) or "any request"
        for arrival in promise.arrives or (ANYWHERE,)
    )
    return " or ".join(dict.fromkeys(places))


def _short(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:57]}..."  # noqa: PLR2004 -- fits a terminal line


@check
def optional_inputs_may_be_left_out(case: Case) -> Iterator[Finding | Note]:
    """Leaving out an optional input works."""
    for promised in _promised(case):
        if is_required(promised.action.action, promised.promise.name):
            continue
        works = any(
            performed.step.error is None and performed.step.played and not promised.given_in(performed)
            for performed in _performed(case, promised.action)
        )
        if not works:
            message = "no scenario succeeds without it"
            yield Finding(clause=promised.clause.id, outcome=Outcome.UNPROVEN, message=message)


@check
def exempt_inputs_do_not_arrive(case: Case) -> Iterator[Finding | Note]:
    """An input that the vendor is said not to take is not sent; else the exemption is wrong."""
    for promised in _promised(case, exempt=True):
        for performed in _performed(case, promised.action):
            for found in _arrivals(promised, performed):
                if found.outcome is Outcome.PASSED:
                    yield Finding(
                        clause=found.clause,
                        outcome=Outcome.FAILED,
                        message=f"exempt, yet {found.message}",
                        scenario=found.scenario,
                        interactions=found.interactions,
                        path=found.path,
                    )


@check
def nothing_undeclared_is_honoured(case: Case) -> Iterator[Finding | Note]:
    """An input that arrives is declared; undeclared coverage is worth a note."""
    for action in case.contract.actions:
        declared = {promise.name for promise in action.inputs}
        for name in inputs_of(action.action):
            if name not in declared:
                yield from _undeclared(case, action, name)


def _undeclared(case: Case, action: ActionPromise, name: str) -> Iterator[Note]:
    """The first sign that an input which the contract does not declare is honoured all the same."""
    model = reference_in(action.action, name)
    for trace, step in case.steps():
        if step.action != action.action.operation:
            continue
        wire = Wire(trace, step)
        for value in given(step.inputs, name):
            arrived = wire.arrival_of(wire.vendor_id(value, model) if model else value, ())
            if arrived is not None and arrived.index is not None:
                yield Note(
                    kind="undeclared",
                    connector=case.slug,
                    subject=f"{action.title}: {name}",
                    message=f"{_short(value)} arrives although the contract does not declare the input",
                    scenario=trace.scenario,
                    interactions=(arrived.index,),
                )
                return
