"""``assay clauses``: what is promised."""

import sys
from typing import Annotated

import orjson
import typer

from assay import discover
from assay.cli.app import app, tables
from assay.contract import Clause, clauses_of, load_contract

JSON = Annotated[bool, typer.Option("--json", help="Print JSON to stdout.")]
Connectors = Annotated[list[str] | None, typer.Argument(metavar="[CONNECTOR]...", help="All when left out.")]


@app.command("clauses")
def clauses_command(connectors: Connectors = None, *, json: JSON = False) -> None:
    """List clauses."""
    listed = [clause for slug in connectors or discover.slugs() for clause in _clauses(slug)]
    if json:
        sys.stdout.write(
            orjson.dumps([clause.listed() for clause in listed], option=orjson.OPT_INDENT_2).decode() + "\n"
        )
        return
    width = max((len(clause.id) for clause in listed), default=0)
    for clause in listed:
        promise = " · ".join(filter(None, (clause.group, clause.item)))
        tables().print(f"{clause.id:{width}}  {promise}", markup=False)


def _clauses(slug: str) -> tuple[Clause, ...]:
    return clauses_of(load_contract(discover.contract_path(slug)))
