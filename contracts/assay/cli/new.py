"""``assay new``: the skeleton of a connector, which runs at once and of which nothing is proven."""

from pathlib import Path
from typing import Annotated

import typer

from assay import discover
from assay.cli.app import HOLDS, app, progress
from assay.contract import import_page
from assay.contract.page import CoveragePage
from assay.errors import ContractError, UsageError


@app.command("new")
def new_command(
    slug: Annotated[str, typer.Argument(help="Names packages: small letters and digits, e.g. acmehire.")],
    *,
    name: Annotated[str | None, typer.Option(help='As people write it, e.g. "Acme Hire".')] = None,
    page: Annotated[
        Path | None, typer.Option(help="Published coverage page to take the contract from.")
    ] = None,
    into: Annotated[Path | None, typer.Option(help="Root of the checkout; this one when left out.")] = None,
) -> int:
    """Scaffold a connector: contract, scenarios, connector, sandbox and tests, everything unproven."""
    from assay.scaffold import draft, free_places, rendered, write  # noqa: PLC0415 -- only this needs templates

    root = into or discover.checkout()
    if root is None:
        raise UsageError("this is no checkout of Assay", hint="give the root of one with --into")
    made = draft(slug, name=name, page=None if page is None else _read(page))
    places = free_places(slug, root)
    files = rendered(made)
    write(files, places, root)
    console = progress()
    for place in places:
        console.print(f"new: {place.relative_to(root).as_posix()}", markup=False, soft_wrap=True)
    console.print(
        f"{len(files)} files; what is to be written, and where: assay certify {slug}",
        markup=False,
        soft_wrap=True,
    )
    return HOLDS


def _read(page: Path) -> CoveragePage:
    try:
        return import_page(page.read_text("utf-8"), str(page))
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is not UTF-8 text"
        raise ContractError(
            f"cannot be read: {reason}", where=str(page), hint="give a published page"
        ) from error
