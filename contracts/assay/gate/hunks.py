"""What a change touches: lines of source, as git tells them, without those that mean the same as before.

The truth is the working tree, files that git does not know yet included, against one commit.
"""

import ast
import contextlib
import io
import re
import tokenize
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import zip_longest
from pathlib import Path

from assay.gate.repository import Repository

SOURCES = ("connectors", "contracts", "fixtures", "pyproject.toml")
"""Where lines matter. Of recordings only matters which ones differ: they are written anew as a whole."""
RECORDINGS = "cassettes"

_HUNK = re.compile(r"^@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@")
_SILENT = (tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT)
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """One line that differs. Of a line that is gone ``line`` is the one after which it stood."""

    file: str
    """Below the root, with slashes."""
    line: int
    """Counted from 1 in the file as it is now."""
    removed: str = ""
    added: str = ""
    removed_at: int = 0
    """Line in the file as it was; 0 when nothing was there."""

    @property
    def lost(self) -> frozenset[str]:
        """Words that the line does not hold any more."""
        return words(self.removed) - words(self.added)

    @property
    def gained(self) -> frozenset[str]:
        """Words that the line did not hold before."""
        return words(self.added) - words(self.removed)


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """Everything that differs between a commit and the working tree, where it can matter to a connector."""

    edits: tuple[Edit, ...] = ()
    recordings: frozenset[str] = frozenset()
    """Cassettes that differ, below the root."""
    before: Callable[[str], str] = field(default=lambda _file: "")
    """Text of a file as it was; empty when it was not there."""

    def in_folders(self, *folders: str) -> Iterator[Edit]:
        """Edits in these folders or files, in the order of the diff."""
        return (
            edit
            for edit in self.edits
            if any(edit.file == one or edit.file.startswith(f"{one}/") for one in folders)
        )


def changes_since(root: Path, base: str) -> Changes:
    """What differs between the commit and the working tree.

    Raises:
        UsageError: git cannot tell.
    """
    repository = Repository(root)
    before = cache(lambda file: repository.text_at(base, file))
    edits = [edit for edit in _edits(repository.diff(base, SOURCES)) if _may_matter(edit.file)]
    edits += [
        Edit(file=file, line=number, added=line)
        for file in repository.untracked(SOURCES)
        if _may_matter(file)
        for number, line in enumerate(_text(root / file).splitlines(), start=1)
    ]
    silent = cache(lambda file: _silent_lines(file, before(file), _text(root / file)))
    return Changes(
        edits=tuple(edit for edit in edits if not _is_silent(edit, silent(edit.file))),
        recordings=frozenset(repository.changed(base, (RECORDINGS,))),
        before=before,
    )


def words(text: str) -> frozenset[str]:
    """Names and words in a line."""
    return frozenset(_WORD.findall(text))


def _may_matter(file: str) -> bool:
    return file.endswith((".py", ".yaml", ".toml", ".json"))


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""


def _edits(diff: str) -> Iterator[Edit]:
    """The lines of a diff without context."""
    old = new = ""
    hunk: tuple[int, int] | None = None
    removed: list[str] = []
    added: list[str] = []
    for line in [*diff.split("\n"), "diff "]:
        if hunk is not None and line[:1] in ("-", "+", "\\"):
            {"-": removed, "+": added}.get(line[:1], []).append(line[1:].rstrip("\r"))
            continue
        if hunk is not None:
            yield from _paired(new if new != "/dev/null" else old, hunk, removed, added)
            hunk, removed, added = None, [], []
        if line.startswith("--- "):
            old = _named(line)
        elif line.startswith("+++ "):
            new = _named(line)
        elif found := _HUNK.match(line):
            hunk = int(found[1]), int(found[3])


def _named(line: str) -> str:
    name = line[4:].rstrip("\t\r")
    return name if name == "/dev/null" else name[2:]


