"""Workflows as data, and their steps as they would be run."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import yaml

from .checkout import ROOT

FOLDER = ROOT / ".github" / "workflows"


def read(path: Path) -> Any:
    """What a file of YAML holds."""
    # YAML 1.1 takes the key "on" for a truth value; GitHub does not.
    text = re.sub(r"^on:", '"on":', path.read_text("utf-8"), flags=re.MULTILINE)
    return yaml.safe_load(text)


def jobs(path: Path) -> dict[str, Any]:
    """Name -> job."""
    return dict(read(path)["jobs"])


def script_of(workflow: str, job: str, step: str) -> str:
    """The script of a step that is called so."""
    [found] = [one["run"] for one in jobs(FOLDER / workflow)[job]["steps"] if one.get("name") == step]
    return str(found)


def run_step(
    script: str, programs: Path, cwd: Path | None = None, **environment: str
) -> "subprocess.CompletedProcess[str]":
    """A step as GitHub runs it, with the assay of this test.

    Args:
        script: of the step.
        programs: a folder for what the script finds as ``assay`` and ``python``.
        cwd: where it runs; that folder if left out.
        environment: what the step gives it.
    """
    starts = f'#!/bin/sh\nexec "{sys.executable}" -P -c "from assay.cli import main; main()" "$@"\n'
    (programs / "assay").write_text(starts, "utf-8")
    (programs / "python").write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n', "utf-8")
    for name in ("assay", "python"):
        (programs / name).chmod(0o755)
    bash = shutil.which("bash")
    assert bash is not None
    given = {name: value for name, value in os.environ.items() if not name.startswith(("COVERAGE", "GITHUB"))}
    return subprocess.run(  # noqa: S603 -- the project's own script
        [bash, "--noprofile", "--norc", "-eo", "pipefail", "-c", script],
        cwd=cwd or programs,
        env={**given, "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}", **environment},
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
