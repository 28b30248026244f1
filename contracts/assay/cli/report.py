"""``assay report``: (re)build the coverage docs from results."""

from pathlib import Path
from typing import Annotated

import typer

from assay import discover
from assay.cli.app import DOES_NOT_HOLD, HOLDS, app, tables
from assay.cli.publishing import SITE, documents_of, publish, publish_site, read_all, stale, tell_stale
from assay.errors import UsageError
from assay.exhibiting import exhibits
from assay.results import Results

CHECK = Annotated[
    bool, typer.Option("--check", help="Write nothing; end with 1 when a file is not what it would become.")
]


@app.command("report")
def report_command(
    *,
    out: Annotated[Path | None, typer.Option(help="Folder of results and reports.")] = None,
    cassettes: Annotated[Path | None, typer.Option(help="Folder of recordings.")] = None,
    check: CHECK = False,
) -> int:
    """(Re)build the coverage docs from results: pages, index, badges, and the site with the evidence."""
    folder = out or discover.reports_dir()
    every = _results(folder)
    if check:
        found = stale(folder, documents_of(folder, every))
        tell_stale(found, by="`assay report`")
        return DOES_NOT_HOLD if found else HOLDS
    publish(folder, every)
    shown = exhibits(every, cassettes or discover.cassettes_dir())
    files = publish_site(folder / SITE, discover.reports().site(every, shown))
    console = tables()
    console.print(f"{len(every)} pages and the index in {folder}", markup=False)
    console.print(f"{files} files of the site; open {folder / SITE / 'index.html'}", markup=False)
    return HOLDS


def _results(folder: Path) -> list[Results]:
    every = read_all(folder)
    if not every:
        raise UsageError(
            "there are no results", where=str(folder / "results"), hint="run `assay certify` first"
        )
    return every
