"""JSON cut down to one place: the place, what it stands in, what names that, and a few neighbours."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from assay.exhibit import Line
from assay.exhibiting.texts import counted, literal, shortened, visible
from assay.wire.places import Place, spelled

MOST_LINES = 40
_DEEPEST = 12
"""Levels above a place that are shown; with the lines between them they fit."""
_TEXT = 60
_DECIDING_TEXT = 160
_KEY = 48
_IDENTIFYING = re.compile(r"(?i)(?:id|.*_id|.*[a-z]Id|key|uuid|guid)")


@dataclass(frozen=True, slots=True)
class _Cut:
    """How much of an excerpt is shown."""

    decides: bool
    """Whether the place decides, or is merely what is looked at."""
    beside: int
    """Neighbours of the place."""
    above: int
    """Neighbours of what it stands in."""
    within: int
    """Members of the place, if it has any."""


def excerpt(
    document: Any, place: Place, *, decides: bool, most: int = MOST_LINES, within: int = 8
) -> tuple[Line, ...]:
    """The lines around a place that exists in the document; never more than ``most``.

    Args:
        document: any JSON.
        place: what is shown.
        decides: whether its line is marked.
        most: lines, at least so many as the place is deep allows for; 40 are always enough.
        within: members shown of a place that is no leaf.
    """
    head: tuple[Line, ...] = ()
    if len(place) > _DEEPEST:
        above, place = place[:-_DEEPEST], place[-_DEEPEST:]
        for part in above:
            document = document[part]
        head = (Line(f"… in {visible(shortened(spelled(above), _DECIDING_TEXT))}"),)
    for less in range(max(within, 3) + 1):
        cut = _Cut(decides, max(3 - less, 0), max(1 - less, 0), max(within - less, 0))
        lines = (*head, *_around(document, place, cut))
        if len(lines) <= most:
            break
    return lines


def landmark(document: Any) -> Place:
    """What an answer is about, if nothing says so: its first object that is no envelope."""
    place: Place = ()
    while True:
        members = _members(document)
        inner = [(key, value) for key, value in members if isinstance(value, dict | list) and value]
        bare = [value for _, value in members if not isinstance(value, dict | list)]
        if not inner or (isinstance(document, dict) and len(bare) > 3) or len(place) >= _DEEPEST:  # noqa: PLR2004 -- an envelope says little beside
            return place
        key, document = inner[0]
        place = (*place, key)


def _around(node: Any, place: Place, cut: _Cut, *, key: str = "", comma: str = "") -> Iterator[Line]:
    """The lines of a node that is the place or holds it; without the indentation of what it stands in."""
    is_it = not place
    if not isinstance(node, dict | list):
        yield Line(f"{key}{literal(node, _DECIDING_TEXT)}{comma}", decides=cut.decides)
        return
    opening, closing, what = ("{", "}", "key") if isinstance(node, dict) else ("[", "]", "item")
    members = _members(node)
    shown = _within(members, cut.within) if is_it else _beside(node, members, place, cut)
    if is_it and not shown:
        yield Line(f"{key}{_folded(node)}{comma}", decides=cut.decides)
        return
    yield Line(f"{key}{opening}", decides=is_it and cut.decides)
    for position, (name, value) in enumerate(members):
        if position not in shown:
            continue
        ending = "," if position + 1 < len(members) else ""
        label = f"{literal(name, _KEY)}: " if isinstance(name, str) else ""
        if not is_it and name == place[0]:
            inner = _around(value, place[1:], cut, key=label, comma=ending)
            yield from (replace(line, text=f"  {line.text}") for line in inner)
        else:
            yield Line(f"  {label}{_folded(value)}{ending}")
    left_out = len(members) - len(shown)
    if left_out:
        yield Line(f"  … {counted(left_out, f'more {what}')}")
    yield Line(f"{closing}{comma}")


def _members(node: Any) -> Sequence[tuple[str | int, Any]]:
    if isinstance(node, Mapping):
        return list(node.items())
    return list(enumerate(node)) if isinstance(node, list) else []


def _within(members: Sequence[tuple[str | int, Any]], most: int) -> set[int]:
    """Positions of the members that say most of a place: what names it, what is not empty, in their order."""
    ranked = sorted(range(len(members)), key=lambda at: (_emptiness(*members[at]), at))
    return set(ranked[:most])


def _emptiness(name: str | int, value: Any) -> int:
    if isinstance(name, str) and _IDENTIFYING.fullmatch(name) and _is_bare(value):
        return 0
    return 2 if value in (None, "", [], {}) else 1


def _beside(node: Any, members: Sequence[tuple[str | int, Any]], place: Place, cut: _Cut) -> set[int]:
    """Positions of the way to the place, of what identifies the object, and of a few neighbours."""
    way = next(at for at, (name, _) in enumerate(members) if name == place[0])
    shown = {way}
    if isinstance(node, list):
        return shown
    wanted = cut.beside if len(place) == 1 else cut.above
    near = sorted(
        (at for at, (_, value) in enumerate(members) if at != way and _is_bare(value)),
        key=lambda at: (abs(at - way), at),
    )
    naming = _naming(members)
    if naming is not None and wanted:
        shown.add(naming)
    shown.update([at for at in near if at != naming][: max(wanted - 1, 0)])
    return shown


def _naming(members: Iterable[tuple[str | int, Any]]) -> int | None:
    """Position of what identifies an object."""
    for at, (name, value) in enumerate(members):
        if isinstance(name, str) and _IDENTIFYING.fullmatch(name) and _is_bare(value) and value is not None:
            return at
    return None


def _is_bare(value: Any) -> bool:
    return not isinstance(value, dict | list)


def _folded(value: Any) -> str:
    """A value on one line; of what has parts only how many."""
    if isinstance(value, dict):
        return f"{{ … {counted(len(value), 'key')} }}" if value else "{}"
    if isinstance(value, list):
        return f"[ … {counted(len(value), 'item')} ]" if value else "[]"
    return literal(value, _TEXT)
