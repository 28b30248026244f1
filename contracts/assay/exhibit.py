"""What a reader is shown of the evidence for one clause: excerpts of exchanges, as plain values.

Built from recordings by :mod:`assay.exhibiting`; reports print them and know nothing of recordings.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Line:
    """One line of an excerpt."""

    text: str
    decides: bool = False
    """Whether the verdict rests on this line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """A request or an answer, shortened to what matters."""

    head: str
    """``POST /candidate.create`` or ``200 OK``."""
    lines: tuple[Line, ...] = ()
    """The body, indented as JSON where it is JSON; what was left out is said in a line of its own."""
    where: str = ""
    """The deciding path in the body, ``results[0].title``; empty when no single place decides."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """One recorded exchange."""

    interaction: int
    """Its position in the cassette, from 0; of a delivery the number of interactions before it."""
    request: Message
    response: Message
    is_delivery: bool = False
    """Whether it is a webhook that the vendor delivered to us."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Exhibit:
    """The evidence that one clause rests on."""

    clause: str
    cassette: str
    """``ashby/full-sync``."""
    scenes: tuple[Scene, ...] = ()
    """The exchanges that are shown, in the order of the recording."""
    others: int = 0
    """How many more exchanges show it."""
    missing: str = ""
    """What the result names and the recording does not hold, in words; empty when nothing is missing."""
