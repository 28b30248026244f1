"""``assay import``: a published coverage page becomes a contract, or is compared with what holds."""

import sys
from pathlib import Path
from typing import Annotated

import orjson
import typer
from rich.markup import escape

from assay import discover
from assay.cli.app import DOES_NOT_HOLD, HOLDS, app, tables
from assay.cli.clauses import JSON
from assay.cli.publishing import RESULTS, near
from assay.contract import CoveragePage, contract_yaml, import_page, load_contract
from assay.contract.text import read_document
from assay.errors import ContractError, ResultsError, UsageError
from assay.page_drift import Drift, Place, ThreeWays
from assay.results import Results, read_results


@app.command("import")
def import_command(
    page: Annotated[Path, typer.Argument(metavar="PAGE", help="A .mdx or plain-text page.")],
    *,
    check: Annotated[
        bool, typer.Option("--check", help="Compare the page with contract and results instead.")
    ] = False,
    connector: Annotated[
        str | None, typer.Option(help="With --check: the connector, unless it is the one the page names.")
    ] = None,
    results: Annotated[
        Path | None, typer.Option(help="With --check: a results file; the committed one when left out.")
    ] = None,
    json: JSON = False,
) -> int:
    """Turn a published coverage page into a contract, on stdout; or compare it with what holds."""
    if not check and (connector or results or json):
        raise UsageError(
            "--connector, --results and --json belong to --check", hint="add --check, or leave them out"
        )
    read = _page(page)
    if not check:
        sys.stdout.write(contract_yaml(read))
        return HOLDS
    found = _compared(read, connector or read.connector, results)
    if json:
        _print_json(read, connector or read.connector, found)
    else:
        _print(read, found)
    return DOES_NOT_HOLD if any(one.kind.drifts for one in found) else HOLDS


def _page(page: Path) -> CoveragePage:
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
    return import_page(text, str(page))


def _compared(page: CoveragePage, slug: str, results: Path | None) -> list[Drift]:
    file = discover.contract_path(slug)
    proven = _results(slug, results or discover.reports_dir() / RESULTS / f"{slug}.jsonl")
    document = read_document(near(file))
    return ThreeWays(page, load_contract(file), document, proven).differences()


def _results(slug: str, path: Path) -> Results:
    results = read_results(path)
    if results.connectors != (slug,):
        of = ", ".join(results.connectors) or "no connector"
        raise ResultsError(
            f"these are results of {of}, not of {slug}", where=f"{path}:1", hint="give those of the connector"
        )
    return results


def _print(page: CoveragePage, found: list[Drift]) -> None:
    console = tables()
    for one in found:
        colour = "red" if one.kind.drifts else "cyan"
        name = _printable(" · ".join(filter(None, (one.group, one.item))) or one.clause)
        result = one.outcome or "no result"
        places = f"{_told(one.page, 'page')}, {_told(one.contract, 'contract')}, {result}"
        said = _printable(one.said)
        console.print(f"[{colour}]{one.kind}[/] {one.of} {escape(name)} ({escape(places)}): {escape(said)}")
    drifting = sum(one.kind.drifts for one in found)
    verdict = f"{drifting} to repair" if drifting else "nothing drifts"
    known = len(found) - drifting
    accounted = f", {known} accounted for in the contract" if known else ""
    console.print(f"{page.name}: {verdict}{accounted}", markup=False)


def _printable(text: str) -> str:
    """One line that commands no terminal, whatever the vendor said."""
    return "".join(
        sign if sign.isprintable() else "\N{REPLACEMENT CHARACTER}" for sign in " ".join(text.split())
    )


def _told(place: Place, what: str) -> str:
    return place.at if place.has else f"not in the {what}, near {place.at}"


def _print_json(page: CoveragePage, slug: str, found: list[Drift]) -> None:
    whole = {
        "page": page.file,
        "connector": slug,
        "drifts": any(one.kind.drifts for one in found),
        "differences": [one.listed() for one in found],
    }
    sys.stdout.write(orjson.dumps(whole, option=orjson.OPT_INDENT_2).decode() + "\n")
