"""Text of others in a terminal or a log: whatever it holds, it stays text."""

_KEPT = "\n\t"


def printable(text: str) -> str:
    """Text without characters that move a cursor, change colours or turn the direction of writing."""
    return "".join(
        sign if sign.isprintable() or sign in _KEPT else "\N{REPLACEMENT CHARACTER}" for sign in text
    )
