"""Walks JSON: leaves with the pattern of keys that leads to them."""

from collections.abc import Callable, Iterator
from typing import Any

Leaf = str | int | float | bool | None
Pattern = tuple[str, ...]
"""Keys from the root; ``[]`` stands for any item of a list, ``*`` for a key that is itself an identifier."""


def leaves(
    node: Any, is_identifier: Callable[[str], bool], at: Pattern = ()
) -> Iterator[tuple[Pattern, Leaf]]:
    """Every leaf below ``node``."""
    if isinstance(node, dict):
        for key, value in node.items():
            yield from leaves(value, is_identifier, (*at, "*" if is_identifier(key) else key))
    elif isinstance(node, list):
        for value in node:
            yield from leaves(value, is_identifier, (*at, "[]"))
    else:
        yield at, node


def mapped(
    node: Any,
    leaf: Callable[[Pattern, Leaf], Leaf],
    key: Callable[[str], str],
    is_identifier: Callable[[str], bool],
    at: Pattern = (),
) -> Any:
    """A copy of ``node`` with each leaf and each key replaced."""
    if isinstance(node, dict):
        return {
            key(name): mapped(value, leaf, key, is_identifier, (*at, "*" if is_identifier(name) else name))
            for name, value in node.items()
        }
    if isinstance(node, list):
        return [mapped(value, leaf, key, is_identifier, (*at, "[]")) for value in node]
    return leaf(at, node)


def below(node: Any, dotted: str) -> Any:
    """What stands under a dotted path of plain keys, or None; the empty path is the node itself."""
    for key in filter(None, dotted.split(".")):
        if not isinstance(node, dict):
            return None
        node = node.get(key)
    return node


def with_replaced(node: Any, dotted: str, value: Any) -> Any:
    """A copy of ``node`` in which ``value`` stands under the dotted path."""
    if not dotted:
        return value
    head, _, rest = dotted.partition(".")
    return {**node, head: with_replaced(node.get(head, {}), rest, value)}
