"""The answer of the gate as a person reads it: what cannot be compared, then what differs, then the debt."""

from collections.abc import Sequence

from rich.console import Console
from rich.markup import escape

from assay.change import Severity
from assay.gate.difference import DebtState, Difference, GateReport, Place, Refusal
from assay.gate.grouping import Group, grouped
from assay.gate.listing import counted, counts, verdict_of
from assay.gate.plain import printable

_COLOURS = {Severity.REFUSE: "red", Severity.WARN: "yellow", Severity.NOTE: "dim"}


def print_gate(console: Console, report: GateReport) -> None:
    """Print it."""
    count = len(report.connectors)
    about = f"{report.clauses} clauses of {count} connector{'s' * (count != 1)}"
    console.print(f"compared with {_text(report.baseline)} on {report.day}: {about}")
    for refusal in report.refusals:
        _refusal(console, refusal)
    for slug in sorted({one.connector for one in report.differences}):
        _connector(console, slug, [one for one in report.differences if one.connector == slug])
    _debts(console, report)
    colour = "green" if report.ships else "red"
    console.print(f"\n[bold {colour}]{_text(verdict_of(report))}[/]")


def _refusal(console: Console, refusal: Refusal) -> None:
    where = f"{_text(refusal.where)}: " if refusal.where else ""
    console.print(f"[bold red]{refusal.code}[/] {where}{_text(refusal.reason)}")
    _place(console, refusal.place)
    if refusal.hint:
        console.print(f"    -> {_text(refusal.hint)}")


def _connector(console: Console, slug: str, differences: Sequence[Difference]) -> None:
    said = ", ".join(counted(count, kind) for kind, count in counts(differences).items())
    console.print(f"\n[bold]{_text(slug)}[/]: {said}")
    for group in grouped(differences):
        _group(console, group)


def _group(console: Console, group: Group) -> None:
    one = group.first
    waived = " (waived)" if one.waiver else ""
    console.print(f"[{_COLOURS[one.effect]}]{one.kind}{waived}[/] {_text(group.clauses)}")
    console.print(f"    {_text(one.message)}")
    _place(console, one.place)
    if one.cause:
        console.print(f"    cause: {one.cause}: {_text(one.why)}")
    if one.waiver:
        console.print(
            f"    waived until {one.waiver.expires} by {_text(one.waiver.owner)}: {_text(one.waiver.reason)}"
        )


def _place(console: Console, place: Place | None) -> None:
    if place:
        console.print(f"    [dim]at {_text(place.file)}:{place.line} ({place.of})[/]")


def _debts(console: Console, report: GateReport) -> None:
    if report.debts:
        console.print("\n[bold]Waivers[/], those that expire first on top")
    for debt in sorted(report.debts, key=lambda one: (one.days_left, one.connector, one.waiver.clause)):
        waiver = debt.waiver
        state = "spent, can be removed" if debt.state is DebtState.SPENT else str(debt.state)
        told = f"{waiver.waives} of {waiver.clause}: {state} ({waiver.owner}, {waiver.link})"
        console.print(f"{debt.days_left:4} days  {_text(told)}")


def _text(text: str) -> str:
    return escape(printable(text))
