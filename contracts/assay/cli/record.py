"""``assay record``: recordings from a sandbox or from the vendor."""

from pathlib import Path
from typing import Annotated

import typer

from assay.cli.app import app, progress


@app.command("record")
def record_command(
    connector: str,
    scenarios: Annotated[list[str] | None, typer.Argument(help="All when left out.")] = None,
    *,
    against: Annotated[str, typer.Option(help="sandbox or live.")],
    cassettes: Annotated[Path | None, typer.Option(help="Folder of recordings.")] = None,
    base_url: Annotated[
        str | None, typer.Option(help="With live: where the vendor's address really leads.")
    ] = None,
) -> None:
    """Record scenarios against a sandbox, or against the vendor with credentials from the environment."""
    if against not in ("sandbox", "live"):
        raise typer.BadParameter(f"{against!r} is neither sandbox nor live", param_hint="--against")
    from assay.recording import record_scenarios  # noqa: PLC0415 -- loads vcrpy, which only recording needs

    console = progress()
    for recorded in record_scenarios(
        connector,
        scenarios or (),
        against="live" if against == "live" else "sandbox",
        cassettes=cassettes,
        base_url=base_url,
    ):
        console.print(f"{connector}/{recorded.scenario}: {recorded.exchanges} exchanges")
