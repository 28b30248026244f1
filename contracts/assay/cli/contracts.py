"""``assay contracts``: lint of what is promised."""

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from assay import discover
from assay.cli.app import HOLDS, WRONG_CALL, app, tables
from assay.contract import load_contract
from assay.contract.waivers import FILE_NAME as WAIVERS
from assay.contract.waivers import load_waivers
from assay.errors import ContractError, UsageError

CONTRACT = "contract.yaml"

Files = Annotated[
    list[Path] | None,
    typer.Argument(metavar="[FILE]...", help="contract.yaml and waivers.yaml; all when left out."),
]


@app.command("contracts")
def contracts_command(files: Files = None) -> int:
    """Check contracts and waivers: format, words of the unified API, rules; names file and line."""
    asked = files or list(_all())
    found = [error for error in map(_mistake_in, asked) if error is not None]
    for error in found:
        tables().print(str(error), markup=False)
    tables().print(f"{len(asked)} files, {len(found)} with a mistake")
    return WRONG_CALL if found else HOLDS


def _all() -> Iterator[Path]:
    for slug in discover.slugs():
        contract = discover.contract_path(slug)
        yield from (path for path in (contract, contract.parent / WAIVERS) if path.is_file())


def _mistake_in(path: Path) -> ContractError | None:
    """What is wrong with a file, if anything. Raises UsageError when it is no file of that kind."""
    if path.name not in (CONTRACT, WAIVERS) or not path.is_file():
        raise UsageError(
            "neither a contract nor waivers" if path.is_file() else "there is no such file",
            where=str(path),
            hint=f"name files called {CONTRACT} or {WAIVERS}, or none to check all",
        )
    try:
        if path.name == CONTRACT:
            load_contract(path)
        else:
            load_waivers(path)
    except ContractError as error:
        return error
    return None
