"""``assay probe``: scope tests, per-model tests, per-field tests."""

import sys
from dataclasses import asdict
from typing import Annotated

import orjson
import typer
from rich.table import Column, Table

from assay.cli.app import DOES_NOT_HOLD, HOLDS, app, tables
from assay.cli.clauses import JSON


@app.command("probe")
def probe_command(
    connector: str,
    *,
    against: Annotated[str, typer.Option(help="sandbox or live.")] = "sandbox",
    credential: Annotated[str, typer.Option(help="Name of the credential, as scenarios call it.")] = "full",
    base_url: Annotated[
        str | None, typer.Option(help="With live: where the vendor's address really leads.")
    ] = None,
    json: JSON = False,
) -> int:
    """Test what a credential may do: its scopes, each model, each field."""
    if against not in ("sandbox", "live"):
        raise typer.BadParameter(f"{against!r} is neither sandbox nor live", param_hint="--against")
    from assay.probing import probe  # noqa: PLC0415 -- loads vcrpy's machinery, which only recording needs

    reports = probe(
        connector,
        against="live" if against == "live" else "sandbox",
        credential=credential,
        base_url=base_url,
    )
    if json:
        listed = {name: asdict(report) for name, report in reports.items()}
        sys.stdout.write(orjson.dumps(listed, option=orjson.OPT_INDENT_2).decode() + "\n")
    else:
        table = Table("verdict", Column("subject", no_wrap=True), "detail", box=None, pad_edge=False)
        for report in reports.values():
            if not report.credential:
                table.add_row("refused", "credential", "the vendor does not accept it")
            for finding in report.findings:
                table.add_row(finding.verdict, finding.subject, finding.detail)
        tables().print(table)
    fine = all(r.credential and all(f.verdict == "ok" for f in r.findings) for r in reports.values())
    return HOLDS if fine else DOES_NOT_HOLD