def _paired(
    file: str, starts: tuple[int, int], removed: Sequence[str], added: Sequence[str]
) -> Iterator[Edit]:
    """Old and new lines of a hunk side by side; old ones without a partner stood after the last new one."""
    before, now = starts
    if _means_the_same(removed, added):
        return
    for number, (gone, come) in enumerate(zip_longest(removed, added)):
        yield Edit(
            file=file,
            line=max(1, now + min(number, max(len(added) - 1, 0))),
            removed=gone or "",
            added=come or "",
            removed_at=before + number if gone is not None else 0,
        )


def _means_the_same(removed: Sequence[str], added: Sequence[str]) -> bool:
    """Whether only blanks and remarks differ: lines that were wrapped anew, but not indented anew."""
    if not removed or not added or _indent(removed[0]) != _indent(added[0]):
        return False
    return _symbols(removed) == _symbols(added)


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _symbols(lines: Sequence[str]) -> list[str]:
    """What lines say to a machine; of lines that open more than they close, as far as they go."""
    return [token.string for token in _tokens(lines) if token.type not in _SILENT and token.string != ","]


def _tokens(lines: Sequence[str]) -> Iterator[tokenize.TokenInfo]:
    with contextlib.suppress(SyntaxError, tokenize.TokenError):
        yield from tokenize.generate_tokens(io.StringIO("\n".join(map(str.strip, lines))).readline)


@dataclass(frozen=True, slots=True)
class _Silent:
    """Lines that say nothing to a machine: those of the file as it was, and of the file as it is."""

    before: frozenset[int] = frozenset()
    now: frozenset[int] = frozenset()
    same: bool = False
    """Whether the file means the same as before as a whole."""


def _is_silent(edit: Edit, silent: _Silent) -> bool:
    gone = not edit.removed_at or edit.removed_at in silent.before
    come = edit.line in silent.now if edit.added.strip() else True
    return silent.same or (gone and come)


def _silent_lines(file: str, before: str, now: str) -> _Silent:
    if not file.endswith(".py"):
        return _Silent(_remarks(before), _remarks(now))
    try:
        same = ast.dump(_without_words(ast.parse(before))) == ast.dump(_without_words(ast.parse(now)))
    except (SyntaxError, ValueError, RecursionError):
        same = False  # no Python, or broken: then every line may matter, but for what is empty
    return _Silent(_saying_nothing(before), _saying_nothing(now), same)


def _without_words(tree: ast.Module) -> ast.Module:
    """The program without the texts that only people read."""
    for node in ast.walk(tree):
        body = getattr(node, "body", None)
        if isinstance(body, list):
            node.body = [one for one in body if not _is_text(one)]  # type: ignore[attr-defined]
    return tree


def _is_text(node: ast.AST) -> bool:
    return (
        isinstance(node, ast.Expr)
        and isinstance(node.value, ast.Constant)
        and isinstance(node.value.value, str)
    )


def _remarks(text: str) -> frozenset[int]:
    lines = enumerate(text.splitlines(), start=1)
    return frozenset(number for number, line in lines if line.lstrip()[:1] in ("", "#"))


def _saying_nothing(text: str) -> frozenset[int]:
    try:
        return frozenset(range(1, len(text.splitlines()) + 1)) - _spoken(text)
    except (SyntaxError, ValueError, RecursionError, tokenize.TokenError):
        return _remarks(text)


def _spoken(text: str) -> frozenset[int]:
    """Lines with a word for the machine."""
    spoken = {
        line
        for token in tokenize.generate_tokens(io.StringIO(text).readline)
        if token.type not in _SILENT and token.string.strip()
        for line in range(token.start[0], token.end[0] + 1)
    }
    texts = {
        line
        for node in ast.walk(ast.parse(text))
        if _is_text(node)
        for line in range(_line(node), (_end(node) or _line(node)) + 1)
    }
    return frozenset(spoken - texts)


def _line(node: ast.AST) -> int:
    return int(getattr(node, "lineno", 0))


def _end(node: ast.AST) -> int:
    return int(getattr(node, "end_lineno", 0))
