"""``assay accept``: reviewed records of a live recording become what is expected."""

from pathlib import Path
from typing import Annotated

import typer

from assay.cli.app import app, progress
from assay.engine import accept


@app.command("accept")
def accept_command(
    connector: str,
    *,
    cassettes: Annotated[Path | None, typer.Option(help="Folder of recordings.")] = None,
) -> None:
    """Write out the unified records of a recorded full sync, for review; they are then what is expected."""
    path, count = accept(connector, cassettes=cassettes)
    progress().print(f"{count} records written to {path}: read them before you commit them", soft_wrap=True)
