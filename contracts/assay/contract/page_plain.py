"""Reads coverage pages saved as plain text, as a browser's reader view gives them.

Each title stands twice, on two lines; the whole list of models may appear twice; tables are rows that
end in a bar, and a header may follow its note on the same line. Some models have no table.
"""

import re
from dataclasses import dataclass, field

from assay.contract.page import Feature, Section
from assay.contract.page_table import TableKind, cells, header_kind, is_rule, unescaped
from assay.contract.rules import not_allowed
from assay.errors import ContractError
from assay.unified.catalogue import ACTION_TITLES, MODEL_TITLES

_HEADER = re.compile(r"(?P<before>.*?)(?P<header>(?:Input Field|Field|Feature) ?\| ?Notes ?\|?)\s*$")


@dataclass(slots=True)
class _Open:
    title: str
    line: int
    names: list[str] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    table: TableKind | None = None

    def section(self) -> Section:
        return Section(self.title, tuple(self.names), tuple(self.notes), self.line, tuple(self.lines))


@dataclass(slots=True)
class PlainReader:
    """Goes through a page line by line; read the attributes when it is done."""

    file: str
    models: list[Section] = field(default_factory=list)
    actions: list[Section] = field(default_factory=list)
    features: list[Feature] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    _section: _Open | None = None
    _table: TableKind | None = None

    def read(self, text: str) -> None:
        """Read the whole page.

        Raises:
            ContractError: with the line, where the page is not built as coverage pages are.
        """
        lines = [line.strip() for line in text.splitlines()]
        skip = False
        for number, line in enumerate(lines, start=1):
            following = lines[number] if number < len(lines) else ""
            if skip or not line:
                skip = False
            elif line == following and "|" not in line:
                self._open(number, line)
                skip = True
            else:
                self._line(number, line)
        self._close()

    def _open(self, number: int, title: str) -> None:
        if title not in MODEL_TITLES and title not in ACTION_TITLES:
            message, hint = not_allowed("title", title, [*MODEL_TITLES, *ACTION_TITLES])
            raise self._error(number, message, hint)
        self._close()
        self._section = _Open(title, number)

    def _close(self) -> None:
        self._table = None
        if self._section is None:
            return
        done = self._section.section()
        (self.models if done.title in MODEL_TITLES else self.actions).append(done)
        self._section = None

    def _line(self, number: int, line: str) -> None:
        header = _HEADER.fullmatch(line)
        if header is not None:
            self._note(header["before"])
            self._header(number, header["header"])
        elif "|" not in line:
            self._table = None
            self._note(line)
        elif not is_rule(line):
            self._row(number, line)

    def _header(self, number: int, header: str) -> None:
        kind = header_kind(cells(header))
        if kind == "features":
            self._close()
        elif self._section is None:
            raise self._error(number, "a table under no title", "put its title on two lines above it")
        elif kind != ("fields" if self._section.title in MODEL_TITLES else "inputs"):
            raise self._error(number, f"a table of {kind} under '{self._section.title}'", "check the header")
        elif self._section.table is not None:
            raise self._error(
                number, f"a second table under '{self._section.title}'", "put its title on two lines above it"
            )
        else:
            self._section.table = kind
        self._table = kind

    def _row(self, number: int, line: str) -> None:
        name, *rest = cells(line)
        if self._table is None:
            raise self._error(number, f"a table row without header: {line[:60]!r}", "add the header")
        if not name:
            raise self._error(number, f"a table row without a name: {line[:60]!r}", "name the row")
        notes = [note for note in rest if note]
        if self._section is None:
            self.features.append(Feature(name, tuple(notes), number))
        else:
            self._section.names.append(name)
            self._section.lines.append(number)
            self._section.notes += [f"{name}: {note}" for note in notes]

    def _note(self, text: str) -> None:
        if text:
            (self._section.notes if self._section is not None else self.notes).append(unescaped(text))

    def _error(self, number: int, message: str, hint: str) -> ContractError:
        return ContractError(message, where=f"{self.file}:{number}", hint=hint)
