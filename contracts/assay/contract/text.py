"""YAML as plain values that remember their lines.

Read with the rules of YAML 1.2, so that ``NO`` is the code of Norway and a date stays text, and
without what a contract has no use for: duplicate keys and values that contain themselves are refused.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path as File
from typing import Any

import yaml

from assay.contract.rules import Path
from assay.errors import ContractError

_Loader: type[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_WORDS: dict[str, Any] = {"": None, "~": None, "null": None, "true": True, "false": False}
_INTEGER = re.compile(r"[-+]?[0-9]+")
_DECIMAL = re.compile(r"[-+]?[0-9]+\.[0-9]*([eE][-+]?[0-9]+)?")


@dataclass(frozen=True, slots=True)
class Document:
    """A YAML file as plain values."""

    file: File
    data: Any
    root: yaml.Node

    def where(self, path: Path) -> str:
        """``file:line`` of a value, or of the closest thing around it that exists."""
        return f"{self.file}:{self.line(path)}"

    def line(self, path: Path) -> int:
        """The line of a value, or of the closest thing around it that exists."""
        return _line(self.root, path)

    def last_line(self, path: Path) -> int:
        """The last line of a value, or of the closest thing around it that exists."""
        node = self.root
        for step in path:
            inner = [value for key, value in _inside(node) if key == step]
            if not inner:
                break
            node = inner[0]
        return max(_ends(node))


def read_document(file: File) -> Document:
    """Read one YAML file.

    Raises:
        ContractError: the file is missing, is not UTF-8, is not YAML, or repeats a key.
    """
    return document_of(file, _read(file))


def document_of(file: File, text: str) -> Document:
    """The same from the text of a file, which need not be there any more.

    Raises:
        ContractError: it is not YAML, or repeats a key.
    """
    try:
        root = yaml.compose(text, Loader=_Loader)
    except yaml.YAMLError as error:
        raise _not_yaml(file, text, error) from error
    if root is None:
        raise ContractError(
            "the file is empty",
            where=f"{file}:1",
            hint="start with 'connector:' and 'name:', or let 'assay import PAGE' write it",
        )
    return Document(file, _value(file, root, ()), root)


def _read(file: File) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise ContractError("no such file", where=str(file), hint="check the path") from None
    except UnicodeDecodeError as error:
        raise ContractError(
            f"not UTF-8 at byte {error.start}", where=str(file), hint="save the file as UTF-8"
        ) from error
    except OSError as error:
        raise ContractError(
            f"cannot be read: {error.strerror}", where=str(file), hint="give the path of a readable file"
        ) from error


def _not_yaml(file: File, text: str, error: yaml.YAMLError) -> ContractError:
    mark = getattr(error, "problem_mark", None)
    line = mark.line if mark is not None else 0
    problem = getattr(error, "problem", None) or str(error).splitlines()[0]
    lines = text.splitlines()
    found = lines[line] if line < len(lines) else ""
    if "\t" in found:
        problem, hint = "a tab where YAML wants spaces", "indent with spaces"
    else:
        hint = "look for a missing quote, colon or indent here or just above"
    return ContractError(
        f"not valid YAML: {problem}; found {found.strip()[:80]!r}", where=f"{file}:{line + 1}", hint=hint
    )


def _value(file: File, node: yaml.Node, outer: tuple[int, ...]) -> Any:
    if isinstance(node, yaml.ScalarNode):
        return _scalar(node)
    if id(node) in outer:
        raise ContractError(
            "this value contains itself",
            where=f"{file}:{node.start_mark.line + 1}",
            hint="an alias (*name) must not stand inside the value that it names",
        )
    inner = (*outer, id(node))
    if isinstance(node, yaml.SequenceNode):
        return [_value(file, item, inner) for item in node.value]
    return {key: _value(file, value, inner) for key, value in _entries(file, node)}


def _entries(file: File, node: Any) -> Iterator[tuple[str, yaml.Node]]:
    lines: dict[str, int] = {}
    for key, value in node.value:
        line = key.start_mark.line + 1
        if not isinstance(key, yaml.ScalarNode):
            raise ContractError("a key must be a word", where=f"{file}:{line}", hint="quote it")
        name = str(key.value)
        if name in lines:
            raise ContractError(
                f"key '{name}' is given twice, first in line {lines[name]}",
                where=f"{file}:{line}",
                hint="keep one of the two",
            )
        lines[name] = line
        yield name, value


def _scalar(node: yaml.ScalarNode) -> Any:
    text = str(node.value)
    if node.style:  # None or empty for plain words, depending on the parser
        return text
    if text in _WORDS:
        return _WORDS[text]
    if _INTEGER.fullmatch(text):
        return int(text)
    return float(text) if _DECIMAL.fullmatch(text) else text


def _line(node: yaml.Node, path: Path) -> int:
    line = node.start_mark.line
    for step in path:
        found: list[tuple[yaml.Node, yaml.Node]] = []
        if isinstance(node, yaml.MappingNode):
            found = [entry for entry in node.value if entry[0].value == step]
        elif isinstance(node, yaml.SequenceNode) and isinstance(step, int):
            found = [(item, item) for item in node.value[step : step + 1]]
        if not found:
            break
        line, node = found[0][0].start_mark.line, found[0][1]
    return int(line) + 1


def _inside(node: yaml.Node) -> list[tuple[str | int, yaml.Node]]:
    if isinstance(node, yaml.MappingNode):
        return [(str(key.value), value) for key, value in node.value]
    return list(enumerate(node.value)) if isinstance(node, yaml.SequenceNode) else []


def _ends(node: yaml.Node) -> Iterator[int]:
    """Lines on which the words in it end; where an alias stands, those of what it names, further up."""
    if isinstance(node, yaml.ScalarNode) or getattr(node, "flow_style", False):
        yield int(node.end_mark.line) + (1 if node.end_mark.column else 0)
    yield int(node.start_mark.line) + 1
    for _, inner in _inside(node):
        yield from _ends(inner)
