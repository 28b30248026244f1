"""``assay certify``: replay all scenarios, run all checks, print the verdict, write results and reports."""

import gc
import sys
from dataclasses import asdict
from os import cpu_count
from pathlib import Path
from typing import Annotated

import orjson
import typer

from assay import discover
from assay.atomic import write_atomically
from assay.cli.app import DOES_NOT_HOLD, HOLDS, Ticker, app, progress, tables
from assay.cli.clauses import JSON, Connectors
from assay.cli.report import read_all, write_index, write_page
from assay.cli.verdict import print_verdict
from assay.engine import certify_each
from assay.errors import UsageError
from assay.events import CertificationStarted, CheckFinished, Event, ScenarioPlayed
from assay.results import Results, write_results

OBJECTS_BETWEEN_COLLECTIONS = 200_000
"""The interpreter's own 700 are meant for small programs."""


@app.command("certify")
def certify_command(
    connectors: Connectors = None,
    *,
    json: JSON = False,
    junit: Annotated[Path | None, typer.Option(help="Also write JUnit XML to this file.")] = None,
    out: Annotated[Path | None, typer.Option(help="Folder for results and reports.")] = None,
    cassettes: Annotated[Path | None, typer.Option(help="Folder of recordings.")] = None,
    jobs: Annotated[int, typer.Option("--jobs", "-j", min=0, help="Processes; 0: one per core.")] = 0,
) -> int:
    """Replay all scenarios, run all checks, print the verdict, write results and reports."""
    slugs = list(dict.fromkeys(connectors or discover.slugs()))
    for slug in slugs:
        discover.contract_path(slug)
    if cassettes is not None and not cassettes.is_dir():
        raise UsageError(
            "there is no such folder", where=str(cassettes), hint="give the folder of recordings"
        )
    # A run makes many objects and drops few of them: looking for garbage all the time finds little.
    gc.freeze()
    gc.set_threshold(OBJECTS_BETWEEN_COLLECTIONS)
    every = _certified(slugs, cassettes, jobs or cpu_count() or 1)
    _write(out or discover.reports_dir(), junit, every)
    if json:
        listed = [_listed(results) for results in every]
        sys.stdout.write(orjson.dumps(listed, option=orjson.OPT_INDENT_2).decode() + "\n")
    else:
        for results in every:
            print_verdict(tables(), results)
    return HOLDS if all(results.holds for results in every) else DOES_NOT_HOLD


def _write(folder: Path, junit: Path | None, every: list[Results]) -> None:
    for results in every:
        (slug,) = results.connectors
        write_results(folder / "results" / f"{slug}.jsonl", results)
        write_page(folder, results)
    write_index(folder, read_all(folder))
    if junit is not None:
        write_atomically(junit, discover.reports().junit(every))


def _certified(slugs: list[str], cassettes: Path | None, jobs: int) -> list[Results]:
    said = Ticker(progress())
    try:
        return certify_each(slugs, cassettes=cassettes, jobs=jobs, listener=lambda event: said(_said(event)))
    finally:
        said.clear()


def _said(event: Event) -> str:
    match event:
        case CertificationStarted():
            return f"{event.connector}: {event.scenarios} scenarios"
        case ScenarioPlayed():
            return f"{event.connector}: played {event.scenario} ({event.exchanges} exchanges)"
        case CheckFinished():
            return f"{event.connector}: {event.check}"
    return f"{event.connector}: done"


def _listed(results: Results) -> dict[str, object]:
    return {
        "connector": results.connectors[0],
        "holds": results.holds,
        "counts": results.counts(),
        "clauses": [asdict(result) for result in results.results],
        "notes": [asdict(note) for note in results.notes],
    }
