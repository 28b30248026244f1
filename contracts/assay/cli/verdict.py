"""The verdict as a person reads it: counts by title, then everything that did not pass, with its place."""

from collections import Counter
from collections.abc import Iterable

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from assay.outcome import Outcome
from assay.results import Result, Results

_COLOURS = {
    Outcome.PASSED: "green",
    Outcome.EXEMPT: "cyan",
    Outcome.UNPROVEN: "yellow",
    Outcome.FAILED: "red",
    Outcome.ERRORED: "bold red",
}
_TITLES = {"model": "Models", "action": "Actions", "feature": "Features", "behaviour": "Behaviours"}


def print_verdict(console: Console, results: Results) -> None:
    """Print it."""
    name = results.connectors[0]
    for kind, title in _TITLES.items():
        _section(console, f"{name}: {title}", [r for r in results.results if _section_of(r) == kind])
    for outcome in (Outcome.ERRORED, Outcome.FAILED, Outcome.UNPROVEN, Outcome.EXEMPT):
        _details(console, [result for result in results.results if result.outcome is outcome])
    for note in results.notes:
        console.print(f"[dim]{escape(note.kind)}[/] {escape(note.subject)}: {escape(note.message)}")
    counts = results.counts()
    said = ", ".join(f"[{_COLOURS[Outcome(o)]}]{n} {o}[/]" for o, n in reversed(counts.items()) if n)
    verdict = "[bold green]holds[/]" if results.holds else "[bold red]does not hold[/]"
    origins = (
        ", ".join(sorted({result.origin for result in results.results if result.origin})) or "no evidence"
    )
    console.print(
        f"\n[bold]{name}[/] {verdict}: {said} of {len(results.results)} clauses (evidence: {origins})"
    )


def _section_of(result: Result) -> str:
    return {"field": "model", "input": "action"}.get(result.kind, result.kind)


def _section(console: Console, title: str, results: list[Result]) -> None:
    if not results:
        return
    table = Table(
        title=title, title_justify="left", title_style="bold", box=None, pad_edge=False, show_header=False
    )
    groups: dict[str, list[Result]] = {}
    for result in results:
        groups.setdefault(result.item if result.kind == "feature" else result.group, []).append(result)
    for group, members in groups.items():
        table.add_row(_mark(members), escape(group), _counts(members))
    console.print(table)


def _mark(results: Iterable[Result]) -> str:
    outcomes = {result.outcome for result in results}
    worst = next(outcome for outcome in Outcome if outcome in outcomes)
    sign = {Outcome.PASSED: "✓", Outcome.EXEMPT: "✓", Outcome.UNPROVEN: "?"}.get(worst, "✗")
    return f"[{_COLOURS[worst]}]{sign}[/]"


def _counts(results: Iterable[Result]) -> str:
    counted = Counter(result.outcome for result in results)
    return ", ".join(f"[{_COLOURS[o]}]{counted[o]} {o.value}[/]" for o in reversed(Outcome) if counted[o])


def _details(console: Console, results: list[Result]) -> None:
    for result in results:
        colour = _COLOURS[result.outcome]
        console.print(f"[{colour}]{result.outcome.value}[/] {escape(result.clause)}")
        console.print(f"    {escape(result.message)}")
        if result.cassette:
            numbers = ", ".join(f"#{index}" for index in result.interactions[:5]) or "-"
            place = f" at {escape(result.path)}" if result.path else ""
            console.print(
                f"    [dim]{result.cassette} {numbers}{place} ({result.origin}, {result.recorded_at[:10]})[/]"
            )
