"""``assay certify``: replay all scenarios, run all checks, print the verdict, write results and reports."""

import signal
import sys
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict
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
from assay.errors import UsageError
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
    if cassettes is not None and not cassettes.is_dir():
        raise UsageError(
            "there is no such folder", where=str(cassettes), hint="give the folder of recordings"
        )
    every = _certified(slugs, cassettes)
    _write(out or discover.reports_dir(), junit, every)
    if json:
        listed = [_listed(results) for results in every]
        sys.stdout.write(orjson.dumps(listed, option=orjson.OPT_INDENT_2).decode() + "\n")
    else:
        for results in every:
            print_verdict(tables(), results)
    return HOLDS if all(results.holds for results in every) else DOES_NOT_HOLD


def _write(folder: Path, junit: Path | None, every: list[Results]) -> None:
    reports = discover.reports()
    for results in every:
        (slug,) = results.connectors
        write_results(folder / "results" / f"{slug}.jsonl", results)
        write_atomically(folder / f"{slug}.md", reports.connector_page(results).encode())
    if junit is not None:
        write_atomically(junit, reports.junit(every))


def _certified(slugs: list[str], cassettes: Path | None) -> list[Results]:
    if len(slugs) == 1 or cpu_count() == 1:
        with progress().status("certifying") as status:
            return [
                certify(s, cassettes=cassettes, listener=lambda e: status.update(_said(e))) for s in slugs
            ]
    with ProcessPoolExecutor(min(len(slugs), cpu_count() or 1), initializer=_die_quietly) as pool:
        running = [pool.submit(certify, slug, cassettes=cassettes) for slug in slugs]
        try:
            with progress().status(f"certifying {len(slugs)} connectors") as status:
                for slug, future in zip(slugs, running, strict=True):
                    future.result()
                    status.update(f"{slug}: done")
            return [future.result() for future in running]
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def _die_quietly() -> None:
    """In a worker: Ctrl-C reaches every process of the terminal, and one of them speaking is enough."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


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
