"""``assay cassettes``: lint of recorded data."""

from pathlib import Path
from typing import Annotated

import typer

from assay import discover
from assay.cli.app import DOES_NOT_HOLD, HOLDS, app, tables
from assay.wire.lint import lint


@app.command("cassettes")
def cassettes_command(
    cassettes: Annotated[Path | None, typer.Option(help="Folder of recordings.")] = None,
) -> int:
    """Check recordings: format, size, dates, secrets, personal data, orphans."""
    folder = cassettes or discover.cassettes_dir()
    known = {slug: frozenset(discover.register(slug).scenarios) for slug in discover.slugs()}
    findings = list(lint(folder, known))
    for finding in findings:
        tables().print(str(finding), markup=False)
    count = len(list(folder.glob("*/*.json")))
    tables().print(f"{count} cassettes, {len(findings)} findings")
    return DOES_NOT_HOLD if findings else HOLDS
