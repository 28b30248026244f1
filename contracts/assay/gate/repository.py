"""The git repository that a checkout lives in, asked through git itself."""

import io
import os
import subprocess
import tarfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from assay.errors import UsageError

_PLAIN = (
    "--no-color",
    "--no-ext-diff",
    "--no-textconv",
    "--no-renames",
    "--src-prefix=a/",
    "--dst-prefix=b/",
)
"""A diff as we read it, whatever the settings of whoever runs it."""


@dataclass(frozen=True, slots=True)
class Repository:
    """Where a checkout's history is looked up. Every question raises UsageError when git cannot answer."""

    root: Path
    """The checkout; paths are below it, with slashes."""

    def commit(self, ref: str) -> str:
        """The commit that a branch, tag or abbreviation names."""
        return self._said("rev-parse", "--verify", "--quiet", "--end-of-options", f"{ref}^{{commit}}").strip()

    def branch_point(self, ref: str) -> str:
        """The newest commit that both ``ref`` and what is checked out grew from."""
        return self._said("merge-base", self.commit(ref), "HEAD").strip()

    def text_at(self, commit: str, file: str) -> str:
        """What a file held; empty when it was not there."""
        try:
            return self._asked("cat-file", "blob", f"{commit}:./{file}").decode(errors="replace")
        except UsageError:
            return ""

    def diff(self, commit: str, paths: Sequence[str]) -> str:
        """Lines that differ between the commit and the working tree, without any around them."""
        return self._said("diff", *_PLAIN, "--relative", "-U0", commit, "--", *paths)

    def changed(self, commit: str, paths: Sequence[str]) -> tuple[str, ...]:
        """Files that differ between the commit and the working tree, new ones included."""
        said = self._said("diff", *_PLAIN, "--relative", "--name-only", "-z", commit, "--", *paths)
        return tuple(sorted({*_names(said), *self.untracked(paths)}))

    def untracked(self, paths: Sequence[str]) -> tuple[str, ...]:
        """Files that git neither knows nor ignores."""
        return _names(self._said("ls-files", "--others", "--exclude-standard", "-z", "--", *paths))

    def extract(self, commit: str, paths: Sequence[str], into: Path) -> None:
        """Write the files of a commit below another folder; paths that it does not have are left out."""
        there = _names(self._said("ls-tree", "-r", "-z", "--name-only", commit, "--", *paths))
        if there:
            archive = self._asked("archive", "--format=tar", commit, "--", *_folders(paths, there))
            with tarfile.open(fileobj=io.BytesIO(archive)) as tar:
                tar.extractall(into, filter="data")

    def _said(self, *words: str) -> str:
        return self._asked(*words).decode(errors="replace")

    def _asked(self, *words: str) -> bytes:
        # A hook tells git by its environment which repository it means; we mean the one that we are in.
        environment = {name: value for name, value in os.environ.items() if name not in _OF_A_HOOK}
        command = ["git", "-c", "core.quotePath=off", "-c", "core.fsmonitor=off", *words]
        try:
            done = subprocess.run(  # noqa: S603 -- no shell, and our own words
                command, cwd=self.root, env=environment, capture_output=True, check=False
            )
        except OSError as error:
            message = f"git cannot be started: {error.strerror}"
            raise UsageError(message, where=str(self.root), hint="install git, or give --baseline") from error
        if done.returncode:
            said = done.stderr.decode(errors="replace").strip().splitlines()
            message = f"git {words[0]} failed: {said[0] if said else 'it knows nothing of that name'}"
            hint = "check the name of the commit; a shallow clone may lack it: git fetch --unshallow"
            raise UsageError(message, where=str(self.root), hint=hint)
        return done.stdout


_OF_A_HOOK = ("GIT_DIR", "GIT_INDEX_FILE", "GIT_WORK_TREE", "GIT_PREFIX")


def _names(said: str) -> tuple[str, ...]:
    return tuple(name for name in said.split("\0") if name)


def _folders(paths: Sequence[str], there: Sequence[str]) -> tuple[str, ...]:
    """Those of the paths that have anything; git refuses others."""
    return tuple(path for path in paths if any(f"{one}/".startswith(f"{path}/") for one in there))
