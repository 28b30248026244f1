"""``assay certify``: replay all scenarios, run all checks, print the verdict, write results and reports."""

import gc
import sys
from collections.abc import Sequence
from dataclasses import asdict
from os import cpu_count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import orjson
import typer

from assay import discover
from assay.atomic import write_atomically
from assay.cli.app import DOES_NOT_HOLD, HOLDS, Ticker, app, progress, tables
from assay.cli.clauses import JSON, Connectors
from assay.cli.publishing import RESULTS, Stale, documents_of, publish, read_all, stale, tell_stale
from assay.cli.report import CHECK
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
    check: CHECK = False,
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
    every = certified(slugs, cassettes, jobs or cpu_count() or 1)
    folder = out or discover.reports_dir()
    found = _stale(folder, every, whole=not connectors) if check else []
    if not check:
        _write(folder, every)
    if junit is not None:
        write_atomically(junit, discover.reports().junit(every))
    if json:
        listed = [_listed(results) for results in every]
        sys.stdout.write(orjson.dumps(listed, option=orjson.OPT_INDENT_2).decode() + "\n")
    else:
        for results in every:
            print_verdict(tables(), results)
    tell_stale(found, by="`assay certify`")
    return HOLDS if all(results.holds for results in every) and not found else DOES_NOT_HOLD


def _write(folder: Path, every: list[Results]) -> None:
    for results in every:
        write_results(_path(folder, results), results)
    publish(folder, read_all(folder))


def _stale(folder: Path, every: list[Results], *, whole: bool) -> list[Stale]:
    """What a run without ``--check`` would change; of a whole run also results whose connector is gone."""
    slugs = [slug for results in every for slug in results.connectors]
    others = read_all(folder, but=slugs)
    with TemporaryDirectory() as scratch:
        for results in every:
            write_results(_path(Path(scratch), results), results)
        made = {_path(folder, results): _path(Path(scratch), results).read_bytes() for results in every}
    made |= documents_of(folder, [*every, *others])
    gone = [_path(folder, results) for results in others] if whole else []
    return [Stale(path, "is of no connector any more") for path in gone] + stale(folder, made)


def _path(folder: Path, results: Results) -> Path:
    (slug,) = results.connectors
    return folder / RESULTS / f"{slug}.jsonl"


def certified(slugs: Sequence[str], cassettes: Path | None, jobs: int) -> list[Results]:
    """Verdicts on these connectors, with progress on stderr; raises as the engine does."""
    # A run makes many objects and drops few of them: looking for garbage all the time finds little.
    gc.freeze()
    gc.set_threshold(OBJECTS_BETWEEN_COLLECTIONS)
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
