"""The application: exit codes, error messages, where output goes."""

import sys
import traceback
from typing import Annotated

import typer
from rich.console import Console

from assay import __version__
from assay.errors import AssayError

HOLDS, DOES_NOT_HOLD, WRONG_CALL, OUR_FAULT, INTERRUPTED = 0, 1, 2, 3, 130

app = typer.Typer(
    name="assay",
    help="Certifies API connectors: clause by clause, from recorded evidence.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


def _version(asked: bool) -> None:  # noqa: FBT001 -- a typer callback takes the option's value
    if asked:
        print(f"assay {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[  # noqa: ARG001 -- eager; its callback does the work
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and stop.")
    ] = False,
) -> None:
    pass


def tables() -> Console:
    """Where tables go: stdout for a person at a terminal, else stderr, so that stdout stays for machines."""
    return Console(stderr=not sys.stdout.isatty(), highlight=False, soft_wrap=True)


def progress() -> Console:
    """Where progress goes: always stderr."""
    return Console(stderr=True, highlight=False)


def main() -> None:
    """Run the command line and exit with its code."""
    try:
        code = app(standalone_mode=False)
    except AssayError as error:
        print(f"assay: {error}", file=sys.stderr)
        sys.exit(error.exit_code)
    except KeyboardInterrupt:
        print("assay: interrupted; nothing was changed", file=sys.stderr)
        sys.exit(INTERRUPTED)
    except typer.Abort:
        sys.exit(INTERRUPTED)
    except Exception as error:
        if hasattr(error, "format_message") and hasattr(error, "exit_code"):
            print(f"assay: {error.format_message()}\n  -> try: assay --help", file=sys.stderr)
            sys.exit(WRONG_CALL)
        traceback.print_exc()
        print(f"assay: a fault of Assay itself ({type(error).__name__}); please report it", file=sys.stderr)
        sys.exit(OUR_FAULT)
    sys.exit(code or HOLDS)
