"""Results that a connector called Acme might have had, small and made up."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from assay.change import ChangeKind, Severity
from assay.contract import Terms, Waiver
from assay.outcome import Outcome
from assay.results import Conduct, Result, Results, write_results

DAY = date(2026, 11, 22)
NAME, STATUS, ROLE = "acme/field/jobs/name", "acme/field/jobs/status", "acme/field/users/role"
ADD, EMAIL = "acme/action/add-candidate", "acme/input/add-candidate/email"
BLANK: Mapping[str, Any] = {"origin": "", "cassette": "", "recorded_at": "", "interactions": ()}


def result(clause: str, **facts: Any) -> Result:
    connector, kind, *rest = clause.split("/")
    return replace(
        Result(
            clause=clause,
            connector=connector,
            kind=kind,
            group=rest[0],
            item=rest[-1] if len(rest) > 1 else "",
            outcome=Outcome.PASSED,
            origin="sandbox",
            cassette=f"{connector}/full-sync",
            recorded_at="2026-11-01",
            interactions=(3,),
            message="3 of 3 records carry a value",
            check="fields-carry-values",
            source="acme sheet 1",
        ),
        **facts,
    )


def unproven(clause: str, **facts: Any) -> Result:
    return result(
        clause, **{"outcome": Outcome.UNPROVEN, "message": "no value in any of 3 records", **BLANK, **facts}
    )


def exempt(clause: str, fact: str = "the vendor has none") -> Result:
    return result(clause, outcome=Outcome.EXEMPT, message=fact, fact=fact, **BLANK)


def conduct(*requests: str, step: str = "add one", clause: str = ADD) -> Conduct:
    return Conduct(clause=clause, scenario="add-candidate", step=step, requests=requests)


POST = "POST /candidates {email: text, name: text}"


def accepted(slug: str = "acme", **facts: Any) -> Results:
    """Everything holds."""
    clauses = (
        result(NAME, type="text", nullable=False),
        result(STATUS, type="JobStatus", nullable=True, values=("CLOSED", "OPEN")),
        exempt(ROLE),
        result(ADD, cassette="acme/add-candidate"),
        result(EMAIL, type="text", nullable=True, cassette="acme/add-candidate"),
    )
    whole: dict[str, Any] = {
        "connectors": (slug,),
        "results": tuple(_of(slug, one) for one in clauses),
        "names": {slug: "Acmé"},
        "conduct": (replace(conduct(POST, "GET /candidates/*"), clause=ADD.replace("acme", slug, 1)),),
        "terms": {slug: Terms()},
        "waivers": {slug: ()},
    }
    return Results(**whole | facts)


def _of(slug: str, one: Result) -> Result:
    return replace(one, clause=one.clause.replace("acme", slug, 1), connector=slug)


def having(results: Results, clause: str, **facts: Any) -> Results:
    """With one result that is different."""
    return replace(
        results,
        results=tuple(replace(one, **facts) if one.clause == clause else one for one in results.results),
    )


def without(results: Results, clause: str) -> Results:
    return replace(results, results=tuple(one for one in results.results if one.clause != clause))


def beside(results: Results, *more: Result) -> Results:
    return replace(results, results=(*results.results, *more))


def waiver(clause: str = NAME, waives: str = "regression", *, days: int = 30, **facts: Any) -> Waiver:
    whole: dict[str, Any] = {
        "clause": clause,
        "waives": ChangeKind(waives),
        "reason": "the vendor repairs it",
        "owner": "team-ats",
        "link": "https://tracker.example/1",
        "expires": DAY + timedelta(days=days),
    }
    return Waiver(**whole | facts)


def waiving(results: Results, *waivers: Waiver) -> Results:
    (slug,) = results.connectors
    return replace(results, waivers={slug: waivers})


def asking(results: Results, *, max_age_days: int = 365, **severity: str) -> Results:
    (slug,) = results.connectors
    raised = {ChangeKind(kind): Severity(weight) for kind, weight in severity.items()}
    return replace(results, terms={slug: Terms(max_age_days=max_age_days, severity=raised)})


def write(folder: Path, *every: Results) -> Path:
    """One file per connector; returns the folder."""
    for results in every:
        write_results(folder / f"{results.connectors[0]}.jsonl", results)
    return folder
