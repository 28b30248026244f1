"""The answer of the gate as plain data, for machines; the shape is documented in the README."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from assay.change import ChangeKind
from assay.contract.waivers import Waiver
from assay.gate.difference import Difference, GateReport, Place, Refusal
from assay.results import Result

FORMAT = 1


def as_data(report: GateReport) -> dict[str, Any]:
    """Everything that the report says."""
    return {
        "assay_gate": FORMAT,
        "ships": report.ships,
        "verdict": verdict_of(report),
        "day": report.day.isoformat(),
        "baseline": report.baseline,
        "connectors": list(report.connectors),
        "clauses": report.clauses,
        "counts": {str(kind): count for kind, count in counts(report.differences).items()},
        "differences": [_difference(one) for one in report.differences],
        "refusals": [_refusal(one) for one in report.refusals],
        "waivers": [
            {
                "connector": one.connector,
                **_waiver(one.waiver),
                "state": str(one.state),
                "days_left": one.days_left,
            }
            for one in report.debts
        ],
    }


def counts(differences: Iterable[Difference]) -> Mapping[ChangeKind, int]:
    """Kind -> number of differences, the gravest first; kinds that do not occur are left out."""
    counted = Counter(one.kind for one in differences)
    return {kind: counted[kind] for kind in ChangeKind if counted[kind]}


def verdict_of(report: GateReport) -> str:
    """``gate: ships``, or why not: ``gate: refuses: 2 regressions, 1 narrowed (ashby)``."""
    if report.ships:
        return "gate: ships"
    refusing = [one for one in report.differences if one.refuses]
    said = [counted(count, kind) for kind, count in counts(refusing).items()]
    other = [one for one in report.refusals if one.waiver is None]
    said += [f"{len(other)} that cannot be compared"] if other else []
    waivers = len(report.refusals) - len(other)
    said += [f"{waivers} waiver{'s' * (waivers != 1)}"] if waivers else []
    about = sorted({one.connector for one in refusing} | {one.connector for one in report.refusals} - {""})
    return f"gate: refuses: {', '.join(said)}" + (f" ({', '.join(about)})" if about else "")


def counted(count: int, kind: ChangeKind) -> str:
    """``2 regressions``, ``1 narrowed``."""
    nouns = (ChangeKind.REGRESSION, ChangeKind.IMPROVEMENT)
    return f"{count} {kind}{'s' if kind in nouns and count != 1 else ''}"


def _difference(one: Difference) -> dict[str, Any]:
    return {
        "kind": str(one.kind),
        "severity": str(one.severity),
        "refuses": one.refuses,
        "connector": one.connector,
        "clause": one.clause,
        "message": one.message,
        "scenario": one.scenario,
        "step": one.step,
        "before": _result(one.before),
        "after": _result(one.after),
        "waiver": _waiver(one.waiver) if one.waiver else None,
        "place": _place(one.place),
        "cause": str(one.cause) if one.cause else None,
        "why": one.why,
    }


def _result(one: Result | None) -> dict[str, Any] | None:
    if one is None:
        return None
    names = ("outcome", "origin", "cassette", "recorded_at", "message", "type", "nullable", "values")
    return {name: getattr(one, name) for name in names}


def _refusal(one: Refusal) -> dict[str, Any]:
    return {
        "code": str(one.code),
        "connector": one.connector,
        "reason": one.reason,
        "where": one.where,
        "hint": one.hint,
        "waiver": _waiver(one.waiver) if one.waiver else None,
        "place": _place(one.place),
    }


def _waiver(waiver: Waiver) -> dict[str, Any]:
    return waiver.model_dump(mode="json")


def _place(place: Place | None) -> dict[str, Any] | None:
    return {"file": place.file, "line": place.line, "of": place.of} if place else None
