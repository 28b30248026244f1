"""``assay gate``: may this change ship?"""

import os
import sys
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from os import cpu_count
from pathlib import Path
from typing import Annotated

import orjson
import typer

from assay import discover
from assay.atomic import write_atomically
from assay.cli.app import DOES_NOT_HOLD, HOLDS, WRONG_CALL, app, tables
from assay.cli.certify import certified
from assay.cli.clauses import JSON, Connectors
from assay.cli.gate_verdict import print_gate
from assay.errors import UsageError
from assay.gate.annotations import annotations
from assay.gate.attribution import attributed
from assay.gate.baseline import baseline_of_commit, baseline_of_files, branch_point, new_since
from assay.gate.difference import GateReport, Refusal, RefusalCode
from assay.gate.hunks import Changes, changes_since
from assay.gate.judging import judged
from assay.gate.listing import as_data
from assay.gate.locating import Places
from assay.gate.side import Side, SideReader, results_files, side_of

_OF_FILES = (RefusalCode.BASELINE, RefusalCode.RESULTS)
"""What refuses because a file is wrong; the call then ends with another exit code."""


@app.command("gate")
def gate_command(
    connectors: Connectors = None,
    *,
    baseline: Annotated[
        Path | None, typer.Option(help="Compare with this results file, or a folder of them.")
    ] = None,
    base_ref: Annotated[
        str | None,
        typer.Option(help="Compare with the results committed where the change branched off this ref."),
    ] = None,
    results: Annotated[
        list[Path] | None,
        typer.Option(help="Current results: a file or folder. Certified afresh when left out. Repeatable."),
    ] = None,
    new: Annotated[
        list[str] | None,
        typer.Option(help="With --baseline: a connector that it cannot have yet. Repeatable."),
    ] = None,
    on: Annotated[str | None, typer.Option(metavar="DATE", help="The day; today (UTC) if left out.")] = None,
    summary: Annotated[Path | None, typer.Option(help="Also write Markdown to this file.")] = None,
    junit: Annotated[Path | None, typer.Option(help="Also write JUnit XML to this file.")] = None,
    json: JSON = False,
    annotate: Annotated[
        bool | None,
        typer.Option("--annotations/--no-annotations", help="For GitHub; on in its workflows."),
    ] = None,
    attribute: Annotated[
        bool, typer.Option(help="With --base-ref: try out which part failed, for each regression.")
    ] = True,
    cassettes: Annotated[Path | None, typer.Option(help="Folder of recordings.")] = None,
    jobs: Annotated[int, typer.Option("--jobs", "-j", min=0, help="Processes; 0: one per core.")] = 0,
) -> int:
    """Compare current results with a baseline: may this change ship? 0: it ships, 1 or 2: it does not."""
    day = _day(on)
    if (baseline is None) == (base_ref is None):
        raise typer.BadParameter("give one of both", param_hint="--baseline | --base-ref")
    if new and base_ref is not None:
        raise typer.BadParameter("--base-ref finds out itself what is new", param_hint="--new")
    root = _root()
    call = _Call(root, tuple(dict.fromkeys(connectors or ())), jobs or cpu_count() or 1, cassettes)
    commit = branch_point(root, base_ref) if base_ref is not None else None
    then = (
        baseline_of_commit(root, commit, base_ref, call.results_folder, call.known)
        if commit is not None and base_ref is not None
        else baseline_of_files(baseline or Path(), call.known)
    )
    now = call.given(results) if results else call.run(then)
    report = call.compared(then, now, day, commit, new or ())
    report = call.explained(report, commit if attribute else None, _changes(root, commit, report))
    _write(report, summary, junit)
    if json:
        sys.stdout.write(orjson.dumps(as_data(report), option=orjson.OPT_INDENT_2).decode() + "\n")
    else:
        print_gate(tables(), report)
    if annotate if annotate is not None else os.environ.get("GITHUB_ACTIONS") == "true":
        # GitHub reads both streams; JSON has the first one to itself.
        (sys.stderr if json else sys.stdout).writelines(f"{line}\n" for line in annotations(report))
    return _exit_code(report)


def _write(report: GateReport, summary: Path | None, junit: Path | None) -> None:
    if summary is not None:
        write_atomically(summary, discover.reports().gate_summary(report).encode())
    if junit is not None:
        write_atomically(junit, discover.reports().gate_junit(report))


def _exit_code(report: GateReport) -> int:
    if any(refusal.code in _OF_FILES for refusal in report.refusals):
        return WRONG_CALL
    return HOLDS if report.ships else DOES_NOT_HOLD


