"""``assay import``: a published coverage page becomes a contract."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from assay.cli.app import app
from assay.contract import contract_yaml, import_page
from assay.errors import ContractError


@app.command("import")
def import_command(
    page: Annotated[Path, typer.Argument(metavar="PAGE", help="A .mdx or plain-text page.")],
) -> None:
    """Turn a published coverage page into a contract, on stdout."""
    try:
        text = page.read_text("utf-8")
    except OSError as error:
        raise ContractError(
            f"cannot be read: {error.strerror}", where=str(page), hint="give the path of a page"
        ) from error
    except UnicodeDecodeError as error:
        raise ContractError(
            f"is not UTF-8 text: {error.reason}", where=str(page), hint="save it as UTF-8"
        ) from error
    sys.stdout.write(contract_yaml(import_page(text, str(page))))
