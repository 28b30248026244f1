"""Where in a connector's source something is made, and what it is made of, by syntax tree.

Only names are followed, nothing is imported: a broken module is passed over.
"""

import ast
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain

_STEPS = 6
"""How far names are followed from where something is made."""
_TELLING = (ast.Call, ast.Dict, ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Attribute)


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Lines that belong together under a name."""

    name: str
    first: int
    last: int
    names: frozenset[str]
    """Names that occur in it."""
    within: str = ""
    """Of a keyword: what is called with it."""

    def covers(self, line: int) -> bool:
        """Whether the line is one of them."""
        return self.first <= line <= self.last


@dataclass(frozen=True)
class Source:
    """One module as text."""

    file: str
    text: str

    @cached_property
    def tree(self) -> ast.Module:
        """The syntax tree; of a module that does not parse an empty one."""
        try:
            return ast.parse(self.text)
        except (SyntaxError, ValueError, RecursionError):
            return ast.Module(body=[], type_ignores=[])

    @cached_property
    def nodes(self) -> tuple[ast.AST, ...]:
        """Those parts of the tree that tell who is called with what."""
        return tuple(node for node in ast.walk(self.tree) if isinstance(node, _TELLING))

    @cached_property
    def made(self) -> frozenset[tuple[str, int]]:
        """What is called, and in which line."""
        return frozenset((_name(node.func), node.lineno) for node in self.nodes if isinstance(node, ast.Call))

    @cached_property
    def asked(self) -> tuple[tuple[frozenset[str], frozenset[str]], ...]:
        """Names in the arguments of a function, or the key of a table, with the names that they lead to."""
        return tuple(self._asked())

    @cached_property
    def keywords(self) -> tuple[Span, ...]:
        """``name=value`` in calls, and ``"name": value`` in tables."""
        return tuple(self._keywords())

    @cached_property
    def definitions(self) -> tuple[Span, ...]:
        """Functions, classes, and names that are assigned at the top or in a class."""
        return tuple(
            _span(name, node)
            for node in (self.tree, *self.nodes)
            for name, node in (*_assigned(node), *_itself(node))
        )

    def innermost(self, line: int) -> Span | None:
        """The smallest definition around a line."""
        around = [span for span in self.definitions if span.covers(line)]
        return min(around, key=lambda span: span.last - span.first, default=None)

    def _keywords(self) -> Iterator[Span]:
        for node in self.nodes:
            if isinstance(node, ast.Call):
                within = _name(node.func)
                for word in node.keywords:
                    if word.arg is not None:
                        yield _span(word.arg, word, within=within)
            elif isinstance(node, ast.Dict):
                for key, value in zip(node.keys, node.values, strict=True):
                    if isinstance(key, ast.Constant | ast.Attribute | ast.Name):
                        yield _span(_name(key), key, value)

    def _asked(self) -> Iterator[tuple[frozenset[str], frozenset[str]]]:
        for node in self.nodes:
            if isinstance(node, ast.FunctionDef):
                yield _names(node.args), frozenset({node.name})
            elif isinstance(node, ast.Dict):
                pairs = zip(node.keys, node.values, strict=True)
                yield from ((_names(key), _names(value)) for key, value in pairs if key is not None)


@dataclass(frozen=True)
class Sources:
    """The modules of a connector, as they are or as they were."""

    modules: Mapping[str, Source]

    def making(self, made: str, keyword: str) -> Sequence[tuple[Source, Span]]:
        """Where a record of that class is made with that keyword."""
        return self._keywords.get((made, keyword), ())

    @cached_property
    def _keywords(self) -> dict[tuple[str, str], list[tuple[Source, Span]]]:
        found: dict[tuple[str, str], list[tuple[Source, Span]]] = {}
        for source in self.modules.values():
            for span in source.keywords:
                found.setdefault((span.within, span.name), []).append((source, span))
        return found

    def calls_of(self, made: str) -> frozenset[str]:
        """Names of the definitions in which something of that class is made."""
        return frozenset(
            span.name
            for source in self.modules.values()
            for name, line in source.made
            if name == made and (span := source.innermost(line)) is not None
        )

    def performers_of(self, operation: str, asked: str) -> frozenset[str]:
        """Names of the functions that are about one action: called like it, or taking its inputs."""
        led = (pair for source in self.modules.values() for pair in source.asked)
        return frozenset({operation}).union(*(names for asked_for, names in led if asked in asked_for))

    def reached_from(self, names: Iterable[str]) -> dict[str, int]:
        """Definition -> how many steps lie between it and the names, at most a few."""
        known = self._known
        steps: dict[str, int] = {}
        front = known.keys() & set(names)
        for step in range(_STEPS):
            steps |= dict.fromkeys(front, step)
            front = {name for at in front for name in known[at]} & known.keys() - steps.keys()
        return steps

    @cached_property
    def _known(self) -> dict[str, set[str]]:
        """Definition -> names that occur in it."""
        known: dict[str, set[str]] = {}
        for source in self.modules.values():
            for span in source.definitions:
                known.setdefault(span.name, set()).update(span.names)
        return known

    def mentions(self, word: str, files: Collection[str] = ()) -> Iterator[tuple[str, int]]:
        """File and line of every attribute of that name that is read."""
        for source in self.modules.values():
            if not files or source.file in files:
                for node in source.nodes:
                    if isinstance(node, ast.Attribute) and node.attr == word:
                        yield source.file, node.lineno


def _itself(node: ast.AST) -> Iterator[tuple[str, ast.AST]]:
    if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
        yield node.name, node


def _assigned(node: ast.AST) -> Iterator[tuple[str, ast.AST]]:
    if isinstance(node, ast.Module | ast.ClassDef):
        for one in node.body:
            if isinstance(one, ast.Assign):
                yield from ((_name(target), one) for target in one.targets)
            elif isinstance(one, ast.AnnAssign):
                yield _name(one.target), one


def _span(name: str, *nodes: ast.AST, within: str = "") -> Span:
    first, last = nodes[0], nodes[-1]
    return Span(
        name=name,
        first=int(getattr(first, "lineno", 0)),
        last=int(getattr(last, "end_lineno", 0)),
        names=frozenset(chain.from_iterable(_names(node) for node in nodes)),
        within=within,
    )


def _name(node: ast.AST) -> str:
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        return node.attr
    return str(node.value) if isinstance(node, ast.Constant) else ""


def _names(node: ast.AST) -> frozenset[str]:
    found = (_name(one) for one in ast.walk(node) if isinstance(one, ast.Name | ast.Attribute))
    return frozenset(found)
