"""The vendor's objects in the answers of a sync, found by the identifiers of unified records."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from assay.contract.traffic import Wire
from assay.kinship import Sign, signs_of
from assay.wire.exchange import Played
from assay.wire.places import Place, leaves

Pattern = tuple[str, ...]
"""A question and keys; ``[]`` is any item of a list."""

_READINGS = 3
"""In so many answers an object is looked at."""
_LONGEST_ID = 64
_SHORTEST_TEXT = 3
_LISTED = 2
"""Keys and positions that lead to the objects of a usual list: ``results[3]``."""
_NUMBERED = re.compile(r"\d")


@dataclass(frozen=True, eq=False)
class VendorObject:
    """One object of the vendor as one answer gave it."""

    index: int
    """Position of the exchange in the cassette."""
    place: Place
    kind: Pattern
    """What was asked, and where in the answer such objects stand."""
    node: Mapping[str, object]

    @cached_property
    def said(self) -> tuple[tuple[Place, object], ...]:
        """What it says: the place below it, and the value."""
        return tuple(one for one in leaves(self.node) if one[1] is not None and one[1] != "")

    def kind_of(self, place: Place) -> Pattern:
        """The kind of a place below it."""
        return (*self.kind, *generic(place))

    @cached_property
    def by_sign(self) -> Mapping[Sign, list[int]]:
        """What a value can be known by -> positions in :attr:`said`."""
        found: dict[Sign, list[int]] = {}
        for position, (_, value) in enumerate(self.said):
            for sign in signs_of(value):
                found.setdefault(sign, []).append(position)
        return found

    @cached_property
    def texts_said(self) -> tuple[tuple[int, str], ...]:
        """Texts in it that are more than a letter or two, with their positions in :attr:`said`."""
        return tuple(
            (at, value)
            for at, (_, value) in enumerate(self.said)
            if isinstance(value, str) and len(value) >= _SHORTEST_TEXT
        )

    @cached_property
    def texts(self) -> frozenset[str]:
        """What may be an identifier in it."""
        return frozenset(text for _, value in self.said if (text := _identifier(value)) is not None)


class VendorObjects:
    """The objects of one run, by their identifiers.

    Args:
        played: the exchanges of the run.
        wire: under which keys identifiers stand.
    """

    def __init__(self, played: Iterable[Played], wire: Wire) -> None:
        self._wire = wire
        self._own: dict[str, list[VendorObject]] = {}
        """Identifier -> objects whose own it is."""
        self._holding: dict[str, list[VendorObject]] = {}
        """Identifier -> objects that have it under another key."""
        self._is_id: dict[str, bool] = {}
        for one in played:
            self._take(one)
        for found in (*self._own.values(), *self._holding.values()):
            found.sort(key=lambda one: (max(len(one.place), _LISTED), one.index))

    def named(self, names: Sequence[str], given: Sequence[object] = ()) -> tuple[VendorObject, ...]:
        """Objects that carry these identifiers together, best those whose own one of them is.

        Among them come first those that the connector itself gives as what it read.
        """
        known = [name for name in names if name in self._own or name in self._holding]
        for index in (self._own, self._holding):
            found = [one for name in known for one in index.get(name, ())]
            whole = [one for one in found if len(known) == 1 or one.texts.issuperset(known)]
            if whole:
                read = [one for one in whole if one.node in given] if given else []
                return tuple(dict.fromkeys((*read, *whole)))[:_READINGS]
        return tuple(one for name in known for one in self._own.get(name, ())[:1])

    def parts(self, whole: Iterable[VendorObject], names: Sequence[str]) -> tuple[VendorObject, ...]:
        """The parts of objects that stand for what has all these identifiers: a job's member."""
        found = []
        for one in whole:
            for name in names:
                for inner in (*self._own.get(name, ()), *self._holding.get(name, ())):
                    depth = len(one.place)
                    if inner.index == one.index and inner.place[:depth] == one.place != inner.place:
                        found.append(inner)
        return tuple(found)

    def referred(self, whole: Iterable[VendorObject]) -> Iterator[VendorObject]:
        """The objects whose identifiers stand in these."""
        seen: set[str] = set()
        for one in whole:
            for text in sorted(one.texts - seen):
                seen.add(text)
                yield from (
                    other for other in self._own.get(text, ())[:_READINGS] if other.node is not one.node
                )

    def _take(self, played: Played) -> None:
        key, question = self._question(played)
        for place, node in _objects(played.exchange.response.json):
            one: VendorObject | None = None
            for name, value in node.items():
                is_own = name == key
                if not is_own and not self._identifies(name):
                    continue
                text = _identifier(value)
                if text is not None:
                    one = one or VendorObject(played.index, place, (question, *generic(place)), node)
                    (self._own if is_own else self._holding).setdefault(text, []).append(one)

    def _identifies(self, name: str) -> bool:
        if name not in self._is_id:
            self._is_id[name] = re.fullmatch(self._wire.ids, name) is not None
        return self._is_id[name]

    def _question(self, played: Played) -> tuple[str, str]:
        """Key of the objects of an answer, and what was asked, without numbers and identifiers."""
        request = played.exchange.request
        listing = self._wire.listing_of(request.path, request.said)
        path = "/".join("*" if _NUMBERED.search(part) else part for part in request.path.split("/"))
        return listing.key or self._wire.key or "id", f"{path} {listing.asks or ''}"


def generic(place: Place) -> Pattern:
    """The kind of a place: whatever the item."""
    return tuple("[]" if isinstance(part, int) else part for part in place)


def _identifier(value: object) -> str | None:
    if isinstance(value, str):
        return value if 0 < len(value) <= _LONGEST_ID else None
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else None


def _objects(document: object) -> Iterator[tuple[Place, dict[str, object]]]:
    """Every object in a document."""
    waiting: list[tuple[Place, object]] = [((), document)]
    while waiting:
        place, node = waiting.pop()
        if isinstance(node, dict):
            yield place, node
            waiting += [((*place, k), v) for k, v in reversed(node.items()) if isinstance(v, dict | list)]
        elif isinstance(node, list):
            numbered = reversed([*enumerate(node)])
            waiting += [((*place, n), v) for n, v in numbered if isinstance(v, dict | list)]
