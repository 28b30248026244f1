"""The baseline: results files, or those that were committed as of a commit."""

import tempfile
from collections.abc import Collection, Mapping
from pathlib import Path

from assay.errors import UsageError
from assay.gate.difference import RefusalCode
from assay.gate.repository import Repository
from assay.gate.side import SUFFIX, Side, SideReader, results_files

_ABBREVIATED = 12


def baseline_of_files(given: Path, known: Collection[str]) -> Side:
    """The baseline in a results file or a folder of them.

    Raises:
        UsageError: there is nothing of that name.
    """
    reader = SideReader(RefusalCode.BASELINE, frozenset(known))
    for path in results_files(given):
        reader.read(path, str(path))
    hint = "certify it where the change began; of a connector that is new with it say --new CONNECTOR"
    return reader.side(str(given), hint)


def branch_point(root: Path, ref: str) -> str:
    """The commit at which the change began: the newest that ``ref`` and what is checked out share.

    A change answers for what it does, not for what others have added to ``ref`` since.

    Raises:
        UsageError: git is missing, this is no repository, or it does not know the ref.
    """
    try:
        return Repository(root).branch_point(ref)
    except UsageError as error:
        hint = (
            f"run it in a git checkout that knows {ref!r}; a shallow clone may not: "
            "`git fetch --unshallow`, or fetch-depth: 0 where a workflow checks out"
        )
        message = f"the baseline as of {ref!r} cannot be found: {error.message}"
        raise UsageError(message, where=error.where, hint=hint) from error


def baseline_of_commit(root: Path, commit: str, ref: str, folder: str, known: Collection[str]) -> Side:
    """The results that were committed in ``folder`` as of a commit.

    Raises:
        UsageError: git cannot tell.
    """
    hint = f"certify at {ref} and commit the results"
    reader = SideReader(RefusalCode.BASELINE, frozenset(known), hint)
    with tempfile.TemporaryDirectory() as emptied:
        Repository(root).extract(commit, [folder], Path(emptied))
        for path in sorted((Path(emptied) / folder).glob(f"*{SUFFIX}")):
            reader.read(path, f"{commit[:_ABBREVIATED]}:{folder}/{path.name}")
    return reader.side(f"{ref} (branched off at {commit[:_ABBREVIATED]})", hint)


def new_since(root: Path, commit: str, contracts: Mapping[str, str]) -> frozenset[str]:
    """Connectors without a contract at the commit.

    Args:
        root: the checkout.
        commit: the base.
        contracts: connector -> its contract, below the root.
    """
    repository = Repository(root)
    return frozenset(slug for slug, file in contracts.items() if not repository.text_at(commit, file))
