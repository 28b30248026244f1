"""``assay report``: (re)build the coverage docs from results."""

from pathlib import Path
from typing import Annotated

import typer

from assay import discover
from assay.atomic import write_atomically
from assay.cli.app import HOLDS, app, tables
from assay.errors import UsageError
from assay.results import Results, read_results


@app.command("report")
def report_command(
    out: Annotated[Path | None, typer.Option(help="Folder of results and reports.")] = None,
) -> int:
    """(Re)build the coverage docs from results: a page per connector, the index, the table of the README."""
    folder = out or discover.reports_dir()
    every = read_all(folder)
    if not every:
        raise UsageError(
            "there are no results", where=str(folder / "results"), hint="run `assay certify` first"
        )
    for results in every:
        write_page(folder, results)
    write_index(folder, every)
    tables().print(f"{len(every)} pages and the index in {folder}", markup=False)
    return HOLDS


def read_all(folder: Path) -> list[Results]:
    """The results of all connectors, by slug; raises ResultsError when one cannot be read."""
    return [read_results(path) for path in sorted((folder / "results").glob("*.jsonl"))]


def write_page(folder: Path, results: Results) -> None:
    """The page of one connector."""
    (slug,) = results.connectors
    write_atomically(folder / f"{slug}.md", discover.reports().connector_page(results).encode())


def write_index(folder: Path, every: list[Results]) -> None:
    """The index, and beside a checkout's reports the README's table."""
    reports, root = discover.reports(), discover.checkout()
    write_atomically(folder / "README.md", reports.index_page(every).encode())
    if root is not None and folder.resolve() == (root / "reports").resolve():
        readme = root / "README.md"
        write_atomically(readme, reports.with_vendors(readme.read_text(encoding="utf-8"), every).encode())
