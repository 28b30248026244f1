"""Reads coverage pages in MDX: tabs, accordions, notes and Markdown tables.

The tables of features on these pages are broken where a note holds several paragraphs: the row ends
early, its note runs on below the table, and each following row is a paragraph that starts with an
escaped bar. Such rows are rows all the same.
"""

import re
from dataclasses import dataclass, field

from assay.contract.page import Feature, Section
from assay.contract.page_table import TableKind, cells, header_kind, is_rule, unescaped
from assay.errors import ContractError

_OPENING = re.compile(r"""<(?P<tag>Tab|Accordion)\b[^>]*?\btitle=(?P<quote>["'])(?P<title>.*?)(?P=quote)""")
_ROW = re.compile(r"\s*\\?\|")
_TABS = ("Models", "Actions", "Features")
_TABLE_OF_TAB: dict[str, TableKind] = {"Models": "fields", "Actions": "inputs", "Features": "features"}


@dataclass(slots=True)
class _Open:
    """A section or feature that is being read."""

    title: str
    line: int
    names: list[str] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def section(self) -> Section:
        return Section(self.title, tuple(self.names), tuple(self.notes), self.line, tuple(self.lines))

    def feature(self) -> Feature:
        return Feature(self.title, tuple(self.notes), self.line)


@dataclass(slots=True)
class MdxReader:
    """Goes through a page line by line; read the attributes when it is done."""

    file: str
    models: list[Section] = field(default_factory=list)
    actions: list[Section] = field(default_factory=list)
    features: list[Feature] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    _tab: str = ""
    _section: _Open | None = None
    _feature: _Open | None = None
    _in_table: bool = False
    _in_note: bool = False

    def read(self, text: str) -> None:
        """Read the whole page.

        Raises:
            ContractError: with the line, where the page is not built as coverage pages are.
        """
        for number, line in enumerate(text.splitlines(), start=1):
            self._line(number, line)
        if self._section is not None:
            raise self._error(
                self._section.line, f"accordion '{self._section.title}' is never closed", "add </Accordion>"
            )

    def _line(self, number: int, line: str) -> None:
        opening = _OPENING.search(line)
        if opening is not None:
            self._opens(number, opening["tag"], unescaped(opening["title"]))
        elif "</Accordion>" in line:
            self._close_section(number)
        elif "</Tab>" in line:
            self._close_tab(number)
        elif "<Note>" in line or self._in_note:
            self._note(line)
        elif not self._tab:
            return
        elif _ROW.match(line):
            self._row(number, line)
        elif line.strip():
            self._runs_on(number, line)

    def _opens(self, number: int, tag: str, title: str) -> None:
        if tag == "Tab":
            if title not in _TABS:
                raise self._error(
                    number,
                    f"tab '{title}' is unknown; known: {', '.join(_TABS)}",
                    "teach the importer this tab",
                )
            self._tab, self._in_table = title, False
            return
        if self._tab not in {"Models", "Actions"}:
            raise self._error(
                number, f"accordion '{title}' stands in neither Models nor Actions", "move it into a tab"
            )
        if self._section is not None:
            raise self._error(
                number,
                f"accordion '{title}' opens inside '{self._section.title}'",
                "add </Accordion> before it",
            )
        self._section, self._in_table = _Open(title, number), False

    def _close_section(self, number: int) -> None:
        if self._section is None:
            raise self._error(number, "</Accordion> closes nothing", "take it out")
        into = self.models if self._tab == "Models" else self.actions
        into.append(self._section.section())
        self._section, self._in_table = None, False

    def _close_tab(self, number: int) -> None:
        if self._section is not None:
            raise self._error(
                number, f"the tab ends inside accordion '{self._section.title}'", "add </Accordion>"
            )
        self._close_feature()
        self._tab = ""

    def _close_feature(self) -> None:
        if self._feature is not None:
            self.features.append(self._feature.feature())
            self._feature = None

    def _note(self, line: str) -> None:
        self._in_note = "</Note>" not in line
        text = unescaped(re.sub(r"</?Note>", "", line))
        if text:
            (self._section.notes if self._section is not None else self.notes).append(text)

    def _row(self, number: int, line: str) -> None:
        if is_rule(line):
            return
        found = cells(line)
        kind = header_kind(found)
        if kind is not None:
            self._header(number, kind)
            return
        if not self._in_table:
            raise self._error(number, f"a table row without header: {line.strip()[:60]!r}", "add the header")
        if not found[0]:
            raise self._error(number, f"a table row without a name: {line.strip()[:60]!r}", "name the row")
        notes = [note for note in found[1:] if note]
        if self._section is None:
            self._close_feature()
            self._feature = _Open(found[0], number, notes=notes)
        else:
            self._section.names.append(found[0])
            self._section.lines.append(number)
            self._section.notes += [f"{found[0]}: {note}" for note in notes]

    def _header(self, number: int, kind: TableKind) -> None:
        wanted = _TABLE_OF_TAB[self._tab]
        if kind != wanted:
            raise self._error(number, f"a table of {kind} in the tab {self._tab}", f"expected {wanted}")
        if self._tab != "Features" and self._section is None:
            raise self._error(number, "a table outside any accordion", "wrap it in an <Accordion title=...>")
        self._in_table = True

    def _runs_on(self, number: int, line: str) -> None:
        text = unescaped(re.sub(r"\s*\|\s*$", "", line))
        if self._feature is not None:
            self._feature.notes.append(text)
        elif self._section is not None:
            self._section.notes.append(text)
        elif not line.strip().startswith("<"):
            raise self._error(
                number, f"text that belongs to no table: {text[:60]!r}", "wrap it in a <Note> or an accordion"
            )

    def _error(self, number: int, message: str, hint: str) -> ContractError:
        return ContractError(message, where=f"{self.file}:{number}", hint=hint)


def looks_like_mdx(text: str) -> bool:
    """Whether a page has the tags this reader goes by."""
    return "<Tab " in text or "<Accordion " in text
