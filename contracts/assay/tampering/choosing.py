"""Finds the few that matter among many, by asking as seldom as possible."""

from collections.abc import Callable, Hashable, Sequence
from typing import TypeVar

H = TypeVar("H", bound=Hashable)
Groups = Sequence[frozenset[H]]


def fewest(groups: Groups[H], helps: Callable[[frozenset[H]], bool]) -> list[frozenset[H]]:
    """A small choice of groups that helps together, those that stand first preferred.

    Empty when even all together do not help, or when nothing is needed. Asks about as often as the choice
    has members, times the logarithm of how many groups there are.

    Args:
        groups: to choose from.
        helps: whether these together are enough; whoever helps, helps with others as well.
    """
    chosen: list[frozenset[H]] = []
    while not helps(_together(chosen)):
        left = [group for group in groups if group not in chosen]
        if not left or not helps(_together([*chosen, *left])):
            return []
        low, high = 0, len(left)
        while low + 1 < high:  # the shortest beginning that helps ends with one that is needed
            middle = (low + high) // 2
            if helps(_together([*chosen, *left[:middle]])):
                high = middle
            else:
                low = middle
        chosen.append(left[high - 1])
    return chosen


def _together(groups: Groups[H]) -> frozenset[H]:
    return frozenset[H]().union(*groups)
