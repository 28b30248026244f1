"""Text of others inside our documents: whatever it holds, it stays text."""

import re
from urllib.parse import quote

_MARKDOWN = re.compile(r"([\\`*_\[\]|~])|^([#+-])|^(?=[0-9]+[.)])")
_BAR = re.compile(r"(\\*)\|")
_OF_ADDRESSES = "/:?#@!$&'()+,;=%~"
_NOT_IN_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class Markup(str):
    """Markdown that we wrote ourselves."""

    __slots__ = ()


def plain(text: object) -> Markup:
    """Text for a paragraph or table cell: one line in which nothing means anything to Markdown or HTML."""
    line = " ".join(printable(str(text)).split())
    line = line.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return Markup(_MARKDOWN.sub(_as_text, line))


def _as_text(sign: re.Match[str]) -> str:
    """A sign of Markdown as itself; a number that begins a line as no item of a list."""
    return f"\\{sign[0]}" if sign[0] else "&#8203;"


def code(text: object) -> Markup:
    """A name in a code span; backticks cannot be in one, and a bar would end a table cell."""
    line = " ".join(printable(str(text)).split()).replace("`", "'")
    # A backslash before a bar would take the escape of the bar for its own.
    line = _BAR.sub(lambda bar: "\\" * (2 * len(bar[1])) + "\\|", line)
    return Markup(f"`{line}`" if line else "")


def link(address: str, text: str) -> Markup:
    """A link to an address that others gave; only the web can be meant."""
    if not address.startswith(("https://", "http://")):
        return plain(address)
    return Markup(f"[{plain(text)}](<{quote(printable(address), safe=_OF_ADDRESSES)}>)")


def escaped(value: object) -> str:
    """What templates print for a value: our own markup as it is, everything else as plain text."""
    return value if isinstance(value, Markup) else plain(value)


def printable(text: str) -> str:
    """Text without characters that XML documents may not hold, each marked where it was."""
    return _NOT_IN_XML.sub("\N{REPLACEMENT CHARACTER}", text)
