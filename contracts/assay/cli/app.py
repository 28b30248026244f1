"""The application: exit codes, error messages, where output goes."""

import sys
import traceback
from typing import Annotated, Any

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
        typer.echo(f"assay {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    *,
    _: Annotated[
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


class Ticker:
    """One line of progress that is overwritten; silent where nobody watches. It starts no thread."""

    def __init__(self, console: Console) -> None:
        self._console = console

    def __call__(self, text: str) -> None:
        """Show what goes on now."""
        if self._console.is_terminal:
            self.clear()
            self._console.file.write(text[: self._console.width - 1])
            self._console.file.flush()

    def clear(self) -> None:
        """Leave an empty line."""
        if self._console.is_terminal:
            self._console.file.write("\r\x1b[2K")
            self._console.file.flush()


def main() -> None:
    """Run the command line and exit with its code."""
    try:
        code = app(standalone_mode=False) or HOLDS
    except AssayError as error:
        _say(f"assay: {error}")
        code = error.exit_code
    except (KeyboardInterrupt, typer.Abort):
        code = INTERRUPTED
    except Exception as error:  # noqa: BLE001 -- whatever it was, a person shall be told how to go on
        code = _wrong_call(error) if hasattr(error, "format_message") else _our_fault(error)
    if code == INTERRUPTED:
        _say("assay: interrupted; files are as they were or complete, none is half written")
    sys.exit(code)


def _wrong_call(error: Any) -> int:
    """What typer says of a call that it does not understand; without any command, the help."""
    said = error.format_message()
    _say(said if said.startswith("Usage:") else f"assay: {said}\n  -> try: assay --help")
    return WRONG_CALL


def _our_fault(error: Exception) -> int:
    traceback.print_exception(error)
    _say(f"assay: a fault of Assay itself ({type(error).__name__}); please report it with what is above")
    return OUR_FAULT


def _say(message: str) -> None:
    typer.echo(message, err=True)
