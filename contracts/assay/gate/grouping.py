"""Differences that a reader takes in at once: many clauses, one thing that has happened to all of them."""

from collections.abc import Iterable
from dataclasses import dataclass

from assay.gate.difference import Difference

_NAMED = 3


@dataclass(frozen=True, slots=True)
class Group:
    """Differences of one kind in one connector with one message, one place and one cause."""

    members: tuple[Difference, ...]

    @property
    def first(self) -> Difference:
        """What all of them have in common stands here."""
        return self.members[0]

    @property
    def clauses(self) -> str:
        """The clauses, the first of them by name."""
        names = [one.clause for one in self.members]
        rest = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
        return ", ".join(names[:_NAMED]) + rest


def grouped(differences: Iterable[Difference]) -> list[Group]:
    """Groups in the order of their first members."""
    groups: dict[object, list[Difference]] = {}
    for one in differences:
        key = (one.connector, one.kind, one.effect, one.message, one.place, one.cause, one.why, one.waiver)
        groups.setdefault(key, []).append(one)
    return [Group(tuple(members)) for members in groups.values()]
