import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from assay.cli import main
from tests.plugin import acme


class Ended(NamedTuple):
    """How a command ended, and what it said."""

    code: int
    out: str
    err: str


Assay = Callable[..., Ended]


@pytest.fixture(name="assay")
def _assay(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Assay:
    """``assay("certify", "acme")``: the command line in this process."""

    def run(*arguments: object) -> Ended:
        monkeypatch.setattr(sys, "argv", ["assay", *map(str, arguments)])
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            main()
        said = capsys.readouterr()
        assert isinstance(ended.value.code, int)
        return Ended(ended.value.code, said.out, said.err)

    return run


@pytest.fixture(name="project")
def _project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder with a distribution that brings the connector Acme; it holds everywhere."""
    folder = acme.make(tmp_path)
    acme.install(folder, monkeypatch)
    yield folder
    acme.forget()
    for name in [name for name in sys.modules if name.startswith(acme.FOUND)]:
        del sys.modules[name]


@pytest.fixture(name="console_script")
def _console_script() -> Callable[..., "subprocess.Popen[str]"]:
    """``console_script(folder, "certify", "acme")``: the command line in a process of its own."""

    def start(folder: Path, *arguments: object, **settings: object) -> "subprocess.Popen[str]":
        search = os.pathsep.join(filter(None, (str(folder), os.environ.get("PYTHONPATH", ""))))
        given: dict[str, object] = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
        return subprocess.Popen(  # type: ignore[call-overload,no-any-return]  # noqa: S603 -- our own interpreter
            [sys.executable, "-c", "from assay.cli import main; main()", *map(str, arguments)],
            cwd=folder,
            env={**os.environ, "PYTHONPATH": search},
            preexec_fn=_listen_to_interrupts,  # noqa: PLW1509 -- the tests start no threads
            **(given | settings),
        )

    return start


def _listen_to_interrupts() -> None:
    """Whoever starts the tests in the background has the shell ignore Ctrl-C for all below it."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
