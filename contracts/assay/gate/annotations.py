"""What GitHub shows beside the lines of a change: workflow commands on stdout.

A command is one line; whatever a vendor or a contract says is escaped, so that it stays text.
"""

from collections.abc import Iterator

from assay.change import Severity
from assay.gate.difference import Difference, GateReport, Place, Refusal
from assay.gate.grouping import Group, grouped
from assay.gate.plain import printable

SHOWN_PER_LEVEL = 10
"""GitHub shows no more errors, warnings and notices than this of one step."""
_LEVELS = {Severity.REFUSE: "error", Severity.WARN: "warning", Severity.NOTE: "notice"}
_LONGEST = 4000
"""Characters of a message; GitHub cuts at 64 KB, and nobody reads that."""

Annotation = tuple[str, Place | None, str, str]
"""Level, place, title, message."""


def annotations(report: GateReport) -> list[str]:
    """Commands, the gravest first; where there are too many, the last of a level says how many more."""
    every: dict[str, list[Annotation]] = {level: [] for level in _LEVELS.values()}
    for annotation in _annotations(report):
        every[annotation[0]].append(annotation)
    return [_command(*one) for level, found in every.items() for one in _fitting(level, found)]


def _annotations(report: GateReport) -> Iterator[Annotation]:
    for refusal in report.refusals:
        yield "error", refusal.place, f"gate: {refusal.code}", _told(refusal)
    for group in grouped(one for one in report.differences if one.effect is not Severity.NOTE or one.waiver):
        one = group.first
        title = f"gate: {one.kind}{' (waived)' if one.waiver else ''}"
        yield _LEVELS[one.effect], one.place, title, _said(group, one)


def _told(refusal: Refusal) -> str:
    where = f"{refusal.where}: " if refusal.where else ""
    return f"{where}{refusal.reason}\n-> {refusal.hint}"


def _said(group: Group, one: Difference) -> str:
    cause = f"\ncause: {one.cause} ({one.why})" if one.cause else ""
    waiver = f"\nwaived until {one.waiver.expires} by {one.waiver.owner}" if one.waiver else ""
    return f"{group.clauses}: {one.message}{cause}{waiver}"


def _fitting(level: str, found: list[Annotation]) -> list[Annotation]:
    if len(found) <= SHOWN_PER_LEVEL:
        return found
    shown = found[: SHOWN_PER_LEVEL - 1]
    more = f"{len(found) - len(shown)} more; the summary and the log list all"
    return [*shown, (level, None, "gate: not all are shown", more)]


def _command(level: str, place: Place | None, title: str, message: str) -> str:
    where = {"file": place.file, "line": str(place.line)} if place else {}
    properties = ",".join(f"{name}={_property(text)}" for name, text in (where | {"title": title}).items())
    return f"::{level} {properties}::{_data(printable(message[:_LONGEST]))}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(printable(text)).replace(":", "%3A").replace(",", "%2C")