def _day(on: str | None) -> date:
    try:
        return date.fromisoformat(on) if on is not None else datetime.now(UTC).date()
    except ValueError as error:
        message = f"{on!r} is no date, expected like 2026-11-22"
        raise typer.BadParameter(message, param_hint="--on") from error


def _root() -> Path:
    """The checkout that the command is called in: ours, else the repository around, else the folder."""
    here, ours = Path.cwd().resolve(), discover.checkout()
    if ours is not None and here.is_relative_to(ours):
        return ours
    return next((folder for folder in (here, *here.parents) if (folder / ".git").exists()), here)


def _changes(root: Path, commit: str | None, report: GateReport) -> Changes:
    """What differs from the base, for places; nothing when there is no base, or nothing to place."""
    if commit is None or not (report.differences or report.refusals):
        return Changes()
    return changes_since(root, commit)


@dataclass(frozen=True)
class _Call:
    """What was asked for, and where."""

    root: Path
    asked: tuple[str, ...]
    """Connectors; none when all are meant."""
    jobs: int
    cassettes: Path | None

    @property
    def contracts(self) -> dict[str, str]:
        """Connectors of the checkout -> contract below its root."""
        paths = {slug: discover.contract_path(slug).resolve() for slug in discover.slugs()}
        return {
            slug: path.relative_to(self.root).as_posix()
            for slug, path in paths.items()
            if path.is_relative_to(self.root)
        }

    @property
    def known(self) -> frozenset[str]:
        """Connectors that a file may be named after."""
        return frozenset({*discover.slugs(), *self.asked})

    @property
    def results_folder(self) -> str:
        """Where results are committed, below the root: where they are written from here, if that is used."""
        folder = discover.reports_dir().resolve()
        is_used = folder.is_dir() and folder.is_relative_to(self.root)
        below = folder.relative_to(self.root) if is_used else Path("reports")
        return (below / "results").as_posix()

    def given(self, results: Collection[Path]) -> Side:
        """The side that files of results make."""
        reader = SideReader(RefusalCode.RESULTS, self.known)
        for path in dict.fromkeys(file for one in results for file in results_files(one)):
            reader.read(path, str(path))
        return reader.side("the given results")

    def run(self, then: Side) -> Side:
        """What is certified now; a connector whose files are wrong becomes a refusal."""
        slugs = self.asked or tuple(self.contracts) or tuple({*then.results} & {*discover.slugs()})
        for slug in slugs:
            discover.contract_path(slug)
        try:
            return side_of(certified(sorted(slugs), self.cassettes, self.jobs))
        except UsageError:
            return self._one_by_one(sorted(slugs))

    def _one_by_one(self, slugs: list[str]) -> Side:
        found, refusals = [], []
        for slug in slugs:
            try:
                found += certified([slug], self.cassettes, self.jobs)
            except UsageError as error:
                where = error.where.removeprefix(f"{self.root}/")
                code, reason = RefusalCode.RESULTS, f"{slug} cannot be certified: {error.message}"
                refusals.append(
                    Refusal(code=code, reason=reason, connector=slug, where=where, hint=error.hint)
                )
        return replace(side_of(found), refusals=tuple(refusals))

    def compared(
        self, then: Side, now: Side, day: date, commit: str | None, new: Collection[str]
    ) -> GateReport:
        """Both sides, as far as they were asked for."""
        if self.asked:
            for slug in self.asked:
                if slug not in then.results and slug not in now.results:
                    discover.contract_path(slug)
            then, now = then.only(self.asked), now.only(self.asked)
        expected = self.asked or tuple(self.contracts)
        if not (expected or then.results or now.results or then.refusals or now.refusals):
            hint = "call it in a checkout, or give --results"
            raise UsageError("there is no connector to compare", where=str(self.root), hint=hint)
        if commit is not None:
            homes = {slug: f"contracts/assay_contracts/{slug}/contract.yaml" for slug in now.results}
            lacking = {
                slug: file for slug, file in (homes | self.contracts).items() if slug not in then.results
            }
            new = new_since(self.root, commit, lacking)
        return judged(then, now, expected, day, new)

    def explained(self, report: GateReport, base: str | None, changes: Changes) -> GateReport:
        """The report with the places to look at and, where a base is given, the part that failed."""
        places = Places(self.root, changes)
        located = tuple(replace(one, place=places.of(one)) for one in report.differences)
        if base is not None:
            red = [one for one in located if one.refuses]
            told = dict(zip(red, attributed(red, self.root, base, jobs=self.jobs), strict=True))
            located = tuple(told.get(one, one) for one in located)
        refusals = tuple(replace(one, place=places.of_refusal(one)) for one in report.refusals)
        return replace(report, differences=located, refusals=refusals)
