"""Rows of the tables on coverage pages, escapes and all."""

import html
import re
from collections.abc import Iterable
from typing import Literal

TableKind = Literal["fields", "inputs", "features"]

_HEADERS: dict[str, TableKind] = {"Field": "fields", "Input Field": "inputs", "Feature": "features"}
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_CODE = re.compile(r"`([^`]*)`")
_CELL_EDGE = re.compile(r"(?<!\\)\|")
_RULE = re.compile(r"[\s|:-]*-[\s|:-]*")


def unescaped(text: str) -> str:
    """Markdown escapes, HTML entities and ticks around the whole undone; outer space gone."""
    plain = html.unescape(_ESCAPED.sub(r"\1", text)).strip()
    code = _CODE.fullmatch(plain)
    return code[1].strip() if code is not None else plain


def cells(row: str) -> list[str]:
    r"""Cells of a table row, unescaped; ``|`` or ``\|`` opens the row, ``|`` closes it."""
    inner = re.sub(r"^\s*\\?\|", "", row).strip()
    if inner.endswith("|") and not inner.endswith("\\|"):
        inner = inner[:-1]
    return [unescaped(cell) for cell in _CELL_EDGE.split(inner)]


def is_rule(row: str) -> bool:
    """Whether a row is the line between a header and its rows."""
    return "-" in row and _RULE.fullmatch(row.strip()) is not None


def header_kind(found: Iterable[str]) -> TableKind | None:
    """What a table lists, by the cells of its header; None if this is no header of a coverage table."""
    words = list(found)
    return _HEADERS.get(words[0]) if words[1:2] == ["Notes"] else None
