"""Texts as they can be shown: on one line, of bearable length, with nothing that hides or turns around."""

import unicodedata

import orjson

_JOINERS = "\u200c\u200d"
"""Invisible, and part of how words and pictures are written."""


def visible(text: str) -> str:
    """The text with controls, line ends and marks of direction spelled out, as JSON spells them."""
    return text if text.isascii() and text.isprintable() else "".join(map(_spelled, text))


def shortened(text: str, longest: int) -> str:
    """The text, if it is long without its middle, which is counted."""
    if len(text) <= longest:
        return text
    head = max(longest * 2 // 3, 1)
    tail = max(longest - head, 1)
    left_out = len(text) - head - tail
    return f"{text[:head]} … {left_out} more characters … {text[-tail:]}" if left_out > 0 else text


def literal(value: object, longest: int) -> str:
    """A value without parts as JSON, shortened if it is a text."""
    said = shortened(value, longest) if isinstance(value, str) else value
    return visible(orjson.dumps(said).decode())


def counted(number: int, what: str) -> str:
    """``1 more key``, ``3 more keys``."""
    return f"{number:,} {what}{'' if number == 1 else 's'}".replace(",", " ")


def _spelled(character: str) -> str:
    if character == " " or (character.isprintable() and unicodedata.category(character) != "Cf"):
        return character
    if character in _JOINERS:
        return character
    return orjson.dumps(character).decode()[1:-1] if character < " " else _escaped(character)


def _escaped(character: str) -> str:
    units = character.encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[at]:02x}{units[at + 1]:02x}" for at in range(0, len(units), 2))
