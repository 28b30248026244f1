"""Runs all checks over a case and rolls their findings up to one verdict per clause."""

import fnmatch
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from assay.case import Case
from assay.checks import Check, all_checks
from assay.conduct import conduct_of
from assay.connector import Assumption
from assay.contract import (
    Behaviour,
    Clause,
    FeaturePromise,
    FieldPromise,
    ModelPromise,
    Promise,
    Waiver,
)
from assay.events import CertificationFinished, CheckFinished, Listener, nobody
from assay.observed import observed
from assay.outcome import Finding, Note, Outcome, worst
from assay.results import Result, Results


def judge(
    case: Case,
    assumptions: Sequence[Assumption],
    listener: Listener = nobody,
    checks: Iterable[Check] | None = None,
    waivers: Iterable[Waiver] = (),
) -> Results:
    """One result per clause, in the order of the contract; notes sorted; waivers passed on to the gate."""
    known = {clause.id for clause in case.clauses}
    findings: dict[str, list[Finding]] = defaultdict(list)
    notes: list[Note] = []
    for check in all_checks() if checks is None else checks:
        for said in _run(check, case):
            if isinstance(said, Note):
                notes.append(said)
            elif said.clause in known:
                findings[said.clause].append(replace(said, check=check.id))
            else:
                notes.append(_stray(case, check, said))
        listener(CheckFinished(case.slug, check.id))
    results = Results(
        connectors=(case.slug,),
        results=tuple(_result(case, clause, findings[clause.id], assumptions) for clause in case.clauses),
        notes=tuple(sorted(notes, key=lambda note: (note.kind, note.subject, note.message))),
        assumptions={case.slug: {assumption.id: assumption.statement for assumption in assumptions}},
        names={case.slug: case.contract.name},
        conduct=conduct_of(case),
        terms={case.slug: case.contract.gate},
        waivers={case.slug: tuple(waivers)},
    )
    listener(CertificationFinished(case.slug, results))
    return results


def _run(check: Check, case: Case) -> list[Finding | Note]:
    """What a check says; when it crashes, nobody knows what it would have said of any clause."""
    try:
        return list(check.run(case))
    except Exception as error:  # noqa: BLE001 -- whatever it was, it must not pass for a verdict
        message = f"the check {check.id} crashed: {type(error).__name__}: {error}"
        return [
            Finding(clause=clause.id, outcome=Outcome.ERRORED, message=message) for clause in case.clauses
        ]


def _stray(case: Case, check: Check, said: Finding) -> Note:
    return Note(
        kind="stray-finding",
        connector=case.slug,
        subject=said.clause,
        message=f"{check.id} says {said.outcome}, but the contract has no such clause: {said.message}",
        scenario=said.scenario,
        interactions=said.interactions,
    )


def _result(case: Case, clause: Clause, findings: list[Finding], assumptions: Sequence[Assumption]) -> Result:
    decisive = _evident(case, _decisive(clause, findings))
    trace = case.traces.get(decisive.scenario) if decisive.scenario else None
    shown = (f for f in (decisive, *findings) if f.scenario == decisive.scenario and f.interactions)
    evidence = next(shown, decisive)
    local_id, seen = clause.id.partition("/")[2], observed(case, clause)
    return Result(
        clause=clause.id,
        connector=clause.connector,
        kind=clause.kind,
        group=clause.group,
        item=clause.item,
        outcome=decisive.outcome,
        origin=trace.origin if trace else "",
        cassette=f"{trace.connector}/{trace.scenario}" if trace else "",
        recorded_at=trace.recorded_at if trace else "",
        interactions=evidence.interactions,
        path=decisive.path,
        vendor_path=evidence.vendor_path,
        message=f"{decisive.message}{_next(case, local_id, decisive)}",
        check=decisive.check,
        source=clause.exempt.source if clause.exempt else clause.source,
        assumptions=tuple(
            assumption.id
            for assumption in assumptions
            if any(fnmatch.fnmatchcase(local_id, pattern) for pattern in assumption.rests)
        ),
        fact=clause.exempt.fact if clause.exempt else "",
        statement=_statement(clause.promise),
        type=seen.type,
        nullable=seen.nullable,
        values=seen.values,
    )


def _next(case: Case, local_id: str, decisive: Finding) -> str:
    """What to write next for an unproven clause, and where, as its register says; empty when it does not."""
    if decisive.outcome is not Outcome.UNPROVEN:
        return ""
    texts = (todo.text for todo in case.todos if fnmatch.fnmatchcase(local_id, todo.clauses))
    return next((f"; next: {text}" for text in texts), "")


def _statement(promise: Promise) -> str:
    if isinstance(promise, Behaviour):
        return f"Given {promise.given}, when {promise.when}, then {promise.then}"
    if isinstance(promise, FeaturePromise):
        return promise.summary or ""
    return (promise.differs or "") if isinstance(promise, FieldPromise | ModelPromise) else ""


def _decisive(clause: Clause, findings: list[Finding]) -> Finding:
    """The finding that gives the verdict: the first of the worst; an exemption stands unless contradicted."""
    if clause.exempt is not None:
        fact = Finding(
            clause=clause.id, outcome=Outcome.EXEMPT, message=clause.exempt.fact, check="exemption"
        )
        findings = [f for f in findings if f.outcome in (Outcome.ERRORED, Outcome.FAILED)] or [fact]
    if not findings:
        return Finding(clause=clause.id, outcome=Outcome.UNPROVEN, message="no check has looked at it")
    verdict = worst([finding.outcome for finding in findings])
    alike = [finding for finding in findings if finding.outcome is verdict]
    return next((finding for finding in alike if finding.interactions), alike[0])


def _evident(case: Case, decisive: Finding) -> Finding:
    """A pass that names no recording is none."""
    if decisive.outcome is Outcome.PASSED and decisive.scenario not in case.traces:
        message = f"nothing recorded shows it ({decisive.message})"
        return replace(decisive, outcome=Outcome.UNPROVEN, message=message)
    return decisive
