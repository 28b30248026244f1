"""What the suites that try to fool the checks must be told of a vendor; one table each, in ``tables``."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Line:
    """A line of a connector: a keyword, a key of an object, an assignment or an argument.

    ``…`` at the end of the text stands for anything.
    """

    module: str
    function: str
    text: str

    def __str__(self) -> str:
        return f"{self.module}.{self.function}:{self.text}"


@dataclass(frozen=True, kw_only=True)
class Table:
    """What of a vendor's answers feeds what, and where its connector forwards each input."""

    feeds: Mapping[str, tuple[str, ...]]
    """Path of a request of the sync (``*`` any segment) -> titles of the models that its answers feed.

    No titles: it is read for other reasons (permissions, say), and nothing of it is in any record.
    After a blank, a dotted key: objects inside those of the answer that count as much as a listing of
    their own.
    """
    bare: frozenset[str] = frozenset()
    """Paths of which answers are lists of identifiers alone: nobody can add a field to these."""
    paged: tuple[str, ...] = ()
    """Paths of which the whole company needs several pages."""
    own: frozenset[tuple[str, str]] = frozenset()
    """Path and key of values that are the vendor's own in records too: no truth holds them."""
    harmless: frozenset[tuple[str, str]] = frozenset()
    """Path and fault that lose nothing, each proven harmless."""
    needs_the_whole_company: frozenset[tuple[str, str]] = frozenset()
    """Path and fault that lose nothing in the core, and something in the whole company."""
    rare: frozenset[str] = frozenset()
    """Functions with a mapping that only the whole company needs."""
    unrecorded: frozenset[str] = frozenset()
    """Mappings that nothing in the recordings needs, as ``TextFormat.max_length@function``; a line for each
    says why. Tests of the connector alone show that they work."""
    forwarded: Mapping[str, Mapping[str, tuple[Line, ...]]] = field(default_factory=dict)
    """Title of an action -> input -> the lines through which it goes."""
    bodies: Mapping[str, tuple[Line, ...]] = field(default_factory=dict)
    """Title of an action -> lines further down the same way: what its requests are made of."""


def lines_in(package: str, module: str, function: str, *texts: str) -> tuple[Line, ...]:
    """Lines of one function."""
    return tuple(Line(f"{package}.{module}", function, text) for text in texts)
