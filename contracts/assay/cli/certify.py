"""``assay certify``: replay all scenarios, run all checks, print the verdict, write results and reports."""

import sys
from concurrent.futures import ProcessPoolExecutor
from os import cpu_count
from pathlib import Path
from typing import Annotated

import orjson
import typer

from assay import discover
from assay.atomic import write_atomically
from assay.cli.app import DOES_NOT_HOLD, HOLDS, app, progress, tables
from assay.cli.clauses import JSON, Connectors
from assay.cli.verdict import print_verdict
from assay.engine import certify
from assay.events import CertificationStarted, CheckFinished, Event, ScenarioPlayed
from assay.results import Results, write_results


@app.command("certify")
def certify_command(
    connectors: Connectors = None,
    *,
    json: JSON = False,
    junit: Annotated[Path | None, typer.Option(help="Also write JUnit XML to this file.")] = None,
    out: Annotated[Path | None, typer.Option(help="Folder for results and reports.")] = None,
    cassettes: Annotated[Path | None, typer.Option(help="Folder of recordings.")] = None,
) -> int:
    """Replay all scenarios, run all checks, print the verdict, write results and reports."""
    slugs = list(dict.fromkeys(connectors or discover.slugs()))
    for slug in slugs:
        discover.contract_path(slug)
    every = _certified(slugs, cassettes)
    folder = out or discover.reports_dir()
    for slug, results in zip(slugs, every, strict=True):
        write_results(folder / "results" / f"{slug}.jsonl", results)
        write_atomically(folder / f"{slug}.md", discover.reports().connector_page(results).encode())
    if junit is not None:
        write_atomically(junit, discover.reports().junit(every))
    if json:
        lines = [_listed(results) for results in every]
        sys.stdout.write(orjson.dumps(lines, option=orjson.OPT_INDENT_2).decode() + "\n")
    else:
        for results in every:
            print_verdict(tables(), results)
    return HOLDS if all(results.holds for results in every) else DOES_NOT_HOLD


def _certified(slugs: list[str], cassettes: Path | None) -> list[Results]:
    workers = min(len(slugs), cpu_count() or 1)
    if workers == 1:
        with progress().status("certifying") as status:
            return [certify(slug, cassettes=cassettes, listener=lambda e: status.update(_said(e))) for slug in slugs]
    with progress().status(f"certifying {len(slugs)} connectors"), ProcessPoolExecutor(workers) as pool:
        return list(pool.map(certify, slugs, [cassettes] * len(slugs)))


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
        "clauses": [
            {"clause": r.clause, "outcome": r.outcome.value, "cassette": r.cassette, "message": r.message}
            for r in results.results
        ],
    }
