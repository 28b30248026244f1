"""The checkout as tests of the repository see it."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SOURCES = ("connectors", "contracts", "fixtures", "reports")


def modules(*folders: str) -> Iterator[Path]:
    """Python files below these folders of the checkout, shipped code when none are named."""
    for folder in folders or SOURCES:
        yield from sorted((ROOT / folder).rglob("*.py"))


def name_of(path: Path) -> str:
    """``contracts/assay/case.py``."""
    return path.relative_to(ROOT).as_posix()


def parsed(path: Path) -> ast.Module:
    """The syntax tree of a module."""
    return ast.parse(path.read_text("utf-8"), filename=str(path))


def defined(path: Path) -> Iterator[str]:
    """Names of all classes and functions in a module, methods included."""
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.name
